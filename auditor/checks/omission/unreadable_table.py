from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.records import Block, BlockKind, Confidence, Document, Dossier, Finding, Severity, Unread

RESULTS = ("table", "figure", "picture", "chart")


class UnreadableTable(Check):
    """Results that exist only as a picture, or that could not be read with confidence.

    What it finds:
        Tables, figures and pictures of the documents whose numbers this audit could not read, each with its reason.

    Why it matters:
        What is only in a picture can be neither searched nor checked, and this audit says nothing about it: silence
        about such a table is no approval.

    Decision rule:
        The reader or the extraction recorded it as unread; or it is a numbered figure without any text under a
        heading on evaluation or, where it has no caption, beside paragraphs on scores, whose caption does not call it
        an architecture, an example or the like. Reported where a table is among them, where there are at least 3, or
        where the release has no readable score at all. Low where a table is among them or no score is readable, info
        otherwise. One finding a release.

    Example:
        The Kimi K2 README opens with a banner of bar charts that exists only as a picture.

    What would clear it:
        The numbers as text.

    References:
        None.
    """

    least_pictures = 3
    # What one or two pictures show usually stands in the tables, too.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: list[tuple[Document, Unread]] = []
        for document, extraction in zip(dossier.documents, dossier.extractions, strict=False):
            unread = [item for item in (*document.unread, *extraction.unread) if item.what in RESULTS]
            unread += drawn(document, {item.label for item in unread})
            told = {item.label for _, item in found}
            found += [(document, item) for item in unread if not item.label or item.label not in told]
        readable = any(extraction.claims for extraction in dossier.extractions)
        tables = any(item.what == "table" for _, item in found)
        if found and (tables or not readable or len(found) >= self.least_pictures):
            yield self.report(dossier, found, readable)

    def report(self, dossier: Dossier, found: list[tuple[Document, Unread]], readable: bool) -> Finding:
        tables = [pair for pair in found if pair[1].what == "table"]
        document, first = (tables or found)[0]
        counts = {what: sum(item.what == what for _, item in found) for what in dict.fromkeys(i.what for _, i in found)}
        total = ", ".join(f"{n} {what}{'s' if n > 1 else ''}" for what, n in counts.items())
        names = ", ".join(dict.fromkeys(one.name for one, _ in found))
        return self.finding(
            dossier,
            severity=Severity.low if tables or not readable else Severity.info,
            confidence=Confidence.high,
            says="unread",
            title=f"{names}: {total} could not be read",
            message=(
                f"{total[0].upper()}{total[1:]} of {names} could not be read; scores that stand only there are not "
                f"part of this audit. The first is at {where(first.label, first.place)} of {document.name}: "
                f"{first.reason}"
            ),
            evidence=[
                cite_text(
                    one,
                    item.label or item.reason,
                    item.place,
                    label=f"{item.what}: {item.reason}",
                    primary=item is first,
                )
                for one, item in found[:40]
            ],
            overturned_by="The same numbers as text in a document of the release.",
        )


EVALUATION = re.compile(r"evaluat|result|benchmark|performance|experiment|assess", re.IGNORECASE)
NO_RESULTS = re.compile(
    r"architect|overview|pipeline|example|illustrat|format|prompt|schematic|workflow|interface|screenshot|stages",
    re.IGNORECASE,
)


def drawn(document: Document, told: set[str]) -> list[Unread]:
    """Numbered figures that hold no text, where a release reports results."""
    return [
        Unread(
            what="figure",
            label=block.label,
            place=block.place,
            reason="The figure holds no text; numbers in it could not be read.",
        )
        for block in document.blocks
        if block.kind is BlockKind.figure
        and block.grid is None
        and block.label
        and block.label not in told
        and not block.text.strip()
        and not NO_RESULTS.search(block.caption)
        and (
            any(EVALUATION.search(title) for title in block.section[1:])
            or (not block.caption and scored(document, block))
        )
    ]


SCORED = re.compile(r"\b(?:perform(?:s|ed|ing)?|scor(?:e|es|ed)|accuracy|pass rates?|results)\b", re.IGNORECASE)


def scored(document: Document, figure: Block) -> bool:
    """Whether a paragraph under the heading of a figure speaks of scores."""
    return any(
        other.kind is BlockKind.paragraph and other.section == figure.section and SCORED.search(other.text)
        for other in document.blocks
    )
