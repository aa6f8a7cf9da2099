"""Rows of cells to a `Grid`: spans resolved, header rows, label columns and section rows found, doubts listed.

Rules, in order; no format, document or name is known here.

1. A cell takes the next free column of its row; a span that would cover a taken position, or leave the table, is cut
   to what is free.
2. Short rows are padded (nothing is printed there); that is a doubt where the gap is not a section row.
3. Header rows: those the markup declares; then every following row without values that completes them (it fills gaps
   under merged
   headers, has no row label, is wholly set as header or bold, or names settings such as "# Shots"). Without markup:
   the rows above the
   first row with values, section rows left out.
4. Label columns: the first column, and the following ones as long as they hold text or a declared setting ("#
   Shots", "Params").
5. A header cell above further header rows reaches over the empty positions to its right and below. A group label
   reaches down over
   the empty positions below it, as long as the columns to its left continue too.
6. A row with one label and nothing else is a section row: its cell spans the table and is marked as header.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.documents.cells import MAX_COLUMNS, Draft, Table, arrange
from auditor.documents.headers import count_header_rows, count_label_columns, opens_with_titles
from auditor.documents.shapes import is_value
from auditor.documents.spreading import spread_groups, spread_headers, widen_section
from auditor.records import Cell, Grid

__all__ = ["MAX_COLUMNS", "Draft", "build"]


def build(
    rows: Sequence[Sequence[Draft]], *, declared: int | None = None, label_columns: int | None = None
) -> Grid | None:
    """The grid of a table, or None where nothing is printed in it.

    `declared`: how many rows the markup (or the page's rules) says are headers; None where it says nothing.
    `label_columns`: how many columns are labels, where the caller knows.
    """
    rows = [list(row) for row in rows]
    nameless = False
    while rows and not any(draft.text or draft.marks for draft in rows[-1]):
        rows.pop()
    while rows and not any(draft.text or draft.marks for draft in rows[0]) and all(d.row_span == 1 for d in rows[0]):
        rows.pop(0)
        nameless = bool(declared)
        declared = declared - 1 if declared else declared
    if not rows:
        return None
    if nameless and not declared and not opens_with_titles(rows[0]):
        # An empty header row says that the columns have no names.
        declared = 0
    elif not declared:
        declared = None
    drafts, count, columns, uneven = arrange(rows)
    if not columns:
        return None
    table = Table(drafts, count, columns)
    header_rows = count_header_rows(table, declared)
    labels = label_columns if label_columns is not None else count_label_columns(table, header_rows)
    labels = min(labels, columns)
    sections = {row for row in range(header_rows, count) if table.is_section(row)}
    spread_headers(table, header_rows, labels)
    spread_groups(table, header_rows, labels, sections)
    for row in sections:
        widen_section(table, row)
    doubts = _doubts(table, header_rows, labels, sections, uneven)
    lost = sum(map(len, rows)) - len(drafts)
    if lost:
        doubts.append(f"The table is too wide: {lost} cells beyond its column {columns} were not read.")
    return Grid(
        rows=count,
        columns=columns,
        header_rows=header_rows,
        label_columns=labels,
        cells=tuple(
            Cell(
                row=d.row,
                column=d.column,
                row_span=d.row_span,
                column_span=d.column_span,
                text=d.text,
                marks=d.marks,
                bold=d.bold,
                underline=d.underline,
                shaded=d.shaded,
                parts=d.parts,
                header=d.header or d.row < header_rows,
                place=d.place,
            )
            for row in table.by_row
            for d in sorted(row, key=lambda d: d.column)
        ),
        doubts=tuple(doubts),
    )


def _doubts(table: Table, header_rows: int, labels: int, sections: set[int], uneven: bool) -> list[str]:
    doubts: list[str] = []
    body = [row for row in range(header_rows, table.rows) if row not in sections]
    value_columns = [c for c in range(labels, table.columns) if any(is_value(table.text(row, c)) for row in body)]
    if not value_columns:
        return doubts
    if header_rows == 0:
        doubts.append("The table has no header row.")
    else:
        paths = [tuple(dict.fromkeys(table.text(row, c) for row in range(header_rows))) for c in value_columns]
        empty = sum(1 for path in paths if not any(path))
        if empty:
            doubts.append(f"{empty} value column(s) have no header.")
        twice = [" | ".join(filter(None, path)) for path, n in Counter(p for p in paths if any(p)).items() if n > 1]
        if twice:
            doubts.append(f"Several columns have the same header: {', '.join(twice[:4])}.")
    unlabelled = sum(
        1
        for row in body
        if any(is_value(table.text(row, c)) for c in value_columns)
        and not any(table.text(row, c) for c in range(labels))
    )
    if unlabelled and (labels or len(body) > 1):
        # One row in a table without label columns needs no name: it is the one model of the page.
        doubts.append(f"{unlabelled} row(s) with values have no label.")
    if uneven:
        short = sum(
            1 for row in body if sum(1 for c in range(table.columns) if table.at(row, c) is not None) < table.columns
        )
        if short:
            doubts.append(f"{short} row(s) are shorter than the table.")
    return doubts
