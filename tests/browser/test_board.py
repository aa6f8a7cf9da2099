"""The board as a reader meets it, with and without its script."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from auditor import registry
from auditor.exports.board import board
from auditor.store.board import board_rows
from auditor.store.database import open_database
from auditor.store.records import save_report

from .conftest import DESK, PHONE

Look = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("board")
    made = importlib.import_module("tests.benchmarks.large_database")
    with open_database(folder / "audits.db") as database:
        for report in made.reports(registry.load(), 8, 300, 20, 1):
            save_report(database, report)
        file = folder / "board.html"
        file.write_text(board(board_rows(database), database="audits.db"), encoding="utf-8")
    return file


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_nothing_sticks_out_and_axe_is_content(page: Path, look: Look, width: int, scheme: str) -> None:
    with look(page, width=width, scheme=scheme) as sight:
        assert sight.width() <= width
        sight.unfold()
        assert sight.width() <= width
        assert sight.faults() == []
        assert sight.faint() == []
        assert sight.messages == []
        assert sight.requests == []


def test_filter_and_sort(page: Path, look: Look) -> None:
    with look(page) as sight:
        rows = sight.page.locator("#matrix tbody tr:visible")
        before = rows.count()
        assert before == 8
        first = rows.first.locator("th").inner_text().split("\n")[0]
        sight.page.get_by_label("Models or vendors").fill(first.lower())
        assert 1 <= rows.count() < before
        assert "models shown" in sight.page.locator("#said").inner_text()
        sight.page.get_by_label("Models or vendors").fill("")
        head = sight.page.locator("#matrix thead th").nth(2)
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        keys = sight.page.locator("#matrix tbody tr").evaluate_all("rows => rows.map(row => row.cells[2].dataset.key)")
        scores = [float(key) for key in keys if key]
        assert scores == sorted(scores, reverse=True)
        assert not any(keys[len(scores) :]), "models without a score come last"


def test_a_score_leads_to_its_place_without_a_script(page: Path, look: Look) -> None:
    with look(page, script=False) as sight:
        link = sight.page.locator("#matrix tbody a").first
        target = link.get_attribute("href")
        link.click()
        assert sight.page.locator(target).is_visible()
        assert not sight.page.locator("#tools").is_visible()
