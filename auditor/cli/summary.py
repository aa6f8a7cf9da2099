"""What `auditor audit` ends with: the release, what was read, what was found, and what to do next."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.cli.screen import Screen, plural
from auditor.judges.tally import account
from auditor.records import Evidence, EvidenceKind, Finding, Report, Role, Severity

TOP = 5
"""How many findings are told in full."""
WIDTH = 100


def summarise(report: Report, screen: Screen, db: Path, outputs: Sequence[Path], since: str = "") -> None:
    """Prints the result of an audit."""
    for line in lines(report, db, outputs, since):
        screen.print(line)


def lines(report: Report, db: Path, outputs: Sequence[Path], since: str = "") -> Iterator[str]:
    """The result as plain lines of text. `since`: what changed since an earlier report."""
    yield from _release(report)
    yield ""
    yield from _documents(report)
    yield ""
    yield from _findings(report)
    yield ""
    yield from _judges(report)
    if since:
        yield since
    for output in outputs:
        yield f"Report    {output}"
    yield f"Database  {db}"
    yield ""
    yield "Next"
    where = "" if str(db) == "audits.db" else f" --db {db}"
    if report.findings:
        yield f"  auditor show {report.findings[0].id}{where}"
        yield f"  auditor findings --release {report.dossier.release.id}{where}"
    else:
        yield f"  auditor query{where}"
    if not outputs:
        yield f"  auditor export --format html --output report.html{where}"


def _judges(report: Report) -> Iterator[str]:
    asked = any(finding.question for finding in report.findings)
    sentences = account(report.judgements) or (["nobody: the questions are open"] if asked else [])
    for number, sentence in enumerate(sentences):
        yield from _wrapped(sentence, f"{'' if number else 'Judges':<10}", " " * 10)


def _release(report: Report) -> Iterator[str]:
    release = report.dossier.release
    subject = ", ".join(release.subjects) or "not known; name it with --model"
    vendor = report.dossier.vendors.get(release.vendor or "")
    named = vendor.name if vendor else release.vendor or "not known; name it with --vendor"
    for title, value, key in (
        ("Model", subject, "model"),
        ("Vendor", named, "vendor"),
        ("Released", release.released or "not known; give it with --released", "released"),
    ):
        known = release.known.get(key)
        how = f"  ({known.how})" if known and known.how and known.value else ""
        yield f"{title:<10}{value}{how}"


def _documents(report: Report) -> Iterator[str]:
    dossier = report.dossier
    yield "Documents"
    for document, extraction in zip(dossier.documents, dossier.extractions, strict=True):
        own = sum(claim.role is Role.own for claim in extraction.claims)
        pages = f"{document.pages} pages, " if document.pages else ""
        count = plural(len(extraction.claims), "claim")
        yield f"  {document.name}: {pages}{count}, {own} of them on the released model"
        for what, times in Counter(unread.what for unread in (*document.unread, *extraction.unread)).items():
            yield f"    could not be read: {plural(times, what)}"
    for file, reason in report.audit.refused.items():
        yield from _wrapped(f"{file}: not read. {reason}", "  ", "    ")


def _findings(report: Report) -> Iterator[str]:
    counts = Counter(finding.severity for finding in report.findings)
    tally = ", ".join(f"{counts[severity]} {severity.value}" for severity in reversed(Severity) if counts[severity])
    yield f"{plural(len(report.findings), 'finding')}{f': {tally}' if tally else ''}"
    for finding in report.findings[:TOP]:
        yield ""
        yield from _wrapped(finding.title, f"  {finding.severity.value.upper():<7}", " " * 9)
        yield from _wrapped(_evidence(report, finding), " " * 9, " " * 9)
    if len(report.findings) > TOP:
        yield ""
        yield f"  … and {len(report.findings) - TOP} more"
    for name, reason in report.audit.checks_failed.items():
        yield from _wrapped(f"The check {name} could not run: {reason}", "  ", "    ")


def _evidence(report: Report, finding: Finding) -> str:
    """The place the finding is about, and the first passage it quotes besides."""
    first = finding.evidence[:1]
    passages = [item for item in finding.evidence[1:] if item.kind is EvidenceKind.text][:1]
    return "; ".join(_quoted(report, item) for item in (*first, *passages))


def _quoted(report: Report, item: Evidence) -> str:
    # With one document its name says nothing.
    names = {document.id: document.name for document in report.dossier.documents}
    name = names.get(item.document or "", "") if len(names) > 1 else ""
    place = f"page {item.place.page}" if item.place.page else f"line {item.place.line}" if item.place.line else ""
    where = ", ".join(part for part in (name, place, item.label) if part)
    quote = " ".join(item.quote.split())
    short = f"“{quote if len(quote) <= 160 else quote[:159] + '…'}”"
    return f"{where}: {short}" if where else short


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
