"""Two hundred thousand claims: written in reasonable time, each question answered within 300 ms of processor time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice

import pytest

from auditor import registry
from auditor.exports.board import board
from auditor.store.board import board_rows
from auditor.store.database import Database, open_for_reading
from auditor.store.records import load_report
from tests.benchmarks import large_database, questions

RELEASES, CLAIMS, FINDINGS = 200, 1000, 100


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("large") / "audits.db"
    started = time.process_time()
    large_database.make(path, releases=RELEASES, claims=CLAIMS, findings=FINDINGS)
    spent = time.process_time() - started
    assert spent < 240, f"writing took {spent:.0f} s of processor time"
    with open_for_reading(path) as database:
        assert next(database.rows("SELECT count(*) FROM claims"))[0] == RELEASES * CLAIMS
        assert next(database.rows("SELECT count(*) FROM findings"))[0] == RELEASES * FINDINGS
        yield database


EMPTY = {
    "unread",
    "unresolved_names",
    "(findings --model",
    "(findings --benchmark",
    "search --words '模型'",
    'search --words "o',
}
"""What a database of known names without anything unread has no rows for."""


def test_every_question_answers_in_time_and_a_report_loads_whole(large: Database) -> None:
    slow = {}
    for name, sql, given in questions.questions(large):
        spent, count = questions.fastest(lambda sql=sql, given=given: questions.rows(large, sql, given))  # type: ignore[misc]
        if spent > questions.BOUND:
            slow[name] = round(spent, 3)
        assert count or name.startswith(tuple(EMPTY)), name
    assert not slow
    started = time.process_time()
    report = load_report(large, "audit-000000000000004d")
    assert questions.EXPORTERS["html"].export(report)
    assert time.process_time() - started < questions.REPORT_BOUND
    made = next(islice(large_database.reports(registry.load(), RELEASES, CLAIMS, FINDINGS, 1), 77, None))
    assert report.findings == made.findings
    assert report.dossier.claims == made.dossier.claims


def test_the_board_takes_20_s_at_most(large: Database) -> None:
    started = time.process_time()
    page = board(board_rows(large), database="audits.db")
    assert time.process_time() - started < 20
    assert page.count("<tr data-text=") == 80
