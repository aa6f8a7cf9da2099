"""Files of real producers (made/make.py, made/others.py): each gives the claims that its text holds, and no other."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from auditor import registry
from auditor.claims import extract, find_release
from auditor.documents import read
from auditor.records import BlockKind, Document, Extraction, Origin

MADE = Path(__file__).parent / "made"
FULL = (
    "writer.pdf",
    "writer.docx",
    "impress.pdf",
    "chromium.pdf",
    "page.html",
    "calc.xlsx",
    "latex.pdf",
    "python.docx",
)
"""Files with the whole text."""


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


def test_a_notebook_as_pandas_prints_it() -> None:
    _, extraction = taken("pandas.ipynb")
    found = {(c.benchmark, c.model.rpartition(" | ")[2], c.value) for c in extraction.claims}
    assert found == set(expected())
    assert {c.column_path[0] for c in extraction.claims if c.value == "93.6"} >= {"Thinking on"}


@pytest.mark.parametrize(("name", "point"), [("board.xlsx", "."), ("board.csv", ",")])
def test_leaderboards_with_models_in_rows(name: str, point: str) -> None:
    _, extraction = taken(name)
    found = {(c.benchmark, c.model, float(c.value.replace(point, "."))) for c in extraction.claims}
    first = {"MMLU-Pro", "GPQA Diamond", "LiveCodeBench", "SWE-bench Verified"}
    assert found == {(benchmark, model, float(value)) for benchmark, model, value in expected() if benchmark in first}


def test_a_chart_that_a_word_processor_drew() -> None:
    document, extraction = taken("charted.docx")
    found = {(c.benchmark, c.model, c.value) for c in extraction.claims}
    assert len(found) == 8
    # The chart prints its numbers in the format "General": 55.0 as 55.
    assert {(b, m, f"{float(v):.1f}") for b, m, v in found} <= set(expected())
    assert {c.origin for c in extraction.claims} == {Origin.chart}
    (figure,) = [block for block in document.blocks if block.grid is not None]
    assert (figure.kind, figure.label) == (BlockKind.figure, "Figure 1")
    assert not document.unread
