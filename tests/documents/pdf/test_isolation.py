"""PDFs read in processes of their own: the same document, a limit that holds, and any number at the same time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from auditor.documents import isolation, read_each
from auditor.documents.isolation import read_pdf_apart
from auditor.documents.pdf import read_pdf
from auditor.errors import DocumentError
from auditor.records import Document


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No process has been started before; those of the test end with it."""
    idle: list[isolation._Reader] = []
    monkeypatch.setattr(isolation, "_idle", idle)
    yield
    for reader in idle:
        reader.end()


def report(press: ModuleType, score: str = "70.1") -> bytes:
    sheet = press.Sheet()
    sheet.text(72, 100, "The model scores are listed here for all to read.")
    sheet.text(72, 200, f"Foo-1 reaches {score} on MMLU with five shots.")
    return press.pdf(sheet)


def drawn_in_itself() -> bytes:
    """A page whose form draws itself: PDFium follows it without end."""
    form = b"/Resources << /XObject << /X 5 0 R >> >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R " + form + b" >>",
        stream(b"", b"/X Do /X Do"),
        stream(b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] " + form, b"/X Do /X Do /X Do"),
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def stream(entries: bytes, body: bytes) -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(body), body)


def test_apart_is_the_same_as_here(press: ModuleType) -> None:
    data = report(press)
    assert read_pdf_apart(data, "report.pdf") == read_pdf(data, "report.pdf")


def test_errors_come_back_with_their_advice() -> None:
    with pytest.raises(DocumentError, match=r"none\.pdf is not a PDF") as caught:
        read_pdf_apart(b"no pdf at all", "none.pdf")
    assert caught.value.advice


def test_a_page_that_never_ends_is_ended(press: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_PATIENCE", 2.0)
    with pytest.raises(DocumentError, match=r"circle\.pdf could not be read.* 2 s"):
        read_pdf_apart(drawn_in_itself(), "circle.pdf", seconds=2)
    # The next file gets a reader that works.
    assert read_pdf_apart(report(press), "report.pdf").pages == 1


def test_one_process_reads_many(press: ModuleType) -> None:
    read_pdf_apart(report(press), "first.pdf")
    before = list(isolation._idle)
    read_pdf_apart(report(press), "second.pdf")
    assert isolation._idle == before


@pytest.mark.usefixtures("fresh")
def test_modules_of_the_working_folder_are_not_used(
    press: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pypdfium2.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert read_pdf_apart(report(press), "report.pdf").pages == 1


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_workers_gives_the_same_in_the_same_order(
    press: ModuleType, tmp_path: Path, workers: int
) -> None:
    paths = []
    for number in range(6):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(b"%PDF-1.7 cut off" if number == 2 else report(press, f"7{number}.4"))
        paths.append(path)
    found = list(read_each(paths, workers=workers))
    assert [isinstance(one, DocumentError) for one in found] == [number == 2 for number in range(6)]
    for number, one in enumerate(found):
        if isinstance(one, Document):
            assert one.name == f"{number}.pdf"
            assert f"7{number}.4" in " ".join(block.text for block in one.blocks)


@pytest.mark.skipif(os.name != "posix", reason="only there the memory of a process can be limited")
def test_memory_is_limited(press: ModuleType) -> None:
    reader = isolation._Reader()
    try:
        answer = reader.ask({"name": "report.pdf"}, report(press), 20)
        assert answer is not None
        limits = Path(f"/proc/{reader._process.pid}/limits")
        if not limits.exists():
            pytest.skip("the system does not show the limits of a process")
        line = next(line for line in limits.read_text().splitlines() if line.startswith("Max address space"))
        assert line.split()[3] == str(isolation.MEMORY)
    finally:
        reader.end()
