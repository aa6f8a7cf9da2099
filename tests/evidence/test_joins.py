"""Results that look alike and are not: read by the importers, named by the registry, compared as audits do."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from math import sqrt
from pathlib import Path

import pytest

from auditor import registry
from auditor.evidence.comparable import compare
from auditor.evidence.run_csv import setting_of
from auditor.evidence.run_names import shipped_names
from auditor.evidence.runs import RunLibrary
from auditor.importers import read
from auditor.records import (
    Claim,
    Comparison,
    ConditionName,
    Origin,
    Place,
    Placement,
    ResolvedClaim,
    Role,
    Run,
    Standing,
    Unit,
)
from auditor.registry import Registry

Compared = Callable[..., list[tuple[Run, Comparison]]]


@pytest.fixture(scope="module")
def known() -> Registry:
    return registry.load()


@pytest.fixture
def compared(known: Registry) -> Compared:
    """What is said of a claim beside the runs of files: (run, comparison) pairs."""

    def on(
        files: list[Path], model: str, benchmark: str, value: str, **conditions: str
    ) -> list[tuple[Run, Comparison]]:
        empty = RunLibrary(sources={}, runs=(), sha256="", names=shipped_names(known))
        library = empty.with_runs(run for file in files for run in read(file).runs)
        claim = Claim(
            id="claim-1",
            document="doc-1",
            block=0,
            place=Place(line=1),
            quote=value,
            origin=Origin.table,
            label="Table 1",
            placement=Placement.body,
            model=model,
            benchmark=benchmark,
            value=f"{value}%",
            number=Decimal(value),
            decimals=1,
            unit=Unit.percent,
            setting=setting_of({ConditionName(name): text for name, text in conditions.items()}),
            role=Role.own,
            found_by="tables",
        )
        resolved = ResolvedClaim(
            claim=claim, model=known.resolve_model(model), benchmark=known.resolve_benchmark(benchmark)
        )
        assert resolved.model.id, resolved.model.why
        assert resolved.benchmark.id, resolved.benchmark.why
        found = compare(
            (resolved,), library, benchmarks=known.benchmarks, harnesses=known.harnesses, models=known.models
        )
        runs = {run.id: run for run in library.runs}
        return [(runs[one.run], one) for one in found]

    return on


def analysis(folder: Path, **scores: float) -> Path:
    """A model list of Artificial Analysis with AIME 2025 scores by model name."""
    models = [
        {
            "name": name,
            "slug": f"m{n}",
            "evaluations": {"artificial_analysis_intelligence_index": None, "aime_25": score},
        }
        for n, (name, score) in enumerate(scores.items())
    ]
    path = folder / "llms.json"
    path.write_text(json.dumps({"meta": {"fetched_at": "2026-05-01"}, "models": models}), encoding="utf-8")
    return path


def test_thinking_and_not_thinking_are_two_modes_of_one_model(compared: Compared, tmp_path: Path) -> None:
    file = analysis(tmp_path, **{"Claude 4.5 Haiku (Non-reasoning)": 0.39, "Claude 4.5 Haiku (Reasoning)": 0.837})
    found = {run.model: one for run, one in compared([file], "Claude Haiku 4.5", "AIME 2025", "80.7", thinking="on")}
    assert found["Claude 4.5 Haiku (Non-reasoning)"].standing is Standing.explained
    assert "thinking differs" in found["Claude 4.5 Haiku (Non-reasoning)"].why
    assert found["Claude 4.5 Haiku (Reasoning)"].standing is Standing.consistent


def test_an_unnamed_mode_is_no_ground_for_a_gap(compared: Compared, tmp_path: Path) -> None:
    file = analysis(tmp_path, **{"Claude 4.5 Haiku": 0.39})
    ((_, one),) = compared([file], "Claude Haiku 4.5", "AIME 2025", "80.7", thinking="on")
    assert one.standing is Standing.not_comparable
    assert "with and without thinking" in one.why


def hub(folder: Path, name: str, *rows: str) -> Path:
    """A file of Epoch's hub with its own runs."""
    path = folder / f"{name}.csv"
    head = "Model version,mean_score,Training compute (FLOP),stderr,Logs,Started at,id"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return path


def test_a_model_and_its_reasoning_variant_are_two_models(compared: Compared, known: Registry, tmp_path: Path) -> None:
    file = hub(tmp_path, "gpqa_diamond", "phi-4,0.5606,,0.03,log,2025-01-20T00:00:00Z,a")
    ((run, one),) = compared([file], "Phi-4", "GPQA Diamond", "56.1")
    assert (run.model_id, one.standing) == ("phi-4", Standing.consistent)
    assert compared([file], "Phi-4-reasoning", "GPQA Diamond", "65.8") == []


def test_a_mock_competition_is_not_the_competition(compared: Compared, tmp_path: Path) -> None:
    file = hub(tmp_path, "otis_mock_aime_2024_2025", "gpt-5.5_xhigh,0.98,,0.01,log,2026-05-01T00:00:00Z,a")
    for benchmark in ("AIME 2024", "AIME 2025"):
        assert compared([file], "GPT-5.5", benchmark, "94.6") == []
    ((run, _),) = compared([file], "GPT-5.5", "OTIS Mock AIME 2024-2025", "98.0")
    assert run.setting.get("effort") == "xhigh"


def terminal_bench(folder: Path, version: str) -> Path:
    path = folder / "20250924_droid_gpt-5" / "run_1" / "results.json"
    path.parent.mkdir(parents=True)
    trials = [{"trial_name": f"t{n}", "task_id": f"t{n}", "is_resolved": n % 2 == 0} for n in range(80)]
    about = {"agent_name": "Droid", "dataset_version": version, "dataset_size": 80, "start_time": "2025-09-24"}
    path.write_text(json.dumps({"results": trials}), encoding="utf-8")
    path.with_name("run_metadata.json").write_text(json.dumps(about), encoding="utf-8")
    return path


def test_editions_of_terminal_bench_are_different_benchmarks(compared: Compared, tmp_path: Path) -> None:
    file = terminal_bench(tmp_path, "0.1.1")
    assert compared([file], "GPT-5", "Terminal-Bench 2.0", "49.6") == []
    assert compared([file], "GPT-5", "Terminal-Bench Hard", "49.6") == []
    ((run, _),) = compared([file], "GPT-5", "Terminal-Bench 1.0", "49.6")
    assert (run.score, run.n, run.run_by) == (Decimal("0.5"), 80, "Droid")


def test_editions_of_function_calling_are_not_compared(compared: Compared, tmp_path: Path) -> None:
    file = tmp_path / "data_overall.csv"
    columns = "Rank,Overall Acc,Model,Total Cost ($),Non-Live AST Acc,Live Acc,Multi Turn Acc,Web Search Acc,Memory Acc"
    file.write_text(f"{columns}\n1,70.5%,GPT-4.1 (FC),12.5,80%,78%,40%,60%,50%\n", encoding="utf-8")
    for claimed in ("BFCL v3", "BFCL"):
        assert {one.standing for _, one in compared([file], "GPT-4.1", claimed, "65.0")} <= {Standing.not_comparable}
    found = {run.setting.get("subset"): (run, one) for run, one in compared([file], "GPT-4.1", "BFCL v4", "70.5")}
    run, one = found[None]
    assert (one.standing, run.cost_usd, run.cost_basis) == (Standing.consistent, 12.5, "total")
    assert "covers only the part Multi Turn" in found["Multi Turn"][1].why


def test_swe_bench_verified_by_items_and_by_harness(compared: Compared, tmp_path: Path) -> None:
    # 315 of 484 tasks: the hub prints the share and √(p(1 − p)/(n − 1)), never the 484.
    share = 315 / 484
    row = f"claude-opus-4-5,{share},,{sqrt(share * (1 - share) / 483)},log,2025-12-01T00:00:00Z,a"
    part = hub(tmp_path, "swe_bench_verified", row)
    details = {f"task-{n}": {"resolved": n < 372} for n in range(500)}
    entry = {
        "name": "Claude 4.5 Opus (high)",
        "resolved": 74.4,
        "date": "2025-12-01",
        "tags": ["Model: claude-opus-4-5-20251101", "Org: Anthropic"],
        "mini-swe-agent_version": "1.16.0",
        "per_instance_details": details,
        "instance_cost": 0.72,
    }
    site = tmp_path / "leaderboards.json"
    site.write_text(json.dumps({"leaderboards": [{"name": "bash-only", "results": [entry]}]}), encoding="utf-8")
    found = {
        run.source: (run, one) for run, one in compared([part, site], "Claude Opus 4.5", "SWE-bench Verified", "80.9")
    }
    run, one = found["epoch-hub"]
    assert (run.n, run.setting.get("subset")) == (484, "484 of 500")
    run, one = found["swe-bench-site"]
    assert (run.n, run.setting.get("harness"), run.cost_basis) == (500, "mini-SWE-agent 1.16.0", "per task")
    assert one.tau, "a harness that the claim does not name widens the error"
    assert "harnesses are not both stated" in one.why


def test_scores_normalised_against_chance_are_another_measure(compared: Compared, tmp_path: Path) -> None:
    file = tmp_path / "board.csv"
    file.write_text("fullname,Model,MMLU-PRO\nmicrosoft/phi-4,phi-4,46.8\n", encoding="utf-8")
    ((run, one),) = compared([file], "Phi-4", "MMLU-Pro", "70.4", metric="accuracy")
    assert run.metric == "accuracy (baseline-normalised)"
    assert one.standing is Standing.not_comparable
    assert "normalised against chance" in one.why


@pytest.mark.parametrize("printed", ["OpenAI-o1-0912", "o1-0912"])
def test_a_dated_name_that_no_source_equates_stays_unknown(known: Registry, printed: str) -> None:
    """DeepSeek-R1's report prints AIME 74.4 for o1-0912 (arXiv:2501.12948, table 2), far from o1-preview's 44.6."""
    found = known.resolve_model(printed)
    assert found.id is None
    assert "dated" in found.why
