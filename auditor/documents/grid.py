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
from dataclasses import dataclass, field

from auditor.documents.shapes import is_blank, is_corner_title, is_run_title, is_score, is_setting_title, is_value
from auditor.records import Cell, Grid, Part, Place

MAX_COLUMNS = 500
MAX_POSITIONS = 2_000_000
_MAX_HEADER_ROWS = 5


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


class _Table:
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

    def drop_empty(self, draft: Draft) -> None:
        self.by_row[draft.row].remove(draft)


def arrange(rows: Sequence[Sequence[Draft]]) -> tuple[list[Draft], int, int, bool]:
    """Gives every draft its row and column by the table rules of HTML; no two cells overlap.

    Returns the drafts in reading order, the number of rows and columns, and whether the rows were of unlike length.
    """
    taken: set[tuple[int, int]] = set()
    drafts: list[Draft] = []
    widths: list[int] = []
    count = len(rows)
    for row, cells in enumerate(rows):
        column = 0
        for draft in cells:
            while (row, column) in taken:
                column += 1
            if column >= MAX_COLUMNS or len(taken) > MAX_POSITIONS:
                break
            draft.row, draft.column = row, column
            wanted = max(1, min(draft.column_span, MAX_COLUMNS - column))
            span = 1
            while span < wanted and (row, column + span) not in taken:
                span += 1
            draft.column_span = span
            draft.row_span = max(1, min(draft.row_span, count - row))
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
    if nameless and not declared and not _opens_with_titles(rows[0]):
        # An empty header row says that the columns have no names.
        declared = 0
    elif not declared:
        declared = None
    drafts, count, columns, uneven = arrange(rows)
    if not columns:
        return None
    table = _Table(drafts, count, columns)
    header_rows = _header_rows(table, declared)
    labels = label_columns if label_columns is not None else _label_columns(table, header_rows)
    labels = min(labels, columns)
    sections = {row for row in range(header_rows, count) if table.is_section(row)}
    _spread_headers(table, header_rows, labels)
    _spread_groups(table, header_rows, labels, sections)
    for row in sections:
        _widen_section(table, row)
    doubts = _doubts(table, header_rows, labels, sections, uneven)
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


def _opens_with_titles(row: Sequence[Draft]) -> bool:
    """Whether a row is a header by its looks: no value, every cell bold or the first a corner title."""
    printed = [d for d in row if d.text]
    if len(printed) < 2 or any(is_value(d.text) for d in printed[1:]):
        return False
    return all(d.bold or d.header for d in printed) or is_corner_title(printed[0].text) or not row[0].text


def _header_rows(table: _Table, declared: int | None) -> int:
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
        top = _header_rows_by_content(table)
    # A header cell that reaches down takes the rows it covers with it.
    for draft in table.drafts:
        if draft.row + draft.row_span - top > 0 and draft.row < top and draft.row_span <= 4:
            reach = draft.row + draft.row_span
            if reach < table.rows and not any(table.has_values(row, 1) for row in range(top, reach)):
                top = reach
    return min(top, table.rows)


def _all_header(table: _Table, row: int) -> bool:
    cells = [d for d in table.by_row[row] if d.text]
    if not cells or not all(d.header for d in cells):
        return False
    if len(cells) == 1 and table.columns > 1:
        # One wide header cell is a title only if a header row follows; else it opens a section.
        return row + 1 < table.rows and _all_header(table, row + 1)
    return len(cells) > 1 or table.columns == 1


def _header_rows_by_content(table: _Table) -> int:
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


def _is_numeric_header(table: _Table) -> bool:
    """A first row of bare round numbers under a corner title ("Model | 4096 | 8192") over rows with decimals."""
    return is_corner_title(table.text(0, 0)) and table.rows > 1


def _completes_header(table: _Table, row: int) -> bool:
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


def _label_text(table: _Table, row: int) -> str:
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


def _repeats(table: _Table, row: int) -> bool:
    """Whether a header row prints one title over and over, so that the row below must tell its columns apart."""
    titles = [text for column in range(1, table.columns) if (text := table.text(row, column))]
    return len(titles) > 1 and len(set(titles)) * 2 <= len(titles) and not any(is_value(t) for t in titles)


def _label_columns(table: _Table, header_rows: int) -> int:
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


def _spread_headers(table: _Table, header_rows: int, labels: int) -> None:
    """Rule 5 for header rows: merged headers that were written as empty cells."""
    for row in range(header_rows - 1):
        if _centre_groups(table, row, labels):
            continue
        for column in range(labels, table.columns):
            draft = table.at(row, column)
            if draft is None or not draft.text or draft.row != row or draft.column != column:
                continue
            end = column + draft.column_span
            while end < table.columns and _free(table, row, end) and table.text(row + 1, end) and draft.row_span == 1:
                if not table.text(row + 1, column):
                    break
                _absorb(table, draft, row, end)
                draft.column_span += 1
                end += 1
    for column in range(table.columns):
        for row in range(header_rows - 1):
            draft = table.at(row, column)
            if draft is None or not draft.text or draft.column != column or draft.row + draft.row_span != row + 1:
                continue
            below = range(draft.column, draft.column + draft.column_span)
            if all(_free(table, row + 1, c) for c in below):
                for c in below:
                    _absorb(table, draft, row + 1, c)
                draft.row_span += 1
                table.cover(draft)


def _centre_groups(table: _Table, row: int, labels: int) -> bool:
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
            if column != title.column and not _free(table, row, column):
                return False
    for i, title in enumerate(titles):
        start = labels + i * width
        for column in range(start, start + width):
            if table.at(row, column) is not title:
                _absorb(table, title, row, column)
        title.column, title.column_span = start, width
    return True


def _spread_groups(table: _Table, header_rows: int, labels: int, sections: set[int]) -> None:
    """Rule 5 for row labels: group labels that were written once, with empty cells below."""
    if labels < 2:
        return
    for row in range(header_rows + 1, table.rows):
        if row in sections or row - 1 in sections:
            continue
        for column in range(labels - 1):
            above = table.at(row - 1, column)
            if not _free(table, row, column):
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
            _absorb(table, above, row, column)
            above.row_span += 1


def _free(table: _Table, row: int, column: int) -> bool:
    """Whether nothing is printed at a position and no wider empty cell lies over it."""
    draft = table.at(row, column)
    return draft is None or (not draft.text and not draft.marks and draft.row_span == 1 and draft.column_span == 1)


def _absorb(table: _Table, draft: Draft, row: int, column: int) -> None:
    empty = table.at(row, column)
    if empty is not None:
        table.drop_empty(empty)
    table.index[row, column] = draft


def _widen_section(table: _Table, row: int) -> None:
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


def _doubts(table: _Table, header_rows: int, labels: int, sections: set[int], uneven: bool) -> list[str]:
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
    if unlabelled:
        doubts.append(f"{unlabelled} row(s) with values have no label.")
    if uneven:
        short = sum(
            1 for row in body if sum(1 for c in range(table.columns) if table.at(row, c) is not None) < table.columns
        )
        if short:
            doubts.append(f"{short} row(s) are shorter than the table.")
    return doubts
