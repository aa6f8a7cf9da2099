"""Each kind of fault, planted at every place of our own documents, is found there and gone when undone."""

from __future__ import annotations

import runpy
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from planting import Files, Planted, as_html, everything
from test_cases import Case, dossier_of

from auditor import checks

LEAST = 0.98
KINDS: dict[str, list[Planted]] = defaultdict(list)
for _planted in everything():
    KINDS[_planted.kind].append(_planted)


@cache
def told(files: Files, earlier: Files, check: str) -> tuple[str, ...]:
    """All that the findings of a check say of a release."""
    found, failed = checks.run(dossier_of(Case(check, "", list(files), list(earlier))), only=[check])
    assert not failed
    return tuple(" ".join((f.title, f.message, *f.arithmetic, *(item.quote for item in f.evidence))) for f in found)


def seen(planted: Planted, files: Files) -> bool:
    """Whether a finding holds all words of the fault."""
    return any(all(word in text for word in planted.words) for text in told(files, planted.earlier, planted.check))


def web(files: Files) -> Files:
    return tuple((name.replace(".md", ".html"), as_html(text)) for name, text in files)


@pytest.mark.parametrize("kind", KINDS)
def test_planted_faults_are_found(kind: str, record_property: Callable[[str, object], None]) -> None:
    missed = [planted.place for planted in KINDS[kind] if not seen(planted, planted.faulty)]
    share = 1 - len(missed) / len(KINDS[kind])
    record_property("detection", f"{kind}: {len(KINDS[kind]) - len(missed)} of {len(KINDS[kind])}")
    assert share >= LEAST, f"{share:.0%} of {len(KINDS[kind])}; missed: {missed}"


@pytest.mark.parametrize("kind", KINDS)
def test_undone_faults_are_gone(kind: str) -> None:
    raised = [planted.place for planted in KINDS[kind] if seen(planted, planted.sound)]
    assert not raised


@pytest.mark.parametrize("kind", ["digit changed", "bold moved", "average altered", "fraction among percents"])
def test_planted_faults_are_found_in_html(kind: str) -> None:
    missed = [planted.place for planted in KINDS[kind] if not seen(planted, web(planted.faulty))]
    assert len(missed) <= (1 - LEAST) * len(KINDS[kind]), missed
    assert not [planted.place for planted in KINDS[kind] if seen(planted, web(planted.sound))]


def test_the_readme_counts_the_places() -> None:
    readme = runpy.run_path(str(Path(__file__).parents[1] / "readme.py"))
    text = readme["README"].read_text(encoding="utf-8")
    assert readme["between"](text, "faults") == readme["faults"](), "run: python -m tests.readme"
