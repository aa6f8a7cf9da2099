"""Excel workbooks: number formats, merged cells, several sheets, notes, what is hidden."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from auditor.documents import read
from auditor.documents.xlsx import read_xlsx
from auditor.errors import DocumentError
from auditor.records import BlockKind, Document, Grid

workbook = runpy.run_path(str(Path(__file__).with_name("office.py")))["workbook"]
STYLES = """
<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>
<fonts><font/><font><b/></font><font><u/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFEEAA"/></patternFill></fill></fills>
<cellXfs><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="164" fontId="0" fillId="0"/>
<xf numFmtId="164" fontId="1" fillId="2"/><xf numFmtId="2" fontId="2" fillId="0"/></cellXfs>
"""
SHARED = """
<si><t>Benchmark</t></si><si><t>Foo-2</t></si><si><t>Bar-1</t></si>
<si><r><t>GPQA</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>
"""


def s(reference: str, number: int) -> str:
    return f'<c r="{reference}" t="s"><v>{number}</v></c>'


def t(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def n(reference: str, number: str, style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}"><v>{number}</v></c>'


def sheet(*rows: tuple[int, str], after: str = "", before: str = "", hidden: tuple[int, ...] = ()) -> str:
    data = "".join(
        f'<row r="{at}"{" hidden=" + chr(34) + "1" + chr(34) if at in hidden else ""}>{cells}</row>'
        for at, cells in rows
    )
    return f"{before}<sheetData>{data}</sheetData>{after}"


HEAD = s("B3", 0) + s("C3", 1) + s("D3", 2)


def made(sheets: dict[str, str], **more: object) -> Document:
    return read_xlsx(workbook(sheets, styles=STYLES, shared=SHARED, **more), "board.xlsx")


def grids(document: Document) -> list[Grid]:
    return [block.grid for block in document.blocks if block.grid is not None]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text if (cell := grid.at(r, c)) else "" for c in range(grid.columns)] for r in range(grid.rows)]


def test_values_are_as_printed() -> None:
    document = made(
        {
            "Board": sheet(
                (1, t("B1", "Table 1: Scores")),
                (3, HEAD),
                (4, s("B4", 3) + n("C4", "0.813", 2) + n("D4", "0.79249999999999998", 1)),
                (5, t("B5", "MATH-500") + n("C5", "97.4") + n("D5", "93.6", 3)),
                (7, t("B7", "1. With tools.")),
            )
        }
    )
    (grid,) = grids(document)
    assert texts(grid) == [["Benchmark", "Foo-2", "Bar-1"], ["GPQA", "81.3%", "79.3%"], ["MATH-500", "97.4", "93.60"]]
    best, second = grid.at(1, 1), grid.at(2, 2)
    assert best is not None
    assert second is not None
    assert (best.bold, best.shaded, second.bold, second.underline, best.place.line) == (True, True, False, True, 4)
    (block,) = [block for block in document.blocks if block.grid is not None]
    assert (block.label, block.caption) == ("Table 1", "Scores")
    assert [(note.mark, note.text) for note in block.footnotes] == [("1", "With tools.")]


def test_merged_headers_and_several_sheets() -> None:
    merged = '<mergeCells><mergeCell ref="C2:D2"/><mergeCell ref="B2:B3"/></mergeCells>'
    first = sheet(
        (2, s("B2", 0) + t("C2", "Thinking")),
        (3, s("C3", 1) + s("D3", 2)),
        (4, t("B4", "IFEval") + n("C4", "70.1") + n("D4", "71.3")),
        after=merged,
    )
    document = made(
        {"Text": first, "Vision": sheet((3, HEAD), (4, t("B4", "MMMU") + n("C4", "60.5") + n("D4", "61.5")))}
    )
    one, two = grids(document)
    assert texts(one) == [
        ["Benchmark", "Thinking", "Thinking"],
        ["Benchmark", "Foo-2", "Bar-1"],
        ["IFEval", "70.1", "71.3"],
    ]
    assert one.header_rows == 2
    assert texts(two)[1] == ["MMMU", "60.5", "61.5"]
    tables = [block for block in document.blocks if block.grid is not None]
    assert [block.label for block in tables] == ["sheet Text", "sheet Vision"]
    assert [block.section for block in tables] == [("Text",), ("Vision",)]


def test_empty_rows_part_tables_but_not_the_rows_of_one() -> None:
    row = "{}" + n("C{0}", "60.5") + n("D{0}", "61.5")

    def body(at: int, name: str) -> tuple[int, str]:
        return at, t(f"B{at}", name) + n(f"C{at}", "60.5") + n(f"D{at}", "61.5")

    head = s("B9", 0) + s("C9", 1) + s("D9", 2)
    document = made({"Board": sheet((3, HEAD), body(4, "MMMU"), body(6, "IFEval"), (9, head), body(10, "HLE"))})
    assert row
    assert [[line[0] for line in texts(grid)] for grid in grids(document)] == [
        ["Benchmark", "MMMU", "IFEval"],
        ["Benchmark", "HLE"],
    ]


def test_what_is_hidden_is_said_and_not_read() -> None:
    rows = (
        (3, HEAD + t("E3", "Secret-1")),
        (4, t("B4", "MMMU") + n("C4", "60.5") + n("D4", "61.5") + n("E4", "99.5")),
        (5, t("B5", "Unseen") + n("C5", "10.5") + n("D5", "11.5")),
        (6, t("B6", "IFEval") + n("C6", "70.5") + n("D6", "71.5") + n("E6", "98.5")),
    )
    column = '<cols><col min="5" max="16384" hidden="1"/></cols>'
    document = made(
        {"Board": sheet(*rows, before=column, hidden=(5,)), "Off": sheet((1, t("A1", "Notes")))}, hidden=("Off",)
    )
    (grid,) = grids(document)
    assert [line[0] for line in texts(grid)] == ["Benchmark", "MMMU", "IFEval"]
    assert grid.columns == 3
    said = " ".join(hidden.text for hidden in document.hidden)
    assert "Secret-1" in said
    assert "Unseen 10.5 11.5" in said
    assert "Notes" in said


def test_cells_without_places_follow_each_other() -> None:
    cells = "<c t='inlineStr'><is><t>{}</t></is></c>"
    first = "".join(cells.format(text) for text in ("Benchmark", "Foo-2"))
    second = cells.format("IFEval") + "<c><v>70.1</v></c>"
    document = made({"Board": f"<sheetData><row>{first}</row><row>{second}</row></sheetData>"})
    assert texts(grids(document)[0]) == [["Benchmark", "Foo-2"], ["IFEval", "70.1"]]


def test_sheets_without_cells_are_no_document() -> None:
    with pytest.raises(DocumentError, match="no readable content"):
        made({"Board": sheet()})


def test_changed_files_end_in_a_sentence_or_a_document(tmp_path: Path) -> None:
    data = workbook({"Board": sheet((3, HEAD), (4, n("C4", "60.5", 9)))}, styles=STYLES, shared=SHARED)
    odd = [n("ZZZ9999999", "1"), '<c r="A1" t="s"><v>99</v></c>', '<c r="A1" s="x"><v>y</v></c>', '<c r="" t="e"/>']
    odd += [
        '<c r="A1"><v>1</v></c></row><row r="x"><c><v>2</v></c>',
        '</row><mergeCells><mergeCell ref="A:B"/></mergeCells><row>',
    ]
    variants = [data[:cut] for cut in range(4, len(data), 97)]
    variants += [data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :] for at in range(0, len(data), 61)]
    variants += [workbook({"Board": f"<sheetData><row>{one}</row></sheetData>"}, styles=STYLES) for one in odd]
    path = tmp_path / "board.xlsx"
    refused: list[str] = []
    for variant in variants:
        path.write_bytes(variant)
        try:
            for block in read(path).blocks:
                assert block.kind is not BlockKind.code
        except DocumentError as error:
            refused.append(error.message)
    assert refused
    assert not [message for message in refused if "its reader failed" in message]
