"""Where things stand on a page: columns, lines within a column, and the order in which a reader takes them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from statistics import median
from typing import Protocol, TypeVar

from auditor.documents.pdf.lines import Line, joined

_STEP = 2.0
"""Resolution of the search for a gutter, in points."""
_ROW_GAP = 2.4
"""Segments of one row closer than this many ems are one line even without a gutter (numbering, wide blanks)."""


class Placed(Protocol):
    """Anything with a rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float


Thing = TypeVar("Thing", bound=Placed)


def gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the gap between two text columns, or None where the page has one column.

    A gap is a gutter only if running text, not a few labels, stands on both sides of it over some height.
    """
    if len(lines) < 10:
        return None
    left, right = min([line.x0 for line in lines]), max([line.x1 for line in lines])
    width = right - left
    if width <= 0:
        return None
    start, end = left + 0.3 * width, left + 0.7 * width
    count = int((end - start) / _STEP)
    change = [0] * (count + 2)
    for line in lines:
        a, b = max(int((line.x0 - start) / _STEP), 0), min(int((line.x1 - start) / _STEP), count)
        if a <= b:
            change[a] += 1
            change[b + 1] -= 1
    cover = list(accumulate(change[:-1]))
    best: tuple[int, int, int] | None = None
    floor = min(cover)
    place = 0
    while place <= count:
        if cover[place] <= floor + 1:
            begin = place
            while place <= count and cover[place] <= floor + 1:
                place += 1
            middle = abs((begin + place) / 2 - count / 2)
            rank = (place - begin, -int(middle), begin)
            best = max(best, rank) if best else rank
        else:
            place += 1
    if best is None:
        return None
    found = start + (best[2] + best[0] / 2) * _STEP
    here = [line for line in lines if line.x1 <= found]
    there = [line for line in lines if line.x0 >= found]
    if len(here) < 5 or len(there) < 5:
        return None
    shared = min(max(line.y1 for line in here), max(line.y1 for line in there)) - max(
        min(line.y0 for line in here), min(line.y0 for line in there)
    )
    pitch = median(line.size for line in lines) * 1.2
    if shared < 4 * pitch:
        return None
    for side in (here, there):
        wide = [line for line in side if line.x1 - line.x0 > 0.3 * width and len(line.text.split()) >= 4]
        if len(wide) < max(4, 0.35 * len(side)):
            return None
    return found


def rows(lines: Sequence[Line], middle: float | None) -> list[Line]:
    """Segments of one row within one column joined, where they are one line or one row of an unframed table."""
    found: list[Line] = []
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if row and abs(line.base - row[0].base) > 0.3 * min(line.size, row[0].size):
            found += _row(row, middle)
            row = []
        row.append(line)
    if row:
        found += _row(row, middle)
    return found


def _row(parts: list[Line], middle: float | None) -> list[Line]:
    if len(parts) == 1:
        return parts
    found: list[list[Line]] = []
    for part in sorted(parts, key=lambda part: part.x0):
        last = found[-1][-1] if found else None
        if last is not None:
            across = middle is not None and last.x1 <= middle + 1 and part.x0 >= middle - 1
            gap = part.x0 - last.x1
            em = max(last.size, part.size)
            near = gap < _ROW_GAP * em or (len(last.text) <= 6 and gap < 4.5 * em)
            wordy = all(sum(word[:1].isalpha() for word in side.text.split()) >= 3 for side in (last, part))
            if not across and (near or not wordy):
                found[-1].append(part)
                continue
        found.append([part])
    return [joined(group) for group in found]


def in_order(things: Sequence[Thing], middle: float | None) -> list[Thing]:
    """Reading order: from the top; where the page has two columns, the left one before the right one between two
    things that span both."""
    level = sorted(things, key=lambda thing: (thing.y0, thing.x0))
    if middle is None:
        return _side_by_side(level)
    found: list[Thing] = []
    left: list[Thing] = []
    right: list[Thing] = []
    for thing in level:
        if thing.x0 < middle - 6 and thing.x1 > middle + 6:
            found += [*left, *right, thing]
            left, right = [], []
        elif (thing.x0 + thing.x1) / 2 < middle:
            left.append(thing)
        else:
            right.append(thing)
    return [*found, *left, *right]


def _side_by_side(level: list[Thing]) -> list[Thing]:
    """Things that stand beside each other in a one-column page: the left one first, although it may begin lower."""
    found: list[Thing] = []
    for thing in level:
        place = len(found)
        while place and _right_of(found[place - 1], thing):
            place -= 1
        found.insert(place, thing)
    return found


def _right_of(a: Placed, b: Placed) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return a.x0 >= b.x1 - 1 and overlap > 0.5 * min(a.y1 - a.y0, b.y1 - b.y0)
