"""Charts that a word processor drew: the numbers it keeps beside the drawing, as they are printed on the bars.

Reference: ECMA-376 part 1, 21.2 (DrawingML charts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from auditor.documents.archive import Archive, attribute, first, local
from auditor.documents.number_formats import printed
from auditor.documents.plots import Chart
from auditor.errors import DocumentError

_COMPARING = frozenset({"barChart", "bar3DChart", "radarChart", "lineChart", "line3DChart"})
"""Charts whose values stand at named places; parts of a whole, clouds and areas are no scores."""
_NUMBER = re.compile(r"[\d.,\s%+-]*")
_MOST = 20_000
"""Points of one chart."""


def read_chart(archive: Archive, part: str) -> Chart | None:
    """The numbers of a chart; None where it compares no named things, or keeps no numbers in the file."""
    try:
        root = archive.tree(part)
    except DocumentError:
        return None
    area = first(root, "chart", "plotArea")
    if area is None:
        return None
    series: list[str] = []
    rows: dict[str, dict[int, str]] = {}
    for plot in area:
        if local(plot) not in _COMPARING:
            continue
        for one in plot:
            if local(one) != "ser":
                continue
            places = _texts(first(one, "cat"))
            values = _values(one)
            if not places or not values or len(series) * len(rows) > _MOST:
                continue
            if all(_NUMBER.fullmatch(place) for place in places.values()):
                # An axis of numbers is a curve, not a comparison.
                return None
            series.append(" ".join(_texts(first(one, "tx")).values()).strip())
            if len(set(places.values())) < len(places):
                # Places of one name cannot be told apart.
                return None
            for index, value in values.items():
                if index in places:
                    rows.setdefault(places[index], {})[len(series) - 1] = value
    if sum(map(len, rows.values())) < 2:
        return None
    return Chart(
        tuple(series),
        tuple(rows),
        tuple(tuple(row.get(number) for number in range(len(series))) for row in rows.values()),
        _title(first(root, "chart", "title")) or _title(first(area, "valAx", "title")),
    )


def _points(cache: etree._Element) -> Iterator[tuple[int, str]]:
    for point in cache:
        index = attribute(point, "idx") or point.get("idx") or ""
        value = first(point, "v")
        if local(point) == "pt" and index.isdecimal() and value is not None and len(index) < 6:
            yield int(index), (value.text or "").strip()


def _texts(source: etree._Element | None) -> dict[int, str]:
    """The names of places or of a series; those of several levels from the outermost."""
    found: dict[int, str] = {}
    for cache in source.iter() if source is not None else ():
        name = local(cache)
        if name in ("strCache", "numCache", "strLit", "numLit"):
            return dict(_points(cache))
        if name == "multiLvlStrCache":
            levels = [dict(_points(level)) for level in cache if local(level) == "lvl"]
            for index in levels[0] if levels else ():
                # An outer name stands once, at the first of its places.
                outer = [next((lvl[at] for at in range(index, -1, -1) if at in lvl), "") for lvl in levels[1:]]
                found[index] = " ".join(filter(None, [*reversed(outer), levels[0][index]]))
            return found
        above = cache.getparent()
        if name == "v" and cache.text and above is not None and local(above) == "tx":
            return {0: cache.text.strip()}
    return found


def _values(series: etree._Element) -> dict[int, str]:
    """The numbers of a series as the chart prints them."""
    source = first(series, "val")
    for cache in source.iter() if source is not None else ():
        if local(cache) in ("numCache", "numLit"):
            code = first(cache, "formatCode")
            labels = first(series, "dLbls", "numFmt")
            own = labels is not None and labels.get("sourceLinked") not in ("1", "true")
            said = labels.get("formatCode") if own and labels is not None else None
            shown = said or (code.text if code is not None else None) or "General"
            return {index: printed(value, shown) for index, value in _points(cache) if value}
    return {}


def _title(title: etree._Element | None) -> str:
    if title is None:
        return ""
    return " ".join("".join(t.text or "" for t in title.iter() if local(t) in ("t", "v")).split())
