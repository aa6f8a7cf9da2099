"""Tables set in plain text: columns lined up with spaces, or drawn with bars and dashes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.documents import grid
from auditor.documents.cells import Draft
from auditor.documents.runs import settle
from auditor.documents.shapes import is_blank, is_value
from auditor.records import Block, BlockKind, Grid, Part, Place

if TYPE_CHECKING:
    from auditor.documents.tree import Walk

_RULE = re.compile(r"^[\s|+:=\-─━═┌┬┐├┼┤└┴┘╒╤╕╞╪╡╘╧╛╭╮╰╯]*$")
_BARS = str.maketrans("│┃║", "|||")
_MARKDOWN = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_TRIM = 3
"""How many lines right above or below a table may be a caption or notes."""
_GUTTER = 2
_MAX_LINES = 2000
_MAX_AREA = 300_000
_MAX_WORK = 10_000_000
"""Characters of one block, and of all blocks of a text, that are looked through for columns."""
_MAY_BE_ROW = re.compile(r"(?=.*\d)(?:.*\S  +\S|.*\|)")
_MAX_WIDTH = 2000


def find(lines: Sequence[str]) -> Iterator[tuple[int, int, Grid]]:
    """First line (0-based), line after the last, and grid of every table with values in a text."""
    start = work = 0
    while start < len(lines) and work < _MAX_WORK:
        if not lines[start].strip():
            start += 1
            continue
        end = start
        while end < len(lines) and end - start < _MAX_LINES and lines[end].strip():
            end += 1
        block = lines[start:end]
        area = len(block) * max(map(len, block))
        if area > _MAX_AREA or sum(1 for line in block if _MAY_BE_ROW.match(line)) < 1:
            start = end
            continue
        work += area
        trims = ((top, bottom) for bottom in range(_TRIM + 1) for top in range(_TRIM + 1))
        for top, bottom in trims:
            if end - bottom - start - top < 2:
                continue
            found = _table(lines[start + top : end - bottom], start + top)
            if found is not None:
                yield start + top, end - bottom, found
                break
        start = end


def lift(lines: list[str], found: list[Callable[[Walk, Place], None]]) -> None:
    """Replaces tables in plain text by placeholders, line numbers kept, and appends what adds each to `found`; those
    of Markdown are left to its reader."""
    for start, end, table in list(find(lines)):
        if any(_MARKDOWN.match(line) for line in lines[start:end]):
            continue

        def add(state: Walk, place: Place, table: Grid = table, line: int = start + 1) -> None:
            state.blocks.append(Block(kind=BlockKind.table, order=0, place=Place(line=line), grid=table))

        found.append(add)
        lines[start:end] = ["", f'<div data-shortcode="{len(found) - 1}"></div>', *[""] * (end - start - 2)]


def _table(lines: Sequence[str], offset: int) -> Grid | None:
    """The grid of neighbouring lines, or None where they are no table with values."""
    kept = [(number, line.translate(_BARS).expandtabs(8)) for number, line in enumerate(lines)]
    kept = [(number, line) for number, line in kept if not _RULE.match(line)]
    if len(kept) < 2 or any(len(line) > _MAX_WIDTH for _, line in kept):
        return None
    if all(line.count("|") >= 1 for _, line in kept):
        rows = [[piece.strip() for piece in line.strip().strip("|").split("|")] for _, line in kept]
    else:
        rows = _aligned([line for _, line in kept])
    if not _reads_as_table(rows):
        return None
    return grid.build(
        [
            [_draft(text, Place(line=offset + number + 1)) for text in row]
            for (number, _), row in zip(kept, rows, strict=True)
        ]
    )


def _aligned(lines: Sequence[str]) -> list[list[str]]:
    """Lines cut where a gutter of blanks runs through all of them."""
    width = max(map(len, lines))
    padded = [line.ljust(width) for line in lines]
    blank = [all(line[column] == " " for line in padded) for column in range(width)]
    cuts: list[int] = []
    column = 0
    while column < width:
        end = column
        while end < width and blank[end]:
            end += 1
        # Numbers set flush right stand one blank apart where the widest of two columns meet.
        if end - column >= _GUTTER or (end > column and _numbers_right(padded, end)):
            cuts.append(end)
        column = max(end, column + 1)
    edges = [0, *(cut for cut in cuts if 0 < cut < width), width]
    return [[line[a:b].strip() for a, b in pairwise(edges)] for line in padded]


def _numbers_right(lines: Sequence[str], start: int) -> bool:
    """Whether what follows a gutter of one blank is a column of numbers under a header."""
    cells = [re.match(r"\s*(\S*)", line[start:]).group(1) for line in lines[1:]]  # type: ignore[union-attr]
    return len(cells) > 1 and all(is_value(cell) or is_blank(cell) for cell in cells)


def _reads_as_table(rows: Sequence[Sequence[str]]) -> bool:
    """At least two columns, a first row without decimals, and below it mostly values beside labels."""
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2 or any("." in cell and is_value(cell) for cell in rows[0]):
        return False
    if any(sum(1 for cell in row if cell) < 2 for row in (rows[0], rows[-1])):
        # A title or a note that is no wider than the first column.
        return False
    body = [cell for row in rows[1:] for cell in row[1:] if cell]
    values = sum(1 for cell in body if is_value(cell))
    full = sum(1 for row in rows[1:] if sum(1 for cell in row if cell) > 1)
    return values >= 2 and values * 3 >= len(body) and full * 2 > len(rows) - 1


def _draft(text: str, place: Place) -> Draft:
    settled = settle([Part(text=text)])
    return Draft(text=settled.text, marks=settled.marks, place=place)
