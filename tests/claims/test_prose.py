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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Aurora-2 scored 55.0% on MathEval, ahead of Borealis-1 70B (43.0%).",
            {("Aurora-2", "MathEval", "55.0%", None), ("Borealis-1 70B", "MathEval", "43.0%", None)},
        ),
        (
            "We ran CodeBench twice. Aurora-2 scored 41.5% and Borealis-1 70B scored 40.5%.",
            {("Aurora-2", "CodeBench", "41.5%", None), ("Borealis-1 70B", "CodeBench", "40.5%", None)},
        ),
        (
            "Aurora-2 gains on MathEval (aurora 94.4% vs borealis 91.9%).",
            {("aurora", "MathEval", "94.4%", None), ("borealis", "MathEval", "91.9%", None)},
        ),
        (
            "Compared to Borealis-1 70B, Aurora-2 shows a better overall harmless response rate (98.76% vs. 97.27%).",
            {
                ("Aurora-2", "overall harmless response rate", "98.76%", None),
                ("Borealis-1 70B", "overall harmless response rate", "97.27%", None),
            },
        ),
    ],
)
def test_models_at_their_numbers(hand, words: str, expected: set[tuple[str, str, str, str | None]]) -> None:
    assert claims(hand, words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "We ran CodeBench. Aurora-2 scored 0.356 and 0.610, respectively.",
        "We ran CodeBench. On patent questions, Aurora-2 scored 79.8%.",
        "We ran CodeBench. In 20.9% of trials Aurora-2 achieved nothing.",
        "Aurora-2 achieves 65.0 on unknown-eval, compared with MathEval.",
    ],
)
def test_numbers_of_something_else_are_no_claims(hand, words: str) -> None:
    assert claims(hand, words) == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Aurora-2 is new. On MathEval, it attains 57.2%, on par with Borealis-1 70B.",
            {("Aurora-2", "MathEval", "57.2%", None)},
        ),
        (
            "Aurora-2 is new. It reaches a 10.3% error rate on CodeBench, lower than Borealis-1 70B (13.6%).",
            {("Aurora-2", "CodeBench", "10.3%", None), ("Borealis-1 70B", "CodeBench", "13.6%", None)},
        ),
        (
            "Aurora-2 is new. While trailing Borealis-1 70B in MathEval (57.1 vs 57.4), it attains 62.2 on CodeBench.",
            {
                ("Aurora-2", "MathEval", "57.1", None),
                ("Borealis-1 70B", "MathEval", "57.4", None),
                ("Aurora-2", "CodeBench", "62.2", None),
            },
        ),
        (
            "Borealis-1 70B and Aurora-2 achieve 51.0 and 59.7 on CodeBench.",
            {("Borealis-1 70B", "CodeBench", "51.0", None), ("Aurora-2", "CodeBench", "59.7", None)},
        ),
        (
            "Our line does well, such as scoring 86.3 on CodeBench (Aurora-2).",
            {("Aurora-2", "CodeBench", "86.3", None)},
        ),
        (
            "Aurora-2 outperforms Borealis-1 70B and Borealis-1 7B on mathematics with 28.9% on MathEval.",
            {("Aurora-2", "MathEval", "28.9%", None)},
        ),
        (
            "Aurora-2 achieves a 2,029 Elo rating on CodeBench.",
            {("Aurora-2", "CodeBench", "2,029", None)},
        ),
        (
            "We ran CodeBench. Aurora-2 scored 0.86 (0.98 for Part One), near Borealis-1 70B’s score of 0.84.",
            {
                ("Aurora-2", "CodeBench", "0.86", None),
                ("Aurora-2", "CodeBench | Part One", "0.98", None),
                ("Borealis-1 70B", "CodeBench", "0.84", None),
            },
        ),
        ("Aurora-2 leads in CodeBench and elsewhere, with an overall average score of 38.97.", set()),
    ],
)
def test_who_is_meant_and_who_is_compared_with(
    hand, words: str, expected: set[tuple[str, str, str, str | None]]
) -> None:
    assert claims(hand, words) == expected


def test_a_heading_whose_text_defines_an_evaluation_names_it(hand) -> None:
    sections = (("9 Results", "9.5 Zibbo Atlas"),)
    found = hand.extraction(
        *(
            hand.text(words).model_copy(update={"section": sections[0]})
            for words in (
                "Zibbo-Atlas measures how well models use tools.",
                "Aurora-2 achieved an 83.3% pass rate, up from 82.2% for Borealis-1 70B.",
            )
        )
    )
    assert {(c.model, c.benchmark, c.value) for c in found.claims} == {
        ("Aurora-2", "Zibbo Atlas", "83.3%"),
        ("Borealis-1 70B", "Zibbo Atlas", "82.2%"),
    }
