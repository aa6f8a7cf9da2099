"""Conditions out of printed words."""

import pytest

from auditor.claims.effort import effort_in
from auditor.claims.measures import metric_in
from auditor.claims.settings import Said, setting
from auditor.records import SaidIn


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("MathExam (5-shot)", "shots", "5"),
        ("zero-shot", "shots", "0"),
        ("3-5 shot", "shots", "3-5"),
        ("pass@1", "attempts", "pass@1"),
        ("single attempt", "attempts", "pass@1"),
        ("avg@32", "samples", "avg@32"),
        ("Mean@16", "samples", "avg@16"),
        ("cons@64", "samples", "cons@64"),
        ("maj@6", "samples", "maj@6"),
        ("averaged over 5 trials", "samples", "avg@5"),
        ("non-thinking", "thinking", "off"),
        ("w/o extended thinking", "thinking", "off"),
        ("Extended thinking", "thinking", "on"),
        ("ThinkingBudget128", "thinking_budget", "128"),
        ("w/ CoT", "prompting", "CoT"),
        ("w/o CoT", "prompting", "no CoT"),
        ("no tools", "tools", "none"),
        ("with Python", "tools", "python"),
        ("high reasoning effort", "effort", "high"),
        ("temperature of 0.6", "temperature", "0.6"),
        ("128k context", "context", "128k"),
        ("KnowTest v6", "version", "v6"),
        ("ViewTest (val)", "split", "val"),
        ("graded by Borealis-1", "grader", "borealis-1"),
    ],
)
def test_a_condition_is_read_and_keeps_its_words(words: str, name: str, value: str) -> None:
    found = setting([Said(words, SaidIn.row)])
    assert found.get(name) == value
    condition = next(c for c in found.conditions if c.name == name)
    assert condition.printed.lower() in words.lower()
    assert condition.said_in is SaidIn.row


@pytest.mark.parametrize("words", ["KnowTest", "MathEval 2024", "Reasoning & knowledge", "ThinkLong", "Testament"])
def test_plain_names_state_nothing(words: str) -> None:
    assert setting([Said(words, SaidIn.row)]).conditions == ()


def test_a_version_in_a_model_label_is_not_the_benchmarks() -> None:
    assert setting([Said("Borealis-V2 v1.5", SaidIn.column, of_model=True)]).get("version") is None


def test_nearest_statement_counts_and_all_words_are_kept() -> None:
    found = setting([Said("0-shot", SaidIn.row), Said("All results are 5-shot.", SaidIn.caption)])
    assert found.get("shots") == "0"
    assert found.printed == "0-shot; 5-shot"


def test_columns_keep_header_and_cell() -> None:
    found = setting(
        [
            Said("5", SaidIn.column, "shots", "# Shots"),
            Said("macro_avg/acc", SaidIn.column, "metric", "Metric"),
            Said("32K", SaidIn.column, "context", "Context"),
            Said("Code", SaidIn.group, "category"),
        ]
    )
    assert found.printed == "5-shot (# Shots=5); Metric=macro_avg/acc; Context=32K; category=Code"
    assert (found.get("shots"), found.get("context"), found.get("category")) == ("5", "32k", "Code")


def test_measures_and_efforts_of_labels() -> None:
    assert metric_in("ReadEval (F1)") == "F1"
    assert metric_in("CodeBench rating") == "rating"
    assert metric_in("KnowTest") is None
    assert effort_in("Aurora-2 (high)") == "high"
    assert effort_in("Aurora-2 | low") == "low"
    assert effort_in("Aurora-2 Max Preview") is None


@pytest.mark.parametrize("words", ["cons@64 is reported for SomeBench as well", "majority voting over the answers"])
def test_a_choice_among_answers_is_not_said_of_one_attempt(words: str) -> None:
    one = setting([Said("SomeBench (pass@1)", SaidIn.row), Said(words, SaidIn.section)])
    assert (one.get("attempts"), one.get("samples")) == ("pass@1", None)
    averaged = setting([Said("SomeBench (pass@1)", SaidIn.row), Said("we report avg@64", SaidIn.section)])
    assert averaged.get("samples") == "avg@64"
    unnamed = setting([Said("SomeBench", SaidIn.row), Said(words, SaidIn.section)])
    assert unnamed.get("samples") in ("cons@64", "majority vote")


def test_the_axis_of_a_chart_is_its_measure_unless_the_benchmark_names_its_own(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["", "Axis", "Aurora-2 7B", "Borealis-1 70B"],
                ["KnowTest", "Accuracy (%)", "45.2", "46.9"],
                ["CodeForces (Percentile)", "Accuracy (%)", "46.2", "47.1"],
            ],
            label_columns=2,
        )
    )
    stated = {claim.benchmark: (claim.metric, claim.setting.printed) for claim in found.claims}
    assert stated["KnowTest"] == ("Accuracy (%)", "Axis=Accuracy (%)")
    assert stated["CodeForces (Percentile)"][0] == "Percentile"
    assert "axis: Accuracy (%)" in stated["CodeForces (Percentile)"][1]
