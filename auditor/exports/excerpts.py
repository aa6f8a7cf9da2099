"""The very cells a finding stands on, cut out of their tables with the cells marked."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.records import Block, Cell, Dossier, EvidenceKind, Finding, Grid

MOST_ROWS = 12
"""Marked rows shown of one table; a finding in more cells says how many more there are."""


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
    rows: tuple[tuple[ExcerptCell, ...], ...]
    left_out: int
    """Rows of the table that are not shown."""
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
    place = f"page {block.place.page}" if block.place.page is not None else f"line {block.place.line}"
    marks = {mark for row in shown for c in range(grid.columns) if (x := grid.at(row, c)) for mark in x.marks}
    return Excerpt(
        document,
        dossier.document(document).name,
        block.label,
        block.caption,
        place,
        tuple(tuple(_row(grid, row, shown, marked)) for row in shown),
        grid.rows - len(shown),
        tuple((note.mark, note.text) for note in block.footnotes if note.mark in marks),
    )


def _row(grid: Grid, row: int, shown: list[int], marked: set[tuple[int, int]]) -> list[ExcerptCell]:
    cells = []
    column = 0
    while column < grid.columns:
        cell = grid.at(row, column)
        if cell is None:
            cells.append(ExcerptCell("", "", (row, column) in marked, row < grid.header_rows, False, False, 1, 1))
            column += 1
            continue
        start = next((r for r in shown if cell.row <= r < cell.row + cell.row_span), row)
        width = cell.column + cell.column_span - column
        if start == row:
            height = sum(1 for r in shown if cell.row <= r < cell.row + cell.row_span)
            cells.append(_shown(cell, row, grid, marked, height, width))
        column += width
    return cells


def _shown(cell: Cell, row: int, grid: Grid, marked: set[tuple[int, int]], height: int, width: int) -> ExcerptCell:
    covered = {
        (r, c) for r in range(cell.row, cell.row + cell.row_span) for c in range(cell.column, cell.column + width)
    }
    return ExcerptCell(
        cell.text,
        "".join(cell.marks),
        bool(covered & marked),
        row < grid.header_rows or cell.column < grid.label_columns,
        bool(cell.bold),
        bool(cell.underline),
        height,
        width,
    )
