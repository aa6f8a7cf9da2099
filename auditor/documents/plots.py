"""Chart data in page scripts and shortcodes: series with names over named categories become a figure with a grid.

What is read: lists of records ({category, model, value}, or one name and a number a model), labels with datasets,
series over a
category axis, and traces of x and y. Numbers stay as printed. A chart whose data is not written out this plainly is
recorded as unread.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from auditor.documents import grid
from auditor.documents.literals import Literal, Number, literals, parse
from auditor.records import Block, BlockKind, Place, Unread

if TYPE_CHECKING:
    from auditor.documents.tree import Walk

_SERIES_KEY = re.compile(r"models?|name|system|series|method|group|legend|type|label", re.IGNORECASE)
_CATEGORY_KEY = re.compile(
    r"categor(?:y|ies)|benchmarks?|tasks?|datasets?|metrics?|evals?|tests?|x|axis|label|name", re.IGNORECASE
)
_CHART_CALL = re.compile(
    r"new\s+Chart\s*\(|echarts\s*\.\s*init|Plotly\s*\.\s*(?:newPlot|react|plot)|Highcharts\s*\.\s*chart|"
    r"new\s+ApexCharts|vegaEmbed"
    r"|d3\s*\.\s*select|google\.visualization"
)
_MAX_SCRIPT = 3_000_000
_MAX_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Chart:
    """The numbers of a chart: a row a category, a column a series; None where a series has no value there."""

    series: tuple[str, ...]
    categories: tuple[str, ...]
    values: tuple[tuple[str | None, ...], ...]
    title: str = ""


def script(element: etree._Element, state: Walk) -> None:
    """Reads the chart data of a `<script>` element, if it has any."""
    kind = (element.get("type") or "").lower()
    text = element.text or ""
    if "ld+json" in kind or kind.startswith("math/") or len(text) < 40 or not re.search(r"\d", text):
        return
    place = state.place(element)
    if len(text) > _MAX_SCRIPT:
        state.unread.append(
            Unread(what="figure", reason="A page script is too large to be searched for chart data.", place=place)
        )
        return
    found = charts(text)
    for chart in found:
        add(chart, place, state)
    if not found and _CHART_CALL.search(text):
        state.unread.append(
            Unread(
                what="figure",
                reason="A chart drawn by a page script: its data is not written out plainly.",
                place=place,
            )
        )


def charts(text: str) -> list[Chart]:
    """The charts whose data is written out in a script or in a data file's text."""
    found: list[Chart] = []
    for value in literals(text):
        found += _charts_in(value, 0)
    return found


def add(chart: Chart, place: Place, state: Walk, caption: str = "") -> None:
    """Adds a chart as a figure block."""
    header = [
        grid.Draft("", place=place, header=True),
        *(grid.Draft(name, place=place, header=True) for name in chart.series),
    ]
    rows = [header]
    for category, values in zip(chart.categories, chart.values, strict=True):
        rows.append([grid.Draft(category, place=place), *(grid.Draft(value or "", place=place) for value in values)])
    built = grid.build(rows, declared=1, label_columns=1)
    if built is not None:
        state.blocks.append(
            Block(kind=BlockKind.figure, order=0, place=place, grid=built, caption=caption or chart.title)
        )


def from_body(body: str) -> list[Chart] | None:
    """The charts in the body of a shortcode: JSON or comma-separated lines. None: the body is no data at all."""
    text = body.strip()
    if text[:1] in "[{" and re.search(r"\d", text):
        value = None if text.startswith("{{") else parse(text)
        return _charts_in(value, 0) if value is not None else charts(text) or None
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) >= 2 and all(line.count(",") == lines[0].count(",") >= 1 for line in lines):
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines)]
        return _matrix(rows)
    return None


def _charts_in(value: Literal, depth: int) -> list[Chart]:
    """Charts in a literal, at any depth."""
    if depth > 10 or value is None:
        return []
    if isinstance(value, Number):
        return []
    if isinstance(value, str):
        inner = parse(value) if value.lstrip()[:1] in ("[", "{") and len(value) > 40 else None
        return _charts_in(inner, depth + 1)
    if isinstance(value, dict):
        chart = _datasets(value) or _axis_series(value) or _source(value)
        if chart is not None:
            return [chart]
        return [chart for inner in value.values() for chart in _charts_in(inner, depth + 1)]
    chart = _records(value) or _traces(value)
    if chart is not None:
        return [chart]
    return [chart for inner in value if not isinstance(inner, Number) for chart in _charts_in(inner, depth + 1)]


def _records(value: Sequence[Literal]) -> Chart | None:
    """[{category, model, value} …] or [{name, "Model A": 1, "Model B": 2} …]."""
    rows = [row for row in value if isinstance(row, dict)]
    if len(rows) < 2 or len(rows) != len(value):
        return None
    numbers = [k for k in rows[0] if all(isinstance(row.get(k), Number) or row.get(k) is None for row in rows)]
    numbers = [k for k in numbers if any(isinstance(row.get(k), Number) for row in rows)]
    names = [
        k
        for k in rows[0]
        if all(isinstance(v := row.get(k), str) and not isinstance(v, Number) and v.strip() for row in rows)
    ]
    names = [
        k for k in names if not re.search(r"colou?r|fill|stroke|url|link|href|image|icon|id$|class", k, re.IGNORECASE)
    ]
    if len(numbers) == 1 and len(names) >= 2:
        series_key = next(
            (k for k in names if re.fullmatch(r"models?|systems?|methods?|series", k, re.IGNORECASE)), None
        )
        series_key = series_key or next((k for k in names[1:] if _SERIES_KEY.fullmatch(k)), None)
        category_key = next((k for k in names if k != series_key and _CATEGORY_KEY.fullmatch(k)), None)
        if series_key is None or category_key is None:
            return None
        pairs = {(str(row[category_key]), str(row[series_key])): row.get(numbers[0]) for row in rows}
        return _chart(
            dict.fromkeys(str(row[series_key]) for row in rows),
            dict.fromkeys(str(row[category_key]) for row in rows),
            pairs,
        )
    named = next((k for k in names if _CATEGORY_KEY.fullmatch(k) or _SERIES_KEY.fullmatch(k)), None)
    if (
        named is not None
        and len(numbers) >= 2
        and not all(re.fullmatch(r"[xyzrwh]|id|index|size|width|height|step|year", k) for k in numbers)
    ):
        pairs = {(str(row[named]), k): row.get(k) for row in rows for k in numbers}
        return _chart(dict.fromkeys(numbers), dict.fromkeys(str(row[named]) for row in rows), pairs)
    return None


def _datasets(value: dict[str, Literal]) -> Chart | None:
    """{labels: […], datasets: [{label, data: […]} …]}, the shape of Chart.js and its kin."""
    labels, datasets = value.get("labels"), value.get("datasets")
    if not isinstance(labels, list) or not isinstance(datasets, list):
        return None
    return _from_series(labels, [(d.get("label"), d.get("data")) for d in datasets if isinstance(d, dict)])


def _axis_series(value: dict[str, Literal]) -> Chart | None:
    """{xAxis: {data: […]}, series: [{name, data: […]} …]}, the shape of ECharts, Highcharts and ApexCharts."""
    series = value.get("series")
    if not isinstance(series, list):
        return None
    for key in ("xAxis", "yAxis", "xaxis", "yaxis"):
        axis = value.get(key)
        axis = axis[0] if isinstance(axis, list) and axis else axis
        if isinstance(axis, dict):
            labels = axis.get("data") or axis.get("categories")
            if isinstance(labels, list) and labels:
                title = value.get("title")
                title = title.get("text") if isinstance(title, dict) else title
                return _from_series(
                    labels, [(s.get("name"), s.get("data")) for s in series if isinstance(s, dict)], title
                )
    return None


def _source(value: dict[str, Literal]) -> Chart | None:
    """{dataset: {source: [[…] …]}}: a matrix with names in its first row and column."""
    dataset = value.get("dataset")
    source = dataset.get("source") if isinstance(dataset, dict) else None
    if isinstance(source, list) and source and all(isinstance(row, list) for row in source):
        rows = [["" if cell is None else str(cell) for cell in row] for row in source if isinstance(row, list)]
        found = _matrix(rows)
        return found[0] if found else None
    return None


def _traces(value: Sequence[Literal]) -> Chart | None:
    """[{x: […], y: […], name} …], the shape of Plotly; bars may lie on their side."""
    traces = [t for t in value if isinstance(t, dict) and isinstance(t.get("x"), list) and isinstance(t.get("y"), list)]
    if not traces or len(traces) != len(value):
        return None
    across = all(not isinstance(v, Number) for t in traces for v in t["x"])  # type: ignore[union-attr]
    names, numbers = ("x", "y") if across else ("y", "x")
    pairs: dict[tuple[str, str], Literal] = {}
    categories: dict[str, None] = {}
    for position, trace in enumerate(traces):
        labels, data = trace[names], trace[numbers]
        if (
            not isinstance(labels, list)
            or not isinstance(data, list)
            or any(isinstance(v, Number) or not isinstance(v, str) for v in labels)
        ):
            return None
        name = trace.get("name")
        if not isinstance(name, str):
            if len(traces) > 1:
                return None
            name = ""
        for label, number in zip(labels, data, strict=False):
            categories[str(label)] = None
            pairs[str(label), name or f"series {position + 1}" if len(traces) > 1 else name] = number
    return _chart(dict.fromkeys(key[1] for key in pairs), categories, pairs)


def _from_series(
    labels: Sequence[Literal], series: Sequence[tuple[Literal, Literal]], title: Literal = None
) -> Chart | None:
    names = [label if isinstance(label, str) else None for label in labels]
    if not names or any(name is None or isinstance(name, Number) for name in names):
        return None  # an axis of numbers is a curve, not a comparison
    pairs: dict[tuple[str, str], Literal] = {}
    order: dict[str, None] = {}
    for name, data in series:
        if not isinstance(data, list) or len(data) > len(names):
            continue
        label = name if isinstance(name, str) else ""
        order[label] = None
        for category, value in zip(names, data, strict=False):
            number = value.get("value", value.get("y")) if isinstance(value, dict) else value
            pairs[str(category), label] = number
    return _chart(order, dict.fromkeys(str(n) for n in names), pairs, title if isinstance(title, str) else "")


def _matrix(rows: Sequence[Sequence[str]]) -> list[Chart]:
    if len(rows) < 2 or len(rows[0]) < 2:
        return []
    pairs: dict[tuple[str, str], Literal] = {
        (row[0], name): Number(value)
        for row in rows[1:]
        for name, value in zip(rows[0][1:], row[1:], strict=False)
        if re.search(r"\d", value)
    }
    chart = _chart(dict.fromkeys(rows[0][1:]), dict.fromkeys(row[0] for row in rows[1:]), pairs)
    return [chart] if chart is not None else []


def _chart(
    series: Iterable[str], categories: Iterable[str], pairs: dict[tuple[str, str], Literal], title: str = ""
) -> Chart | None:
    columns, rows = tuple(series), tuple(categories)
    values = tuple(
        tuple(str(v) if isinstance(v := pairs.get((row, column)), Number) else None for column in columns)
        for row in rows
    )
    count = sum(v is not None for row in values for v in row)
    if count < 2 or not rows or not columns or len(rows) * len(columns) > _MAX_CELLS:
        return None
    return Chart(tuple(_plain(c) for c in columns), tuple(_plain(r) for r in rows), values, _plain(title))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^<>]*>", " ", text)).strip()
