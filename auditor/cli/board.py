"""`auditor board`: all releases of a database on one page."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli.screen import Screen, database_option, mannered

EXAMPLES = """
\b
Examples:
  auditor board --output board.html
  auditor board --db releases.db --output board.html
"""


@click.command(
    "board",
    help="Write a page over all releases in the database.\n\nWhat each claims on which benchmark and how it stands, "
    f"the frontier in absolute points, a timeline, prices, costs and effort.\n{EXAMPLES}",
)
@click.option(
    "-o", "--output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="The HTML file to write."
)
@database_option
@mannered
def command(output: Path, db: Path, screen: Screen) -> int:
    """Asks the database and writes the page."""
    from auditor.cli import writing
    from auditor.errors import NothingToAudit
    from auditor.exports.board import board
    from auditor.store.board import board_rows
    from auditor.store.database import open_for_reading

    writing.refuse_folder(output)
    with open_for_reading(db) as database:
        rows = board_rows(database)
    if not rows["releases"]:
        raise NothingToAudit(f"{db} holds no audit yet.", advice="Run `auditor audit PATH`.")
    writing.write(output, board(rows, database=db.name))
    screen.tell(f"Written to {output}")
    return 0
