"""Quotes are verbatim but for white space and dashes; digits are exact."""

from __future__ import annotations

import pytest

from auditor.judges.quotes import misquoted, stands_in
from auditor.records import Quote

CELL = "GPT-5 scores 74.9 % on SWE‑bench – see note²"


@pytest.mark.parametrize(
    "quote",
    ["74.9 %", "GPT-5  scores\n74.9", "SWE-bench - see", "SWE–bench", "note²", CELL],
)
def test_stands(quote: str) -> None:
    assert stands_in(quote, CELL)


@pytest.mark.parametrize(
    "quote",
    ["79.4 %", "4.9 %", "74 %", "74", "GPT-5 score 74.9", "note2", "", "   ", "gpt-5 scores"],
)
def test_does_not_stand(quote: str) -> None:
    assert not stands_in(quote, CELL)


def test_a_superscript_is_never_a_digit() -> None:
    assert not stands_in("58.62", "58.6²")


def test_a_quote_of_unknown_evidence_is_wrong() -> None:
    wrong = misquoted([Quote(evidence="cell", text="74.9"), Quote(evidence="other", text="74.9")], {"cell": CELL})
    assert [quote.evidence for quote in wrong] == ["other"]
