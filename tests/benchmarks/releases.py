"""How long audits of many releases take, and how much they say: `python tests/benchmarks/releases.py [--db FILE]`.

The documents of AUDITOR_SHARED are taken together by release (their names begin with it) and audited one release
after the other, the oldest first, into one database, so that each finds its predecessors. Printed: the time of each
audit above five seconds, the time in all, the findings a release as quartiles, and how many each check made.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from auditor import pipeline
from auditor.errors import AuditorError
from auditor.store.database import open_database

SLOW = 5.0
"""Seconds from which the time of a single audit is printed."""


def releases_of(shared: Path) -> list[tuple[str, list[Path]]]:
    """The documents by release, in order of the dates that the manifest gives."""
    docs = shared / "corpus" / "docs"
    paths: dict[str, list[Path]] = defaultdict(list)
    dates: dict[str, str] = {}
    with (docs / "MANIFEST.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = row["file"].rsplit("__", 1)[0]
            paths[name].append(docs / row["file"])
            dates[name] = min(dates.get(name, "9"), row["release_date"] or "9")
    return [(name, sorted(paths[name])) for name in sorted(paths, key=lambda name: (dates[name], name))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="releases; all where none is named")
    parser.add_argument("--db", type=Path, help="keep the audits in this database")
    parser.add_argument("--workers", type=int, default=2, help="documents read at the same time")
    given = parser.parse_args()
    chosen = [one for one in releases_of(Path(os.environ.get("AUDITOR_SHARED", "../shared"))) if wanted(one[0], given)]
    said: dict[str, int] = {}
    by_check: Counter[str] = Counter()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, open_database(given.db or Path(folder) / "audits.db") as database:
        for name, paths in chosen:
            start = time.perf_counter()
            try:
                report = pipeline.audit(
                    paths,
                    pipeline.Options(),
                    (),
                    started="2026-01-01T00:00:00Z",
                    database=database,
                    workers=given.workers,
                )
            except AuditorError as error:
                print(f"{name}: {error.message}")
                continue
            said[name] = len(report.findings)
            by_check.update(finding.check for finding in report.findings)
            for check, reason in report.audit.checks_failed.items():
                print(f"{name}: {check} could not run: {reason}")
            if (took := time.perf_counter() - start) > SLOW:
                print(f"{took:6.1f} s  {name}, {len(paths)} documents, {len(report.findings)} findings")
    print(f"{time.perf_counter() - begun:6.1f} s  {len(said)} releases, {sum(said.values())} findings")
    if len(said) > 1:
        low, middle, high = statistics.quantiles(said.values(), n=4)
        print(f"findings a release: quartiles {low:.0f}, {middle:.0f}, {high:.0f}; most {max(said.values())}")
    for check, count in by_check.most_common():
        print(f"{count:5}  {check}")


def wanted(name: str, given: argparse.Namespace) -> bool:
    """Whether a release is among those named."""
    return not given.names or name in given.names


if __name__ == "__main__":
    main()
