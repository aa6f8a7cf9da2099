"""`auditor export`: a report of an audit in the database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor.cli.screen import Screen, database_option, mannered, plural

EXAMPLES = """
\b
Formats:
  html             .html   one self-contained page for readers
  markdown         .md     a summary for a pull request or a mail
  text             .txt    plain text for a terminal
  json             .json   everything, in a versioned shape (`auditor schema`)
  csv              .csv    the findings, a row each, for a spreadsheet
  xlsx             .xlsx   a workbook: overview, findings, claims, comparisons, judgements
  sarif            .sarif  SARIF 2.1.0 for code-scanning services and editors
  every-eval-ever  .jsonl  Every Eval Ever records of the claims; a folder gets a file each
  hf-eval-results  .yaml   Hugging Face .eval_results; a folder gets a file a model

\b
Examples:
  auditor export --output report.html
  auditor export --format text | less
  auditor export --format json | jq '.findings[0]'
  auditor export --release rel-1f2e --format markdown
  auditor export --output now.sarif --baseline last-week.json
  auditor export --format every-eval-ever --output records/
"""


@click.command(
    "export",
    help="Write a report of an audit in another format.\n\nThe latest audit, unless another is named. The same audit "
    f"always gives the same bytes.\n{EXAMPLES}",
)
@click.option("--format", "format", metavar="NAME", help="The ending of --output says it where not given.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="A file; stdout where not given.")
@click.option("--release", metavar="ID", help="The latest audit of this release; the beginning of its id is enough.")
@click.option("--audit", metavar="ID", help="This audit; the beginning of its id is enough.")
@click.option(
    "--baseline",
    metavar="FILE|ID",
    help="For sarif: an earlier JSON export, database or audit to say what is new since.",
)
@database_option
@mannered
def command(
    format: str | None,
    output: Path | None,
    release: str | None,
    audit: str | None,
    baseline: str | None,
    db: Path,
    screen: Screen,
) -> int:
    """Loads a report and writes it."""
    from auditor import exports
    from auditor.cli import earlier, writing
    from auditor.errors import UsageError
    from auditor.store.database import open_for_reading
    from auditor.store.records import load_report

    if format is None and output is None:
        raise UsageError("Which format?", advice=f"Give --format: {', '.join(exports.EXPORTERS)}.")
    if release and audit:
        raise UsageError("Give --release or --audit, not both.")
    exporter = exports.named(format) if format else exports.for_path(str(output))
    folder = output is not None and exporter.many and output.is_dir()
    if output and not folder:
        writing.refuse_folder(output)
    if exporter.binary and output is None and sys.stdout.isatty():
        raise UsageError(f"The format {exporter.name} is not for a terminal.", advice="Give --output FILE.")
    with open_for_reading(db) as database:
        report = load_report(database, audit, release=release)
    if output and folder:
        files = exporter.files(report)
        for name, text in files.items():
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            writing.write(output / name, text)
        screen.tell(f"{plural(len(files), 'file')} written below {output}")
        return 0
    content = exporter.export(report, earlier.report(baseline, db)[0] if baseline else None)
    if output:
        writing.write(output, content)
        screen.tell(f"Written to {output}")
    elif isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        click.echo(content, nl=not content.endswith("\n"))
    return 0
