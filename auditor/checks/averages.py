"""Rows and columns of averages, each average with the cells that it can be the mean of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from auditor.records import Block, Cell, Grid

LABEL = re.compile(
    r"^\W*(?:[\w+.-]+ )?(?:average|avg\.?|mean|overall(?: average| avg\.?)?|平均)\W*(?:score|\(.*\))?\W*$",
    re.IGNORECASE,
)
NUMBER = re.compile(r"^[+]?\d{1,3}(?:\.\d+)?\s*%?$")


@dataclass(frozen=True)
class Line:
    """One printed average with the cells it can be the mean of."""

    average: Cell
    parts: tuple[Cell, ...]
    blanks: int = 0
    """Cells among the parts that are printed blank."""
    places: tuple[int, ...] = ()
    """The row or column of each part, whichever tells parts of one line apart."""

    def is_mean(self) -> bool:
        """Whether the average is the mean of the parts that are there."""
        return adds_up(self, len(self.parts))

    def numbers(self) -> list[Decimal]:
        return [number(cell) or Decimal(0) for cell in self.parts]


def number(cell: Cell | None) -> Decimal | None:
    """The plain number of a cell, if it holds nothing else."""
    if cell is None or not NUMBER.match(cell.text.strip()):
        return None
    try:
        return Decimal(cell.text.strip().rstrip("% "))
    except InvalidOperation:
        return None


def decimals(cell: Cell) -> int:
    digits = cell.text.strip().rstrip("% ")
    return len(digits.split(".")[1]) if "." in digits else 0


def mean_of(line: Line, k: int) -> Decimal:
    parts = line.numbers()[-k:]
    return sum(parts, Decimal(0)) / len(parts)


def gap(line: Line, k: int) -> Decimal:
    return (number(line.average) or Decimal(0)) - mean_of(line, k)


def adds_up(line: Line, k: int) -> bool:
    """Whether the average is the mean of the last k parts, within what rounding of both allows."""
    half = [Decimal(5).scaleb(-decimals(cell) - 1) for cell in (line.average, *line.parts[-k:])]
    return abs(gap(line, k)) <= half[0] + max(half[1:])


def _labelled(cells: Sequence[Cell | None]) -> bool:
    return any(cell is not None and LABEL.match(cell.text) for cell in cells)


def lines_of(grid: Grid) -> Iterator[tuple[list[Line], list[Line]]]:
    """Each row or column of averages: those with all their parts, and those with a blank among them."""
    for lines in (*_by_row(grid), *_by_column(grid)):
        yield [line for line in lines if not line.blanks], [line for line in lines if line.blanks]


def by_row(grid: Grid) -> Iterator[list[Line]]:
    """Rows labelled average, each column with the numbers above it, none of them blank."""
    yield from ([line for line in lines if not line.blanks] for lines in _by_row(grid))


def by_column(grid: Grid) -> Iterator[list[Line]]:
    """Columns headed average, each row with the numbers to its left, none of them blank."""
    yield from ([line for line in lines if not line.blanks] for lines in _by_column(grid))


def _by_row(grid: Grid) -> Iterator[list[Line]]:
    """Rows labelled average, each column with the numbers above it."""
    labels = max(grid.label_columns, 1)
    averages = [
        row for row in range(grid.header_rows, grid.rows) if _labelled([grid.at(row, c) for c in range(labels)])
    ]
    yield from _lines(averages, grid.header_rows, range(labels, grid.columns), grid.at)


def _by_column(grid: Grid) -> Iterator[list[Line]]:
    """Columns headed average, each row with the numbers to its left."""
    averages = [
        column
        for column in range(1, grid.columns)
        if _labelled([grid.at(row, column) for row in range(grid.header_rows)])
    ]
    yield from _lines(
        averages, max(grid.label_columns, 1), range(grid.header_rows, grid.rows), lambda a, b: grid.at(b, a)
    )


def _lines(
    averages: list[int], start: int, across: range, at: Callable[[int, int], Cell | None]
) -> Iterator[list[Line]]:
    for average in averages:
        lines = []
        for other in across:
            cell = at(average, other)
            if cell is None or number(cell) is None:
                continue
            parts: list[Cell] = []
            places: list[int] = []
            blanks = 0
            for index in range(start, average):
                part = at(index, other)
                if part is not None and number(part) is not None:
                    parts.append(part)
                    places.append(index)
                elif part is None or part.text.strip() in ("", "-", "–", "—"):
                    blanks += 1
            lines.append(Line(cell, tuple(parts), blanks, tuple(places)))
        yield lines
        start = average + 1


def name_of(block: Block, cell: Cell) -> str:
    """What the other header of the cell says: its column for an average row, its row for an average column."""
    grid = block.grid
    if grid is None:
        return ""
    heads = [grid.at(row, cell.column) for row in range(grid.header_rows)]
    head = " ".join(dict.fromkeys(h.text for h in heads if h is not None and h.text))
    if LABEL.match(head.split(" ")[-1] if head else "") or not head:
        row = [grid.at(cell.row, column) for column in range(max(grid.label_columns, 1))]
        return " ".join(dict.fromkeys(c.text for c in row if c is not None and c.text)) or head
    return head
