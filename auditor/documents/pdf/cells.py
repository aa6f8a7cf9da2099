"""What a cell prints: text, footnote marks, styles and ground."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from auditor.documents.pdf.chunks import Chunk
from auditor.documents.pdf.engines import Area
from auditor.documents.pdf.ink import lightness
from auditor.documents.pdf.rules import Rule
from auditor.documents.pdf.words import Word
from auditor.records import Box, Cell, Part, Place

_MARK = "*∗†‡§¶⋆★☆✝♠♣♢♡⋄"
_RAISED_MARK = re.compile(rf"[{re.escape(_MARK)}]+|\(?\d{{1,2}}\)?|[a-z](?:,[a-z])*|\d(?:,\d)+|[#✓]|\[\d+\]|[①-⑳]")
_TRAIL = re.compile(rf"\s*([{re.escape(_MARK)}]+)$")
_WHITE_GROUND = 0.985


class Ground(NamedTuple):
    """What lies around the letters of a page's tables."""

    page: int
    level: Sequence[Rule]
    areas: Sequence[Area]

    def underlined(self, words: Sequence[Word]) -> bool:
        """Whether a short rule runs right under the words."""
        x0, x1 = words[0].x0, words[-1].x1
        base, size = words[0].base, words[0].size
        for rule in self.level[bisect_left(self.level, (base - 0.02 * size,)) :]:
            if rule.at > base + 0.45 * size:
                return False
            if min(rule.end, x1) - max(rule.start, x0) > 0.6 * (x1 - x0) and rule.length < (x1 - x0) + 1.2 * size:
                return True
        return False

    def shaded(self, x: float, y: float, region: tuple[float, float, float, float]) -> bool:
        """Whether the point lies on a tinted area smaller than the table."""
        for area in reversed(self.areas):
            if area.x0 <= x <= area.x1 and area.y0 <= y <= area.y1:
                whole = (area.x1 - area.x0) * (area.y1 - area.y0)
                table = (region[2] - region[0]) * (region[3] - region[1])
                if whole < 0.95 * table and lightness(area.ink) < _WHITE_GROUND:
                    return True
        return False


def make_cell(
    chunks: Sequence[Chunk],
    row: int,
    column: int,
    row_span: int,
    column_span: int,
    ground: Ground,
    region: tuple[float, float, float, float],
    *,
    header: bool = False,
) -> Cell:
    """The cell of chunks that stand below each other."""
    lines = sorted(chunks, key=lambda chunk: (round(chunk.base), chunk.x0))
    marks: list[str] = []
    pieces: list[tuple[str, Word]] = []
    for number, chunk in enumerate(lines):
        _line(chunk, bool(number), pieces, marks)
    text = "".join(piece for piece, _ in pieces).strip()
    trail = _TRAIL.search(text)
    if trail and trail.start():
        marks += list(trail[1])
        text = text[: trail.start()].rstrip()
        pieces = _cut_trail(pieces, len(trail[1]))
    words = [word for _, word in pieces if not word.script] or [word for _, word in pieces]
    letters = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold) * 2 > letters if letters else None
    x0, x1 = min(chunk.x0 for chunk in lines), max(chunk.x1 for chunk in lines)
    y0 = min(word.y0 for chunk in lines for word in chunk.words)
    y1 = max(word.y1 for chunk in lines for word in chunk.words)
    first = [word for word in lines[0].words if not word.script] or lines[0].words
    return Cell(
        row=row,
        column=column,
        row_span=row_span,
        column_span=column_span,
        text=text,
        marks=tuple(dict.fromkeys(marks)),
        bold=bold,
        underline=ground.underlined(first),
        shaded=ground.shaded((x0 + x1) / 2, (y0 + y1) / 2, region) if ground.areas else False,
        parts=_parts(pieces, ground),
        header=header,
        place=Place(page=ground.page, box=Box(x0=round(x0, 2), y0=round(y0, 2), x1=round(x1, 2), y1=round(y1, 2))),
    )


def _line(chunk: Chunk, follows: bool, pieces: list[tuple[str, Word]], marks: list[str]) -> None:
    """Adds one print line of the cell: a blank between words, none after a hyphen at the end of the line before."""
    over: Word | None = None
    for number, word in enumerate(chunk.words):
        before = pieces[-1][1] if pieces else None
        text = word.text
        # What follows a raised mark closely reads on from the word before the mark.
        glued = word.glued or (over is not None and word.x0 - over.x1 < 0.2 * word.size)
        over = None
        if word.script == 1 and _RAISED_MARK.fullmatch(text) and (pieces or number + 1 < len(chunk.words)):
            if before is not None and text.strip("-−").isdigit() and _power(before):
                pieces.append((f"^{text}", word))
            else:
                marks += _split_marks(text)
                over = word
            continue
        if before is None:
            pieces.append((text, word))
        elif number == 0 and follows:
            tight = before.text.endswith(("-", "/")) and len(before.text) > 1 and not text[:1].isspace()
            pieces.append((text if tight or text in ("%", *_MARK) else f" {text}", word))
        elif glued and not (word.script and before.text[-1:].isdigit() and text[:1] in "0123456789+-−–±"):
            pieces.append((text, word))
        else:
            pieces.append((f" {text}", word))


def _power(word: Word) -> bool:
    """Whether raised digits after this word are an exponent: a bare ten or a lone letter."""
    return (
        word.text == "10" or word.text.endswith(("×10", "·10", "x10")) or (len(word.text) == 1 and word.text.isalpha())
    )


def _split_marks(text: str) -> list[str]:
    if all(char in _MARK for char in text):
        return list(text)
    return [mark for mark in text.strip("()[]").split(",") if mark]


def _cut_trail(pieces: list[tuple[str, Word]], count: int) -> list[tuple[str, Word]]:
    out = list(pieces)
    while out and count >= 0:
        text, word = out[-1]
        bare = text.rstrip()
        while bare and count and bare[-1] in _MARK:
            bare = bare[:-1]
            count -= 1
        bare = bare.rstrip()
        if bare.strip():
            out[-1] = (bare, word)
            break
        out.pop()
    return out


def _parts(pieces: Sequence[tuple[str, Word]], ground: Ground) -> tuple[Part, ...]:
    """The styled runs, if there is more than one style."""
    if len(pieces) < 2:
        return ()
    main = max(word.size for _, word in pieces)
    first = pieces[0][1]
    if all(
        word.bold == first.bold and not word.script and word.size > 0.86 * main and word.ink == first.ink
        for _, word in pieces
    ):
        return ()
    runs: list[tuple[tuple[bool, int, bool, tuple[float, float, float]], list[str], list[Word]]] = []
    for text, word in pieces:
        style = (word.bold, word.script, word.size <= 0.86 * main, word.ink)
        if runs and runs[-1][0] == style:
            runs[-1][1].append(text)
            runs[-1][2].append(word)
        else:
            runs.append((style, [text], [word]))
    if len(runs) < 2:
        return ()
    return tuple(
        Part(
            text="".join(texts).strip(),
            bold=style[0],
            underline=ground.underlined(words),
            script=style[1],
            small=style[2],
        )
        for style, texts, words in runs
    )
