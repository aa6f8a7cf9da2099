"""What goes into the database comes out the same, and the same is kept once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.errors import StoreError
from auditor.records import Record, Report
from auditor.store import tables
from auditor.store.database import open_database
from auditor.store.records import load_audits, load_report, save_report


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


@pytest.mark.parametrize("seed", range(40))
def test_any_report_comes_back_as_it_was(seed: int, make_report: Callable[[int], Report], tmp_path: Path) -> None:
    report = make_report(seed)
    with open_database(tmp_path / "audits.db") as database:
        save_report(database, report)
        loaded = load_report(database, report.audit.id)
        assert loaded == report
        assert list(loaded.dossier.runs) == list(report.dossier.runs)
        assert loaded.model_dump_json() == report.model_dump_json()
        assert load_audits(database) == (report.audit,)


@pytest.mark.parametrize("seed", range(40, 50))
def test_the_same_again_adds_only_an_audit(seed: int, make_report: Callable[[int], Report], tmp_path: Path) -> None:
    report = make_report(seed)
    again = report.model_copy(update={"audit": report.audit.model_copy(update={"id": report.audit.id + "'"})})
    with open_database(tmp_path / "audits.db") as database:
        save_report(database, report)
        before = counts(database.connection)
        save_report(database, report)
        assert counts(database.connection) == before
        save_report(database, again)
        assert counts(database.connection) == {**before, "audits": before["audits"] + 1}
        assert load_report(database, again.audit.id) == again
        assert load_report(database, report.audit.id) == report


def test_a_changed_content_is_kept_beside_the_old(make_report: Callable[[int], Report], tmp_path: Path) -> None:
    report = next(one for seed in range(60, 90) if (one := make_report(seed)).findings)
    finding = report.findings[0].model_copy(update={"title": "said otherwise"})
    audit = report.audit.model_copy(update={"id": "audit-later"})
    later = report.model_copy(update={"audit": audit, "findings": (finding, *report.findings[1:])})
    with open_database(tmp_path / "audits.db") as database:
        save_report(database, report)
        save_report(database, later)
        assert load_report(database, report.audit.id) == report
        assert load_report(database, "audit-later") == later


def test_an_audit_is_never_overwritten(make_report: Callable[[int], Report], tmp_path: Path) -> None:
    report = make_report(50)
    other = make_report(51)
    other = other.model_copy(update={"audit": other.audit.model_copy(update={"id": report.audit.id})})
    with open_database(tmp_path / "audits.db") as database:
        save_report(database, report)
        with pytest.raises(StoreError, match="another audit"):
            save_report(database, other)
        assert load_report(database) == report


@pytest.mark.parametrize("shape", tables.SHAPES, ids=lambda shape: shape.table)
def test_every_field_has_its_column(shape: Any, tmp_path: Path) -> None:
    with open_database(tmp_path / "audits.db") as database:
        stored = {row["name"]: row for row in database.rows(f"PRAGMA table_xinfo({shape.table})")}
    for column in shape.columns:
        assert column.name in stored, f"{shape.table} has no column for {shape.record.__name__}.{column.field}"
        assert stored[column.name]["type"] == column.type
        assert bool(stored[column.name]["notnull"]) is not column.optional
        if column.exact:
            assert column.name.removesuffix("_exact") in stored


def test_every_record_of_a_report_has_a_table() -> None:
    seen: set[type[Record]] = set()

    def walk(kind: Any) -> None:
        for part in getattr(kind, "__args__", ()):
            walk(part)
        if isinstance(kind, type) and issubclass(kind, Record) and kind not in seen:
            seen.add(kind)
            for info in kind.model_fields.values():
                walk(info.annotation)

    walk(Report)
    held = {shape.record for shape in tables.SHAPES}
    missing = {kind.__name__ for kind in seen if "id" in kind.model_fields} - {kind.__name__ for kind in held}
    assert not missing
