"""Tables of every build: which axis is what, what is no score, and what a claim carries."""

from decimal import Decimal

import pytest

from auditor.records import BlockKind, Emphasis, Origin, Part, Provenance, Role, Unit


def test_benchmarks_in_rows_with_sections_metrics_and_parameter_rows(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark (Metric)", "# Shots", "Borealis-1 70B", "Aurora-2 7B"],
                ["# Total Params", "-", "70B", "7B"],
                ["**English**", "<", "<", "<"],
                ["KnowTest (EM)", "5-shot", "71.2", "**73.0**"],
                ["ReadEval (F1)", "3-shot", "60.1", "-"],
                ["**Code**", "<", "<", "<"],
                ["CodeBench (Pass@1)", "0-shot", "40.0%", "__41.5%__"],
            ],
            label_columns=2,
        )
    )
    assert triples(found) == {
        ("Borealis-1 70B", "KnowTest (EM)", "71.2"),
        ("Aurora-2 7B", "KnowTest (EM)", "73.0"),
        ("Borealis-1 70B", "ReadEval (F1)", "60.1"),
        ("Borealis-1 70B", "CodeBench (Pass@1)", "40.0%"),
        ("Aurora-2 7B", "CodeBench (Pass@1)", "41.5%"),
    }
    claim = next(c for c in found.claims if c.value == "73.0")
    assert (claim.emphasis, claim.role, claim.number, claim.decimals) == (Emphasis.bold, Role.own, Decimal("73.0"), 1)
    assert claim.setting.get("shots") == "5"
    assert claim.setting.get("metric") == "exact match"
    assert claim.setting.get("category") == "English"
    assert (claim.quote, claim.row, claim.column, claim.origin) == ("73.0", 3, 3, Origin.table)
    assert next(c for c in found.claims if c.value == "41.5%").emphasis is Emphasis.underline
    (blank,) = found.blanks
    assert (blank.model, blank.benchmark, blank.printed, blank.role) == ("Aurora-2 7B", "ReadEval (F1)", "-", Role.own)


def test_models_in_rows_with_sizes_and_groups(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "Size", "KnowTest", "MathEval", "Average"],
                ["Open models", "<", "<", "<", "<"],
                ["Borealis", "7B", "50.1", "20.0", "35.1"],
                ["Borealis", "70B", "60.1", "30.0", "45.1"],
                ["Ours", "<", "<", "<", "<"],
                ["Aurora-2", "7B", "**61.0**", "**31.0**", "**46.0**"],
            ]
        )
    )
    assert ("Borealis | 70B", "KnowTest", "60.1") in triples(found)
    assert ("Aurora-2", "Average", "46.0") in triples(found)
    assert {c.setting.printed for c in found.claims if c.model == "Aurora-2"} == {"Size=7B; category=Ours"}
    assert len(found.claims) == 9
    assert {c.role for c in found.claims if c.model.startswith("Aurora")} == {Role.own}


def test_unknown_names_are_told_apart_by_the_build_of_the_table(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Zibbo", "Quorra", "Aurora-2"],
                ["Flimsy", "10.5", "11.5", "**12.5**"],
                ["Gromit", "20.5", "21.5", "**22.5**"],
                ["Hazel", "30.5", "31.5", "**32.5**"],
            ]
        )
    )
    assert ("Quorra", "Gromit", "21.5") in triples(found)
    assert len(found.claims) == 9


def test_stacked_header_joins_family_and_size_and_keeps_measures_with_the_benchmark(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Aurora 1", "<", "Aurora-2", "<"],
                ["^", "2B", "9B", "2B", "9B"],
                ["KnowTest", "1.5", "2.5", "3.5", "4.5"],
            ],
            header_rows=2,
        )
    )
    assert triples(found) == {
        ("Aurora 1 | 2B", "KnowTest", "1.5"),
        ("Aurora 1 | 9B", "KnowTest", "2.5"),
        ("Aurora-2 | 2B", "KnowTest", "3.5"),
        ("Aurora-2 | 9B", "KnowTest", "4.5"),
    }
    roles = {claim.model: claim.role for claim in found.claims}
    assert roles["Aurora 1 | 9B"] is Role.rival
    assert roles["Aurora-2 | 9B"] is Role.own


def test_benchmark_over_its_measures(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "MathExam 2024", "<", "CodeBench"],
                ["^", "pass@1", "cons@64", "rating"],
                ["Borealis-1 70B", "9.3", "13.4", "759"],
                ["Aurora-2 7B", "63.6", "80.0", "1820"],
            ],
            header_rows=2,
        )
    )
    assert ("Aurora-2 7B", "MathExam 2024 | cons@64", "80.0") in triples(found)
    rating = next(c for c in found.claims if c.value == "1820")
    assert (rating.benchmark, rating.unit) == ("CodeBench | rating", Unit.rating)
    assert next(c for c in found.claims if c.value == "80.0").setting.get("samples") == "cons@64"


def test_rows_that_only_make_sense_under_the_caption(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [["Language", "Borealis-1 70B", "Aurora-2 7B"], ["French", "70.5", "71.5"], ["Average", "60.5", "61.5"]],
            caption="PolyTestBench evaluation",
        )
    )
    assert ("Aurora-2 7B", "PolyTestBench | French", "71.5") in triples(found)
    assert ("Aurora-2 7B", "PolyTestBench | Average", "61.5") in triples(found)


def test_a_group_cell_of_the_benchmark_column_belongs_to_the_name(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Evaluation", "<", "Borealis-1 70B", "Aurora-2 7B"],
                ["HardExam", "No tools", "10.5", "11.5"],
                ["^", "With tools", "20.5", "21.5"],
                ["KnowTest", "<", "30.5", "31.5"],
            ],
            label_columns=2,
        )
    )
    assert ("Aurora-2 7B", "HardExam | With tools", "21.5") in triples(found)
    assert ("Aurora-2 7B", "KnowTest", "31.5") in triples(found)
    tools = {c.benchmark: c.setting.get("tools") for c in found.claims}
    assert tools["HardExam | No tools"] == "none"
    assert tools["HardExam | With tools"] == "with tools"


def test_header_repeated_in_the_body_brings_its_own_measure(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark (Accuracy)", "Aurora-2 7B", "<"],
                ["^", "low", "high"],
                ["KnowTest", "50.5", "60.5"],
                ["Benchmark (Elo)", "low", "high"],
                ["CodeBench", "1500", "1600"],
            ],
            header_rows=2,
        )
    )
    assert ("Aurora-2 7B | high", "CodeBench", "1600") in triples(found)
    claim = next(c for c in found.claims if c.value == "1600")
    assert claim.setting.get("metric") == "Elo"
    assert claim.setting.get("effort") == "high"
    assert claim.unit is Unit.elo


def test_one_model_that_the_table_does_not_name(hand, triples) -> None:
    found = hand.extraction(
        hand.table([["Category", "Benchmark", "Value"], ["General", "KnowTest", "59.6"], ["", "MathEval", "38.4"]])
    )
    assert triples(found) == {("Aurora-2", "KnowTest", "59.6"), ("Aurora-2", "MathEval", "38.4")}
    assert {c.role for c in found.claims} == {Role.own}
    assert {c.setting.get("category") for c in found.claims} == {"General"}


def test_two_numbers_become_two_claims_where_the_label_lists_two_things(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Borealis-1 70B", "Aurora-2 7B"],
                ["ViewTest (val/test)", "36.6/-", "51.4/67.6"],
                ["KnowTest", "40.0", "41.0 / 42.0"],
            ]
        )
    )
    split = [(c.value, c.setting.get("split")) for c in found.claims if c.benchmark == "ViewTest (val/test)"]
    assert split == [("36.6", "val"), ("51.4", "val"), ("67.6", "test")]
    assert [c.value for c in found.claims if c.model == "Aurora-2 7B" and c.benchmark == "KnowTest"] == ["41.0 / 42.0"]


def test_a_speed_printed_beside_the_score_is_no_claim(hand) -> None:
    found = hand.extraction(
        hand.table(
            [["Benchmark", "Borealis-1 70B (Score)", "Aurora-2 7B (Score | TPS)"], ["KnowTest", "70.5", "72.43 | 3.08"]]
        )
    )
    assert [(c.model, c.value) for c in found.claims] == [("Borealis-1 70B", "70.5"), ("Aurora-2 7B", "72.43")]


@pytest.mark.parametrize(
    ("rows", "caption"),
    [
        ([["Model", "#Params", "Layers", "Context Length"], ["Aurora-2 7B", "7.1", "32", "128"]], ""),
        ([["Model", "Throughput", "TPS"], ["Aurora-2 7B", "1.15", "2298.89"], ["Aurora-2 70B", "2.0", "4010.2"]], ""),
        ([["Precision", "Aurora-2 7B", "Aurora-2 70B"], ["bf16", "14.0", "25.9"]], "Memory usage in GB"),
        ([["Model", "Input $/M", "Output $/M"], ["Aurora-2 7B", "0.15", "0.60"]], "Price"),
        ([["Hyperparameter", "Value"], ["Learning rate", "0.001"], ["Batch size", "512"]], ""),
        ([["Model", "8 x 80G", "16 x 80G"], ["Aurora-2 7B", "81222", "161319"]], ""),
        ([["Source", "Proportion"], ["Web", "0.33"], ["Books", "0.29"]], "Data mixture"),
    ],
)
def test_tables_of_costs_sizes_and_settings_claim_nothing(hand, rows, caption) -> None:
    assert hand.extraction(hand.table(rows, caption=caption)).claims == ()


def test_difference_column_of_models_is_left_out_and_spread_goes_with_its_score(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "KnowTest Elo", "95% CI", "Rank"],
                ["Borealis-1 70B", "1412", "+8/-10", "1"],
                ["Aurora-2 7B", "1338", "+8/-9", "2"],
            ]
        )
    )
    assert [(c.value, c.uncertainty) for c in found.claims] == [("1412", "+8/-10"), ("1338", "+8/-9")]
    found = hand.extraction(
        hand.table([["Benchmark", "Aurora-1 7B", "Aurora-2 7B", "Δ"], ["KnowTest", "50.0", "52.0", "+2.0"]])
    )
    assert [c.value for c in found.claims] == ["50.0", "52.0"]


def test_footnotes_are_resolved_and_say_who_ran_it(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Borealis-1 70B^*", "Aurora-2 7B"],
                ["KnowTest^†", "70.5", "71.5"],
                ["MathEval", "40.5", "41.5"],
            ],
            notes={"*": "Results taken from the official report.", "†": "Evaluated in a 0-shot CoT setting."},
        )
    )
    first = found.claims[0]
    assert {note.mark for note in first.footnotes} == {"*", "†"}
    assert first.provenance is Provenance.copied
    assert (first.setting.get("shots"), first.setting.get("prompting")) == ("0", "CoT")
    assert found.claims[3].footnotes == ()


@pytest.mark.parametrize(
    ("note", "marked", "others"),
    [
        (
            "Taken from the official report. All other results were obtained by us.",
            Provenance.copied,
            Provenance.rerun,
        ),
        ("Re-run by us, while the rest is taken from the model cards.", Provenance.rerun, Provenance.copied),
        ("Taken from other papers.", Provenance.copied, Provenance.unknown),
        ("On the English part.", Provenance.unknown, Provenance.unknown),
    ],
)
def test_a_note_may_say_who_ran_the_unmarked_scores(hand, note: str, marked: Provenance, others: Provenance) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Borealis-1 70B^*", "Cirrus-3 8B"],
                ["KnowTest", "70.5", "71.5"],
                ["MathEval", "40.5", "41.5"],
            ],
            notes={"*": note},
        )
    )
    assert {claim.model: claim.provenance for claim in found.claims} == {
        "Borealis-1 70B": marked,
        "Cirrus-3 8B": others,
    }


def test_human_and_random_rows_are_baselines(hand) -> None:
    found = hand.extraction(
        hand.table(
            [["Model", "KnowTest", "MathEval"], ["Human", "90.1", "80.2"], ["Aurora-2 7B", "70.1", "60.2"]],
        )
    )
    assert [c.role for c in found.claims] == [Role.baseline, Role.baseline, Role.own, Role.own]


def test_variants_without_any_model_name_are_experiments_of_the_release(hand) -> None:
    found = hand.extraction(
        hand.table(
            [["Model", "KnowTest", "MathEval"], ["Baseline", "40.1", "50.2"], ["w/ gating", "41.1", "51.2"]],
            caption="Ablation on gating",
        )
    )
    assert {c.role for c in found.claims} == {Role.ablation}
    assert {c.model for c in found.claims} == {"Baseline", "w/ gating"}


def test_a_variant_printed_again_and_again_takes_the_row_above(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "KnowTest", "MathEval"],
                ["Aurora-2 7B", "40.1", "50.2"],
                ["w/o gating", "39.1", "49.2"],
                ["Aurora-2 70B", "60.1", "70.2"],
                ["w/o gating", "59.1", "69.2"],
            ]
        )
    )
    assert {c.model for c in found.claims if c.value in ("39.1", "59.1")} == {
        "Aurora-2 7B | w/o gating",
        "Aurora-2 70B | w/o gating",
    }


def test_a_clear_table_teaches_names_to_an_unclear_one(hand, triples) -> None:
    clear = hand.table(
        [
            ["Benchmark", "Zibbo-1 70B", "Aurora-2 7B"],
            ["Flimsy (Acc.)", "10.5", "11.5"],
            ["Gromit (Acc.)", "20.5", "21.5"],
        ]
    )
    unclear = hand.table([["", "Flimsy (Acc.)", "Gromit (Acc.)"], ["Zibbo-1 70B", "30.5", "40.5"]])
    assert ("Zibbo-1 70B", "Gromit (Acc.)", "40.5") in triples(hand.extraction(clear, unclear))


def test_a_continued_table_takes_the_header_of_the_page_before(hand, triples) -> None:
    above = hand.table([["Benchmark", "Borealis-1 70B", "Aurora-2 7B"], ["KnowTest", "10.5", "11.5"]])
    below = hand.table([["MathEval", "20.5", "21.5"]], header_rows=0).model_copy(update={"continues": True})
    assert ("Aurora-2 7B", "MathEval", "21.5") in triples(hand.extraction(above, below))


def test_models_with_a_mode_in_a_second_label_column_are_still_models(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["模型", "", "无防护攻击成功率", "有防护攻击成功率"],
                ["Aurora-2 7B", "扩展思考", "17.8%", "9.7%"],
                ["^", "标准思考", "20.0%", "10.0%"],
                ["Borealis-1 70B", "扩展思考", "28.0%", "17.3%"],
                ["^", "标准思考", "35.4%", "18.8%"],
            ],
            label_columns=2,
        )
    )
    assert len(found.claims) == 8
    assert ("Borealis-1 70B | 扩展思考", "有防护攻击成功率", "17.3%") in triples(found)
    assert {c.role for c in found.claims if c.model.startswith("Borealis")} == {Role.rival}


def test_a_contest_is_a_benchmark_and_its_problems_are_remarks(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Contest", "Problems", "Points"],
                ["IMO 2031", "P1, P2, P3", "83.3%"],
                ["CMO 2031", "A1, B2", "98.3%"],
            ],
            label_columns=2,
        )
    )
    assert {(model, value) for model, _, value in triples(found)} == {("Aurora-2", "83.3%"), ("Aurora-2", "98.3%")}


def test_a_row_made_without_the_varied_part_is_no_blank(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [["Teacher", "KnowTest", "MathEval"], ["None", "45.2", "46.9"], ["8B", "46.2", "47.1"]],
            caption="Effect of the teacher on KnowTest results",
        )
    )
    assert ("None", "KnowTest", "45.2") in triples(found)


def test_before_and_after_training_are_variants_of_the_release(hand, triples) -> None:
    found = hand.extraction(
        hand.table([["Evaluation", "Before Training", "After Training"], ["Says when it is lost", "0.15", "0.85"]])
    )
    assert triples(found) == {
        ("Before Training", "Says when it is lost", "0.15"),
        ("After Training", "Says when it is lost", "0.85"),
    }


def test_a_column_of_papers_is_no_part_of_the_model(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "Paper", "KnowTest", "MathEval"],
                ["Aurora-2 7B", "[Aurora]", "45.2", "46.9"],
                ["Borealis-1 70B", "-", "46.2", "47.1"],
            ],
            label_columns=2,
        )
    )
    assert ("Aurora-2 7B", "KnowTest", "45.2") in triples(found)


def test_ranges_are_no_scores(hand) -> None:
    found = hand.extraction(
        hand.table([["Tier", "KnowTest", "Systems"], ["Tier 1", "25 – 35", "Aurora-2"], ["Tier 2", "15 – 25", "Zibbo"]])
    )
    assert not found.claims


def test_the_mark_of_a_page_is_no_title_and_a_chinese_caption_may_open_with_the_name(hand, triples) -> None:
    table = hand.table(
        [["模型", "分数"], ["Aurora-2 7B", "68.0%"], ["Borealis-1 70B", "65.3%"]],
        caption="ZibboArena 性能。所有分数均使用官方评分器。",
    )
    found = hand.extraction(hand.text("--- Page 38 ---"), table)
    assert ("Aurora-2 7B", "ZibboArena | 分数", "68.0%") in triples(found)


def test_a_sentence_behind_a_bold_name_explains_it(hand) -> None:
    table = hand.table([["Evaluation", "Aurora-2 vs. Aurora-1"], ["Safety Automated measure of kept rules", "-10.4%"]])
    assert table.grid is not None
    name = Part(text="Safety", bold=True), Part(text=" Automated measure of kept rules")
    cells = tuple(c.model_copy(update={"parts": name}) if c.text.startswith("Safety") else c for c in table.grid.cells)
    found = hand.extraction(table.model_copy(update={"grid": table.grid.model_copy(update={"cells": cells})}))
    (claim,) = found.claims
    assert (claim.benchmark, claim.value) == ("Safety", "-10.4%")
    assert "measure of kept rules" in claim.setting.printed


def test_who_makes_a_model_and_how_many_samples_are_no_part_of_a_score(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "Provider", "Additional hyperparameters", "KnowTest", "Stderr", "Samples"],
                ["Aurora-2 7B", "Nova Labs", "none given", "0.936", "0.010", "200"],
                ["Borealis-1 70B", "Boreal", "max tokens set", "0.897", "0.012", "200"],
            ],
            label_columns=3,
        )
    )
    assert triples(found) == {("Aurora-2 7B", "KnowTest", "0.936"), ("Borealis-1 70B", "KnowTest", "0.897")}


def test_a_deviation_in_brackets_of_a_measure_is_no_column_of_deviations(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "FairTest acc. (std)", "KindTest acc. (std)"],
                ["Aurora-2 7B", "59.6 (4.8)", "43.9 (3.1)"],
                ["Borealis-1 70B", "41.6 (2.2)", "53.5 (1.9)"],
            ]
        )
    )
    assert {(c.value, c.uncertainty) for c in found.claims if c.model == "Aurora-2 7B"} == {
        ("59.6", "4.8"),
        ("43.9", "3.1"),
    }


def test_a_long_table_names_task_and_model_in_columns_of_their_own(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Task", "Model", "Failure Rate"],
                ["KnowTest", "Aurora-2 7B", "25.0"],
                ["MathEval", "Aurora-2 7B", "85.0"],
                ["KnowTest", "Borealis-1 70B", "54.0"],
            ],
            label_columns=2,
        )
    )
    assert triples(found) == {
        ("Aurora-2 7B", "KnowTest | Failure Rate", "25.0"),
        ("Aurora-2 7B", "MathEval | Failure Rate", "85.0"),
        ("Borealis-1 70B", "KnowTest | Failure Rate", "54.0"),
    }


@pytest.mark.parametrize("title", ["Results from February 2026", "Benchmarking results", "Comparison with the paper"])
def test_a_title_that_only_says_results_names_no_benchmark(hand, title: str) -> None:
    table = hand.table(
        [["Model", "Accuracy", "F1"], ["Aurora-2 7B", "68.0", "60.1"], ["Borealis-1 70B", "65.3", "59.1"]]
    )
    found = hand.extraction(hand.text(title), table)
    assert {c.benchmark for c in found.claims} == {"Accuracy", "F1"}


def test_a_column_that_numbers_the_rows_is_no_label(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["", "Dimension", "Aurora-2 7B", "Borealis-1 70B"],
                ["1", "KnowTest", "0.639", "0.644"],
                ["2", "MathEval", "0.391", "0.479"],
                ["3", "CodeBench", "0.685", "0.668"],
            ],
            label_columns=2,
        )
    )
    assert ("Aurora-2 7B", "MathEval", "0.391") in triples(found)
    assert len(found.claims) == 6


def test_small_numbers_in_brackets_behind_every_score_are_deviations(hand) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Task", "Aurora-2 7B"],
                ["KnowTest", "0.60 (0.014)"],
                ["MathEval", "0.787 (0.026)"],
                ["CodeBench", "0.58 (0.03)"],
            ]
        )
    )
    assert [(c.value, c.uncertainty) for c in found.claims] == [("0.60", "0.014"), ("0.787", "0.026"), ("0.58", "0.03")]


def test_a_task_column_behind_the_model_column_is_the_benchmark_too(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "Task", "Score here", "Score (paper)"],
                ["Aurora-2 7B", "KnowTest", "0.140", "0.155"],
                ["Aurora-2 7B", "MathEval", "0.030", "0.050"],
            ],
            label_columns=2,
        )
    )
    assert ("Aurora-2 7B", "MathEval | Score (paper)", "0.050") in triples(found)


def test_a_lowered_word_is_set_apart_from_the_name_before_it(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Benchmark", "Borealis-1 70B", "Aurora-2 7B"],
                ["SeeBench~test", "57.1", "62.3"],
                ["FilmTest~wo/w subs", "54.0/56.9", "63.3/69.0"],
            ]
        )
    )
    assert ("Aurora-2 7B", "SeeBench test", "62.3") in triples(found)
    assert {c.value: c.setting.printed for c in found.claims if c.benchmark.startswith("Film")} == {
        "54.0": "wo; wo/w subs",
        "56.9": "w subs; wo/w subs",
        "63.3": "wo; wo/w subs",
        "69.0": "w subs; wo/w subs",
    }


@pytest.mark.parametrize(
    ("labels", "whole"),
    [
        (["total", "writing", "reasoning", "turn 1"], True),
        (["Distractor F1", "Topic F1", "Level F1", "strict"], True),
        (["MathEval", "CodeBench", "KnowTest", "ReadEval"], False),
    ],
)
def test_parts_and_measures_under_a_heading_are_of_the_benchmark_that_it_names(
    hand, labels: list[str], whole: bool
) -> None:
    table = hand.table([labels, ["8.22", "8.70", "6.40", "8.61"]], label_columns=0)
    table = table.model_copy(update={"section": ("Results", "TalkBench (Borealis-1)")})
    found = hand.extraction(table)
    assert [c.benchmark for c in found.claims] == [f"TalkBench (Borealis-1) | {x}" if whole else x for x in labels]


def test_a_mean_takes_no_name_from_a_title_that_names_no_benchmark(hand) -> None:
    table = hand.table([["Model", "Average"], ["Aurora-2 7B", "0.61"], ["Borealis-1 70B", "0.54"]])
    found = hand.extraction(table.model_copy(update={"caption": "متوسط أداء النماذج"}))
    assert {c.benchmark for c in found.claims} == {"Average"}


def test_a_field_is_printed_with_the_title_of_its_column(hand) -> None:
    rows = [["Domain", "Benchmark", "Aurora-2 7B"], ["English", "KnowTest", "61.2"], ["", "MathEval", "48.1"]]
    found = hand.extraction(hand.table(rows, label_columns=2))
    assert {c.setting.printed for c in found.claims} == {"Domain=English"}
    assert {c.setting.get("category") for c in found.claims} == {"English"}


def test_data_behind_a_chart_are_not_emphasised(hand) -> None:
    table = hand.table([["Benchmark", "Aurora-2 7B", "Borealis-1 70B"], ["KnowTest", "0.16", "0.23"]])
    bare = tuple(cell.model_copy(update={"bold": None, "underline": None}) for cell in table.grid.cells)
    chart = table.model_copy(
        update={"kind": BlockKind.figure, "grid": table.grid.model_copy(update={"cells": bare}), "caption": "Results"}
    )
    assert {c.emphasis for c in hand.extraction(chart).claims} == {Emphasis.none}


def test_a_column_of_round_amounts_is_no_benchmark(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "GT", "KnowTest", "Arena rating"],
                ["Aurora-2 7B", "5500", "82.9", "1250"],
                ["Borealis-1 70B", "1000", "85.3", "1223"],
                ["Borealis-1 7B", "1500", "78.1", "1100"],
            ]
        )
    )
    assert {benchmark for _, benchmark, _ in triples(found)} == {"KnowTest", "Arena rating"}


def test_a_second_column_of_sizes_tells_no_models_apart(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Model", "TP", "AP", "KnowTest", "MathEval"],
                ["Borealis-1", "16B", "2.4B", "50.1", "20.0"],
                ["Aurora-2", "7B", "7B", "61.0", "31.0"],
            ]
        )
    )
    assert {model for model, _, _ in triples(found)} == {"Borealis-1", "Aurora-2"}


def test_a_row_of_what_is_retained_is_no_score(hand, triples) -> None:
    found = hand.extraction(
        hand.table(
            [
                ["Category", "Task", "Borealis-1 70B", "Aurora-2 7B"],
                ["Knowledge", "KnowTest", "81.3", "77.8"],
                ["", "ReadEval", "74.4", "72.3"],
                ["Retention", "", "", "95.7%"],
            ],
            label_columns=2,
        )
    )
    assert {benchmark for _, benchmark, _ in triples(found)} == {"KnowTest", "ReadEval"}


def test_a_note_below_explains_the_abbreviation_in_the_corner(hand) -> None:
    table = hand.table(
        [["Metric (QI)", "Aurora-2 7B", "Borealis-1 70B"], ["KnowTest", "78", "88"], ["MathEval", "36", "40"]]
    )
    note = hand.text("QI: all scores are aligned with the Quorra Intelligence Methodology.")
    found = hand.extraction(table, note)
    assert {c.setting.printed for c in found.claims} == {"QI; aligned with the Quorra Intelligence Methodology"}
    assert {c.setting.get("harness") for c in found.claims} == {"quorra intelligence methodology"}
    assert {c.setting.printed for c in hand.extraction(table).claims} == {""}
