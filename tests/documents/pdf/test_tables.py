"""Tables of many layouts, printed here and read back; and traps a reader must not fall into."""

from __future__ import annotations

import random
from types import ModuleType
from typing import Any

import pytest

from auditor.documents.pdf import read_pdf
from auditor.documents.pdf.glyphs import open_pages
from auditor.documents.pdf.tables import FoundTable, find_tables
from auditor.records import Grid


def read(press: ModuleType, *sheets: Any) -> tuple[FoundTable, ...]:
    with open_pages(press.pdf(*sheets)) as pages:
        return find_tables(pages.page(1))


def one(press: ModuleType, sheet: Any) -> Grid:
    tables = read(press, sheet)
    assert len(tables) == 1
    return tables[0].grid


def rows(grid: Grid) -> list[list[str]]:
    return [
        [cell.text if (cell := grid.at(row, column)) else "" for column in range(grid.columns)]
        for row in range(grid.rows)
    ]


NAMES = ["Alpha-7B", "Beta-13B", "Gamma Chat"]
SCORES = [
    ("MMLU", ["71.2", "68.0", "70.45"]),
    ("GSM8K", ["55.1", "60.3", "-"]),
    ("HumanEval", ["40.2", "38.9", "44.5"]),
]
ROWS = [[name, *values] for name, values in SCORES]


def booktabs(press: ModuleType, sheet: Any, *, x: float = 90, y: float = 120, step: float = 75) -> Any:
    right = x + 95 + 3 * step
    sheet.rule(x, right, y, weight=0.9)
    sheet.text(x + 4, y + 13, "Benchmark", font="bold")
    for place, name in enumerate(NAMES):
        sheet.text(x + 120 + place * step, y + 13, name, font="bold", align="centre")
    sheet.rule(x, right, y + 18)
    for number, (name, values) in enumerate(SCORES):
        sheet.text(x + 4, y + 31 + 13 * number, name)
        for place, value in enumerate(values):
            sheet.text(x + 120 + place * step, y + 31 + 13 * number, value, align="centre")
    sheet.rule(x, right, y + 64, weight=0.9)
    return sheet


def test_booktabs(press: ModuleType) -> None:
    grid = one(press, booktabs(press, press.Sheet()))
    assert (grid.header_rows, grid.label_columns, grid.doubts) == (1, 1, ())
    assert rows(grid) == [["Benchmark", *NAMES], *ROWS]
    cell = grid.at(1, 1)
    assert cell is not None
    assert cell.bold is False
    assert cell.place.page == 1
    assert cell.place.box is not None
    assert cell.place.box.x0 == pytest.approx(210 - press.width("71.2", 10) / 2, abs=0.5)


def test_stacked_header_lines_are_one_name(press: ModuleType) -> None:
    sheet = press.Sheet().rule(90, 400, 100).rule(90, 400, 132).rule(90, 400, 165)
    sheet.text(94, 119, "Task")
    for x, upper, lower in ((220, "Omega-2", "Base"), (290, "Omega-2", "Chat"), (360, "Sigma", "405B")):
        sheet.text(x, 113, upper, align="centre").text(x, 125, lower, align="centre")
    for y, label, values in ((145, "ARC", ("61.5", "70.1", "66.0")), (158, "DROP", ("50.2", "58.8", "51.3"))):
        sheet.text(94, y, label)
        for x, value in zip((220, 290, 360), values, strict=True):
            sheet.text(x, y, value, align="centre")
    grid = one(press, sheet)
    assert grid.header_rows == 1
    assert rows(grid)[0] == ["Task", "Omega-2 Base", "Omega-2 Chat", "Sigma 405B"]


def two_levels(press: ModuleType, *, ruled: bool) -> Any:
    sheet = press.Sheet().rule(90, 450, 100).rule(90, 450, 132).rule(90, 450, 165)
    columns = (200, 250, 300, 360, 420)
    sheet.text(94, 127, "Task").text(250, 112, "Omega", align="centre").text(390, 112, "Sigma", align="centre")
    if ruled:
        sheet.rule(180, 320, 116, weight=0.3).rule(340, 440, 116, weight=0.3)
    for x, name in zip(columns, ("low", "mid", "high", "low", "high"), strict=True):
        sheet.text(x, 127, name, align="centre")
    for y, label, values in ((145, "ARC", "61.5 70.1 66.0 50.1 52.2"), (158, "DROP", "50.2 58.8 51.3 40.0 41.9")):
        sheet.text(94, y, label)
        for x, value in zip(columns, values.split(), strict=True):
            sheet.text(x, y, value, align="centre")
    return sheet


@pytest.mark.parametrize("ruled", [True, False])
def test_header_over_several_columns(press: ModuleType, ruled: bool) -> None:
    grid = one(press, two_levels(press, ruled=ruled))
    assert grid.header_rows == 2
    outer = {cell.text: (cell.column, cell.column_span) for cell in grid.cells if cell.row == 0 and cell.column}
    assert outer == {"Omega": (1, 3), "Sigma": (4, 2)}
    assert rows(grid)[1][1:] == ["low", "mid", "high", "low", "high"]
    task = grid.at(0, 0)
    assert task is not None
    assert (task.text, task.row_span) == ("Task", 2)
    assert rows(grid)[2] == ["ARC", "61.5", "70.1", "66.0", "50.1", "52.2"]


@pytest.mark.parametrize("where", ["middle", "top"])
def test_row_groups(press: ModuleType, where: str) -> None:
    sheet = press.Sheet().rule(90, 420, 100).rule(90, 420, 118)
    sheet.text(160, 112, "Benchmark").text(300, 112, "Alpha", align="centre").text(370, 112, "Beta", align="centre")
    y = 131.0
    for group, labels in (("Maths", ("GSM8K", "MATH", "CMath")), ("Code", ("HumanEval", "MBPP"))):
        sheet.text(94, y if where == "top" else y + 6.5 * (len(labels) - 1), group)
        for label in labels:
            sheet.text(160, y, label).text(300, y, f"{y / 3:.1f}", align="centre")
            sheet.text(370, y, f"{y / 4:.1f}", align="centre")
            y += 13
        sheet.rule(90, 420, y - 8)
        y += 5
    grid = one(press, sheet)
    groups = {cell.text: (cell.row, cell.row_span) for cell in grid.cells if cell.column == 0 and cell.row}
    assert groups == {"Maths": (1, 3), "Code": (4, 2)}
    assert grid.label_columns == 2
    assert [row[1] for row in rows(grid)[1:]] == ["GSM8K", "MATH", "CMath", "HumanEval", "MBPP"]


@pytest.mark.parametrize("align", ["left", "centre"])
def test_section_rows_span_the_table(press: ModuleType, align: str) -> None:
    sheet = press.Sheet().rule(90, 390, 100).rule(90, 390, 118)
    sheet.text(94, 112, "Benchmark").text(250, 112, "Alpha", align="centre").text(340, 112, "Beta", align="centre")
    y = 131.0
    for head, labels in (("General Knowledge", ("MMLU", "TriviaQA")), ("Reasoning", ("BBH",))):
        sheet.text(94 if align == "left" else 240, y, head, font="bold", align=align)
        if align == "centre":
            sheet.rule(90, 390, y - 9).rule(90, 390, y + 4)
        for label in labels:
            y += 14
            sheet.text(94, y, label).text(250, y, "51.5", align="centre").text(340, y, "62.5", align="centre")
        y += 14
    sheet.rule(90, 390, y - 9)
    grid = one(press, sheet)
    sections = [(cell.row, cell.text) for cell in grid.cells if cell.column_span == grid.columns]
    assert sections == [(1, "General Knowledge"), (4, "Reasoning")]
    assert rows(grid)[2] == ["MMLU", "51.5", "62.5"]
    assert grid.doubts == ()


def test_wrapped_labels_and_values_set_in_their_middle(press: ModuleType) -> None:
    sheet = press.Sheet()
    y = 100.0
    sheet.rule(90, 400, y).text(94, y + 13, "Task").text(260, y + 13, "Alpha").text(340, y + 13, "Beta")
    y += 18
    for label in (("Accuracy on", "ambiguous questions"), ("Refusal",), ("A long name", "of another", "task")):
        sheet.rule(90, 400, y)
        for line in label:
            y += 12
            sheet.text(94, y, line)
        middle = y - 6 * (len(label) - 1)
        sheet.text(260, middle, "0.87").text(340, middle, "0.91")
        y += 6
    sheet.rule(90, 400, y)
    grid = one(press, sheet)
    assert [row[0] for row in rows(grid)] == [
        "Task",
        "Accuracy on ambiguous questions",
        "Refusal",
        "A long name of another task",
    ]
    assert rows(grid)[3][1:] == ["0.87", "0.91"]


def test_values_broken_over_lines(press: ModuleType) -> None:
    sheet = press.Sheet().rule(90, 400, 100).text(94, 113, "Task").text(260, 113, "Alpha").text(340, 113, "Beta")
    sheet.rule(90, 400, 118).text(94, 137, "Polyglot")
    sheet.text(260, 131, "61.9% /").text(260, 144, "56.7%").text(340, 137, "53.3%")
    sheet.rule(90, 400, 150).text(94, 169, "GPQA").text(260, 169, "78.3%").text(340, 163, "78.2").text(340, 176, "%")
    sheet.rule(90, 400, 182)
    grid = one(press, sheet)
    assert rows(grid)[1:] == [["Polyglot", "61.9% / 56.7%", "53.3%"], ["GPQA", "78.3%", "78.2%"]]


def test_two_text_columns_and_tables_side_by_side(press: ModuleType) -> None:
    sheet = press.Sheet(width=900)
    booktabs(press, booktabs(press, sheet, x=40), x=480, y=126)
    for number in range(12):
        for x in (40, 480):
            sheet.text(x, 300 + 13 * number, "Words of a paragraph that runs on beside another one in two columns")
    tables = read(press, sheet)
    assert [rows(table.grid)[1:] for table in tables] == [ROWS, ROWS]
    assert {round(table.box.x0) for table in tables} == {44, 484}


def test_caption_between_two_tables_of_one_width(press: ModuleType) -> None:
    sheet = booktabs(press, booktabs(press, press.Sheet()), y=230)
    sheet.text(90, 200, "Table 1: Scores of three models.").text(90, 310, "Table 2: The same again.")
    tables = read(press, sheet)
    assert [rows(table.grid)[1:] for table in tables] == [ROWS, ROWS]
    assert all("Table" not in cell.text for table in tables for cell in table.grid.cells)


def test_full_grid(press: ModuleType) -> None:
    sheet = press.Sheet()
    xs, ys = (90, 190, 270, 350, 430), (100, 130, 148, 166, 184)
    for y in ys:
        sheet.rule(xs[0], xs[-1], y)
    for x in xs:
        sheet.bar(x, ys[0], ys[-1])
    head = (("Model",), ("Hack rate", "with prompt"), ("Hack rate", "without"), ("Rate",))
    for x, lines in zip(xs, head, strict=False):
        for number, line in enumerate(lines):
            sheet.text(x + 4, 112 + 12 * number, line)
    for y, row in zip((142, 160, 178), ROWS, strict=True):
        for x, value in zip(xs, row, strict=False):
            sheet.text(x + 4, y, value)
    grid = one(press, sheet)
    assert rows(grid) == [["Model", "Hack rate with prompt", "Hack rate without", "Rate"], *ROWS]


def middled(press: ModuleType) -> Any:
    """A full grid made for a screen: what a cell says stands in its middle, and no rule closes the last row."""
    sheet = press.Sheet()
    xs, ys = (90, 200, 390, 490), (100, 128, 164, 200)
    for y in ys:
        sheet.rule(xs[0], xs[-1], y)
    for x in xs:
        sheet.bar(x, ys[0], 236)
    for x, head in zip(xs, ("Evaluation", "Description", "Omega-2 vs. Omega-1"), strict=False):
        sheet.text(x + 4, 118, head)
    for top, name, change in ((128, "Safety", "-10.4%"), (164, "Manner", "+0.2%"), (200, "Refusals", "+3.7%")):
        sheet.text(94, top + 21, name).text(440, top + 21, change, align="centre")
        sheet.text(204, top + 15, "Automated measure of the").text(204, top + 27, "rules that are kept")
    return sheet


def test_full_grid_with_cells_set_in_their_middle_and_an_open_foot(press: ModuleType) -> None:
    explained = "Automated measure of the rules that are kept"
    grid = one(press, middled(press))
    assert rows(grid) == [
        ["Evaluation", "Description", "Omega-2 vs. Omega-1"],
        ["Safety", explained, "-10.4%"],
        ["Manner", explained, "+0.2%"],
        ["Refusals", explained, "+3.7%"],
    ]


def test_a_short_table_of_differences_is_looked_for(press: ModuleType) -> None:
    document = read_pdf(press.pdf(middled(press)), "card.pdf")
    assert [block.grid.rows for block in document.blocks if block.grid is not None] == [4]


def test_no_rules_at_all(press: ModuleType) -> None:
    sheet = press.Sheet().text(60, 60, "A paragraph of running text stands above the table and says nothing of it.")
    for y, row in zip((100, 114, 128, 142), [["Model", *NAMES], *ROWS], strict=True):
        sheet.text(60, y, row[0])
        for x, value in zip((230, 310, 400), row[1:], strict=True):
            sheet.text(x, y, value, align="centre")
    grid = one(press, sheet)
    assert rows(grid) == [["Model", *NAMES], *ROWS]
    assert grid.header_rows == 1


def test_monospaced_lines(press: ModuleType) -> None:
    sheet = press.Sheet()
    text = (
        "Model             MMLU   GSM8K   MATH",
        "Omega Chat 7B     71.2    55.1    9.8",
        "Sigma 13B         68.0    60.3   12.4",
        "Theta Instruct    70.4    44.0   10.1",
    )
    for number, line in enumerate(text):
        sheet.text(60, 100 + 12 * number, line, font="mono", size=9)
    grid = one(press, sheet)
    assert rows(grid) == [
        ["Model", "MMLU", "GSM8K", "MATH"],
        ["Omega Chat 7B", "71.2", "55.1", "9.8"],
        ["Sigma 13B", "68.0", "60.3", "12.4"],
        ["Theta Instruct", "70.4", "44.0", "10.1"],
    ]


def test_turned_headings(press: ModuleType) -> None:
    sheet = press.Sheet().rule(90, 330, 100).rule(90, 330, 170).rule(90, 330, 215)
    sheet.text(94, 165, "Benchmark")
    for x, name in zip((220, 260, 300), NAMES, strict=True):
        sheet.text(x + 3, 166, name, angle=90)
    for y, row in zip((183, 196, 209), ROWS, strict=True):
        sheet.text(94, y, row[0])
        for x, value in zip((220, 260, 300), row[1:], strict=True):
            sheet.text(x, y, value, align="centre")
    assert rows(one(press, sheet)) == [["Benchmark", *NAMES], *ROWS]


@pytest.mark.parametrize("rotate", [0, 90])
def test_sideways_table(press: ModuleType, rotate: int) -> None:
    """Text that reads upwards; with a turned page it is displayed upright, as a landscape page."""
    sheet = press.Sheet(rotate=rotate)
    rows_ = [["Model", *NAMES], *ROWS, *[[f"Task {n}", "50.1", "60.2", "70.3"] for n in range(14)]]
    for number, row in enumerate(rows_):
        x = 100 + 13 * number
        for y, value in zip((700, 560, 460, 360), row, strict=True):
            sheet.text(x, y, value, angle=90)
    sheet.bar(86, 330, 710).bar(104, 330, 710).bar(100 + 13 * len(rows_), 330, 710)
    tables = read(press, sheet)
    assert len(tables) == 1
    assert rows(tables[0].grid) == rows_
    assert tables[0].turned == (90 if rotate == 0 else 0)
    cell = tables[0].grid.at(0, 0)
    assert cell is not None
    assert cell.place.box is not None
    box = cell.place.box
    if rotate == 0:
        assert (round(box.x0), round(box.y1)) == (92, 700)


def test_crop_box_moves_places(press: ModuleType) -> None:
    plain = read(press, booktabs(press, press.Sheet()))[0]
    cropped = read(press, booktabs(press, press.Sheet(crop=(50, 60, 560, 800))))[0]
    assert rows(cropped.grid) == rows(plain.grid)
    assert cropped.box.x0 == pytest.approx(plain.box.x0 - 50)
    assert cropped.box.y0 == pytest.approx(plain.box.y0 - 42)


def test_header_printed_again_with_other_names(press: ModuleType) -> None:
    sheet = booktabs(press, press.Sheet())
    y = 184.0
    sheet.text(94, y + 13, "Benchmark", font="bold")
    for place, name in enumerate(("Swift", "Rust", "Julia")):
        sheet.text(210 + place * 75, y + 13, name, font="bold", align="centre")
    sheet.rule(90, 410, y + 18)
    for place, value in enumerate(("11.1", "22.2", "33.3")):
        sheet.text(210 + place * 75, y + 31, value, align="centre")
    sheet.text(94, y + 31, "Pass rate").rule(90, 410, y + 38)
    tables = read(press, sheet)
    assert [rows(table.grid)[0] for table in tables] == [
        ["Benchmark", *NAMES],
        ["Benchmark", "Swift", "Rust", "Julia"],
    ]
    assert [table.follows for table in tables] == [False, True]
    assert rows(tables[1].grid)[1] == ["Pass rate", "11.1", "22.2", "33.3"]


def test_table_over_two_pages_keeps_its_header(press: ModuleType) -> None:
    first = booktabs(press, press.Sheet(), y=700)
    second = press.Sheet()
    second.rule(90, 410, 60, weight=0.9)
    for y, label, values in ((73, "BBH", ("33.3", "44.4", "55.5")), (86, "DROP", ("12.5", "13.5", "14.5"))):
        second.text(94, y, label)
        for place, value in enumerate(values):
            second.text(210 + place * 75, y, value, align="centre")
    second.rule(90, 410, 93)
    with open_pages(press.pdf(first, second)) as pages:
        (table,) = find_tables(pages.page(2))
    assert table.continues
    assert rows(table.grid) == [
        ["Benchmark", *NAMES],
        ["BBH", "33.3", "44.4", "55.5"],
        ["DROP", "12.5", "13.5", "14.5"],
    ]
    head = table.grid.at(0, 1)
    assert head is not None
    assert head.place.page == 1


def test_white_ink_is_no_digit(press: ModuleType) -> None:
    sheet = booktabs(press, press.Sheet())
    x = 210 - press.width("71.2", 10) / 2 - press.width("0", 10)
    sheet.text(x, 151, "0", colour=(1, 1, 1))
    assert rows(one(press, sheet))[1] == ROWS[0]


def test_white_ink_on_a_dark_ground_is_read(press: ModuleType) -> None:
    sheet = press.Sheet().fill(90, 100, 410, 118, (0.2, 0.2, 0.2)).text(94, 112, "Model", colour=(1, 1, 1))
    for place, name in enumerate(NAMES):
        sheet.text(210 + 75 * place, 112, name, colour=(1, 1, 1), align="centre")
    for number, row in enumerate(ROWS):
        y = 131 + 15 * number
        sheet.rule(90, 410, y - 13).text(94, y, row[0])
        for place, value in enumerate(row[1:]):
            sheet.text(210 + 75 * place, y, value, align="centre")
    sheet.rule(90, 410, 165)
    assert rows(one(press, sheet)) == [["Model", *NAMES], *ROWS]


def test_letters_struck_twice_are_one_letter(press: ModuleType) -> None:
    sheet = booktabs(press, press.Sheet())
    x = 210 - press.width("71.2", 10) / 2
    sheet.text(x + 0.3, 151, "71.2")
    grid = one(press, sheet)
    assert rows(grid)[1] == ROWS[0]


def test_minus_sign_dash_and_blanks(press: ModuleType) -> None:
    sheet = press.Sheet().rule(90, 400, 100).text(94, 113, "Task").text(250, 113, "Bias").text(340, 113, "Drift")
    sheet.rule(90, 400, 118).text(94, 131, "BBQ").text(250, 131, "−0.51").text(340, 131, "–")
    sheet.text(94, 144, "MBE").text(250, 144, "+1.20").text(340, 144, "−3.4%").rule(90, 400, 150)
    assert rows(one(press, sheet))[1:] == [["BBQ", "−0.51", "–"], ["MBE", "+1.20", "−3.4%"]]


def test_marks_scripts_and_compound_cells(press: ModuleType) -> None:
    sheet = press.Sheet().rule(90, 420, 100).text(94, 113, "Task").text(230, 113, "Alpha").text(330, 113, "Beta")
    sheet.rule(90, 420, 118)
    sheet.text(94, 131, "MathVista").text(94 + press.width("MathVista", 10), 133, "mini", size=7)
    sheet.text(230, 131, "63.39 | 2.60").text(330, 131, "88.6").text(330 + press.width("88.6", 10), 127, "†", size=7)
    sheet.text(94, 144, "SWE-bench").text(94 + press.width("SWE-bench", 10), 140, "1", size=6)
    sheet.text(230, 144, "70.9").text(230 + press.width("70.9", 10), 144, "+2.3", size=7, colour=(0, 0.5, 0))
    sheet.text(330, 144, "51.4/67.6*").rule(90, 420, 150)
    grid = one(press, sheet)
    assert rows(grid)[1:] == [["MathVistamini", "63.39 | 2.60", "88.6"], ["SWE-bench", "70.9+2.3", "51.4/67.6"]]
    marks = {cell.text: cell.marks for cell in grid.cells if cell.marks}
    assert marks == {"88.6": ("†",), "SWE-bench": ("1",), "51.4/67.6": ("*",)}
    delta = grid.at(2, 1)
    assert delta is not None
    assert [(part.text, part.small) for part in delta.parts] == [("70.9", False), ("+2.3", True)]
    lowered = grid.at(1, 0)
    assert lowered is not None
    assert [(part.text, part.script) for part in lowered.parts] == [("MathVista", 0), ("mini", -1)]


def test_exponents_stay_exponents(press: ModuleType) -> None:
    sheet = press.Sheet().rule(90, 420, 100).text(94, 113, "Model").text(230, 113, "FLOPs").text(330, 113, "Score")
    sheet.rule(90, 420, 118).text(94, 131, "Omega").text(230, 131, "2.88 × 10").text(330, 131, "12.5")
    sheet.text(230 + press.width("2.88 × 10", 10), 127, "10", size=7).text(94, 144, "Sigma").text(230, 144, "1.5")
    sheet.text(330, 144, "13.5").rule(90, 420, 150)
    cell = one(press, sheet).at(1, 1)
    assert cell is not None
    assert cell.text == "2.88 × 10^10"


def test_emphasis_and_ground(press: ModuleType) -> None:
    sheet = press.Sheet().fill(300, 100, 360, 165, (0.8, 0.85, 1.0)).rule(90, 420, 100)
    sheet.text(94, 113, "Task").text(230, 113, "Alpha", align="centre").text(330, 113, "Beta", align="centre")
    sheet.rule(90, 420, 118)
    for y, label, a, b in ((131, "ARC", "50.1", "60.2"), (144, "BBH", "51.1", "61.2"), (157, "IFEval", "52.1", "62.2")):
        sheet.text(94, y, label).text(230, y, a, align="centre", font="bold" if label == "BBH" else "plain")
        sheet.text(330, y, b, align="centre")
    wide = press.width("52.1", 10) / 2
    sheet.rule(230 - wide, 230 + wide, 158.5, weight=0.4).rule(90, 420, 165)
    grid = one(press, sheet)
    style = {cell.text: (cell.bold, cell.underline, cell.shaded) for cell in grid.cells if cell.row and cell.column}
    assert style["51.1"] == (True, False, False)
    assert style["52.1"] == (False, True, False)
    assert style["61.2"] == (False, False, True)
    assert grid.rows == 4


def test_tight_columns_whose_headers_touch(press: ModuleType) -> None:
    sheet = press.Sheet().rule(90, 330, 100).rule(90, 330, 132).rule(90, 330, 165).text(94, 119, "Task")
    columns = (200, 248, 296)
    for x, upper, lower in zip(columns, ("Sonnet-35-", "Omega-4o", "DeepSigma"), ("1022", "0513", "V3"), strict=True):
        sheet.text(x, 113, upper, size=9, align="centre").text(x, 125, lower, size=9, align="centre")
    for y, label, values in ((145, "ARC", ("61.5", "70.1", "66.0")), (158, "DROP", ("50.2", "58.8", "51.3"))):
        sheet.text(94, y, label)
        for x, value in zip(columns, values, strict=True):
            sheet.text(x, y, value, align="centre")
    assert rows(one(press, sheet))[0] == ["Task", "Sonnet-35-1022", "Omega-4o 0513", "DeepSigma V3"]


def test_numbers_strewn_over_a_drawing_are_no_trusted_table(press: ModuleType) -> None:
    sheet = press.Sheet()
    dice = random.Random(7)
    for _ in range(25):
        sheet.text(dice.uniform(80, 400), dice.uniform(100, 300), f"{dice.uniform(10, 99):.1f}")
    assert all(table.grid.doubts for table in read(press, sheet))


def test_lost_header_is_a_doubt(press: ModuleType) -> None:
    sheet = press.Sheet().rule(90, 330, 100).rule(90, 330, 160)
    for y, row in zip((115, 130, 145), ROWS, strict=True):
        sheet.text(94, y, row[0])
        for x, value in zip((200, 248, 296), row[1:], strict=True):
            sheet.text(x, y, value, align="centre")
    assert any("no header" in doubt for doubt in one(press, sheet).doubts)


def test_long_table_is_read_in_bounded_time(press: ModuleType) -> None:
    sheet = press.Sheet(height=14_000).rule(90, 410, 40).rule(90, 410, 58)
    for place, name in enumerate(["Task", *NAMES]):
        sheet.text(94 + 90 * place, 53, name)
    for number in range(1000):
        y = 71 + 13 * number
        sheet.text(94, y, f"Task {number}")
        for place in range(3):
            sheet.text(184 + 90 * place, y, f"{number % 90 + place}.5")
    sheet.rule(90, 410, 71 + 13 * 1000)
    grid = one(press, sheet)
    assert grid.rows == 1001
    assert rows(grid)[-1] == ["Task 999", "9.5", "10.5", "11.5"]


@pytest.mark.parametrize("seed", range(12))
def test_random_tables_come_back_whole(press: ModuleType, seed: int) -> None:
    dice = random.Random(seed)
    count, height = dice.randint(2, 8), dice.randint(3, 25)
    names = [f"{dice.choice(['Omega', 'Sigma', 'Theta'])}-{n}{dice.choice(['B', ' Chat', ''])}" for n in range(count)]
    body = [
        [f"{dice.choice(['MMLU', 'Big Bench', 'ARC-C', 'Long task name'])} {n + 1}"]
        + [dice.choice(["-", f"{dice.uniform(0, 99):.1f}", f"{dice.uniform(0, 99):.2f}"]) for _ in range(count)]
        for n in range(height)
    ]
    size = dice.choice((7, 9, 10))
    step = max(press.width(name, size) for name in names) + dice.uniform(0.8, 3) * size
    align = dice.choice(("left", "centre", "right"))
    right = 60 + 110 + step * count
    sheet = press.Sheet(width=right + 60).rule(60, right, 80)
    y = 80 + 1.3 * size
    for number, row in enumerate([["Task", *names], *body]):
        sheet.text(62, y, row[0], size=size)
        for place, value in enumerate(row[1:]):
            x = {"left": 170, "centre": 170 + step / 2 - size, "right": 170 + step - 2 * size}[align] + place * step
            sheet.text(x, y, value, size=size, align=align)
        y += 1.35 * size
        if number == 0:
            sheet.rule(60, right, y - 0.95 * size)
            y += 0.3 * size
    sheet.rule(60, right, y - 0.7 * size)
    assert rows(one(press, sheet)) == [["Task", *names], *body]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_two_engines_agree(press: ModuleType, rotate: int) -> None:
    sheet = booktabs(press, press.Sheet(rotate=rotate, crop=(20, 30, 580, 830)))
    sheet.text(300, 500, "upwards", angle=90).fill(100, 400, 160, 430, (1, 0.5, 0))
    with open_pages(press.pdf(sheet)) as pages:
        fast, slow = pages.page(1), pages.read_again(1)
        letters = [
            sorted((glyph.char, round(glyph.x0), round(glyph.y0 / 2), glyph.angle) for glyph in page.glyphs)
            for page in (fast, slow)
        ]
        assert [entry[0] for entry in letters[0]] == [entry[0] for entry in letters[1]]
        for a, b in zip(*letters, strict=True):
            assert abs(a[1] - b[1]) <= 3
            assert abs(a[2] - b[2]) <= 3
            assert a[3] == b[3]
        assert [tuple(round(edge) for edge in area[:4]) for area in fast.areas] == [
            tuple(round(edge) for edge in area[:4]) for area in slow.areas
        ]
        assert len(fast.strokes) == len(slow.strokes)
