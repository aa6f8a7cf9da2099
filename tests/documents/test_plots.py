"""Chart data in scripts: read where it is plain, recorded as unread where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.documents.html import read_html
from auditor.documents.literals import parse
from auditor.documents.plots import Chart, charts
from auditor.records import BlockKind

EXPECTED = Chart(("Alpha", "Beta"), ("MMLU", "BBH"), (("70.10", "65"), ("60.2", None)))


@pytest.mark.parametrize(
    "script",
    [
        'const d = JSON.parse(`[{"category": "MMLU", "model": "Alpha", "value": 70.10}, {"category": "MMLU", '
        '"model": "Beta", "value": 65},'
        '\\r\n{"category": "BBH", "model": "Alpha", "value": 60.2}]`)',
        "new Chart(c, {type: 'bar', data: {labels: ['MMLU', 'BBH'], datasets: [{label: 'Alpha', data: [70.10, "
        "60.2], backgroundColor: f()},"
        "{label: 'Beta', data: [65, null],}]}, options: {cb: function(){return 1}}});".replace("f()", "'red'"),
        "chart.setOption({xAxis: {type: 'category', data: ['MMLU', 'BBH']}, yAxis: {}, series: [{name: 'Alpha', "
        "type: 'bar', data: [70.10, {value: 60.2}]},"
        "{name: 'Beta', data: [65]}]})",
        "Plotly.newPlot('x', [{x: ['MMLU', 'BBH'], y: [70.10, 60.2], name: 'Alpha', type: 'bar'}, {x: ['MMLU'], y: "
        "[65], name: 'Beta'}]);",
        "Plotly.newPlot('x', [{y: ['MMLU', 'BBH'], x: [70.10, 60.2], name: 'Alpha', orientation: 'h'}, {y: "
        "['MMLU'], x: [65], name: 'Beta'}]);",
        "var rows = [{benchmark: 'MMLU', 'Alpha': 70.10, 'Beta': 65}, {benchmark: 'BBH', 'Alpha': 60.2, 'Beta': "
        "null}];",
        "option = {dataset: {source: [['', 'Alpha', 'Beta'], ['MMLU', 70.10, 65], ['BBH', 60.2, null]]}}",
    ],
)
def test_plain_shapes(script: str) -> None:
    assert charts(script) == [EXPECTED]


@pytest.mark.parametrize(
    "script",
    [
        "new Chart(c, {data: {labels: [1, 2, 3], datasets: [{label: 'loss', data: [0.5, 0.4, 0.3]}]}})",
        "var menu = {items: [{name: 'a', href: '/a'}, {name: 'b', href: '/b'}], size: 3}",
        "function f(a){return [a[0],a[1]*2.5]}",
        "var points = [{x: 1, y: 2}, {x: 2, y: 3}]",
    ],
)
def test_no_charts(script: str) -> None:
    assert charts(script) == []


def test_a_chart_that_cannot_be_read_is_told() -> None:
    document = read_html(
        b"<html><body><p>x</p><script>new Chart(c, {data: load('results', 2.5), options: "
        b"make(1)})</script></body></html>",
        "p.html",
    )
    assert [u.what for u in document.unread] == ["figure"]


def test_a_chart_becomes_a_figure_where_its_script_stands() -> None:
    script = (
        "new Chart(c, {data: {labels: ['MMLU'], datasets: [{label: 'Alpha', data: [70.1]}, {label: 'Beta', "
        "data: [65]}]}})"
    )
    document = read_html(
        f"<html><body><p>before</p><script>{script}</script><p>after</p></body></html>".encode(), "p.html"
    )
    assert [b.kind for b in document.blocks] == [BlockKind.paragraph, BlockKind.figure, BlockKind.paragraph]


_LITERALS = st.recursive(
    st.one_of(st.text("ab'\" ,]}\n\\", max_size=6), st.integers(-99, 99).map(str)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("ab$", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(_LITERALS)
@settings(max_examples=200, deadline=None)
def test_json_is_read_as_it_is(value: object) -> None:
    import json

    assert parse(json.dumps(value)) == value


@given(st.text("[]{}:,'\"`\\ab1. \n", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_script_is_survived(text: str) -> None:
    charts(text)
