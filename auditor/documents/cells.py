"""Cells before they are a grid: spans resolved to positions, and the questions that the table rules ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.documents.shapes import is_blank, is_value
from auditor.records import Part, Place

MAX_COLUMNS = 500
MAX_POSITIONS = 300_000
"""Rows times columns of one table; wider tables lose their last columns."""
MAX_SPANNED = 200_000
"""Positions of one table that cells may cover beyond their own: real tables have hundreds."""


@dataclass(slots=True)
class Draft:
    """A cell before it has a position. Spans are as written; None for emphasis means it cannot be told."""

    text: str
    marks: tuple[str, ...] = ()
    bold: bool | None = None
    underline: bool | None = None
    shaded: bool | None = None
    parts: tuple[Part, ...] = ()
    header: bool = False
    """Declared a header cell by the markup."""
    row_span: int = 1
    column_span: int = 1
    place: Place = field(default_factory=Place)
    row: int = 0
    """Set by `arrange`."""
    column: int = 0
    """Set by `arrange`."""


class Table:
    """Drafts on a rectangle, with the questions the rules ask."""

    def __init__(self, drafts: list[Draft], rows: int, columns: int) -> None:
        self.drafts, self.rows, self.columns = drafts, rows, columns
        self.index: dict[tuple[int, int], Draft] = {}
        self.by_row: list[list[Draft]] = [[] for _ in range(rows)]
        for draft in drafts:
            self.by_row[draft.row].append(draft)
            self.cover(draft)

    def cover(self, draft: Draft) -> None:
        for row in range(draft.row, draft.row + draft.row_span):
            for column in range(draft.column, draft.column + draft.column_span):
                self.index[row, column] = draft

    def at(self, row: int, column: int) -> Draft | None:
        return self.index.get((row, column))

    def text(self, row: int, column: int) -> str:
        draft = self.index.get((row, column))
        return draft.text if draft is not None else ""

    def filled(self, row: int) -> list[Draft]:
        """The cells that start in or reach into a row and print something."""
        seen: dict[int, Draft] = {}
        for column in range(self.columns):
            draft = self.index.get((row, column))
            if draft is not None and draft.text:
                seen[id(draft)] = draft
        return list(seen.values())

    def has_values(self, row: int, first: int = 1) -> bool:
        return any(is_value(self.text(row, column)) for column in range(first, self.columns))

    def is_section(self, row: int) -> bool:
        """One printed cell that starts in this row, and it is no value and no blank; further rows follow."""
        filled = self.filled(row)
        if len(filled) != 1 or row + 1 >= self.rows or self.columns < 2:
            return False
        only = filled[0]
        wide = only.column_span >= self.columns
        return only.row == row and only.row_span == 1 and not is_blank(only.text) and (wide or not is_value(only.text))

    def free(self, row: int, column: int) -> bool:
        """Whether nothing is printed at a position and no wider empty cell lies over it."""
        draft = self.at(row, column)
        return draft is None or (not draft.text and not draft.marks and draft.row_span == 1 and draft.column_span == 1)

    def absorb(self, draft: Draft, row: int, column: int) -> None:
        """Lets a draft cover a free position; the caller adjusts its span."""
        empty = self.at(row, column)
        if empty is not None:
            self.by_row[empty.row].remove(empty)
        self.index[row, column] = draft


def arrange(rows: Sequence[Sequence[Draft]]) -> tuple[list[Draft], int, int, bool]:
    """Gives every draft its row and column by the table rules of HTML; no two cells overlap.

    Returns the drafts in reading order, the number of rows and columns, and whether the rows were of unlike length.
    """
    taken: set[tuple[int, int]] = set()
    drafts: list[Draft] = []
    widths: list[int] = []
    count = len(rows)
    spanned = 0
    limit = min(MAX_COLUMNS, max(1, MAX_POSITIONS // max(1, count)))
    for row, cells in enumerate(rows):
        column = 0
        for draft in cells:
            while (row, column) in taken:
                column += 1
            if column >= limit:
                break
            draft.row, draft.column = row, column
            wanted = max(1, min(draft.column_span, limit - column))
            span = 1
            while span < wanted and (row, column + span) not in taken:
                span += 1
            draft.column_span = span
            draft.row_span = max(1, min(draft.row_span, count - row))
            if spanned + span * draft.row_span > MAX_SPANNED:
                draft.row_span = 1
            spanned += span * draft.row_span - 1
            for r in range(row, row + draft.row_span):
                for c in range(column, column + span):
                    taken.add((r, c))
            drafts.append(draft)
            column += span
        widths.append(0)
    for draft in drafts:
        for row in range(draft.row, draft.row + draft.row_span):
            widths[row] = max(widths[row], draft.column + draft.column_span)
    columns = max(widths, default=0)
    # A spanning title may claim more columns than any real row has.
    real = max(
        (d.column + 1 if d.column_span > 1 and len(rows[d.row]) == 1 else d.column + d.column_span for d in drafts),
        default=0,
    )
    if 1 < real < columns:
        columns = real
        for draft in drafts:
            draft.column_span = min(draft.column_span, columns - draft.column)
        widths = [min(width, columns) for width in widths]
    return drafts, count, columns, len({w for w in widths if w}) > 1
