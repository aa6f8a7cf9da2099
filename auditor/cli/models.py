"""`auditor models`: the registry's models."""

from __future__ import annotations

import click

from auditor.cli.formats import FORMATS
from auditor.cli.screen import Screen, mannered

EXAMPLES = """
\b
Examples:
  auditor models
  auditor models "Claude Opus 4.7"
"""


@click.command("models", help=f"List models of the registry, or show one.\n{EXAMPLES}")
@click.argument("name", required=False)
@click.option("--format", "format", type=click.Choice(FORMATS), default="table", show_default=True)
@mannered
def command(name: str | None, format: str, screen: Screen) -> int:
    """Prints entries of the registry."""
    from auditor import registry
    from auditor.cli import entries, formats

    known = registry.load()
    if name is not None:
        entries.show(entries.pick(name, known.models, known.resolve_model(name), "model"), screen, format=format)
        return 0
    rows = (
        (one.id, one.name, one.vendor, one.released, one.family, one.tier, one.grade.value)
        for one in known.models.values()
    )
    formats.write(format, ("id", "name", "vendor", "released", "family", "tier", "grade"), rows, screen)
    return 0
