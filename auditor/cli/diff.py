"""`auditor diff`: what changed between two audits, or two versions of a document."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli.screen import Screen, database_option, mannered, progress, workers_option

EXAMPLES = """
\b
Examples:
  auditor diff audit-1f2e audit-9c0d                   # two audits in ./audits.db
  auditor diff last-week.json audits.db                # an export and the latest audit of a database
  auditor diff card-v1.md card-v2.md                   # two versions of a document
  auditor diff arxiv-v1.pdf arxiv-v2.pdf --format markdown
"""


@click.command(
    "diff",
    help="Say what changed between two audits or two versions of a document.\n\nA and B are each a JSON export, a "
    "database (its latest audit), the id of an audit or a release in --db, or a document or folder, which is audited "
    "here and not kept. Of claims it says which were added, removed or changed, and which changed silently: the later "
    "document prints another number and no word on it. Of findings, which are new, gone or changed.\n\nExit code 0, "
    f"also where there are differences, unless --exit-code is given.\n{EXAMPLES}",
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--format", "format", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help="End with exit code 1 where a claim or finding differs.")
@click.option("--model", metavar="NAME", help="The released model of documents. Read from them where not given.")
@workers_option
@database_option
@mannered
def command(
    before: str,
    after: str,
    format: str,
    exit_code: bool,
    model: str | None,
    workers: int,
    db: Path,
    screen: Screen,
) -> int:
    """Loads or makes both reports and compares them."""
    from auditor.cli import earlier
    from auditor.exports.difference import State, difference
    from auditor.exports.difference_formats import FORMATS

    with progress(screen) as tell:
        (old, _), (new, passages) = (
            earlier.report_or_documents(reference, db, model=model, tell=tell, workers=workers)
            for reference in (before, after)
        )
    found = difference(old, new, passages)
    click.echo(FORMATS[format](found), nl=False)
    differs = any(change.state is not State.unchanged for change in found.claims) or any(
        state is not State.unchanged for state, _, _ in found.findings
    )
    return int(exit_code and differs)
