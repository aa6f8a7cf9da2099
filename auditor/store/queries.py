"""Questions to the database: the named ones of db/queries and a person's own SQL, read only."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor import resources
from auditor.errors import UsageError
from auditor.store.database import Database

STEPS = 20_000
"""Virtual machine steps of SQLite between two looks at whether the person pressed Ctrl-C or the time is up."""
PATIENCE = 60.0
"""Seconds that a question may take where nothing else is said."""


@dataclass(frozen=True)
class Parameter:
    """An option of a named query."""

    name: str
    help: str
    default: str | None


@dataclass(frozen=True)
class Query:
    """A named query: its first comment is its help, `-- :name=default what it does` describes a parameter."""

    name: str
    help: str
    parameters: tuple[Parameter, ...]
    sql: str


@dataclass(frozen=True)
class Answer:
    """Columns and rows, made as they are asked for."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[Any]]


def named() -> dict[str, Query]:
    """The named queries, by name."""
    files = sorted((resources.folder("db") / "queries").glob("*.sql"))
    return {file.stem: _parse(file) for file in files}


def ask(
    database: Database, sql: str, parameters: Mapping[str, Any] | None = None, *, seconds: float = PATIENCE
) -> Answer:
    """The answer to one statement. Raises UsageError where it is not valid SQL or takes more than so many seconds."""
    until = time.monotonic() + seconds
    # A handler in Python lets an interrupt through in the middle of a long query, too.
    database.connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        cursor = database.connection.execute(sql, dict(parameters or {}))
    except sqlite3.Error as error:
        raise _mistake(database, error, until, seconds) from error
    if cursor.description is None:
        raise UsageError(
            "That statement gives no rows.", advice="Ask with SELECT; the database is open for reading only."
        )
    return Answer(tuple(column[0] for column in cursor.description), _rows(database, cursor, until, seconds))


def value(text: str | None) -> Any:
    """An option's text as SQLite should compare it: whole and decimal numbers as numbers."""
    if text is None:
        return None
    if re.fullmatch(r"[+-]?\d{1,18}", text):
        return int(text)
    return float(text) if re.fullmatch(r"[+-]?\d*\.\d+", text) else text


def _rows(database: Database, cursor: sqlite3.Cursor, until: float, seconds: float) -> Iterator[Sequence[Any]]:
    try:
        for row in cursor:
            yield tuple(row)
    except sqlite3.Error as error:
        raise _mistake(database, error, until, seconds) from error


def _mistake(database: Database, error: sqlite3.Error, until: float, seconds: float) -> UsageError:
    said = str(error)
    if said == "interrupted" and time.monotonic() > until:
        return UsageError(
            f"The query takes more than {seconds:g} seconds.", advice="Narrow it, or give it more with --timeout."
        )
    if said == "interrupted":
        # Ctrl-C reached the progress handler, and SQLite swallowed it.
        raise KeyboardInterrupt from error
    if any(words in said for words in ("readonly", "not authorized", "authorization denied", "may not be modified")):
        return UsageError("A query cannot change the database or open another file.")
    if missing := re.match(r"no such (table|column): (.+)", said):
        kind = missing[1]
        rows = database.connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
        )
        names = [row[0] for row in rows if not row[0].startswith(("sqlite_", "_")) and "_text" not in row[0]]
        hint = f"It has {', '.join(names)}." if kind == "table" else "`SELECT * FROM … LIMIT 1` shows what is there."
        return UsageError(f"The database has no {kind} {missing[2]}.", advice=hint)
    return UsageError(f"SQLite does not understand the query: {said}.")


def _parse(file: Path) -> Query:
    text = file.read_text(encoding="utf-8")
    comments = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        comments.append(line.removeprefix("--").strip())
    described = {}
    words = []
    for comment in comments:
        if option := re.fullmatch(r":(\w+)(?:=(\S+))?\s+(.*)", comment):
            described[option[1]] = Parameter(option[1], option[3], option[2])
        else:
            words.append(comment)
    bare = re.sub(r"--[^\n]*|'(?:[^']|'')*'", " ", text)
    used = dict.fromkeys(re.findall(r"(?<![:\w]):([a-z_]\w*)", bare))
    parameters = tuple(described.get(name) or Parameter(name, "", None) for name in used)
    return Query(file.stem, " ".join(words), parameters, text)
