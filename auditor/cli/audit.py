"""`auditor audit`: documents in, one database and a readable report out."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from auditor.cli.judging import Asking, asking_options
from auditor.cli.screen import Screen, database_option, mannered, ocr_option, progress, workers_option
from auditor.cli.sources import gathered, sources_argument

EXAMPLES = """
\b
Examples:
  auditor audit paper.pdf README.md
  auditor audit cards/gpt-5.5 --output report.html --output summary.md
  auditor audit https://example.org/model-card paper.pdf
  auditor audit card.md --model "Foo 2" --vendor foo --released 2026-04-23
  auditor audit card.md --judge rubric --judge openai:gpt-5-mini --judge anthropic:claude-haiku-4-5 --max-cost 2
  auditor audit card.md --strict                   # only what is sure; --pedantic for all
  auditor audit card.md --fail-on high --quiet     # in CI: exit code 1 at high severity
  auditor audit card.md --baseline last.json --fail-on high --output new.sarif   # only what is new since then
"""


@click.command(
    "audit",
    help="Audit the documents of a release and keep the result.\n\nPATH is a file (Markdown, HTML, PDF, Word, Excel, "
    "notebook, CSV), a folder of them, or the address of a page; together they are one release. Auditing the same "
    f"files again adds nothing twice, and an audit that was stopped goes on where it was.\n{EXAMPLES}",
)
@sources_argument
@click.option("--model", metavar="NAME", help="The released model. Read from the documents where not given.")
@click.option("--vendor", metavar="NAME", help="Who releases it. Read from the documents where not given.")
@click.option("--released", metavar="DATE", help="When (2026, 2026-04 or 2026-04-23). Read where not given.")
@asking_options(default="rubric")
@click.option(
    "--strict",
    "strictness",
    flag_value="strict",
    help="Fewer and surer findings: higher thresholds, no notes, nothing of low confidence.",
)
@click.option(
    "--pedantic",
    "strictness",
    flag_value="pedantic",
    help="All findings: lower thresholds, and what most releases share. `auditor explain CHECK` says what moves.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["info", "low", "medium", "high"]),
    help="End with exit code 1 where a finding is at least this severe; with --baseline, where a new one is.",
)
@click.option(
    "--baseline",
    metavar="FILE|ID",
    help="An earlier report: a JSON export, a database, or the id of an audit in --db. Findings that it has do not "
    "count for --fail-on, and SARIF says which are new.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write a report; the ending says the format (.html, .md, .txt, .json, .csv, .xlsx, .sarif, .jsonl, .yaml: "
    "`auditor export --help`). May be repeated.",
)
@click.option(
    "--registry",
    "registry",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with more benchmarks and models, laid out like the shipped corpus/registry.",
)
@click.option(
    "--extract",
    metavar="NAME",
    help="Have a language model (openai:MODEL …) propose scores that the grammar could not read: from sentences, taken "
    "only where names and numbers stand there verbatim, and from pages whose tables are pictures, taken only where "
    "two readings agree.",
)
@workers_option
@ocr_option
@database_option
@mannered
def command(
    paths: tuple[Path | str, ...],
    allow_private: bool,
    model: str | None,
    vendor: str | None,
    released: str | None,
    asking: Asking,
    strictness: str | None,
    fail_on: str | None,
    baseline: str | None,
    outputs: tuple[Path, ...],
    registry: tuple[Path, ...],
    extract: str | None,
    workers: int,
    ocr: bool,
    db: Path,
    screen: Screen,
) -> int:
    """Runs the pipeline and tells the result."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from auditor import documents, exports, pipeline
    from auditor.checks.strictness import Strictness
    from auditor.cli import earlier, judging, writing
    from auditor.cli.summary import summarise
    from auditor.records import Severity
    from auditor.registry import load
    from auditor.store.database import open_database

    exporters = [(exports.for_path(str(output)), output) for output in outputs]
    for output in outputs:
        writing.refuse_folder(output)
    before = earlier.report(baseline, db)[0] if baseline else None
    given = {
        "paths": " ".join(map(documents.shown, paths)),
        "model": model,
        "vendor": vendor,
        "released": released,
        "ocr": "tables that are pictures" if ocr else "",
        "judges": " ".join(asking.judges),
        "extract": extract,
        "strictness": strictness,
        "registry": " ".join(map(str, registry)),
    }
    options = pipeline.Options(
        model=model,
        vendor=vendor,
        released=check_date(released),
        strictness=Strictness(strictness or "default"),
        registry=registry,
        arguments=tuple((name, value) for name, value in given.items() if value),
        ocr=ocr,
    )
    known = load(registry) if judging.check(asking) else None
    with open_database(db) as database:
        try:
            with (
                judging.providers(asking, known, database, screen) as providers,
                judging.proposer(extract, asking, database, screen) as proposer,
                progress(screen) as tell,
                gathered(paths, tell, allow_private=allow_private) as (files, origins),
            ):
                report = pipeline.audit(
                    files,
                    replace(options, origins=origins),
                    providers,
                    started=datetime.now(UTC).isoformat(timespec="microseconds"),
                    database=database,
                    tell=tell,
                    workers=workers,
                    at_once=asking.concurrency,
                    proposer=proposer,
                )
        except KeyboardInterrupt:
            screen.tell(f"What was read so far is kept in {db}; the same command goes on from there.")
            raise
    for exporter, output in exporters:
        writing.write(output, exporter.export(report, before if exporter.compares else None))
    counted: Collection[str] = {finding.id for finding in report.findings}
    since = ""
    if before is not None:
        counted, tally = earlier.risen(before, report)
        since = f"Since {baseline}: {tally}"
    summarise(report, screen, db, outputs, since)
    if extract:
        judging.proposals(report, screen)
    judging.outcome(report.audit.judges_excluded, report.audit.judges_open, screen)
    worst = max((finding.severity.rank for finding in report.findings if finding.id in counted), default=-1)
    return int(fail_on is not None and worst >= Severity(fail_on).rank)


def check_date(text: str | None) -> str | None:
    """The date, if it is one as precise as it says. Raises UsageError."""
    import re
    from datetime import date

    from auditor.errors import UsageError

    if text is None:
        return None
    try:
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
            raise ValueError
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise UsageError(f"{text} is not a date.", advice="Write it like 2026, 2026-04 or 2026-04-23.") from None
    return text
