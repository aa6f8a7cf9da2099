"""Merged cells that were written as empty ones, and section rows (rules 5 and 6 of `grid`)."""

from __future__ import annotations

from auditor.documents.cells import Table


def spread_headers(table: Table, header_rows: int, labels: int) -> None:
    """Rule 5 for header rows: merged headers that were written as empty cells."""
    for row in range(header_rows - 1):
        if _centre_groups(table, row, labels):
            continue
        for column in range(labels, table.columns):
            draft = table.at(row, column)
            if draft is None or not draft.text or draft.row != row or draft.column != column:
                continue
            end = column + draft.column_span
            while end < table.columns and table.free(row, end) and table.text(row + 1, end) and draft.row_span == 1:
                if not table.text(row + 1, column):
                    break
                table.absorb(draft, row, end)
                draft.column_span += 1
                end += 1
    for column in range(table.columns):
        for row in range(header_rows - 1):
            draft = table.at(row, column)
            if draft is None or not draft.text or draft.column != column or draft.row + draft.row_span != row + 1:
                continue
            below = range(draft.column, draft.column + draft.column_span)
            if all(table.free(row + 1, c) for c in below):
                for c in below:
                    table.absorb(draft, row + 1, c)
                draft.row_span += 1
                table.cover(draft)


def _centre_groups(table: Table, row: int, labels: int) -> bool:
    """Group titles set over the middle of their columns: each takes the run of sub-titles that repeats below it."""
    below = [table.text(row + 1, column) for column in range(labels, table.columns)]
    titles = [d for d in table.by_row[row] if d.text and d.column >= labels]
    if (
        len(titles) < 2
        or not all(below)
        or len(below) % len(titles)
        or any(d.column_span > 1 or d.row_span > 1 for d in titles)
    ):
        return False
    width = len(below) // len(titles)
    if (
        width < 2
        or any(below[i] != below[i % width] for i in range(len(below)))
        or all(d.column == labels + i * width for i, d in enumerate(titles))
    ):
        return False
    if any((d.column - labels) // width != i for i, d in enumerate(titles)):
        return False
    for i, title in enumerate(titles):
        start = labels + i * width
        for column in range(start, start + width):
            if column != title.column and not table.free(row, column):
                return False
    for i, title in enumerate(titles):
        start = labels + i * width
        for column in range(start, start + width):
            if table.at(row, column) is not title:
                table.absorb(title, row, column)
        title.column, title.column_span = start, width
    return True


def spread_groups(table: Table, header_rows: int, labels: int, sections: set[int]) -> None:
    """Rule 5 for row labels: group labels that were written once, with empty cells below."""
    if labels < 2:
        return
    for row in range(header_rows + 1, table.rows):
        if row in sections or row - 1 in sections:
            continue
        for column in range(labels - 1):
            above = table.at(row - 1, column)
            if not table.free(row, column):
                here = table.at(row, column)
                if here is not above:
                    break
                continue
            if (
                above is None
                or not above.text
                or above.row < header_rows
                or above.column != column
                or above.column_span > 1
            ):
                break
            if not any(table.text(row, c) for c in range(column + 1, labels)):
                break
            table.absorb(above, row, column)
            above.row_span += 1


def widen_section(table: Table, row: int) -> None:
    """Rule 6."""
    only = table.filled(row)[0]
    only.header = True
    if any(table.at(row, c) is not None and table.at(row, c).row != row for c in range(table.columns)):  # type: ignore[union-attr]
        return
    if any(d.marks or d.row_span > 1 for d in table.by_row[row] if d is not only):
        return
    table.by_row[row] = [only]
    only.column, only.column_span = 0, table.columns
    table.cover(only)
