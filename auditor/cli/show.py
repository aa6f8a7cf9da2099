"""`auditor show`: one thing of the database with all that belongs to it."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli.screen import Screen, database_option, mannered

EXAMPLES = """
\b
Examples:
  auditor show find-3fa2          # the beginning of an id is enough
  auditor show claim-09be --format json
"""


@click.command(
    "show",
    help="Show one finding, claim, judgement or document by its id.\n\nRuns, comparisons, releases and audits too. "
    f"The beginning of an id is enough where only one begins like that.\n{EXAMPLES}",
)
@click.argument("id")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@database_option
@mannered
def command(id: str, format: str, db: Path, screen: Screen) -> int:
    """Finds the record and prints it."""
    from auditor.cli.telling import told
    from auditor.store import lookup
    from auditor.store.database import open_for_reading

    with open_for_reading(db) as database:
        table, record, _ = lookup.find(database, id)
        if format == "json":
            screen.print(record.model_dump_json(indent=2))
            return 0
        for line in told(database, table, record):
            screen.print(line)
    return 0
