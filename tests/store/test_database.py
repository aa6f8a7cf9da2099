"""The database file itself: made, migrated, shared, refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from auditor import resources
from auditor.errors import StoreError
from auditor.store import description
from auditor.store.database import open_database, open_for_reading, statements, version


def test_the_generated_files_are_fresh() -> None:
    folder = resources.folder("db")
    advice = "run python -m auditor.store.description"
    assert (folder / "schema.sql").read_text(encoding="utf-8") == description.schema(), advice
    assert (folder / "README.md").read_text(encoding="utf-8") == description.readme(), advice


def test_every_table_is_strict_and_every_record_table_described(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as database:
        tables = list(
            database.rows("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
        )
        ours = [t["name"] for t in tables if not t["name"].startswith(("sqlite_", "_sqlite"))]
        assert len(ours) > 20
        assert [t["name"] for t in tables if t["name"] in ours and not t["strict"]] == []
        assert database.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert database.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    before = path.read_bytes()
    with open_database(path) as database:
        assert version(database) == sorted((resources.folder("db") / "migrations").glob("[0-9]*.sql"))[-1].stem
    assert path.read_bytes() == before


def test_a_failing_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "db"
    shutil.copytree(resources.folder("db") / "migrations", folder / "migrations")
    (folder / "migrations" / "9999_broken.sql").write_text(
        "CREATE TABLE half (a TEXT) STRICT; CREATE TABLE half (b TEXT);"
    )
    monkeypatch.setattr(resources, "folder", lambda name: folder)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        open_database(tmp_path / "a.db")
    connection = sqlite3.connect(tmp_path / "a.db")
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    applied = [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations")]
    connection.close()
    assert "half" not in names
    assert "claims" in names
    assert "9999_broken" not in applied


def test_statements_keep_triggers_whole() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT ';'; END;"
    assert list(statements(f"-- a comment; with a semicolon\nSELECT 1;\n{trigger}\n-- the end\n")) == [
        "-- a comment; with a semicolon\nSELECT 1;",
        trigger,
    ]
    with pytest.raises(ValueError, match="not complete"):
        list(statements("SELECT 1; SELECT 2"))


@pytest.mark.parametrize("table", ["claims", "findings", "judgements", "audits", "documents"])
def test_what_was_written_stays(table: str, tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as database:
        database.connection.execute("PRAGMA foreign_keys = OFF")
        columns = [c for c in database.rows(f"PRAGMA table_info({table})") if c["notnull"] or c["name"] == "digest"]
        zero = {"TEXT": "", "INTEGER": 0, "BLOB": b"", "REAL": 0.0}
        names = ", ".join(c["name"] for c in columns)
        database.connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})",
            [zero[c["type"]] for c in columns],
        )
        for change in (f"UPDATE {table} SET id = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="only grow"):
                database.connection.execute(change)


def test_no_database_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"%PDF-1.7 not a database, and longer than one hundred bytes" * 4)
    for opening in (open_database, open_for_reading):
        with pytest.raises(StoreError, match=r"a\.db is not an audit database"):
            opening(path)
    assert path.read_bytes().startswith(b"%PDF")


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (name TEXT)")
    connection.commit()
    connection.close()
    for opening in (open_database, open_for_reading):
        with pytest.raises(StoreError, match="not an audit database"):
            opening(path)
    connection = sqlite3.connect(path)
    assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["photos"]
    connection.close()


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_database(path) as database:
        database.connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('auditor', '9000_later', 'now')"
        )
    for opening in (open_database, open_for_reading):
        with pytest.raises(StoreError, match=r"newer auditor \(9000_later\)"):
            opening(path)


@pytest.mark.parametrize("make", ["truncated", "overwritten"])
def test_a_damaged_database(make: str, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    data = path.read_bytes()
    path.write_bytes(data[:5000] if make == "truncated" else data[:100] + b"\xff" * (len(data) - 100))
    with pytest.raises(StoreError, match=r"a\.db"):
        open_database(path)


def test_missing_folder_and_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        open_database(tmp_path / "none" / "a.db")
    with pytest.raises(StoreError, match="is a folder"):
        open_database(tmp_path)
    with pytest.raises(StoreError, match="There is no database"):
        open_for_reading(tmp_path / "a.db")


def test_reading_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_database(path).close()
    with open_for_reading(path) as database:
        for change in ("DROP TABLE claims", "PRAGMA user_version = 3", f"ATTACH '{tmp_path}/b.db' AS b"):
            with pytest.raises((sqlite3.DatabaseError, StoreError)):
                list(database.rows(change))
    assert not (tmp_path / "b.db").exists()


WRITER = """
import sys, pathlib, time
from auditor.store.database import open_database
with open_database(pathlib.Path(sys.argv[1])) as database:
    for n in range(40):
        with database.writing() as connection:
            connection.execute("INSERT INTO bundles (digest, kind, size) VALUES (randomblob(16), ?, 0)", (sys.argv[2],))
            time.sleep(0.002)
"""


def test_several_processes_make_and_write_one_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(n)], stderr=subprocess.PIPE) for n in range(4)
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors.decode()
    with open_for_reading(path) as database:
        assert next(database.rows("SELECT count(*) FROM bundles"))[0] == 160


def tell_as_nobody(path: Path) -> list[str]:
    """What a process without rights is told on opening the file, and the claims it counts."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        lines = []
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            try:
                open_database(path).close()
            except StoreError as error:
                lines.append(str(error))
            with open_for_reading(path) as database:
                lines.append(str(next(database.rows("SELECT count(*) FROM claims"))[0]))
        except BaseException as error:
            lines.append(f"{type(error).__name__}: {error}")
        os.write(writing, "\n".join(lines).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        told = pipe.read().splitlines()
    os.waitpid(child, 0)
    return told


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to give up rights in a child")
@pytest.mark.parametrize("exists", [False, True])
def test_a_folder_that_cannot_be_written(exists: bool) -> None:
    folder = Path(tempfile.mkdtemp())
    path = folder / "a.db"
    try:
        folder.chmod(0o755)
        if exists:
            open_database(path).close()
            path.chmod(0o444)
        folder.chmod(0o555)
        told = tell_as_nobody(path)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert "a.db cannot be" in told[0]
    assert "--db" in told[0]
    assert told[1].startswith("0" if exists else f"StoreError: There is no database {path}")


def test_a_full_disk(tmp_path: Path) -> None:
    with open_database(tmp_path / "a.db") as database:
        pages = next(database.rows("PRAGMA page_count"))[0]
        database.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="no room left"), database.writing() as connection:
            connection.execute("INSERT INTO bundles (digest, kind, size) VALUES (zeroblob(1000000), 'x', 0)")
        assert next(database.rows("SELECT count(*) FROM bundles"))[0] == 0
