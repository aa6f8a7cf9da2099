from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.records import Block, Cell, Confidence, Document, Dossier, Finding, Severity, Unread

SAID = "heights of the bars are not in proportion"
"""How the reader of charts says that it measured the bars and refused the chart for it."""


@dataclass(frozen=True)
class Cut:
    """One panel of a chart whose bars begin above zero."""

    block: Block
    row: int
    origin: float
    most: Cell
    least: Cell

    @property
    def drawn(self) -> float:
        """The ratio of the longest to the shortest bar."""
        return (value_of(self.most) - self.origin) / (value_of(self.least) - self.origin)

    @property
    def true(self) -> float:
        return value_of(self.most) / value_of(self.least)

    @property
    def lie(self) -> float:
        """Tufte's lie factor: the effect shown by the effect in the numbers."""
        return (self.drawn - 1) / (self.true - 1)

    @property
    def name(self) -> str:
        cell = self.block.grid.at(self.row, 0) if self.block.grid is not None else None
        return cell.text if cell is not None else ""


class ChartDisagrees(Check):
    """The bars of a chart are not in proportion to the numbers printed on them.

    What it finds:
        Bar charts drawn as shapes whose measured heights do not lie on a straight line over the printed numbers, or
        fall where the numbers rise; and charts whose bars begin far above zero, which stretches the differences.

    Why it matters:
        A chart is read by its bars. A bar drawn lower than its number, or above a larger one, tells another order than
        the numbers do.

    Decision rule:
        The reader of charts measures each bar against its own number, allowing for an axis that does not begin at
        zero, and refuses a panel where one is off by more than its tolerance. Each refusal for that reason is a case,
        since no value is read from such a panel. Medium where it stands on the first two pages. Low: the rest. One
        finding a document. Bars that begin above zero: where the line of heights over numbers meets the base line of
        the panel; the drawn ratio of the longest to the shortest bar is at least 1.25 times that of their numbers.
        Medium: on the first two pages, and the lie factor is 3 or more or the panels of one chart begin at unlike
        values. Low: the rest. One finding a document.

    Example:
        The chart at GPT-5's launch drew 52.8 above 69.1.

    What would clear it:
        A corrected chart, or a stated scale that is not linear.

    References:
        Tufte 1983, The Visual Display of Quantitative Information.
    """

    front = 2
    least_bars = 3
    stretch = 1.25
    # Bars drawn a quarter longer to each other than their numbers are seen as such.
    clear, unlike, seen = 3, 10, 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        for document in dossier.documents:
            found = [item for item in document.unread if SAID in item.reason]
            if found:
                yield self.report(dossier, document, found)
            cut = [panel for block in document.blocks for panel in self.cut(block)]
            if cut:
                yield self.stretched(dossier, document, cut)

    def cut(self, block: Block) -> Iterator[Cut]:
        """The panels of a chart whose bars begin far enough above zero to be seen."""
        grid = block.grid
        if grid is None or not grid.origins:
            return
        for row, origin in enumerate(grid.origins, grid.header_rows):
            cells = [c for c in grid.cells if c.row == row and c.column >= grid.label_columns and value_of(c) > 0]
            if origin is None or origin <= 0 or len(cells) < self.least_bars:
                continue
            panel = Cut(block, row, origin, max(cells, key=value_of), min(cells, key=value_of))
            if value_of(panel.least) > origin and panel.true > 1 and panel.drawn >= self.stretch * panel.true:
                yield panel

    def stretched(self, dossier: Dossier, document: Document, cut: list[Cut]) -> Finding:
        first = max(cut, key=lambda panel: panel.drawn / panel.true)
        place = first.block.place
        charts = {panel.block.order: panel.block for panel in cut}
        near = [round(o) for block in charts.values() if block.grid for o in block.grid.origins if o is not None]
        above = sum(origin >= self.seen for origin in near)
        unlike = max(near) - min(near) > self.unlike
        early = (place.page or self.front + 1) <= self.front
        most, least = first.most, first.least
        return self.finding(
            dossier,
            severity=Severity.medium if early and (first.lie >= self.clear or unlike) else Severity.low,
            confidence=Confidence.medium,
            says="not comparable",
            title=(
                f"{where(first.block.label, place)}: the bars of {above} of {len(near)} groups begin above zero; on "
                f"{first.name} {most.text} and {least.text} are drawn {first.drawn:.1f} to 1 ({first.true:.2f} to 1 in "
                f"the numbers, lie factor {first.lie:.1f})"
            ),
            message=(
                f"By their heights the bars of {first.name} in {where(first.block.label, place)} begin at about "
                f"{first.origin:.0f}. The longest is {first.drawn:.1f} times the shortest, its number "
                f"{first.true:.2f} times that of the shortest."
                + (f" The groups of the chart begin at {min(near)} to {max(near)}." if unlike else "")
            ),
            evidence=[
                item
                for panel in cut[:8]
                for item in (
                    cite_text(
                        document, panel.most.text, panel.most.place, label=panel.block.label, primary=panel is first
                    ),
                    cite_text(document, panel.least.text, panel.least.place, label=panel.block.label),
                )
            ],
            arithmetic=[
                f"{p.name}: ({p.most.text} − {p.origin:.1f})/({p.least.text} − {p.origin:.1f}) = {p.drawn:.2f}; "
                f"{p.most.text}/{p.least.text} = {p.true:.2f}; lie factor ({p.drawn:.2f} − 1)/({p.true:.2f} − 1) = "
                f"{p.lie:.1f}"
                for p in cut[:12]
            ],
            overturned_by="A chart whose bars begin at zero.",
            models=list(dossier.release.subjects[:1]),
        )

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


def value_of(cell: Cell) -> float:
    """The number that a bar is labelled with; 0 without one."""
    match = re.search(r"\d[\d,]*(?:\.\d+)?", cell.text)
    return float(match[0].replace(",", "")) if match else 0.0
