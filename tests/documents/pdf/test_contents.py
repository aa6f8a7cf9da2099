"""Lines of a table of contents are no text of the document; rows of scores that look like them are."""

from __future__ import annotations

from types import ModuleType

from auditor.documents.pdf import read_pdf

ENTRIES = ["1 Introduction 2", "2 Pre-Training 2", "2.1 Data . . . . . . . . . . . 3", "3 Evaluation 4", "4 Ends 5"]


def texts(press: ModuleType, title: str, lines: list[str], pages: int = 5) -> list[str]:
    first = press.Sheet()
    first.text(72, 100, title, size=16, font="bold")
    for place, line in enumerate(lines):
        first.text(72, 150 + 22 * place, line)
    rest = []
    for number in range(1, pages):
        sheet = press.Sheet()
        sheet.text(72, 100, f"This is what part {number} of the report has to say about its own matter.")
        rest.append(sheet)
    return [block.text for block in read_pdf(press.pdf(first, *rest), "report.pdf").blocks]


def test_entries_are_left_out(press: ModuleType) -> None:
    found = texts(press, "Contents", ENTRIES)
    assert not any(entry in text for entry in ENTRIES for text in found)
    assert sum("has to say" in text for text in found) == 4


def test_scores_that_fall_or_are_no_pages_stay(press: ModuleType) -> None:
    for rows in (
        ["Sums 5", "Words 3", "Chess 4", "Maps 2", "Songs 1"],
        ["Sums 51", "Words 63", "Chess 74", "Maps 82", "Songs 91"],
    ):
        found = " ".join(texts(press, "Results", rows))
        assert all(row in found for row in rows)
