"""`auditor runs`: what a person imports is used by the next audit, and two runs are compared item by item."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
OWN = """model,benchmark,score,unit,n,run_by,setting
GPT-5.5,GPQA Diamond,60.0,percent,198,Our lab,effort=high
GPT-5.5,MMLU-Pro,eighty,percent,,,
Nobody's Model,Nobody's Test,50.0,percent,,,
"""


def eval_results(folder: Path, name: str, solved: int) -> None:
    path = folder / "pro" / name / "eval_results.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({f"instance_{n}": n < solved for n in range(40)}), encoding="utf-8")


@pytest.fixture
def results(folder: Path) -> Path:
    inside = folder / "results"
    inside.mkdir()
    (inside / "own.csv").write_text(OWN, encoding="utf-8")
    (inside / "notes.txt").write_text("nothing to import", encoding="utf-8")
    eval_results(inside, "alpha-10132025", 30)
    eval_results(inside, "beta-10132025", 20)
    return inside


def test_import_says_what_became_of_each_file(run: Run, results: Path) -> None:
    first = json.loads(run("runs", "import", results, "--format", "json").stdout)
    assert first["formats"]["csv"] == {
        "files": 1,
        "rows": 2,
        "new": 2,
        "items": 0,
        "skipped": {"The score 'eighty' cannot be read.": 1},
    }
    assert first["formats"]["swe-bench-pro"]["items"] == 80
    assert first["unknown"] == ["notes.txt"]
    again = json.loads(run("runs", "import", results, "--format", "json").stdout)
    assert {said["new"] for said in again["formats"].values()} == {0}
    assert {said["items"] for said in again["formats"].values()} == {0}
    table = run("runs", "import", results).stdout
    assert "notes.txt" in table
    assert "cannot be read" in table


def test_a_dry_run_keeps_nothing(run: Run, results: Path, folder: Path) -> None:
    said = run("runs", "import", results, "--dry-run")
    assert "nothing kept" in said.stderr
    assert not (folder / "audits.db").exists()


def test_audits_compare_with_what_was_imported(run: Run, results: Path, folder: Path) -> None:
    card = "# GPT-5.5\n\nWe release GPT-5.5.\n\n| Benchmark | GPT-5.5 |\n|---|---|\n| GPQA Diamond | 93.6% |\n"
    (folder / "gpt.md").write_text(card, encoding="utf-8")
    run("runs", "import", results)
    run("audit", "gpt.md")
    query = (
        "SELECT r.run_by, c.standing FROM comparisons AS c JOIN runs AS r ON r.id = c.run WHERE r.source = 'csv-own'"
    )
    (found,) = json.loads(run("query", query, "--format", "json").stdout)
    assert found["run_by"] == "Our lab"


def test_list_and_sources(run: Run, results: Path) -> None:
    run("runs", "import", results)
    rows = json.loads(run("runs", "list", "--benchmark", "gpqa-diamond", "--format", "json").stdout)
    assert [(row["model"], row["score"], row["n"], row["setting"]) for row in rows] == [
        ("gpt-5.5", "60.0", 198, "high")
    ]
    assert json.loads(run("runs", "list", "--source", "nowhere", "--format", "json").stdout) == []
    more = run("runs", "list", "--limit", "1")
    assert "there are more" in more.stderr
    sources = json.loads(run("runs", "sources", "--format", "json").stdout)
    assert {row["id"]: row["runs"] for row in sources} == {"csv-own": 2, "swe-bench-pro": 2}
    assert json.loads(run("runs", "sources", "--echoes", "--format", "json").stdout) == []


def test_two_runs_item_by_item(run: Run, results: Path) -> None:
    run("runs", "import", results)
    listed = json.loads(run("runs", "list", "--source", "swe-bench-pro", "--format", "json").stdout)
    first, second = (row["id"] for row in listed)
    said = json.loads(run("runs", "compare", first, second, "--format", "json").stdout)
    assert (said["n"], said["only_first"], said["only_second"], said["difference"]) == (40, 10, 0, 25.0)
    assert said["p_value"] == pytest.approx(2 / 2**10)
    text = run("runs", "compare", first[:12], second[:12]).stdout
    assert "exact McNemar p = 0.001953" in text
    (own,) = json.loads(run("runs", "list", "--model", "GPT-5.5", "--format", "json").stdout)
    assert "no results by item" in run("runs", "compare", first, own["id"], code=2).stderr
    assert "No imported run" in run("runs", "compare", first, "run-zz", code=2).stderr
