"""Values, blanks, scores and titles are told by their shape."""

from __future__ import annotations

import pytest

from auditor.documents import shapes


@pytest.mark.parametrize(
    "text",
    [
        "72.3",
        "81.30%",
        "0.548",
        "2,061",
        "-1.5",
        "51.4/67.6",
        "63.39 | 2.60",
        "55.0 (90.0)",
        "1891 / 96.7%",
        "70.9+2.3",
        "99.38% (± 0.1%)",
        "~85",
        "> 80",
        "83.4 (Codex CLI)",
        "$1.20",
        "4.0E-4",
        "3.5s",
        "15 GB",
        "87.6% ± 0.5%",
        "10.0 (8shot CoT)",
        ".75",
        "94,3",
    ],
)
def test_values(text: str) -> None:
    assert shapes.is_value(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "N/A",
        "MMLU",
        "5-shot",
        "GPT-4",
        "7B",
        "256K",
        "2024-05-01",
        "o1",
        "Pass@1",
        "3 Trillion",
        "8k output",
        "4bits",
        "v2",
        "1T",
        "1 x RTX 3090 (24 GB)",
        "2023年",
    ],
)
def test_texts_are_no_values(text: str) -> None:
    assert not shapes.is_value(text)


@pytest.mark.parametrize("text", ["-", "–", "—", "N/A", "n/a", "", "TBD", "--", "OOM", "not reported", "×"])
def test_blanks(text: str) -> None:
    assert shapes.is_blank(text)
    assert not shapes.is_value(text)


@pytest.mark.parametrize(
    "text",
    [
        "# Shots",
        "#shots",
        "n-shot",
        "Metric",
        "Size",
        "#Params",
        "Params / M",
        "Context Length",
        "Quantization",
        "指标",
    ],
)
def test_setting_titles(text: str) -> None:
    assert shapes.is_setting_title(text)


@pytest.mark.parametrize("text", ["No", "no context", "Human", "MMLU", "Model", "GPT-4", "LongBench"])
def test_no_setting_titles(text: str) -> None:
    assert not shapes.is_setting_title(text)


def test_corner_titles() -> None:
    assert shapes.is_corner_title("Benchmark (Metric)")
    assert shapes.is_corner_title("Model")
    assert not shapes.is_corner_title("Model-X")
    assert not shapes.is_corner_title("MMLU")


def test_scores_are_told_from_sizes_and_times() -> None:
    assert shapes.is_score("72.3")
    assert shapes.is_score("81%")
    assert not shapes.is_score("15 GB")
    assert not shapes.is_score("3.5s")
    assert not shapes.is_score("4096")
