"""The grid in a region of a page: its columns, header, rows and cells, and what is doubtful about it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.documents.pdf.body import Body, build_body
from auditor.documents.pdf.cells import Ground, make_cell
from auditor.documents.pdf.chunks import PrintLine, part_labels, part_numbers, print_lines
from auditor.documents.pdf.columns import Column, find_columns, part_at_bars
from auditor.documents.pdf.doubts import find_doubts, hopeless
from auditor.documents.pdf.headers import HeaderCell, build_header
from auditor.documents.pdf.regions import Region
from auditor.documents.pdf.rules import Rule, Rules
from auditor.documents.pdf.splitting import (
    FULL,
    label_columns,
    second_header,
    split_header,
    underline,
    without_notes,
)
from auditor.documents.pdf.words import Word
from auditor.records import Cell, Grid

Extent = tuple[float, float, float, float]


@dataclass(frozen=True)
class ReadGrid:
    """A grid, the box it covers, and its columns."""

    grid: Grid
    box: Extent
    columns: tuple[Column, ...]
    lines: tuple[PrintLine, ...]
    follows: bool = False
    """Stands under the same caption as the grid before it: the header was printed again with other names."""


def read_region(region: Region, found: Sequence[Word], drawn: Rules, ground: Ground) -> list[ReadGrid]:
    """The tables in a region: mostly one, none where it holds no table, more where the header is printed again."""
    inside = [word for word in found if region.holds((word.x0 + word.x1) / 2, word.base - 0.2 * word.size)]
    if not inside:
        return []
    inside += _overhanging(inside, region, found)
    width = max(word.x1 for word in inside) - min(word.x0 for word in inside)
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
    # Cells that stand at the left of their boxes end before the rules do.
    width = max([width, *(rule.length for rule in level if rule.length <= region.x1 - region.x0)])
    lines = without_notes(print_lines(inside, upright))
    cut = second_header(lines, level, width)
    if cut is not None:
        upper = replace(region, y1=cut + 0.6)
        lower = replace(region, y0=cut - 0.6)
        first = read_region(upper, found, drawn, ground)
        return first + [replace(each, follows=True) for each in read_region(lower, found, drawn, ground)]
    read = _read(lines, level, upright, width, ground)
    return [read] if read is not None else []


def _overhanging(inside: Sequence[Word], region: Region, found: Sequence[Word]) -> list[Word]:
    """Words beyond the ends of the rules that read on from the last word inside: a cell wider than its table."""
    ends: dict[float, float] = {}
    for word in inside:
        ends[word.base] = max(ends.get(word.base, 0.0), word.x1)
    out = []
    for word in sorted((w for w in found if w.x0 < region.x1 + 80 and w.base in ends), key=lambda w: w.x0):
        beyond = (word.x0 + word.x1) / 2 > region.x1
        if beyond and -0.1 < (word.x0 - ends[word.base]) / word.size < 0.45:
            ends[word.base] = word.x1
            out.append(word)
    return out


def _read(
    lines: list[PrintLine], level: list[Rule], upright: list[Rule], width: float, ground: Ground
) -> ReadGrid | None:
    header, body_lines = split_header(lines, level, width)
    if not body_lines:
        return None
    part_numbers(body_lines)
    part_labels(body_lines)
    columns = part_at_bars(find_columns(body_lines), _through(upright, body_lines), body_lines)
    if len(columns) < 2:
        return None
    labels = label_columns(columns)
    level = [rule for rule in level if _spans(rule, columns) > 1 or not underline(rule, lines)]
    cells, levels = build_header(header, columns, level, FULL * width, _bars(upright, columns, body_lines))
    body = build_body(body_lines, columns, labels, level, width)
    if not body.rows:
        return None
    every = [word for line in lines for chunk in line.chunks for word in chunk.words]
    box = (
        min(word.x0 for word in every),
        min(word.y0 for word in every),
        max(word.x1 for word in every),
        max(word.y1 for word in every),
    )
    made = header_cells(cells, ground, box) + _body_cells(body, levels, len(columns), ground, box)
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
    return ReadGrid(grid, box, tuple(columns), tuple(lines))


def header_cells(cells: Sequence[HeaderCell], ground: Ground, box: Extent) -> list[Cell]:
    """The grid's cells of a header."""
    return [
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


def _spans(rule: Rule, columns: Sequence[Column]) -> int:
    return sum(rule.start - 2 <= column.middle <= rule.end + 2 for column in columns)


def _through(upright: Sequence[Rule], lines: Sequence[PrintLine]) -> list[float]:
    """Where single upright rules run through the whole body."""
    top, bottom = lines[0].base - lines[0].size, lines[-1].base
    return [rule.at for rule in upright if rule.start <= top + 4 and rule.end >= bottom - 4]


def _bars(upright: Sequence[Rule], columns: Sequence[Column], lines: Sequence[PrintLine]) -> list[Rule]:
    """The upright rules, if they part all columns from each other over most of the body; otherwise none."""
    top, bottom = lines[0].base - lines[0].size, lines[-1].base
    for before, after in itertools.pairwise(columns):
        length = sum(
            min(rule.end, bottom) - max(rule.start, top)
            for rule in upright
            if before.middle < rule.at < after.middle and min(rule.end, bottom) > max(rule.start, top)
        )
        if length < 0.7 * (bottom - top):
            return []
    return list(upright)


def _body_cells(
    body: Body, levels: int, count: int, ground: Ground, box: tuple[float, float, float, float]
) -> list[Cell]:
    out = [
        make_cell(group.chunks, levels + group.first, group.column, group.last - group.first + 1, 1, ground, box)
        for group in body.groups
    ]
    for number, row in enumerate(body.rows):
        place = levels + number
        if row.section:
            chunks = [chunk for chunks in row.cells.values() for chunk in chunks]
            out.append(make_cell(chunks, place, 0, 1, count, ground, box))
            continue
        for (first, last), chunks in row.cells.items():
            out.append(make_cell(chunks, place, first, 1, last - first + 1, ground, box))
    return out
