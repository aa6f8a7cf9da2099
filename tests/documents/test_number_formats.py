"""What a spreadsheet prints for a stored number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.documents.number_formats import printed


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.813", "0.0%", "81.3%"),
        ("0.81299999999999994", "0.0%", "81.3%"),
        ("0.8125", "0%", "81%"),
        ("0.5", "0.00%", "50.00%"),
        ("55", "0.0", "55.0"),
        ("72.25", "0.0", "72.3"),
        ("1.005", "0.00", "1.01"),
        ("-2.5", "0", "-3"),
        ("1891", "#,##0", "1,891"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("0.5", "#.0", ".5"),
        ("72.5", "0.0##", "72.5"),
        ("72.4567", "0.0##", "72.457"),
        ("3", "000", "003"),
        ("4.2", "+0.0;-0.0;0.0", "+4.2"),
        ("-4.2", "+0.0;-0.0;0.0", "-4.2"),
        ("0", '0.0;-0.0;"–"', "–"),
        ("-1200", "#,##0_);(#,##0)", "(1,200)"),
        ("81.3", '0.0"%"', "81.3%"),
        ("81.3", "0.0\\%", "81.3%"),
        ("1500000", '0.0,,"M"', "1.5M"),
        ("72.5", "General", "72.5"),
        ("0.81299999999999994", "General", "0.813"),
        ("72", "General", "72"),
        ("1e-12", "General", "1.00000E-12"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("72.5", "[Red]0.0;[Blue]-0.0", "72.5"),
        ("-0.01", "0.0", "0.0"),
        ("45000", "yyyy-mm-dd", "2023-03-15"),
        ("45000.5", "m/d/yy h:mm", "2023-03-15 12:00"),
        ("0.5", "# ?/?", "0.5"),
        ("72.5", "@", "72.5"),
        ("abc", "0.0", "abc"),
        ("NaN", "0.0", "NaN"),
        ("1e999999", "0.0", "1e999999"),
        ("72.5", "$#,##0.00", "$72.50"),
    ],
)
def test_printed(value: str, code: str, text: str) -> None:
    assert printed(value, code) == text


@given(st.decimals(min_value=-10_000, max_value=10_000, places=3), st.integers(0, 4))
def test_fixed_decimals_are_rounded_half_away_from_zero(number: Decimal, places: int) -> None:
    code = "0." + "0" * places if places else "0"
    text = printed(str(number), code)
    assert abs(Decimal(text) - number) <= Decimal("0.5").scaleb(-places)
    assert len(text.partition(".")[2]) == places


@given(st.text(max_size=20), st.text(alphabet='0#?.,%E+-"\\;_*[]@/ymdhsGeneral ', max_size=20))
def test_no_format_is_a_failure(value: str, code: str) -> None:
    assert isinstance(printed(value, code), str)
    assert isinstance(printed("72.5", code), str)
    assert isinstance(printed("1e300", code), str)
