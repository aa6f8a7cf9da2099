"""What holds for every check: registered, documented, pure in its failures, and stable in its order."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import auditor.checks
from auditor import registry
from auditor.checks import CHECKS, run
from auditor.checks.check import SAYS, SECTIONS, Check
from auditor.checks.fields import FIELDS
from auditor.records import (
    Confidence,
    Document,
    Dossier,
    Evidence,
    EvidenceKind,
    Extraction,
    Finding,
    Place,
    Release,
    Severity,
)

FAMILIES = ("omission", "contamination", "harness", "crosscheck", "statistics", "arithmetic", "cost")


def modules() -> list[str]:
    root = Path(auditor.checks.__file__).parent
    return [
        f"auditor.checks.{family}.{module.name}"
        for family in FAMILIES
        for module in pkgutil.iter_modules([str(root / family)])
    ]


def empty() -> Dossier:
    document = Document(id="doc-1", name="card.md", sha256="0", media_type="text/markdown")
    release = Release(id="rel-1", subjects=("M",), documents=("doc-1",))
    return Dossier(release=release, documents=(document,), extractions=(Extraction(document="doc-1"),), claims=())


def test_every_module_holds_one_registered_check() -> None:
    for name in modules():
        own = [
            value
            for value in vars(importlib.import_module(name)).values()
            if isinstance(value, type) and issubclass(value, Check) and value.__module__ == name
        ]
        assert len(own) == 1, name
        assert own[0] in CHECKS, f"{name} is not registered"
    assert len(CHECKS) == len(modules())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_docstring_has_all_sections(check: type[Check]) -> None:
    sections = check.sections()
    assert list(sections) == ["", *SECTIONS]
    assert all(sections.values()), f"an empty section in {check.name}"
    assert sections[""].count("\n") == 0
    assert check.family in FAMILIES
    assert check.__module__ == f"auditor.checks.{check.family}.{check.name}"


def test_names_are_unique() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_fields_name_benchmarks_of_the_registry() -> None:
    assert {id for _, ids in FIELDS for id in ids} <= registry.load().benchmarks.keys()


def test_an_empty_dossier_has_no_findings() -> None:
    assert run(empty()) == ((), {})


class Planted(Check):
    """A check for this test."""

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        for severity, confidence, line in (
            (Severity.low, Confidence.high, 1),
            (Severity.high, Confidence.low, 9),
            (Severity.high, Confidence.high, 7),
            (Severity.high, Confidence.high, 3),
        ):
            yield self.finding(
                dossier,
                severity=severity,
                confidence=confidence,
                says="absent",
                title=f"at {line}",
                message="m",
                evidence=[
                    Evidence(
                        kind=EvidenceKind.text,
                        ref="doc-1",
                        document="doc-1",
                        place=Place(line=line),
                        quote="q",
                        primary=True,
                        label=str(line),
                    ),
                    Evidence(kind=EvidenceKind.fact, ref=str(line), quote="f"),
                ],
                overturned_by="o",
            )


class Faulty(Check):
    """A check that fails."""

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        raise KeyError("nothing here")
        yield


def test_findings_are_ranked_by_severity_confidence_and_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditor.checks, "CHECKS", (Planted,))
    found, failed = run(empty())
    assert [finding.title for finding in found] == ["at 3", "at 7", "at 9", "at 1"]
    assert failed == {}
    assert run(empty())[0] == found


def test_a_failing_check_is_reported_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Planted, "name", "planted")
    monkeypatch.setattr(Faulty, "name", "faulty")
    monkeypatch.setattr(auditor.checks, "CHECKS", (Faulty, Planted))
    found, failed = run(empty())
    assert len(found) == 4
    assert failed == {"faulty": "KeyError: 'nothing here'"}
    assert run(empty(), only=["planted"])[1] == {}


def test_a_finding_needs_primary_evidence_and_an_allowed_word() -> None:
    def make(says: str, primary: bool) -> Finding:
        return Planted().finding(
            empty(),
            severity=Severity.low,
            confidence=Confidence.low,
            says=says,
            title="t",
            message="m",
            evidence=[Evidence(kind=EvidenceKind.text, ref="doc-1", quote="q", primary=primary)],
            overturned_by="o",
        )

    assert make(SAYS[0], True).says == SAYS[0]
    with pytest.raises(ValueError, match="primary"):
        make(SAYS[0], False)
    with pytest.raises(ValueError, match="no finding may say"):
        make("cheated", True)
