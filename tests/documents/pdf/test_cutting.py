"""Columns that a frame on the page cuts: what shows of them is told as cut, never as a value."""

from __future__ import annotations

from types import ModuleType

from auditor.documents.pdf import read_pdf
from auditor.records import BlockKind, Document, Grid

NAMES = ("Orion-7B", "Vega Chat", "Lyra-2.5")
ROWS = (("MMLU", "71.2", "68.0", "70.45"), ("GSM8K", "55.1", "60.3", "58.25"), ("DROP", "40.2", "38.9", "44.51"))


def printed(press: ModuleType, edge: float) -> Document:
    """A table as a browser prints it: inside a frame that ends at `edge`."""
    sheet = press.Sheet()
    sheet.operators.append(f"q 50 0 {edge - 50:.1f} 842 re W n")
    sheet.rule(60, 460, 100).rule(60, 460, 118).rule(60, 460, 166)
    for place, name in enumerate(NAMES):
        sheet.text(200 + 100 * place, 112, name)
    sheet.text(64, 112, "Benchmark")
    for number, row in enumerate(ROWS):
        for place, text in enumerate(row):
            sheet.text(64 if place == 0 else 100 + 100 * place, 131 + 14 * number, text)
    sheet.operators.append("Q")
    sheet.text(60, 90, "Table 1: Results of three systems.")
    return read_pdf(press.pdf(sheet), "print.pdf")


def table(document: Document) -> Grid:
    grids = [block.grid for block in document.blocks if block.kind is BlockKind.table]
    assert len(grids) == 1
    assert grids[0] is not None
    return grids[0]


def test_a_column_cut_by_its_frame_has_no_values(press: ModuleType) -> None:
    document = printed(press, 414)
    grid = table(document)
    for row in range(grid.header_rows, grid.rows):
        last, before = grid.at(row, 3), grid.at(row, 2)
        assert last is not None
        assert before is not None
        assert last.text.endswith("…")
        assert before.text == ROWS[row - grid.header_rows][2]
    assert any("Cut at the edge" in doubt for doubt in grid.doubts)
    assert [unread.what for unread in document.unread] == ["column"]


def test_a_table_inside_its_frame_is_whole(press: ModuleType) -> None:
    document = printed(press, 480)
    grid = table(document)
    assert [cell.text for cell in grid.cells if cell.column == 3] == [NAMES[2], "70.45", "58.25", "44.51"]
    assert grid.doubts == ()
    assert document.unread == ()
