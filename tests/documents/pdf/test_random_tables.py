"""Random tables of every layout come back whole; `press_score.py` prints the same over as many as wanted."""

from __future__ import annotations

import itertools
from types import ModuleType

import pytest

from auditor.documents.pdf.glyphs import open_pages
from auditor.documents.pdf.tables import find_tables

LAYOUTS = (
    "plain",
    "spanned",
    "spanned, no rules",
    "stacked",
    "sections",
    "groups",
    "cycles",
    "settings",
    "wrapped",
    "grid",
    "bare",
    "compound",
    "gains",
    "two columns",
    "sideways",
)


def test_every_layout_is_tested(layouts: ModuleType) -> None:
    assert set(LAYOUTS) == set(layouts.LAYOUTS)


ONCE_WRONG = [("sideways", 26), ("sideways", 153), ("sideways", 193)]
"""Seeds that were read wrong: a sign for none set at the other end of its column than the numbers."""


@pytest.mark.parametrize(("layout", "seed"), [*itertools.product(LAYOUTS, range(15)), *ONCE_WRONG])
def test_random_tables_come_back_whole(
    press: ModuleType, layouts: ModuleType, printing: ModuleType, layout: str, seed: int
) -> None:
    table = layouts.make(layout, seed)
    with open_pages(press.pdf(printing.print_table(press, table, seed))) as pages:
        grids = [found.grid for found in find_tables(pages.page(1))]
    truth, read = table.truth(), layouts.found(grids)
    right, known, seen = layouts.score(truth, read)
    assert (right, seen) == (known, known), (truth, read)
    assert not any(grid.doubts for grid in grids)


def test_what_is_lost_lowers_the_score(layouts: ModuleType) -> None:
    table = layouts.make("plain", 3)
    truth = table.truth()
    other = [(("Another row",), columns, value) for _, columns, value in truth[:1]]
    right, known, seen = layouts.score(truth, truth[1:] + other)
    assert (right, known, seen) == (len(truth) - 1, len(truth), len(truth))
