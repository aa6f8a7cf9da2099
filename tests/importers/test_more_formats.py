"""Further foreign formats: logs of evaluation frameworks, metadata of model repositories, public boards."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import ImportFormatError
from auditor.importers import importer_of, read
from auditor.importers.hugging_face import score_of
from auditor.importers.matharena import competition
from auditor.records import Independence, Unit


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


# -- Every Eval Ever ---------------------------------------------------------------------------------------------------


def eee(*results: dict[str, Any], **source: Any) -> dict[str, Any]:
    return {
        "schema_version": "0.3.0",
        "evaluation_id": "board/alpha/1",
        "source_metadata": {
            "source_name": "A Board",
            "source_type": "documentation",
            "source_organization_name": "An Institute",
            "evaluator_relationship": "third_party",
        }
        | source,
        "eval_library": {"name": "somelib", "version": "unknown"},
        "model_info": {"name": "Alpha 7B", "id": "a/alpha-7b"},
        "evaluation_results": list(results),
    }


def result(
    name: str, score: float, high: float = 1.0, dataset: str | None = None, uncertainty: dict[str, Any] | None = None
) -> dict[str, Any]:
    details = {"uncertainty": uncertainty} if uncertainty else {}
    return {
        "evaluation_name": name,
        "source_data": {"dataset_name": dataset or name},
        "metric_config": {"evaluation_description": f"EM on {name}", "min_score": 0.0, "max_score": high},
        "score_details": {"score": score} | details,
    }


def test_eee_units_come_from_the_stated_range(tmp_path: Path) -> None:
    found = read(written(tmp_path, "x.json", eee(result("MMLU", 0.481), result("GSM8K", 75.2, 100), result("R", 4, 5))))
    assert [(r.unit, r.metric) for r in found.runs] == [
        (Unit.fraction, "EM"),
        (Unit.percent, "EM"),
        (Unit.unknown, "EM"),
    ]
    assert {r.setting.get("harness") for r in found.runs} == {"somelib"}
    assert found.source.id == "eee-a-board"


def test_eee_missing_and_impossible_scores_are_skipped(tmp_path: Path) -> None:
    found = read(written(tmp_path, "x.json", eee(result("A", -1), result("B", 75.2), result("C", 0.5))))
    assert [r.benchmark for r in found.runs] == ["C"]
    assert [s.reason for s in found.skipped] == [
        "a score of −1 marks a missing one",
        "75.2 lies outside the stated range 0.0 to 1.0",
    ]


def test_eee_intervals_as_bounds_and_as_offsets(tmp_path: Path) -> None:
    stated: list[dict[str, Any]] = [
        {"confidence_interval": {"lower": -0.0318, "upper": 0.0318}},
        {"confidence_interval": {"lower": 0.48, "upper": 0.52, "confidence_level": 0.95}},
        {"standard_error": {"value": 0.02}, "num_samples": 400},
        {"confidence_interval": {"lower": 0.6, "upper": 0.7}},
    ]
    rows = [result(f"B{i}", 0.5, uncertainty=one) for i, one in enumerate(stated)]
    runs = read(written(tmp_path, "x.json", eee(*rows))).runs
    assert runs[0].stderr == pytest.approx(0.0318 / 1.959964)
    assert runs[1].stderr == pytest.approx(0.02 / 1.959964)
    assert (runs[2].stderr, runs[2].n, runs[3].stderr) == (0.02, 400, None)


def test_eee_parts_and_relationships(tmp_path: Path) -> None:
    part = read(written(tmp_path, "x.json", eee(result("Arabic", 0.8, dataset="global-mmlu-lite")))).runs[0]
    assert (part.benchmark, part.setting.get("subset")) == ("global-mmlu-lite | Arabic", "Arabic")
    own = read(written(tmp_path, "y.json", eee(result("A", 0.5), evaluator_relationship="first_party"))).runs[0]
    assert own.independence is Independence.vendor
    copied = eee(result("A", 0.5), additional_details={"source_role": "aggregator"})
    assert read(written(tmp_path, "z.json", copied)).runs[0].independence is Independence.compiled


def test_eee_schema_file_is_not_a_record(tmp_path: Path) -> None:
    schema = {"properties": {"schema_version": {}, "evaluation_id": {"type": "string"}, "source_metadata": {}}}
    assert importer_of(written(tmp_path, "eval.schema.json", schema)) is None


# -- lm-evaluation-harness ---------------------------------------------------------------------------------------------


def test_lm_eval_filters_errors_shots_and_limits(tmp_path: Path) -> None:
    data = {
        "results": {
            "gsm8k": {
                "alias": "gsm8k",
                "exact_match,strict-match": 0.5,
                "exact_match_stderr,strict-match": 0.05,
                "exact_match,flexible-extract": 0.6,
                "exact_match_stderr,flexible-extract": "N/A",
            },
            "wikitext": {"word_perplexity,none": 9.1, "word_perplexity_stderr,none": "N/A"},
        },
        "configs": {},
        "versions": {"gsm8k": 3.0},
        "n-shot": {"gsm8k": 5},
        "n-samples": {"gsm8k": {"original": 1319, "effective": 100}},
        "config": {"model": "hf", "model_args": "pretrained=a/alpha-7b,trust_remote_code=True"},
        "lm_eval_version": "0.4.9",
        "date": 1768964383.8,
    }
    strict, flexible, perplexity = read(written(tmp_path, "results_1.json", data)).runs
    assert (strict.model, strict.metric, strict.score) == ("a/alpha-7b", "exact_match (strict-match)", Decimal("0.5"))
    assert (strict.unit, strict.stderr, strict.n, strict.date) == (Unit.fraction, 0.05, 100, "2026-01-21")
    assert (strict.setting.get("shots"), strict.setting.get("subset")) == ("5", "100 of 1319")
    assert flexible.stderr is None
    assert (perplexity.unit, perplexity.score) == (Unit.unknown, Decimal("9.1"))


# -- Inspect -----------------------------------------------------------------------------------------------------------


def inspect_log(**changes: Any) -> dict[str, Any]:
    return {
        "version": 2,
        "status": "success",
        "eval": {
            "run_id": "r1",
            "created": "2025-10-21T01:12:03+02:00",
            "task": "inspect_evals/gpqa_diamond",
            "dataset": {"samples": 198},
            "model": "lab/alpha",
            "model_generate_config": {"reasoning_effort": "high"},
            "config": {"limit": 50, "epochs": 4, "epochs_reducer": ["mean"]},
            "packages": {"inspect_ai": "0.3.138"},
            "revision": {"origin": "https://user:token@host/x", "dirty": True},
        },
        "results": {
            "total_samples": 200,
            "scores": [
                {
                    "scorer": "choice",
                    "unscored_samples": 1,
                    "metrics": {"accuracy": {"value": 0.62}, "stderr": {"value": 0.05}},
                },
                {"scorer": "other", "metrics": {"std": {"value": 0.1}}},
            ],
        },
        "stats": {"model_usage": {"lab/alpha": {"total_tokens": 885}, "lab/grader": {"total_tokens": 9}}},
    } | changes


def test_inspect_json_and_archive_agree(tmp_path: Path) -> None:
    plain = read(written(tmp_path, "log.json", inspect_log()))
    archive = tmp_path / "log.eval"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("header.json", json.dumps(inspect_log()))
    assert read(archive).runs == plain.runs
    run = plain.runs[0]
    assert (run.benchmark, run.n, run.tokens, run.date) == ("gpqa_diamond", 50, 885, "2025-10-21")
    assert (run.setting.get("subset"), run.setting.get("samples")) == ("50 of 198", "avg@4")
    assert (run.setting.get("effort"), run.setting.get("grader")) == ("high", "choice")
    assert run.notes == "1 samples not scored; run from changed code"
    assert "token" not in run.model_dump_json().replace('"tokens"', "")
    assert [s.reason for s in plain.skipped] == ["no accuracy and no mean"]


@pytest.mark.parametrize(
    ("change", "reason"), [({"status": "error"}, "status 'error'"), ({"invalidated": True}, "invalid")]
)
def test_inspect_failed_logs_are_not_runs(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    found = read(written(tmp_path, "log.json", inspect_log(**change)))
    assert found.runs == ()
    assert reason in found.skipped[0].reason


def test_inspect_truncated_archive_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "log.eval"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("samples/1.json", "{}")
    with pytest.raises(ImportFormatError, match="no readable header"):
        read(archive)


# -- Hugging Face ------------------------------------------------------------------------------------------------------


def test_eval_results_take_the_model_from_the_repository(tmp_path: Path) -> None:
    dataset = "- dataset:\n    id: Board/aime_2026\n    task_id: aime\n"
    text = dataset + "  value: 87.5\n  date: 2026-03-17\n  source:\n    org: Lab\n"
    run = read(written(tmp_path, "org/alpha/.eval_results/x.yaml", text)).runs[0]
    assert (run.model, run.benchmark, run.run_by) == ("org/alpha", "Board/aime_2026 | aime", "Lab")
    assert (run.score, run.unit, run.independence) == (Decimal("87.5"), Unit.unknown, Independence.vendor)
    wrapped = "- data:\n    dataset:\n      id: B\n    value: 1\n"
    assert read(written(tmp_path, "org/alpha/.eval_results/y.yaml", wrapped)).runs[0].benchmark == "B"


def test_model_index_of_a_card(tmp_path: Path) -> None:
    card = """---
license: mit
model-index:
- name: alpha-7b
  results:
  - task: {type: text-generation}
    dataset: {name: GSM8K, type: gsm8k, split: test, args: {num_few_shot: 5}}
    metrics:
    - {type: acc, value: "20.0 ± 1.2"}
    - {type: em, value: unknown}
    source: {name: A board, url: "https://example.org"}
---
# alpha
"""
    found = read(written(tmp_path, "README.md", card))
    run = found.runs[0]
    assert (run.model, run.benchmark, run.metric) == ("alpha-7b", "GSM8K", "acc")
    assert (run.score, run.stderr) == (Decimal("20.0"), 1.2)
    assert (run.setting.get("shots"), run.setting.get("split")) == ("5", "test")
    assert (run.independence, run.run_by) == (Independence.compiled, "A board")
    assert len(found.skipped) == 1
    assert importer_of(written(tmp_path, "plain.md", "# no metadata\n")) is None


def test_values_with_a_spread() -> None:
    assert score_of("20.0 ± 1.2") == (Decimal("20.0"), 1.2)
    assert score_of(0.5) == (Decimal("0.5"), None)
    assert score_of("n/a") == (None, None)


# -- boards ------------------------------------------------------------------------------------------------------------


def test_arc_prize_splits_efforts_and_humans(tmp_path: Path) -> None:
    rows = [
        {
            "datasetId": "v2_Semi_Private",
            "modelId": "a",
            "modelDisplayName": "Alpha (Thinking 16K)",
            "score": 0.2764,
            "costPerTask": 0.2,
        },
        {"datasetId": "v1_Public_Eval", "modelId": "b", "modelDisplayName": "Beta (High)", "score": 0},
        {"datasetId": "v1_Public_Eval", "modelId": "h", "score": 0.98, "providerId": "Human"},
        {"datasetId": "v1_Public_Eval", "modelId": "c", "score": 0.5, "display": False},
    ]
    found = read(written(tmp_path, "v2.json", {"evaluations": rows}))
    first, second = found.runs
    assert (first.benchmark, first.unit, first.cost_basis) == ("ARC-AGI-2", Unit.fraction, "per task")
    assert (first.setting.get("split"), first.setting.get("thinking_budget")) == ("semi-private", "16k")
    assert (second.score, second.setting.get("effort"), second.cost_usd) == (Decimal("0"), "high", None)
    assert [s.reason for s in found.skipped] == ["a human reference, not a model", "hidden by the board"]


def test_livebench_averages_by_category(tmp_path: Path) -> None:
    written(tmp_path, "categories_2026_01_08.json", {"Math": ["a", "b"], "Coding": ["c"]})
    table = "model,a,b,c\nalpha-xhigh-effort,80,90,50\nbeta-thinking-64k,1,2,\n"
    found = read(written(tmp_path, "table_2026_01_08.csv", table))
    scores = {run.setting.get("subset"): run.score for run in found.runs if run.model.startswith("alpha")}
    assert scores == {None: Decimal("67.500"), "Math": Decimal("85.000"), "Coding": Decimal("50.000")}
    assert {run.setting.get("version") for run in found.runs} == {"2026-01-08"}
    assert found.runs[0].setting.get("effort") == "xhigh"
    beta = [run for run in found.runs if run.model.startswith("beta")]
    assert [(run.setting.get("subset"), run.setting.get("thinking_budget")) for run in beta] == [("Math", "64k")]
    assert len(found.skipped) == 2
    with pytest.raises(ImportFormatError, match=r"needs its categories_2025_01_01\.json"):
        read(written(tmp_path, "table_2025_01_01.csv", table))


def test_matharena_competitions_as_people_write_them(tmp_path: Path) -> None:
    entry = {
        "competition_name": "hmmt/hmmt_feb_2026",
        "model_huggingface_id": "o/alpha",
        "score": 78.79,
        "date": "2026-03-17",
    }
    run = read(written(tmp_path, "registry.json", {"entries": {"k": entry}})).runs[0]
    assert (run.benchmark, run.score, run.unit, run.locator) == ("HMMT Feb 2026", Decimal("78.79"), Unit.percent, "k")
    assert competition("aime/aime_2026") == "AIME 2026"


def test_open_llm_scores_are_marked_as_normalised(tmp_path: Path) -> None:
    run = read(written(tmp_path, "x.csv", "Rank,fullname,Model,MMLU-PRO\n1,org/alpha,<a>alpha</a>,52.5\n")).runs[0]
    assert (run.model, run.benchmark, run.metric) == ("org/alpha", "MMLU-Pro", "accuracy (baseline-normalised)")


@pytest.mark.shared
def test_all_real_files_are_read_or_left(shared: Path) -> None:
    """Nothing that an importer claims fails, and what is claimed is nearly all rows."""
    taken: dict[str, int] = {}
    for path in sorted((shared / "corpus/independent/raw").rglob("*")):
        importer = importer_of(path) if path.is_file() else None
        if importer:
            taken[importer.name] = taken.get(importer.name, 0) + len(importer.read(path).runs)
    assert taken["every-eval-ever"] > 100
    assert taken["livebench"] > 5000
    assert taken["arc-prize"] > 500
    assert taken["inspect"] == 38
    assert sum(taken.values()) > 12_000
