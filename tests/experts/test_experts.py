"""Our findings on real releases beside an expert's. Needs the documents of AUDITOR_SHARED; skipped without them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from matching import expected, readings, releases, reviewed
from score import Score, lines, measured

CERTAIN = 0.75
"""Share of the findings marked certain that are made at least: rises with the checks, never falls."""
TRAPS = 0.02


@pytest.fixture(scope="module")
def audits(shared: Path) -> list[tuple[str, dict[str, object]]]:
    found = list(releases(shared))
    if not found:
        pytest.skip("no expert audits beside the measurement documents")
    return found


@pytest.fixture(scope="module")
def score(shared: Path, audits: list[tuple[str, dict[str, object]]]) -> Score:
    return measured(shared)


def test_every_expert_finding_is_read(audits: list[tuple[str, dict[str, object]]]) -> None:
    ids = [one.id for _, audit in audits for one in expected(audit)]
    assert set(ids) == set(readings())
    for id, reading in readings().items():
        assert bool(reading.by) != bool(reading.why), f"{id} is either made by a check or missing for a reason"


def test_reviewed_traps_exist(audits: list[tuple[str, dict[str, object]]]) -> None:
    known = {(name, n) for name, audit in audits for n in range(1, len(list(audit["clean"])) + 1)}  # type: ignore[call-overload]
    assert set(reviewed()) <= known


def test_certain_findings_are_made(score: Score) -> None:
    made, of = score.share(sure="certain")
    assert made >= CERTAIN * of, "\n".join(lines(score))


def test_no_finding_that_the_reading_counts_is_lost(score: Score) -> None:
    assert not score.lost, "\n".join(lines(score))


def test_traps_are_not_raised(score: Score) -> None:
    assert len(score.raised) <= TRAPS * score.traps, "\n".join(lines(score))
