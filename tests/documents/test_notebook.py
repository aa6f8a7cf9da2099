"""Notebooks, separated values and tables in plain text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.documents import plain_tables, read
from auditor.documents.delimited import read_delimited
from auditor.documents.notebook import read_notebook
from auditor.errors import DocumentError
from auditor.records import BlockKind, Document, Grid

FRAME = """<div><style scoped>.dataframe {}</style><table border="1" class="dataframe">
<thead><tr style="text-align: right;"><th></th><th>Model</th><th>MMLU-Pro</th></tr></thead>
<tbody><tr><th>0</th><td>Foo-2</td><td>80.2</td></tr><tr><th>1</th><td>Bar-1</td><td>79.9</td></tr></tbody>
</table></div>"""


def grids(document: Document) -> list[Grid]:
    return [block.grid for block in document.blocks if block.grid is not None]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text if (cell := grid.at(r, c)) else "" for c in range(grid.columns)] for r in range(grid.rows)]


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def book(*cells: dict[str, object], indent: int | None = 1) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=indent).encode()


CELLS = (
    {
        "cell_type": "markdown",
        "source": lines("# Foo-2\n\nWords — é\n\n| B | Foo-2 |\n|---|---|\n| IFEval | **70.1** |"),
    },
    {
        "cell_type": "code",
        "source": ["print(99.9)"],
        "outputs": [
            {"output_type": "execute_result", "data": {"text/html": lines(FRAME), "text/plain": ["Model 80.2"]}},
            {
                "output_type": "stream",
                "name": "stdout",
                "text": lines("done\n\nModel   HLE   GPQA\nFoo-2   20.5  71.3\n"),
            },
            {"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": ["<Figure>"]}},
        ],
    },
)


def test_markdown_frames_and_printed_tables() -> None:
    data = book(*CELLS)
    document = read_notebook(data, "eval.ipynb")
    assert document.title == "Foo-2"
    assert [texts(grid) for grid in grids(document)] == [
        [["B", "Foo-2"], ["IFEval", "70.1"]],
        [["Model", "MMLU-Pro"], ["Foo-2", "80.2"], ["Bar-1", "79.9"]],
        [["Model", "HLE", "GPQA"], ["Foo-2", "20.5", "71.3"]],
    ]
    assert not [block for block in document.blocks if "99.9" in block.text]
    assert [unread.what for unread in document.unread] == ["picture"]
    source = data.decode().split("\n")
    for value in ("70.1", "79.9", "20.5"):
        (place,) = [c.place for grid in grids(document) for c in grid.cells if c.text == value]
        assert place.line is not None
        assert value in source[place.line - 1], value


def test_a_notebook_on_one_line_and_one_without_its_name(tmp_path: Path) -> None:
    (tmp_path / "eval.txt").write_bytes(book(*CELLS, indent=None))
    document = read(tmp_path / "eval.txt")
    assert document.media_type == "application/x-ipynb+json"
    assert len(grids(document)) == 3
    assert {cell.place.line for grid in grids(document) for cell in grid.cells} == {1}


@pytest.mark.parametrize(
    "data", [b'{"cells": [', b'{"nbformat": 3, "worksheets": []}', b"[" * 100_000, b'{"cells": []}']
)
def test_what_is_no_notebook_is_said(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_notebook(data, "eval.ipynb")
    assert caught.value.advice


def test_odd_notebooks_do_no_harm() -> None:
    odd = [None, 7, "x", ["x", 7], {"a": 1}]
    cells = [{"cell_type": "markdown", "source": one} for one in odd]
    cells += [{"cell_type": "code", "outputs": one} for one in (None, [None, 7, {"data": 7}])]
    cells += [{"cell_type": "code", "outputs": [{"output_type": "stream", "text": one}]} for one in odd]
    cells += [{"cell_type": "code", "outputs": [{"data": {"text/html": one}}]} for one in odd]
    document = read_notebook(book(*cells, *CELLS), "eval.ipynb")
    assert len(grids(document)) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", 'Benchmark,Foo-2,"Bar-1, base"\nMMLU-Pro,80.2%,79.9%\n"GPQA ""D""",71.3,70.1\n'),
        ("a.csv", '\ufeffBenchmark;Foo-2;"Bar-1, base"\nMMLU-Pro;80.2%;79.9%\n"GPQA ""D""";71.3;70.1\n'),
        ("a.tsv", 'Benchmark\tFoo-2\tBar-1, base\r\nMMLU-Pro\t80.2%\t79.9%\r\n"GPQA ""D"""\t71.3\t70.1\r\n'),
    ],
)
def test_separated_values(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    (grid,) = grids(read(tmp_path / name))
    assert texts(grid) == [
        ["Benchmark", "Foo-2", "Bar-1, base"],
        ["MMLU-Pro", "80.2%", "79.9%"],
        ['GPQA "D"', "71.3", "70.1"],
    ]
    assert [cell.place.line for cell in grid.cells if cell.column == 0] == [1, 2, 3]
    assert grid.at(1, 1).bold is None  # type: ignore[union-attr]


def test_titles_remarks_and_decimal_commas() -> None:
    text = "# Results of Foo-2\nBenchmark;Foo-2\nMMLU-Pro;80,2\n\nGPQA*;71,3\n* With tools.\n"
    document = read_delimited(text.encode(), "a.csv")
    (block,) = [block for block in document.blocks if block.grid is not None]
    assert texts(grids(document)[0]) == [["Benchmark", "Foo-2"], ["MMLU-Pro", "80,2"], ["GPQA", "71,3"]]
    assert block.caption == "Results of Foo-2"
    assert [(note.mark, note.text) for note in block.footnotes] == [("*", "With tools.")]


@pytest.mark.parametrize("data", [b"", b"words\nonly\n", b"\x00\x01\x02" * 99, b'a,b\n"' + b"x" * 2_000_000])
def test_what_is_no_table_is_said(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_delimited(data, "a.csv")
    assert caught.value.advice


PLAIN = """
Scores of Foo-2
Benchmark           Foo-2    Bar-1 base
--------------------------------------
GPQA Diamond         71.3        70.1
MMLU-Pro             80.2           -
Bold is best.
"""
BOXED = """
+-----------+-------+
| Benchmark | Foo-2 |
+===========+=======+
| IFEval    |  70.1 |
| HLE       |  20.5 |
+-----------+-------+
"""


def test_tables_in_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        f"Foo-2\n{PLAIN}\n{BOXED}\n| B | Foo-2 |\n|---|---|\n| AIME | 50.1 |\n", encoding="utf-8"
    )
    document = read(tmp_path / "a.txt")
    assert [texts(grid) for grid in grids(document)] == [
        [["Benchmark", "Foo-2", "Bar-1 base"], ["GPQA Diamond", "71.3", "70.1"], ["MMLU-Pro", "80.2", "-"]],
        [["Benchmark", "Foo-2"], ["IFEval", "70.1"], ["HLE", "20.5"]],
        [["B", "Foo-2"], ["AIME", "50.1"]],
    ]
    first = grids(document)[0].at(1, 1)
    assert first is not None
    assert first.place.line == 6
    assert "Scores of Foo-2" in [block.text for block in document.blocks]


@pytest.mark.parametrize(
    "text",
    [
        "It scores 80.2 on MMLU-Pro,\nand 71.3 on GPQA Diamond.\nBoth are means of  16 runs.",
        "1.  First we trained it.\n2.  Then we scored it.\n3.  At last we slept.",
        "step 1   loss 2.31\nstep 2   loss 2.20",
        "word  word\nword  word",
        "",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert list(plain_tables.find(text.split("\n"))) == []


def test_code_blocks_stay_code() -> None:
    document = read_notebook(
        book({"cell_type": "code", "outputs": [{"output_type": "stream", "text": "hello"}]}), "e.ipynb"
    )
    assert [block.kind for block in document.blocks] == [BlockKind.code]
