"""How many claims find an independent run, and why others do not: `python tests/benchmarks/evidence.py [--db FILE]`.

Reads the labelled documents in AUDITOR_SHARED (or those named), sets their claims against the shipped runs and, with
`--db`, against those imported there (`auditor runs import …`), and prints for each document and in sum the claims on a
benchmark that somebody else ran, those with at least one admissible run, and the reasons of the rest.
"""

from __future__ import annotations

import argparse
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from auditor import claims, documents, registry
from auditor.evidence.comparable import compare
from auditor.evidence.runs import RunLibrary, load_runs
from auditor.pipeline import pairs_of, runs_beside
from auditor.records import Comparison, ResolvedClaim, Role, Standing
from auditor.registry import Registry

NO_RUN_OF_MODEL = "nobody's run of this model on this benchmark is at hand"


@dataclass
class Share:
    """Claims on benchmarks that have runs, by what came of them."""

    on_run_benchmarks: int = 0
    admitted: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Of the claims without an admissible run: the first reason given, without its figures."""

    def add(self, other: Share) -> None:
        self.on_run_benchmarks += other.on_run_benchmarks
        self.admitted += other.admitted
        self.reasons.update(other.reasons)


def share(resolved: Iterable[ResolvedClaim], comparisons: Iterable[Comparison], library: RunLibrary) -> Share:
    """The share of claims on benchmarks with runs that have an admissible one; the rest by reason."""
    of: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        of.setdefault(comparison.claim, []).append(comparison)
    counted = Share()
    for one in resolved:
        if one.claim.role is Role.baseline or not one.benchmark.id or not library.on_benchmark(one.benchmark.id):
            continue
        counted.on_run_benchmarks += 1
        found = of.get(one.claim.id, [])
        if any(comparison.standing is not Standing.not_comparable for comparison in found):
            counted.admitted += 1
        elif not one.model.id:
            counted.reasons["the printed name is no model that the registry knows"] += 1
        elif not found:
            counted.reasons[NO_RUN_OF_MODEL] += 1
        else:
            counted.reasons[min(map(kind, found))] += 1
    return counted


def kind(comparison: Comparison) -> str:
    """The reason of a comparison without its names and figures."""
    why = comparison.why
    for pattern, said in KINDS:
        if re.search(pattern, why):
            return said
    return why


KINDS = (
    (r"repeats the run", "the row repeats another run"),
    (r"metrics differ|measures", "the metric differs or is not named"),
    (r"versions? ", "the version differs or is not said"),
    (r"covers", "the part of the benchmark differs"),
    (r"context lengths", "the context length differs"),
    (r"languages differ", "the language differs"),
    (r"number of items is not known", "neither an error nor the number of items is known"),
    (r"with and without thinking", "the model has two modes, and one side does not say which"),
    (r"effort levels", "the model has effort levels, and one side does not say which"),
    (r"can mean", "the name can mean several stages or snapshots"),
    (r"unit|scale", "the scales differ"),
)


def measured(paths: list[Path], known: Registry, db: Path | None) -> list[tuple[str, Share]]:
    """One share a document."""
    vocabulary, shipped, found = known.vocabulary(), load_runs(known), []
    for path in paths:
        document = documents.read(path)
        release = claims.find_release((document,), vocabulary=vocabulary)
        resolved, blanks = known.resolve(claims.extract(document, release, vocabulary), document)
        library = shipped
        if db is not None:
            from auditor.store.database import open_database

            # A run of any model counts as "somebody ran this benchmark".
            asked = {(model, b) for _, b in pairs_of(resolved, blanks) for model in known.models}
            with open_database(db) as database:
                library = runs_beside(frozenset(asked), shipped, known, database)
        comparisons = compare(
            resolved, library, benchmarks=known.benchmarks, harnesses=known.harnesses, models=known.models
        )
        found.append((path.name, share(resolved, comparisons, library)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="documents; the labelled ones where none is named")
    parser.add_argument("--db", type=Path, help="a database with imported runs")
    given = parser.parse_args()
    shared = Path(os.environ.get("AUDITOR_SHARED", "../shared"))
    labelled = [shared / "corpus" / "docs" / file.stem for file in sorted((shared / "gold" / "dev").glob("*__*.csv"))]
    whole = Share()
    for name, one in measured(given.paths or labelled, registry.load(), given.db):
        print(f"{name[:58]:58} {one.admitted:5} of {one.on_run_benchmarks:5}")
        whole.add(one)
    percent = 100 * whole.admitted / max(1, whole.on_run_benchmarks)
    print(f"{'in sum':58} {whole.admitted:5} of {whole.on_run_benchmarks:5}  {percent:.1f} %")
    for reason, count in whole.reasons.most_common():
        print(f"  {count:5}  {reason}")


if __name__ == "__main__":
    main()
