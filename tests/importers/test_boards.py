"""Boards, collections and run folders: units, conditions, who stands behind a row, and what is left out."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import ImportFormatError, NothingToAudit
from auditor.evidence.measures import metric_family
from auditor.importers import IMPORTERS, importer_of, read
from auditor.importers.folder import read_all
from auditor.importers.reading import conditions_in_label
from auditor.records import Independence, Unit


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def statistic(name: str, mean: float, split: str = "test", **more: Any) -> dict[str, Any]:
    return {"name": {"name": name, "split": split} | more, "count": 1, "mean": mean}


def test_helm_folders_keep_splits_apart_and_drop_perturbations(tmp_path: Path) -> None:
    spec = {
        "name": "mmlu:subject=anatomy,method=joint,model=lab_alpha",
        "scenario_spec": {},
        "adapter_spec": {"model": "lab/alpha", "max_train_instances": 5, "max_eval_instances": 4, "temperature": 0.0},
    }
    path = written(tmp_path, "run/run_spec.json", spec)
    with pytest.raises(ImportFormatError, match=r"needs stats\.json"):
        read(path)
    stats = [
        statistic("exact_match", 0.75),
        statistic("exact_match", 0.5, "valid"),
        statistic("exact_match", 0.25, perturbation={"name": "robustness"}),
        statistic("num_instances", 4),
        statistic("num_output_tokens", 1),
    ]
    written(tmp_path, "run/stats.json", stats)
    rows = [{"instance_id": f"id{n}", "stats": [statistic("exact_match", float(n < 3))]} for n in range(4)]
    written(tmp_path, "run/per_instance_stats.json", rows)
    found = read(path)
    test, valid = found.runs
    assert (test.benchmark, test.score, test.n, test.setting.get("split")) == (
        "mmlu | anatomy",
        Decimal("0.75"),
        4,
        "test",
    )
    assert (valid.setting.get("split"), valid.score) == ("valid", Decimal("0.5"))
    assert test.setting.get("shots") == "5"
    assert found.items[test.id] == {"id0": 1.0, "id1": 1.0, "id2": 1.0, "id3": 0.0}
    assert {file.name for file in found.beside} == {"stats.json", "per_instance_stats.json"}


def test_arena_ratings_carry_their_interval(tmp_path: Path) -> None:
    rating = {"rating": 1500.0, "rating_q025": 1490.2, "rating_q975": 1509.8}
    file = written(tmp_path, "leaderboard-text-style-control.json", {"full": {"a": rating}, "hard_6": {"a": rating}})
    whole, part = read(file).runs
    assert (whole.benchmark, whole.unit) == ("LMArena Text (style control)", Unit.elo)
    assert whole.stderr == pytest.approx(5.0, abs=0.001)
    assert (part.benchmark, part.setting.get("subset")) == ("LMArena Text (style control) | hard 6", "hard 6")
    extract = written(tmp_path, "lmarena_vision.csv", "rank,model,arena_score,95_pct_ci,votes\n1,a,1317,+9/-9,7681\n")
    run = read(extract).runs[0]
    assert (run.benchmark, run.independence) == ("LMArena Vision", Independence.compiled)
    assert run.stderr == pytest.approx(9 / 1.96, abs=0.01)


def test_bigcodebench_tells_sets_and_ways_apart(tmp_path: Path) -> None:
    rows = {"o9 (temperature=1, reasoning=low)": {"pass@1": {"instruct": 29.7, "complete": None}, "date": "2024-12-17"}}
    found = read(written(tmp_path, "results-hard.json", rows))
    (run,) = found.runs
    assert (run.benchmark, run.n, run.date) == ("BigCodeBench-Hard Instruct", 148, None)
    assert (run.setting.get("effort"), run.setting.get("temperature")) == ("low", "1")
    assert [s.reason for s in found.skipped] == ["no number"]


def test_livecodebench_names_the_window_of_its_problems(tmp_path: Path) -> None:
    def row(question: str, day: int, score: float) -> dict[str, Any]:
        return {"question_id": question, "model": "A (High)", "date": day * 86_400_000, "pass@1": score}

    found = read(written(tmp_path, "p.json", {"performances": [row("q1", 19600, 100.0), row("q2", 19700, 50.0)]}))
    (run,) = found.runs
    assert (run.score, run.n, run.setting.get("version")) == (Decimal("75.0000"), 2, "2023.08-2023.12")
    assert run.setting.get("effort") == "high"
    assert found.items[run.id] == {"q1": 1.0, "q2": 0.5}


def test_terminal_bench_runs_are_their_submitters_word(tmp_path: Path) -> None:
    trials = [
        {"trial_name": "t", "task_id": f"t{n % 2}", "is_resolved": n < 3, "total_input_tokens": 10} for n in range(4)
    ]
    file = written(tmp_path, "20250902_agent_claude-4-sonnet/run/results.json", {"results": trials})
    assert "version of the tasks" in read(file).skipped[0].reason
    about = {"dataset_version": "0.1.1", "dataset_size": 2, "agent_name": "Agent", "start_time": "2025-09-02T01:00:00"}
    written(tmp_path, "20250902_agent_claude-4-sonnet/run/run_metadata.json", about)
    found = read(file)
    (run,) = found.runs
    assert (run.model, run.independence, run.setting.get("samples")) == (
        "claude-4-sonnet",
        Independence.vendor,
        "avg@2",
    )
    assert (run.score, run.n, run.tokens) == (Decimal("0.750000"), 2, 40)
    assert found.items[run.id] == {"t0": 1.0, "t1": 0.5}
    written(tmp_path, "20250902_agent_claude-4-sonnet/run/run_metadata.json", about | {"dataset_size": 80})
    assert read(file).skipped[0].reason == "2 of 80 tasks: not a complete run"


def test_osworld_sheets(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    head = ["Model", "Institution", "PaperAuthors", "Approach type", "Max steps", "Multiple rollout", "Date"]
    sheet.append([*head, "Success rate", "Success/Total"])
    sheet.append(["Alpha", "Lab", "L", "General model", 100, "No", 45961, 62.88, "226.35/360"])
    sheet.append(
        ["Beta bBoN (N=10)", "Lab", "L", "Agentic framework", 50, "Yes", datetime(2025, 10, 3), 69.9, "252.35/361"]
    )
    sheet.append(["Gamma", "Lab", "L", "Unknown", None, "No", None, "🚧", None])
    path = tmp_path / "verified.xlsx"
    book.save(path)
    found = read(path)
    alpha, beta = found.runs
    # Day 45961 of a spreadsheet is 31 October 2025.
    assert (alpha.date, alpha.n, alpha.independence) == ("2025-10-31", 360, Independence.benchmark_author)
    assert (beta.date, beta.setting.get("samples")) == ("2025-10-03", "best of 10")
    assert len(found.skipped) == 1


def test_artificial_analysis_scores_prices_and_tokens(tmp_path: Path) -> None:
    model = {
        "name": "Alpha (xhigh)",
        "slug": "alpha",
        "evaluations": {
            "artificial_analysis_intelligence_index": 54.8,
            "artificial_analysis_intelligence_index_is_estimated": True,
            "gpqa": 0.935,
            "hle": None,
        },
        "pricing": {"price_1m_input_tokens": 5, "price_1m_output_tokens": 30},
        "eval_token_counts": {"gpqa": {"inputTokens": 52, "outputTokens": 100}},
    }
    found = read(written(tmp_path, "llms.json", {"meta": {"fetched_at": "2026-07-10T08:00:00"}, "models": [model]}))
    gpqa, price_in, price_out = found.runs
    assert (gpqa.benchmark, gpqa.unit, gpqa.tokens) == ("GPQA Diamond", Unit.fraction, 152)
    assert gpqa.setting.get("effort") == "xhigh"
    assert (price_in.benchmark, price_in.score, price_in.unit) == ("List price | input", Decimal(5), Unit.currency)
    assert (price_out.score, price_out.metric) == (Decimal(30), "USD per million tokens")
    assert [s.reason for s in found.skipped] == ["an estimate, not a run"]


def test_vals_editions_modes_and_prices(tmp_path: Path) -> None:
    def row(benchmark: str, model: str) -> dict[str, Any]:
        said = {"benchmark_group": "Academic", "cost_input": "$15.00", "cost_output": "$0.00", "accuracy": 87.8}
        return {"benchmark": benchmark, "model": model} | said

    rows = [
        row("mmlu_pro-08-12-2025", "Alpha (Nonthinking)"),
        row("finance_agent", "Alpha"),
        row("new-08-12-2025", "A"),
    ]
    found = read(written(tmp_path, "x.json", {"timestamp_utc": "2025-08-24 20:06:42", "benchmarks": rows}))
    run, price = found.runs
    assert (run.benchmark, run.date, run.setting.get("thinking")) == ("MMLU-Pro", "2025-08-12", "off")
    assert (price.benchmark, price.score, price.date) == ("List price | input", Decimal("15.00"), "2025-08-24")
    assert len(found.skipped) == 2


def test_nejumi_fractions_and_effort(tmp_path: Path) -> None:
    table = "\ufeffmodel_name,JA,TOTAL_SCORE,GLP_翻訳,model_size\nlab/alpha: high-effort,0,0.79,0.91,null\n"
    whole, part = read(written(tmp_path, "n.csv", table)).runs
    assert (whole.benchmark, whole.score, whole.setting.get("effort")) == ("Nejumi 4", Decimal("0.79"), "high")
    assert part.setting.get("subset") == "GLP_翻訳"


def test_collections_are_copies(tmp_path: Path) -> None:
    model = {"id": "a", "name": "Alpha", "canonical_setting": {}}
    cell = {
        "url": "https://lab.example/card",
        "type": "model_card",
        "audit_status": "verified",
        "reported_setting": {"mode": "thinking", "effort": "high", "tools": "none", "sampling": "pass@1"},
    }
    data = {
        "models": [model],
        "benchmarks": [
            {"id": "g", "name": "GPQA Diamond"},
            {"id": "e", "name": "Arena Elo"},
            {"id": "h", "name": "HLE"},
        ],
        "observed": [[88.1, 1400.0, 20.0]],
        "sources": [[cell, cell | {"audit_status": "dropped"}, None]],
        "predictions": [[1.0, 2.0, 3.0]],
    }
    found = read(written(tmp_path, "data.json", data))
    (run,) = found.runs
    assert (run.independence, run.run_by, run.unit) == (Independence.compiled, "lab.example", Unit.unknown)
    assert (run.setting.get("effort"), run.setting.get("thinking"), run.setting.get("tools")) == ("high", "on", "none")
    assert len(found.skipped) == 2
    row = {
        "benchmark_id": "gpqa",
        "benchmark_name": "GPQA",
        "model_id": "alpha",
        "score": 0.881,
        "is_self_reported": True,
        "self_reported_source_link": "https://lab.example/blog",
        "analysis_method": "5-shot CoT",
    }
    (copy,) = read(written(tmp_path, "benchmarks.json", [row])).runs
    assert (copy.independence, copy.run_by, copy.setting.get("shots")) == (Independence.compiled, "lab.example", "5")


def test_epoch_index_inputs_are_copies_and_rescaled_ones_are_left(tmp_path: Path) -> None:
    head = "model_id,benchmark_id,performance,benchmark,optimized,model,model_version,Model aggregation,source\n"
    rows = "m1,b1,0.6,MMLU,True,Alpha,alpha-1,,A report\nm1,b2,0.5,METR Time Horizons,True,Alpha,alpha-1,,METR\n"
    found = read(written(tmp_path, "eci_benchmarks.csv", head + rows))
    (run,) = found.runs
    assert (run.model, run.run_by, run.independence) == ("alpha-1", "A report", Independence.compiled)
    # The file rescales against guessing: its cells never stand beside plain scores.
    assert metric_family(run.metric) == "share normalised against chance"
    assert "epoch-hub" in found.source.quotes
    scores = "Model,eci,eci_ci_low,eci_ci_high,date\nAlpha,150.1,148,152,2026-01-01\n"
    (index,) = read(written(tmp_path, "eci_scores.csv", scores)).runs
    assert (index.unit, index.stderr, index.date) == (Unit.points, None, None)


def test_boards_in_a_readme(tmp_path: Path) -> None:
    text = "# Hallucination Leaderboard\n\nLast updated on March 10, 2026\n\n|Model|Hallucination Rate|Answer Rate|\n"
    run, *_ = read(written(tmp_path, "README.md", text + "|----|----:|----:|\n|lab/alpha|1.8 %|99.5 %|\n")).runs
    assert (run.model, run.score, run.metric, run.date) == (
        "lab/alpha",
        Decimal("1.8"),
        "hallucination rate",
        "2026-03-10",
    )
    assert importer_of(written(tmp_path, "other.md", "# MMLU-Pro\n\nNo table here.\n")) is None
    cases = "# LLM Thematic Generalization Benchmark V2\n\n| Rank | Model | Top-1 Accuracy | Cases |\n"
    row = "|---:|---|---:|---:|\n| 1 | Alpha (high reasoning) | 89.2% | 649 |\n"
    (thematic,) = read(written(tmp_path, "g/README.md", cases + row)).runs
    assert (thematic.setting.get("effort"), thematic.setting.get("subset")) == ("high", "649 of 1247")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Alpha (xhigh reasoning)", {"effort": "xhigh"}),
        ("Alpha (no reasoning)", {"thinking": "off"}),
        ("Alpha Thinking 16K", {"thinking": "on", "thinking_budget": "16k"}),
        ("Alpha (Non-reasoning)", {"thinking": "off"}),
        ("Alpha (Reasoning)", {"thinking": "on"}),
        ("Alpha (Sept)", {}),
        ("Alpha (70B)", {}),
    ],
)
def test_what_a_board_writes_after_a_model(label: str, expected: dict[str, str]) -> None:
    assert {str(name): value for name, (value, _) in conditions_in_label(label).items()} == expected


def test_prices_of_model_configurations(tmp_path: Path) -> None:
    yaml = 'model: alpha\nread_cost: 2.5\nwrite_cost: 10\nhuman_readable_id: Alpha\ndate: "2024-08-06"\n'
    first, second = read(written(tmp_path, "a.yaml", yaml)).runs
    assert (first.score, second.score, first.independence) == (Decimal("2.5"), Decimal(10), Independence.compiled)
    agent = written(tmp_path, "b.yaml", "type: agent\nmodel_config: x\nhuman_readable_id: Alpha Agent\n")
    assert "without prices" in read(agent).skipped[0].reason


def test_items_of_logs(tmp_path: Path) -> None:
    results = {
        "results": {"maths": {"exact_match,strict": 0.5, "alias": "maths"}},
        "n-shot": {"maths": 0},
        "model_name": "alpha",
        "n-samples": {"maths": {"original": 2, "effective": 2}},
    }
    path = written(tmp_path, "results_2026-01-01.json", results)
    rows = [
        {"doc_id": n, "doc_hash": f"h{n}", "filter": "strict", "metrics": ["exact_match"], "exact_match": float(n)}
        for n in range(2)
    ]
    written(tmp_path, "samples_maths_2026-01-01.jsonl", "\n".join(map(json.dumps, rows)))
    found = read(path)
    assert found.items[found.runs[0].id] == {"0:h0": 0.0, "1:h1": 1.0}
    assert [file.name for file in found.beside] == ["samples_maths_2026-01-01.jsonl"]


def test_a_folder_names_what_it_leaves_and_reads_each_file_once(tmp_path: Path) -> None:
    written(tmp_path, "own.csv", "model,benchmark,score\nAlpha,GPQA,51\n")
    written(tmp_path, "notes.txt", "nothing")
    written(tmp_path, ".git/own.csv", "model,benchmark,score\nAlpha,GPQA,51\n")
    written(tmp_path, "board/table_2026_01_08.csv", "model,a\nalpha,80\n")
    written(tmp_path, "board/categories_2026_01_08.json", {"Math": ["a"]})
    written(tmp_path, "broken/run_spec.json", '{"scenario_spec": {}, "adapter_spec": {"model": "a"}}')
    written(tmp_path, "odd/leaderboards.json", '{"leaderboards": [{"name": "Lite", "results": [[1]]}]}')
    outcomes = {outcome.name: outcome for outcome in read_all([tmp_path, tmp_path / "own.csv"])}
    assert [name for name, o in outcomes.items() if o.result] == ["board/table_2026_01_08.csv", "own.csv"]
    assert outcomes["notes.txt"].format is None
    assert "needs stats.json" in outcomes["broken/run_spec.json"].refused
    assert "begins like swe-bench-site" in outcomes["odd/leaderboards.json"].refused
    assert "board/categories_2026_01_08.json" not in outcomes
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NothingToAudit):
        list(read_all([empty]))


def test_formats_have_names_of_their_own() -> None:
    assert len({importer.name for importer in IMPORTERS}) == len(IMPORTERS) >= 34
    assert all(importer.describes for importer in IMPORTERS)
