"""`auditor summarise`: an audit in plain words, each sentence tied to findings."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli.judging import Asking, asking_options
from auditor.cli.screen import Screen, database_option, mannered

EXAMPLES = """
\b
Examples:
  auditor summarise
  auditor summarise --judge openai:gpt-5-mini --release rel-89fc
"""


@click.command(
    "summarise",
    help="Sum up the latest audit of a release in plain words.\n\nEach sentence names the findings it stands on, and "
    "each of its numbers stands in them; a sentence for which that does not hold is refused and told. The rubric lists "
    f"the titles of the gravest findings.\n{EXAMPLES}",
)
@asking_options(default="rubric")
@click.option("--release", metavar="ID", help="The latest audit of this release; the beginning of its id is enough.")
@database_option
@mannered
def command(asking: Asking, release: str | None, db: Path, screen: Screen) -> int:
    """Loads an audit, asks, prints."""
    from auditor import prompts, registry
    from auditor.cli import judging
    from auditor.judges.audit_summary import summarise
    from auditor.store.database import open_database, open_for_reading
    from auditor.store.records import load_report

    with open_for_reading(db) as database:
        report = load_report(database, None, release=release)
    known = registry.load() if judging.check(asking) else None
    written = False
    with open_database(db) as database, judging.providers(asking, known, database, screen) as providers:
        for provider in providers:
            summary = summarise(report.dossier.release, report.findings, provider, prompts.load("audit_summary"))
            screen.print(f"By {summary.by}")
            for sentence in summary.sentences:
                screen.print(f"  {sentence.text} [{', '.join(sentence.findings)}]")
            for text, why in summary.refused.items():
                screen.tell(f"Refused: {text} ({why})")
            written = written or bool(summary.sentences)
    return 0 if written else 2
