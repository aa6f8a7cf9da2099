"""The formats that other programs read, held against their official schemas and parsers."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from huggingface_hub import EvalResultEntry
from huggingface_hub._eval_results import parse_eval_result_entries
from jsonschema import Draft7Validator, Draft202012Validator

from auditor.checks import CHECKS
from auditor.exports import EXPORTERS
from auditor.exports.json_v1 import SCHEMA_FILE, as_json, schema
from auditor.importers.every_eval_ever import EveryEvalEver
from auditor.importers.hugging_face import EvalResults
from auditor.records import Finding, Report, Resolution, Severity, Verdict

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def sarif_schema(official_schema: Callable[[str], dict[str, Any]]) -> Draft7Validator:
    """The OASIS schema of SARIF 2.1.0."""
    found = official_schema("sarif-2.1.0")
    assert "oasis-tcs/sarif-spec" in found["$id"]
    return Draft7Validator(found)


@pytest.fixture(scope="session")
def records_schema(shared: Path) -> Draft7Validator:
    """The schema of Every Eval Ever 0.3.0, which no package for every supported Python ships."""
    schemas = shared / "corpus" / "independent" / "raw" / "eee_format" / "every_eval_ever" / "schemas"
    found = json.loads((schemas / "eval.schema.json").read_text("utf-8"))
    assert found["version"] == "0.3.0"
    return Draft7Validator(found)


def with_findings(report: Report, *findings: Finding) -> Report:
    return report.model_copy(update={"findings": findings})


def sarif(report: Report, before: Report | None = None) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        str(EXPORTERS["sarif"].export(report, as_json(before) if before is not None else None))
    )
    return loaded


def test_json_goes_by_its_published_schema(report: Report) -> None:
    published = json.loads(SCHEMA_FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(published)
    Draft202012Validator(published).validate(json.loads(str(EXPORTERS["json"].export(report))))
    assert SCHEMA_FILE.read_text("utf-8") == schema(), "run: python -m auditor.exports.json_v1"


def test_json_v1_only_grows() -> None:
    """Whatever a reader of the released version relies on is still there and of the same type."""
    released = json.loads((HERE / "released/report_v1.schema.json").read_text("utf-8"))
    now = json.loads(SCHEMA_FILE.read_text("utf-8"))
    for name, old in {"": released, **released["$defs"]}.items():
        new = now["$defs"][name] if name else now
        assert set(old["required"]) <= set(new["required"]), name
        for field, was in old["properties"].items():
            kept, said = dict(new["properties"][field]), dict(was)
            for described in (kept, said):
                described.pop("description", None)
                described.pop("title", None)
            assert kept == said, f"{name or 'report'}.{field}"


def test_sarif_goes_by_the_official_schema(report: Report, sarif_schema: Draft7Validator) -> None:
    log = sarif(report)
    sarif_schema.validate(log)
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [check.name for check in CHECKS]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "endorsed_then_demoted"
    assert (result["level"], result["kind"]) == ("error", "fail")
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 6, "snippet": {"text": "64.3"}}
    assert run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"] == "card.md"
    assert result["partialFingerprints"]["auditorFinding/v1"] == "find-1"
    assert not run["invocations"][0]["executionSuccessful"], "a check could not run"
    assert "baselineState" not in result


@pytest.mark.parametrize(
    ("paths", "uri"),
    [("", "card.md"), ("cards", "cards/card.md"), ("cards/", "cards/card.md"), ("./a/card.md", "a/card.md"),
     ("a/card.md b/paper.pdf", "a/card.md"), ("/abs/cards", "card.md"), (".", "card.md"), ("my cards", "card.md")],
)  # fmt: skip
def test_sarif_names_documents_where_the_audit_found_them(paths: str, uri: str, report: Report) -> None:
    audit = report.audit.model_copy(update={"arguments": {"paths": paths}})
    (run,) = sarif(report.model_copy(update={"audit": audit}))["runs"]
    assert run["artifacts"][0]["location"]["uri"] == uri
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_says_what_is_new(report: Report, sarif_schema: Draft7Validator) -> None:
    one = report.findings[0].model_copy(update={"question": None})
    other = one.model_copy(update={"id": "find-2", "check": "within_noise", "family": "statistics"})
    softer = one.model_copy(update={"severity": Severity.low})
    moved = one.model_copy(update={"id": "find-9"})
    for before, now, states in (
        ((one,), (one, other), ["unchanged", "new"]),
        ((one, other), (one,), ["unchanged", "absent"]),
        ((one,), (softer,), ["updated"]),
        # The id of a finding holds the documents of its release, so another version of them changes it.
        ((one,), (moved,), ["unchanged"]),
    ):
        log = sarif(with_findings(report, *now), with_findings(report, *before))
        sarif_schema.validate(log)
        assert [result["baselineState"] for result in log["runs"][0]["results"]] == states


def test_sarif_suppresses_what_judges_dismissed_and_leaves_open_what_they_doubt(
    report: Report, sarif_schema: Draft7Validator
) -> None:
    (answer,) = report.judgements
    for verdict, kind, level, suppressed in (
        (Verdict.dismissed, "fail", "error", True),
        (Verdict.uncertain, "review", "none", False),
    ):
        judged = report.model_copy(update={"judgements": (answer.model_copy(update={"verdict": verdict}),)})
        log = sarif(judged)
        sarif_schema.validate(log)
        (result,) = log["runs"][0]["results"]
        assert (result["kind"], result["level"], "suppressions" in result) == (kind, level, suppressed)


def records_of(report: Report) -> list[dict[str, Any]]:
    return [json.loads(line) for line in str(EXPORTERS["every-eval-ever"].export(report)).splitlines()]


@pytest.mark.shared
def test_every_eval_ever_goes_by_the_official_schema(report: Report, records_schema: Draft7Validator) -> None:
    records = records_of(report)
    assert records
    for record in records:
        records_schema.validate(record)


def test_every_eval_ever_is_read_back(report: Report, tmp_path: Path) -> None:
    records = records_of(report)
    assert [(r["model_info"]["id"], r["source_metadata"]["evaluator_relationship"]) for r in records] == [
        ("acme/new", "first_party"),
        ("unknown/rival", "other"),
    ]
    files = EXPORTERS["every-eval-ever"].files(report)
    assert [json.loads(text) for text in files.values()] == records
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    back = [run for path in files for run in EveryEvalEver().read(tmp_path / path).runs]
    assert [str(run.score) for run in back] == ["58.6", "70.0", "64.3"]


def test_hf_eval_results_are_read_by_the_hub_library(report: Report, tmp_path: Path) -> None:
    known = tuple(
        one.model_copy(update={"benchmark": Resolution(printed="x", id="gpqa-diamond")}) if n == 0 else one
        for n, one in enumerate(report.dossier.claims)
    )
    named = report.model_copy(update={"dossier": report.dossier.model_copy(update={"claims": known})})
    text = str(EXPORTERS["hf-eval-results"].export(named))
    assert parse_eval_result_entries(yaml.safe_load(text)) == [
        EvalResultEntry(dataset_id="Idavidrein/gpqa", task_id="gpqa_diamond", value=58.6)
    ]
    assert "# Left out, for no dataset of the Hub is known for them: Other" in text
    ((path, same),) = EXPORTERS["hf-eval-results"].files(named).items()
    assert same == text
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    (run,) = EvalResults().read(file).runs
    assert (run.model, str(run.score)) == ("acme/new", "58.6")
    assert yaml.safe_load(str(EXPORTERS["hf-eval-results"].export(report))) == []


def test_xlsx_has_a_sheet_a_subject_and_no_formula(report: Report) -> None:
    content = EXPORTERS["xlsx"].export(report)
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["overview", "findings", "claims", "comparisons", "judgements"]
    assert [cell.value for cell in book["claims"]["D"]][1:] == [58.6, 64.3, 70]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book["judgements"]["E2"].value == "upheld"
    assert all(sheet.freeze_panes == "A2" for sheet in book)


def test_xlsx_shows_text_that_looks_like_a_formula(report: Report) -> None:
    (finding,) = report.findings
    bad = finding.model_copy(update={"title": '=HYPERLINK("http://example.org")', "message": "a\x00b\ud800"})
    content = EXPORTERS["xlsx"].export(with_findings(report, bad))
    assert isinstance(content, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["findings"]
    assert (sheet["H2"].value, sheet["H2"].data_type) == ('=HYPERLINK("http://example.org")', "s")
    assert sheet["H2"].quotePrefix
    assert sheet["I2"].value.startswith("a\N{REPLACEMENT CHARACTER}b")


def test_text_fits_a_terminal_and_obeys_nothing(report: Report) -> None:
    (finding,) = report.findings
    bad = finding.model_copy(update={"title": "to\x1b[31mred\u202e", "message": "word " * 100})
    text = str(EXPORTERS["text"].export(with_findings(report, bad)))
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "58.6 − 64.3 = −5.7" in text
    assert "What would overturn it: A headline table with the row." in text
