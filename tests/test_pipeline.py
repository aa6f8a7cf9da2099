"""The audit from files to judgements: what it keeps, what it survives, what it says of bad files."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from auditor import documents, pipeline, registry
from auditor.errors import DocumentError, NothingToAudit
from auditor.patience import OutOfTime
from auditor.providers.rubric import RubricProvider
from auditor.records import Document, Extraction, Report, Role
from auditor.store import work
from auditor.store.database import Database, open_database, open_for_reading
from auditor.store.records import load_report

CARD = """# Foo-2 model card

Foo-2 is our new language model.

## Results

| Benchmark | Foo-2 | Bar-1 |
|---|---|---|
| GPQA Diamond | **{score}%** | 70.1% |
| MMLU-Pro | 80.2% | 79.9% |
| SWE-bench Verified | 61.0% | – |
"""


def card(path: Path, score: str = "71.3") -> Path:
    path.write_text(CARD.format(score=score), encoding="utf-8")
    return path


def run(paths: list[Path], database: Database | None, started: str = "2026-01-01T00:00:00+00:00") -> Report:
    return pipeline.audit(paths, pipeline.Options(), [RubricProvider()], started=started, database=database)


def counts(path: Path) -> dict[str, int]:
    with open_for_reading(path) as database:
        names = [row["name"] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: next(database.rows(f"SELECT count(*) FROM {name}"))[0] for name in names}


def test_a_card_becomes_a_report_that_the_database_gives_back(tmp_path: Path) -> None:
    path = card(tmp_path / "card.md")
    with open_database(tmp_path / "a.db") as database:
        report = run([path], database)
        assert load_report(database) == report
    dossier = report.dossier
    assert dossier.release.subjects[0] == "Foo-2"
    assert dossier.release.known["model"].how
    assert {(r.claim.benchmark, r.claim.model, r.claim.value) for r in dossier.claims} >= {
        ("GPQA Diamond", "Foo-2", "71.3%"),
        ("MMLU-Pro", "Bar-1", "79.9%"),
    }
    assert {r.claim.role for r in dossier.claims if r.claim.model == "Foo-2"} == {Role.own}
    assert [blank.blank.benchmark for blank in dossier.blanks] == ["SWE-bench Verified"]
    gpqa = next(r for r in dossier.claims if r.claim.benchmark == "GPQA Diamond")
    assert gpqa.benchmark.id == "gpqa-diamond"
    assert len(dossier.earlier) >= 3
    assert report.audit.checks_failed == {}


def test_with_and_without_a_database_the_report_is_the_same(tmp_path: Path) -> None:
    path = card(tmp_path / "card.md")
    with open_database(tmp_path / "a.db") as database:
        assert run([path], database) == run([path], None)


def test_the_same_files_again_add_one_audit_and_nothing_else(tmp_path: Path) -> None:
    paths = [card(tmp_path / "card.md"), card(tmp_path / "other.md", "71.4")]
    with open_database(tmp_path / "a.db") as database:
        first = run(paths, database)
    before = counts(tmp_path / "a.db")
    with open_database(tmp_path / "a.db") as database:
        second = run(paths, database, started="2026-01-02T00:00:00+00:00")
    assert counts(tmp_path / "a.db") == {**before, "audits": before["audits"] + 1}
    assert second.model_copy(update={"audit": first.audit}) == first


def test_a_release_audited_before_is_there_to_compare_with(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as database:
        first = run([card(tmp_path / "card.md")], database)
        second = run([card(tmp_path / "later.md", "75.0")], database)
        known = {earlier.release.id for earlier in second.dossier.earlier}
        assert first.dossier.release.id in known
        assert second.dossier.release.id not in known
        again = run([tmp_path / "card.md"], database, started="2026-01-03T00:00:00+00:00")
        assert second.dossier.release.id in {earlier.release.id for earlier in again.dossier.earlier}


def test_the_vendors_release_before_is_whole_whatever_came_later(tmp_path: Path) -> None:
    """Releases that the vendor made since, or without a date, take no place from the one that this one follows."""

    def of(name: str, released: str | None) -> Report:
        path = tmp_path / f"{name}.md"
        path.write_text(CARD.format(score="71.3").replace("Foo-2", name), encoding="utf-8")
        options = pipeline.Options(model=name, vendor="Foo Labs", released=released)
        return pipeline.audit([path], options, [], started="2026-01-01T00:00:00+00:00", database=database)

    with open_database(tmp_path / "a.db") as database:
        before = of("Foo-1", "2024-01-05").dossier.release
        for name, released in (("Foo-3", "2025-03"), ("Foo-4", "2025-06-01"), ("Foo-5", "2025-09"), ("Foo-6", None)):
            of(name, released)
        found = {one.release.id: one for one in of("Foo-2", "2024-06-01").dossier.earlier}
    assert found[before.id].blanks


def test_one_content_under_two_names_is_read_once(tmp_path: Path) -> None:
    report = run([card(tmp_path / "a.md"), card(tmp_path / "b.md")], None)
    assert [document.name for document in report.dossier.documents] == ["a.md"]


def test_a_document_that_cannot_be_read_is_named_and_the_audit_goes_on(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"")
    report = run([bad, card(tmp_path / "card.md")], None)
    assert list(report.audit.refused) == [str(bad)]
    assert len(report.dossier.documents) == 1


def test_no_document_left(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(DocumentError, match="None of the 2 documents"):
        run([tmp_path], None)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToAudit, match="no document in"):
        run([tmp_path / "empty"], None)


SCRIPT = """
import os, pathlib, signal, sys
from auditor import documents, pipeline, registry
from auditor.patience import OutOfTime
from auditor.providers.rubric import RubricProvider
from auditor.store import writing
from auditor.store import work
from auditor.store.database import open_database

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def read(path, read=documents.read, **options):
    return die() if path.name == sys.argv[3] else read(path, **options)

documents.read = read
if sys.argv[3] == "saving":
    writing.Writer.earlier = die
with open_database(pathlib.Path(sys.argv[1])) as database:
    folder = pathlib.Path(sys.argv[2])
    pipeline.audit([folder], pipeline.Options(), [RubricProvider()], started=sys.argv[4], database=database)
"""


def start(db: Path, folder: Path, dies_at: str, started: str = "2026-01-01") -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-c", SCRIPT, str(db), str(folder), dies_at, started]
    return subprocess.Popen(arguments, stderr=subprocess.PIPE)


@pytest.mark.parametrize(("dies_at", "kept"), [("2.md", 2), ("saving", 4)])
def test_a_killed_audit_leaves_a_database_that_goes_on(
    dies_at: str, kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    for n in range(4):
        card(folder / f"{n}.md", f"7{n}.5")
    db = tmp_path / "a.db"
    process = start(db, folder, dies_at)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, errors.decode()
    after = counts(db)
    assert after["audits"] == 0
    work.maker.cache_clear()
    read_again = []
    read = documents.read
    monkeypatch.setattr(
        documents, "read", lambda path, **options: read_again.append(path.name) or read(path, **options)
    )
    with open_database(db) as database:
        report = run([folder], database)
        assert load_report(database) == report
    assert read_again[: 4 - kept] == ["2.md", "3.md"][: 4 - kept]
    assert not {"0.md", "1.md"} & set(read_again)
    assert len(report.dossier.documents) == 4
    connection = sqlite3.connect(db)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_two_audits_side_by_side(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    folders = [tmp_path / "one", tmp_path / "two", tmp_path / "three"]
    for number, folder in enumerate(folders):
        folder.mkdir()
        for n in range(3):
            card(folder / f"{n}.md", f"{number}{n}.5")
    running = [start(db, folder, "never", f"2026-01-0{n + 1}") for n, folder in enumerate(folders)]
    for process in running:
        _, errors = process.communicate(timeout=180)
        assert process.returncode == 0, errors.decode()
    assert counts(db)["audits"] == 3
    with open_for_reading(db) as database:
        assert next(database.rows("SELECT count(DISTINCT release) FROM latest_audits"))[0] == 3


@pytest.mark.parametrize(
    ("error", "said"), [(KeyError("row"), "KeyError: 'row'"), (OutOfTime("more than 20 s"), "it takes more than 20 s")]
)
def test_a_document_whose_claims_cannot_be_taken_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    for name, model in (("a.md", "Foo-1"), ("b.md", "Foo-1-mini")):
        (tmp_path / name).write_text(f"# {model}\n\n| Benchmark | {model} |\n|---|---|\n| MMLU | 70.1 |\n")
    take = pipeline.claims.extract

    def one_fails(document: Document, *rest: Any) -> Extraction:
        if document.name == "a.md":
            raise error
        return take(document, *rest)

    monkeypatch.setattr(pipeline.claims, "extract", one_fails)
    quiet = lambda what, done, total: None  # noqa: E731
    read, _ = pipeline.read_documents([tmp_path], None, quiet)
    _, (first, second) = pipeline.take_claims(read, pipeline.Options(), registry.load(), None, quiet)
    assert [said in unread.reason for unread in first.unread] == [True]
    assert [claim.value for claim in second.claims] == ["70.1"]
