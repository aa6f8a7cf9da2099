"""Tables that run over the end of a page: the header comes from the page before."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.documents.pdf.cells import Ground
from auditor.documents.pdf.chunks import PrintLine, print_lines
from auditor.documents.pdf.columns import Column
from auditor.documents.pdf.glyphs import PdfPage
from auditor.documents.pdf.grids import ReadGrid, header_cells
from auditor.documents.pdf.headers import build_header
from auditor.documents.pdf.regions import CAPTION
from auditor.documents.pdf.rules import rules
from auditor.documents.pdf.words import Word, scripted
from auditor.records import Cell, Grid

_PROSE = 7

Edges = Sequence[tuple[float, float]]


def continued(grid: Grid, edges: Edges, last: Grid, last_edges: Edges) -> Grid | None:
    """The grid with the header of the last table of the page before, if the columns stand at the same places."""
    if not last.header_rows or len(edges) > len(last_edges):
        return None
    match: list[int] = []
    for x0, x1 in edges:
        over = [place for place, (a, b) in enumerate(last_edges) if min(x1, b) - max(x0, a) > 0]
        if len(over) != 1:
            return None
        match.append(over[0])
    if len(set(match)) != len(match) or len(match) * 4 < len(last_edges) * 3:
        return None
    cells = []
    for cell in last.cells:
        if cell.row >= last.header_rows:
            continue
        mine = [place for place, there in enumerate(match) if cell.column <= there < cell.column + cell.column_span]
        if mine:
            cells.append(cell.model_copy(update={"column": mine[0], "column_span": mine[-1] - mine[0] + 1}))
    return _headed(grid, cells, last.header_rows)


def header_before(grid: Grid, read: ReadGrid, before: PdfPage, rest: Sequence[Word]) -> Grid | None:
    """The grid with the header that stands alone at the foot of the page before.

    `rest`: words between the top of the page and the table, the rest of a header cut by the end of the page.
    """
    found = scripted(before.words)
    drawn = rules(before.strokes)
    low, high = read.columns[0].x0 - 12, read.columns[-1].x1 + 12
    lines = [
        line for line in print_lines(found, drawn.upright) if line.chunks[-1].x1 > low and line.chunks[0].x0 < high
    ]
    block = _foot_block(lines, read.columns, before.height)
    if not block:
        return None
    level = [rule for rule in drawn.level if block[0].base - 20 < rule.at < block[-1].base + 20]
    cells, levels = build_header(block, read.columns, level, 0.9 * (high - low), [])
    named = {place for cell in cells for place in range(cell.first, cell.last + 1)}
    values = range(grid.label_columns, grid.columns)
    if sum(place in named for place in values) * 3 < 2 * len(values):
        return None
    ground = Ground(before.number, drawn.level, before.areas)
    made = header_cells(cells, ground, (low, 0.0, high, before.height))
    for line in print_lines(rest):
        for chunk in line.chunks:
            for number, cell in enumerate(made):
                x0, x1 = read.columns[cell.column].x0, read.columns[cell.column].x1
                if cell.column_span == 1 and x0 - 8 < chunk.middle < x1 + 8:
                    made[number] = cell.model_copy(update={"text": f"{cell.text} {chunk.text}"})
    return _headed(grid, made, levels)


def _foot_block(lines: Sequence[PrintLine], columns: Sequence[Column], height: float) -> list[PrintLine]:
    """The lowest lines of the page that name columns; below them only what is smaller or at the very foot."""
    chosen: int | None = None
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if line.base < 0.45 * height:
            break
        hit = {
            number
            for chunk in line.chunks
            for number, column in enumerate(columns)
            if column.x0 - 10 < chunk.middle < column.x1 + 10
        }
        if len(line.chunks) > 2 and len(hit) * 5 >= 2 * len(columns) and not _prose(line):
            chosen = place
            break
    if chosen is None:
        return []
    first = end = chosen
    while first > 0 and _near(lines[first - 1], lines[first]) and not _prose(lines[first - 1]):
        first -= 1
    while end + 1 < len(lines) and _near(lines[end], lines[end + 1]) and not _prose(lines[end + 1]):
        end += 1
    size = max(line.size for line in lines[first : end + 1])
    for line in lines[end + 1 :]:
        if line.base < 0.92 * height and line.size > 0.97 * size and len(line.chunks) > 1:
            return []
    return list(lines[first : end + 1])


def _near(upper: PrintLine, lower: PrintLine) -> bool:
    return lower.base - upper.base < 1.9 * max(upper.size, lower.size) and not CAPTION.match(upper.chunks[0].text)


def _prose(line: PrintLine) -> bool:
    return any(chunk.count >= _PROSE for chunk in line.chunks)


def _headed(grid: Grid, header: Sequence[Cell], levels: int) -> Grid:
    """The grid with another header in place of its own."""
    down = levels - grid.header_rows
    body = [
        cell.model_copy(update={"row": cell.row + down}) if down else cell
        for cell in grid.cells
        if cell.row >= grid.header_rows
    ]
    cells = sorted([*header, *body], key=lambda cell: (cell.row, cell.column))
    doubts = tuple(doubt for doubt in grid.doubts if "no header" not in doubt)
    # A copy would keep the index of the old cells.
    return Grid(
        rows=grid.rows + down,
        columns=grid.columns,
        header_rows=levels,
        label_columns=grid.label_columns,
        cells=tuple(cells),
        doubts=doubts,
    )
