"""What models answered, kept as soon as it comes: written by one thread in small transactions."""

from __future__ import annotations

import json
import queue
import sqlite3
import threading
from types import TracebackType

from pydantic import TypeAdapter

from auditor.errors import StoreError
from auditor.providers.recorded import Kept
from auditor.records import Attempt
from auditor.store.database import Database, open_database, troubles

MOST_AT_ONCE = 100
"""So many answers at most are one transaction."""
_ATTEMPTS: TypeAdapter[tuple[Attempt, ...]] = TypeAdapter(tuple[Attempt, ...])
_KEEP = """
INSERT INTO answers (key, question, provider, model, prompt, prompt_sha256, schema_sha256, parameters, text, complaint,
    answer, error, said, again, settled, attempts)
VALUES (:key, :question, :provider, :model, :prompt, :prompt_sha256, :schema_sha256, :parameters, :text, :complaint,
    :answer, :error, :said, :again, :settled, :attempts)
ON CONFLICT (key) DO UPDATE SET model = excluded.model, parameters = excluded.parameters, answer = excluded.answer,
    error = excluded.error, said = excluded.said, again = excluded.again, settled = excluded.settled,
    attempts = excluded.attempts
WHERE excluded.settled OR NOT answers.settled
"""


class AnswerBook:
    """The answers of a database, for any number of threads. Use as a context manager: leaving it waits until all is
    written."""

    def __init__(self, database: Database) -> None:
        self._path = database.path
        self._waiting: queue.SimpleQueue[Kept | None] = queue.SimpleQueue()
        self._unwritten: dict[str, Kept] = {}
        self._failed: BaseException | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._write, name="answers", daemon=True)

    def get(self, key: str) -> Kept | None:
        """The answer under a key. Raises StoreError where the file cannot be read."""
        with self._lock:
            if key in self._unwritten:
                return self._unwritten[key]
            with troubles(self._path):
                row = self._reading.execute("SELECT * FROM answers WHERE key = ?", (key,)).fetchone()
        return None if row is None else _kept(row)

    def put(self, kept: Kept) -> None:
        """Hands an answer to the writing thread. Raises StoreError where earlier ones could not be written."""
        if self._failed is not None:
            raise StoreError(f"Answers cannot be kept in {self._path}: {self._failed}") from self._failed
        with self._lock:
            self._unwritten[kept.key] = kept
        self._waiting.put(kept)

    def __enter__(self) -> AnswerBook:
        with troubles(self._path):
            self._reading = sqlite3.connect(self._path, timeout=120, isolation_level=None, check_same_thread=False)
            self._reading.row_factory = sqlite3.Row
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.put(None)
        self._thread.join()
        self._reading.close()
        if self._failed is not None and kind is None:
            raise StoreError(f"Answers cannot be kept in {self._path}: {self._failed}") from self._failed

    def _write(self) -> None:
        try:
            with open_database(self._path) as database:
                more = True
                while more:
                    group = [self._waiting.get()]
                    while len(group) < MOST_AT_ONCE and group[-1] is not None:
                        try:
                            group.append(self._waiting.get_nowait())
                        except queue.Empty:
                            break
                    more = group[-1] is not None
                    kept = [one for one in group if one is not None]
                    with database.writing() as connection:
                        connection.executemany(_KEEP, map(_row, kept))
                    with self._lock:
                        for one in kept:
                            if self._unwritten.get(one.key) is one:
                                del self._unwritten[one.key]
        except BaseException as error:
            self._failed = error


def _row(kept: Kept) -> dict[str, object]:
    return {
        **vars(kept),
        "parameters": json.dumps(dict(kept.parameters), sort_keys=True),
        "attempts": _ATTEMPTS.dump_json(kept.attempts, exclude_defaults=True).decode(),
    }


def _kept(row: sqlite3.Row) -> Kept:
    values = dict(row)
    return Kept(
        **{
            **values,
            "parameters": json.loads(values["parameters"]),
            "attempts": _ATTEMPTS.validate_json(values["attempts"]),
            "again": bool(values["again"]),
            "settled": bool(values["settled"]),
        }
    )
