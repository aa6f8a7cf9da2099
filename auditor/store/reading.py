"""Records out of the database, exactly as they went in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from auditor.records import (
    Dossier,
    EarlierRelease,
    Extraction,
    Finding,
    Judgement,
    Record,
    Release,
    Report,
    ResolvedBlank,
    ResolvedClaim,
)
from auditor.store import tables as t
from auditor.store.database import Database
from auditor.store.shapes import Row, Shape

R = TypeVar("R", bound=Record)


class Reader:
    """Makes records of rows; rows that several places point to are made once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._made: dict[tuple[str, int], Any] = {}

    def plain(self, shape: Shape[R], bundle: int) -> tuple[R, ...]:
        return tuple(self._once(shape, row) for row in self._members(shape.table, bundle))

    def extractions(self, bundle: int) -> tuple[Extraction, ...]:
        return tuple(self.extraction_of(row) for row in self._members("extractions", bundle))

    def extraction_of(self, row: Row) -> Extraction:
        return t.EXTRACTIONS.made(
            row,
            claims=self.plain(t.CLAIMS, row["claims_bundle"]),
            blanks=self.plain(t.BLANKS, row["blanks_bundle"]),
        )

    def resolved_claims(self, bundle: int) -> tuple[ResolvedClaim, ...]:
        return self._resolved(t.RESOLVED_CLAIMS, t.CLAIMS, "claim", bundle)

    def resolved_claim(self, row: Row, model: int, benchmark: int) -> ResolvedClaim:
        """The claim of a row of `claims`, with the keys of its two resolutions."""
        return ResolvedClaim(
            claim=self._once(t.CLAIMS, row),
            model=self._one(t.RESOLUTIONS, model),
            benchmark=self._one(t.RESOLUTIONS, benchmark),
        )

    def resolved_blanks(self, bundle: int) -> tuple[ResolvedBlank, ...]:
        return self._resolved(t.RESOLVED_BLANKS, t.BLANKS, "blank", bundle)

    def findings(self, bundle: int) -> tuple[Finding, ...]:
        evidence = self._parts(t.EVIDENCE, "finding_key", bundle)
        return tuple(
            t.FINDINGS.made(
                row,
                evidence=tuple(evidence.get(row["key"], ())),
                question=None if row["question_key"] is None else self._one(t.QUESTIONS, row["question_key"]),
            )
            for row in self._members("findings", bundle)
        )

    def finding_of(self, row: Row) -> Finding:
        """The finding of a row of `findings`."""
        evidence = self.database.rows("SELECT * FROM evidence WHERE finding_key = ? ORDER BY position", (row["key"],))
        question = row["question_key"]
        return t.FINDINGS.made(
            row,
            evidence=tuple(t.EVIDENCE.made(item) for item in evidence),
            question=None if question is None else self._one(t.QUESTIONS, question),
        )

    def judgements(self, bundle: int) -> tuple[Judgement, ...]:
        attempts = self._parts(t.ATTEMPTS, "judgement_key", bundle)
        return tuple(
            t.JUDGEMENTS.made(row, attempts=tuple(attempts.get(row["key"], ())))
            for row in self._members("judgements", bundle)
        )

    def judgement_of(self, row: Row) -> Judgement:
        """The judgement of a row of `judgements`."""
        attempts = self.database.rows("SELECT * FROM attempts WHERE judgement_key = ? ORDER BY position", (row["key"],))
        return t.JUDGEMENTS.made(row, attempts=tuple(t.ATTEMPTS.made(attempt) for attempt in attempts))

    def earlier(self, bundle: int) -> tuple[EarlierRelease, ...]:
        return tuple(
            t.EARLIER.made(
                row,
                release=self.release(row["release_key"]),
                documents=self.plain(t.DOCUMENTS, row["documents_bundle"]),
                claims=self.resolved_claims(row["claims_bundle"]),
                blanks=self.resolved_blanks(row["blanks_bundle"]),
            )
            for row in self._members("earlier_releases", bundle)
        )

    def release(self, key: int) -> Release:
        return self._one(t.RELEASES, key)

    def report(self, row: Row) -> Report:
        """The report of a row of `audits`."""
        dossier = Dossier(
            release=self.release(row["release_key"]),
            documents=self.plain(t.DOCUMENTS, row["documents_bundle"]),
            extractions=self.extractions(row["extractions_bundle"]),
            claims=self.resolved_claims(row["claims_bundle"]),
            blanks=self.resolved_blanks(row["blanks_bundle"]),
            runs={run.id: run for run in self.plain(t.RUNS, row["runs_bundle"])},
            sources={source.id: source for source in self.plain(t.SOURCES, row["sources_bundle"])},
            comparisons=self.plain(t.COMPARISONS, row["comparisons_bundle"]),
            benchmarks={one.id: one for one in self.plain(t.BENCHMARKS, row["benchmarks_bundle"])},
            models={model.id: model for model in self.plain(t.MODELS, row["models_bundle"])},
            vendors={vendor.id: vendor for vendor in self.plain(t.VENDORS, row["vendors_bundle"])},
            earlier=self.earlier(row["earlier_bundle"]),
        )
        return Report(
            audit=t.AUDITS.made(row),
            dossier=dossier,
            findings=self.findings(row["findings_bundle"]),
            judgements=self.judgements(row["judgements_bundle"]),
            pictures=() if row["pictures_bundle"] is None else self.plain(t.PICTURES, row["pictures_bundle"]),
        )

    def _resolved(self, shape: Shape[R], inner: Shape[Any], field: str, bundle: int) -> tuple[R, ...]:
        things = self.database.rows(
            f"SELECT t.* FROM members AS m CROSS JOIN {shape.table} AS r ON r.key = m.item "
            f"CROSS JOIN {inner.table} AS t ON t.key = r.{field}_key WHERE m.bundle = ? ORDER BY m.position",
            (bundle,),
        )
        made = [
            {
                field: self._once(inner, thing),
                "model": self._one(t.RESOLUTIONS, row["model_key"]),
                "benchmark": self._one(t.RESOLUTIONS, row["benchmark_key"]),
            }
            for row, thing in zip(self._members(shape.table, bundle), things, strict=True)
        ]
        return tuple(shape.record.model_validate(fields) for fields in made)

    def _parts(self, shape: Shape[R], owner: str, bundle: int) -> dict[int, list[R]]:
        groups: dict[int, list[R]] = {}
        query = (
            f"SELECT p.* FROM {shape.table} AS p WHERE p.{owner} IN (SELECT item FROM members WHERE bundle = ?) "
            f"ORDER BY p.{owner}, p.position"
        )
        for row in self.database.rows(query, (bundle,)):
            groups.setdefault(row[owner], []).append(shape.made(row))
        return groups

    def _members(self, table: str, bundle: int) -> Iterable[Row]:
        query = (
            f"SELECT t.* FROM members AS m CROSS JOIN {table} AS t ON t.key = m.item "
            "WHERE m.bundle = ? ORDER BY m.position"
        )
        return self.database.rows(query, (bundle,))

    def _one(self, shape: Shape[R], key: int) -> R:
        if (shape.table, key) not in self._made:
            row = next(self.database.rows(f"SELECT * FROM {shape.table} WHERE key = ?", (key,)))
            self._made[shape.table, key] = shape.made(row)
        record: R = self._made[shape.table, key]
        return record

    def _once(self, shape: Shape[R], row: Row) -> R:
        place = (shape.table, row["key"])
        if place not in self._made:
            self._made[place] = shape.made(row)
        record: R = self._made[place]
        return record
