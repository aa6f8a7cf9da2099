"""`auditor judge`: the questions of audits in the database, put to judges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.judging import Asking, asking_options
from auditor.cli.screen import Screen, database_option, mannered, plural, progress

if TYPE_CHECKING:
    from auditor.judging import Judged
    from auditor.records import Release

EXAMPLES = """
\b
Examples:
  auditor judge --judge openai:gpt-5-mini --judge anthropic:claude-haiku-4-5 --max-cost 2
  auditor judge --judge openai:qwen3:8b@http://127.0.0.1:11434/v1 --release gpt-5.5
  auditor judge --judge anthropic:claude-haiku-4-5 --replay          # kept answers only, no network
  auditor judge --judge openai:gpt-5-mini --batch-export questions.jsonl --format openai
  auditor judge --judge openai:gpt-5-mini --batch-import answers.jsonl
"""


@click.command(
    "judge",
    help="Put the questions that findings leave open to judges.\n\nOf the latest audit of each release. A question "
    "that a model has answered is not asked again; one that it could not answer is. Keys are read from OPENAI_API_KEY "
    "and ANTHROPIC_API_KEY and never stored. A model of the released vendor does not vote.\n\nA batch file holds the "
    "same questions as requests for the batch API of a provider. Answers come back from its result files, or from "
    'anybody as lines {"custom_id": …, "by": "NAME", "answer": {…}}; each is checked like one that came at once.\n'
    f"{EXAMPLES}",
)
@asking_options(default=None)
@click.option("--release", metavar="NAME", help="Only of a release whose id or model contains this.")
@click.option(
    "--batch-export", "export", metavar="FILE", type=click.Path(path_type=Path), help="Write the open questions."
)
@click.option("--format", "format", type=click.Choice(["openai", "anthropic"]), help="Whose batch format it is.")
@click.option(
    "--batch-import",
    "imports",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the answers of a batch. May be repeated: OpenAI gives results and errors in two files.",
)
@database_option
@mannered
def command(
    asking: Asking,
    release: str | None,
    export: Path | None,
    format: str | None,
    imports: tuple[Path, ...],
    db: Path,
    screen: Screen,
) -> int:
    """Asks, writes a batch or takes one."""
    from datetime import UTC, datetime

    from auditor import judging as stage
    from auditor import registry
    from auditor.cli import batch, judging
    from auditor.errors import UsageError
    from auditor.store.database import open_database, open_for_reading

    if not asking.judges or "none" in asking.judges:
        raise UsageError("Which judge?", advice="Name one with --judge, for example --judge openai:gpt-5-mini.")
    models = judging.check(asking)
    if export and imports:
        raise UsageError("Give --batch-export or --batch-import, not both.")
    if not db.exists():
        # Says so, instead of making an empty one.
        open_for_reading(db)
    known = registry.load() if models else None
    started = datetime.now(UTC).isoformat(timespec="microseconds")
    with open_database(db) as database:
        if export:
            return batch.write(export, format, asking, models, release, known, database, screen)
        if imports:
            return batch.take(imports, asking, models, release, known, database, screen, started=started)
        try:
            with judging.providers(asking, known, database, screen) as providers, progress(screen) as tell:
                results = stage.judge_again(
                    database,
                    providers,
                    started=started,
                    arguments={"judges": " ".join(asking.judges)},
                    release=release,
                    tell=tell,
                    at_once=asking.concurrency,
                )
        except KeyboardInterrupt:
            screen.tell(f"The answers that came are kept in {db}; the same command goes on from there.")
            raise
    tell_results(results, screen)
    return 0 if any(came.judgements for _, came in results) or not any(came.open for _, came in results) else 2


def tell_results(results: Sequence[tuple[Release, Judged]], screen: Screen) -> None:
    """What each judge said of each release, and what stays open."""
    from auditor.cli import judging
    from auditor.judges.tally import account

    for release, came in results:
        screen.print(f"{', '.join(release.subjects) or 'A release without a name'}  {release.id}")
        asked = len({judgement.finding for judgement in came.judgements})
        screen.print(f"  {plural(asked, 'finding')} judged")
        for line in account(came.judgements):
            screen.print(f"  {line}")
        judging.outcome(came.excluded, came.open, screen)
