"""`auditor claims`: every printed score of documents, with its exact place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli.screen import Screen, mannered, ocr_option, on_one_line, plural, progress, workers_option
from auditor.cli.sources import gathered, sources_argument

if TYPE_CHECKING:
    from auditor.records import Document, Extraction, Place

EXAMPLES = """
\b
Examples:
  auditor claims card.md
  auditor claims paper.pdf --format jsonl | jq 'select(.subject) | .benchmark'
  auditor claims paper.pdf README.md --model "Foo 2" --format csv > claims.csv
  auditor claims https://example.org/model-card
"""
SHOWN = ("document", "place", "table", "benchmark", "model", "setting", "value", "subject")
NOTHING = 3


@click.command(
    "claims",
    help="Print every score that documents claim.\n\nWhat could not be read is said on stderr, document by document. "
    f"The keys of jsonl stay. Exit code 3 where there is no claim.\n{EXAMPLES}",
)
@sources_argument
@click.option("--format", "format", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True)
@click.option("--model", metavar="NAME", help="The released model. Read from the documents where not given.")
@click.option("--vendor", metavar="NAME", help="Who releases it. Read from the documents where not given.")
@workers_option
@ocr_option
@mannered
def command(
    paths: tuple[Path | str, ...],
    allow_private: bool,
    format: str,
    model: str | None,
    vendor: str | None,
    workers: int,
    ocr: bool,
    screen: Screen,
) -> int:
    """Reads, takes the claims, prints them."""
    from auditor import pipeline, registry
    from auditor.claims.lines import as_object
    from auditor.cli import formats

    known = registry.load()
    with progress(screen) as tell:
        with gathered(paths, tell, allow_private=allow_private) as (files, origins):
            documents, refused = pipeline.read_documents(files, None, tell, workers=workers, origins=origins, ocr=ocr)
        options = pipeline.Options(model=model, vendor=vendor)
        release, extractions = pipeline.take_claims(documents, options, known, None, tell, workers=workers)
    for file, reason in refused.items():
        click.echo(on_one_line(f"{file}: not read. {reason}"), err=True)
    for document, extraction in zip(documents, extractions, strict=True):
        for line in unread(document, extraction):
            screen.tell(line)
    screen.detail(
        f"Model: {', '.join(release.subjects) or 'not known'}. {'; '.join(k.how for k in release.known.values())}"
    )

    def objects() -> Iterator[dict[str, Any]]:
        for document, extraction in zip(documents, extractions, strict=True):
            for claim in extraction.claims:
                yield as_object(claim, document) | ({"place": where(claim.place)} if format == "table" else {})

    found = list(objects())
    if not found:
        screen.tell("There is no claim.")
        return NOTHING
    columns = SHOWN if format == "table" else tuple(found[0])
    rows = ([cell(one[column], format) for column in columns] for one in found)
    formats.write(format, columns, rows, screen)
    return 0


def where(place: Place) -> str:
    """A place in two words."""
    return f"page {place.page}" if place.page else f"line {place.line}" if place.line else ""


def cell(value: Any, format: str) -> Any:
    """A value as a format can hold it."""
    import json

    if format == "jsonl":
        return value
    if isinstance(value, bool):
        return ("own" if value else "") if format == "table" else str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def unread(document: Document, extraction: Extraction) -> Iterator[str]:
    """What of a document could not be read, a line each; and how much was."""
    held = (*document.unread, *extraction.unread)
    yield f"{document.name}: {plural(len(extraction.claims), 'claim')}, {plural(len(held), 'thing')} not read"
    for one in held:
        place = where(one.place)
        what = " ".join(part for part in (one.what, one.label, f"({place})" if place else "") if part)
        yield f"  {what}: {one.reason}"
