"""Footnote marks: what is one, what belongs to a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.documents import marks
from auditor.documents.runs import settle
from auditor.records import Part


@pytest.mark.parametrize(
    ("text", "rest", "found"),
    [
        ("72.5*", "72.5", ("*",)),
        ("72.5 *", "72.5", ("*",)),
        ("51.4/67.6*", "51.4/67.6", ("*",)),
        ("51.4* / 67.6", "51.4 / 67.6", ("*",)),
        ("*72.5", "72.5", ("*",)),
        ("o1*", "o1", ("*",)),
        ("GPT-4o†", "GPT-4o", ("†",)),
        ("Alpha†‡", "Alpha", ("†‡",)),
        ("MMLU∗", "MMLU", ("*",)),
        ("GPQA* (diamond)", "GPQA (diamond)", ("*",)),
        ("81.0%**", "81.0%", ("**",)),
        ("MMLU¹", "MMLU", ("1",)),
        ("GPT-5.1 ⁷", "GPT-5.1", ("7",)),
        ("72.5^1", "72.5", ("1",)),
        ("72.5^{2}", "72.5", ("2",)),
        ("MATH[^6]", "MATH", ("6",)),
        ("MMLU [1]", "MMLU", ("1",)),
        ("HumanEval+*", "HumanEval+", ("*",)),
        ("dagger (x)§", "dagger (x)", ("§",)),
        ("*", "", ("*",)),
        ("WMT24++", "WMT24++", ()),
        ("C++", "C++", ()),
        ("HumanEval+", "HumanEval+", ()),
        ("pass@1", "pass@1", ()),
        ("τ²-bench", "τ²-bench", ()),
        ("R²", "R²", ()),
        ("10^6", "10^6", ()),
        ("Pass³", "Pass³", ()),
        ("# Params", "# Params", ()),
        ("C#", "C#", ()),
        ("a*b", "a*b", ()),
        ("[1]", "[1]", ()),
        ("72.1 [65, 79]", "72.1 [65, 79]", ()),
        ("Llama-3.1-8B", "Llama-3.1-8B", ()),
        ("_italic_", "italic", ()),
    ],
)
def test_marks_on_the_line(text: str, rest: str, found: tuple[str, ...]) -> None:
    assert marks.split_text(text) == (rest, found)


@pytest.mark.parametrize(
    ("parts", "text", "found"),
    [
        ([("72.5", 0), ("1", 1)], "72.5", ("1",)),
        ([("72.5", 0), ("*", 1)], "72.5", ("*",)),
        ([("MMLU", 0), ("[^27]", 1)], "MMLU", ("27",)),
        ([("MMLU", 0), ("1,2", 1)], "MMLU", ("1", "2")),
        ([("MMLU", 0), ("a", 1)], "MMLU", ("a",)),
        ([("MMLU", 0), ("*", 1), (" (diamond)", 0)], "MMLU (diamond)", ("*",)),
        ([("τ", 0), ("2", 1), ("-bench", 0)], "τ2-bench", ()),
        ([("Tau", 0), ("2", 1), ("-bench", 0)], "Tau2-bench", ()),
        ([("10", 0), ("25", 1)], "10^25", ()),
        ([("WMT24", 0), ("++", 1)], "WMT24++", ()),
        ([("70.9", 0), ("+2.3", 1)], "70.9+2.3", ()),
        ([("4", 0), ("th", 1), (" place", 0)], "4th place", ()),
        ([("LiveCodeBench v6\n", 0), ("(Aug 24 - May 25)", 1)], "LiveCodeBench v6 (Aug 24 - May 25)", ()),
        ([("Kimi Instruct", 1)], "Kimi Instruct", ()),
        ([("MEGA-Bench", 0), ("macro", -1)], "MEGA-Benchmacro", ()),
    ],
)
def test_raised_marks(parts: list[tuple[str, int]], text: str, found: tuple[str, ...]) -> None:
    settled = settle([Part(text=piece, script=script) for piece, script in parts])
    assert (settled.text, settled.marks) == (text, found)


@pytest.mark.parametrize(
    ("line", "mark", "text"),
    [
        ("* from the report", "*", "from the report"),
        ("\\* from the report", "*", "from the report"),
        ("† with tools", "†", "with tools"),
        ("1. five shots", "1", "five shots"),
        ("[2] five shots", "2", "five shots"),
        ("(a) five shots", "a", "five shots"),
        ("(**) measured elsewhere", "**", "measured elsewhere"),
        ("¹ five shots", "1", "five shots"),
        ("[^3]: five shots", "3", "five shots"),
        ("*: copied", "*", "copied"),
    ],
)
def test_notes(line: str, mark: str, text: str) -> None:
    assert marks.note(line) == (mark, text)


@pytest.mark.parametrize("line", ["The model scores 72.5.", "72.5 on MMLU", "- item", "A. Smith", "2024 results"])
def test_no_notes(line: str) -> None:
    assert marks.note(line) is None


@given(st.text(max_size=40))
def test_splitting_never_invents_text(text: str) -> None:
    rest, _found = marks.split_text(text)
    assert set(rest) <= set(text) | {" "}
