"""The one cell grammar."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.claims.values import CellKind, decimals_of, is_blank, read_cell, to_decimal


@pytest.mark.parametrize(
    ("text", "printed", "number"),
    [
        ("90.2", "90.2", "90.2"),
        ("81.30%", "81.30%", "81.30"),
        ("2,061", "2,061", "2061"),
        ("0,53", "0,53", "0.53"),
        ("61,7", "61,7", "61.7"),
        ("−10.2%", "−10.2%", "-10.2"),
        ("+0.5", "+0.5", "0.5"),
        ("56.7%%", "56.7%%", "56.7"),
        ("143.", "143.", "143"),
        (".548", ".548", "0.548"),
        ("🏆 86.7", "86.7", "86.7"),
    ],
)
def test_one_number_is_exact_and_printed_as_it_stands(text: str, printed: str, number: str) -> None:
    (value,) = read_cell(text).values
    assert (value.printed, value.number) == (printed, Decimal(number))


@pytest.mark.parametrize(
    ("text", "printed", "uncertainty"),
    [
        ("99.38% (± 0.1%)", "99.38%", "± 0.1%"),
        ("94.2% ±1.3%", "94.2%", "±1.3%"),
        ("1337 +8/-10", "1337", "+8/-10"),
        ("12.0 [11.2, 13.4]", "12.0", "[11.2, 13.4]"),
    ],
)
def test_uncertainty_is_kept_beside_the_score(text: str, printed: str, uncertainty: str) -> None:
    (value,) = read_cell(text).values
    assert (value.printed, value.uncertainty) == (printed, uncertainty)


@pytest.mark.parametrize(
    ("text", "printed", "delta"),
    [("70.9+2.3", "70.9", "+2.3"), ("44.3 (+4.2)", "44.3", "(+4.2)"), ("50.2 (2.6x)", "50.2", "(2.6x)")],
)
def test_a_delta_is_no_score(text: str, printed: str, delta: str) -> None:
    (value,) = read_cell(text).values
    assert (value.printed, value.delta) == (printed, delta)


@pytest.mark.parametrize(
    ("text", "printed", "separator", "positions"),
    [
        ("51.4/67.6", ["51.4", "67.6"], "/", (0, 1)),
        ("63.39 | 2.60", ["63.39", "2.60"], "|", (0, 1)),
        ("1891 / 96.7%", ["1891", "96.7%"], "/", (0, 1)),
        ("- / 52.1", ["52.1"], "/", (1,)),
        ("55.0 (90.0)", ["55.0", "90.0"], "(", (0, 1)),
    ],
)
def test_compound_cells_keep_each_value_with_its_place(
    text: str, printed: list[str], separator: str, positions: tuple[int, ...]
) -> None:
    reading = read_cell(text)
    assert [value.printed for value in reading.values] == printed
    assert (reading.separator, reading.positions, reading.places) == (separator, positions, 2)


def test_words_in_the_cell_go_with_their_number() -> None:
    reading = read_cell("91.9 (64k) / 93.0 (max)")
    assert [(value.printed, value.note) for value in reading.values] == [("91.9", "64k"), ("93.0", "max")]
    (value,) = read_cell("83.4 (Some CLI)").values
    assert (value.printed, value.note) == ("83.4", "Some CLI")
    assert [(v.printed, v.note) for v in read_cell("61.9% / 56.7% whole / diff").values] == [
        ("61.9%", "whole"),
        ("56.7%", "diff"),
    ]
    assert [v.note for v in read_cell("88.0 (one agent) 93.3 (many agents)").values] == ["one agent", "many agents"]


def test_a_second_number_is_a_deviation_only_where_the_header_says_so() -> None:
    (value,) = read_cell("92.7 (6.3)", spread=True).values
    assert (value.printed, value.uncertainty) == ("92.7", "6.3")
    assert len(read_cell("92.7 (6.3)").values) == 2


def test_a_count_of_solved_problems_is_one_value_without_a_number() -> None:
    (value,) = read_cell("2/30").values
    assert (value.printed, value.number) == ("2/30", None)


@pytest.mark.parametrize(("text", "bound"), [(">90", ">"), ("~60", "~"), ("over 86%", ">"), ("≤ 3.5", "≤")])
def test_bounds_are_told(text: str, bound: str) -> None:
    (value,) = read_cell(text).values
    assert value.bound == bound


@pytest.mark.parametrize(
    "text", ["", "-", "–", "—", "N/A", "n/a", "✗", "TBD", "no image support", "not reported", "--", "?"]
)
def test_blanks_in_all_their_spellings(text: str) -> None:
    assert is_blank(text)
    assert read_cell(text).kind is CellKind.blank


@pytest.mark.parametrize(
    "text", ["5-shot", "128K", "7B", "v6", "2.6E+18", "3.0 x 10-4", "2024-05", "14.2 s", "12 GB", "12.5x", "MoE"]
)
def test_what_is_no_score_is_text(text: str) -> None:
    assert read_cell(text).kind is CellKind.text


def test_a_value_that_goes_on_beyond_the_edge_is_cut() -> None:
    assert read_cell("87.…").kind is CellKind.cut


@given(st.decimals(min_value=-9999, max_value=9999, places=2, allow_nan=False, allow_infinity=False))
def test_any_decimal_reads_back_exactly(number: Decimal) -> None:
    printed = f"{number:.2f}"
    assert to_decimal(printed) == number
    assert decimals_of(printed) == 2
    (value,) = read_cell(printed).values
    assert (value.printed, value.number) == (printed, number)


@given(st.integers(min_value=1000, max_value=99_999_999))
def test_thousands_separators_never_change_the_number(number: int) -> None:
    assert to_decimal(f"{number:,}") == number


@given(st.text(max_size=40))
def test_no_text_breaks_the_grammar(text: str) -> None:
    reading = read_cell(text)
    assert len(reading.positions) in (0, len(reading.values))
    assert all(value.printed for value in reading.values)


@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from(["/", " / ", "|", " | "]))
def test_two_scores_in_one_cell_are_both_kept(left: int, right: int, separator: str) -> None:
    reading = read_cell(f"{left}.5{separator}{right}.25%")
    assert [value.printed for value in reading.values] == [f"{left}.5", f"{right}.25%"]
