"""Which rows of a table are headers and which columns are labels (rules 3 and 4 of `grid`)."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.documents.cells import Draft, Table
from auditor.documents.shapes import (
    is_blank,
    is_corner_title,
    is_run_title,
    is_score,
    is_setting_title,
    is_value,
)

_MAX_HEADER_ROWS = 5


def opens_with_titles(row: Sequence[Draft]) -> bool:
    """Whether a row is a header by its looks: no value, every cell bold or the first a corner title."""
    printed = [d for d in row if d.text]
    if len(printed) < 2 or any(is_value(d.text) for d in printed[1:]):
        return False
    return all(d.bold or d.header for d in printed) or is_corner_title(printed[0].text) or not row[0].text


def count_header_rows(table: Table, declared: int | None) -> int:
    """Rule 3."""
    if declared == 0:
        return 0
    if declared is None:
        leading = 0
        while leading < table.rows and leading < _MAX_HEADER_ROWS and _all_header(table, leading):
            leading += 1
        declared = leading
    if declared:
        top = min(declared, table.rows)
        while top < table.rows and top < declared + 2 and _completes_header(table, top):
            top += 1
    else:
        top = _count_by_content(table)
    # A header cell that reaches down takes the rows it covers with it.
    for draft in table.drafts:
        if draft.row + draft.row_span - top > 0 and draft.row < top and draft.row_span <= 4:
            reach = draft.row + draft.row_span
            if reach < table.rows and not any(table.has_values(row, 1) for row in range(top, reach)):
                top = reach
    return min(top, table.rows)


def _all_header(table: Table, row: int) -> bool:
    cells = [d for d in table.by_row[row] if d.text]
    if not cells or not all(d.header for d in cells):
        return False
    if len(cells) == 1 and table.columns > 1:
        # One wide header cell is a title only if a header row follows; else it opens a section.
        return row + 1 < table.rows and _all_header(table, row + 1)
    return len(cells) > 1 or table.columns == 1


def _count_by_content(table: Table) -> int:
    first = next((row for row in range(table.rows) if table.has_values(row)), None)
    if first is None:
        bold = [d for d in table.by_row[0] if d.text]
        return 1 if table.rows > 1 and len(bold) > 1 and all(d.bold for d in bold) else 0
    top = min(first, _MAX_HEADER_ROWS)
    if first > top:
        top = 1
    while top > 1 and table.is_section(top - 1):
        top -= 1
    for row in range(1, top):
        if not _completes_header(table, row):
            return row
    if top == 0 and _is_numeric_header(table):
        return 1
    return top


def _is_numeric_header(table: Table) -> bool:
    """A first row of bare round numbers under a corner title ("Model | 4096 | 8192") over rows with decimals."""
    return is_corner_title(table.text(0, 0)) and table.rows > 1


def _completes_header(table: Table, row: int) -> bool:
    """Whether a row under header rows is a header row itself."""
    if row >= table.rows - 1 and table.rows > 1:
        return False
    own = [d for d in table.by_row[row] if d.text]
    if not own:
        return False
    label_text = _label_text(table, row)
    if is_run_title(label_text) and len(own) > 1:
        return True
    above = row - 1
    if not label_text and len(own) > 1 and _repeats(table, above):
        return True
    if table.has_values(row) or len(own) < 2 or table.is_section(row):
        return False
    gaps = [c for c in range(1, table.columns) if not table.text(above, c)]
    merged = any(
        (d := table.at(above, c)) is not None and d.column_span > 1 and d.column_span < table.columns
        for c in range(table.columns)
    )
    if all(d.header for d in own) and any(d.column > 0 for d in own):
        return True
    if not label_text and len(own) >= 2:
        return True
    texts = [d for d in own if not is_blank(d.text)]
    if (gaps or merged) and (is_corner_title(label_text) or all(d.bold for d in texts)):
        return True
    return (
        len(texts) > 2
        and len(texts) == len(own)
        and all(d.bold for d in texts)
        and (is_corner_title(label_text) or bool(gaps))
    )


def _label_text(table: Table, row: int) -> str:
    """The row's own label: the first text under the corner columns, those with an empty, corner or setting title
    above."""
    for column in range(table.columns):
        title = table.text(row - 1, column) if row else ""
        if column and title and not is_corner_title(title) and not is_setting_title(title):
            break
        draft = table.at(row, column)
        if (
            column
            and not title
            and not any(is_corner_title(table.text(row - 1, c)) for c in range(column, table.columns))
        ):
            break
        if draft is not None and draft.row == row and draft.text:
            return draft.text
    return ""


def _repeats(table: Table, row: int) -> bool:
    """Whether a header row prints one title over and over, so that the row below must tell its columns apart."""
    titles = [text for column in range(1, table.columns) if (text := table.text(row, column))]
    return len(titles) > 1 and len(set(titles)) * 2 <= len(titles) and not any(is_value(t) for t in titles)


def count_label_columns(table: Table, header_rows: int) -> int:
    """Rule 4."""
    body = [row for row in range(header_rows, table.rows) if not table.is_section(row)]
    if not body:
        return 1
    sample = body[:400]
    labels = 0
    for column in range(table.columns):
        title = table.text(header_rows - 1, column) if header_rows else ""
        texts = [table.text(row, column) for row in sample]
        filled = [text for text in texts if not is_blank(text)]
        values = sum(1 for text in filled if is_value(text))
        if column == 0:
            titled = bool(title) and not is_setting_title(title) and not is_corner_title(title)
            if titled and filled and all(is_score(text) for text in filled):
                return 0
            labels = 1
            continue
        if (filled and values * 2 < len(filled)) or (is_setting_title(title) and not is_corner_title(title)):
            labels = column + 1
        elif not filled and not title:
            continue
        else:
            break
    # Where every column reads as text there are no values: only the first column labels the rows.
    return labels if labels < table.columns else 1
