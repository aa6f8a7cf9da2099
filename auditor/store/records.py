"""Whole audits into the database and out again, exactly."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

from auditor.checks.dates import earliest, latest
from auditor.errors import StoreError
from auditor.records import Audit, EarlierRelease, Judgement, Report, ResolvedClaim, Role
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


WHOLE = 3
"""So many of the vendor's own latest releases are loaded with all they claim."""
EARLIER = (
    "SELECT a.*, r.vendor, r.released FROM latest_audits AS a JOIN releases AS r ON r.key = a.release_key "
    "WHERE a.release <> ? "
)
# The claims of one audit by the index of its bundle; names decide before the claim itself is read.
BEARING = """
SELECT i.bundle, t.*, r.model_key AS of_model, r.benchmark_key AS of_benchmark, r.model_id AS of_id
FROM json_each(:bundles) AS asked
CROSS JOIN members AS i ON i.bundle = asked.value
CROSS JOIN resolved_claims AS r ON r.key = i.item
CROSS JOIN claims AS t ON t.key = r.claim_key
WHERE r.benchmark_id IN (SELECT value FROM json_each(:benchmarks))
  AND r.model_id IN (SELECT value FROM json_each(:models))
ORDER BY i.bundle, i.position
"""
REPORTED = """
SELECT DISTINCT i.bundle, r.benchmark_id
FROM json_each(?) AS asked
CROSS JOIN members AS i ON i.bundle = asked.value
CROSS JOIN resolved_claims AS r ON r.key = i.item
CROSS JOIN claims AS t ON t.key = r.claim_key
WHERE t.role = 'own' AND r.benchmark_id IS NOT NULL
ORDER BY i.bundle, r.benchmark_id
"""
"""The benchmarks on which bundles of claims score the models of their own release."""


def load_earlier(
    database: Database,
    *,
    other_than: str,
    vendor: str | None = None,
    models: Mapping[str, str] | None = None,
    benchmarks: Collection[str] = (),
    siblings: Mapping[str, str] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> tuple[EarlierRelease, ...]:
    """The other releases as their latest audits saw them, oldest first by date of release, undated ones last.

    Where `models` (id → vendor) are given, only what bears on them: of other vendors' releases the claims on
    `benchmarks`, of a vendor on its own models (`siblings` are all of them by id) and of anybody on the released one;
    the latest releases of the `vendor` itself that are not dated after `until` (ISO) are whole. Blanks come with whole
    releases only. Releases dated `since` (ISO) or later are there with the benchmarks that they report, if nothing else
    of them bears on the models.
    """
    reader = Reader(database)
    rows = list(database.rows(EARLIER + "ORDER BY r.released IS NULL, r.released, a.release", (other_than,)))
    whole = {row["key"] for row in rows}
    claims: dict[int, list[ResolvedClaim]] = {}
    if models is not None:
        own = [row for row in rows if row["vendor"] == vendor and not after(row["released"], until)]
        dated = [row for row in own if row["released"] is not None]
        whole = {row["key"] for row in ([row for row in own if row["released"] is None] + dated)[-WHOLE:]}
        part = {row["claims_bundle"]: row["vendor"] for row in rows if row["key"] not in whole}
        claims = _bearing(database, reader, part, models, siblings or models, benchmarks)
    wanted = [
        row
        for row in rows
        if row["key"] in whole or row["claims_bundle"] in claims or (since and (row["released"] or "") >= since)
    ]
    reported = _reported(database, [row["claims_bundle"] for row in wanted])
    return tuple(
        EarlierRelease(
            release=reader.release(row["release_key"]),
            documents=reader.plain(t.DOCUMENTS, row["documents_bundle"])
            if row["key"] in whole or row["claims_bundle"] in claims
            else (),
            claims=reader.resolved_claims(row["claims_bundle"])
            if row["key"] in whole
            else tuple(claims.get(row["claims_bundle"], ())),
            blanks=reader.resolved_blanks(row["blanks_bundle"]) if row["key"] in whole else (),
            reported=tuple(reported.get(row["claims_bundle"], ())),
        )
        for row in wanted
    )


def after(a: str | None, b: str | None) -> bool:
    """Whether a date is later than another whatever their missing digits are; False where either is unknown."""
    x, y = earliest(a), latest(b)
    return x is not None and y is not None and x > y


def _reported(database: Database, bundles: Sequence[int]) -> dict[int, list[str]]:
    """By bundle of claims: the ids of the benchmarks on which it scores the models of its release, sorted."""
    found: dict[int, list[str]] = {}
    for row in database.rows(REPORTED, (json.dumps(list(bundles)),)):
        found.setdefault(row["bundle"], []).append(row["benchmark_id"])
    return found


def _bearing(
    database: Database,
    reader: Reader,
    vendors: Mapping[int, str | None],
    models: Mapping[str, str],
    siblings: Mapping[str, str],
    benchmarks: Collection[str],
) -> dict[int, list[ResolvedClaim]]:
    """By bundle of claims: a vendor's word on its own models, and what a release says of the model it releases."""
    wanted = set(models.values())
    asked = [id for id, of in siblings.items() if of in wanted or id in models]
    parameters = {
        "bundles": json.dumps(list(vendors)),
        "benchmarks": json.dumps(sorted(benchmarks)),
        "models": json.dumps(asked),
    }
    found: dict[int, list[ResolvedClaim]] = {}
    for row in database.rows(BEARING, parameters):
        id = row["of_id"]
        own_word = (vendors[row["bundle"]] or "").casefold() == (siblings.get(id) or models.get(id) or "").casefold()
        if own_word or (row["role"] == Role.own and id in models):
            resolved = reader.resolved_claim(row, row["of_model"], row["of_benchmark"])
            found.setdefault(row["bundle"], []).append(resolved)
    return found


def load_judgements(database: Database, findings: Sequence[str]) -> tuple[Judgement, ...]:
    """All answers ever given on these findings, in the order given."""
    reader = Reader(database)
    found: list[tuple[int, Judgement]] = []
    for finding in findings:
        rows = database.rows("SELECT * FROM judgements WHERE finding = ? ORDER BY key", (finding,))
        found.extend((row["key"], reader.judgement_of(row)) for row in rows)
    return tuple(judgement for _, judgement in sorted(found, key=lambda pair: pair[0]))
