"""Files of real producers (see made/make.py): each gives the claims that its text holds, and no other."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from auditor import registry
from auditor.claims import extract, find_release
from auditor.documents import read
from auditor.records import Document, Extraction

MADE = Path(__file__).parent / "made"
FILES = ("writer.pdf", "writer.docx", "impress.pdf", "chromium.pdf", "page.html", "calc.xlsx")
FULL = [
    name
    if name not in ("writer.pdf", "impress.pdf")
    else pytest.param(name, marks=pytest.mark.xfail(strict=False, reason="merged headers set without rules in PDF"))
    for name in FILES
]


def expected() -> Counter[tuple[str, str, str]]:
    with (MADE / "expected.csv").open(encoding="utf-8", newline="") as file:
        return Counter((row["benchmark"], row["model"], row["value"]) for row in csv.DictReader(file))


def taken(name: str) -> tuple[Document, Extraction]:
    document = read(MADE / name)
    vocabulary = registry.load().vocabulary()
    release = find_release([document], model="Larch-2", vocabulary=vocabulary)
    return document, extract(document, release, vocabulary)


@pytest.mark.parametrize("name", FULL)
def test_claims_of_every_producer(name: str) -> None:
    document, extraction = taken(name)
    found = Counter((c.benchmark, c.model.rpartition(" | ")[2], c.value) for c in extraction.claims)
    assert found == expected(), f"missing {expected() - found}, too many {found - expected()}"
    assert not document.hidden


@pytest.mark.parametrize("name", FULL)
def test_marks_lead_to_their_notes(name: str) -> None:
    _, extraction = taken(name)
    (starred,) = [c for c in extraction.claims if c.benchmark == "LiveCodeBench" and c.model == "Quill-3 Mini"]
    assert [note.text for note in starred.footnotes] == ["Reported by its vendor with a private scaffold."]
    for claim in extraction.claims:
        if claim.benchmark == "AIME 2025":
            assert any("16 runs" in note.text for note in claim.footnotes), claim.footnotes


@pytest.mark.parametrize("name", FULL)
def test_bold_and_merged_headers(name: str) -> None:
    document, extraction = taken(name)
    bold = {(c.benchmark, c.model) for c in extraction.claims if c.emphasis.value == "bold"}
    assert bold == {
        ("MMLU-Pro", "Larch-2"),
        ("GPQA Diamond", "Quill-3 Mini"),
        ("LiveCodeBench", "Larch-2"),
        ("SWE-bench Verified", "Larch-2"),
    }
    thinking = {c.value: c.column_path[0] for c in extraction.claims if c.benchmark == "MATH-500"}
    assert thinking == {
        "90.2": "Thinking off",
        "81.0": "Thinking off",
        "97.4": "Thinking on",
        "93.6": "Thinking on",
    }
    labels = [block.label for block in document.blocks if block.grid is not None]
    assert labels == ["Table 1", "Table 2"]
