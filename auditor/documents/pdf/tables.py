"""Tables of a PDF page as grids that say when they are not to be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.documents.pdf.cells import Ground, make_cell
from auditor.documents.pdf.chunks import PrintLine, part_numbers, print_lines
from auditor.documents.pdf.columns import Column, find_columns
from auditor.documents.pdf.doubts import find_doubts, hopeless
from auditor.documents.pdf.glyphs import PdfPage
from auditor.documents.pdf.headers import build_header
from auditor.documents.pdf.regions import Region, find_regions
from auditor.documents.pdf.labels import Body, build_body
from auditor.documents.pdf.rules import Rule, Rules, rules
from auditor.documents.pdf.words import Word, scripted, words
from auditor.records import Box, Cell, Grid

_FULL = 0.9
"""Rules of at least this share of the table's width part all its columns."""
_MOST_WORDS = 60_000


@dataclass(frozen=True)
class FoundTable:
    """A table with its place.

    The words inside `box` belong to the table and to no paragraph; its caption and notes lie outside the box and are
    left to the reader of the page's text. `edges` are the left and right ends of the columns: a table at the top of a
    page with like edges and no header of its own continues the last one of the page before (`carry_header`).
    """

    grid: Grid
    page: int
    box: Box
    edges: tuple[tuple[float, float], ...]
    turned: int = 0
    """Direction of the table's text in degrees counter-clockwise: 0 upright, 90 reading upwards."""


def find_tables(page: PdfPage) -> tuple[FoundTable, ...]:
    """The tables of a page from top to bottom.

    Raises:
        PageUnreadable: the page cannot be taken apart.
    """
    found = scripted(words(page.glyphs))[:_MOST_WORDS]
    if not found:
        return ()
    drawn = rules(page.strokes)
    ground = Ground(page.number, drawn.level, page.areas)
    regions = find_regions(found, drawn)
    out = []
    for region in regions:
        table = read_region(region, found, drawn, ground)
        if table is not None:
            out.append(table)
    return tuple(out)


def read_region(region: Region, found: Sequence[Word], drawn: Rules, ground: Ground) -> FoundTable | None:
    """The table in a region, or None where nothing in it is one."""
    inside = [word for word in found if region.holds((word.x0 + word.x1) / 2, word.base - 0.2 * word.size)]
    if not inside:
        return None
    x0, x1 = min(word.x0 for word in inside), max(word.x1 for word in inside)
    width = x1 - x0
    upright = [
        rule
        for rule in drawn.upright
        if region.x0 <= rule.at <= region.x1 and rule.end > region.y0 and rule.start < region.y1
    ]
    level = [
        rule
        for rule in drawn.level
        if region.y0 - 1 <= rule.at <= region.y1 + 1 and rule.end > region.x0 and rule.start < region.x1
    ]
    lines = print_lines(inside, upright)
    header, body_lines = _split(lines, level, width)
    if not body_lines:
        return None
    part_numbers(body_lines)
    columns = find_columns(body_lines)
    if len(columns) < 2:
        return None
    labels = _label_columns(columns)
    level = [rule for rule in level if _spans(rule, columns) > 1 or not _underline(rule, lines)]
    cells, levels = build_header(header, columns, level, _FULL * width, _bars(upright, columns, body_lines))
    body = build_body(body_lines, columns, labels, level, width)
    if not body.rows:
        return None
    box = (x0, min(word.y0 for word in inside), x1, max(word.y1 for word in inside))
    made = [
        make_cell(
            cell.chunks,
            cell.top,
            cell.first,
            cell.bottom - cell.top + 1,
            cell.last - cell.first + 1,
            ground,
            box,
            header=True,
        )
        for cell in cells
    ]
    made += _body_cells(body, levels, len(columns), ground, box)
    made.sort(key=lambda cell: (cell.row, cell.column))
    grid = Grid(
        rows=levels + len(body.rows),
        columns=len(columns),
        header_rows=levels,
        label_columns=labels,
        cells=tuple(made),
    )
    if hopeless(grid):
        return None
    grid = grid.model_copy(update={"doubts": find_doubts(grid, lines, body.doubts)})
    return FoundTable(
        grid=grid,
        page=ground.page,
        box=Box(x0=box[0], y0=box[1], x1=box[2], y1=box[3]),
        edges=tuple((column.x0, column.x1) for column in columns),
    )


def _spans(rule: Rule, columns: Sequence[Column]) -> int:
    return sum(rule.start - 2 <= column.middle <= rule.end + 2 for column in columns)


def _bars(upright: Sequence[Rule], columns: Sequence[Column], lines: Sequence[PrintLine]) -> list[Rule]:
    """The upright rules, if they part all columns from each other over most of the body; otherwise none."""
    top, bottom = lines[0].base - lines[0].size, lines[-1].base
    for before, after in zip(columns, columns[1:], strict=False):
        length = sum(
            min(rule.end, bottom) - max(rule.start, top)
            for rule in upright
            if before.middle < rule.at < after.middle and min(rule.end, bottom) > max(rule.start, top)
        )
        if length < 0.7 * (bottom - top):
            return []
    return list(upright)


def _underline(rule: Rule, lines: Sequence[PrintLine]) -> bool:
    """Whether a rule only underlines the words of one chunk."""
    for line in lines:
        if line.base - 0.1 * line.size <= rule.at <= line.base + 0.42 * line.size:
            for chunk in line.chunks:
                if abs(rule.start - chunk.x0) < 0.5 * line.size and abs(rule.end - chunk.x1) < 0.5 * line.size:
                    # A rule under a header is as close only where the header is set very tight.
                    return rule.at - line.base < 0.3 * line.size
    return False


def _split(lines: Sequence[PrintLine], level: Sequence[Rule], width: float) -> tuple[list[PrintLine], list[PrintLine]]:
    """Header lines and body lines."""
    full = [rule.at for rule in level if rule.length >= _FULL * width]
    inner = [at for at in full if lines[0].base < at < lines[-1].base]
    usual = max(line.valued for line in lines)
    for at in inner:
        above = [line for line in lines if line.base < at + 0.5]
        if any(_data(line) and line.valued * 2 > usual for line in above):
            break
        if any(len(line.chunks) > 1 for line in above):
            return above, [line for line in lines if line.base >= at + 0.5]
    first = next((place for place, line in enumerate(lines) if _data(line)), None)
    if first is None:
        first = next((place for place, line in enumerate(lines) if line.numbers and len(line.chunks) > 1), None)
    if first is None:
        first = 1 if len(lines) > 1 else 0
    # Label lines above the first numbers, but below a rule, are no header.
    ruled = max((at for at in full if at < lines[first].base), default=None)
    if ruled is not None:
        enough = max(2, 0.4 * len(lines[first].chunks))
        named = [place for place in range(first) if lines[place].base > ruled and len(lines[place].chunks) >= enough]
        if not named and (len(inner) > 1 or any(line.base < ruled for line in lines)):
            first = next(place for place, line in enumerate(lines) if line.base > ruled)
            return list(lines[:first]), list(lines[first:])
    # A section head between header and first row is a row, not a header.
    while first > 1 and len(lines[first - 1].chunks) == 1 and any(len(line.chunks) > 1 for line in lines[: first - 1]):
        first -= 1
    return list(lines[:first]), list(lines[first:])


def _data(line: PrintLine) -> bool:
    """Whether a line holds scores rather than names: a decimal or a percentage as a cell of its own, or many numbers."""
    numbers = [chunk.text for chunk in line.chunks if chunk.kind == "number"]
    if any("." in text or "%" in text for text in numbers):
        return True
    texts = sum(chunk.kind == "text" for chunk in line.chunks)
    return len(numbers) > 1 and texts <= 1 and len(numbers) + texts == len(line.chunks)


def _label_columns(columns: Sequence[Column]) -> int:
    """Columns at the left up to the last that holds words before the values begin."""
    first = next((place for place, column in enumerate(columns) if column.valued), len(columns))
    if first == 0:
        # A running number or a numeric name stands left of the labels.
        worded = next((place for place, column in enumerate(columns) if not column.valued), None)
        return worded + 1 if worded is not None and worded <= 2 else 1
    return min(first, len(columns) - 1) or 1


def _body_cells(
    body: Body, levels: int, count: int, ground: Ground, box: tuple[float, float, float, float]
) -> list[Cell]:
    out = []
    for group in body.groups:
        out.append(
            make_cell(group.chunks, levels + group.first, group.column, group.last - group.first + 1, 1, ground, box)
        )
    for number, row in enumerate(body.rows):
        place = levels + number
        if row.section:
            chunks = [chunk for chunks in row.cells.values() for chunk in chunks]
            out.append(make_cell(chunks, place, 0, 1, count, ground, box))
            continue
        for (first, last), chunks in row.cells.items():
            out.append(make_cell(chunks, place, first, 1, last - first + 1, ground, box))
    return out
