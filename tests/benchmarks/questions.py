"""How long each named question and the report of one release take: `python -m tests.benchmarks.questions large.db`.

`python -m tests.benchmarks.large_database large.db` makes a database to ask. Each question is asked three times and the
fastest counts; processor time, so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from auditor.cli import findings
from auditor.exports import EXPORTERS
from auditor.store.database import Database, open_database, open_for_reading
from auditor.store.queries import ask, named, value
from auditor.store.records import load_report

BOUND = 0.3
"""Seconds for a question."""
REPORT_BOUND = 5.0
"""Seconds from the database to the HTML report of one release."""


def questions(database: Database) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, SQL and options: as they are by default, and with options that make them work hard."""
    (model,) = next(
        database.rows(
            "SELECT model_id FROM resolved_claims WHERE model_id <> '' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        )
    )
    (benchmark,) = next(
        database.rows("SELECT benchmark_id FROM resolved_claims GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    )
    (vendor, release) = next(database.rows("SELECT vendor, id FROM releases ORDER BY key LIMIT 1"))
    harder: dict[str, list[dict[str, Any]]] = {
        "search": [{"words": text} for text in ("bench", "SWE-bench verified", "GPT 5", "45.3", "模型", "o'hara")],
        "claims_of": [{"model": model}, {"model": model, "benchmark": benchmark}],
        "claims_on": [{"benchmark": benchmark}],
        "omitted_by_vendor": [{"vendor": vendor}],
        "rivals_misquoted": [{"vendor": vendor}],
        "reported_by": [{"vendor": vendor}],
        "uncorroborated_headline": [{"release": release}],
        "what_stands": [{"release": release}, {"severity": "high"}],
    }
    for name, query in named().items():
        defaults = {parameter.name: value(parameter.default) for parameter in query.parameters}
        yield name, query.sql, defaults
        for options in harder.get(name, []):
            shown = " ".join(f"--{option} {text!r}" for option, text in options.items())
            yield f"{name} {shown}", query.sql, defaults | options
    filters: list[dict[str, str]] = [
        {},
        {"severity": "high"},
        {"model": model},
        {"benchmark": benchmark},
        {"document": "card-7.md"},
        {"standing": "judges disagree"},
        {"release": release},
        {"check": "within_noise", "family": "statistics", "confidence": "high"},
    ]
    for given in filters:
        shown = " ".join(f"--{option} {text!r}" for option, text in given.items())
        yield (
            f"(findings {shown})".replace(" )", ")"),
            findings.question(given, findings.SHOWN),
            {**given, "limit": 100},
        )


def fastest(work: Callable[[], int], times: int = 3) -> tuple[float, int]:
    """Seconds of the fastest of so many, and what it gave."""
    spent = []
    for _ in range(times):
        started = time.process_time()
        result = work()
        spent.append(time.process_time() - started)
    return min(spent), result


def rows(database: Database, sql: str, given: dict[str, Any]) -> int:
    return sum(1 for _ in ask(database, sql, given).rows)


def report(database: Database, release: str) -> int:
    return len(EXPORTERS["html"].export(load_report(database, release=release)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", type=Path)
    path = parser.parse_args().path
    open_database(path).close()
    with open_for_reading(path) as database:
        counts = [next(database.rows(f"SELECT count(*) FROM {table}"))[0] for table in ("claims", "findings")]
        print(f"{counts[0]:,} claims, {counts[1]:,} findings, {path.stat().st_size >> 20} MB\n")
        print("| question | rows | ms |\n|---|--:|--:|")
        for name, sql, given in questions(database):
            spent, count = fastest(lambda sql=sql, given=given: rows(database, sql, given))  # type: ignore[misc]
            print(f"| {name} | {count} | {spent * 1000:.0f}{' **slow**' if spent > BOUND else ''} |", flush=True)
        (release,) = next(database.rows("SELECT release FROM audits ORDER BY key LIMIT 1 OFFSET 7"))
        spent, size = fastest(lambda: report(database, release), 1)
        print(f"| HTML report of one release | {size >> 10} KB | {spent * 1000:.0f} |")


if __name__ == "__main__":
    main()
