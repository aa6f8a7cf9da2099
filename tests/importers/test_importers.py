"""Foreign files → runs: on small files of the same form, with the traps that the real ones hold."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from auditor.errors import ImportFormatError
from auditor.importers import IMPORTERS, ImportResult, each_once, importer_of, read
from auditor.importers.reading import effort_conditions, iso_date, number, rows_of, without_credentials
from auditor.records import Independence, Unit

EPOCH_HEADER = (
    "Model version,mean_score,Best score (across scorers),Release date,Organization,Country,"
    "Training compute (FLOP),Training compute notes,stderr,Log viewer,Logs,Started at,id\n"
)


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def taken(result: ImportResult) -> list[tuple[str, str, Decimal]]:
    return [(run.model, run.benchmark, run.score) for run in result.runs]


def test_epoch_own_runs_take_the_mean_and_find_the_tasks_behind_the_error(tmp_path: Path) -> None:
    rows = (
        "alpha-2_xhigh,0.8057851239669421,0.9,2026-04-23,A,U,,,0.018000198869416815,v,l,2026-04-24T13:52:36Z,k1\n"
        "beta_32K,0.606,0.606,2026-04-23,A,U,,,0.02187429930168918,v,l,,k2\n"
        "gamma,0.5,0.5,,,,,,,,,,manual_gamma_run_incomplete\n"
        ",0.5,0.5,,,,,,,,,,k3\n"
    )
    result = read(written(tmp_path, "swe_bench_verified.csv", EPOCH_HEADER + rows))
    first, second = result.runs
    assert (first.score, first.unit, first.n) == (Decimal("0.8057851239669421"), Unit.fraction, 484)
    assert first.setting.get("subset") == "484 of 500"
    assert first.notes == "best of several scorers 0.9"
    assert first.date == "2026-04-24"
    assert (second.n, second.setting.get("subset")) == (500, None)
    assert (second.setting.get("thinking"), second.setting.get("thinking_budget")) == ("on", "32k")
    assert {run.independence for run in result.runs} == {Independence.third_party}
    assert [s.reason for s in result.skipped] == [
        "the hub marks the run as incomplete, preliminary or a lower bound",
        "no model version",
    ]


def test_epochs_own_benchmark_is_not_third_party(tmp_path: Path) -> None:
    result = read(written(tmp_path, "frontiermath.csv", EPOCH_HEADER + "a,0.5,0.5,,,,,,0.03,,,,k\n"))
    assert result.runs[0].independence is Independence.benchmark_author
    assert result.runs[0].benchmark == "FrontierMath Tiers 1-3"


def test_epochs_collected_files_are_echoes(tmp_path: Path) -> None:
    header = "Model version,Accuracy,Release date,Training compute (FLOP),Accuracy Standard Error,Source,id\n"
    result = read(written(tmp_path, "hle_external.csv", header + "a_high,0.38,2026-01-01,,1.9,Some board,r1\n"))
    run = result.runs[0]
    assert run.independence is Independence.compiled
    assert run.run_by == "Some board"
    assert run.stderr == pytest.approx(0.019)  # printed in points beside a fraction
    assert read(written(tmp_path, "new_external.csv", header + "a,0.38,,,,,r1\n")).runs == ()


def test_terminal_bench_versions_stay_apart(tmp_path: Path) -> None:
    header = "Model version,Agent,Accuracy mean,Release date,Training compute (FLOP),Source,Source Link,id\n"
    rows = (
        "a,X,0.5,,,https://www.tbench.ai/leaderboard/terminal-bench/2.0,,r1\na,X,0.6,,,Terminal-Bench leaderboard,,r2\n"
    )
    result = read(written(tmp_path, "terminalbench_external.csv", header + rows))
    assert [run.benchmark for run in result.runs] == ["Terminal-Bench 2.0", "Terminal-Bench"]
    assert result.runs[0].setting.get("harness") == "X"


AIDER = """
- dirname: d1
  test_cases: 225
  total_tests: 225
  model: o9 (high)
  edit_format: diff
  pass_rate_1: 40.0
  pass_rate_2: 81.3
  reasoning_effort: high
  date: 2025-08-25
  versions: 0.86.2
  total_cost: 29.0829
  prompt_tokens: 100
  completion_tokens: 50
- dirname: d2
  test_cases: 133
  model: R + S
  edit_format: architect
  editor_model: S
  pass_rate_1: 60.2
  pass_rate_2: 80.5
  thinking_tokens: 32768
  total_cost: 0.0000
- dirname: d3
  test_cases: 36
  model: cut short
  pass_rate_1: 1.0
  pass_rate_2: 2.0
"""


def test_aider_boards_are_told_by_their_exercises(tmp_path: Path) -> None:
    result = read(written(tmp_path, "any_name.yml", AIDER))
    assert taken(result) == [
        ("o9 (high)", "Aider polyglot", Decimal("81.3")),
        ("o9 (high)", "Aider polyglot", Decimal("40.0")),
        ("R + S", "Aider code editing", Decimal("80.5")),
        ("R + S", "Aider code editing", Decimal("60.2")),
    ]
    headline, _, cheap, _ = result.runs
    assert (headline.n, headline.cost_usd, headline.cost_basis, headline.tokens) == (225, 29.0829, "total", 150)
    assert (headline.metric, headline.setting.get("effort"), headline.date) == ("pass_rate_2", "high", "2025-08-25")
    assert (cheap.cost_usd, cheap.cost_basis) == (None, None)  # 0 means unknown
    assert (cheap.setting.get("thinking"), cheap.setting.get("thinking_budget")) == ("on", "33k")
    assert "36 test cases" in result.skipped[0].reason


def test_the_fuller_copy_of_a_run_stays(tmp_path: Path) -> None:
    poorer = read(written(tmp_path, "a.yml", AIDER.replace("29.0829", "0")))
    fuller = read(written(tmp_path, "b.yml", AIDER))
    for order in ((poorer, fuller), (fuller, poorer)):
        assert [r.cost_usd for r in each_once(order) if r.metric == "pass_rate_2"] == [None, 29.0829]


def test_bfcl_version_parts_and_calling_mode(tmp_path: Path) -> None:
    header = "Rank,Overall Acc,Model,Total Cost ($),Non-Live AST Acc,Live Acc,Multi Turn Acc,Web Search Acc\n"
    path = written(tmp_path, "x.csv", header + "1,77.47%,Alpha (FC),86.55,88.58%,79.79%,68.38%,N/A\n")
    result = read(path)
    overall, *parts = result.runs
    assert (overall.benchmark, overall.score, overall.unit) == ("BFCL v4", Decimal("77.47"), Unit.percent)
    assert (overall.setting.get("version"), overall.setting.get("subset")) == ("v4", None)
    assert overall.setting.get("prompting") == "native function calling"
    assert (overall.cost_usd, parts[0].cost_usd) == (86.55, None)
    assert {run.setting.get("subset") for run in parts} == {"Non-Live AST", "Live", "Multi Turn"}
    assert any(s.locator.endswith("Web Search Acc") for s in result.skipped)
    older = written(tmp_path, "y.csv", "Rank,Overall Acc,Model,Multi Turn Acc\n1,70%,Alpha,60%\n")
    assert read(older).runs[0].benchmark == "BFCL v3"
    detail = written(tmp_path, "z.csv", "Rank,Model,Multi Turn Overall Acc\n1,Alpha,60%\n")
    assert (read(detail).runs, len(read(detail).skipped)) == ((), 1)


def test_evalplus_mbpp_is_a_part_of_mbpp(tmp_path: Path) -> None:
    scores = {"humaneval": 81.7, "humaneval+": 77.4, "mbpp": 82.0, "mbpp+": None}
    data = {"M": {"link": "l", "pass@1": scores, "prompted": True}}
    result = read(written(tmp_path, "results.json", json.dumps(data)))
    runs = {run.benchmark: run for run in result.runs}
    assert set(runs) == {"HumanEval", "HumanEval+", "MBPP"}
    assert runs["MBPP"].setting.get("subset") == "378 of 974"
    assert runs["HumanEval"].score == Decimal("81.7")
    assert runs["HumanEval"].n == 164
    assert runs["HumanEval+"].independence is Independence.benchmark_author
    assert runs["HumanEval"].independence is Independence.third_party


def test_evalplus_leaves_n_open_where_no_count_gives_the_score(tmp_path: Path) -> None:
    data = {"M": {"pass@1": {"humaneval": 81.5}}}
    assert read(written(tmp_path, "results.json", json.dumps(data))).runs[0].n is None


def submission(**changes: object) -> str:
    base: dict[str, object] = {
        "model_name": "Alpha",
        "model_organization": "Alpha Labs",
        "submitting_organization": "Sierra",
        "submission_type": "standard",
        "reasoning_effort": "high",
        "results": {"retail": {"pass_1": 79.61, "pass_2": 70.0, "cost": 0.2}, "airline": None},
        "methodology": {"tau2_bench_version": "v1.0.1", "user_simulator": "u", "evaluation_date": "2026-05-05"},
    }
    return json.dumps(base | changes)


def test_tau2_pass_hat_k_is_not_pass_at_k(tmp_path: Path) -> None:
    result = read(written(tmp_path, "alpha_sierra/submission.json", submission()))
    assert [(run.metric, run.setting.get("attempts")) for run in result.runs] == [("pass^1", None), ("pass^2", None)]
    run = result.runs[0]
    assert run.n == 114
    assert (run.benchmark, run.setting.get("subset"), run.setting.get("version")) == (
        "τ²-bench | retail",
        "retail",
        "1.0.1",
    )
    assert run.independence is Independence.benchmark_author
    assert (run.cost_usd, result.runs[1].cost_usd) == (0.2, None)
    assert [s.reason for s in result.skipped] == ["the domain was not run"]


def test_tau2_submissions_and_editions(tmp_path: Path) -> None:
    vendor = read(written(tmp_path, "a/submission.json", submission(submitting_organization="Alpha Labs")))
    assert vendor.runs[0].independence is Independence.vendor
    copied = read(written(tmp_path, "f/submission.json", submission(trajectories_available=False)))
    assert copied.runs[0].independence is Independence.compiled
    banking = submission(results={"banking_knowledge": {"pass_1": 40.2, "retrieval_config": "alltools"}})
    run = read(written(tmp_path, "b/submission.json", banking)).runs[0]
    assert (run.benchmark, run.setting.get("tools")) == ("τ³-bench | banking_knowledge", "retrieval alltools")
    voice = read(written(tmp_path, "c/submission.json", submission(modality="voice"))).runs[0]
    assert voice.setting.get("subset") == "voice retail"
    first = submission(methodology={"tau2_bench_version": "original tau-bench"})
    assert read(written(tmp_path, "d/submission.json", first)).runs[0].benchmark == "τ-bench | retail"
    example = submission(model_organization="Example Organization")
    assert read(written(tmp_path, "e/submission.json", example)).runs == ()


def test_swe_bench_pro_counts_tasks(tmp_path: Path) -> None:
    results = {f"instance_{i}": i < 319 for i in range(730)}
    run = read(written(tmp_path, "alpha-10132025/eval_results.json", json.dumps(results))).runs[0]
    assert (run.model, run.score, run.n, run.date) == ("alpha", Decimal("43.6986"), 730, "2025-10-13")
    assert run.setting.get("subset") == "730 of 731"
    limited = read(written(tmp_path, "alpha-paper/eval_results.json", json.dumps(results)))
    assert (limited.runs, "cost limit" in limited.skipped[0].reason) == ((), True)
    foreign = {f"instance_{i}": True for i in range(900)}
    other = read(written(tmp_path, "beta-10132025/eval_results.json", json.dumps(foreign)))
    assert (other.runs, "another set" in other.skipped[0].reason) == ((), True)


def test_swe_bench_site_tells_own_runs_from_submissions(tmp_path: Path) -> None:
    own = {
        "name": "Alpha medium (2025)",
        "resolved": 74.4,
        "tags": ["Model: alpha-1", "Org: A", "System: Attempts - 1"],
        "date": "2025-11-24",
        "folder": "f1",
        "mini-swe-agent_version": "1.16.0",
        "instance_cost": 0.72,
        "per_instance_details": {"a": {}, "b": {}},
    }
    sent = {"name": "Agent + Alpha", "resolved": 78.8, "tags": ["Model: alpha-1", "Org: B"], "folder": "f2"}
    mixed = {"name": "Mix", "resolved": 80.0, "tags": ["Model: a", "Model: b"], "folder": "f3"}
    boards = [{"name": "bash-only", "results": [own]}, {"name": "Verified", "results": [sent, mixed]}]
    result = read(written(tmp_path, "leaderboards.json", json.dumps({"leaderboards": boards})))
    first, second = result.runs
    assert (first.independence, second.independence) == (Independence.benchmark_author, Independence.vendor)
    assert (first.setting.get("harness"), first.setting.get("effort"), first.n) == (
        "mini-SWE-agent 1.16.0",
        "medium",
        2,
    )
    assert (first.cost_usd, first.cost_basis) == (0.72, "per task")
    assert second.run_by == "B"
    assert "several models" in result.skipped[0].reason


def test_own_csv_takes_three_columns_or_all(tmp_path: Path) -> None:
    rows = "Alpha,GPQA Diamond,71.2,percent,198,shots=0,red\nBeta,X,high,,,,\n"
    text = "\ufeffmodel,benchmark,score,unit,n,setting,colour\n" + rows
    result = read(written(tmp_path, "mine.csv", text))
    run = result.runs[0]
    assert (run.source, run.score, run.n, run.setting.get("shots")) == ("csv-mine", Decimal("71.2"), 198, "0")
    assert [s.reason for s in result.skipped] == [
        "the column 'colour' is not known and was not read",
        "The score 'high' cannot be read.",
    ]
    assert read(written(tmp_path, "mine.csv", text)).runs == result.runs


def test_unknown_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match=r"No importer knows notes\.txt"):
        read(written(tmp_path, "notes.txt", "hello"))
    with pytest.raises(ImportFormatError, match="not valid JSON"):
        read(written(tmp_path, "eval_results.json", '{"instance_a": true, "instance_b"'), format="swe-bench-pro")
    with pytest.raises(ImportFormatError, match="is not a file"):
        read(tmp_path / "absent.csv")
    binary = tmp_path / "b.csv"
    binary.write_bytes(b"model,benchmark,score\n\0\0")
    with pytest.raises(ImportFormatError, match="No importer knows"):
        read(binary)


def test_names_are_distinct_and_described() -> None:
    assert len({importer.name for importer in IMPORTERS}) == len(IMPORTERS)
    assert all(importer.describes for importer in IMPORTERS)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("79.13%", "79.13"),
        ("79,1", "79.1"),
        ("1,234.5", "1234.5"),
        ("N/A", None),
        ("", None),
        ("-", None),
        ("nan", None),
        (None, None),
        (True, None),
        ("20.0 ± 1.2", None),
        (Decimal("-1"), "-1"),
    ],
)
def test_numbers_as_printed(cell: object, expected: str | None) -> None:
    assert number(cell) == (None if expected is None else Decimal(expected))


def test_cells(tmp_path: Path) -> None:
    assert iso_date("2026-04-24T13:52:36Z") == "2026-04-24"
    assert iso_date("April 2026") is None
    assert effort_conditions("_odd") == {}
    assert without_credentials("https://user:token@host/x") == "https://host/x"
    semicolons = written(tmp_path, "s.csv", "a;b\n1;2,5\n")
    assert rows_of(semicolons) == [(2, {"a": "1", "b": "2,5"})]


RAW = {
    "epoch-hub": "epoch_hub_2026-05/benchmark_data/*.csv",
    "aider": "aider/*.yml",
    "bfcl": "bfcl/*.csv",
    "evalplus": "evalplus/results.json",
    "tau2-bench": "tau2/*/submission.json",
    "swe-bench-pro": "swebench_pro/*/eval_results.json",
    "swe-bench-site": "swebench_site/leaderboards.json",
    "epoch-hub-external": "epoch_hub_2026-05/benchmark_data/*_external.csv",
}


@pytest.mark.shared
@pytest.mark.parametrize("source", RAW)
def test_real_files_give_what_is_shipped(shared: Path, source: str) -> None:
    from auditor.evidence.run_csv import write_runs
    from auditor.resources import folder

    results = []
    for path in sorted((shared / "corpus/independent/raw").glob(RAW[source])):
        assert importer_of(path) is not None, path
        result = read(path)
        if result.source.id == source:
            results.append(result)
    runs = each_once(results)
    assert runs
    shipped = folder("corpus") / "runs" / source / "runs.csv"
    if shipped.exists():
        assert write_runs(runs) == shipped.read_text(encoding="utf-8")
