"""What a million imported runs add to an audit: `python tests/benchmarks/many_runs.py [--runs N] [--claims N]`.

Audits a bundled release beside an empty database and beside one that holds the runs (spread over the registry's models
and benchmarks, those of the release among them) and the claims (copies of the release's own, as of other documents),
and prints the least wall time of several repeats of each, their difference, and the plan of the query for runs.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path

from auditor import pipeline, registry, resources
from auditor.evidence.runs import load_runs
from auditor.records import Independence, Run, Source, Unit
from auditor.registry import Registry
from auditor.store import runs
from auditor.store.database import Database, open_database

RELEASE = Path("documents") / "openai" / "gpt-5.5"
BOARD = Source(
    id="made-board",
    name="A made board",
    publisher="Nobody",
    licence="not stated",
    attribution="Nobody",
    independence=Independence.third_party,
)


def made_runs(known: Registry, count: int) -> Iterator[Run]:
    """Runs on pairs of the registry's models and benchmarks, the same for the same count."""
    draw = random.Random(1)
    models = [model.name for model in known.models.values()]
    benchmarks = [benchmark.name for benchmark in known.benchmarks.values()]
    for n in range(count):
        yield Run(
            id=f"run-{n:016x}",
            source=BOARD.id,
            run_by="Nobody",
            independence=Independence.third_party,
            model=draw.choice(models),
            benchmark=draw.choice(benchmarks),
            score=Decimal(draw.randrange(1000)) / 10,
            unit=Unit.percent,
            locator=f"row {n}",
        )


def keep_runs(database: Database, known: Registry, count: int) -> None:
    """The runs in the database, as an import of files of 100,000 rows leaves them."""
    names = load_runs(known).names
    assert names is not None
    made = made_runs(known, count)
    for number in range(0, count, 100_000):
        part = list(islice(made, 100_000))
        file = runs.File(sha256=f"{number:064x}", name=f"made-{number}.csv", format="own-csv", skipped=0)
        runs.keep(database, file, BOARD, part, {}, names, runs.stamp(known.sha256), "2026-01-01T00:00:00Z")


def keep_claims(database: Database, count: int) -> int:
    """Copies of the claims that are there, as of other documents, until there are so many; their number."""
    own = ("key", "digest", "id", "document")
    copied = ", ".join(row["name"] for row in database.rows("PRAGMA table_info(claims)") if row["name"] not in own)
    with database.writing() as connection:
        size = there = connection.execute("SELECT count(*) FROM claims").fetchone()[0]
        while there < count:
            connection.execute(
                f"INSERT INTO claims (digest, id, document, {copied}) "
                f"SELECT randomblob(32), id || '-{there}', document || '-{there}', {copied} FROM claims LIMIT {size}"
            )
            there += size
    return there


def audited(database: Database, number: int) -> float:
    """Seconds that the audit of the release with this number takes."""
    begun = time.perf_counter()
    report = pipeline.audit(
        [resources.folder("corpus") / RELEASE],
        pipeline.Options(),
        (),
        started=f"2026-01-01T00:00:{number:02}Z",
        database=database,
    )
    assert report.findings
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    known = registry.load()
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.db", Path(folder) / "large.db"
        with open_database(small) as database:
            audited(database, 0)
        shutil.copy(small, large)
        with open_database(large) as database:
            begun = time.perf_counter()
            keep_runs(database, known, given.runs)
            claims = keep_claims(database, given.claims)
            database.connection.execute("ANALYZE")
            print(f"{given.runs:,} runs and {claims:,} claims kept in {time.perf_counter() - begun:.0f} s")
        least = {small: float("inf"), large: float("inf")}
        for number in range(1, given.repeats + 1):
            for path in least:
                with open_database(path) as database:
                    least[path] = min(least[path], audited(database, number))
        print(f"audit without them {least[small]:.2f} s, with them {least[large]:.2f} s", end=": ")
        print(f"{least[large] - least[small]:+.2f} s")
        with open_database(large) as database:
            asked = json.dumps([["gpt-5.5", "swe-bench-pro"]])
            for row in database.rows(f"EXPLAIN QUERY PLAN {runs.ON_PAIRS}", (asked,)):
                print(f"  {row['detail']}")


if __name__ == "__main__":
    main()
