"""`auditor checks`: what is looked for."""

from __future__ import annotations

import click

from auditor.cli.formats import FORMATS
from auditor.cli.screen import Screen, mannered

EXAMPLES = """
\b
Examples:
  auditor checks
  auditor checks --family omission
"""


@click.command(
    "checks", help=f"List the checks and what each looks for.\n\n`auditor explain NAME` tells the rule.\n{EXAMPLES}"
)
@click.option("--family", metavar="NAME", help="Only of this family.")
@click.option("--format", "format", type=click.Choice(FORMATS), default="table", show_default=True)
@mannered
def command(family: str | None, format: str, screen: Screen) -> int:
    """Prints the registered checks."""
    from auditor import checks
    from auditor.cli import formats
    from auditor.errors import UsageError

    families = sorted({check.family for check in checks.CHECKS})
    if family is not None and family not in families:
        raise UsageError(f"There is no family {family}.", advice=f"There are {', '.join(families)}.")
    rows = [
        (check.family, check.name, " ".join(check.sections()[""].split()))
        for check in checks.CHECKS
        if family in (None, check.family)
    ]
    formats.write(format, ("family", "check", "what it finds"), rows, screen)
    return 0
