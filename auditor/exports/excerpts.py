"""The very cells a finding stands on, cut out of their tables with the cells marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.records import Block, Cell, Dossier, EvidenceKind, Finding, Grid

MOST_ROWS = 12
"""Marked rows shown of one table; a finding in more cells says how many more there are."""

MOST_COLUMNS = 8
"""Columns shown of one table: labels and marked columns always, others in reading order while there is room."""


@dataclass(frozen=True)
class ExcerptCell:
    """One cell as shown."""

    text: str
    marks: str
    marked: bool
    header: bool
    bold: bool
    underline: bool
    row_span: int
    column_span: int


@dataclass(frozen=True)
class Excerpt:
    """A piece of one table: its header rows and the rows with marked cells."""

    document: str
    document_name: str
    label: str
    caption: str
    place: str
    paged: bool
    """Whether the document has pages, of which there may be a picture."""
    rows: tuple[tuple[ExcerptCell, ...], ...]
    left_out: int
    """Rows of the table that are not shown."""
    columns_left_out: int
    footnotes: tuple[tuple[str, str], ...]


def excerpts_of(finding: Finding, dossier: Dossier) -> tuple[Excerpt, ...]:
    """One excerpt a table that the finding's evidence stands in, in the order of the evidence."""
    wanted: dict[tuple[str, int], list[tuple[int, int]]] = {}
    documents = {document.id for document in dossier.documents}
    for evidence in finding.evidence:
        spot = _spot(evidence.kind, evidence.ref, dossier)
        if spot and spot[0] in documents:
            wanted.setdefault((spot[0], spot[1]), []).append((spot[2], spot[3]))
    return tuple(
        _excerpt(dossier, document, block, cells)
        for (document, block), cells in wanted.items()
        if dossier.block(document, block).grid is not None
    )


def _spot(kind: EvidenceKind, ref: str, dossier: Dossier) -> tuple[str, int, int, int] | None:
    if kind is EvidenceKind.claim:
        try:
            claim = dossier.claim(ref).claim
        except KeyError:
            return None
        if claim.row is None or claim.column is None:
            return None
        return claim.document, claim.block, claim.row, claim.column
    if kind is EvidenceKind.blank:
        document, block, row, column = ref.rsplit(":", 3)
        return document, int(block), int(row), int(column)
    return None


def _excerpt(dossier: Dossier, document: str, order: int, cells: list[tuple[int, int]]) -> Excerpt:
    block: Block = dossier.block(document, order)
    grid = block.grid
    assert grid is not None
    marked = set(cells)
    rows = sorted({row for row, _ in cells})
    shown = [*range(grid.header_rows), *[row for row in rows if row >= grid.header_rows][:MOST_ROWS]]
    columns = _columns(grid, {column for _, column in cells})
    place = f"page {block.place.page}" if block.place.page is not None else f"line {block.place.line}"
    marks = {mark for row in shown for c in columns if (x := grid.at(row, c)) for mark in x.marks}
    return Excerpt(
        document,
        dossier.document(document).name,
        block.label,
        block.caption,
        place,
        block.place.page is not None,
        tuple(tuple(_row(grid, row, shown, columns, marked)) for row in shown),
        grid.rows - len(shown),
        grid.columns - len(columns),
        tuple((note.mark, note.text) for note in block.footnotes if note.mark in marks),
    )


def _columns(grid: Grid, marked: set[int]) -> list[int]:
    always = set(range(grid.label_columns)) | marked
    room = MOST_COLUMNS - len(always)
    others = [column for column in range(grid.columns) if column not in always][: max(room, 0)]
    return sorted(always.union(others))


def _row(
    grid: Grid, row: int, rows: list[int], columns: list[int], marked: set[tuple[int, int]]
) -> Iterator[ExcerptCell]:
    """The shown cells of a row; a merged cell stands where it is first seen, as wide and high as its shown part."""
    done: set[tuple[int, int]] = set()
    for column in columns:
        cell = grid.at(row, column)
        if cell is None:
            header = row < grid.header_rows
            yield ExcerptCell("", "", (row, column) in marked, header, False, False, 1, 1)
            continue
        start = next(r for r in rows if cell.row <= r < cell.row + cell.row_span)
        if (cell.row, cell.column) in done or start != row:
            continue
        done.add((cell.row, cell.column))
        height = sum(1 for r in rows if cell.row <= r < cell.row + cell.row_span)
        width = sum(1 for c in columns if cell.column <= c < cell.column + cell.column_span)
        yield _shown(cell, row, grid, marked, height, width)


def _shown(cell: Cell, row: int, grid: Grid, marked: set[tuple[int, int]], height: int, width: int) -> ExcerptCell:
    covered = (
        (r, c)
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    )
    return ExcerptCell(
        cell.text,
        "".join(cell.marks),
        any(spot in marked for spot in covered),
        row < grid.header_rows or cell.column < grid.label_columns,
        bool(cell.bold),
        bool(cell.underline),
        height,
        width,
    )
