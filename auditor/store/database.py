"""The one file an audit is kept in: opened, brought up to date, written to by several audits at once."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlite_utils
from sqlite_utils.migrations import Migrations

from auditor import resources
from auditor.errors import StoreError

BUSY_SECONDS = 120
"""How long one audit waits for another to finish writing: far longer than any single step holds the file."""


class Database:
    """An open audit database. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self.sql = sqlite_utils.Database(connection, execute_plugins=False)

    def rows(self, query: str, parameters: tuple[Any, ...] | dict[str, Any] = ()) -> Iterator[sqlite3.Row]:
        """The rows of a query. Raises StoreError where the file cannot be read."""
        with troubles(self.path):
            yield from self.connection.execute(query, parameters)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that takes its turn with other writers: all of it is kept, or nothing. Nests."""
        with troubles(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk may already have ended the transaction.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_database(path: Path) -> Database:
    """Open a database for writing, make it where it is missing, and bring its tables up to date.

    Raises StoreError where the file is no database, comes from a newer auditor, or cannot be written.
    """
    _refuse(path, writing=True)
    with troubles(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        with troubles(path):
            connection.row_factory = sqlite3.Row
            # Before anything is changed: the file may be another program's.
            _refuse_unknown(Database(path, connection), writing=True)
            _use_wal(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            database = Database(path, connection)
            _migrate(database)
    except BaseException:
        connection.close()
        raise
    return database


def open_for_reading(path: Path) -> Database:
    """Open an existing database so that nothing can change it. Raises StoreError."""
    if not path.exists():
        raise StoreError(
            f"There is no database {path}.", advice="Make one with `auditor audit PATH`, or name another with --db."
        )
    _refuse(path, writing=False)
    with troubles(path):
        connection = _connect_for_reading(path)
    try:
        with troubles(path):
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = ON")
            database = Database(path, connection)
            _refuse_unknown(database, writing=False)
            connection.set_authorizer(only_asking)
    except BaseException:
        connection.close()
        raise
    return database


def _connect_for_reading(path: Path) -> sqlite3.Connection:
    address = path.resolve().as_uri()
    for mode in ("mode=ro", "immutable=1"):
        connection = sqlite3.connect(f"{address}?{mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            # In a folder that cannot be written no journal can be made: read the idle file as it lies.
            connection.close()
            if mode == "immutable=1" or os.access(path.parent, os.W_OK):
                raise
        else:
            return connection
    raise AssertionError("unreachable")


_ASKING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_TELLING = frozenset(
    {"application_id", "compile_options", "data_version", "encoding", "foreign_key_check", "freelist_count",
     "integrity_check", "journal_mode", "page_count", "page_size", "quick_check", "schema_version", "user_version"}
)  # fmt: skip


def only_asking(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Nothing but questions: no other file, no temporary table, no setting, no code from a library."""
    allowed = (
        action in _ASKING
        # SQLite itself asks for this where a table is virtual; without write access to the file it changes nothing.
        or (action == sqlite3.SQLITE_UPDATE and first == "sqlite_master")
        or (action == sqlite3.SQLITE_FUNCTION and second != "load_extension")
        or (
            action == sqlite3.SQLITE_PRAGMA
            and ((first or "").endswith(("_info", "_xinfo", "_list")) or (first in _TELLING and second is None))
        )
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _refuse(path: Path, *, writing: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a database.", advice="Name a file with --db.")
    if writing and not path.parent.is_dir():
        raise StoreError(f"The folder {path.parent} for the database does not exist.", advice="Make it first.")
    if path.exists() and path.stat().st_size:
        with open(path, "rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                raise StoreError(f"{path} is not an audit database.", advice="Name another file with --db.")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Readers and one writer at once. The switch itself does not wait its turn, so it is tried until it succeeds."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def migrations() -> Migrations:
    """The migrations of db/migrations, in the order of their numbers."""
    found = Migrations("auditor")
    for file in sorted((resources.folder("db") / "migrations").glob("[0-9]*.sql")):

        def apply(db: Any, file: Path = file) -> None:
            for statement in statements(file.read_text(encoding="utf-8")):
                db.conn.execute(statement)

        found(name=file.stem)(apply)
    return found


def statements(script: str) -> Iterator[str]:
    """The single statements of a script, so that each runs inside the transaction of its migration."""
    statement = ""
    for piece in re.split("(?<=;)", script):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
    if re.sub(r"--[^\n]*", "", statement).strip():
        raise ValueError(f"The last statement is not complete: {statement.strip()[:60]}")


def version(database: Database) -> str | None:
    """Name of the last migration applied. None: none was."""
    applied = migrations().applied(database.sql)
    return applied[-1].name if applied else None


def _migrate(database: Database) -> None:
    known = migrations()
    _refuse_unknown(database, writing=True)
    while known.pending(database.sql):
        # Looked at again inside the transaction: another audit may have been first.
        with database.writing():
            pending = [migration.name for migration in known.pending(database.sql)]
            known.apply(database.sql, stop_before=pending[1:])


def _refuse_unknown(database: Database, *, writing: bool) -> None:
    tables = {row["name"] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    applied = (
        {row["name"] for row in database.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = 'auditor'")}
        if "_sqlite_migrations" in tables
        else set()
    )
    if not applied and (tables or not writing):
        raise StoreError(f"{database.path} is not an audit database.", advice="Name another file with --db.")
    known = [file.stem for file in (resources.folder("db") / "migrations").glob("[0-9]*.sql")]
    if unknown := applied.difference(known):
        raise StoreError(
            f"{database.path} was written by a newer auditor ({', '.join(sorted(unknown))}).",
            advice="Upgrade auditor, or name another database with --db.",
        )
    if not writing and (missing := set(known).difference(applied)):
        raise StoreError(
            f"{database.path} was written by an older auditor and lacks {', '.join(sorted(missing))}.",
            advice="Bring it up to date with `auditor doctor --upgrade`.",
        )


SENTENCES = (
    ("file is not a database", "{path} is not an audit database.", "Name another file with --db."),
    ("malformed", "{path} is damaged.", "Put back a copy, or name another file with --db and audit again."),
    ("readonly", "{path} cannot be written to.", "Name a database in a folder you can write to with --db."),
    ("read-only", "{path} cannot be written to.", "Name a database in a folder you can write to with --db."),
    ("unable to open", "{path} cannot be opened.", "Name a database in a folder you can write to with --db."),
    ("disk is full", "There is no room left on the disk for {path}.", "Make room and run the same command again."),
    ("locked", "{path} is in use by another program.", "Try again when it has finished."),
    ("disk I/O error", "The disk failed while {path} was read or written.", None),
)


@contextmanager
def troubles(path: Path) -> Iterator[None]:
    """Says in one sentence what SQLite found wrong with the file. Mistakes in a query pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        for words, sentence, advice in SENTENCES:
            if words in str(error):
                raise StoreError(sentence.format(path=path), advice=advice) from error
        raise
