"""Tables of a PDF page as grids that say when they are not to be trusted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.documents.pdf.cells import Ground
from auditor.documents.pdf.continuation import continued, header_before
from auditor.documents.pdf.glyphs import PageUnreadable, PdfPage
from auditor.documents.pdf.grids import ReadGrid, read_region
from auditor.documents.pdf.regions import find_regions
from auditor.documents.pdf.rules import rules
from auditor.documents.pdf.turning import Turned, headings, turned
from auditor.documents.pdf.words import Word, scripted, words
from auditor.records import Box, Cell, Grid

_MOST_WORDS = 60_000
_MOST_PAGES = 200
"""Pages a header is carried over at most."""
_DECIMAL = re.compile(r"\d+\.\d+")
_MANY_TURNED = 120
"""Glyphs in one turned direction that may be a table set sideways."""


@dataclass(frozen=True)
class FoundTable:
    """A table with its place.

    The words inside `box` belong to the table and to no paragraph; its caption and notes lie outside the box and are
    left to the reader of the page's text.
    """

    grid: Grid
    page: int
    box: Box
    edges: tuple[tuple[float, float], ...]
    """The left and right ends of the columns."""
    turned: int = 0
    """Direction of the table's text in degrees counter-clockwise: 0 upright, 90 reading upwards, 270 downwards."""
    continues: bool = False
    """Continues the last table of the page before, whose header it has been given."""
    follows: bool = False
    """The lower part of the table before it on this page, under the same caption, with a header of its own."""


def find_tables(page: PdfPage) -> tuple[FoundTable, ...]:
    """The tables of a page from top to bottom.

    A table without a header at the top of the page takes the header from the page before.

    Raises:
        PageUnreadable: a page cannot be taken apart.
    """
    try:
        return _find(page, 0)
    except (ArithmeticError, LookupError, RecursionError, ValueError) as error:
        raise PageUnreadable(f"The tables of page {page.number} cannot be taken apart ({error}).") from error


def _find(page: PdfPage, depth: int) -> tuple[FoundTable, ...]:
    kept = page.memory.get(("tables", page.number))
    if kept is not None:
        known: tuple[FoundTable, ...] = kept
        return known
    found = scripted([*page.words, *headings(page.turned, len(page.glyphs))][:_MOST_WORDS])
    out = _upright(page, found, depth)
    directions = Counter(glyph.angle for glyph in page.turned)
    for angle in (90, 270):
        if directions[angle] >= _MANY_TURNED:
            out += _sideways(turned(page, angle), angle)
    out = [_read_twice(table, page) for table in out]
    page.memory[("tables", page.number)] = tuple(out)
    return tuple(out)


def _read_twice(table: FoundTable, page: PdfPage) -> FoundTable:
    """The table with a doubt if PDFium does not read its decimals on the page."""
    text = page.text
    own = [cell for cell in table.grid.cells if cell.place.page == page.number]
    numbers = {number for cell in own for number in _DECIMAL.findall(cell.text)}
    other = sorted(number for number in numbers if number not in text)
    if not other:
        return table
    doubt = f"{len(other)} numbers are not what a second reader finds on the page, such as “{other[0]}”."
    return replace(table, grid=table.grid.model_copy(update={"doubts": (*table.grid.doubts, doubt)}))


def _upright(page: PdfPage, found: Sequence[Word], depth: int) -> list[FoundTable]:
    if not found:
        return []
    drawn = rules(page.strokes)
    ground = Ground(page.number, drawn.level, page.areas)
    out: list[FoundTable] = []
    for region in find_regions(found, drawn):
        for read in read_region(region, found, drawn, ground):
            table = _table(read, page.number)
            if not out and depth < _MOST_PAGES and _headless(table.grid) and _first(read, found, page):
                table = _continued(table, read, found, page, depth)
            out.append(table)
    return out


def _table(read: ReadGrid, page: int) -> FoundTable:
    return FoundTable(
        grid=read.grid,
        page=page,
        box=Box(x0=read.box[0], y0=read.box[1], x1=read.box[2], y1=read.box[3]),
        edges=tuple((column.x0, column.x1) for column in read.columns),
        follows=read.follows,
    )


def _headless(grid: Grid) -> bool:
    return not any(cell.row < grid.header_rows and cell.column >= grid.label_columns for cell in grid.cells)


def _first(read: ReadGrid, found: Sequence[Word], page: PdfPage) -> bool:
    """Whether nothing but a running head and the rest of a header stands above the table."""
    above = [word for word in found if word.y1 < read.box[1] - 1 and word.y0 > 0.06 * page.height]
    return len(above) < 12 and read.box[1] < 0.4 * page.height


def _continued(table: FoundTable, read: ReadGrid, found: Sequence[Word], page: PdfPage, depth: int) -> FoundTable:
    before = page.before
    if before is None:
        return table
    tables = _find(before, depth + 1)
    last = tables[-1] if tables else None
    if last is not None:
        grid = continued(table.grid, table.edges, last.grid, last.edges)
        if grid is not None:
            return replace(table, grid=grid, continues=True)
    rest = [word for word in found if 0 < read.box[1] - word.base < 70 and word.x0 > read.box[0] - 4]
    headed = header_before(table.grid, read, before, rest)
    return table if headed is None else replace(table, grid=headed)


def _sideways(view: Turned, angle: int) -> list[FoundTable]:
    found = scripted(words(view.glyphs))[:_MOST_WORDS]
    drawn = rules(view.strokes)
    ground = Ground(view.number, drawn.level, view.areas)
    out = []
    for region in find_regions(found, drawn):
        for read in read_region(region, found, drawn, ground):
            cells = tuple(_back(cell, view) for cell in read.grid.cells)
            old = read.grid
            grid = Grid(
                rows=old.rows,
                columns=old.columns,
                header_rows=old.header_rows,
                label_columns=old.label_columns,
                cells=cells,
                doubts=old.doubts,
            )
            table = _table(read, view.number)
            box = view.back(table.box)
            out.append(FoundTable(grid, table.page, box, table.edges, turned=angle, follows=table.follows))
    return out


def _back(cell: Cell, view: Turned) -> Cell:
    place = cell.place
    if place.box is None:
        return cell
    return cell.model_copy(update={"place": place.model_copy(update={"box": view.back(place.box)})})
