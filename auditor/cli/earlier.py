"""An earlier report, however a person names it: a JSON export, another database, or an audit in the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.exports.difference import State, findings_between
from auditor.exports.json_v1 import as_json
from auditor.exports.shape_v1 import SCHEMA
from auditor.records import Report, Severity

KEYS = ("audit", "release", "documents", "findings", "claims")


def report(reference: str, db: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The report in the shape of JSON v1, and the passages of its documents where they are at hand.

    Raises UsageError or StoreError where there is none of that name.
    """
    path = Path(reference)
    if not path.is_file():
        return _of_database(db, reference)
    with path.open("rb") as file:
        database = file.read(16) == b"SQLite format 3\0"
    return _of_database(path, None) if database else (_of_file(path), ())


def report_or_documents(
    reference: str, db: Path, *, model: str | None, tell: Callable[[str, int, int], None], workers: int
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The same; a document or a folder of documents is audited, and nothing of it is kept."""
    path = Path(reference)
    if path.is_dir() or (path.is_file() and not _is_report(path)):
        from datetime import UTC, datetime

        from auditor import pipeline

        started = datetime.now(UTC).isoformat(timespec="microseconds")
        made = pipeline.audit([path], pipeline.Options(model=model), [], started=started, tell=tell, workers=workers)
        return as_json(made), passages(made)
    return report(reference, db)


def _is_report(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(16)
    return head == b"SQLite format 3\0" or (path.suffix.lower() == ".json" and head.lstrip().startswith(b"{"))


def risen(before: dict[str, Any], now: Report) -> tuple[Collection[str], str]:
    """Ids of the findings that are new or more severe than before, and a line that counts what became of all."""
    counts = dict.fromkeys(State, 0)
    ids = set()
    for state, old, new in findings_between(before["findings"], as_json(now)["findings"]):
        counts[state] += 1
        if new and (old is None or Severity(new["severity"]).rank > Severity(old["severity"]).rank):
            ids.add(new["id"])
    return ids, ", ".join(f"{count} {state.value}" for state, count in counts.items())


def _of_database(db: Path, audit: str | None) -> tuple[dict[str, Any], tuple[str, ...]]:
    from auditor.store.database import open_for_reading
    from auditor.store.records import load_report

    if audit is not None and not db.exists():
        raise UsageError(
            f"There is neither a file {audit} nor a database {db} with an audit of that id.",
            advice="Name a JSON export, a database, or an audit (`auditor query audits` lists them).",
        )
    with open_for_reading(db) as database:
        by_release = audit is not None and audit.startswith("rel-")
        found = load_report(database, None, release=audit) if by_release else load_report(database, audit)
    return as_json(found), passages(found)


def passages(of: Report) -> tuple[str, ...]:
    """All text of the documents, block by block."""
    return tuple(block.text for document in of.dossier.documents for block in document.blocks if block.text)


def _of_file(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is neither a JSON export nor a database.") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or any(key not in data for key in KEYS):
        raise UsageError(
            f"{path} is not a report in JSON v1.", advice="Make one with `auditor export --format json --output FILE`."
        )
    return data
