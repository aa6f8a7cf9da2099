"""`auditor export`: a report of an audit in the database."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli.screen import Screen, database_option, mannered

EXAMPLES = """
\b
Examples:
  auditor export --format html --output report.html
  auditor export --format json | jq '.findings[0]'
  auditor export --release rel-1f2e --format markdown
"""


@click.command(
    "export",
    help="Write a report of an audit in another format.\n\nThe latest audit, unless another is named. The same audit "
    f"always gives the same bytes.\n{EXAMPLES}",
)
@click.option("--format", "format", help="html, markdown, json or csv. The ending of --output says it where not given.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="A file; stdout where not given.")
@click.option("--release", metavar="ID", help="The latest audit of this release; the beginning of its id is enough.")
@click.option("--audit", metavar="ID", help="This audit; the beginning of its id is enough.")
@database_option
@mannered
def command(
    format: str | None, output: Path | None, release: str | None, audit: str | None, db: Path, screen: Screen
) -> int:
    """Loads a report and writes it."""
    from auditor import exports
    from auditor.cli.audit import refuse_folder, write_text
    from auditor.errors import UsageError
    from auditor.store.database import open_for_reading
    from auditor.store.records import load_report

    if format is None and output is None:
        raise UsageError("Which format?", advice=f"Give --format: {', '.join(exports.EXPORTERS)}.")
    if format is not None and format not in exports.EXPORTERS:
        raise UsageError(f"There is no format {format}.", advice=f"There are {', '.join(exports.EXPORTERS)}.")
    if release and audit:
        raise UsageError("Give --release or --audit, not both.")
    exporter = exports.EXPORTERS[format] if format else exports.for_path(str(output))
    if output:
        refuse_folder(output)
    with open_for_reading(db) as database:
        report = load_report(database, audit, release=release)
    text = exporter.export(report)
    if output:
        write_text(output, text)
        screen.tell(f"Written to {output}")
    else:
        click.echo(text, nl=not text.endswith("\n"))
    return 0
