"""Word files: tables with merged cells, emphasis, notes, what is deleted or hidden, and files made to do harm."""

from __future__ import annotations

import runpy
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from auditor.documents import read
from auditor.documents.docx import read_docx
from auditor.errors import DocumentError
from auditor.records import BlockKind, Document, Grid

office = runpy.run_path(str(Path(__file__).with_name("office.py")))
word, packed = office["word"], office["packed"]
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
<w:style w:type="table" w:styleId="Dark"><w:name w:val="Dark"/><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
<w:tcPr><w:shd w:fill="000000"/></w:tcPr></w:tblStylePr></w:style>
"""


def p(text: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{text if text.startswith('<') else r(text)}</w:p>"


def r(text: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, settings: str = "") -> str:
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{p(content)}</w:tc>"


def tr(*cells: str, settings: str = "") -> str:
    return f"<w:tr><w:trPr>{settings}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, settings: str = "") -> str:
    return f"<w:tbl><w:tblPr>{settings}</w:tblPr>{''.join(rows)}</w:tbl>"


def made(body: str, **more: str) -> Document:
    return read_docx(word(body, styles=STYLES, **more), "card.docx")


def grid_of(document: Document) -> Grid:
    (grid,) = [block.grid for block in document.blocks if block.grid is not None]
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text if (cell := grid.at(r, c)) else "" for c in range(grid.columns)] for r in range(grid.rows)]


def test_merged_cells_reach_over_rows_and_columns() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = made(
        table(
            tr(tc("Benchmark", down), tc("Thinking", '<w:gridSpan w:val="2"/>'), settings="<w:tblHeader/>"),
            tr(tc("", on), tc("Foo-2"), tc("Bar-1"), settings="<w:tblHeader/>"),
            tr(tc("MMLU-Pro"), tc("80.2"), tc("79.9")),
            tr(tc("IFEval"), tc("70.1"), tc("71.3")),
        )
    )
    grid = grid_of(document)
    assert texts(grid) == [
        ["Benchmark", "Thinking", "Thinking"],
        ["Benchmark", "Foo-2", "Bar-1"],
        ["MMLU-Pro", "80.2", "79.9"],
        ["IFEval", "70.1", "71.3"],
    ]
    assert grid.header_rows == 2
    assert [cell.place.line for cell in grid.cells if cell.column == 1] == [1, 2, 3, 4]
    assert document.blocks[0].label == "unnumbered table 1"


def test_emphasis_marks_and_signs() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    grid = grid_of(
        made(
            table(
                tr(tc("Benchmark"), tc("Foo-2"), tc("Bar-1")),
                tr(
                    tc("GPQA" + "</w:t><w:noBreakHyphen/><w:t>D"),
                    tc(r("71.3", "<w:b/>") + r("†", raised)),
                    tc(r("70.1", '<w:u w:val="single"/>')),
                ),
                tr(tc("IFEval"), tc(r("1.0", '<w:b w:val="0"/>')), tc(r("6", "<w:strike/>") + r("5.5"))),
            )
        )
    )
    assert texts(grid)[1:] == [["GPQA-D", "71.3", "70.1"], ["IFEval", "1.0", "5.5"]]
    best, second = grid.at(1, 1), grid.at(1, 2)
    assert best is not None
    assert second is not None
    assert (best.bold, best.marks, second.bold, second.underline) == (True, ("†",), False, True)
    assert not grid.at(2, 1).bold  # type: ignore[union-attr]


def test_headings_captions_and_footnotes() -> None:
    note = '<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>With tools.</w:t></w:r></w:p></w:footnote>'
    document = made(
        p("Foo-2", '<w:pStyle w:val="Mine"/>')
        + p("Table 4. Scores of Foo-2", '<w:pStyle w:val="Cap"/>')
        + table(
            tr(tc("Benchmark"), tc("Foo-2")),
            tr(tc(r("HLE") + '<w:r><w:footnoteReference w:id="7"/></w:r>'), tc("20.5")),
        ),
        footnotes=note,
    )
    kinds = [(block.kind, block.text) for block in document.blocks]
    assert kinds[:2] == [(BlockKind.heading, "Foo-2"), (BlockKind.caption, "Table 4. Scores of Foo-2")]
    scores = document.blocks[2]
    assert (scores.label, scores.caption, scores.section) == ("Table 4", "Scores of Foo-2", ("Foo-2",))
    assert [(n.mark, n.text) for n in scores.footnotes] == [("1", "With tools.")]
    assert document.title == "Foo-2"


def test_what_was_deleted_is_not_there_and_what_is_hidden_is_said() -> None:
    document = made(
        p("<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>")
        + p(r("seen ") + r("unseen words", "<w:vanish/>"))
        + p(r("white words", '<w:color w:val="FFFFFF"/>'))
        + table(
            tr(tc("Benchmark"), tc(r("Foo-2", '<w:color w:val="FFFFFF"/>'), '<w:shd w:fill="1F3864"/>')),
            tr(tc("IFEval"), tc("70.1")),
            tr(tc("gone"), tc("1.1"), settings="<w:del/>"),
        )
    )
    assert [block.text for block in document.blocks[:2]] == ["new", "seen"]
    assert sorted(h.text for h in document.hidden) == ["unseen words", "white words"]
    assert texts(grid_of(document)) == [["Benchmark", "Foo-2"], ["IFEval", "70.1"]]


def test_text_boxes_choices_and_table_styles() -> None:
    box = "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing></mc:Choice>"
    box += "<mc:Fallback><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    look = '<w:tblStyle w:val="Dark"/><w:tblLook w:firstRow="1"/>'
    white = '<w:color w:val="FFFFFF"/>'
    rows = table(tr(tc(r("Model", white)), tc("IFEval")), tr(tc("Foo-2"), tc("70.1")), settings=look)
    document = made(p(box.format(rows, p("twice"))))
    assert "twice" not in "".join(block.text for block in document.blocks)
    assert not document.hidden
    assert [cell.bold for cell in grid_of(document).cells] == [True, True, False, False]


def test_what_a_file_is_comes_from_its_content(tmp_path: Path) -> None:
    (tmp_path / "card.bin").write_bytes(word(p("Foo-2 scores 80.2% on MMLU-Pro.")))
    assert read(tmp_path / "card.bin").media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 and no more", "damaged"),
        (packed({"a.txt": "hello"}), "archive"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted or an old"),
        (word("<w:p>"), "damaged"),
        (word(""), "no readable content"),
        (word(p("x" * 60_000_000)), "unpacks to more than"),
        (word(p("&a;"), before='<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'), "no readable content"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "card.docx").write_bytes(data)
    with pytest.raises(DocumentError, match=said) as caught:
        read(tmp_path / "card.docx")
    assert caught.value.message.startswith("card.docx ")
    assert caught.value.advice


def test_cut_and_changed_files_end_in_a_sentence_or_a_document(tmp_path: Path) -> None:
    data = word(table(tr(tc("Benchmark"), tc("Foo-2")), tr(tc("IFEval"), tc("70.1"))), styles=STYLES)
    inner = BytesIO(data)
    with zipfile.ZipFile(inner) as archive:
        source = archive.read("word/document.xml").decode()
    variants = [data[:cut] for cut in range(4, len(data), 97)]
    variants += [data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :] for at in range(0, len(data), 61)]
    deep = "<w:tbl><w:tr><w:tc>" * 60 + p("70.1") + "</w:tc></w:tr></w:tbl>" * 60
    variants += [word(deep), word(source.replace("w:tc", "w:tr")), word("<w:sdt>" * 200 + "</w:sdt>" * 200)]
    path = tmp_path / "card.docx"
    refused: list[str] = []
    for variant in variants:
        path.write_bytes(variant)
        try:
            read(path)
        except DocumentError as error:
            refused.append(error.message)
    assert refused
    assert not [message for message in refused if "its reader failed" in message]


CHART = """<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:plotArea><c:{kind}>{series}</c:{kind}>
<c:valAx><c:title><c:tx><c:rich><a:t>Accuracy (%)</a:t></c:rich></c:tx></c:title></c:valAx></c:plotArea></c:chart>
</c:chartSpace>"""


def series(name: str, values: list[str], places: list[str], code: str = "0.0") -> str:
    def points(texts: list[str]) -> str:
        return "".join(f'<c:pt idx="{n}"><c:v>{text}</c:v></c:pt>' for n, text in enumerate(texts) if text)

    return (
        f"<c:ser><c:tx><c:strRef><c:strCache>{points([name])}</c:strCache></c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:strCache>{points(places)}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:numCache><c:formatCode>{code}</c:formatCode>{points(values)}</c:numCache></c:numRef>"
        "</c:val></c:ser>"
    )


def charted(kind: str, *drawn: str) -> Document:
    body = p(r("Foo-2 is here.")) + p('<w:r><w:drawing><c:chart xmlns:c="c" r:id="c1"/></w:drawing></w:r>')
    part = CHART.format(kind=kind, series="".join(drawn))
    return read_docx(word(body, others={"c1": ("chart", "charts/chart1.xml", part)}), "card.docx")


def test_the_numbers_of_a_chart_stand_as_it_prints_them() -> None:
    document = charted(
        "barChart",
        series("Foo-2", ["0.701", "0.6"], ["IFEval", "MMLU"], "0.0%"),
        series("Bar-1", ["", "0.55"], ["IFEval", "MMLU"], "0.0%"),
    )
    (figure,) = [block for block in document.blocks if block.grid]
    assert (figure.kind, figure.caption, figure.place.line) == (BlockKind.figure, "Accuracy (%)", 2)
    assert texts(figure.grid) == [["", "Foo-2", "Bar-1"], ["IFEval", "70.1%", ""], ["MMLU", "60.0%", "55.0%"]]
    assert not document.unread


@pytest.mark.parametrize(
    ("kind", "places", "drawn"),
    [
        ("scatterChart", ["IFEval", "MMLU"], ["70.1", "60.0"]),
        ("lineChart", ["1000", "2000"], ["2.31", "2.11"]),
        ("barChart", ["IFEval", "IFEval"], ["70.1", "60.0"]),
        ("barChart", ["IFEval", "MMLU"], ["", ""]),
    ],
)
def test_a_chart_that_compares_nothing_named_is_told(kind: str, places: list[str], drawn: list[str]) -> None:
    document = charted(kind, series("Foo-2", drawn, places))
    assert not [block for block in document.blocks if block.grid]
    assert ["could not be read" in one.reason for one in document.unread] == [True]
