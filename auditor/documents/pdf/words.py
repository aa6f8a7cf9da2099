"""Glyphs joined to words and lines by the gaps between them, never by the file's own blanks alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from auditor.documents.pdf.engines import RGB, Glyph

WORD_GAP = 0.17
"""A gap wider than this many ems separates words."""
_SAME_SIZE = 0.08
_BASE_SLACK = 0.6
"""Baselines closer than this (points) are one line."""


_BASE, _LEFT = attrgetter("base"), attrgetter("x0")


class Word(NamedTuple):
    """Letters of one style on one baseline without a gap."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    font: str
    bold: bool
    ink: RGB
    glued: bool
    """Follows the word before without a gap: only the style changes there."""
    script: int = 0
    """1 raised, -1 lowered against the word it belongs to (`scripted` finds that out), 0 on the line."""


class Line(NamedTuple):
    """The words of one baseline between two wide gaps, left to right."""

    words: tuple[Word, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """The words with one blank at each gap."""
        return joined(self.words)


def joined(words: Iterable[Word]) -> str:
    """The text of words in order: glued ones without a blank."""
    out: list[str] = []
    for word in words:
        if out and not word.glued:
            out.append(" ")
        out.append(word.text)
    return "".join(out)


def words(glyphs: Sequence[Glyph], *, angle: int = 0) -> tuple[Word, ...]:
    """The words that read in one direction, by baseline and then from left to right.

    For an `angle` other than 0 turn the glyphs first, to read them as upright text.
    """
    level = [glyph for glyph in glyphs if glyph.angle == angle]
    level.sort(key=_BASE)
    out: list[Word] = []
    start = 0
    count = len(level)
    while start < count:
        base = level[start].base
        end = start + 1
        while end < count and level[end].base - base <= _BASE_SLACK:
            end += 1
        line = level[start:end]
        line.sort(key=_LEFT)
        _break(line, out)
        start = end
    return tuple(out)


def _break(line: list[Glyph], out: list[Word]) -> None:
    chars: list[str] = []
    first = last = line[0]
    before, left, _, right, _, _, type_, _, heavy, colour, _ = first
    glued = False
    # Taken apart at once: asking a glyph for its parts by name takes twice as long, for each letter of a page.
    for glyph in line:
        char, x0, _, x1, _, _, size, _, bold, ink, _ = glyph
        if chars:
            if x0 - left < 0.12 * size and char == before:
                # Printers without a bold font strike a letter twice, a hair apart.
                continue
            gap = x0 - right
            em = type_ if type_ < size else size
            apart = gap > WORD_GAP * em or gap < -0.7 * em
            if apart or bold != heavy or ink != colour or abs(size - type_) > _SAME_SIZE * type_:
                out.append(_word(chars, first, last, glued))
                chars = []
                first = glyph
                glued = not apart
        chars.append(char)
        last = glyph
        before, left, right, type_, heavy, colour = char, x0, x1, size, bold, ink
    out.append(_word(chars, first, last, glued))


def _word(chars: list[str], first: Glyph, last: Glyph, glued: bool) -> Word:
    return Word(
        "".join(chars),
        first.x0,
        first.y0,
        last.x1,
        first.y1,
        first.base,
        first.size,
        first.font,
        first.bold,
        first.ink,
        glued,
    )


def lines(found: Sequence[Word], *, gap: float = 1.2) -> tuple[Line, ...]:
    """Words joined while the gap stays under `gap` ems: the lines of a column, or the cells of a table line."""
    out: list[Line] = []
    group: list[Word] = []
    for word in found:
        if group:
            before = group[-1]
            if abs(word.base - before.base) > _BASE_SLACK or not -1.0 <= (word.x0 - before.x1) / word.size <= gap:
                out.append(_line(group))
                group = []
        group.append(word)
    if group:
        out.append(_line(group))
    return tuple(out)


def _line(group: list[Word]) -> Line:
    size = max(word.size for word in group)
    y0, y1 = min(word.y0 for word in group), max(word.y1 for word in group)
    return Line(tuple(group), group[0].x0, y0, group[-1].x1, y1, group[0].base, size)


def scripted(found: Sequence[Word]) -> list[Word]:
    """Small words that touch a larger one a little above or below its baseline are put on that baseline, as scripts."""
    by_base = sorted(found, key=lambda word: word.base)
    bases = [word.base for word in by_base]
    hosts: dict[int, Word] = {}
    small: list[int] = []
    for place, word in enumerate(by_base):
        reach = 1.1 * word.size
        for other in by_base[bisect_left(bases, word.base - reach) : bisect_left(bases, word.base + reach)]:
            if other.size * 0.86 > word.size and 0.4 < abs(other.base - word.base) < 0.62 * other.size:
                small.append(place)
                break
    small.sort(key=lambda place: by_base[place].x0)
    little = set(small)
    for place in small:
        word = by_base[place]
        best: tuple[float, float, int] | None = None
        reach = 1.1 * word.size
        for other_place in range(bisect_left(bases, word.base - reach), bisect_left(bases, word.base + reach)):
            if other_place == place:
                continue
            other = hosts.get(other_place) or by_base[other_place]
            if other_place not in hosts and other_place in little and other.size * 0.86 <= word.size:
                # As small as this one. What is small only beside the type of another column can be a host.
                continue
            touch = word.x0 - other.x1
            behind = touch
            if touch < -0.5 * word.size:
                touch = other.x0 - word.x1
                behind = touch + 0.1 * word.size
            lone = len(word.text) == 1 and other.base > word.base
            if not -0.5 * word.size <= touch <= (0.75 if lone else 0.3) * word.size:
                continue
            lift = other.base - word.base
            if (other.size * 0.86 > word.size and abs(lift) < 0.62 * other.size) or (other.script and abs(lift) > 0.4):
                near = (abs(behind), abs(lift), other_place)
                best = min(best, near) if best else near
        if best:
            host = hosts.get(best[2]) or by_base[best[2]]
            lift = host.base - word.base
            if abs(lift) > 0.06 * host.size:
                after = word.x0 > host.x0
                hosts[place] = word._replace(base=host.base, script=1 if lift > 0 else -1, glued=after)
                if not after and not host.glued:
                    hosts[best[2]] = host._replace(glued=True)
    return [hosts.get(place, word) for place, word in enumerate(by_base)]
