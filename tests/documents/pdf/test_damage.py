"""Files with damaged bytes inside: engines read on in silence, the document says it."""

from __future__ import annotations

import zlib
from types import ModuleType

import pytest

from auditor.documents.pdf import read_pdf
from auditor.documents.pdf.damage import damaged_parts


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
