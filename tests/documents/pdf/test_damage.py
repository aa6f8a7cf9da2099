"""Files with damaged bytes inside: engines read on in silence, the document says it."""

from __future__ import annotations

import zlib
from types import ModuleType

import pytest

from auditor.documents.pdf import engines, read_pdf
from auditor.documents.pdf.damage import damaged_parts
from auditor.documents.pdf.glyphs import open_pages


def packed(press: ModuleType, *, damage: bool) -> bytes:
    """A report with a second page whose content is packed, its bytes flipped in the middle on request."""
    sheet = press.Sheet()
    for line in range(60):
        sheet.text(60, 60 + 12 * line, f"Foo-1 scores {line}.{line % 10} on the benchmark number {line}.")
    plain = press.pdf(press.Sheet().text(60, 80, "Foo-1 technical report"), sheet)
    head, _, rest = plain.rpartition(b"/Length ")
    size, _, rest = rest.partition(b" >>\nstream\n")
    content = rest[: int(size)]
    body = bytearray(zlib.compress(content))
    if damage:
        for at in range(len(body) // 3, len(body) // 3 + 8):
            body[at] ^= 0xFF
    entries = b"/Filter /FlateDecode /Length %d >>\nstream\n" % len(body)
    return head + entries + bytes(body) + rest[int(size) :]


@pytest.mark.parametrize("damage", [False, True])
def test_damage_inside_a_file_is_told(press: ModuleType, damage: bool) -> None:
    data = packed(press, damage=damage)
    assert damaged_parts(data) == int(damage)
    document = read_pdf(data, "report.pdf")
    said = [unread.reason for unread in document.unread if "damaged" in unread.reason]
    assert len(said) == int(damage)


def test_encrypted_files_are_not_called_damaged() -> None:
    assert (
        damaged_parts(b"1 0 obj << /Filter /FlateDecode >>\nstream\nxyz\nendstream trailer << /Encrypt 2 0 R >>") == 0
    )


class Panic(BaseException):
    """What machine code raises where it breaks down."""


def test_a_page_an_engine_breaks_down_on_is_read_by_the_other(
    press: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(*_: object) -> None:
        raise Panic("start byte index 5 is not a char boundary")

    for take in ("runs", "glyphs"):
        monkeypatch.setattr(engines.Fast, take, panic)
    data = press.pdf(press.Sheet().text(60, 80, "Foo-1 scores 71.2 on the benchmark."))
    assert "71.2" in " ".join(block.text for block in read_pdf(data, "report.pdf").blocks)


def test_a_file_that_cannot_be_closed_costs_nothing(press: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("int too large to convert to float")

    with open_pages(press.pdf(press.Sheet().text(60, 80, "Foo-1 scores 71.2 on the benchmark."))) as pages:
        page = pages.read_again(1)
        assert "71.2" in "".join(run.text for run in page.runs)
        monkeypatch.setattr("pdfplumber.pdf.PDF.close", fail)


@pytest.mark.parametrize("failing", ["drawings", "pictures"])
def test_a_page_whose_drawings_cannot_be_read_keeps_its_text(
    press: ModuleType, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(engines.Fast, failing, fail)
    monkeypatch.setattr(f"auditor.documents.pdf.reference.Reference.{failing}", fail)
    sheet = press.Sheet().text(60, 80, "Foo-1 scores 71.2 on the benchmark.").text(60, 300, "Table 1: Results")
    for row in range(8):
        for column in range(4):
            sheet.text(60 + 100 * column, 320 + 14 * row, f"{row}.{column}" if column else f"Benchmark {row}")
    document = read_pdf(press.pdf(sheet, press.Sheet().text(60, 80, "The second page.")), "report.pdf")
    text = " ".join(block.text for block in document.blocks)
    assert "71.2" in text
    assert "The second page." in text
