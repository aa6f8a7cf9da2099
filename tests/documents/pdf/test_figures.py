"""Charts with printed numbers become grids, if every number can be linked; what cannot is reported."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from auditor.documents.pdf import read_pdf
from auditor.documents.pdf.bars import Label
from auditor.documents.pdf.chart_text import _facing, _rejoined
from auditor.records import Block, BlockKind, Document, Grid


def _press() -> ModuleType:
    """The printing press beside this file (tests are no package)."""
    name = "pdf_press"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("press.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


press = _press()
COLOURS = [(0.2, 0.4, 0.9), (0.7, 0.7, 0.7), (0.95, 0.6, 0.1), (0.3, 0.7, 0.4)]
Values = dict[str, dict[str, str]]
RESULTS: Values = {
    "Sums": {"Heron 3": "71.4", "Heron 2": "65.0", "Egret": "70.2"},
    "Words": {"Heron 3": "88.1", "Heron 2": "80.3", "Egret": "87.9"},
    "Chess (rapid)": {"Heron 3": "43.9", "Heron 2": "40.0", "Egret": "44.6"},
}


def grouped(
    values: Values, *, legend: bool = True, wrong: float = 0.0, top: float = 300, caption: str = "Results."
) -> object:
    """A chart with a group of bars for each benchmark and a legend; `wrong` points make the first bar too tall."""
    sheet = press.Sheet()
    sheet.text(72, 80, "The figure compares three models on three benchmarks; taller bars are better.")
    base, x = top + 160, 110.0
    names = list(next(iter(values.values())))
    sheet.rule(100, 480, base)
    for place, name in enumerate(names if legend else []):
        sheet.fill(120 + 100 * place, top - 30, 132 + 100 * place, top - 24, COLOURS[place])
        sheet.text(136 + 100 * place, top - 24.5, name, size=7)
    for number in range(0, 101, 20):
        sheet.text(94, base - 1.5 * number + 2, str(number), size=6, align="right")
    for group, scores in values.items():
        start = x
        for place, name in enumerate(scores):
            value = float(scores[name])
            high = 1.5 * value + (wrong if (group, place) == (next(iter(values)), 0) else 0)
            sheet.fill(x, base - high, x + 20, base, COLOURS[names.index(name)])
            sheet.text(
                x + 10, base - high - 3, scores[name], size=6, align="centre", font="bold" if place == 0 else "plain"
            )
            x += 20
        sheet.text((start + x) / 2, base + 10, group, size=7, align="centre")
        x += 40
    sheet.text(297, base + 40, f"Figure 1: {caption}", align="centre")
    sheet.text(72, base + 80, "What the bars show was measured on the same day with the same set of questions.")
    return sheet


def panels(values: Values) -> object:
    """A panel for each benchmark with a title above and the models' names under the bars."""
    sheet = press.Sheet()
    sheet.text(72, 80, "Each panel of the figure below is one benchmark, and each bar of it is one model.")
    left, base = 100.0, 320.0
    for group, scores in values.items():
        sheet.rule(left, left + 110, base)
        sheet.bar(left, base - 152, base)
        sheet.text(left + 55, base - 165, group, size=8, align="centre")
        for place, (name, text) in enumerate(scores.items()):
            x = left + 8 + 36 * place
            high = 1.5 * float(text)
            sheet.fill(x, base - high, x + 24, base, COLOURS[0])
            sheet.text(x + 12, base - high - 3, text, size=6, align="centre")
            sheet.text(x + 12, base + 9, name, size=6, align="centre")
        left += 130
    sheet.text(297, base + 40, "Figure 2: Results in three panels.", align="centre")
    return sheet


def figure(sheet: object) -> tuple[Block, Document]:
    document = read_pdf(press.pdf(sheet), "card.pdf")
    (found,) = [block for block in document.blocks if block.kind is BlockKind.figure]
    return found, document


def as_dict(grid: Grid) -> Values:
    def text(row: int, column: int) -> str:
        cell = grid.at(row, column)
        return cell.text if cell else ""

    return {
        text(row, 0): {text(0, column): text(row, column) for column in range(1, grid.columns) if text(row, column)}
        for row in range(1, grid.rows)
    }


def test_groups_of_bars_are_linked_by_colour_and_legend() -> None:
    found, document = figure(grouped(RESULTS))
    assert found.grid is not None
    assert as_dict(found.grid) == RESULTS
    assert (found.label, found.caption) == ("Figure 1", "Results.")
    assert document.unread == ()
    cell = found.grid.at(1, 1)
    assert cell is not None
    assert cell.bold is True
    assert cell.place.page == 1
    assert not any("88.1" in block.text for block in document.blocks)


def test_a_bar_may_be_missing_from_a_group() -> None:
    values = {name: dict(scores) for name, scores in RESULTS.items()}
    del values["Words"]["Heron 2"]
    found, _ = figure(grouped(values))
    assert found.grid is not None
    assert as_dict(found.grid) == values


def test_panels_are_named_by_their_titles() -> None:
    found, document = figure(panels(RESULTS))
    assert found.grid is not None
    assert as_dict(found.grid) == RESULTS
    assert document.unread == ()


def test_a_chart_without_names_for_its_bars_is_withheld() -> None:
    found, document = figure(grouped(RESULTS, legend=False, caption="Accuracy of three models."))
    assert found.grid is None
    (lost,) = document.unread
    assert (lost.what, lost.label) == ("figure", "Figure 1")


def test_a_number_that_does_not_fit_its_bar_withholds_the_chart() -> None:
    found, document = figure(grouped(RESULTS, wrong=25, caption="Accuracy of three models."))
    assert found.grid is None
    assert "proportion" in document.unread[0].reason


def test_a_chart_without_printed_numbers_is_reported_if_it_shows_results() -> None:
    def drawn(caption: str) -> Document:
        sheet = press.Sheet()
        sheet.text(72, 80, "The figure below was drawn from the same runs as the table on the next page.")
        sheet.rule(100, 480, 400)
        for place in range(6):
            sheet.fill(120 + 50 * place, 380 - 20 * place, 150 + 50 * place, 400, COLOURS[0])
        sheet.text(297, 430, f"Figure 3: {caption}", align="centre")
        return read_pdf(press.pdf(sheet), "card.pdf")

    (lost,) = drawn("Benchmark accuracy of all models.").unread
    assert (lost.what, lost.label) == ("figure", "Figure 3")
    assert drawn("Architecture of the network.").unread == ()


@pytest.mark.parametrize("seed", range(12))
def test_random_charts_are_read_right_or_not_at_all(seed: int) -> None:
    chance = random.Random(seed)
    names = ["Heron 3", "Heron 2", "Egret", "Stork"][: chance.randint(2, 4)]
    groups = ["Sums", "Words", "Chess"][: chance.randint(2, 3)]
    values = {group: {name: f"{chance.uniform(12, 99):.1f}" for name in names} for group in groups}
    sheet = grouped(values) if chance.random() < 0.6 or len(names) > 3 else panels(values)
    found, document = figure(sheet)
    if found.grid is None:
        assert document.unread
    else:
        assert as_dict(found.grid) == values
    assert found.grid is not None, document.unread


def one_colour(names: list[str], rows: Values, colours: list[tuple[float, float, float]]) -> object:
    """Panels whose bars share colours: a legend on top, an axis under each group, its name below."""
    sheet = press.Sheet()
    sheet.text(72, 80, "The figure compares models on benchmarks; some of the older ones have the same colour.")
    x, base = 110.0, 460.0
    upper = base - 1.5 * max(float(text) for scores in rows.values() for text in scores.values()) - 26
    for place, name in enumerate(names):
        sheet.fill(100 + 90 * place, upper, 106 + 90 * place, upper + 6, colours[place])
        sheet.text(108 + 90 * place, upper + 5.5, name, size=7)
    for group, scores in rows.items():
        sheet.rule(x - 4, x + 16 * len(scores) + 4, base)
        for place, (name, text) in enumerate(scores.items()):
            left = x + 16 * place
            high = 1.5 * float(text)
            red, green, blue = colours[names.index(name)]
            sheet.fill(left, base - high, left + 14, base, (red + 0.006, green, blue))
            sheet.text(left + 7, base - high - 3, text, size=6, align="centre")
        sheet.text(x + 8 * len(scores), base + 9, group, size=6, align="centre")
        x += 16 * len(scores) + 40
    sheet.text(297, base + 40, "Figure 3: Results of five models.", align="centre")
    return sheet


SHARED = [(0.1, 0.4, 0.9), (0.6, 0.7, 0.9), (0.7, 0.7, 0.7), (0.7, 0.7, 0.7), (0.7, 0.7, 0.7)]
FIVE = ["Heron 3", "Heron 2", "Egret", "Ibis", "Stork"]


def test_names_of_one_colour_are_told_apart_by_the_order_of_the_legend() -> None:
    rows: Values = {
        "Sums": dict(zip(FIVE, ["71.4", "65.0", "70.2", "50.1", "62.7"], strict=True)),
        "Words": dict(zip(FIVE, ["88.1", "80.3", "87.9", "61.0", "77.7"], strict=True)),
    }
    block, _ = figure(one_colour(FIVE, rows, SHARED))
    assert block.grid is not None
    assert as_dict(block.grid) == rows


def test_names_of_one_colour_are_not_guessed_where_one_is_missing_or_the_order_differs() -> None:
    some = {"Heron 3": "71.4", "Heron 2": "65.0", "Egret": "70.2", "Stork": "62.7"}
    few: Values = {"Sums": some, "Words": some, "Chess": some}
    block, document = figure(one_colour(FIVE, few, SHARED))
    assert block.grid is None
    assert "One colour stands for several names" in document.unread[0].reason
    back = dict(zip([*FIVE[2:], *FIVE[:2]], ["70.2", "50.1", "62.7", "71.4", "65.0"], strict=True))
    turned: Values = {"Sums": back, "Words": back, "Chess": back}
    block, document = figure(one_colour(FIVE, turned, SHARED))
    assert block.grid is None
    assert "legend's order" in document.unread[0].reason


def test_order_alone_names_no_bars() -> None:
    scores = dict(zip(FIVE, ["71.4", "65.0", "70.2", "50.1", "62.7"], strict=True))
    rows: Values = {"Sums": scores, "Words": scores, "Chess": scores}
    block, _ = figure(one_colour(FIVE, rows, [(0.5, 0.5, 0.5)] * 5))
    assert block.grid is None


def round_bar(sheet: object, x0: float, y0: float, x1: float, y1: float, colour: tuple[float, float, float]) -> None:
    """A bar with round upper corners: a path, no rectangle."""
    height, cut = 842, 2.0
    points = f"{x0} {height - y1} m {x0} {height - y0 - cut} l {x0 + cut} {height - y0} l {x1 - cut} {height - y0} l "
    points += f"{x1} {height - y0 - cut} l {x1} {height - y1} l h f"
    sheet.operators.append(f"{' '.join(map(str, colour))} rg {points} 0 0 0 rg")  # type: ignore[attr-defined]


def rows_of_panels(values: Values) -> object:
    """Two rows of panels, each on a grey ground with its title above; one legend under all; bars with round corners."""
    sheet = press.Sheet()
    sheet.text(72, 80, "Each panel of the figure below is one benchmark, and the legend names the models.")
    for number, (title, scores) in enumerate(values.items()):
        left, base = 100 + 160 * (number % 2), 240 + 130 * (number // 2)
        sheet.fill(left, base - 100, left + 120, base, (0.97, 0.97, 0.97))
        sheet.text(left + 60, base - 106, title, size=8, align="centre")
        sheet.rule(left, left + 120, base)
        for place, value in enumerate(scores.values()):
            x, high = left + 10 + 34 * place, float(value)
            round_bar(sheet, x, base - high, x + 24, base, COLOURS[place])
            sheet.text(x + 12, base - high - 3, value, size=6, align="centre")
    for place, name in enumerate(next(iter(values.values()))):
        sheet.fill(120 + 100 * place, 400, 126 + 100 * place, 406, COLOURS[place])
        sheet.text(130 + 100 * place, 405.5, name, size=7)
    sheet.text(260, 430, "Figure 1: Results of the three models.", align="centre")
    sheet.text(72, 470, "What the bars show was measured on the same day with the same set of questions.")
    return sheet


def test_rows_of_panels_keep_their_own_titles_and_round_bars_are_bars() -> None:
    values = RESULTS | {"Maps": {"Heron 3": "55.5", "Heron 2": "61.0", "Egret": "70.2"}}
    found, document = figure(rows_of_panels(values))
    assert found.grid is not None, document.unread
    assert as_dict(found.grid) == values


def letters(*, mirrored: bool) -> list[Label]:
    """Two slanted names, printed letter by letter along lines that rise; mirrored, their angle says they fall."""
    out = []
    for start, name in ((100.0, "Heron-3"), (130.0, "Egret-2")):
        for place, letter in enumerate(name):
            along = 5.0 * place
            out.append(Label(letter, start + 0.707 * along, 400 - 0.707 * along, 5.0, 6.0, -45.0 if mirrored else 45.0))
    return out


@pytest.mark.parametrize("mirrored", [False, True])
def test_letters_of_slanted_names_are_joined_whichever_way_the_drawing_lies(mirrored: bool) -> None:
    joined = _rejoined(_facing(letters(mirrored=mirrored)))
    assert {label.text for label in joined} == {"Heron-3", "Egret-2"}
    assert {label.angle for label in joined} == {45.0}


def lying_bars(values: Values, *, missing: str = "") -> object:
    """Two panels of lying bars beside each other: names at their left, numbers behind their ends, titles above."""
    sheet = press.Sheet()
    sheet.text(72, 80, "Each panel of the figure below is one benchmark, and each bar of it is one model.")
    for number, (title, scores) in enumerate(values.items()):
        foot = 150 + 220 * number
        sheet.text(foot + 50, 140, title, size=8, align="centre")
        for place, (name, value) in enumerate(scores.items()):
            y = 152 + 20 * place
            sheet.text(foot - 4, y + 9, name, size=6, align="right")
            sheet.fill(foot, y, foot + float(value), y + 13, COLOURS[2])
            if value != missing:
                sheet.text(foot + float(value) + 3, y + 9, value, size=6)
        for tick in range(0, 101, 20):
            sheet.text(foot + tick, 152 + 20 * len(scores) + 8, str(tick), size=5, align="centre")
    sheet.text(297, 260, "Figure 1: Results of the three models on two benchmarks.", align="centre")
    sheet.text(72, 300, "What the bars show was measured on the same day with the same set of questions.")
    return sheet


def test_bars_that_lie_are_read_by_the_names_at_their_left() -> None:
    values = {title: RESULTS[title] for title in ("Sums", "Words")}
    found, document = figure(lying_bars(values))
    assert found.grid is not None, document.unread
    assert as_dict(found.grid) == values


def test_a_lying_bar_without_a_number_refuses_its_panel() -> None:
    values = {title: RESULTS[title] for title in ("Sums", "Words")}
    found, document = figure(lying_bars(values, missing="65.0"))
    assert found.grid is not None
    assert as_dict(found.grid) == {"Words": RESULTS["Words"]}
    assert any("no printed number" in item.reason for item in document.unread)


def test_what_the_axis_says_stands_beside_the_values() -> None:
    sheet = grouped(RESULTS)
    sheet.text(80, 400, "Accuracy (%)", size=7, angle=90)
    found, _ = figure(sheet)
    assert found.grid is not None
    assert as_dict(found.grid) == {name: {"Axis": "Accuracy (%)", **row} for name, row in RESULTS.items()}
