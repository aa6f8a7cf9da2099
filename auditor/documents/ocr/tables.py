"""The tables among the words of a picture, by the same builder as those of a PDF page, under harder conditions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditor.documents.ocr.reads import Read
from auditor.documents.pdf.captions import Label, read_label
from auditor.documents.pdf.cells import Ground
from auditor.documents.pdf.chunks import print_lines
from auditor.documents.pdf.cutting import CUT
from auditor.documents.pdf.engines import Stroke
from auditor.documents.pdf.grids import read_region
from auditor.documents.pdf.regions import find_regions
from auditor.documents.pdf.rules import rules
from auditor.documents.pdf.words import Word
from auditor.records import Box, Cell, Grid

_NUMBER = re.compile(r"[-+]?\d+(?:\.(?P<decimals>\d+))?%?")
_SIGNED = re.compile(r"[-+]|[0.]+%?$")
_FEWEST = 4
"""Sure values of a table that is kept."""
_LEAST = 0.6
"""The part of a table's values that must be read for sure, whatever their names, for any of them to be kept."""
_USUAL = 0.7
"""The part of the numbers of a table, row or column that must have as many decimals for the others to be suspected of a
lost point."""
_ALIKE = 3
"""And how many at least."""
_NEAR = 5.0
"""A caption stands within so many line heights of its table."""
_ENGINE_SIZE = 10.0
_LOST_MARK = re.compile(r"(?<=\w)[!\"'°’”“‘*]+$|(?<=\))\w$")
"""What is read of a raised mark or an arrow behind a name."""


@dataclass(frozen=True)
class PicturedTable:
    """A table of a picture, its box in pixels of the picture, its caption, and how many of its values are not kept."""

    grid: Grid
    box: Box
    label: str
    caption: str
    values: int
    dropped: int


def find_tables(read: Read, place: Callable[[Box], Box]) -> list[PicturedTable]:
    """The tables that can be kept, from top to bottom. `place`: from pixels of the picture to where a cell stands."""
    if not read.words:
        return []
    # The builder's distances are those of type of some ten points.
    sizes = sorted(word.size for word in read.words)
    unit = _ENGINE_SIZE / sizes[len(sizes) // 2]
    words = [_scaled(word, unit) for word in read.words]
    unsure = [words[number] for number in sorted(read.unsure)]
    found: list[PicturedTable] = []
    drawn = rules(_scaled_stroke(stroke, unit) for stroke in read.strokes)
    ground = Ground(1, (), ())
    for region in find_regions(words, drawn):
        for made in read_region(region, words, drawn, ground):
            taken = _kept(made.grid, unsure)
            if taken is None:
                continue
            cells, values, dropped = taken
            box = Box(x0=made.box[0] / unit, y0=made.box[1] / unit, x1=made.box[2] / unit, y1=made.box[3] / unit)
            cells = tuple(_placed(cell, unit, place) for cell in cells)
            label = _caption(words, made.box)
            grid = with_cells(made.grid, cells)
            found.append(
                PicturedTable(grid, box, label.label if label else "", label.rest if label else "", values, dropped)
            )
    return found


def with_cells(grid: Grid, cells: tuple[Cell, ...]) -> Grid:
    """The grid with other cells in the same places. A copy would keep the old ones where it has looked them up."""
    return Grid(
        rows=grid.rows,
        columns=grid.columns,
        header_rows=grid.header_rows,
        label_columns=grid.label_columns,
        cells=cells,
        doubts=grid.doubts,
    )


def _scaled(word: Word, unit: float) -> Word:
    return word._replace(
        x0=word.x0 * unit, y0=word.y0 * unit, x1=word.x1 * unit, y1=word.y1 * unit,
        base=word.base * unit, size=word.size * unit,
    )  # fmt: skip


def _scaled_stroke(stroke: Stroke, unit: float) -> Stroke:
    return Stroke(
        stroke.x0 * unit, stroke.y0 * unit, stroke.x1 * unit, stroke.y1 * unit, stroke.weight * unit, stroke.ink
    )


def _placed(cell: Cell, unit: float, place: Callable[[Box], Box]) -> Cell:
    box = cell.place.box
    if box is None:
        return cell
    there = place(Box(x0=box.x0 / unit, y0=box.y0 / unit, x1=box.x1 / unit, y1=box.y1 / unit))
    # Whether letters are bold or underlined is not told from a picture.
    return cell.model_copy(
        update={"place": cell.place.model_copy(update={"box": there}), "bold": None, "underline": None, "parts": ()}
    )


def _kept(grid: Grid, unsure: Sequence[Word]) -> tuple[tuple[Cell, ...], int, int] | None:
    """The cells, unsure values marked as such; how many values there are and how many are not sure. None where the
    table as a whole cannot be trusted."""
    if grid.doubts or not grid.header_rows or not grid.label_columns or _stacked(grid):
        return None
    doubtful = {
        (cell.row, cell.column)
        for cell in grid.cells
        if any(_in(word, cell) for word in unsure) or cell.text.count("(") != cell.text.count(")")
    }
    values = [cell for cell in grid.cells if _is_value(grid, cell)]
    misread = {(cell.row, cell.column) for cell in values if (cell.row, cell.column) in doubtful} | _odd(values)
    if len(values) - len(misread) < _LEAST * len(values):
        return None
    dropped = misread | _differences(values)
    for cell in values:
        above = [grid.at(row, cell.column) for row in range(grid.header_rows)]
        beside = [grid.at(cell.row, column) for column in range(grid.label_columns)]
        named = any(one and one.text for one in above) and any(one and one.text for one in beside)
        heads = {(one.row, one.column) for one in (*above, *beside) if one}
        if not named or heads & doubtful:
            dropped.add((cell.row, cell.column))
    if len(values) - len(dropped) < _FEWEST:
        return None
    places = {(cell.row, cell.column) for cell in values}
    cells = tuple(
        cell.model_copy(update={"text": f"{cell.text}{CUT}", "parts": ()})
        if (cell.row, cell.column) in dropped
        else cell
        if (cell.row, cell.column) in places
        else cell.model_copy(update={"text": _LOST_MARK.sub("", cell.text), "parts": ()})
        for cell in grid.cells
    )
    return cells, len(values), len(dropped)


def _odd(values: Sequence[Cell]) -> set[tuple[int, int]]:
    """Values with more or fewer decimals than those around them: a point may have been lost, or a mark taken for a
    digit."""
    odd = set()
    for lines in (
        _by(values, lambda cell: 0),
        _by(values, lambda cell: cell.row),
        _by(values, lambda cell: cell.column),
    ):
        for line in lines:
            usual, count = Counter(_decimals(cell.text) for cell in line).most_common(1)[0]
            if usual > 0 and count >= max(_ALIKE, _USUAL * len(line)):
                odd |= {(cell.row, cell.column) for cell in line if _decimals(cell.text) != usual}
    return odd


def _differences(values: Sequence[Cell]) -> set[tuple[int, int]]:
    """The values of columns in which each bears a sign: differences, whose Greek heads are read as other letters."""
    return {
        (cell.row, cell.column)
        for line in _by(values, lambda cell: cell.column)
        if any(cell.text[0] == "+" for cell in line) and all(_SIGNED.match(cell.text) for cell in line)
        for cell in line
    }


def _by(values: Sequence[Cell], key: Callable[[Cell], int]) -> list[list[Cell]]:
    lines: dict[int, list[Cell]] = {}
    for cell in values:
        lines.setdefault(key(cell), []).append(cell)
    return list(lines.values())


_SIZE = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?\s?[BMT](?![\w.-])")


def _stacked(grid: Grid) -> bool:
    """Whether rows about the models (parameters, tokens) were taken into the header: sizes pile up above columns."""
    tops = [
        " ".join(cell.text for row in range(grid.header_rows) if (cell := grid.at(row, column)))
        for column in range(grid.label_columns, grid.columns)
    ]
    return sum(len(_SIZE.findall(top)) > 1 for top in tops) > 1


def _is_value(grid: Grid, cell: Cell) -> bool:
    return cell.row >= grid.header_rows and cell.column >= grid.label_columns and any(c.isdigit() for c in cell.text)


def _decimals(text: str) -> int:
    """How many decimals a number has; -1 for what is no plain number."""
    match = _NUMBER.fullmatch(text.strip())
    return len(match["decimals"] or "") if match else -1


def _in(word: Word, cell: Cell) -> bool:
    box = cell.place.box
    x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.size
    return box is not None and box.x0 - 1 <= x <= box.x1 + 1 and box.y0 - 1 <= y <= box.y1 + 1


def _caption(words: Sequence[Word], box: tuple[float, float, float, float]) -> Label | None:
    """The caption of a table directly above or below it."""
    near: list[tuple[float, Label]] = []
    for line in print_lines(words):
        label = read_label(" ".join(chunk.text for chunk in line.chunks))
        gap = max(box[1] - line.base, line.base - line.size - box[3], 0.0)
        if label is not None and label.kind == "table" and gap < _NEAR * line.size:
            near.append((gap, label))
    return min(near, key=lambda one: one[0])[1] if near else None
