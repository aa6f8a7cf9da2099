"""Documents written by hand, as the readers would give them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from auditor.claims import PlainVocabulary, extract, find_release
from auditor.records import Block, BlockKind, Cell, Document, Extraction, Footnote, Grid, Part, Place

Row = Sequence[str]


def cell(text: str, row: int, column: int, header: bool) -> Cell:
    """One cell: **bold**, __underlined__, ^mark at the end, "lowered" after "~"."""
    bold = text.startswith("**") and text.endswith("**")
    text = text[2:-2] if bold else text
    underline = text.startswith("__") and text.endswith("__")
    text = text[2:-2] if underline else text
    text, _, mark = text.partition("^")
    base, tilde, lowered = text.partition("~")
    parts = (Part(text=base), Part(text=lowered, script=-1)) if tilde else ()
    return Cell(
        row=row,
        column=column,
        text=base + lowered,
        marks=(mark,) if mark else (),
        bold=bold,
        underline=underline,
        parts=parts,
        header=header,
    )


def grid(rows: Sequence[Row], header_rows: int = 1, label_columns: int = 1, doubts: tuple[str, ...] = ()) -> Grid:
    """Rows of texts; "<" goes on from the left, "^" alone goes on from above, "" prints nothing."""
    width = max(len(row) for row in rows)
    cells: dict[tuple[int, int], Cell] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "<":
                start = max(k for k in range(c) if row[k] != "<")
                left = cells[r, start]
                cells[r, start] = left.model_copy(update={"column_span": c - start + 1})
            elif text == "^":
                start = max(k for k in range(r) if rows[k][c] != "^")
                above = cells[start, c]
                cells[start, c] = above.model_copy(update={"row_span": r - start + 1})
            elif text:
                cells[r, c] = cell(text, r, c, r < header_rows)
    ordered = tuple(cells[key] for key in sorted(cells))
    return Grid(
        rows=len(rows),
        columns=width,
        header_rows=header_rows,
        label_columns=label_columns,
        cells=ordered,
        doubts=doubts,
    )


def document(*blocks: Block, title: str | None = "Aurora-2 Technical Report", name: str = "report.md") -> Document:
    placed = tuple(block.model_copy(update={"order": order}) for order, block in enumerate(blocks))
    return Document(
        id="doc-0123456789abcdef", name=name, sha256="0" * 64, media_type="text/markdown", title=title, blocks=placed
    )


def table(rows: Sequence[Row], *, caption: str = "", notes: dict[str, str] | None = None, **shape: object) -> Block:
    footnotes = tuple(Footnote(mark=mark, text=text) for mark, text in (notes or {}).items())
    return Block(
        kind=BlockKind.table,
        order=0,
        place=Place(line=7),
        grid=grid(rows, **shape),  # type: ignore[arg-type]
        caption=caption,
        footnotes=footnotes,
    )


def text(words: str, kind: BlockKind = BlockKind.paragraph) -> Block:
    return Block(kind=kind, order=0, text=words, place=Place(line=3))


def extraction(*blocks: Block, **about: str) -> Extraction:
    read = document(*blocks, **about)  # type: ignore[arg-type]
    vocabulary = PlainVocabulary()
    return extract(read, find_release([read], vocabulary=vocabulary), vocabulary)


class Hand:
    """Everything above under one name."""

    cell = staticmethod(cell)
    grid = staticmethod(grid)
    document = staticmethod(document)
    table = staticmethod(table)
    text = staticmethod(text)
    extraction = staticmethod(extraction)


@pytest.fixture
def hand() -> type[Hand]:
    return Hand


@pytest.fixture
def triples() -> Callable[[Extraction], set[tuple[str, str, str]]]:
    """(model, benchmark, value) of every claim."""
    return lambda found: {(claim.model, claim.benchmark, claim.value) for claim in found.claims}
