"""What the reader of charts says of bars that do not follow their numbers is what the check looks for."""

from __future__ import annotations

import pytest

from auditor.checks.arithmetic.chart_disagrees import SAID
from auditor.documents.pdf.bars import Label, Panel, Refused, check_heights, origin_of
from auditor.documents.pdf.engines import Area


def panel(heights: dict[str, float]) -> Panel:
    """Bars of those heights, each with its number on it."""
    bars, values = [], {}
    for place, (number, height) in enumerate(heights.items()):
        x = 20.0 * place
        bars.append(Area(x, 100 - height, x + 10, 100, (0.1, 0.2, 0.3)))
        values[place] = Label(text=number, x=x, base=99 - height, length=10, size=6)
    return Panel(bars=bars, base=100, x0=0, x1=100, top=0, values=values)


def test_bars_in_proportion_pass() -> None:
    check_heights(panel({"10": 10, "20": 20, "30": 30}))


def test_bars_on_an_axis_above_zero_pass() -> None:
    check_heights(panel({"60": 0.5, "70": 10.5, "80": 20.5}))


def test_a_bar_that_is_too_low_is_refused_with_this_reason() -> None:
    with pytest.raises(Refused, match=SAID):
        check_heights(panel({"30.8": 31, "69.1": 31, "52.8": 53}))


def test_bars_on_two_axes_are_refused_for_another_reason() -> None:
    """Shares on the left axis, turns on the right one."""
    with pytest.raises(Refused, match="two scales"):
        check_heights(panel({"61.0": 61, "72.5": 72.5, "80.1": 80.1, "4.0": 40, "5.5": 55, "8.2": 82}))


def test_two_bars_out_of_proportion_make_no_second_scale() -> None:
    with pytest.raises(Refused, match=SAID):
        check_heights(panel({"61.0": 61, "72.5": 72.5, "80.1": 80.1, "40": 60, "50": 75}))


@pytest.mark.parametrize(
    ("heights", "origin"),
    [
        ({"10": 10, "20": 20, "30": 30}, 0),
        ({"60": 0.5, "70": 10.5, "80": 20.5}, 59.5),
        ({"80.1": 40.1, "80.2": 40.2, "80.3": 40.3}, None),
        ({"60": 10, "80": 30}, None),
    ],
)
def test_where_the_bars_begin(heights: dict[str, float], origin: float | None) -> None:
    """Exact on bars of one scale; not told where the numbers lie together, or of two bars."""
    found = origin_of(panel(heights))
    assert found == (pytest.approx(origin) if origin is not None else None)
