"""Bar charts whose bars lie: names at the left of one upright line, each bar's number behind its end, a title above.

As with standing bars, every bar of a panel has one name and one number and their lengths fit, or the panel is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from auditor.documents.pdf.bars import LETTERS, Label, Panel, Refused, check_heights
from auditor.documents.pdf.engines import Area

_FOOT = 1.2
"""Left ends closer than this (points) are on one line."""
_FEWEST = 3
_LONGEST_TITLE = 10
"""Words."""


class Lying:
    """The bars of one panel from top to bottom, with the names and numbers found for them."""

    def __init__(self, bars: Sequence[Area]) -> None:
        self.bars = bars
        self.foot = median(bar.x0 for bar in bars)
        self.high = median(bar.y1 - bar.y0 for bar in bars)
        self.top, self.bottom = bars[0].y0, bars[-1].y1
        self.end = max(bar.x1 for bar in bars)

    def read(self, labels: Sequence[Label], others: Sequence[Lying]) -> tuple[str, dict[str, Label], list[Label]]:
        """The panel's title, its values by name, and the labels that were used.

        Raises:
            Refused: a bar has no name or no number, or the chart no title.
        """
        used: list[Label] = []
        values: dict[str, Label] = {}
        for bar in self.bars:
            level = [label for label in labels if not label.angle and self._beside(label, bar)]
            names = [label for label in level if LETTERS.search(label.text) and label.at(1)[0] <= self.foot + 1]
            numbers = [
                label for label in level if label.number is not None and -0.5 <= label.x - bar.x1 <= 2.5 * label.size
            ]
            if len(numbers) != 1 or not names:
                raise Refused("A bar has no name or no printed number.")
            name = max(names, key=lambda label: label.at(1)[0])
            if name.text in values:
                raise Refused(f"Two bars have the same name ({name.text}).")
            values[name.text] = numbers[0]
            used += [name, numbers[0]]
        self._check(list(values.values()))
        title = self._title(labels, others)
        if title is None:
            raise Refused("The bars have names but the chart has no title that says what they show.")
        return title.text, values, [*used, title]

    def _beside(self, label: Label, bar: Area) -> bool:
        return abs(label.at(0.5)[1] - (bar.y0 + bar.y1) / 2) < max(0.5 * self.high, 0.5 * label.size)

    def _check(self, numbers: Sequence[Label]) -> None:
        standing = [Area(bar.y0, -bar.x1, bar.y1, -bar.x0, bar.ink) for bar in self.bars]
        panel = Panel(standing, -self.foot, self.top, self.bottom, -self.end)
        panel.values = dict(enumerate(numbers))
        check_heights(panel)

    def _title(self, labels: Sequence[Label], others: Sequence[Lying]) -> Label | None:
        """The nearest line above the panel that is no name of a bar."""
        ceiling = max((o.bottom for o in others if o.bottom < self.top and o.foot < self.end), default=float("-inf"))
        above = [
            label
            for label in labels
            if not label.angle
            and LETTERS.search(label.text)
            and len(label.text.split()) <= _LONGEST_TITLE
            and max(ceiling, self.top - 6 * label.size) < label.base < self.top + 1
            and label.at(1)[0] > self.foot
            and label.x < self.end
        ]
        return max(above, key=lambda label: label.base, default=None)


def lying_panels(areas: Sequence[Area]) -> list[Lying]:
    """Bars of one height whose left ends stand on one upright line, parted where the step between them breaks."""
    lines: list[list[Area]] = []
    for area in sorted(areas, key=lambda area: area.x0):
        if area.x1 - area.x0 < 3 or area.y1 - area.y0 < 2:
            continue
        if lines and area.x0 - lines[-1][0].x0 <= _FOOT:
            lines[-1].append(area)
        else:
            lines.append([area])
    found: list[Lying] = []
    for line in lines:
        high = median(area.y1 - area.y0 for area in line)
        bars = sorted((a for a in line if abs(a.y1 - a.y0 - high) < max(0.6, 0.06 * high)), key=lambda a: a.y0)
        if len(bars) < _FEWEST or len({round(bar.y0) for bar in bars}) < len(bars):
            continue
        step = median(after.y0 - before.y0 for before, after in pairwise(bars))
        run = [bars[0]]
        for before, after in pairwise(bars):
            if after.y0 - before.y0 > 1.5 * step:
                found.append(Lying(run))
                run = []
            run.append(after)
        found.append(Lying(run))
    return [panel for panel in found if len(panel.bars) >= _FEWEST]
