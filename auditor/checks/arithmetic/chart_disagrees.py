from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.records import Confidence, Document, Dossier, Finding, Severity, Unread

SAID = "heights of the bars are not in proportion"
"""How the reader of charts says that it measured the bars and refused the chart for it."""


class ChartDisagrees(Check):
    """The bars of a chart are not in proportion to the numbers printed on them.

    What it finds:
        Bar charts drawn as shapes whose measured heights do not lie on a straight line over the printed numbers, or
        fall where the numbers rise.

    Why it matters:
        A chart is read by its bars. A bar drawn lower than its number, or above a larger one, tells another order than
        the numbers do.

    Decision rule:
        The reader of charts measures each bar against its own number, allowing for an axis that does not begin at
        zero, and refuses a panel where one is off by more than its tolerance. Each refusal for that reason is a case,
        since no value is read from such a panel. Medium where it stands on the first two pages. Low: the rest. One
        finding a document.

    Example:
        The chart at GPT-5's launch drew 52.8 above 69.1.

    What would clear it:
        A corrected chart, or a stated scale that is not linear.

    References:
        Tufte 1983, The Visual Display of Quantitative Information.
    """

    front = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        for document in dossier.documents:
            found = [item for item in document.unread if SAID in item.reason]
            if found:
                yield self.report(dossier, document, found)

    def report(self, dossier: Dossier, document: Document, found: list[Unread]) -> Finding:
        first = found[0]
        places = ", ".join(where(item.label, item.place) for item in found[:4])
        return self.finding(
            dossier,
            severity=Severity.medium if (first.place.page or self.front + 1) <= self.front else Severity.low,
            confidence=Confidence.medium,
            says="contradicted",
            title=f"Bars that are not in proportion to the numbers on them: {places}",
            message=(
                f"{where(first.label, first.place)} of {document.name} prints numbers on its bars whose heights do not "
                "follow them on any linear scale."
            ),
            evidence=[
                cite_text(document, item.label or item.reason, item.place, label=item.reason, primary=item is first)
                for item in found[:10]
            ],
            overturned_by="A stated scale that is not linear, or a corrected chart.",
            models=list(dossier.release.subjects[:1]),
        )
