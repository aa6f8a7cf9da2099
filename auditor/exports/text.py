"""Plain text for a terminal or a mail: no markup, no colour, lines of at most 80 columns where words allow it."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from auditor.exports.inert import visible
from auditor.exports.presentation import FindingView, Presentation, plain, present, short
from auditor.records import Report

WIDTH = 80


def export(report: Report) -> str:
    """The whole report; the same report gives the same bytes."""
    return "\n".join(line.rstrip() for line in _lines(report, present(report))) + "\n"


def _lines(report: Report, shown: Presentation) -> Iterator[str]:
    yield from wrapped(shown.title)
    yield from wrapped(f"{shown.vendor}, {shown.released}")
    counts = ", ".join(f"{count} {name}" for name, count in shown.severities if count) or "none"
    yield from wrapped(f"Findings: {counts}")
    yield from wrapped(
        "Own claims against independent runs: " + ", ".join(f"{n} {name}" for name, n in shown.standings)
    )
    yield from heading("Documents")
    rows = [(d.document.name, str(d.claims), str(d.blanks), str(d.unread)) for d in shown.documents]
    yield from table(("document", "claims", "blank cells", "not readable"), rows)
    for name, reason in shown.checks_failed:
        yield from wrapped(f"The check {name} could not run: {reason}", rest="  ")
    if shown.findings:
        yield from heading("Findings")
    for view in shown.findings:
        yield from _finding(view)
    yield from _comparisons(shown)
    if shown.unread:
        yield from heading("What could not be read")
        for one in shown.unread:
            yield from wrapped(f"{one.where}: {one.unread.reason}" if one.where else one.unread.reason, "- ", "  ")
    yield from heading("How to make this report again")
    yield from wrapped(
        f"auditor {report.audit.version}; registry {report.audit.registry_sha256[:12]}; "
        f"runs {report.audit.runs_sha256[:12]}; judged by {', '.join(shown.judges) or 'nobody'}."
    )
    for sentence in shown.judging:
        yield from wrapped(sentence, "- ", "  ")


def _finding(view: FindingView) -> Iterator[str]:
    finding = view.finding
    if view.number > 1:
        yield ""
    yield from wrapped(finding.title, f"{view.number}. {finding.severity.value.upper()}  ", "   ")
    said = f"{finding.id}, {finding.check}, {finding.confidence.value} confidence, {view.standing}"
    yield from wrapped(said, "   ", "   ")
    yield from wrapped(finding.message, "   ", "   ")
    for item in view.evidence:
        quote = f"“{visible(item.evidence.quote)}”"
        yield from wrapped(f"{item.where}: {quote}" if item.where else quote, "   - ", "     ")
    for step in finding.arithmetic:
        yield from wrapped(step, "   = ", "     ")
    for judgement in view.judgements:
        said = f"{judgement.verdict.value} by {judgement.provider} ({judgement.model}): {judgement.reason}"
        yield from wrapped(said, "   ", "     ")
    yield from wrapped(f"What would overturn it: {finding.overturned_by}", "   ", "   ")


def _comparisons(shown: Presentation) -> Iterator[str]:
    if not shown.comparisons:
        return
    yield from heading("Claimed against independent")
    rows = [
        (
            f"{c.model}, {c.benchmark}",
            c.claim.value,
            short(c.observed),
            plain(c.comparison.difference),
            c.comparison.standing.value,
            c.run.run_by,
        )
        for c in shown.comparisons
    ]
    yield from table(("what", "claimed", "observed", "difference", "standing", "run by"), rows, numbers=(1, 2, 3))


def heading(title: str) -> Iterator[str]:
    """A title with a line under it."""
    yield from ("", title, "-" * len(title))


def wrapped(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    """Text in lines of at most 80 columns, made harmless."""
    yield from textwrap.wrap(
        visible(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = (1, 2, 3)) -> Iterator[str]:
    """Columns as wide as their content; the first takes what is left of the line, cut short where it must be."""
    cells = [headings, *([visible(row[0]), *(_cut(visible(cell), 22) for cell in row[1:])] for row in rows)]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(headings))]
    widths[0] = max(16, min(widths[0], WIDTH - sum(widths[1:]) - 2 * (len(headings) - 1)))
    for row in cells:
        yield "  ".join(
            _padded(_cut(cell, width), width, right=column in numbers)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()


def _width(text: str) -> int:
    """Columns that a terminal gives the text: two for wide letters, none for marks on a letter."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    while text and _width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank
