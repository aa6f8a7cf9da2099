"""Files: told apart by content, folders walked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from auditor.documents import expand, read
from auditor.errors import DocumentError


def test_kinds_by_content(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("| B | Alpha |\n|---|---|\n| MMLU | 70.1 |\n")
    (tmp_path / "b.md").write_text("<!DOCTYPE html>\n<html><body><p>Hello</p></body></html>")
    (tmp_path / "c.html").write_text("<p>Hello</p>")
    (tmp_path / "d").write_text("# Hello\n")
    (tmp_path / "e.pdf").write_text("# Hello\n")
    kinds = [read(tmp_path / name).media_type for name in ("a.txt", "b.md", "c.html", "d", "e.pdf")]
    assert kinds == ["text/plain", "text/html", "text/html", "text/markdown", "text/markdown"]
    assert read(tmp_path / "a.txt").blocks[0].grid is not None


def test_ids_are_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Hello\n")
    (tmp_path / "b.md").write_text("# Hello\n")
    first, second = read(tmp_path / "a.md"), read(tmp_path / "b.md")
    assert first.id == second.id
    assert first.id.startswith("doc-")
    assert first.id[4:] == first.sha256[:16]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.md", b""), ("b.html", b"\x00\x01\x02" * 50), ("c.pdf", b"\xff\xd8 no pdf" * 9), ("d.pdf", b"")],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        read(tmp_path / name)
    assert name in caught.value.message
    assert caught.value.message.endswith(".")
    assert caught.value.advice


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"gone\.md"):
        read(tmp_path / "gone.md")
    with pytest.raises(DocumentError, match="folder"):
        read(tmp_path)
    with pytest.raises(DocumentError, match=r"gone\.md"):
        expand([tmp_path / "gone.md"])


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.md", "a.html", "sub/c.pdf", ".hidden.md", ".git/x.md", "data.bin", "sub/.x/y.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found = expand([tmp_path, tmp_path / "b.md", tmp_path / "data.bin"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.html", "b.md", "sub/c.pdf", "data.bin"]


def test_importing_the_package_loads_no_reader() -> None:
    code = (
        "import sys, auditor.documents; print([m for m in ('lxml', 'pypdfium2', 'markdown_it', 'yaml') if m in "
        "sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_what_a_browser_saves_beside_a_page_is_no_document(tmp_path: Path) -> None:
    for name in ("Foo-2.html", "Foo-2_files/frame.html", "other_files/a.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("<p>x</p>")
    assert [p.relative_to(tmp_path).as_posix() for p in expand([tmp_path])] == ["Foo-2.html", "other_files/a.html"]
