"""Scores in sentences: precision first."""

import pytest


def claims(hand, words: str) -> set[tuple[str, str, str, str | None]]:
    known = hand.table(
        [
            ["Benchmark", "Borealis-1 70B", "Aurora-2"],
            ["KnowTest (Acc.)", "70.5", "71.5"],
            ["MathEval", "60.5", "61.5"],
            ["CodeBench", "50.5", "51.5"],
        ]
    )
    found = hand.extraction(known, hand.text(words))
    return {(c.model, c.benchmark, c.value, c.bound) for c in found.claims if c.origin == "prose"}


def test_number_on_benchmark_list(hand) -> None:
    assert claims(hand, "Aurora-2 scores 72.6% on MathEval, 94.3% on CodeBench, beating Borealis-1 70B.") == {
        ("Aurora-2", "MathEval", "72.6%", None),
        ("Aurora-2", "CodeBench", "94.3%", None),
    }


def test_pronoun_takes_the_model_of_the_sentence_before(hand) -> None:
    words = "Aurora-2 is strong. On CodeBench, it attains an impressive score of 57.2%."
    assert claims(hand, words) == {("Aurora-2", "CodeBench", "57.2%", None)}


def test_bounds_are_kept(hand) -> None:
    assert claims(hand, "Aurora-2 reaches over 86% on MathEval.") == {("Aurora-2", "MathEval", "86%", ">")}


@pytest.mark.parametrize(
    "words",
    [
        "Aurora-2 outperforms Borealis-1 70B by 5.0% on MathEval.",
        "Aurora-2 improves by 3.2 points on MathEval.",
        "Aurora-2 has 70.5 billion parameters and runs MathEval.",
        "Aurora-2 reaches a throughput of 891.74 tokens per second on MathEval.",
        "We train on 14.8T tokens and evaluate on MathEval.",
        "See Table 3.2 for MathEval results of Aurora-2.",
        "We set the temperature to 0.6 on MathEval for Aurora-2.",
        "For example, suppose Aurora-2 scores 50.5% on MathEval.",
    ],
)
def test_differences_costs_and_settings_are_no_claims(hand, words: str) -> None:
    assert claims(hand, words) == set()
