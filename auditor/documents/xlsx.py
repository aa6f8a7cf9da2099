"""Excel workbooks to a `Document`: every sheet is a section, its tables are read as they are printed.

A place's line is the row of the sheet; a table's label names the sheet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from auditor.documents import finishing, grid, metadata
from auditor.documents.archive import Archive
from auditor.documents.cells import Draft
from auditor.documents.runs import plain, settle, tidy
from auditor.documents.shapes import is_value
from auditor.documents.tree import Walk
from auditor.documents.workbook import Sheet, Workbook
from auditor.errors import DocumentError
from auditor.records import Block, BlockKind, Document, Hidden, Part, Place, Unread

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAX_HIDDEN = 200


def read_xlsx(data: bytes, name: str) -> Document:
    """The document in an Excel workbook; formulas stand with the values they were saved with.

    Raises `DocumentError` for damaged, encrypted and oversized files and for those without content.
    """
    state = Walk()
    with Archive(data, name) as archive:
        sheets = list(Workbook(archive).sheets())
        about = metadata.About(title=archive.properties().get("title"))
    several = sum(1 for sheet in sheets if sheet.cells and not sheet.hidden) > 1
    labels: dict[int, str] = {}
    for sheet in sheets:
        start = len(state.blocks)
        if sheet.hidden:
            _hide(sheet, sorted(sheet.cells), state)
        else:
            _read(sheet, state, titled=several)
        for order, block in enumerate(state.blocks[start:], start):
            if block.kind is BlockKind.table:
                labels[order] = f"sheet {tidy(sheet.name)}"
    if not state.blocks and not state.unread and not state.hidden:
        raise DocumentError(f"{name} has no readable content.", advice="Check that the workbook was saved with values.")
    text = "\n".join(block.text for block in state.blocks)
    document = finishing.document(data, name, MEDIA_TYPE, about, state, text)
    # Given only now: a caption goes to a table without a label.
    blocks = tuple(
        block if block.label or order not in labels else block.model_copy(update={"label": labels[order]})
        for order, block in enumerate(document.blocks)
    )
    return document.model_copy(update={"blocks": blocks})


def _read(sheet: Sheet, state: Walk, *, titled: bool) -> None:
    """The blocks of one sheet."""
    if sheet.cut:
        reason = "The sheet has more cells than are read; the last ones are missing."
        state.unread.append(Unread(what="table", reason=reason, label=f"sheet {sheet.name}"))
    for count, what in ((sheet.charts, "A chart"), (sheet.pictures, "A picture")):
        for _ in range(min(count, 50)):
            reason = f"{what} in a sheet: its numbers could not be read."
            state.unread.append(Unread(what="figure", reason=reason, label=f"sheet {sheet.name}"))
    unseen = [at for at in sheet.cells if at[0] in sheet.hidden_rows or at[1] in sheet.hidden_columns]
    _hide(sheet, sorted(unseen), state)
    for at in unseen:
        del sheet.cells[at]
    printed = [at for at, (parts, _) in sheet.cells.items() if plain(parts).strip()]
    if printed and titled:
        heading = tidy(sheet.name)
        state.blocks.append(Block(kind=BlockKind.heading, order=0, text=heading, level=2, place=Place(line=1)))
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
    printed.sort()
    for first, last in _regions(sheet, printed, spans):
        inside = printed[bisect_left(printed, (first, 0)) : bisect_left(printed, (last + 1, 0))]
        _region(sheet, inside, spans, state)


def _regions(
    sheet: Sheet, printed: list[tuple[int, int]], spans: dict[tuple[int, int], tuple[int, int]]
) -> list[tuple[int, int]]:
    """First and last rows of the parts that empty rows set apart; a part that opens with values continues the one
    above."""
    held: dict[int, list[int]] = {}
    for row, column in printed:
        held.setdefault(row, []).append(column)
    reach = {row: row for row in held}
    for (row, column), (bottom, _) in spans.items():
        if (row, column) in sheet.cells and row in reach:
            reach[row] = max(reach[row], min(bottom, row + 1000))
    regions: list[tuple[int, int]] = []
    for row in sorted(held):
        opens_with_values = any(is_value(plain(sheet.cells[row, column][0])) for column in sorted(held[row])[1:])
        adjoining = regions and all(
            between in sheet.hidden_rows for between in range(regions[-1][1] + 1, min(row, regions[-1][1] + 5000))
        )
        if regions and (adjoining or (opens_with_values and _is_wide(held, regions[-1]))):
            regions[-1] = (regions[-1][0], max(regions[-1][1], reach[row]))
        else:
            regions.append((row, reach[row]))
    return regions


def _is_wide(held: dict[int, list[int]], region: tuple[int, int]) -> bool:
    """Whether a part has a row of several cells."""
    return any(len(held.get(row, ())) > 1 for row in range(region[0], region[1] + 1))


def _region(
    sheet: Sheet, cells: list[tuple[int, int]], spans: dict[tuple[int, int], tuple[int, int]], state: Walk
) -> None:
    """Lone cells above and below a table are paragraphs, the rows between are the table."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        rows.setdefault(row, []).append(column)
    order = list(rows)
    wide = [row for row in order if len(rows[row]) > 1]
    top, bottom = (wide[0], wide[-1]) if wide else (order[-1] + 1, order[-1])
    above = [row for row in order if row < top]
    # One header over some of the columns belongs to the table; over all of them or over the first it is a title.
    while wide and above and rows[above[-1]][0] > min(column for _, column in cells):
        top = above.pop()
    for row in order:
        if not top <= row <= bottom:
            for column in rows[row]:
                state.add(BlockKind.paragraph, sheet.cells[row, column][0], Place(line=row))
        elif row == top:
            inside = [at for at in cells if top <= at[0] <= bottom]
            _table(sheet, inside, spans, state)


def _table(
    sheet: Sheet, cells: list[tuple[int, int]], spans: dict[tuple[int, int], tuple[int, int]], state: Walk
) -> None:
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    at_row = {row: number for number, row in enumerate(rows)}
    at_column = {column: number for number, column in enumerate(columns)}
    printed = set(cells)
    covered: set[tuple[int, int]] = set()
    drafts: list[list[Draft]] = []
    for row in rows:
        line: list[Draft] = []
        for column in columns:
            if (row, column) in covered:
                continue
            place = Place(line=row)
            if (row, column) not in printed:
                line.append(Draft(text="", place=place, bold=False, underline=False))
                continue
            bottom, right = spans.get((row, column), (row, column))
            down = rows[at_row[row] : bisect_right(rows, bottom)]
            across = columns[at_column[column] : bisect_right(columns, right)]
            covered.update((r, c) for r in down for c in across)
            parts, style = sheet.cells[row, column]
            settled = settle(parts)
            line.append(
                Draft(
                    text=settled.text,
                    marks=settled.marks,
                    bold=settled.bold,
                    underline=settled.underline,
                    shaded=style.shaded,
                    parts=settled.parts,
                    row_span=len(down),
                    column_span=len(across),
                    place=place,
                )
            )
        drafts.append(line)
    built = grid.build(drafts)
    if built is not None:
        state.blocks.append(Block(kind=BlockKind.table, order=0, place=Place(line=rows[0]), grid=built))


def _hide(sheet: Sheet, cells: list[tuple[int, int]], state: Walk) -> None:
    """Text of hidden sheets, rows and columns, a row at a time."""
    rows: dict[int, list[Part]] = {}
    for row, column in cells:
        rows.setdefault(row, []).extend([*sheet.cells[row, column][0], Part(text=" ")])
    for row, parts in list(rows.items())[:_MAX_HIDDEN]:
        text = tidy(plain(parts))
        if text:
            state.hidden.append(Hidden(text=text[:20_000], why="invisible", place=Place(line=row)))
