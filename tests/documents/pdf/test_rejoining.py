"""Words that narrow columns broke without a hyphen."""

from __future__ import annotations

import pytest

from auditor.documents.pdf.rejoining import rejoined
from auditor.records import Block, BlockKind, Cell, Grid, Part


def table(*headers: str) -> Block:
    cells = [Cell(row=0, column=c, text=text, header=True) for c, text in enumerate(("Task", *headers))]
    cells += [Cell(row=1, column=c, text="Some thinki ng" if c == 0 else "51.0") for c in range(len(headers) + 1)]
    grid = Grid(rows=2, columns=len(headers) + 1, header_rows=1, cells=tuple(cells))
    return Block(kind=BlockKind.table, order=1, grid=grid)


def headers(words: str, *printed: str) -> list[str]:
    prose = Block(kind=BlockKind.paragraph, order=0, text=words)
    grid = rejoined([prose, table(*printed)])[1].grid
    assert grid is not None
    return [cell.text for cell in grid.cells if cell.row == 0][1:]


def test_a_word_that_the_document_has_whole_is_put_together() -> None:
    assert headers("We turn Thinking on.", "Aurora non-thinki ng") == ["Aurora non-thinking"]


def test_two_breaks_of_one_word_vouch_for_it() -> None:
    assert headers("", "Exten ded", "Extende d") == ["Extended", "Extended"]


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("The notes say note book and the note is long, a book too.", "note book"),
        ("A notebook is open; a note and a book lie on it, note by note, book by book.", "note book"),
        ("Nothing is said.", "Exten ded"),
        ("An intern is in term.", "in term"),
    ],
)
def test_two_words_stay_two(words: str, printed: str) -> None:
    assert headers(words, printed) == [printed]


def test_styled_runs_are_mended_too() -> None:
    prose = Block(kind=BlockKind.paragraph, order=0, text="Thinking.")
    parts = (Part(text="Aurora"), Part(text="thinki ng", bold=True))
    cell = Cell(row=0, column=0, text="Aurora thinki ng", parts=parts, header=True)
    table = Block(kind=BlockKind.table, order=1, grid=Grid(rows=1, columns=1, header_rows=1, cells=(cell,)))
    grid = rejoined([prose, table])[1].grid
    assert grid is not None
    assert [part.text for part in grid.cells[0].parts] == ["Aurora", "thinking"]
