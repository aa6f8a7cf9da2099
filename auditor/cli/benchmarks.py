"""`auditor benchmarks`: the registry's benchmarks."""

from __future__ import annotations

import click

from auditor.cli.formats import FORMATS
from auditor.cli.screen import Screen, mannered

EXAMPLES = """
\b
Examples:
  auditor benchmarks
  auditor benchmarks "SWE-Bench Pro"
"""


@click.command("benchmarks", help=f"List benchmarks of the registry, or show one.\n{EXAMPLES}")
@click.argument("name", required=False)
@click.option("--format", "format", type=click.Choice(FORMATS), default="table", show_default=True)
@mannered
def command(name: str | None, format: str, screen: Screen) -> int:
    """Prints entries of the registry."""
    from auditor import registry
    from auditor.cli import entries, formats

    known = registry.load()
    if name is not None:
        entries.show(
            entries.pick(name, known.benchmarks, known.resolve_benchmark(name), "benchmark"), screen, format=format
        )
        return 0
    rows = (
        (one.id, one.name, ", ".join(one.domain), one.n_items, one.publisher, one.released, one.grade.value)
        for one in known.benchmarks.values()
    )
    formats.write(format, ("id", "name", "domain", "items", "published by", "released", "grade"), rows, screen)
    return 0
