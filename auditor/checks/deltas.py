"""Columns of a table that print the difference of two others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import permutations

from auditor.records import Cell, Grid

HEAD = re.compile(r"^\s*(?:[Δ∆]|(?:delta|diff|difference|gain|change|improvement)\b)", re.IGNORECASE)
NUMBER = re.compile(r"^[+\-−–]?\s?\d{1,4}(?:\.\d+)?\s?%?$")
LEAST = 3


@dataclass(frozen=True)
class Column:
    """A column of differences with the two columns that it is taken of."""

    head: str
    heads: tuple[str, str]
    cells: dict[int, Cell]
    parts: dict[int, tuple[Cell, Cell]]


def number(cell: Cell | None) -> Decimal | None:
    """A cell's number, with its sign; a remark in brackets after it is left away."""
    text = re.sub(r"\s*\(.*?\)\s*$", "", cell.text.strip()) if cell is not None else ""
    if not NUMBER.match(text):
        return None
    try:
        return Decimal(re.sub(r"[−–]", "-", text).rstrip("% ").replace(" ", ""))
    except InvalidOperation:
        return None


def decimals(cell: Cell) -> int:
    match = re.search(r"\.(\d+)", cell.text)
    return len(match[1]) if match else 0


def columns_of(grid: Grid) -> Iterator[tuple[Column, list[int]]]:
    """Each column of differences that two other columns explain in most rows, with the rows that they do not."""
    for c in range(1, grid.columns):
        head = head_of(grid, c)
        if not HEAD.match(head):
            continue
        body = range(grid.header_rows, grid.rows)
        printed = {r: cell for r in body if (cell := grid.at(r, c)) is not None and number(cell) is not None}
        if len(printed) < LEAST + 1:
            continue
        best: tuple[int, Column, list[int]] | None = None
        for a, b in permutations([k for k in range(1, grid.columns) if k != c], 2):
            parts = {
                r: (x, y)
                for r in printed
                if (x := grid.at(r, a)) is not None
                and (y := grid.at(r, b)) is not None
                and number(x) is not None
                and number(y) is not None
            }
            column = Column(head, (head_of(grid, a), head_of(grid, b)), {r: printed[r] for r in parts}, parts)
            wrong = [r for r in parts if not right(column, r)]
            good = len(parts) - len(wrong)
            if good >= LEAST and 3 * good >= 2 * len(parts) and (best is None or good > best[0]):
                best = (good, column, wrong)
        if best is not None and best[2]:
            yield best[1], best[2]


def head_of(grid: Grid, column: int) -> str:
    return " ".join(
        dict.fromkeys(cell.text for r in range(grid.header_rows) if (cell := grid.at(r, column)) is not None)
    )


def right(column: Column, row: int) -> bool:
    """Whether a printed difference is that of its two scores, within rounding; a missing sign is no fault."""
    x, y = (number(cell) or Decimal(0) for cell in column.parts[row])
    stated = number(column.cells[row]) or Decimal(0)
    slack = sum(Decimal(5).scaleb(-decimals(cell) - 1) for cell in (column.cells[row], *column.parts[row]))
    signed = column.cells[row].text.strip()[:1] in "+-−–"
    return abs(stated - (x - y)) <= slack or (not signed and abs(stated - abs(x - y)) <= slack)


def misfits(column: Column, row: int) -> str:
    """One row's difference recomputed, in words."""
    x, y = column.parts[row]
    true = (number(x) or Decimal(0)) - (number(y) or Decimal(0))
    return f"{x.text} − {y.text} = {true:+f}, printed {column.cells[row].text}"
