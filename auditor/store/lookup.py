"""One thing by its id, or by the beginning of its id."""

from __future__ import annotations

from auditor.errors import UsageError
from auditor.records import Record
from auditor.store import tables as t
from auditor.store.database import Database
from auditor.store.reading import Reader
from auditor.store.shapes import Row, Shape

PLACES: tuple[Shape[Record], ...] = (  # type: ignore[assignment]  # shapes of several records
    t.FINDINGS,
    t.CLAIMS,
    t.JUDGEMENTS,
    t.DOCUMENTS,
    t.RELEASES,
    t.AUDITS,
    t.RUNS,
    t.COMPARISONS,
    t.QUESTIONS,
    t.SOURCES,
)
LAST = "\U0010ffff"


def find(database: Database, start: str) -> tuple[str, Record, Row]:
    """The table, the record as last seen, and its row. Raises UsageError where none or several begin like that."""
    found: dict[tuple[str, str], Shape[Record]] = {}
    for shape in PLACES:
        query = f"SELECT DISTINCT id FROM {shape.table} WHERE id >= ? AND id < ? LIMIT 9"
        for row in database.rows(query, (start, start + LAST)):
            found[shape.table, row["id"]] = shape
    exact = {place: shape for place, shape in found.items() if place[1] == start}
    if len(exact or found) > 1:
        ids = ", ".join(id for _, id in sorted(found)[:5])
        raise UsageError(
            f"Several ids begin with {start}: {ids}{' …' if len(found) > 5 else ''}.", advice="Give more of it."
        )
    if not found:
        raise UsageError(f"{database.path} holds nothing with the id {start}.", advice="`auditor findings` lists ids.")
    (table, id), shape = next(iter((exact or found).items()))
    row = next(database.rows(f"SELECT * FROM {table} WHERE id = ? ORDER BY key DESC LIMIT 1", (id,)))
    return table, made(database, shape, row), row


def made(database: Database, shape: Shape[Record], row: Row) -> Record:
    """The record of a row, with its parts from other tables."""
    reader = Reader(database)
    if shape.table == "findings":
        return reader.finding_of(row)
    if shape.table == "judgements":
        return reader.judgement_of(row)
    return shape.made(row)
