"""Recalled facts and memory carry no finding."""

from __future__ import annotations

import pytest

from auditor.records.entity import Benchmark, Grade, Statement
from auditor.registry import load, may_carry


@pytest.mark.parametrize(
    ("source", "grade", "carries"),
    [
        ("arXiv:2310.06770", Grade.checked, True),
        ("notes-coding", Grade.partly, True),
        ("arXiv:2310.06770", Grade.recalled, False),
        ("background", Grade.partly, False),
        ("background; notes-coding", Grade.partly, True),
        ("", Grade.checked, False),
    ],
)
def test_statements(source: str, grade: Grade, carries: bool) -> None:
    assert may_carry(Statement(text="x", source=source, grade=grade)) is carries


def test_of_a_partly_checked_entry_only_what_was_seen_carries() -> None:
    partly = Benchmark(id="a", name="A", n_items=10, practical_ceiling=90.0, sources=("arXiv:1",), grade=Grade.partly)
    assert may_carry(partly, "n_items")
    assert not may_carry(partly, "practical_ceiling")
    assert not may_carry(partly, "released"), "an empty field carries nothing"
    checked = partly.model_copy(update={"grade": Grade.checked})
    assert may_carry(checked, "practical_ceiling")


def test_of_an_entry_known_by_name_only_the_name_carries() -> None:
    named = Benchmark(
        id="a", name="A", domain=("math",), n_items=10, sources=("release-documents",), grade=Grade.partly
    )
    assert may_carry(named, "name")
    assert not may_carry(named, "domain")
    assert not may_carry(named, "n_items")
    looked_up = named.model_copy(update={"sources": ("release-documents", "arXiv:1")})
    assert may_carry(looked_up, "n_items")
    assert not may_carry(looked_up, "domain"), "a classification, not seen in a source"


def test_recalled_entries_of_the_registry_carry_nothing() -> None:
    registry = load()
    recalled = [entry for entry in registry.benchmarks.values() if entry.grade is Grade.recalled]
    assert recalled
    assert not any(may_carry(entry, "n_items") for entry in recalled)
