"""Printed runs of one style, and the lines they make: the raw material of every block that is not a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.documents.marks import canonical, raised_marks
from auditor.documents.pdf.engines import Run
from auditor.documents.pdf.words import Word
from auditor.records import Box

_BOLD = re.compile(r"bold|black|heavy|demi|medi(?!um|a)|(?:cm|sf|lm|ec|aeb?)(?:ss)?b(?:x|xti|csc)?\d|-bd\b", re.I)
_ITALIC = re.compile(r"ital|obli|cmti|cmsl|slant|-it\b|BoldIt", re.I)
_MONO = re.compile(r"mono|courier|cmtt|consol|typewriter|menlo|inconsolata|sftt|nimbusmon", re.I)
_WORD_GAP = 0.17
"""A gap wider than this part of the type size is a space."""
_SEGMENT_GAP = 1.1
"""A gap wider than this many ems ends a segment: what follows may belong to another column."""
_BLANK = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff"
_MARKS = frozenset("*∗†‡§¶#⋆★◆♠♣♡")


_ALPHANUMERIC = re.compile(r"[^\W_]")


@lru_cache(maxsize=4096)
def style(font: str) -> tuple[bool, bool, bool]:
    """Whether a font's name says bold, italic, monospaced."""
    return bool(_BOLD.search(font)), bool(_ITALIC.search(font)), bool(_MONO.search(font))


@dataclass(slots=True)
class Line:
    """Runs on one baseline that belong together, read from left to right."""

    runs: list[Run]
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0
    base: float = 0.0
    size: float = 0.0
    """The size of most of its characters."""
    text: str = ""
    bold: bool = False
    """Every letter and digit is bold."""
    italic: bool = False
    mono: bool = False
    page: int = 0
    """1-based."""
    lead: str = ""
    """The bold text it starts with, if only its start is bold."""
    mark: str = ""
    """A raised or symbolic footnote mark that it starts with: it is not in the text."""
    marks: tuple[str, ...] = ()
    """Raised footnote marks inside the line: they are not in the text."""

    @property
    def box(self) -> Box:
        return Box(x0=round(self.x0, 2), y0=round(self.y0, 2), x1=round(self.x1, 2), y1=round(self.y1, 2))


def runs_of(found: Sequence[Word]) -> list[Run]:
    """The upright runs of a page from its words: slower than the engine's runs, but never mixed with turned text."""
    runs: list[Run] = []
    for word in found:
        last = runs[-1] if runs else None
        if last is not None and abs(last.base - word.base) < 0.6 and last.font == word.font and last.size == word.size:
            gap = word.x0 - last.x1
            if 0 <= gap < _SEGMENT_GAP * word.size and last.ink == word.ink:
                text = last.text + ("" if word.glued else " ") + word.text
                runs[-1] = last._replace(text=text, x1=word.x1)
                continue
        runs.append(Run(*word[:10]))
    return runs


def turned(runs: Sequence[Run]) -> bool:
    """Whether upright reading makes nonsense: runs that start on one baseline and lie over each other."""
    bases: dict[int, list[Run]] = {}
    clashes = 0
    for run in runs:
        same = bases.setdefault(round(run.base), [])
        for other in same:
            # Most runs of a line follow each other: that is seen without more arithmetic.
            if run.x0 >= other.x1 or other.x0 >= run.x1:
                continue
            overlap = min(run.x1, other.x1) - max(run.x0, other.x0)
            if overlap > 0.6 * min(run.x1 - run.x0, other.x1 - other.x0) and len(run.text.strip()) > 2:
                clashes += 1
        same.append(run)
    return clashes >= 3


def segments(runs: Sequence[Run]) -> list[Line]:
    """The lines of upright runs, broken at wide gaps, from the top downwards."""
    rows: list[list[Run]] = []
    base = size = -1e9
    for run in sorted((run for run in runs if run.text.strip(_BLANK)), key=lambda run: (run.base, run.x0)):
        drop = run.base - base
        small = run.size < 0.85 * size
        raised = size < 0.85 * run.size
        if rows and (
            drop < 0.3 * min(size, run.size) or (small and drop < 0.35 * size) or (raised and drop < 0.55 * run.size)
        ):
            rows[-1].append(run)
            if run.size > size * 1.05:
                base, size = run.base, run.size
        else:
            rows.append([run])
            base, size = run.base, run.size
    found: list[Line] = []
    for row in rows:
        row.sort(key=lambda run: run.x0)
        part: list[Run] = []
        for run in row:
            # An em of the smaller neighbour would cut superscripts off; the larger one is the line's own type.
            if part and run.x0 - part[-1].x1 > _SEGMENT_GAP * max(run.size, part[-1].size):
                found.append(line(part))
                part = []
            part.append(run)
        found.append(line(part))
    return found


def line(runs: list[Run]) -> Line:
    """One line of runs that are sorted from left to right."""
    size = _usual_size(runs)
    base = next(run.base for run in runs if run.size == size)
    pieces: list[str] = []
    end = runs[0].x0
    bold = italic = mono = True
    lead = 0
    leading = True
    mark = ""
    found: list[str] = []
    for place, run in enumerate(runs):
        text = run.text
        gap = run.x0 - end
        end = run.x1
        if run.size < 0.86 * size and _lifted(run, base, size, place):
            taken = _raised(text, pieces, runs[place + 1 :], at_start=place == 0)
            if isinstance(taken, tuple):
                if place == 0 and taken:
                    mark = taken[0]
                else:
                    found += taken
                continue
            text = taken
        if pieces and gap > _WORD_GAP * max(run.size, 0.7 * size) and not pieces[-1].endswith(" ") and text[:1] != " ":
            text = " " + text
        pieces.append(text)
        if _ALPHANUMERIC.search(text):
            is_bold, is_italic, is_mono = style(run.font)
            is_bold = is_bold or run.bold
            bold, italic, mono = bold and is_bold, italic and is_italic, mono and is_mono
            leading = leading and is_bold
        if leading:
            lead = len(pieces)
    text = _clean("".join(pieces))
    if not mark and text[:1] in _MARKS and text[1:].strip():
        mark = canonical(text[0])
        text = text[1:].strip()
    return Line(
        runs=runs,
        x0=min([run.x0 for run in runs]),
        y0=min([run.base - 0.8 * run.size for run in runs]),
        x1=max([run.x1 for run in runs]),
        y1=max([run.base + 0.2 * run.size for run in runs]),
        base=base,
        size=size,
        text=text,
        bold=bold and bool(text),
        italic=italic,
        mono=mono,
        lead="" if bold else _clean("".join(pieces[:lead])),
        mark=mark,
        marks=tuple(found),
    )


def _usual_size(runs: list[Run]) -> float:
    """The size of most of the characters."""
    size = runs[0].size
    if all(run.size == size for run in runs):
        return size
    weight: Counter[float] = Counter()
    for run in runs:
        weight[run.size] += len(run.text)
    return weight.most_common(1)[0][0]


def _lifted(run: Run, base: float, size: float, place: int) -> bool:
    """Whether a small run is raised. Runs lie on the line's own baseline at times: a digit or symbol then counts."""
    if run.base < base - 0.12 * size:
        return True
    inner = run.text.strip()
    return place > 0 and abs(run.base - base) < 0.05 * size and len(inner) <= 3 and not any(c.isalpha() for c in inner)


def _raised(text: str, before: Sequence[str], after: Sequence[Run], *, at_start: bool) -> tuple[str, ...] | str:
    """The marks that a raised run is, or the text that it adds to the line."""
    inner = text.strip()
    if at_start:
        return (canonical(inner),) if len(inner) <= 3 else text
    following = after[0].text if after else ""
    taken = raised_marks(inner, "".join(before), following)
    if taken is not None:
        return taken
    return f"^{inner}" if inner[:1].isdigit() and "".join(before)[-1:].isdigit() else text


def joined(lines: Sequence[Line]) -> Line:
    """Segments of one row as one line."""
    if len(lines) == 1:
        return lines[0]
    return line(sorted((run for part in lines for run in part.runs), key=lambda run: run.x0))


_DROPPED = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\ufe0f\ufe0e", None))


_UNKNOWN = re.compile("(?<![^\\W_])[\ufffd\x00-\x1f]+|[\ufffd\x00-\x1f]+(?![^\\W_])")
"""Characters without a letter at the end of a word: line breaks and blanks that a producer encoded as such."""


def _clean(text: str) -> str:
    if not text.isascii():
        text = _UNKNOWN.sub(" ", text.translate(_DROPPED))
    return " ".join(text.split())
