"""Grids: whatever the rows, spans never overlap, no text is lost, and the usual layouts are understood."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.documents.grid import Draft, build
from auditor.records import Grid

_TEXTS = st.one_of(
    st.sampled_from(["", "-", "MMLU", "72.3", "5-shot", "Model", "# Shots", "Average", "51.4/67.6", "General", "N/A"]),
    st.text("abc 19.%", max_size=8),
)
_DRAFTS = st.builds(
    lambda text, rows, columns, header, bold: Draft(
        text.strip(), row_span=rows, column_span=columns, header=header, bold=bold
    ),
    _TEXTS,
    st.integers(1, 4),
    st.integers(1, 5),
    st.booleans(),
    st.booleans(),
)


def grid(*rows: str, declared: int | None = None, header: bool = False) -> Grid:
    """A grid from lines such as "Model | MMLU"; "**x**" is bold, "x>3" spans three columns, "x^2" two rows."""
    built = build([[_draft(text) for text in row.split("|")] for row in rows], declared=declared)
    assert built is not None
    return built


def _draft(text: str) -> Draft:
    text = text.strip()
    columns = rows = 1
    if ">" in text:
        text, number = text.rsplit(">", 1)
        columns = int(number)
    if "^" in text:
        text, number = text.rsplit("^", 1)
        rows = int(number)
    bold = text.startswith("**")
    return Draft(text.strip("*"), bold=bold, column_span=columns, row_span=rows)


def texts(built: Grid, row: int) -> list[str]:
    return [cell.text if (cell := built.at(row, column)) else "" for column in range(built.columns)]


@given(st.lists(st.lists(_DRAFTS, max_size=7), max_size=9), st.one_of(st.none(), st.integers(0, 3)))
@settings(max_examples=300, deadline=None)
def test_spans_never_overlap_and_no_text_is_lost(rows: list[list[Draft]], declared: int | None) -> None:
    wanted = Counter(draft.text for row in rows for draft in row if draft.text)
    built = build(rows, declared=declared)
    if built is None:
        assert not wanted
        return
    assert Counter(cell.text for cell in built.cells if cell.text) == wanted
    taken: set[tuple[int, int]] = set()
    for cell in built.cells:
        assert cell.row + cell.row_span <= built.rows
        assert cell.column + cell.column_span <= built.columns
        covered = {
            (r, c)
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        }
        assert not covered & taken
        taken |= covered
    assert 0 <= built.header_rows <= built.rows
    assert 0 <= built.label_columns <= built.columns
    assert [(c.row, c.column) for c in built.cells] == sorted((c.row, c.column) for c in built.cells)


@given(st.lists(st.lists(st.decimals(0, 100, places=1), min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_a_plain_table_of_scores_is_read_without_doubt(values: list[list[object]]) -> None:
    rows = [[Draft("Benchmark"), Draft("Alpha-7B"), Draft("Beta-8B"), Draft("Gamma")]]
    rows += [[Draft(f"Bench {number}"), *(Draft(str(value)) for value in row)] for number, row in enumerate(values)]
    built = build(rows)
    assert built is not None
    assert (built.header_rows, built.label_columns, built.doubts) == (1, 1, ())


def test_header_rows_without_markup_end_at_the_first_values() -> None:
    built = grid("Benchmark | Alpha>2 | Beta>2", " | base | chat | base | chat", "MMLU | 70.1 | 71.2 | 69.0 | 70.4")
    assert built.header_rows == 2
    assert texts(built, 0) == ["Benchmark", "Alpha", "Alpha", "Beta", "Beta"]
    assert texts(built, 1) == ["Benchmark", "base", "chat", "base", "chat"]


def test_three_header_levels() -> None:
    built = grid(
        "Model | Text>4", " | Easy>2 | Hard>2", " | EM | F1 | EM | F1", "Alpha | 1.5 | 2.5 | 3.5 | 4.5", declared=1
    )
    assert built.header_rows == 3
    assert [built.at(row, 4).text for row in range(3)] == ["Text", "Hard", "F1"]  # type: ignore[union-attr]


def test_a_merged_header_written_as_empty_cells_reaches_right() -> None:
    built = grid(
        "Model | English | | Chinese |",
        " | MMLU | BBH | C-Eval | CMMLU",
        "Alpha | 70.1 | 60.2 | 65.0 | 66.0",
        declared=1,
    )
    assert built.header_rows == 2
    assert texts(built, 0) == ["Model", "English", "English", "Chinese", "Chinese"]


def test_a_group_title_in_the_middle_covers_the_repeating_titles_below() -> None:
    built = grid(
        "Lang | | Fraud | | | Theft |",
        " | A | B | C | A | B | C",
        "zh | 1% | 2% | 3% | 4% | 5% | 6%",
        "en | 1% | 2% | 3% | 4% | 5% | 6%",
        declared=1,
    )
    assert texts(built, 0) == ["Lang", "Fraud", "Fraud", "Fraud", "Theft", "Theft", "Theft"]


def test_rows_that_name_shots_or_metrics_belong_to_the_header() -> None:
    built = grid("Model | MMLU | GSM8K", "# Shots | 5 | 8", "Alpha | 70.1 | 60.2", "Beta | 71.0 | 61.2", declared=1)
    assert built.header_rows == 2
    built = grid("Dataset | LAMBADA | LAMBADA", "(metric) | (PPL) | (ACC)", "Alpha | 8.63 | 63.24", declared=1)
    assert built.header_rows == 2
    assert built.doubts == ()


def test_architecture_and_size_rows_stay_in_the_body() -> None:
    built = grid(
        " | Benchmark | Alpha | Beta",
        " | Architecture | MoE | Dense",
        " | # Params | 37B | 72B",
        "English | MMLU | 88.3 | 87.2",
        " | BBH | 1.5 | 2.5",
        declared=1,
    )
    assert built.header_rows == 1
    assert built.label_columns == 2
    assert texts(built, 4)[:2] == ["English", "BBH"]


def test_a_group_label_reaches_down_but_never_a_setting_of_another_benchmark() -> None:
    built = grid(
        "Category | Benchmark | # Shots | Alpha | Beta",
        "General | MMLU | 5 | 70.1 | 71.0",
        " | BBH | | 60.2 | 61.0",
        "Code | MBPP | 3 | 50.1 | 51.0",
        declared=1,
    )
    assert built.label_columns == 3
    assert texts(built, 2)[:3] == ["General", "BBH", ""]


def test_benchmark_label_reaches_over_its_settings() -> None:
    built = grid(
        "Benchmark | Mode | Alpha | Beta", "HLE | no tools | 20.1 | 19.0", " | tools | 30.2 | 31.0", declared=1
    )
    assert texts(built, 2) == ["HLE", "tools", "30.2", "31.0"]


def test_setting_columns_are_labels_even_when_numeric() -> None:
    built = grid("Benchmark | # Shots | Metric | Alpha", "MMLU | 5 | acc | 70.1", "BBH | 3 | em | 60.2", declared=1)
    assert built.label_columns == 3
    built = grid("Model | Size | MMLU", "Alpha | 7B | 70.1", "Alpha | 70B | 80.1", declared=1)
    assert built.label_columns == 2


def test_section_rows_span_the_table() -> None:
    built = grid("Benchmark | Alpha | Beta", "**Coding** | |", "MBPP | 50.1 | 51.0", "**Maths**", "GSM8K | 90.1 | 91.0")
    section = built.at(1, 2)
    assert section is not None
    assert (section.text, section.column_span, section.header) == ("Coding", 3, True)
    assert built.at(3, 1).text == "Maths"  # type: ignore[union-attr]
    assert built.header_rows == 1


def test_a_row_of_dashes_is_no_section() -> None:
    built = grid("Benchmark | Alpha | Beta", "HumanEval | - | -", "MBPP | 50.1 | 51.0", declared=1)
    assert texts(built, 1) == ["HumanEval", "-", "-"]


def test_a_header_without_corner_and_a_single_row_of_scores() -> None:
    built = grid("Average | hellaswag | MMLU", "0.57221 | 0.81617 | 0.5012", declared=1)
    assert built.label_columns == 0


def test_an_empty_header_row_means_no_header() -> None:
    built = grid(" | ", "**Architecture** | Mixture", "**Total Parameters** | 1T", "**Layers** | 61", declared=1)
    assert (built.header_rows, built.rows) == (0, 3)


def test_an_empty_header_row_over_bold_titles_gives_them_the_header() -> None:
    built = grid(" | | ", "**Model** | **MMLU** | **BBH**", "Alpha | 70.1 | 60.2", declared=1)
    assert built.header_rows == 1
    assert built.at(0, 1).text == "MMLU"  # type: ignore[union-attr]


def test_ragged_rows_are_padded_and_doubted() -> None:
    built = grid("Benchmark | Alpha | Beta", "MMLU | 70.1", "BBH | 60.2 | 61.0", declared=1)
    assert built.columns == 3
    assert built.at(1, 2) is None
    assert any("shorter" in doubt for doubt in built.doubts)


def test_doubts_name_what_is_missing() -> None:
    assert any("no header row" in d for d in grid("MMLU | 70.1 | 71.0", "BBH | 60.2 | 61.0").doubts)
    assert any(
        "same header: Alpha" in d for d in grid("Benchmark | Alpha | Alpha", "MMLU | 70.1 | 71.0", declared=1).doubts
    )
    assert any("no header" in d for d in grid("Benchmark | Alpha | ", "MMLU | 70.1 | 71.0", declared=1).doubts)
    assert any("no label" in d for d in grid("Benchmark | Alpha", "MMLU | 70.1", " | 71.0", declared=1).doubts)


def test_rowspans_that_promise_too_much_are_cut() -> None:
    built = grid("Category^99 | Benchmark | Alpha", "MMLU | 70.1", "BBH | 60.2", declared=1)
    assert built.rows == 3
    assert built.at(2, 0).text == "Category"  # type: ignore[union-attr]


def test_an_empty_table_is_no_grid() -> None:
    assert build([]) is None
    assert build([[Draft(""), Draft("")], []]) is None
