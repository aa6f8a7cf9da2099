"""HTML pages, malformed ones included."""

from __future__ import annotations

import pytest

from auditor.documents.html import read_html
from auditor.errors import DocumentError
from auditor.records import BlockKind, Document, Grid


def read(text: str) -> Document:
    return read_html(text.encode(), "page.html")


def grids(text: str) -> list[Grid]:
    return [b.grid for b in read(text).blocks if b.kind is BlockKind.table and b.grid is not None]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text if (cell := grid.at(r, c)) else "" for c in range(grid.columns)] for r in range(grid.rows)]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>B<th>Alpha<tr><td>MMLU<td>70.1<tr><td>BBH<td>60.2</table>",
        "<table><thead><th>B</th><th>Alpha</th></thead><tbody><tr><td>MMLU</td><td>70.1</td></tr><tr><td>BBH</td><td"
        ">60.2</td></tr></tbody></table>",
        "<table><td>B</td><td><b>Alpha</b></td><tr><td>MMLU</td><td>70.1</td><tr><td>BBH</td><td>60.2</td></tr></tab"
        "le>",
        "<table><tbody><tr><td>B</td><td>Alpha</td></tr></tbody><tbody><tr><td>MMLU</td><td>70.1</td></tr><tr><td>BB"
        "H</td><td>60.2",
        "<TABLE><TR><TD><P>B</P></TD><TD><P>Alpha</P></TD></TR><TR><TD>MMLU</TD><TD><div>70.1</div></TD></TR><TR><TD"
        ">BBH</TD><TD>60.2</TD></TR></TABLE>",
        "<table><tfoot><tr><td>BBH</td><td>60.2</td></tr></tfoot><tr><th>B</th><th>Alpha</th></tr><tr><td>MMLU</td><"
        "td>70.1</td></tr></table>",
    ],
)
def test_malformed_tables(table: str) -> None:
    found = grids(f"<html><body><p>x</p>{table}</body></html>")
    assert [rows(g) for g in found] == [[["B", "Alpha"], ["MMLU", "70.1"], ["BBH", "60.2"]]]
    assert found[0].header_rows == 1


def test_several_tables_on_one_line_keep_their_order() -> None:
    table = "<table><tr><th>B</th><th>{}</th></tr><tr><td>MMLU</td><td>70.1</td></tr></table>"
    assert [
        rows(g)[0][1] for g in grids(table.format("Alpha") + "<p>x</p>" + table.format("Beta") + table.format("Gamma"))
    ] == ["Alpha", "Beta", "Gamma"]


def test_row_header_cells_are_labels_not_headers() -> None:
    grid = grids(
        "<table><tr><td></td><th>Alpha</th></tr><tr><th scope=row>MMLU</th><td>70.1</td></tr><tr><th "
        "scope=row>BBH</th><td>60.2</td></tr></table>"
    )[0]
    assert grid.header_rows == 1
    assert grid.label_columns == 1


def test_styles_give_emphasis_and_shade() -> None:
    grid = grids(
        "<table><tr><th>B</th><th>Alpha</th><th>Beta</th></tr><tr style='background:#eef'><td>MMLU</td><td "
        "style='font-weight: 700'>70.1</td>"
        "<td><span style='text-decoration: underline'>71.0</span></td></tr><tr><td>BBH</td><td "
        "class='fw-bold'>60.2</td><td>61.0<sub>±0.2</sub></td></tr></table>"
    )[0]
    cells = {(c.row, c.column): c for c in grid.cells}
    assert cells[1, 1].bold
    assert cells[1, 2].underline
    assert cells[1, 1].shaded
    assert cells[2, 1].bold
    assert cells[2, 2].text == "61.0±0.2"
    assert [(p.text, p.script) for p in cells[2, 2].parts] == [("61.0", 0), ("±0.2", -1)]


def test_captions_inside_and_around() -> None:
    text = (
        "<figure><table><caption>Table 4: Inside.</caption><tr><th>B</th><th>Alpha</th></tr><tr><td>MMLU</td><td>70."
        "1</td></tr></table></figure>"
        "<figure><table><tr><th>B</th><th>Beta</th></tr><tr><td>MMLU</td><td>70.1</td></tr></table><figcaption>Table"
        " 5. Below.</figcaption></figure>"
    )
    assert [(b.label, b.caption) for b in read(text).blocks if b.grid] == [
        ("Table 4", "Inside."),
        ("Table 5", "Below."),
    ]


def test_a_layout_table_is_walked_through() -> None:
    document = read("<table><tr><td><h1>Title</h1><p>Some text</p></td></tr></table>")
    assert [(b.kind.value, b.text) for b in document.blocks] == [("heading", "Title"), ("paragraph", "Some text")]


def test_formulas_of_rendered_pages() -> None:
    grid = grids(
        "<table><tr><th>B</th><th>Alpha</th></tr><tr><td><span class='katex'><span "
        "class='katex-mathml'><math><semantics><mi>x</mi>"
        "<annotation encoding='application/x-tex'>\\tau^2</annotation></semantics></math></span><span "
        "class='katex-html'>τ2</span></span>-bench</td>"
        "<td><math alttext='70.1_{\\pm 0.3}'><mn>70.1</mn></math></td></tr></table>"
    )[0]
    assert rows(grid)[1] == ["τ2-bench", "70.1±0.3"]


def test_what_a_page_says_about_itself() -> None:
    document = read(
        "<!doctype html><html lang=en><head><title>Alpha | Lab</title><link rel=canonical "
        "href='https://lab.example/alpha'>"
        "<meta property='og:site_name' content='Lab'><script type='application/ld+json'>{\"@type\": "
        '"BlogPosting", "headline": "Alpha is here",'
        '"datePublished": "2026-04-23T10:00:00Z", "author": {"name": '
        '"Team"}}</script></head><body><p>Hello</p></body></html>'
    )
    assert (document.title, document.publisher, document.published) == ("Alpha is here", "Lab", "2026-04-23")
    assert (document.url, document.language) == ("https://lab.example/alpha", "en")
    assert [b.kind for b in document.blocks] == [BlockKind.metadata, BlockKind.paragraph]


def test_hidden_tabs_are_read_and_hidden_words_are_not() -> None:
    table = "<table><tr><th>B</th><th>Alpha</th></tr><tr><td>MMLU</td><td>70.1</td></tr></table>"
    document = read(
        f"<div role=tabpanel style='display:none'><p>Second tab</p></div><div style='display:none'>{table}</div><p "
        f"hidden>Not for you to see</p>"
        "<p style='position:absolute;left:-9999px'>far away</p><div class=slide>one</div><div class=slide "
        "style='display:none'>two</div>"
    )
    assert [b.text for b in document.blocks if b.text] == ["Second tab", "one", "two"]
    assert sum(b.grid is not None for b in document.blocks) == 1
    assert {(h.text, h.why) for h in document.hidden} == {("Not for you to see", "invisible"), ("far away", "off page")}


def test_struck_out_values_are_left_out() -> None:
    assert rows(
        grids("<table><tr><th>B</th><th>Alpha</th></tr><tr><td>MMLU</td><td><del>65.0</del> 70.1</td></tr></table>")[0]
    )[1] == ["MMLU", "70.1"]


def test_line_numbers() -> None:
    document = read(
        "<html>\n<body>\n<p>x</p>\n<table>\n<tr><th>B</th><th>Alpha</th></tr>\n<tr><td>MMLU</td><td>70.1</td></tr>\n"
        "</table></body></html>"
    )
    table = next(b for b in document.blocks if b.grid)
    assert table.place.line == 4
    assert table.grid is not None
    assert table.grid.at(1, 1).place.line == 6  # type: ignore[union-attr]


def test_charset_declared_in_the_page() -> None:
    data = "<html><head><meta charset='shift_jis'></head><body><p>評価結果</p></body></html>".encode("shift_jis")
    assert read_html(data, "page.html").blocks[0].text == "評価結果"


def test_a_page_without_content_is_refused() -> None:
    with pytest.raises(DocumentError):
        read("<html><head><title>x</title></head><body><script>run()</script></body></html>")
