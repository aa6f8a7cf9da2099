"""Which releases report which benchmark, with the gaps of this one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from auditor.records import EarlierRelease, Report, Role

DAYS = 365
"""A release further away in time than this is no peer: it had other benchmarks to choose from."""
MOST_PEERS = 8
MOST_ROWS = 40


@dataclass(frozen=True)
class PeerRow:
    """One benchmark."""

    benchmark: str
    here: bool
    cells: tuple[bool, ...]
    """Whether each peer reports it on a model of its own."""


@dataclass(frozen=True)
class Matrix:
    """Benchmarks by releases."""

    peers: tuple[tuple[str, str], ...]
    """Name and date of each peer, nearest in what it reports first."""
    reported: tuple[PeerRow, ...]
    gaps: tuple[PeerRow, ...]
    """What two peers or more report and this release does not, though the benchmark existed."""
    more_reported: int
    more_gaps: int


def matrix(report: Report) -> Matrix | None:
    """The matrix; None where no other release within a year is known."""
    dossier = report.dossier
    mine = {r.benchmark.id for r in dossier.claims if r.claim.role is Role.own and r.benchmark.id}
    near = [one for one in dossier.earlier if one.reported and _near(dossier.release.released, one.release.released)]
    near.sort(key=lambda one: (-len(mine.intersection(one.reported)), one.release.released or "", one.release.id))
    near = near[:MOST_PEERS]
    if not near:
        return None
    counts = Counter(benchmark for one in near for benchmark in one.reported)
    ranked = sorted({*mine, *counts}, key=lambda id: (-counts[id], _name(report, id)))
    rows = [PeerRow(_name(report, id), id in mine, tuple(id in one.reported for one in near)) for id in ranked]
    least = 2 if len(near) > 2 else 1
    gaps = [
        row
        for id, row in zip(ranked, rows, strict=True)
        if not row.here and counts[id] >= least and _existed(report, id)
    ]
    here = [row for row in rows if row.here]
    return Matrix(
        tuple((_release_name(one), one.release.released or "undated") for one in near),
        tuple(here[:MOST_ROWS]),
        tuple(gaps[:MOST_ROWS]),
        max(0, len(here) - MOST_ROWS),
        max(0, len(gaps) - MOST_ROWS),
    )


def _release_name(one: EarlierRelease) -> str:
    return one.release.subjects[0] if one.release.subjects else one.release.id


def _name(report: Report, id: str) -> str:
    known = report.dossier.benchmarks.get(id)
    return known.name if known else id


def _near(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return abs((_day(one) - _day(other)).days) <= DAYS


def _day(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10])


def _existed(report: Report, id: str) -> bool:
    known = report.dossier.benchmarks.get(id)
    released = report.dossier.release.released
    return known is None or known.released is None or released is None or known.released[:7] <= released[:7]
