"""Files that people really have and files that enemies make: each ends in one sentence, soon, with nothing lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor import documents
from auditor.documents import expand, load, read
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


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may open everything")
def test_closed_folders_are_told_and_not_left_out(tmp_path: Path) -> None:
    (tmp_path / "open.md").write_text(TABLE)
    (tmp_path / "closed").mkdir(mode=0)
    try:
        assert expand([tmp_path]) == (tmp_path / "closed", tmp_path / "open.md")
        with pytest.raises(DocumentError, match="closed cannot be read: Permission denied"):
            load(tmp_path / "closed")
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
