"""The share of an expert's findings that ours state: `python tests/experts/score.py [FILE …]` prints it.

The expert files lie in AUDITOR_SHARED (default ../shared) beside the documents they are about.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from matching import Expected, expected, made, raised, readings, releases, reviewed

from auditor import checks, pipeline
from auditor.records import Finding
from auditor.store.database import open_database

DOCUMENT = r"[a-z0-9-]+__[\w.-]+?\.(?:pdf|md|html)"
"""How the measurement documents are named."""


@dataclass
class Score:
    """What was made and missed of the findings of some releases."""

    made: list[Expected] = field(default_factory=list)
    missed: list[Expected] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """Ids that the reading says are made, and that were not."""
    traps: int = 0
    raised: list[str] = field(default_factory=list)

    def share(self, *, sure: str = "", severity: str = "") -> tuple[int, int]:
        """How many were made of how many, among those of one sureness or severity."""
        fits = [
            (one in self.made)
            for one in (*self.made, *self.missed)
            if (not sure or one.sure == sure) and (not severity or one.severity == severity)
        ]
        return sum(fits), len(fits)


def add(score: Score, name: str, audit: dict[str, object], findings: Iterable[Finding], names: dict[str, str]) -> None:
    """Our findings on one release beside the expert's."""
    found = list(findings)
    known, fine = readings(), reviewed()
    for one in expected(audit):
        reading = known[one.id]
        if reading.by and made(one, reading, found, names) is not None:
            score.made.append(one)
        else:
            score.missed.append(one)
            if reading.by:
                score.lost.append(one.id)
    clean = audit["clean"]
    assert isinstance(clean, list)
    for number, trap in enumerate(clean, 1):
        score.traps += 1
        if (name, number) not in fine and raised(trap, found) is not None:
            score.raised.append(f"{name} {number}")


def findings_of(paths: list[Path], before: Iterable[list[Path]] = ()) -> tuple[tuple[Finding, ...], dict[str, str]]:
    """An audit of some files: findings, and the names of the documents by id. `before` are releases audited first."""
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "audits.db") as database:
        releases_before = list(before)
        for release in releases_before:
            pipeline.audit(release, pipeline.Options(), (), started="2025-12-31T00:00:00Z", database=database)
        report = pipeline.audit(
            paths,
            pipeline.Options(),
            (),
            started="2026-01-01T00:00:00Z",
            database=database if releases_before else None,
        )
    return report.findings, {d.id: d.name for d in report.dossier.documents}


def at_hand(audit: dict[str, object], docs: Path) -> list[list[Path]]:
    """The documents of other releases that the expert read beside, one list a release."""
    own = set(map(str, audit["documents"]))  # type: ignore[call-overload]
    names = sorted({name for name in re.findall(DOCUMENT, str(audit)) if name not in own and (docs / name).is_file()})
    mine = {name.rsplit("__", 1)[0] for name in own}
    groups = {
        name.rsplit("__", 1)[0]: [docs / n for n in names if n.startswith(name.rsplit("__", 1)[0])] for name in names
    }
    return [group for name, group in sorted(groups.items()) if name not in mine]


def measured(shared: Path, only: tuple[str, ...] = ()) -> Score:
    """The score over all expert files of a folder."""
    score = Score()
    for name, audit in releases(shared):
        if only and name not in only:
            continue
        docs = shared / "corpus" / "docs"
        found, names = findings_of([docs / document for document in audit["documents"]], at_hand(audit, docs))
        add(score, name, audit, found, names)
    return score


def lines(score: Score) -> list[str]:
    """The score in words."""
    told = [f"checks: {len(checks.CHECKS)}"]
    told += ["{}: {} of {} made".format(sure, *score.share(sure=sure)) for sure in ("certain", "likely", "debatable")]
    told += [
        "certain, {}: {} of {} made".format(severity, *score.share(sure="certain", severity=severity))
        for severity in ("high", "medium", "low", "info")
    ]
    told.append(f"traps raised: {len(score.raised)} of {score.traps} {score.raised or ''}".rstrip())
    if score.lost:
        told.append(f"made by the reading, not found: {', '.join(score.lost)}")
    return told


if __name__ == "__main__":
    folder = Path(os.environ.get("AUDITOR_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    print("\n".join(lines(measured(folder, tuple(sys.argv[1:])))))
