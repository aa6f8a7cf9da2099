"""Audits that are judged again: their findings out, and the audit with its new judgements in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.errors import StoreError
from auditor.records import Audit, Finding, Judgement, Release
from auditor.store import tables as t
from auditor.store.database import Database
from auditor.store.reading import Reader
from auditor.store.writing import Writer


@dataclass(frozen=True)
class Judgeable:
    """The latest audit of a release, as far as judges are concerned."""

    audit: Audit
    release: Release
    findings: tuple[Finding, ...]
    judgements: tuple[Judgement, ...]
    links: Mapping[str, int | None]
    """All that the audit points to."""


def judgeable(database: Database, release: str | None = None) -> tuple[Judgeable, ...]:
    """The latest audits, oldest first; of releases whose id or model contains the words, where given.

    Raises StoreError where there is none.
    """
    query = (
        "SELECT a.* FROM latest_audits AS a JOIN releases AS r ON r.key = a.release_key "
        "WHERE :words IS NULL OR instr(r.id, :words) OR instr(lower(r.subjects), lower(:words)) ORDER BY a.key"
    )
    reader = Reader(database)
    found = tuple(
        Judgeable(
            audit=t.AUDITS.made(row),
            release=reader.release(row["release_key"]),
            findings=reader.findings(row["findings_bundle"]),
            judgements=reader.judgements(row["judgements_bundle"]),
            links={name: row[name] for name in row.keys() if name.endswith(("_bundle", "_key"))},  # noqa: SIM118
        )
        for row in database.rows(query, {"words": release})
    )
    if not found:
        what = f"no audit of a release {release}" if release else "no audit yet"
        raise StoreError(
            f"{database.path} holds {what}.",
            advice="`auditor query audits` lists what it holds." if release else "Run `auditor audit PATH`.",
        )
    return found


def save_judged(database: Database, before: Judgeable, audit: Audit, judgements: Sequence[Judgement]) -> None:
    """Keeps an audit that differs from an earlier one only in its judgements."""
    with database.writing():
        writer = Writer(database)
        links = {name: link for name, link in before.links.items() if link is not None}
        writer.audit_of(audit, {**links, "judgements_bundle": writer.judgements(judgements)})
