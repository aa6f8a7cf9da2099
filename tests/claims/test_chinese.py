"""Scores in Chinese sentences."""

from __future__ import annotations

import pytest

Found = set[tuple[str, str, str, str | None]]


def claims(hand, words: str) -> Found:
    known = hand.table([["Benchmark", "Borealis-1 70B", "Aurora-2"], ["KnowTest", "70.5", "71.5"]])
    found = hand.extraction(known, hand.text(words))
    return {(c.model, c.benchmark, c.value, c.bound) for c in found.claims if c.origin == "prose"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Aurora-2 在 MathEval 上得分 80.84%，在 CodeBench（pass@1）上达到约 66%。",
            {("Aurora-2", "MathEval", "80.84%", None), ("Aurora-2", "CodeBench", "66%", "~")},
        ),
        ("Aurora-2 的 MathEval 得分为 72.7%（首次尝试）。", {("Aurora-2", "MathEval", "72.7%", None)}),
        ("Aurora-2在MathEval上取得了94.0%的成绩。", {("Aurora-2", "MathEval", "94.0%", None)}),
        (
            "我们运行了 MathEval。Aurora-2 的平均通过率为 65.4%。",
            {("Aurora-2", "MathEval", "65.4%", None)},
        ),
        ("Aurora-2 表现很好。在 MathEval 上得分 80.5%。", {("Aurora-2", "MathEval", "80.5%", None)}),
    ],
)
def test_ways_to_say_a_score(hand, words: str, expected: Found) -> None:
    assert claims(hand, words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Aurora-2 在 MathEval 上的得分提升了 5.5%。",
        "Aurora-2 在 MathEval 上共运行 15.5 次。",
        "Aurora-2 的训练数据达到 14.8 万亿。",
        "在 MathEval 上得分 80.5%。",
        "Aurora-2 输出 token 减少 40.5%。",
    ],
)
def test_what_is_no_score_claims_nothing(hand, words: str) -> None:
    assert claims(hand, words) == set()
