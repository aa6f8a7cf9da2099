"""`auditor findings`: what the latest audits found, filtered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from auditor.cli.formats import FORMATS
from auditor.cli.screen import Screen, database_option, mannered, plural

EXAMPLES = """
\b
Examples:
  auditor findings --severity high
  auditor findings --model gpt-5.5 --family omission
  auditor findings --standing "judges disagree" --format jsonl
"""
SEVERITIES = ("info", "low", "medium", "high")
STANDINGS = ("decided by code", "not judged", "upheld", "dismissed", "uncertain", "judges disagree")
SHOWN = ("severity", "title", "standing", "id")
COLUMNS = (
    "id", "severity", "confidence", "standing", "check_name", "family", "says", "title", "message", "models",
    "benchmarks", "release", "audit",
)  # fmt: skip


@click.command(
    "findings", help=f"List the findings of the latest audits, filtered.\n\nThe most severe come first.\n{EXAMPLES}"
)
@click.option("--check", metavar="NAME", help="Of this check (`auditor checks` lists them).")
@click.option("--family", metavar="NAME", help="Of this family of checks.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="At least this severe.")
@click.option("--confidence", type=click.Choice(SEVERITIES[1:]), help="At least this sure.")
@click.option("--model", metavar="NAME", help="On a model whose id or name contains this.")
@click.option("--benchmark", metavar="NAME", help="On a benchmark whose id or name contains this.")
@click.option("--document", metavar="NAME", help="With evidence in a document whose name or id contains this.")
@click.option("--standing", type=click.Choice(STANDINGS), help="What the judges made of it.")
@click.option("--release", metavar="NAME", help="Of a release whose id or model contains this.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option("--format", "format", type=click.Choice(FORMATS), default="table", show_default=True)
@database_option
@mannered
def command(format: str, limit: int | None, db: Path, screen: Screen, **given: str | None) -> int:
    """Asks the view `standing`."""
    from auditor.cli import formats
    from auditor.store import queries
    from auditor.store.database import open_for_reading

    sql = question(given, SHOWN if format == "table" else COLUMNS)
    values = {**given, "limit": -1 if limit is None else limit}
    with open_for_reading(db) as database:
        answer = queries.ask(database, sql, values)
        count = formats.write(format, answer.columns, answer.rows, screen)
    screen.tell(plural(count, "finding"))
    return 0


def question(given: Mapping[str, str | None], columns: Sequence[str]) -> str:
    """The SQL of these filters; its parameters are their names, and `limit`."""
    conditions = [CONDITIONS[name] for name, value in given.items() if value is not None]
    return (
        f"SELECT {', '.join(f's.{column}' for column in columns)} FROM standing AS s "
        f"WHERE {' AND '.join(conditions) or '1'} "
        f"ORDER BY {rank('s.severity')} DESC, {rank('s.confidence')} DESC, s.release, s.rank LIMIT :limit"
    )


def rank(expression: str) -> str:
    """The place of a severity or confidence in their order, in SQL."""
    return f"instr('info low medium high', {expression})"


CONDITIONS = {
    "check": "s.check_name = :check",
    "family": "s.family = :family",
    "severity": f"{rank('s.severity')} >= {rank(':severity')}",
    "confidence": f"{rank('s.confidence')} >= {rank(':confidence')}",
    "model": "EXISTS (SELECT 1 FROM json_each(s.models) AS m WHERE instr(lower(m.value), lower(:model)))",
    "benchmark": "EXISTS (SELECT 1 FROM json_each(s.benchmarks) AS b WHERE instr(lower(b.value), lower(:benchmark)))",
    "document": "EXISTS (SELECT 1 FROM evidence AS e JOIN documents AS d ON d.id = e.document "
    "WHERE e.finding_key = s.key AND (instr(lower(d.name), lower(:document)) OR instr(d.id, :document)))",
    "standing": "s.standing = :standing",
    "release": "EXISTS (SELECT 1 FROM releases AS r WHERE r.id = s.release "
    "AND (instr(r.id, :release) OR instr(lower(r.subjects), lower(:release))))",
}
