"""Strict and pedantic audits: one written table moves the thresholds, and moves them the right way."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from auditor import checks, pipeline, resources
from auditor.checks import CHECKS
from auditor.checks.strictness import MOVED, Moved, Strictness, checked, levels
from auditor.records import Confidence, Finding, Severity

KINDS = {kind.name: kind for kind in CHECKS}
RELEASES = ("openai/gpt-5.5", "anthropic/claude-opus-4.7", "deepseek/deepseek-v4")


def found(release: str, strictness: Strictness) -> tuple[Finding, ...]:
    path = resources.folder("corpus") / "documents" / release
    report = pipeline.audit([Path(path)], pipeline.Options(strictness=strictness), (), started="2026-01-01T00:00:00Z")
    assert not report.audit.checks_failed
    return report.findings


@pytest.mark.parametrize("moved", MOVED, ids=lambda moved: f"{moved.check}.{moved.attribute}")
def test_every_line_moves_a_threshold_that_the_check_has_and_reads(moved: Moved) -> None:
    kind = KINDS[moved.check]
    usual = getattr(kind, moved.attribute)
    assert moved.strict != moved.pedantic
    assert usual in (moved.strict, moved.pedantic) or (usual - moved.strict) * (usual - moved.pedantic) < 0
    source = Path(str(__import__(kind.__module__, fromlist=["x"]).__file__)).read_text(encoding="utf-8")
    assert re.search(rf"self\.{moved.attribute}\b", source), "a threshold that nothing reads"
    assert getattr(checked(kind, Strictness.strict), moved.attribute) == moved.strict
    assert getattr(checked(kind, Strictness.pedantic), moved.attribute) == moved.pedantic
    assert getattr(checked(kind, Strictness.default), moved.attribute) == usual
    assert getattr(kind, moved.attribute) == usual, "the class itself is never changed"
    assert any(line.startswith(f"{moved.attribute}: {usual} ") for line in levels(moved.check))


@pytest.mark.parametrize("release", RELEASES)
def test_strict_reports_fewer_and_surer_and_pedantic_more(release: str) -> None:
    strict, usual, pedantic = (found(release, level) for level in Strictness)
    assert 0 < len(strict) < len(usual) <= len(pedantic)
    assert all(finding.severity.rank > Severity.info.rank for finding in strict)
    assert all(finding.confidence.rank > Confidence.low.rank for finding in strict)
    assert {f.check for f in strict} <= {f.check for f in usual} <= {f.check for f in pedantic}


def test_what_most_releases_share_is_said_by_pedantic_audits_only() -> None:
    path = Path(__file__).with_name("test_cases.py")
    spec = spec_from_file_location("literate_cases_of_strictness", path)
    assert spec is not None
    assert spec.loader is not None
    cases = module_from_spec(spec)
    sys.modules[spec.name] = cases
    spec.loader.exec_module(cases)
    dossier = cases.dossier_of(next(case for case in cases.CASES if case.title == "No cutoff anywhere"))
    only = ["public_before_cutoff"]
    assert checks.run(dossier, only=only) == ((), {})
    (one,), failed = checks.run(dossier, only=only, strictness=Strictness.pedantic)
    assert (one.severity, one.says, failed) == (Severity.info, "undisclosed", {})


def test_the_same_dossier_gives_the_same_findings_byte_for_byte() -> None:
    first, second = ([f.model_dump_json() for f in found(RELEASES[0], Strictness.default)] for _ in range(2))
    assert first == second
