"""Scores in sentences: precision first."""

import pytest

from auditor.records import BlockKind, Place


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


def bullets(hand, *items: str) -> list[tuple[str, str, str]]:
    known = hand.table([["Benchmark", "Borealis-1 70B", "Aurora-2"], ["KnowTest", "70.5", "71.5"]])
    blocks = [hand.text(item, BlockKind.list_item) for item in items]
    found = hand.extraction(known, *blocks)
    return [(c.model, c.benchmark, c.value) for c in found.claims if c.origin == "prose"]


def test_bullet_points_that_are_scores_are_of_the_model_of_the_item_before(hand) -> None:
    found = bullets(
        hand,
        "Aurora-2 improves on Borealis-1 70B:",
        "+0.9% on KnowTest (93.7%)",
        "MathEval: 96.7% ± 0.5%",
        "Borealis-1 70B is kept as a baseline.",
        "CodeBench: 42.9% (+7.7% over the base)",
    )
    assert found == [
        ("Aurora-2", "KnowTest", "93.7%"),
        ("Aurora-2", "MathEval", "96.7%"),
        ("Borealis-1 70B", "CodeBench", "42.9%"),
    ]


@pytest.mark.parametrize(
    "items",
    [
        ("Aurora-2 was trained so:", "Temperature: 0.65", "Learning rate: 0.125", "KnowTest: yes"),
        ("The settings are these:", "KnowTest: 51.5%"),
        ("Aurora-2 and Borealis-1 70B were run on both.", "KnowTest: 51.5%"),
    ],
)
def test_bullet_points_without_one_model_or_a_benchmark_claim_nothing(hand, items: tuple[str, ...]) -> None:
    assert bullets(hand, *items) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Aurora-2 scored higher than Borealis-1 70B on KnowTest, MathEval, and CodeBench (0.69, 0.71, and 0.56, "
            "compared to 0.68, 0.69 and 0.55).",
            {
                ("Aurora-2", "KnowTest", "0.69", None),
                ("Aurora-2", "MathEval", "0.71", None),
                ("Aurora-2", "CodeBench", "0.56", None),
                ("Borealis-1 70B", "KnowTest", "0.68", None),
                ("Borealis-1 70B", "MathEval", "0.69", None),
                ("Borealis-1 70B", "CodeBench", "0.55", None),
            },
        ),
        (
            "Aurora-2 achieves 55.5, 75.1, and 88.2 on KnowTest, MathEval, and CodeBench, respectively.",
            {
                ("Aurora-2", "KnowTest", "55.5", None),
                ("Aurora-2", "MathEval", "75.1", None),
                ("Aurora-2", "CodeBench", "88.2", None),
            },
        ),
        ("Aurora-2 achieves 55.5 and 75.1 on KnowTest, MathEval, and CodeBench, respectively.", set()),
    ],
)
def test_two_lists_of_one_length_go_together(hand, words: str, expected: set[tuple[str, str, str, None]]) -> None:
    assert claims(hand, words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "On MathEval, Aurora-2 has an EM of 61.5. This outperforms strong baselines such as Borealis-1 70B (60.1).",
            {("Aurora-2", "MathEval", "61.5", None), ("Borealis-1 70B", "MathEval", "60.1", None)},
        ),
        (
            "With filtering by difficulty, Aurora-2 does well: it scores 66.1% on MathEval.",
            {("Aurora-2", "MathEval", "66.1%", None)},
        ),
        (
            "We ran MathEval. Aurora-2 with extended thinking scored 78.5%.",
            {("Aurora-2", "MathEval", "78.5%", None)},
        ),
    ],
)
def test_what_a_sentence_leaves_out_stands_before_it(
    hand, words: str, expected: set[tuple[str, str, str, None]]
) -> None:
    assert claims(hand, words) == expected


def test_a_field_may_lead_an_item_that_sets_its_score_against_another(hand) -> None:
    item = "Creative biology: Score of 0.48 ± 0.09 (compared to 0.47 ± 0.08 for Borealis-1 70B), which is alike."
    assert bullets(hand, item) == [
        ("Aurora-2", "Creative biology", "0.48"),
        ("Borealis-1 70B", "Creative biology", "0.47"),
    ]


def test_several_numbers_in_brackets_behind_models_are_of_the_evaluation_spoken_of(hand) -> None:
    words = "We ran MathEval. The best cluster, comprising Aurora-2 (3.223) and Borealis-1 70B (3.219), is close."
    assert claims(hand, words) == {
        ("Aurora-2", "MathEval", "3.223", None),
        ("Borealis-1 70B", "MathEval", "3.219", None),
    }


def test_what_leads_an_item_names_the_whole_of_the_parts_in_it(hand) -> None:
    item = "KnowTest subset: Aurora-2 scored higher than Borealis-1 70B on MathEval and CodeBench (0.69 and 0.71)."
    assert bullets(hand, item) == [
        ("Aurora-2", "KnowTest subset | MathEval", "0.69"),
        ("Aurora-2", "KnowTest subset | CodeBench", "0.71"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "We ran MathEval. Aurora-2 and Borealis-1 70B achieved scores of 0.273 and 0.355, respectively.",
            {("Aurora-2", "MathEval", "0.273", None), ("Borealis-1 70B", "MathEval", "0.355", None)},
        ),
        (
            "Aurora-2 is strong on both MathEval and CodeBench, achieving scores of 62.9 and 61.3 respectively.",
            {("Aurora-2", "MathEval", "62.9", None), ("Aurora-2", "CodeBench", "61.3", None)},
        ),
        ("Aurora-2 leads on MathEval and CodeBench, ahead of Borealis-1 70B by 1.21 and 3.22, respectively.", set()),
        ("Training led to MathEval and CodeBench scores of 37.2% and 54.0%, respectively.", set()),
        (
            "Aurora-2 excels in mathematics (MathEval: 83.1) and coding (CodeBench: 55.5).",
            {("Aurora-2", "MathEval", "83.1", None), ("Aurora-2", "CodeBench", "55.5", None)},
        ),
        ("Aurora-2 achieved a MathEval score of 85.0%.", {("Aurora-2", "MathEval", "85.0%", None)}),
        ("Aurora-2 brings gains, achieving (73.8%, +5.8%) on MathEval.", {("Aurora-2", "MathEval", "73.8%", None)}),
        (
            "On MathEval Hard, Aurora-2 achieved a state-of-the-art 57.9%, ahead of Borealis-1 70B (52.6%).",
            {("Aurora-2", "MathEval Hard", "57.9%", None), ("Borealis-1 70B", "MathEval Hard", "52.6%", None)},
        ),
        (
            "We ran MathEval. On the Human Solvable subset, Aurora-2 achieved 83.9%, ahead of Borealis-1 70B at 82.6%.",
            {
                ("Aurora-2", "MathEval | Human Solvable subset", "83.9%", None),
                ("Borealis-1 70B", "MathEval | Human Solvable subset", "82.6%", None),
            },
        ),
    ],
)
def test_ways_to_say_a_score(hand, words: str, expected: set[tuple[str, str, str, None]]) -> None:
    assert claims(hand, words) == expected


def test_a_number_behind_a_page_break_is_on_its_own_page(hand) -> None:
    words = "Aurora-2 scores 72.6% on MathEval and 94.3% on CodeBench."
    block = hand.text(words).model_copy(update={"place": Place(page=4), "turns": ((words.index("94.3"), 5),)})
    known = hand.table([["Benchmark", "Borealis-1 70B", "Aurora-2"], ["CodeBench", "70.5", "71.5"]])
    found = hand.extraction(known, block)
    assert {c.value: c.place.page for c in found.claims if c.origin == "prose"} == {"72.6%": 4, "94.3%": 5}


def test_a_rating_is_elo_where_the_paragraph_says_so(hand) -> None:
    words = "We report Elo scores on ChatArena. Aurora-2 (1338) has a score above that of Borealis-1 70B (1257)."
    found = hand.extraction(hand.text(words))
    assert {(c.value, c.setting.printed) for c in found.claims} == {("1338", "metric=Elo"), ("1257", "metric=Elo")}


def test_two_conditions_have_a_score_each(hand) -> None:
    words = (
        "On MathEval, Aurora-2 achieved a score of 71.6% without tools and a mean score of 72.9% with tools. "
        "Borealis-1 70B scored 71.2% and 73.6%, respectively."
    )
    known = hand.table([["Benchmark", "Borealis-1 70B", "Aurora-2"], ["MathEval", "70.5", "71.5"]])
    found = hand.extraction(known, hand.text(words))
    assert [(c.model, c.value, c.setting.get("tools")) for c in found.claims if c.origin == "prose"] == [
        ("Aurora-2", "71.6%", "none"),
        ("Aurora-2", "72.9%", "with tools"),
        ("Borealis-1 70B", "71.2%", "none"),
        ("Borealis-1 70B", "73.6%", "with tools"),
    ]


def test_numbers_in_brackets_behind_a_rival_follow_the_order_of_the_benchmarks(hand) -> None:
    words = (
        "Aurora-2 achieved 79% on MathEval and 67.1% on MathEval Pro, comparable to Borealis-1 70B (77.6% and 66.2%)."
    )
    assert claims(hand, words) == {
        ("Aurora-2", "MathEval", "79%", None),
        ("Aurora-2", "MathEval Pro", "67.1%", None),
        ("Borealis-1 70B", "MathEval", "77.6%", None),
        ("Borealis-1 70B", "MathEval Pro", "66.2%", None),
    }


def test_tasks_solved_of_all_are_a_score(hand) -> None:
    words = "On a 35-challenge part of MathEval, Aurora-2 solved 18/35 tasks and Borealis-1 70B solved 16/35 tasks."
    assert claims(hand, words) == {
        ("Aurora-2", "MathEval", "18/35", None),
        ("Borealis-1 70B", "MathEval", "16/35", None),
    }
    assert claims(hand, "Aurora-2 was released on 3/12 and passed review.") == set()


@pytest.mark.parametrize(
    ("item", "own", "other"),
    [
        (
            "Kernel tuning: Best speedup of 58.47× on the hard variant (vs. 72.65× for Borealis-1 70B)",
            "58.47×",
            "72.65×",
        ),
        (
            "KnowTest (hard): 18.4 problems solved (compared to 16.6/42 for Borealis-1 70B), below 50%.",
            "18.4",
            "16.6/42",
        ),
    ],
)
def test_an_item_about_one_evaluation_sets_a_number_against_that_of_a_rival(
    hand, item: str, own: str, other: str
) -> None:
    assert [(model, value) for model, _, value in bullets(hand, item)] == [("Aurora-2", own), ("Borealis-1 70B", other)]
