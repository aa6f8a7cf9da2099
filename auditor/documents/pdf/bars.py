"""The bars of a chart: panels, colours with their names, and the number that stands on each bar."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from auditor.documents.pdf.engines import RGB, Area, Stroke
from auditor.records import Box

_NUMBER = re.compile(r"[~≈<>]?\s?[+\-−–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?%?")
LETTERS = re.compile(r"[^\W\d_]")
_SLACK = 1.2
"""Edges closer than this (points) are one edge."""
_SHADE = 0.015
"""Colours closer than this in each of red, green and blue are one."""
_SPREAD = 0.05
"""Least distance of the largest and the least number, as a part of the largest, that tells where the bars begin."""
_MISFIT = 0.025
"""Largest distance of a bar from the line through all bars of its panel, as a part of the tallest bar."""
_ON_SCALE = 3
"""Bars that make a scale of their own, where a panel has two."""


@dataclass(frozen=True)
class Label:
    """A piece of text in a chart."""

    text: str
    x: float
    base: float
    length: float
    size: float
    angle: float = 0.0
    bold: bool = False

    def at(self, part: float) -> tuple[float, float]:
        """The point on the middle height of the text at a part (0 start, 1 end) of its length."""
        tilt = math.radians(self.angle)
        up = 0.3 * self.size
        along = part * self.length
        return (
            self.x + along * math.cos(tilt) - up * math.sin(tilt),
            self.base - along * math.sin(tilt) - up * math.cos(tilt),
        )

    @property
    def along(self) -> tuple[float, float]:
        """Where it begins, counted along and across (downwards) its own direction."""
        return turn((self.x, self.base), math.radians(self.angle))

    @property
    def top(self) -> float:
        return self.base - 0.76 * self.size

    @property
    def number(self) -> float | None:
        if not _NUMBER.fullmatch(self.text):
            return None
        return float(re.sub(r"[~≈<>%,\s]", "", self.text).replace("−", "-").replace("–", "-"))

    @property
    def box(self) -> Box:
        xs, ys = zip(self.at(0), self.at(1), strict=True)
        half = 0.5 * self.size
        return Box(
            x0=round(min(xs) - (half if self.angle else 0), 2),
            y0=round(min(ys) - half, 2),
            x1=round(max(xs) + (half if self.angle else 0), 2),
            y1=round(max(ys) + half, 2),
        )


@dataclass
class Panel:
    """Bars that stand on one line between two ends."""

    bars: list[Area]
    base: float
    x0: float
    x1: float
    top: float
    values: dict[int, Label] = field(default_factory=dict)
    """Number of the bar to its printed value."""
    loose: list[Label] = field(default_factory=list)
    """Values without a bar: it has no height."""

    @property
    def middles(self) -> list[float]:
        return [(bar.x0 + bar.x1) / 2 for bar in self.bars]


Legend = dict[RGB, list[Label]]
"""Colours with the names that they have, in the order in which a reader meets them."""


class Refused(Exception):
    """The chart cannot be read with certainty; the message says why."""


def find_panels(areas: Sequence[Area], strokes: Sequence[Stroke]) -> list[Panel]:
    """Upright bars of like width on one line; axes drawn under them say where one panel ends and the next begins."""
    lines: list[list[Area]] = []
    for area in sorted(areas, key=lambda area: area.y1):
        wide, high = area.x1 - area.x0, area.y1 - area.y0
        if wide < 2 or high < 0.5:
            continue
        if lines and abs(lines[-1][-1].y1 - area.y1) <= _SLACK:
            lines[-1].append(area)
        else:
            lines.append([area])
    panels: list[Panel] = []
    for line in lines:
        for bars in _alike([area for area in line if not _is_ground(area, line)]):
            panels += _along_axis(bars, strokes)
    panels = [panel for panel in panels if not _is_legend_row(panel)]
    panels = _without_grounds(panels)
    for panel in panels:
        _cut_at_foot(panel, panels)
    return _without_grounds(panels)


def _without_grounds(panels: Sequence[Panel]) -> list[Panel]:
    return [panel for panel in panels if not any(_stands_in(other, panel) for other in panels)]


def _cut_at_foot(panel: Panel, panels: Sequence[Panel]) -> None:
    """Ends bars that run on below the foot that the panels beside them have: what is drawn below is clipped."""
    high = panel.base - panel.top
    feet = [
        p.base for p in panels if p is not panel and abs(p.top - panel.top) < 0.4 * high and p.base < panel.base - 3
    ]
    if len(feet) > 1 and max(feet) - min(feet) < _SLACK and feet[0] > panel.top + 3:
        panel.base = feet[0]
        panel.bars = [bar._replace(y1=feet[0]) for bar in panel.bars]


def _stands_in(panel: Panel, other: Panel) -> bool:
    """Whether a panel stands inside one of the areas of another, which then are grounds and no bars."""
    return panel is not other and any(
        area.x0 - 1 <= panel.x0 and panel.x1 <= area.x1 + 1 and area.y0 - 1 <= panel.top and panel.base <= area.y1 + 1
        for area in other.bars
    )


def _is_ground(area: Area, line: Sequence[Area]) -> bool:
    """Whether other bars stand inside an area: it is the ground of the plot."""
    wide = area.x1 - area.x0
    inside = [a for a in line if a.x1 - a.x0 < 0.5 * wide and area.x0 - 1 <= a.x0 and a.x1 <= area.x1 + 1]
    return len({round(a.x0) for a in inside}) >= 2


def _along_axis(bars: list[Area], strokes: Sequence[Stroke]) -> list[Panel]:
    """The panels that bars of one foot and one width belong to."""
    wide = median(bar.x1 - bar.x0 for bar in bars)
    base = median(bar.y1 for bar in bars)
    top = min(bar.y0 for bar in bars)
    long = [s for s in strokes if s.level and s.x1 - s.x0 > 1.8 * wide and s.x1 > bars[0].x0 and s.x0 < bars[-1].x1]
    spans = _merged([(s.x0, s.x1) for s in long if abs(s.y0 - base) <= 1.5 * _SLACK])
    if not spans and long:
        # The axis cuts the bars: what is drawn below it is clipped and not seen.
        cut = max((s.y0 for s in long if top < s.y0 < base), default=None)
        if cut is not None:
            base = cut
            spans = _merged([(s.x0, s.x1) for s in long if abs(s.y0 - base) <= _SLACK])
            bars = [bar._replace(y1=base) for bar in bars if bar.y0 < base]
    groups: list[tuple[float, float, list[Area]]] = []
    for a, b in spans:
        inner = [bar for bar in bars if a - 2 <= (bar.x0 + bar.x1) / 2 <= b + 2]
        if len(inner) >= 2:
            groups.append((a, b, inner))
    held = {id(bar) for _, _, inner in groups for bar in inner}
    rest = [bar for bar in bars if id(bar) not in held]
    if len(rest) >= 2:
        groups.append((min(bar.x0 for bar in rest), max(bar.x1 for bar in rest), rest))
    return [
        Panel(inner, base, a, b, min(bar.y0 for bar in inner))
        for a, b, inner in groups
        if max(bar.y1 - bar.y0 for bar in inner) >= max(12, 0.6 * wide)
    ]


def _is_legend_row(panel: Panel) -> bool:
    """Swatches stand on one line too, but they are flat and all of one height."""
    heights = [bar.y1 - bar.y0 for bar in panel.bars]
    return max(heights) - min(heights) < 0.5 and max(heights) < 16


def _alike(line: list[Area]) -> list[list[Area]]:
    """The areas of like width, each place once (a bar can be painted twice: fill and pattern)."""
    classes: list[list[Area]] = []
    for area in sorted(line, key=lambda area: area.x1 - area.x0):
        wide = area.x1 - area.x0
        if classes and wide - (classes[-1][0].x1 - classes[-1][0].x0) <= max(0.6, 0.06 * wide):
            classes[-1].append(area)
        else:
            classes.append([area])
    found: list[list[Area]] = []
    for members in classes:
        out: list[Area] = []
        for area in sorted(members, key=lambda area: (area.x0, area.y0)):
            if out and abs(out[-1].x0 - area.x0) < 0.4 * (area.x1 - area.x0):
                if abs(out[-1].y0 - area.y0) < _SLACK:
                    out[-1] = out[-1] if sum(out[-1].ink) < sum(area.ink) else area
                continue
            out.append(area)
        if len(out) >= 2:
            found.append(out)
    return found


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out


def read_legend(labels: Sequence[Label], areas: Sequence[Area], panels: Sequence[Panel]) -> Legend:
    """Colours with their names: a small filled box with text right of it at the same height."""
    bars = {id(bar) for panel in panels for bar in panel.bars}
    inks = {ink_of(bar.ink) for panel in panels for bar in panel.bars}
    found: Legend = {}
    for area in areas:
        wide, high = area.x1 - area.x0, area.y1 - area.y0
        ink = ink_of(area.ink)
        if id(area) in bars or wide > 45 or high > 22 or not any(_same(ink, other) for other in inks):
            continue
        middle = (area.y0 + area.y1) / 2
        near = [
            label
            for label in labels
            if not label.angle
            and LETTERS.search(label.text)
            and -1 <= label.x - area.x1 <= max(14.0, 1.2 * wide)
            and abs(label.at(0)[1] - middle) < max(0.6 * label.size, 0.5 * high)
        ]
        if not near:
            continue
        name = min(near, key=lambda label: label.x)
        names = found.setdefault(ink, [])
        if all(name.text != other.text for other in names):
            names.append(name)
    if len(found) == 1 and max(map(len, found.values())) > 1:
        # Nothing but their order would tell the bars apart.
        return {}
    for names in found.values():
        names.sort(key=_reading)
    return found


def _reading(label: Label) -> tuple[int, float]:
    return round(label.base / max(label.size, 1.0)), label.x


def name_bars(group: Sequence[int], inks: Sequence[RGB], legend: Legend) -> list[str]:
    """The names of a group's bars, which are given from left to right.

    Names that share a colour are told apart by their order in the legend, if the group has a bar for each of them and
    all its bars stand in that order.
    """
    count = Counter(inks[i] for i in group)
    left = {ink: list(legend[ink]) for ink in count}
    if any(number != len(left[ink]) for ink, number in count.items()):
        raise Refused("One colour stands for several names.")
    named = [left[inks[i]].pop(0) for i in group]
    places = [_reading(label) for label in named]
    if max(count.values()) > 1 and places != sorted(places):
        raise Refused("One colour stands for several names, and the bars do not stand in the legend's order.")
    return [label.text for label in named]


def ink_of(ink: RGB) -> RGB:
    return (round(ink[0], 2), round(ink[1], 2), round(ink[2], 2))


def inks_of(panel: Panel, legend: Legend) -> list[RGB]:
    """The colours of the bars as the legend has them: the same paint can come out a shade apart."""
    found = []
    for bar in panel.bars:
        ink = ink_of(bar.ink)
        alike = [other for other in legend if _same(ink, other)]
        found.append(ink if ink in legend or len(alike) != 1 else alike[0])
    return found


def _same(ink: RGB, other: RGB) -> bool:
    return max(abs(a - b) for a, b in zip(ink, other, strict=True)) < _SHADE


def link_values(panel: Panel, labels: Sequence[Label]) -> list[Label]:
    """Gives each bar its number, in place; the numbers that were used."""
    wide = median(bar.x1 - bar.x0 for bar in panel.bars)
    middles = panel.middles
    # Numbers are centred on their bars; the ticks of an axis stand beside the first one.
    reach = 0.3 * wide + 0.8
    used: list[Label] = []
    for label in labels:
        if label.angle not in (0, 90) or label.number is None:
            continue
        x = label.at(0.5)[0]
        if not panel.x0 - wide <= x <= panel.x1 + wide or label.base > panel.base + 2:
            continue
        number = min(range(len(middles)), key=lambda i: abs(middles[i] - x))
        bar = panel.bars[number]
        if abs(middles[number] - x) <= reach:
            lift = bar.y0 - label.base
            if -0.25 * label.size <= lift <= 1.1 * label.size or -2.2 * label.size < lift < -0.6 * label.size:
                if number in panel.values:
                    raise Refused("Two numbers stand on one bar.")
                panel.values[number] = label
                used.append(label)
                continue
        if (
            panel.x0 <= x <= panel.x1
            and 0 <= panel.base - label.base <= 1.2 * label.size
            and abs(middles[number] - x) > 0.6 * wide
        ):
            panel.loose.append(label)
            used.append(label)
    if not panel.values:
        raise Refused("The bars have no printed numbers.")
    missing = len(panel.bars) - len(panel.values)
    if missing:
        raise Refused(f"{missing} of {len(panel.bars)} bars have no printed number.")
    size = median(label.size for label in used)
    for label in labels:
        x, y = label.at(0.5)
        inside = panel.x0 <= x <= panel.x1 and panel.top - 1.5 * size <= y <= panel.base
        if inside and label.number is not None and label not in used and abs(label.size - size) < 0.1 * size:
            raise Refused("A printed number stands on no bar.")
    panel.loose.sort(key=lambda label: label.x)
    return used


def check_heights(panel: Panel) -> None:
    """The bars' heights must lie on a straight line over their numbers (the axis may begin above zero)."""
    points = [(label.number or 0.0, panel.base - panel.bars[i].y0) for i, label in panel.values.items()]
    points += [(label.number or 0.0, 0.0) for label in panel.loose]
    tallest = max(height for _, height in points)
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0
    worst = max(abs(y - mean_y - slope * (x - mean_x)) for x, y in points)
    if worst > max(_MISFIT * tallest, 1.0) or (spread and slope <= 0):
        if _two_scales([(x, y) for x, y in points if x > 0 and y > 0]):
            raise Refused("The bars are drawn on two scales, and which bar stands on which cannot be told.")
        raise Refused("The heights of the bars are not in proportion to the numbers printed on them.")


def _two_scales(points: Sequence[tuple[float, float]]) -> bool:
    """Whether bars follow their numbers from zero on two scales, as with an axis on each side: three bars on each."""
    scales: list[list[float]] = []
    for ratio in sorted(height / number for number, height in points):
        if scales and ratio <= scales[-1][0] * (1 + 2 * _MISFIT):
            scales[-1].append(ratio)
        else:
            scales.append([ratio])
    return len(scales) == 2 and all(len(bars) >= _ON_SCALE for bars in scales)


def origin_of(panel: Panel) -> float | None:
    """The value at which the bars begin: where the straight line of heights over numbers meets the base line.

    None where the numbers lie too close together to tell.
    """
    points = [(label.number or 0.0, panel.base - panel.bars[i].y0) for i, label in panel.values.items()]
    numbers = [x for x, _ in points]
    if len(points) < 3 or max(numbers) <= 0 or max(numbers) - min(numbers) < _SPREAD * max(numbers):
        return None
    mean_x, mean_y = sum(numbers) / len(points), sum(y for _, y in points) / len(points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x in numbers)
    return mean_x - mean_y / slope if slope > 0 else None


def turn(point: tuple[float, float], tilt: float) -> tuple[float, float]:
    """Coordinates along and across (downwards) a direction of reading."""
    x, y = point
    return x * math.cos(tilt) - y * math.sin(tilt), x * math.sin(tilt) + y * math.cos(tilt)
