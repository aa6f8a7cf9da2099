"""Known conflicts of printed numbers: each whose two values stand in two bundled releases is found by their audits, but
for those that a rule passes over (`LEFT_ALONE`).

The others cannot be found here: their documents are not bundled, or the card of a release holds only those cells that
facts were at hand for. A conflict is at hand where a value of one document and an unequal one of another stand in the
cards of both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor import pipeline, resources

RELEASES = {
    "m-openai-gpt55": "openai/gpt-5.5",
    "m-openai-gpt54": "openai/gpt-5.4",
    "m-anthropic-opus47": "anthropic/claude-opus-4.7",
    "m-deepseek-v4": "deepseek/deepseek-v4",
}
CHECKS = {"misquoted_rival", "restated_predecessor", "variant_in_base_column", "contradiction_between"}
LEAST = 7
"""Conflicts at hand; fewer mean that the cards or the facts have changed."""
LEFT_ALONE = {
    "nc-026": "0.2 points, and no order of the row hangs on them",
    "nc-055": "the vendor's own print is a week younger and 12.7 points higher: another run, and no misquotation",
}
"""Conflicts that the checks pass over by rule, with the reason."""


def folder(release: str) -> Path:
    return resources.folder("corpus") / "documents" / release


def conflicts(shared: Path) -> list[dict[str, Any]]:
    path = shared / "facts" / "number_conflicts.yaml"
    if not path.is_file():
        pytest.skip("the facts on conflicts of numbers are not here")
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["conflicts"]
    return found


def printed(conflict: Mapping[str, Any]) -> dict[str, set[str]]:
    """The values of a conflict that stand in the cards of bundled releases, by document."""
    found: dict[str, set[str]] = {}
    for value in conflict["values"]:
        release = RELEASES.get(value["document"])
        if release is None:
            continue
        text = (folder(release) / "card.md").read_text(encoding="utf-8")
        if re.search(rf"(?<![\d.]){re.escape(str(value['value']))}(?![\d.])", text):
            found.setdefault(value["document"], set()).add(str(value["value"]))
    return found


@pytest.fixture(scope="module")
def said() -> list[str]:
    """All that the findings of the checks on others' numbers say, over the audits of the bundled releases."""
    texts = []
    for release in RELEASES.values():
        told = tomllib.loads((folder(release) / "SOURCE.toml").read_text(encoding="utf-8"))
        options = pipeline.Options(told.get("release"), told.get("vendor"), told.get("released"))
        report = pipeline.audit([folder(release)], options, (), started="2026-05-01T00:00:00Z")
        texts += [
            " ".join((f.title, f.message, *f.arithmetic, *(item.quote for item in f.evidence)))
            for f in report.findings
            if f.check in CHECKS
        ]
    return texts


def test_conflicts_of_bundled_releases_are_found(shared: Path, said: list[str]) -> None:
    at_hand, missed = 0, []
    for conflict in conflicts(shared):
        values = printed(conflict)
        pairs = [
            (x, y) for a, mine in values.items() for b, theirs in values.items() if a < b for x in mine for y in theirs
        ]
        unequal = [(x, y) for x, y in pairs if float(x) != float(y)]
        if not unequal:
            continue
        at_hand += 1
        if not any(x in text and y in text for x, y in unequal for text in said):
            missed.append((conflict["id"], conflict["benchmark"], conflict["model"], unequal))
    assert at_hand >= LEAST
    assert {id for id, *_ in missed} <= LEFT_ALONE.keys(), missed
