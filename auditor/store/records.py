"""Whole audits into the database and out again, exactly."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.errors import StoreError
from auditor.records import Audit, EarlierRelease, Judgement, Report
from auditor.store import tables as t
from auditor.store.database import Database
from auditor.store.reading import Reader
from auditor.store.writing import Writer


def save_report(database: Database, report: Report) -> None:
    """Keep an audit with everything it saw. Saving the same report again changes nothing. Raises StoreError."""
    with database.writing():
        Writer(database).audit(report)


def save_judgements(database: Database, judgements: Sequence[Judgement]) -> None:
    """Keep answers as they come, so that none is lost or paid for twice when an audit is stopped."""
    with database.writing():
        Writer(database).keep_judgements(judgements)


def load_report(database: Database, audit: str | None = None, *, release: str | None = None) -> Report:
    """The report of an audit, of the latest audit of a release, or of the latest of all. Ids may be cut short.

    Raises StoreError where there is none, or where several ids begin like that.
    """
    column, start = ("release", release) if release else ("id", audit or "")
    query = f"SELECT * FROM audits WHERE substr({column}, 1, length(?)) = ? ORDER BY {column} = ? DESC, key DESC"
    rows = list(database.rows(query, (start, start, start)))
    if start and rows and rows[0][column] != start and len({row[column] for row in rows}) > 1:
        raise StoreError(f"Several ids begin with {start}.", advice="Give more of it.")
    if not rows:
        what = f"no audit {start}" if audit else f"no audit of release {start}" if release else "no audit yet"
        raise StoreError(
            f"{database.path} holds {what}.",
            advice="`auditor query audits` lists what it holds." if start else "Run `auditor audit PATH`.",
        )
    return Reader(database).report(rows[0])


def load_audits(database: Database) -> tuple[Audit, ...]:
    """All audits, oldest first."""
    return tuple(t.AUDITS.made(row) for row in database.rows("SELECT * FROM audits ORDER BY key"))


def load_earlier(database: Database, *, other_than: str) -> tuple[EarlierRelease, ...]:
    """The other releases as their latest audits saw them, oldest first by date of release, undated ones last."""
    reader = Reader(database)
    rows = database.rows(
        "SELECT a.* FROM latest_audits AS a JOIN releases AS r ON r.key = a.release_key WHERE a.release <> ? "
        "ORDER BY r.released IS NULL, r.released, a.release",
        (other_than,),
    )
    return tuple(
        EarlierRelease(
            release=reader.release(row["release_key"]),
            documents=reader.plain(t.DOCUMENTS, row["documents_bundle"]),
            claims=reader.resolved_claims(row["claims_bundle"]),
            blanks=reader.resolved_blanks(row["blanks_bundle"]),
        )
        for row in rows
    )


def load_judgements(database: Database, findings: Sequence[str]) -> tuple[Judgement, ...]:
    """All answers ever given on these findings, in the order given."""
    reader = Reader(database)
    found: list[tuple[int, Judgement]] = []
    for finding in findings:
        rows = database.rows("SELECT * FROM judgements WHERE finding = ? ORDER BY key", (finding,))
        found.extend((row["key"], reader.judgement_of(row)) for row in rows)
    return tuple(judgement for _, judgement in sorted(found, key=lambda pair: pair[0]))
