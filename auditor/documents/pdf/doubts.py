"""Self-checks of a table: what a reader must know before trusting it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from auditor.documents.pdf.chunks import PrintLine
from auditor.records import Cell, Grid

_DECIMAL = re.compile(r"\d+\.\d+")


def find_doubts(grid: Grid, lines: Sequence[PrintLine], known: Sequence[str]) -> tuple[str, ...]:
    """Sentences, most serious first; empty where every check holds."""
    out = list(known)
    value_columns = _value_columns(grid)
    if not value_columns:
        return tuple(out)
    paths = {column: _header_path(grid, column) for column in range(grid.columns)}
    bare = [column for column in value_columns if not paths[column]]
    if bare:
        out.append(f"{len(bare)} of {len(value_columns)} value columns have no header.")
    stray = [column for column in _blank_columns(grid) if not paths[column]]
    if stray and not bare:
        out.append(f"{len(stray)} columns without a header hold nothing but signs for none.")
    twins = [path for path, count in Counter(paths[c] for c in value_columns if paths[c]).items() if count > 1]
    if twins:
        out.append(f"Several columns share the header “{' | '.join(twins[0])}”.")
    nameless = _nameless_rows(grid, value_columns)
    if nameless:
        out.append(f"{nameless} rows with values have no label.")
    lost = _lost_decimals(grid, lines)
    if lost:
        out.append(f"{lost} decimal numbers in the table's region are in no cell of their own.")
    return tuple(out)


def hopeless(grid: Grid) -> bool:
    """Whether a grid is no table at all: running text, or numbers strewn over a drawing."""
    body = grid.rows - grid.header_rows
    whole = sum(cell.column_span == grid.columns and cell.row >= grid.header_rows for cell in grid.cells)
    if grid.columns > 1 and whole * 2 > body and body > 2:
        return True
    if any(len(cell.text) > 400 for cell in grid.cells):
        return True
    value_columns = _value_columns(grid)
    if not value_columns:
        return False
    bare = sum(not any(_header_path(grid, column)) for column in value_columns)
    nameless = _nameless_rows(grid, value_columns)
    filled = sum(
        grid.at(row, column) is not None for row in range(grid.header_rows, grid.rows) for column in value_columns
    )
    sparse = filled * 3 < (body - whole) * len(value_columns)
    return (nameless * 2 >= body - whole and (bare * 2 >= len(value_columns) or sparse)) or (sparse and nameless > 2)


def _value_columns(grid: Grid) -> list[int]:
    counts: Counter[int] = Counter()
    for cell in grid.cells:
        if cell.row >= grid.header_rows and cell.column_span == 1 and any(char.isdigit() for char in cell.text):
            counts[cell.column] += 1
    return [column for column in range(grid.label_columns, grid.columns) if counts[column]]


def _blank_columns(grid: Grid) -> list[int]:
    """Columns behind the labels that hold signs for none and no number or word."""
    held: dict[int, bool] = {}
    for cell in grid.cells:
        if cell.row >= grid.header_rows and cell.column >= grid.label_columns and cell.column_span == 1:
            blank = not any(char.isalnum() for char in cell.text) or cell.text.lower() in ("n/a", "na")
            held[cell.column] = held.get(cell.column, True) and blank
    return [column for column, blank in held.items() if blank]


def _header_path(grid: Grid, column: int) -> tuple[str, ...]:
    path: list[Cell] = []
    for row in range(grid.header_rows):
        cell = grid.at(row, column)
        if cell is not None and cell not in path:
            path.append(cell)
    return tuple(cell.text for cell in path)


def _nameless_rows(grid: Grid, value_columns: Sequence[int]) -> int:
    count = 0
    for row in range(grid.header_rows, grid.rows):
        if not any((cell := grid.at(row, column)) and cell.text for column in range(grid.label_columns)) and any(
            grid.at(row, column) for column in value_columns
        ):
            count += 1
    return count


def _lost_decimals(grid: Grid, lines: Sequence[PrintLine]) -> int:
    printed: Counter[str] = Counter()
    for line in lines:
        for chunk in line.chunks:
            printed.update(_DECIMAL.findall(chunk.text))
    kept: Counter[str] = Counter()
    for cell in grid.cells:
        kept.update(_DECIMAL.findall(cell.text))
    return sum((printed - kept).values())
