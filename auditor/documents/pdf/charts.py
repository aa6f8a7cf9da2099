"""Bar charts whose values are printed as text: each number linked to its bar, the bar to its name, or nothing at all.

A number stands on a bar; the bar's colour is in the legend or its name is under it; the group of bars has a name under
it or a title above. The link counts only if every number of the panel is linked once and the heights of the bars are
in proportion to the numbers: a chart that fails in one point is refused with the reason.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from statistics import median

from auditor.documents.marks import split_text
from auditor.documents.pdf.bars import (
    LETTERS,
    Label,
    Legend,
    Panel,
    Refused,
    check_heights,
    find_panels,
    inks_of,
    link_values,
    name_bars,
    origin_of,
    read_legend,
    turn,
)
from auditor.documents.pdf.engines import RGB, Area, Stroke
from auditor.documents.pdf.lying import lying_panels
from auditor.records import Cell, Grid, Place

__all__ = ["Label", "placed", "read_chart", "read_lying"]


@dataclass
class Row:
    """What one group of bars says."""

    name: str
    values: dict[str, Label]
    axis: str = ""
    """What the axis beside the bars says of the numbers ("Accuracy (%)")."""
    origin: float | None = None
    """The value at which the bars begin."""


def read_chart(
    labels: Sequence[Label], areas: Sequence[Area], strokes: Sequence[Stroke]
) -> tuple[Grid | None, list[Label], list[str]]:
    """The printed values of a chart: rows named by the groups or titles, columns by the bars; the labels that are not
    in the grid; and for each panel that is refused, the reason. The grid is None where nothing could be linked."""
    panels = find_panels(areas, strokes)
    if not panels:
        return None, list(labels), []
    legend = read_legend(labels, areas, panels)
    named = [label for names in legend.values() for label in names]
    free = [label for label in labels if label not in named]
    rows: list[Row] = []
    used: set[int] = set(map(id, named))
    reasons: list[str] = []
    panels.sort(key=lambda panel: (round(panel.base / 8), panel.x0))
    for panel in panels:
        try:
            found, taken = _read_panel(panel, panels, free, legend)
        except Refused as refusal:
            reasons.append(str(refusal))
            continue
        axis = _axis(panel, free)
        origin = origin_of(panel)
        for row in found:
            row.axis = axis.text if axis is not None else ""
            row.origin = origin
        rows += found
        used |= {id(label) for label in taken} | ({id(axis)} if axis is not None else set())
    if not rows:
        return None, list(labels), reasons
    rest = [label for label in labels if id(label) not in used]
    return _grid(rows), rest, reasons


def read_lying(labels: Sequence[Label], areas: Sequence[Area]) -> tuple[Grid | None, list[Label], list[str]]:
    """The same for bars that lie: one row a panel, columns by the bars."""
    panels = lying_panels(areas)
    rows: list[Row] = []
    used: set[int] = set()
    reasons: list[str] = []
    for panel in sorted(panels, key=lambda panel: (round(panel.top / 8), panel.foot)):
        try:
            title, values, taken = panel.read(labels, panels)
        except Refused as refusal:
            reasons.append(str(refusal))
            continue
        rows.append(Row(title, values))
        used |= {id(label) for label in taken}
    if not rows:
        return None, list(labels), reasons
    return _grid(rows), [label for label in labels if id(label) not in used], reasons


def _read_panel(
    panel: Panel, panels: Sequence[Panel], labels: Sequence[Label], legend: Legend
) -> tuple[list[Row], list[Label]]:
    values = link_values(panel, labels)
    check_heights(panel)
    taken = list(values)
    ticks = _ticks(panel, panels, labels)
    inks = inks_of(panel, legend)
    named = bool(legend) and all(ink in legend for ink in inks)
    singles, names = _fit(ticks, [*panel.middles, *(label.at(0.5)[0] for label in panel.loose)], panel)
    title, title_labels = _title(panel, panels, labels)
    if title and len(ticks) == 1 and _heads_another(ticks[0], panel, panels, labels):
        ticks = []
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
    if len(ticks) < 2 or len(set(inks)) == len(inks):
        if panel.loose:
            raise Refused("A printed number stands on no bar.")
        order = sorted(range(len(inks)), key=lambda i: panel.middles[i])
        names = name_bars(order, inks, legend)
        name = title
        if len(ticks) == 1:
            name = _words(ticks[0])
            title_labels = list(ticks[0])
        if not name:
            raise Refused("The group of bars has no name.")
        return [Row(name, {one: panel.values[i] for one, i in zip(names, order, strict=True)})], [*taken, *title_labels]
    rows = _grouped(panel, ticks, inks, legend)
    return rows, [*taken, *(label for tick in ticks for label in tick)]


def _ticks(panel: Panel, panels: Sequence[Panel], labels: Sequence[Label]) -> list[list[Label]]:
    """The names under a panel's line, each with its further lines."""
    under = [other.top for other in panels if other.top > panel.base + 5 and _above_one_another(panel, other)]
    lower = min(under, default=panel.base + 140)
    low = [
        label
        for label in labels
        if (LETTERS.search(label.text) or label.number is None)
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
    if angle % 90 and len(low) != len(panel.bars):
        # Slanted names end at their bars: those of the panel beside may reach under this one.
        ending = [
            label for label in low if panel.x0 - 8 <= min(label.at(0), label.at(1), key=_height)[0] <= panel.x1 + 8
        ]
        low = ending if len(ending) == len(panel.bars) else low
    tilt = math.radians(angle)
    first = min(label.base for label in low)
    if not angle:
        low = [label for label in low if label.base - first < 4.5 * label.size]
    ticks: list[list[Label]] = []
    spacing = (panel.x1 - panel.x0) / max(len(panel.bars), 1)
    across = {id(label): turn(label.at(0.5), tilt) for label in low}
    for label in sorted(low, key=lambda label: (round(across[id(label)][1]), across[id(label)][0])):
        u, v = across[id(label)]
        for tick in ticks:
            last_u, last_v = across[id(tick[-1])]
            drop = v - last_v
            gap = u - last_u - (label.length + tick[-1].length) / 2
            if len(tick) > 1 and abs(drop) < 0.3 * label.size and -0.1 * label.size < gap < 0.9 * label.size:
                tick.append(label)
                break
            aligned = abs(u - last_u) < 0.3 * spacing or (
                not angle and abs(u - last_u) < 0.3 * max(label.length, tick[-1].length)
            )
            if 0.5 * label.size < drop < 1.9 * max(label.size, tick[-1].size) and aligned:
                tick.append(label)
                break
        else:
            ticks.append([label])
    if not angle:
        # What begins far below the first line of names is the heading of something else.
        ticks = [tick for tick in ticks if tick[0].base - first < 1.5 * tick[0].size]
    return [tick for tick in ticks if any(LETTERS.search(label.text) for label in tick)]


_height = itemgetter(1)


def _above_one_another(panel: Panel, other: Panel) -> bool:
    return other.x0 < panel.x1 and other.x1 > panel.x0


def _fit(ticks: list[list[Label]], middles: list[float], panel: Panel) -> tuple[bool, list[str]]:
    """Whether each bar has its own name under it, and the names in the order of `middles`."""
    if len(ticks) != len(middles) or len(middles) < 2:
        return False, []
    order = sorted(range(len(middles)), key=lambda i: middles[i])
    places = sorted(middles)
    spacing = min(b - a for a, b in pairwise(places))
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
    over = [other.base for other in panels if other.base < panel.top - 5 and _above_one_another(panel, other)]
    ceiling = max(over, default=-1e9)
    top = min([panel.top, *(label.top for label in panel.values.values())])
    middle = (panel.x0 + panel.x1) / 2
    above = [
        label
        for label in labels
        if not label.angle
        and LETTERS.search(label.text)
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


def _axis(panel: Panel, labels: Sequence[Label]) -> Label | None:
    """The nearest title that reads upwards at the left of a panel: panels in a row may share the one of the first."""
    beside = [
        label
        for label in labels
        if label.angle == 90
        and LETTERS.search(label.text)
        and label.at(0.5)[0] < panel.x0
        and panel.top - 40 < label.at(0.5)[1] < panel.base + 10
    ]
    return max(beside, key=lambda label: label.at(0.5)[0], default=None)


def _heads_another(tick: Sequence[Label], panel: Panel, panels: Sequence[Panel], labels: Sequence[Label]) -> bool:
    """Whether a name under a panel is the title of one below it."""
    below = [other for other in panels if other.base > panel.base + 5 and _above_one_another(panel, other)]
    heads = {id(label) for other in below for label in _title(other, panels, labels)[1]}
    return any(id(label) in heads for label in tick)


def _words(lines: Sequence[Label]) -> str:
    return " ".join(label.text for label in lines)


def _grouped(panel: Panel, ticks: list[list[Label]], inks: list[RGB], legend: Legend) -> list[Row]:
    """Several bars over each name: the colours tell them apart."""
    if not ticks:
        raise Refused("The groups of bars have no names under them.")
    centres = [tick[0].at(0.5)[0] for tick in ticks]
    groups: dict[int, list[int]] = {}
    for i, x in enumerate(panel.middles):
        groups.setdefault(min(range(len(centres)), key=lambda j: abs(centres[j] - x)), []).append(i)
    wide = median(bar.x1 - bar.x0 for bar in panel.bars)
    for members in groups.values():
        members.sort(key=lambda i: panel.middles[i])
    names = {j: name_bars(members, inks, legend) for j, members in groups.items()}
    named = {i: name for j, members in groups.items() for i, name in zip(members, names[j], strict=True)}
    values = {j: {named[i]: panel.values[i] for i in members} for j, members in groups.items()}
    size = sum(map(len, legend.values()))
    for j, members in groups.items():
        if len(values[j]) != len(members):
            raise Refused("The groups of bars could not be told apart.")
        spread = max(panel.middles[i] for i in members) - min(panel.middles[i] for i in members)
        middle = sum(panel.middles[i] for i in members) / len(members)
        whole = len(members) == size
        if spread > size * 1.6 * wide or (whole and abs(middle - centres[j]) > 1.2 * wide):
            raise Refused("The names under the bars do not stand under their groups.")
    # A bar of no height leaves its number alone: the place in the group tells its colour, where all groups agree on it.
    for label in panel.loose:
        x = label.at(0.5)[0]
        j = min(range(len(centres)), key=lambda j: abs(centres[j] - x))
        alike = {
            named[i]
            for k, members in groups.items()
            for i in members
            if abs((panel.middles[i] - centres[k]) - (x - centres[j])) < 0.3 * wide
        }
        name = alike.pop() if len(alike) == 1 else None
        if name is None or name in values.setdefault(j, {}):
            raise Refused("A printed number stands on no bar.")
        values[j][name] = label
    if len(values) < len(ticks):
        raise Refused("A name under the axis has no bars.")
    return [Row(_words(ticks[j]), values[j]) for j in sorted(values, key=lambda j: centres[j])]


def _grid(rows: Sequence[Row]) -> Grid:
    """Rows by columns, with what the axis says where there is one.

    A mark at a name holds for that name's value in this row alone, so it goes to the value.
    """
    plain = {name: _plain(name) for row in rows for name in row.values}
    columns = list(dict.fromkeys(text for text, _ in plain.values()))
    labelled = 2 if any(row.axis for row in rows) else 1
    cells = [Cell(row=0, column=place, text=text, header=True) for place, text in enumerate(columns, labelled)]
    if labelled > 1:
        cells.append(Cell(row=0, column=1, text="Axis", header=True))
        cells += [Cell(row=number, column=1, text=row.axis) for number, row in enumerate(rows, 1) if row.axis]
    for number, row in enumerate(rows, 1):
        text, marks = _plain(row.name)
        cells.append(Cell(row=number, column=0, text=text, marks=marks))
        values = {plain[name]: label for name, label in row.values.items()}
        for (name, found), label in values.items():
            cells.append(
                Cell(
                    row=number,
                    column=columns.index(name) + labelled,
                    text=label.text,
                    marks=found,
                    bold=label.bold,
                    place=Place(box=label.box),
                )
            )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(
        rows=len(rows) + 1,
        columns=len(columns) + labelled,
        header_rows=1,
        label_columns=labelled,
        cells=tuple(cells),
        origins=tuple(row.origin for row in rows),
    )


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
