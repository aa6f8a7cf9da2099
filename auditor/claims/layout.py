"""A table taken apart: labels with their marks, lines of values, and what the cells say.

The nouns of reading a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from auditor.claims.values import CellReading
from auditor.records import Cell, Grid

_LOWERED_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Printed:
    """A label with the marks at it."""

    text: str
    marks: tuple[str, ...] = ()
    subscript: str = ""
    """Lowered text inside the label, which often names a split or measure."""
    title: str = ""
    """Of a group in a column of its own: the header of that column ("Domain")."""


@dataclass(frozen=True)
class Line:
    """A row or column of values."""

    index: int
    path: tuple[Printed, ...]
    """Labels, outermost first; the last one names the line itself."""
    groups: tuple[Printed, ...] = ()
    """Section rows above and group columns before a row, outermost first."""
    settings: tuple[tuple[str, str, Printed], ...] = ()
    """Kind, header and cell of the columns that say how the row was run."""

    @cached_property
    def label(self) -> str:
        return self.path[-1].text if self.path else ""


@dataclass
class Layout:
    """A table taken apart."""

    grid: Grid
    columns: list[Line] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    headers: dict[int, dict[int, tuple[Printed, ...]]] = field(default_factory=dict)
    """Row index → column paths that hold for it, where a header is repeated or extended in the body."""
    corner: str = ""
    """Header over the main label column."""
    tasks: dict[int, Printed] = field(default_factory=dict)
    """Row index → the benchmark that a column of its own names beside the column of models."""
    corners: dict[int, str] = field(default_factory=dict)
    """The same for each row: a header repeated in the body may bring another."""
    label_headers: tuple[str, ...] = ()
    spreads: dict[int, int] = field(default_factory=dict)
    """Column of standard deviations or intervals → the value column it belongs to."""
    row_spreads: dict[int, int] = field(default_factory=dict)
    excluded_rows: list[str] = field(default_factory=list)
    excluded_columns: list[str] = field(default_factory=list)
    readings: dict[tuple[int, int], CellReading] = field(default_factory=dict)

    def column_path(self, row: int, column: Line) -> tuple[Printed, ...]:
        """The labels over a column as they hold for a row."""
        return self.headers.get(row, {}).get(column.index, column.path)


def printed(cell: Cell | None) -> Printed:
    """A cell as a label."""
    if cell is None:
        return Printed("")
    lowered = " ".join(part.text.strip() for part in cell.parts if part.script < 0) if cell.parts else ""
    text = _parted(cell) if lowered else cell.text
    text = " ".join(text.replace("**", "").replace("`", "").split())
    return Printed(text.strip(" ↑↓⬆⬇🏆"), cell.marks, lowered)


def _parted(cell: Cell) -> str:
    """The text of a cell, with a space before a lowered word right behind another ("SomeBench" + "test")."""
    text = ""
    for part in cell.parts:
        apart = part.script < 0 and _LOWERED_WORD.match(part.text) and text[-1:].isalnum()
        text += f" {part.text}" if apart else part.text
    return text if "".join(text.split()) == "".join(cell.text.split()) else cell.text


def header_path(grid: Grid, column: int, rows: Sequence[int]) -> tuple[Printed, ...]:
    """Labels over a column, outermost first; a merged or repeated one counts once."""
    path: list[Printed] = []
    seen: set[tuple[int, int]] = set()
    for row in rows:
        cell = grid.at(row, column)
        if cell is None or not cell.text.strip() or (cell.row, cell.column) in seen:
            continue
        seen.add((cell.row, cell.column))
        label = printed(cell)
        if label.text and (not path or path[-1].text != label.text):
            path.append(label)
    return tuple(path)
