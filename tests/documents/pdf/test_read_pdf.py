"""Whole documents: what is refused, and what the blocks of small printed pages are."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
import time
import zlib
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from auditor.documents.pdf import read_pdf
from auditor.errors import DocumentError
from auditor.records import BlockKind, Document


def _press() -> ModuleType:
    """The printing press beside this file (tests are no package)."""
    name = "pdf_press"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("press.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


press = _press()
BODY = "Every model was asked the same questions in the same order and its answers were compared with the key."


def column(sheet: object, x: float, y: float, lines: list[str], size: float = 10, pitch: float = 12) -> float:
    """Prints lines under each other; the baseline after the last."""
    for line in lines:
        sheet.text(x, y, line, size=size)  # type: ignore[attr-defined]
        y += pitch
    return y


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [block.text for block in document.blocks if block.kind is kind]


def page_of_text() -> object:
    sheet = press.Sheet()
    column(sheet, 72, 100, [BODY[:80], BODY[80:]])
    return sheet


# --- what is refused ---------------------------------------------------------------------------------------------


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"card\.pdf is empty") as caught:
        read_pdf(b"", "card.pdf")
    assert caught.value.advice


def test_a_file_that_is_no_pdf_is_named_for_what_it_is() -> None:
    with pytest.raises(DocumentError, match="ZIP archive"):
        read_pdf(b"PK\x03\x04" + b"x" * 200, "card.pdf")
    with pytest.raises(DocumentError, match="HTML page"):
        read_pdf(b"<!doctype html><html><body>Sign in</body></html>", "card.pdf")


def test_a_truncated_file_is_said_to_be_cut_off() -> None:
    whole = press.pdf(page_of_text())
    with pytest.raises(DocumentError, match="cut off"):
        read_pdf(whole[:300], "card.pdf")


def test_an_encrypted_file_asks_for_a_copy_without_a_password() -> None:
    from pdfminer.arcfour import Arcfour

    with pytest.raises(DocumentError, match="needs a password") as caught:
        read_pdf(press_encrypted(Arcfour), "card.pdf")
    assert "without" in str(caught.value.advice)


def press_encrypted(arcfour: type) -> bytes:
    """A file encrypted by the standard handler, revision 2, whose user password is not empty (ISO 32000-1, 7.6.3)."""
    import hashlib

    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    secret, identifier = b"secret" + pad[:26], b"0123456789abcdef"
    owner = arcfour(hashlib.md5(secret).digest()[:5]).process(secret)
    permissions = (-4) & 0xFFFFFFFF
    key = hashlib.md5(secret + owner + permissions.to_bytes(4, "little") + identifier).digest()[:5]
    user = arcfour(key).process(pad)
    whole = press.pdf(page_of_text())
    entry = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (owner.hex().encode(), user.hex().encode())
    trailer = b"/Encrypt %s /ID [<%s> <%s>] >>\nstartxref" % (
        entry,
        identifier.hex().encode(),
        identifier.hex().encode(),
    )
    return whole.replace(b">>\nstartxref", trailer, 1)


def test_a_file_without_pages_is_refused() -> None:
    whole = press.pdf()
    with pytest.raises(DocumentError, match=r"no pages|damaged"):
        read_pdf(whole, "card.pdf")


def test_too_many_pages_are_refused_before_they_are_read() -> None:
    file = pypdfium2.PdfDocument.new()
    for _ in range(2001):
        file.new_page(100, 100).close()
    buffer = io.BytesIO()
    file.save(buffer)
    file.close()
    with pytest.raises(DocumentError, match="2001 pages"):
        read_pdf(buffer.getvalue(), "card.pdf")


# --- text --------------------------------------------------------------------------------------------------------


def test_title_headings_paragraphs_and_their_levels() -> None:
    sheet = press.Sheet()
    sheet.text(297, 80, "Heron 3 Model Card", size=18, font="bold", align="centre")
    sheet.text(72, 130, "1 Introduction", size=13, font="bold")
    column(
        sheet,
        72,
        150,
        ["Heron 3 is a language model of medium size that was trained on permitted text", "and on code."],
    )
    sheet.text(72, 190, "1.1 Data", size=11.5, font="bold")
    column(sheet, 72, 210, ["The corpus holds books, pages and programs in many languages of the world."])
    sheet.text(72, 250, "2 Evaluation", size=13, font="bold")
    column(sheet, 72, 270, ["Heron 3 scores 71.4 on the first test and answers more quickly than before."])
    document = read_pdf(press.pdf(sheet), "card.pdf")
    assert document.title == "Heron 3 Model Card"
    headings = [(block.text, block.level) for block in document.blocks if block.kind is BlockKind.heading]
    assert headings == [("Heron 3 Model Card", 1), ("1 Introduction", 2), ("1.1 Data", 3), ("2 Evaluation", 2)]
    last = document.blocks[-1]
    assert last.section == ("Heron 3 Model Card", "2 Evaluation")
    assert last.place.page == 1
    assert last.place.box is not None
    assert last.place.box.y0 < 270 < last.place.box.y1 + 1


def test_lines_are_joined_and_hyphens_at_their_ends_undone() -> None:
    sheet = press.Sheet()
    column(
        sheet,
        72,
        100,
        [
            "The evaluation was repeated, and the evaluation showed that open-source models",
            "keep their rank. Each evalu-",
            "ation took one hour on open-",
            "source tools with the model Heron-",
            "72B at its best.",
        ],
    )
    (text,) = texts(read_pdf(press.pdf(sheet), "card.pdf"), BlockKind.paragraph)
    assert "Each evaluation took one hour on open-source tools with the model Heron-72B at its best." in text


def test_two_columns_are_read_one_after_the_other() -> None:
    sheet = press.Sheet()
    sheet.text(297, 80, "A title over both columns of this page", size=16, font="bold", align="centre")
    left = [f"left column line {number} says one more thing of it" for number in range(1, 15)]
    right = [f"right column line {number} says one more thing too" for number in range(1, 15)]
    column(sheet, 60, 120, left)
    column(sheet, 315, 124, right)
    document = read_pdf(press.pdf(sheet), "card.pdf")
    text = " ".join(block.text for block in document.blocks)
    assert text.index("left column line 14") < text.index("right column line 1 ")
    assert "it right" not in text.replace(left[-1] + " " + right[0], "")


def test_a_sentence_over_a_page_break_is_one_paragraph_and_running_heads_are_gone() -> None:
    sheets = []
    for number in range(1, 5):
        sheet = press.Sheet()
        sheet.text(72, 40, "Heron Technical Report", size=8)
        sheet.text(297, 810, str(number), size=9)
        y = column(
            sheet,
            72,
            100,
            ["and so it went on until the very end of the day that had begun so early,"] if number > 1 else [],
        )
        y = column(sheet, 72, y + 10, [f"Paragraph {number} begins here and fills the whole width of the line well"])
        column(sheet, 72, 740, ["The last line of the page runs to the right edge of its column because it"])
        sheets.append(sheet)
    document = read_pdf(press.pdf(*sheets), "card.pdf")
    paragraphs = texts(document, BlockKind.paragraph)
    assert sum("because it and so it went on" in text for text in paragraphs) == 3
    assert not any("Technical Report" in text or text.strip().isdigit() for text in paragraphs)


def test_list_items_are_blocks_of_their_own() -> None:
    sheet = press.Sheet()
    column(sheet, 72, 90, ["The tests were three, and each of them was run on the same machine:"])
    column(sheet, 82, 108, ["• arithmetic, with a time limit that no model of this size ever reached in", "  our runs"])
    column(sheet, 82, 136, ["• spelling, without any limit", "• chess"])
    items = texts(read_pdf(press.pdf(sheet), "card.pdf"), BlockKind.list_item)
    assert [item[:9] for item in items] == ["• arithme", "• spellin", "• chess"]
    assert items[0].endswith("our runs")


def test_notes_at_the_foot_belong_to_the_paragraph_with_their_mark() -> None:
    sheet = press.Sheet()
    sheet.text(72, 100, "The model scored 71.4", size=10)
    sheet.text(72 + press.width("The model scored 71.4", 10), 96, "2", size=6)
    sheet.text(
        72 + press.width("The model scored 71.4", 10) + 4, 100, " on the first of the tests that we ran", size=10
    )
    column(sheet, 72, 130, [BODY[:80]])
    sheet.text(72, 760, "2", size=5.5)
    sheet.text(76, 763, "Measured with tools.", size=8)
    document = read_pdf(press.pdf(sheet), "card.pdf")
    note = next(block for block in document.blocks if block.kind is BlockKind.footnote)
    assert [(n.mark, n.text) for n in note.footnotes] == [("2", "Measured with tools.")]
    first = next(block for block in document.blocks if block.kind is BlockKind.paragraph)
    assert "scored 71.4 on the first" in first.text
    assert [n.mark for n in first.footnotes] == ["2"]


def test_a_printed_date_is_the_date_of_publication() -> None:
    sheet = press.Sheet()
    sheet.text(297, 80, "Heron 3 Model Card", size=18, font="bold", align="centre")
    sheet.text(297, 105, "April 23, 2026", size=10, align="centre")
    column(sheet, 72, 140, [BODY[:80], BODY[80:]])
    assert read_pdf(press.pdf(sheet), "card.pdf").published == "2026-04-23"
    assert read_pdf(press.pdf(page_of_text()), "card.pdf").published is None


# --- tables and captions -----------------------------------------------------------------------------------------


def ruled_table(sheet: object, y: float, values: list[list[str]], x: float = 120) -> float:
    """A table with three rules; the y of its last rule."""
    columns = [x, x + 120, x + 190, x + 260]
    sheet.rule(x - 4, x + 310, y)  # type: ignore[attr-defined]
    for row, line in enumerate(values):
        for place, text in enumerate(line):
            sheet.text(columns[place], y + 14, text, size=9)  # type: ignore[attr-defined]
        y += 14
        if row == 0:
            sheet.rule(x - 4, x + 310, y + 4)  # type: ignore[attr-defined]
            y += 4
    sheet.rule(x - 4, x + 310, y + 5)  # type: ignore[attr-defined]
    return y + 5


TABLE = [
    ["Benchmark", "Heron 3", "Heron 2", "Egret"],
    ["Sums", "71.4", "65.0", "70.2*"],
    ["Words", "88.1", "80.3", "87.9"],
    ["Chess", "43.9", "40.0", "44.6"],
]


def test_captions_and_notes_go_to_their_own_tables() -> None:
    sheet = press.Sheet()
    column(
        sheet,
        72,
        90,
        ["Table 1 shows the results of the first round, and Table 2 those of the second round", "which was longer."],
    )
    sheet.text(120, 140, "Table 1: Results of the first round.", size=10)
    y = ruled_table(sheet, 150, TABLE)
    sheet.text(120, y + 12, "* Taken from the Egret report.", size=8)
    sheet.text(120, 300, "Table 2: Results of the second round.", size=10)
    ruled_table(sheet, 310, [TABLE[0], ["Sums", "51.4", "55.0", "60.2"], ["Words", "58.1", "50.3", "57.9"]])
    column(sheet, 72, 460, [BODY[:80], BODY[80:]])
    document = read_pdf(press.pdf(sheet), "card.pdf")
    tables = [block for block in document.blocks if block.kind is BlockKind.table]
    assert [(t.label, t.caption) for t in tables] == [
        ("Table 1", "Results of the first round."),
        ("Table 2", "Results of the second round."),
    ]
    assert [(n.mark, n.text) for n in tables[0].footnotes] == [("*", "Taken from the Egret report.")]
    assert tables[1].footnotes == ()
    assert not any("88.1" in text for text in texts(document, BlockKind.paragraph))
    assert len(texts(document, BlockKind.caption)) == 2
    assert texts(document, BlockKind.paragraph)[0].startswith("Table 1 shows")


def test_captions_below_their_tables() -> None:
    sheet = press.Sheet()
    y = ruled_table(sheet, 90, TABLE)
    sheet.text(120, y + 16, "Table A.1 | First.", size=10)
    y = ruled_table(sheet, y + 50, [TABLE[0], ["Sums", "51.4", "55.0", "60.2"], ["Words", "58.1", "50.3", "57.9"]])
    sheet.text(120, y + 16, "Table A.2 | Second.", size=10)
    column(sheet, 72, y + 60, [BODY[:80], BODY[80:]])
    tables = [b for b in read_pdf(press.pdf(sheet), "card.pdf").blocks if b.kind is BlockKind.table]
    assert [(t.label, t.caption) for t in tables] == [("Table A.1", "First."), ("Table A.2", "Second.")]


def test_a_table_that_is_only_a_picture_is_reported() -> None:
    sheet = press.Sheet()
    column(sheet, 72, 90, [BODY[:80], BODY[80:]])
    sheet.operators.append(picture(100, 842 - 420, 400, 250))
    sheet.text(120, 440, "Table 3: Accuracy on all benchmarks.", size=10)
    document = read_pdf(press.pdf(sheet), "card.pdf")
    (lost,) = document.unread
    assert (lost.what, lost.label, lost.place.page) == ("picture", "Table 3", 1)
    assert "picture" in lost.reason


def test_a_photo_and_a_logo_are_not_reported_as_lost_results() -> None:
    sheet = press.Sheet()
    sheet.operators.append(picture(72, 780, 60, 30))
    column(sheet, 72, 120, ["The building in which the team works has a garden that is open to all of them."])
    sheet.operators.append(picture(100, 842 - 420, 400, 250))
    column(sheet, 72, 440, ["A view of the garden from the east, taken on a bright morning in early May."])
    assert read_pdf(press.pdf(sheet), "card.pdf").unread == ()


def picture(x: float, y: float, width: float, height: float) -> str:
    """An inline image of two by two pixels, stretched."""
    return f"q {width} 0 0 {height} {x} {y} cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00FF80C0> EI Q"


# --- bounds ------------------------------------------------------------------------------------------------------


def test_a_page_with_absurdly_many_pieces_of_text_is_refused_and_the_others_are_read() -> None:
    flood = press.Sheet()
    flood.operators.append("BT /plain 8 Tf 1 0 0 1 72 700 Tm (a word) Tj ET\n" * 41_000)
    document = read_pdf(press.pdf(page_of_text(), flood, page_of_text()), "card.pdf")
    (page,) = document.unread
    assert (page.what, page.place.page) == ("page", 2)
    assert document.pages == 3
    assert {block.place.page for block in document.blocks} == {1, 3}


def test_a_stream_that_unpacks_without_end_is_refused_unread() -> None:
    packed = zlib.compress(b"0 0 m 10 10 l S\n" * 4_000_000)
    whole = press.pdf(page_of_text())
    plain = re.search(rb"<< /Length \d+ >>\nstream\n.*?\nendstream", whole, re.DOTALL)
    assert plain is not None
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    start = time.monotonic()
    with pytest.raises(DocumentError, match="unpacks to more"):
        read_pdf(whole.replace(plain.group(), stream), "card.pdf")
    assert time.monotonic() - start < 5


def test_a_page_of_absurd_size_does_no_harm() -> None:
    document = read_pdf(press.pdf(press.Sheet(width=900_000, height=900_000).text(72, 100, BODY)), "card.pdf")
    assert document.pages == 1


def test_reading_twice_gives_the_same() -> None:
    data = press.pdf(page_of_text(), page_of_text())
    assert read_pdf(data, "card.pdf").model_dump_json() == read_pdf(data, "card.pdf").model_dump_json()


def test_a_page_of_more_glyphs_than_anybody_prints_is_refused_at_once() -> None:
    sheet = press.Sheet()
    for row in range(500):
        sheet.text(10, 10 + 1.6 * row, " ".join(f"{row % 90}.{n % 10}" for n in range(30)), size=3)
    began = time.process_time()
    document = read_pdf(press.pdf(sheet), "dense.pdf")
    assert time.process_time() - began < 15
    assert [(one.what, "more than are read" in one.reason) for one in document.unread] == [("page", True)]
