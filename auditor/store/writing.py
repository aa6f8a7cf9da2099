"""Records into the database: each content is kept once, and an audit points to what it saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from auditor.errors import StoreError
from auditor.records import (
    Audit,
    Blank,
    Claim,
    Document,
    EarlierRelease,
    Extraction,
    Finding,
    Judgement,
    Record,
    Report,
    Resolution,
    ResolvedBlank,
    ResolvedClaim,
)
from auditor.store import tables as t
from auditor.store.database import Database
from auditor.store.shapes import Shape, digest, joint_digest

R = TypeVar("R", bound=Record)
Entry = tuple[bytes, Callable[[], list[Any]]]
"""The digest of a record, and what makes its other column values where they are new."""


class Writer:
    """Puts records into an open transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.connection = database.connection

    def keep(self, shape: Shape[R], records: Iterable[R]) -> list[int]:
        """The keys of plain records, in their order; only new contents are written."""
        return self._put(shape, [(digest(record), partial(shape.row, record)) for record in records])

    def bundle(self, kind: str, digests: Sequence[bytes], keys: Callable[[], Sequence[int]]) -> int:
        """The key of an ordered set; `keys` is asked for its members only where the set is new."""
        whole = joint_digest(kind, *digests)
        if found := self._find("bundles", whole):
            return found
        items = keys()
        cursor = self.connection.execute(
            "INSERT INTO bundles (digest, kind, size) VALUES (?, ?, ?)", (whole, kind, len(items))
        )
        key = cursor.lastrowid
        assert key is not None
        self.connection.executemany(
            "INSERT INTO members (bundle, position, item) VALUES (?, ?, ?)",
            ((key, position, item) for position, item in enumerate(items)),
        )
        return key

    def plain(self, shape: Shape[R], records: Sequence[R]) -> int:
        """The key of the bundle of plain records."""
        digests = [digest(record) for record in records]
        return self.bundle(
            shape.table,
            digests,
            lambda: self._put(shape, [(d, partial(shape.row, r)) for d, r in zip(digests, records, strict=True)]),
        )

    def documents(self, documents: Sequence[Document]) -> int:
        return self.plain(t.DOCUMENTS, documents)

    def extraction(self, extraction: Extraction) -> int:
        """The key of an extraction."""
        links = {
            "claims_bundle": self.plain(t.CLAIMS, extraction.claims),
            "blanks_bundle": self.plain(t.BLANKS, extraction.blanks),
        }
        return self._pointing(t.EXTRACTIONS, t.EXTRACTIONS.row(extraction), links)

    def extractions(self, extractions: Sequence[Extraction]) -> int:
        return self._bundle_of("extractions", [self.extraction(extraction) for extraction in extractions])

    def resolved_claims(self, claims: Sequence[ResolvedClaim]) -> int:
        return self._resolved(t.RESOLVED_CLAIMS, "claim_key", claims, t.CLAIMS, lambda resolved: resolved.claim)

    def resolved_blanks(self, blanks: Sequence[ResolvedBlank]) -> int:
        return self._resolved(t.RESOLVED_BLANKS, "blank_key", blanks, t.BLANKS, lambda resolved: resolved.blank)

    def findings(self, findings: Sequence[Finding]) -> int:
        digests = [digest(finding) for finding in findings]
        return self.bundle("findings", digests, lambda: self._findings(findings, digests))

    def judgements(self, judgements: Sequence[Judgement]) -> int:
        digests = [digest(judgement) for judgement in judgements]
        return self.bundle("judgements", digests, lambda: self.keep_judgements(judgements))

    def earlier(self, earlier: Sequence[EarlierRelease]) -> int:
        keys = []
        for one in earlier:
            links = {
                "release_key": self.keep(t.RELEASES, [one.release])[0],
                "documents_bundle": self.documents(one.documents),
                "claims_bundle": self.resolved_claims(one.claims),
                "blanks_bundle": self.resolved_blanks(one.blanks),
            }
            keys.append(self._pointing(t.EARLIER, t.EARLIER.row(one), links))
        return self._bundle_of("earlier_releases", keys)

    def audit(self, report: Report) -> int:
        """The key of an audit with all it points to. Raises StoreError where its id is taken by another."""
        dossier = report.dossier
        links = {
            "release_key": self.keep(t.RELEASES, [dossier.release])[0],
            "documents_bundle": self.documents(dossier.documents),
            "extractions_bundle": self.extractions(dossier.extractions),
            "claims_bundle": self.resolved_claims(dossier.claims),
            "blanks_bundle": self.resolved_blanks(dossier.blanks),
            "runs_bundle": self.plain(t.RUNS, _by_id(dossier.runs)),
            "sources_bundle": self.plain(t.SOURCES, _by_id(dossier.sources)),
            "comparisons_bundle": self.plain(t.COMPARISONS, dossier.comparisons),
            "benchmarks_bundle": self.plain(t.BENCHMARKS, _by_id(dossier.benchmarks)),
            "models_bundle": self.plain(t.MODELS, _by_id(dossier.models)),
            "vendors_bundle": self.plain(t.VENDORS, _by_id(dossier.vendors)),
            "earlier_bundle": self.earlier(dossier.earlier),
            "findings_bundle": self.findings(report.findings),
            "judgements_bundle": self.judgements(report.judgements),
        }
        if report.pictures:
            links["pictures_bundle"] = self.plain(t.PICTURES, report.pictures)
        return self.audit_of(report.audit, links)

    def audit_of(self, audit: Audit, links: Mapping[str, int]) -> int:
        """The key of an audit that points to what is kept already. Raises StoreError as `audit` does."""
        values = t.AUDITS.row(audit)
        taken = self.connection.execute("SELECT digest FROM audits WHERE id = ?", (audit.id,)).fetchone()
        if taken and taken["digest"] != _pointing_digest(t.AUDITS, values, links):
            raise StoreError(f"{self.database.path} already holds another audit with the id {audit.id}.")
        return self._pointing(t.AUDITS, values, links)

    def _resolved(
        self,
        shape: Shape[Any],
        link: str,
        resolved: Sequence[Any],
        inner: Shape[Any],
        thing: Callable[[Any], Claim | Blank],
    ) -> int:
        names: dict[Resolution, bytes] = {}
        for one in resolved:
            for name in (one.model, one.benchmark):
                if name not in names:
                    names[name] = digest(name)
        things = [digest(thing(one)) for one in resolved]
        digests = [
            joint_digest(shape.table, d, names[one.model], names[one.benchmark])
            for d, one in zip(things, resolved, strict=True)
        ]

        def keys() -> list[int]:
            of = dict(zip(names, self.keep(t.RESOLUTIONS, names), strict=True))
            entries = [(d, partial(inner.row, thing(one))) for d, one in zip(things, resolved, strict=True)]
            inside = self._put(inner, entries)
            rows: list[Entry] = [
                (d, partial(list, (key, of[one.model], of[one.benchmark], one.model.id, one.benchmark.id)))
                for d, key, one in zip(digests, inside, resolved, strict=True)
            ]
            return self._put(shape, rows, (link, "model_key", "benchmark_key", "model_id", "benchmark_id"))

        return self.bundle(shape.table, digests, keys)

    def _findings(self, findings: Sequence[Finding], digests: Sequence[bytes]) -> list[int]:
        questions = [None if f.question is None else self.keep(t.QUESTIONS, [f.question])[0] for f in findings]
        entries = [
            (d, partial(_with, t.FINDINGS, finding, question))
            for d, finding, question in zip(digests, findings, questions, strict=True)
        ]
        keys = self._put(t.FINDINGS, entries, ("question_key",))
        self._parts(t.EVIDENCE, "finding_key", [(k, f.evidence) for k, f in zip(keys, findings, strict=True)])
        return keys

    def keep_judgements(self, judgements: Sequence[Judgement]) -> list[int]:
        """The keys of judgements, with their attempts."""
        keys = self.keep(t.JUDGEMENTS, judgements)
        self._parts(t.ATTEMPTS, "judgement_key", [(k, j.attempts) for k, j in zip(keys, judgements, strict=True)])
        return keys

    def _parts(self, shape: Shape[R], owner: str, groups: Sequence[tuple[int, Sequence[R]]]) -> None:
        names = ", ".join((owner, "position", *shape.names))
        marks = ", ".join("?" * (len(shape.names) + 2))
        self.connection.executemany(
            f"INSERT OR IGNORE INTO {shape.table} ({names}) VALUES ({marks})",
            ((key, n, *shape.row(part)) for key, parts in groups for n, part in enumerate(parts)),
        )

    def _put(self, shape: Shape[Any], entries: Sequence[Entry], links: tuple[str, ...] = ()) -> list[int]:
        names = ("digest", *shape.names, *links)
        fresh: dict[bytes, Callable[[], list[Any]]] = {}
        keys: dict[bytes, int | None] = {}
        for d, values in entries:
            if d not in keys:
                keys[d] = self._find(shape.table, d)
                if keys[d] is None:
                    fresh[d] = values
        self.connection.executemany(
            f"INSERT INTO {shape.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            ((d, *values()) for d, values in fresh.items()),
        )
        for d in fresh:
            keys[d] = self._find(shape.table, d)
        return [key for d, _ in entries if (key := keys[d]) is not None]

    def _find(self, table: str, whole: bytes) -> int | None:
        row = self.connection.execute(f"SELECT key FROM {table} WHERE digest = ?", (whole,)).fetchone()
        return None if row is None else int(row[0])

    def _bundle_of(self, kind: str, keys: Sequence[int]) -> int:
        return self.bundle(kind, [str(key).encode() for key in keys], lambda: keys)

    def _pointing(self, shape: Shape[Any], values: list[Any], links: Mapping[str, int]) -> int:
        whole = _pointing_digest(shape, values, links)
        return self._put(shape, [(whole, lambda: [*values, *links.values()])], tuple(links))[0]


def _with(shape: Shape[R], record: R, link: int | None) -> list[Any]:
    return [*shape.row(record), link]


def _pointing_digest(shape: Shape[Any], values: list[Any], links: Mapping[str, int]) -> bytes:
    # What a row points to is kept once for each content, so its key stands for that content.
    return joint_digest(shape.table, repr((values, list(links.values()))).encode())


def _by_id(records: Mapping[str, R]) -> list[R]:
    for id, record in records.items():
        if id != getattr(record, "id", None):
            raise StoreError(f"A record filed under {id} has another id.")
    return list(records.values())
