"""The article as a test: each of its 62 critiques is made by an audit of the bundled releases, or its reason is said.

`critiques.toml` says for each which finding makes it, with its numbers; what no finding may say; and what the registry
or a check's explanation prints where documents and data do not show it. `python tests/critiques/test_critiques.py`
prints the counts.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from auditor import pipeline, resources
from auditor.checks.strictness import Strictness
from auditor.cli import cli
from auditor.records import Finding, Report

HERE = Path(__file__).parent
RELEASES = {
    "gpt-5.5": "openai/gpt-5.5",
    "gpt-5.4": "openai/gpt-5.4",
    "claude-opus-4.7": "anthropic/claude-opus-4.7",
    "deepseek-v4": "deepseek/deepseek-v4",
    "gemini-3-pro": "google/gemini-3-pro",
}
CRITIQUES: list[dict[str, Any]] = tomllib.loads((HERE / "critiques.toml").read_text(encoding="utf-8"))["critiques"]


@cache
def audited(name: str, pedantic: bool = False) -> Report:
    """The audit of a bundled release, or of the article's own tables."""
    bundled = resources.folder("corpus") / "documents"
    path = bundled / RELEASES[name] if name in RELEASES else HERE / "documents" / f"{name}.md"
    level = Strictness.pedantic if pedantic else Strictness.default
    report = pipeline.audit([Path(path)], pipeline.Options(strictness=level), (), started="2026-01-01T00:00:00Z")
    assert not report.audit.checks_failed
    return report


def told(finding: Finding) -> str:
    """All that a reader of a finding is told."""
    return " ".join(
        (finding.title, finding.message, *finding.arithmetic, *(f"{e.label} {e.quote}" for e in finding.evidence))
    )


def printed(command: list[str]) -> str:
    """What a command prints, white space single."""
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


@pytest.mark.parametrize("critique", CRITIQUES, ids=[critique["id"] for critique in CRITIQUES])
def test_critique(critique: dict[str, Any]) -> None:
    shown = [critique.get(kind) for kind in ("made", "said", "resolved")]
    assert any(shown), "a critique is made, or its reason is said"
    assert critique.get("made") or critique.get("reason"), "what is not made has a reason"
    for wanted in critique.get("made", ()):
        found = audited(wanted["audit"], wanted.get("pedantic", False)).findings
        mine = [told(f) for f in found if f.check == wanted["check"]]
        assert any(all(word in text for word in wanted["words"]) for text in mine), (wanted, mine)
        if "severity" in wanted:
            assert wanted["severity"] in {f.severity.value for f in found if f.check == wanted["check"]}
    for unwanted in critique.get("silent", ()):
        for finding in audited(unwanted["audit"]).findings:
            if not unwanted["checks"] or finding.check in unwanted["checks"]:
                said = [word for word in unwanted["words"] if word in told(finding)]
                assert not said, (finding.check, said)
                assert unwanted["words"] or finding.check not in unwanted["checks"], finding.title
    for wanted in critique.get("said", ()):
        text = printed(wanted["command"])
        assert [word for word in wanted["words"] if word not in text] == [], text
    for wanted in critique.get("resolved", ()):
        claims = [c for c in audited(wanted["audit"]).dossier.claims if c.claim.value == wanted["value"]]
        assert wanted["id"] in {c.benchmark.id for c in claims}, [c.benchmark for c in claims]


def test_there_are_62_and_none_that_does_not_hold_is_made() -> None:
    assert len({critique["id"] for critique in CRITIQUES}) == len(CRITIQUES) == 62
    for critique in CRITIQUES:
        if critique["verdict"] in ("unverifiable", "qualitative", "needs image"):
            assert critique.get("silent"), f"{critique['id']}: the audit must not make it"


def counts() -> str:
    """How many critiques are made by a finding and how many have a reason said, by verdict."""
    table: Counter[tuple[str, str]] = Counter()
    for critique in CRITIQUES:
        holds = critique["verdict"] in ("holds", "partly holds", "inferred")
        unread = all(made["check"] == "unreadable_table" for made in critique.get("made", ())) or not holds
        table["holds" if holds else critique["verdict"], "reason said" if unread else "made by a finding"] += 1
    return "\n".join(f"{verdict}, {how}: {n}" for (verdict, how), n in sorted(table.items()))


if __name__ == "__main__":
    print(counts())
