"""Where tables stand on a page: between rules of equal extent, or where numbers stand below each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.documents.pdf.chunks import PrintLine, print_lines
from auditor.documents.pdf.rules import Rule, Rules
from auditor.documents.pdf.words import Word

CAPTION = re.compile(
    r"\s*(?P<label>(?:Extended Data |Supplementary )?(?P<kind>Table|Tab\.|TABLE|Figure|Fig\.|FIGURE|表|图)\s*"
    r"(?P<number>\d+(?:\.\d+)*(?:\.[A-Z]\b)?|[A-Z]\.?\d+(?:\.\d+)*|[IVX]+\b))\s*(?P<mark>[.:|：。–—-]?)"
)
_WIDE = 45.0
"""Rules shorter than this (points) begin no table."""
_SAME = 3.5
"""Ends of rules closer than this are alike."""
_GAP = 46.0
"""An empty stretch between two rules longer than this (points) parts tables."""
_FRAME = 6.0
"""Upright rules that begin so near to the top of a table (points) are its frame."""
_MOST_GROUPS = 40
_MOST_WIDTHS = 500
"""Different extents of rules that are looked at on one page: a drawing has many, a table few."""
_PROSE = 7
"""A chunk of at least so many words is prose, not a cell."""


@dataclass(slots=True)
class Region:
    """A stretch of a page that may be one table."""

    x0: float
    y0: float
    x1: float
    y1: float
    ruled: bool

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


def find_regions(words: Sequence[Word], rules: Rules) -> list[Region]:
    """Regions from top to bottom; words must have been through `scripted`."""
    found: list[Region] = []
    page = print_lines(words, rules.upright)
    for group in _groups(rules.level):
        x0, x1 = min(rule.start for rule in group), max(rule.end for rule in group)
        for region in _runs(group, page, x0, x1):
            _framed(region, rules.upright)
            if not any(_inside(region, other) for other in found):
                found.append(region)
    if found:
        left = [word for word in words if not any(r.holds((word.x0 + word.x1) / 2, word.base - 1) for r in found)]
        page = print_lines(left, rules.upright)
    found += _unruled(page, found)
    found.sort(key=lambda region: (region.y0, region.x0))
    return found


def _framed(region: Region, upright: Sequence[Rule]) -> None:
    """Grows the region to the foot of its upright rules: a frame whose last level rule is dotted or missing."""
    feet = sorted(
        rule.end
        for rule in upright
        if region.x0 - 1 <= rule.at <= region.x1 + 1
        and abs(rule.start - region.y0) < _FRAME
        and region.y1 + _FRAME < rule.end < region.y1 + (region.y1 - region.y0)
    )
    if len(feet) > 1 and feet[-1] - feet[0] < _SAME:
        region.y1 = feet[0] + 0.5


def _groups(level: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in level:
        if rule.length < _WIDE:
            continue
        for group in groups:
            if abs(group[0].start - rule.start) < _SAME and abs(group[0].end - rule.end) < _SAME:
                group.append(rule)
                break
        else:
            if len(groups) < _MOST_WIDTHS:
                groups.append([rule])
    groups = [group for group in groups if len(group) > 1]
    groups.sort(key=lambda group: -group[0].length)
    return groups[:_MOST_GROUPS]


def _runs(group: list[Rule], page: Sequence[PrintLine], x0: float, x1: float) -> list[Region]:
    lines = []
    for line in page:
        chunks = [chunk for chunk in line.chunks if chunk.x0 < x1 and chunk.x1 > x0]
        if chunks:
            lines.append(PrintLine(line.base, line.size, chunks))
    out: list[Region] = []
    start: Rule | None = None
    tabular = False
    before = group[0]

    def end(last: Rule) -> None:
        if start is not None and tabular and last.at > start.at:
            out.append(_grown(Region(x0 - 3, start.at - 0.5, x1 + 3, last.at + 0.5, True), lines, group))

    for rule in group[1:]:
        band = [line for line in lines if before.at - 1 < line.base - 0.2 * line.size < rule.at + 1]
        kind = _band(band, rule.at - before.at, x0, x1)
        if kind == "other":
            end(before)
            start, tabular = None, False
        else:
            if start is None:
                start = before
            tabular = tabular or kind == "table"
        before = rule
    end(before)
    return out


def _band(lines: list[PrintLine], height: float, x0: float, x1: float) -> str:
    """What stands between two rules: "table", "bare" (nothing that tells), or "other"."""
    if not lines:
        return "bare" if height < _GAP else "other"
    if any(CAPTION.match(line.chunks[0].text) and _captionlike(line) for line in lines):
        return "other"
    empty = max(after.base - before.base for before, after in zip(lines, [*lines[1:], lines[-1]], strict=True))
    if empty > 3 * _GAP:
        return "other"
    if sum(_overruns(line, x0, x1) for line in lines) * 3 > len(lines):
        # What reaches over the ends of the rules is text around them, not cells between them.
        return "other"
    prose = sum(_prosaic(line, x1 - x0) for line in lines)
    cells = sum(len(line.chunks) > 1 for line in lines)
    if prose > 1 and prose * 2 > len(lines) and not _gridded(lines):
        return "other"
    if cells and (cells * 4 >= len(lines) or cells > 1 or any(line.valued > 1 for line in lines)):
        return "table"
    return "bare" if len(lines) <= 3 and height < 2 * _GAP else "other"


def _overruns(line: PrintLine, x0: float, x1: float) -> bool:
    """Whether a chunk of some words, or much of a chunk, stands beyond the ends of the rules."""
    for chunk in (line.chunks[0], line.chunks[-1]):
        beyond = max(x0 - chunk.x0, chunk.x1 - x1)
        if beyond > 8 and (chunk.count > 3 or beyond > 0.75 * (chunk.x1 - chunk.x0)):
            return True
    return False


def _captionlike(line: PrintLine) -> bool:
    found = CAPTION.match(line.chunks[0].text)
    return found is not None and (bool(found["mark"]) or len(line.chunks) == 1 or line.chunks[0].count > 3)


def _prosaic(line: PrintLine, width: float) -> bool:
    return any(
        chunk.count >= _PROSE and chunk.x1 - chunk.x0 > 0.45 * width and chunk.kind == "text" for chunk in line.chunks
    )


def _gridded(lines: list[PrintLine]) -> bool:
    return sum(line.numbers >= 2 for line in lines) * 2 > len(lines)


def _grown(region: Region, lines: Sequence[PrintLine], group: Sequence[Rule]) -> Region:
    """Rows printed below the last rule, and header lines above the first, belong to the table too."""
    inner = [line for line in lines if region.y0 < line.base < region.y1]
    if not inner:
        return region
    _rows_below(region, lines, inner, group)
    region.y0 = _header_above(region, lines, inner, _usual_height(region, group))
    return region


def _usual_height(region: Region, group: Sequence[Rule]) -> float:
    """The usual distance of the table's rules, 0 where there are too few to tell."""
    heights = sorted(
        after.at - before.at
        for before, after in itertools.pairwise(group)
        if region.y0 <= before.at and after.at <= region.y1 + 1
    )
    return heights[len(heights) // 2] if len(heights) > 1 else 0.0


def _rows_below(region: Region, lines: Sequence[PrintLine], inner: Sequence[PrintLine], group: Sequence[Rule]) -> None:
    """Grows the region over rows that stand below its last rule, at the pitch the rows above have."""
    usual = _usual_height(region, group)
    edge = last = region.y1
    seen = False
    for line in (line for line in lines if line.base > region.y1):
        foreign = _prosaic(line, region.x1 - region.x0) or _captioned(line) or line.chunks[0].text[0] in "*∗†‡§"
        inside = region.x0 - 6 <= line.chunks[0].x0 and line.chunks[-1].x1 <= region.x1 + 6
        if foreign or not inside or line.base - edge > max(2.4 * line.size, 1.3 * usual):
            break
        if line.numbers >= 2:
            edge = region.y1 = line.base + 0.4 * line.size
            seen = True
        elif not usual:
            break
        elif seen and line.base - last < 1.75 * line.size and max(chunk.count for chunk in line.chunks) < 6:
            region.y1 = line.base + 0.4 * line.size
        last = line.base


def _header_above(region: Region, lines: Sequence[PrintLine], inner: Sequence[PrintLine], usual: float) -> float:
    """Where the header starts if it stands above the first rule: the lines before the first numbers tell."""
    first = next((place for place, line in enumerate(inner) if line.numbers >= 2), None)
    if first is None or any(line.valued == 0 and len(line.chunks) > 2 for line in inner[:first]):
        return region.y0
    top = edge = region.y0
    for line in reversed([line for line in lines if line.base < region.y0]):
        if (
            edge - line.base > max(2.6 * line.size, 1.2 * usual)
            or _captioned(line)
            or _prosaic(line, region.x1 - region.x0)
        ):
            break
        if line.chunks[0].x0 < region.x0 - 6 or line.chunks[-1].x1 > region.x1 + 6:
            break
        if len(line.chunks) == 1 and top < region.y0 and edge - line.base > 0.9 * line.size:
            break
        edge = line.base - 0.8 * line.size
        if len(line.chunks) > 1 or top < region.y0:
            top = edge
    return top


def _captioned(line: PrintLine) -> bool:
    return bool(CAPTION.match(line.chunks[0].text))


def _inside(region: Region, other: Region) -> bool:
    across = min(region.x1, other.x1) - max(region.x0, other.x0)
    down = min(region.y1, other.y1) - max(region.y0, other.y0)
    area = (region.x1 - region.x0) * (region.y1 - region.y0)
    return across > 0 and down > 0 and across * down > 0.3 * area


def _unruled(lines: Sequence[PrintLine], taken: Sequence[Region]) -> list[Region]:
    out: list[Region] = []
    run: list[PrintLine] = []

    def close() -> None:
        several = sum(line.numbers >= 2 for line in run)
        if several >= 3 or (several == 2 and len(run) >= 4):
            region = _around(run, lines)
            if not any(_inside(region, other) for other in (*taken, *out)):
                out.append(region)
        run.clear()

    for line in lines:
        tabular = (
            line.valued >= 2
            and line.numbers >= 1
            and not any(chunk.count >= _PROSE and chunk.kind == "text" for chunk in line.chunks)
        )
        if run and line.base - run[-1].base > 3.2 * line.size:
            close()
        if tabular:
            run.append(line)
        elif run and any(chunk.count >= _PROSE for chunk in line.chunks):
            # Prose beside or below the numbers ends the run; a label or header line does not.
            close()
    close()
    return out


def _around(run: list[PrintLine], lines: Sequence[PrintLine]) -> Region:
    x0 = min(line.chunks[0].x0 for line in run)
    x1 = max(line.chunks[-1].x1 for line in run)
    top = run[0].base - run[0].size
    bottom = run[-1].base + 0.4 * run[-1].size
    for line in reversed([line for line in lines if line.base < run[0].base]):
        if top - line.base > 1.6 * line.size or _captioned(line) or len(line.chunks) < 2:
            break
        if any(chunk.count >= _PROSE for chunk in line.chunks):
            break
        top = line.base - line.size
        x0, x1 = min(x0, line.chunks[0].x0), max(x1, line.chunks[-1].x1)
    return Region(x0 - 2, top, x1 + 2, bottom, False)
