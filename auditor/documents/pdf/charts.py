"""Bar charts whose values are printed as text: each number linked to its bar, the bar to its name, or nothing at all.

A number stands on a bar; the bar's colour is in the legend or its name is under it; the group of bars has a name under it
or a title above. The link counts only if every number of the panel is linked once and the heights of the bars are in
proportion to the numbers: a chart that fails in one point is refused with the reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from auditor.documents.marks import split_text
from auditor.documents.pdf.engines import RGB, Area, Stroke
from auditor.records import Box, Cell, Grid, Place

_NUMBER = re.compile(r"[~≈<>]?\s?[+\-−–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?%?")
_LETTERS = re.compile(r"[^\W\d_]")
_SLACK = 1.2
"""Edges closer than this (points) are one edge."""
_MISFIT = 0.025
"""Largest distance of a bar from the line through all bars of its panel, as a part of the tallest bar."""


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
        return _turn((self.x, self.base), math.radians(self.angle))

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


@dataclass
class Row:
    """What one group of bars says."""

    name: str
    values: dict[str, Label]


class Refused(Exception):
    """The chart cannot be read with certainty; the message says why."""


def read_chart(
    labels: Sequence[Label], areas: Sequence[Area], strokes: Sequence[Stroke]
) -> tuple[Grid | None, list[Label], list[str]]:
    """The printed values of a chart: rows named by the groups or titles, columns by the bars; the labels that are not in
    the grid; and for each panel that is refused, the reason. The grid is None where nothing could be linked."""
    panels = _panels(areas, strokes)
    if not panels:
        return None, list(labels), []
    legend = _legend(labels, areas, panels)
    free = [label for label in labels if label not in legend.values()]
    rows: list[Row] = []
    used: set[int] = {id(label) for label in legend.values()}
    reasons: list[str] = []
    panels.sort(key=lambda panel: (round(panel.base / 8), panel.x0))
    for panel in panels:
        try:
            found, taken = _read_panel(panel, panels, free, legend)
        except Refused as refusal:
            reasons.append(str(refusal))
            continue
        rows += found
        used |= {id(label) for label in taken}
    if not rows:
        return None, list(labels), reasons
    rest = [label for label in labels if id(label) not in used]
    return _grid(rows), rest, reasons


def _panels(areas: Sequence[Area], strokes: Sequence[Stroke]) -> list[Panel]:
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
    return [panel for panel in panels if not _is_legend_row(panel)]


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


def _legend(labels: Sequence[Label], areas: Sequence[Area], panels: Sequence[Panel]) -> dict[RGB, Label]:
    """Colours with their names: a small filled box with text right of it at the same height."""
    bars = {id(bar) for panel in panels for bar in panel.bars}
    inks = {_ink(bar.ink) for panel in panels for bar in panel.bars}
    found: dict[RGB, Label] = {}
    for area in areas:
        wide, high = area.x1 - area.x0, area.y1 - area.y0
        if id(area) in bars or wide > 45 or high > 22 or _ink(area.ink) not in inks:
            continue
        middle = (area.y0 + area.y1) / 2
        near = [
            label
            for label in labels
            if not label.angle
            and _LETTERS.search(label.text)
            and -1 <= label.x - area.x1 <= max(14.0, 1.2 * wide)
            and abs(label.at(0)[1] - middle) < max(0.6 * label.size, 0.5 * high)
        ]
        if not near:
            continue
        name = min(near, key=lambda label: label.x)
        ink = _ink(area.ink)
        if ink in found and found[ink].text != name.text:
            # One colour with two names links nothing.
            return {}
        found[ink] = name
    return found


def _ink(ink: RGB) -> RGB:
    return (round(ink[0], 2), round(ink[1], 2), round(ink[2], 2))


def _read_panel(
    panel: Panel, panels: Sequence[Panel], labels: Sequence[Label], legend: dict[RGB, Label]
) -> tuple[list[Row], list[Label]]:
    values = _link_values(panel, labels)
    _check_heights(panel)
    taken = list(values)
    ticks = _ticks(panel, panels, labels)
    inks = [_ink(bar.ink) for bar in panel.bars]
    named = bool(legend) and all(ink in legend for ink in inks)
    singles, names = _fit(ticks, [*panel.middles, *(label.at(0.5)[0] for label in panel.loose)], panel)
    title, title_labels = _title(panel, panels, labels)
    order = [*range(len(panel.bars)), *range(-len(panel.loose), 0)]
    if singles and not (named and len(set(inks)) > 1 and not panel.loose and len(set(inks)) < len(inks)):
        if not title:
            raise Refused("The bars have names but the chart has no title that says what they show.")
        row = Row(title, {})
        for place, number in enumerate(order):
            name = names[place]
            if name in row.values:
                raise Refused(f"Two bars have the same name ({name}).")
            row.values[name] = panel.values[number] if number >= 0 else panel.loose[number]
        return [row], [*taken, *title_labels, *(label for tick in ticks for label in tick)]
    if not named:
        raise Refused(
            "The bars could not be linked to names: no legend has their colours and no names stand under them."
        )
    if len(set(inks)) == len(inks) and not panel.loose:
        name = title
        if len(ticks) == 1:
            name = _words(ticks[0])
            title_labels = list(ticks[0])
        if not name:
            raise Refused("The group of bars has no name.")
        return [Row(name, {legend[ink].text: panel.values[i] for i, ink in enumerate(inks)})], [*taken, *title_labels]
    rows = _grouped(panel, ticks, inks, legend)
    return rows, [*taken, *(label for tick in ticks for label in tick)]


def _link_values(panel: Panel, labels: Sequence[Label]) -> list[Label]:
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


def _check_heights(panel: Panel) -> None:
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
        raise Refused("The heights of the bars are not in proportion to the numbers printed on them.")


def _ticks(panel: Panel, panels: Sequence[Panel], labels: Sequence[Label]) -> list[list[Label]]:
    """The names under a panel's line, each with its further lines."""
    lower = min((other.top for other in panels if other.top > panel.base + 5), default=panel.base + 140)
    low = [
        label
        for label in labels
        if _LETTERS.search(label.text)
        and panel.base - 1 < min(label.at(0)[1], label.at(1)[1])
        and max(label.at(0)[1], label.at(1)[1]) < lower - 2
        and panel.x0 - (25 if label.angle else 3) <= label.at(0.5)[0] <= panel.x1 + (25 if label.angle else 3)
        and abs(label.angle) <= 90
    ]
    if not low:
        return []
    # The first line of names is the nearest; further lines and an axis title follow below.
    angle = min(low, key=lambda label: min(label.at(0)[1], label.at(1)[1])).angle
    low = [label for label in low if abs(label.angle - angle) < 3]
    tilt = math.radians(angle)
    if not angle:
        first = min(label.at(0)[1] for label in low)
        low = [label for label in low if label.at(0)[1] - first < 4.5 * label.size]
    ticks: list[list[Label]] = []
    spacing = (panel.x1 - panel.x0) / max(len(panel.bars), 1)
    across = {id(label): _turn(label.at(0.5), tilt) for label in low}
    for label in sorted(low, key=lambda label: across[id(label)][1]):
        u, v = across[id(label)]
        for tick in ticks:
            last_u, last_v = across[id(tick[-1])]
            drop = v - last_v
            aligned = abs(u - last_u) < 0.3 * spacing or (
                not angle and abs(u - last_u) < 0.3 * max(label.length, tick[-1].length)
            )
            if 0.5 * label.size < drop < 1.9 * max(label.size, tick[-1].size) and aligned:
                tick.append(label)
                break
        else:
            ticks.append([label])
    return ticks


def _turn(point: tuple[float, float], tilt: float) -> tuple[float, float]:
    """Coordinates along and across (downwards) a direction of reading."""
    x, y = point
    return x * math.cos(tilt) - y * math.sin(tilt), x * math.sin(tilt) + y * math.cos(tilt)


def _fit(ticks: list[list[Label]], middles: list[float], panel: Panel) -> tuple[bool, list[str]]:
    """Whether each bar has its own name under it, and the names in the order of `middles`."""
    if len(ticks) != len(middles) or len(middles) < 2:
        return False, []
    order = sorted(range(len(middles)), key=lambda i: middles[i])
    places = sorted(middles)
    spacing = min(b - a for a, b in zip(places, places[1:], strict=False))
    best: tuple[float, list[list[Label]]] | None = None
    for part in (0.5, 1.0, 0.0):
        ranked = sorted(ticks, key=lambda tick: tick[0].at(part)[0])
        worst = max(abs(tick[0].at(part)[0] - x) for tick, x in zip(ranked, places, strict=True))
        if best is None or worst < best[0]:
            best = (worst, ranked)
    if best is None or best[0] > 0.62 * spacing:
        return False, []
    names = [""] * len(middles)
    for tick, number in zip(best[1], order, strict=True):
        names[number] = _words(tick)
    return True, names


def _title(panel: Panel, panels: Sequence[Panel], labels: Sequence[Label]) -> tuple[str, list[Label]]:
    """The lines centred above a panel."""
    ceiling = max((other.base for other in panels if other.base < panel.top - 5), default=-1e9)
    top = min([panel.top, *(label.top for label in panel.values.values())])
    middle = (panel.x0 + panel.x1) / 2
    above = [
        label
        for label in labels
        if not label.angle
        and _LETTERS.search(label.text)
        and ceiling < label.top
        and label.base < top + 1
        and abs(label.at(0.5)[0] - middle) < max(0.2 * (panel.x1 - panel.x0), 12)
    ]
    found: list[Label] = []
    for label in sorted(above, key=lambda label: -label.base):
        if found and (
            found[-1].base - label.base > 2.0 * max(label.size, found[-1].size) or found[-1].base - label.base < 2
        ):
            break
        found.append(label)
    found.reverse()
    return _words(found), found


def _words(lines: Sequence[Label]) -> str:
    return " ".join(label.text for label in lines)


def _grouped(panel: Panel, ticks: list[list[Label]], inks: list[RGB], legend: dict[RGB, Label]) -> list[Row]:
    """Several bars over each name: the colours tell them apart."""
    if not ticks:
        raise Refused("The groups of bars have no names under them.")
    centres = [tick[0].at(0.5)[0] for tick in ticks]
    groups: dict[int, list[int]] = {}
    for i, x in enumerate(panel.middles):
        groups.setdefault(min(range(len(centres)), key=lambda j: abs(centres[j] - x)), []).append(i)
    wide = median(bar.x1 - bar.x0 for bar in panel.bars)
    values = {j: {legend[inks[i]].text: panel.values[i] for i in members} for j, members in groups.items()}
    for j, members in groups.items():
        if len(values[j]) != len(members):
            raise Refused("The groups of bars could not be told apart.")
        spread = max(panel.middles[i] for i in members) - min(panel.middles[i] for i in members)
        middle = sum(panel.middles[i] for i in members) / len(members)
        whole = len(members) == len(legend)
        if spread > len(legend) * 1.6 * wide or (whole and abs(middle - centres[j]) > 1.2 * wide):
            raise Refused("The names under the bars do not stand under their groups.")
    # A bar of no height leaves its number alone: the place in the group tells its colour, where all groups agree on it.
    for label in panel.loose:
        x = label.at(0.5)[0]
        j = min(range(len(centres)), key=lambda j: abs(centres[j] - x))
        names = {
            legend[inks[i]].text
            for k, members in groups.items()
            for i in members
            if abs((panel.middles[i] - centres[k]) - (x - centres[j])) < 0.3 * wide
        }
        name = names.pop() if len(names) == 1 else None
        if name is None or name in values.setdefault(j, {}):
            raise Refused("A printed number stands on no bar.")
        values[j][name] = label
    if len(values) < len(ticks):
        raise Refused("A name under the axis has no bars.")
    return [Row(_words(ticks[j]), values[j]) for j in sorted(values, key=lambda j: centres[j])]


def _grid(rows: Sequence[Row]) -> Grid:
    """Rows by columns; a mark at a name holds for that name's value in this row alone, so it goes to the value."""
    plain = {name: _plain(name) for row in rows for name in row.values}
    columns = list(dict.fromkeys(text for text, _ in plain.values()))
    cells = [Cell(row=0, column=place, text=text, header=True) for place, text in enumerate(columns, 1)]
    for number, row in enumerate(rows, 1):
        text, marks = _plain(row.name)
        cells.append(Cell(row=number, column=0, text=text, marks=marks))
        values = {plain[name]: label for name, label in row.values.items()}
        for (name, found), label in values.items():
            cells.append(
                Cell(
                    row=number,
                    column=columns.index(name) + 1,
                    text=label.text,
                    marks=found,
                    bold=label.bold,
                    place=Place(box=label.box),
                )
            )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(rows=len(rows) + 1, columns=len(columns) + 1, header_rows=1, label_columns=1, cells=tuple(cells))


def _plain(name: str) -> tuple[str, tuple[str, ...]]:
    text, marks = split_text(name)
    return (text, marks) if text else (name, ())


def placed(grid: Grid, page: int) -> Grid:
    """The grid with its page in every place."""
    return grid.model_copy(
        update={
            "cells": tuple(
                cell.model_copy(update={"place": Place(page=page, box=cell.place.box)}) for cell in grid.cells
            )
        }
    )
