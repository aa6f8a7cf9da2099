"""Files that people really have and files that enemies make: each ends in one sentence, soon, with nothing lost."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from auditor import documents, patience
from auditor.documents import expand, load, read
from auditor.documents.html import read_html
from auditor.documents.markdown import read_markdown
from auditor.errors import DocumentError

TABLE = "| Benchmark | Foo-1 |\n|---|---|\n| MMLU | 70.1 |\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_and_devices_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    for path in (tmp_path / "pipe.md", Path("/dev/zero")):
        with pytest.raises(DocumentError, match="not a file"):
            load(path)
    assert expand([tmp_path]) == ()


def test_files_over_the_bound_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_FILE", 1 << 20)
    (tmp_path / "big.md").write_bytes(b"x" * (1 << 20) + b"x")
    with pytest.raises(DocumentError, match="larger than 1 MB"):
        read(tmp_path / "big.md")


def test_names_that_are_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff\n\x1b[31m.md"))
    try:
        path.write_text(TABLE)
    except OSError:
        pytest.skip("the file system refuses such names")
    document = read(expand([tmp_path])[0])
    assert document.name == "a\ufffd\n\x1b[31m.md"
    assert document.model_dump_json()


def test_links_in_a_circle_and_dead_ones(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "card.md").write_text(TABLE)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self.md").symlink_to(tmp_path / "a" / "self.md")
    (tmp_path / "a" / "dead.md").symlink_to(tmp_path / "gone.md")
    assert [path.name for path in expand([tmp_path])] == ["card.md"]
    for name in ("self.md", "dead.md"):
        with pytest.raises(DocumentError, match=f"{name} cannot be read"):
            load(expand([tmp_path / "a" / name])[0])


def test_closed_folders_are_told_and_not_left_out(tmp_path: Path) -> None:
    (tmp_path / "open.md").write_text(TABLE)
    (tmp_path / "closed").mkdir(mode=0)
    if os.access(tmp_path / "closed", os.R_OK):
        pytest.skip("this user may open everything")
    try:
        assert expand([tmp_path]) == (tmp_path / "closed", tmp_path / "open.md")
        with pytest.raises(DocumentError, match="closed cannot be read: Permission denied"):
            load(tmp_path / "closed")
        with pytest.raises(DocumentError, match=r"inner\.md cannot be read: Permission denied"):
            load(expand([tmp_path / "closed" / "inner.md"])[0])
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_reader_that_fails_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr("auditor.documents.markdown.read_markdown", fail)
    (tmp_path / "card.md").write_text(TABLE)
    with pytest.raises(DocumentError, match=r"card\.md cannot be read: its reader failed \(RecursionError") as caught:
        read(tmp_path / "card.md")
    assert caught.value.advice


@pytest.mark.parametrize("charset", ["undefined", "idna", "rot13", "zlib_codec", "unicode_escape", "x" * 29])
def test_codecs_that_are_no_encoding(tmp_path: Path, charset: str) -> None:
    page = b'<html><meta charset="%s"><p>Foo\\ud800 \xe9\xe9\xe9\xe9\xe9\xe9</p></html>' % charset.encode()
    (tmp_path / "page.html").write_bytes(page)
    assert "Foo" in read(tmp_path / "page.html").blocks[0].text


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


ROW = "<tr><td>MMLU</td><td>70.1</td></tr>"
PAGES = {
    "spans that cover the world": "<table>" + ("<tr>" + "<td rowspan=65534 colspan=1000>a</td>" * 5 + "</tr>") * 300,
    "ten thousand attributes": "<p " + " ".join(f"a{n}=b" for n in range(60_000)) + ">x</p>",
    "a style without end": f'<p style="{"text-decoration:" * 50_000}">x</p>',
    "siblings without end": '<div class="slide" style="display:none">hidden text</div>' * 20_000,
    "marks without end": "<p>" + "a<sup>1</sup>" * 20_000 + "</p>",
    "spaces without end": f"<p>é{' ' * 400_000}b</p><table><tr><td>é{' ' * 19_000}b</td></tr>{ROW}</table>",
    "breaks without end": "a<br>" * 20_000,
    "depth without end": "<div>" * 100_000 + "x",
    "cells of pages": f"<table><tr><th>B</th><th>F</th></tr><tr><td>A</td><td>{'12.3 ' * 100_000}</td></tr></table>",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_made_to_take_for_ever_take_seconds(name: str) -> None:
    with patience.at_most(8), contextlib.suppress(DocumentError):
        read_html(page(PAGES[name]), "page.html")


def test_cells_beyond_the_widest_table_are_told() -> None:
    wide = "<tr>" + "<td>1.5</td>" * 600 + "</tr>"
    grid = read_html(page(f"<table>{wide * 3}</table>"), "page.html").blocks[0].grid
    assert grid is not None
    assert grid.columns == 500
    assert any("too wide: 300 cells beyond its column 500" in doubt for doubt in grid.doubts)


def test_a_cell_of_pages_is_text_and_told() -> None:
    document = read_html(page(PAGES["cells of pages"]), "page.html")
    assert [unread.what for unread in document.unread] == ["table"]
    assert sum(block.text.count("12.3") for block in document.blocks) == 100_000


def test_wide_spans_of_real_tables_stay() -> None:
    rows = "".join(
        f"<tr>{'<td rowspan=3>Group</td>' if n % 3 == 0 else ''}<td>B{n}</td><td>{n}.5</td></tr>" for n in range(60)
    )
    grid = read_html(page(f"<table><tr><th>G</th><th>B</th><th>Foo-1</th></tr>{rows}</table>"), "p.html").blocks[0].grid
    assert grid is not None
    assert {cell.row_span for cell in grid.cells if cell.text == "Group"} == {3}


LAUGH = "a: &a [lol, lol]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
FRONTS = {
    "laughs": LAUGH,
    "merges": "a: &a {k: v}\n"
    + "".join(f"{b}: &{b} {{<<: [{', '.join(['*' + a] * 9)}]}}\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "a list in itself": "eval_results: &e [*e, {data: *e}]\nmodel-index: *e\n",
    "a mapping in itself": "x: &m\n  eval_results: *m\neval_results: *m\nmodel-index: [*m]\n",
    "depth": "title: " + "[" * 20_000 + "\n",
    "keys that are none": "? [a, b]\n: c\ntitle: [x]\ndate: 2026-99-99\n",
}


@pytest.mark.parametrize("name", FRONTS)
def test_front_matter_made_to_do_harm(name: str) -> None:
    with patience.at_most(8):
        document = read_markdown(f"---\n{FRONTS[name]}---\n# Foo-1\n\n{TABLE}".encode(), "card.md")
    assert [block.kind.value for block in document.blocks[-2:]] == ["heading", "table"]


def test_emphasis_in_front_matter_is_no_reference() -> None:
    front = "title: Foo-1\ntext: R&D of " + " ".join(f"*word{n}*" for n in range(60)) + "\n"
    assert read_markdown(f"---\n{front}---\n# Card\n".encode(), "card.md").title == "Foo-1"


@pytest.mark.parametrize(
    "text",
    ["*a " * 50_000, "**" * 50_000, "[" * 20_000, "![" * 8_000 + "](a)" * 8_000, "$a " * 50_000, "<a " * 50_000,
     ">" * 50_000, "|" * 200_000, "| -" * 10_000 + "\n| -", "a |\n" * 20_000, "`" * 50_000, "word 12.3 " * 100_000,
     "a" + " " * 500_000 + "b\n|", " \n" * 20_000, "-" + " \n" * 20_000 + "x"],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_markdown_made_to_take_for_ever_takes_seconds(text: str) -> None:
    with patience.at_most(8), contextlib.suppress(DocumentError):
        read_markdown(text.encode(), "card.md")


def test_long_and_wide_tables_lose_columns_and_say_so() -> None:
    wide = "<tr>" + "<td rowspan=9000>a</td>" * 400 + "</tr>"
    grid = read_html(page(f"<table>{wide}{'<tr></tr><tr><td>b</td></tr>' * 8000}</table>"), "page.html").blocks[0].grid
    assert grid is not None
    assert grid.rows * grid.columns <= 300_000
    assert any("too wide" in doubt for doubt in grid.doubts)


def test_text_without_end_is_cut_between_words_and_kept() -> None:
    document = read_markdown(("word 12.3 " * 20_000).encode(), "card.md")
    assert max(len(block.text) for block in document.blocks) <= 20_000
    assert " ".join(block.text for block in document.blocks) == ("word 12.3 " * 20_000).strip()
