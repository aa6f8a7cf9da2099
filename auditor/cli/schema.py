"""`auditor schema`: the JSON schema of the JSON export."""

from __future__ import annotations

import click

from auditor.cli.screen import Screen, mannered

EXAMPLES = """
\b
Example:
  auditor schema > report_v1.schema.json
"""


@click.command(
    "schema",
    help="Print the JSON schema of the JSON export.\n\nWithin version 1 fields are added and none is removed, renamed "
    f"or given another type.\n{EXAMPLES}",
)
@mannered
def command(screen: Screen) -> int:
    """Prints the published file."""
    from auditor.exports.json_v1 import SCHEMA_FILE

    click.echo(SCHEMA_FILE.read_text(encoding="utf-8"), nl=False)
    return 0
