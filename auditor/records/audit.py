"""A release, one audit of it, and the dossier that the checks see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from auditor.records._base import Record
from auditor.records.claim import Extraction, Role
from auditor.records.comparison import Comparison
from auditor.records.document import Block, Document
from auditor.records.entity import Benchmark, Model, ResolvedBlank, ResolvedClaim, Vendor
from auditor.records.finding import Finding
from auditor.records.judgement import Judgement
from auditor.records.picture import Picture
from auditor.records.run import Run, Source


class Known(Record):
    """Something the audit determined, and how it knew."""

    value: str | None
    how: str
    """One sentence: "given with --vendor", "title of README.md, line 1", …"""


class Release(Record):
    """A set of documents that release one or several models: the unit of an audit."""

    id: str
    """`rel-` and a hash of vendor, subject and documents."""
    subjects: tuple[str, ...]
    """Names of the released models as printed, the main one first."""
    model_ids: tuple[str, ...] = ()
    """Registry ids of those that are known."""
    vendor: str | None = None
    """Vendor id where known, else the printed name."""
    released: str | None = None
    """ISO date, as precise as known."""
    documents: tuple[str, ...]
    """Document ids, in the order read."""
    known: dict[str, Known] = {}
    """How subject, vendor and date were known: keys "model", "vendor", "released"."""


class Audit(Record):
    """One execution, with all it takes to make its report again."""

    id: str
    release: str
    started: str
    """ISO time, UTC."""
    version: str
    """Version of auditor."""
    registry_sha256: str
    runs_sha256: str
    arguments: dict[str, str] = {}
    checks_failed: dict[str, str] = {}
    """Check name → reason it could not run."""
    refused: dict[str, str] = {}
    """File name → reason why it could not be read at all."""
    judges_excluded: dict[str, str] = {}
    """Judge → reason why it has no vote on this release."""
    judges_open: dict[str, str] = {}
    """Judge → how many questions were not put to it, and why; the next run asks them."""


class EarlierRelease(Record):
    """What an earlier release of the store or the corpus claimed."""

    release: Release
    documents: tuple[Document, ...] = ()
    claims: tuple[ResolvedClaim, ...] = ()
    blanks: tuple[ResolvedBlank, ...] = ()
    reported: tuple[str, ...] = ()
    """Ids of all benchmarks on which it scores the models it releases, sorted; `claims` may be a part of them."""


class Dossier(Record):
    """Everything known of one release: what a check sees. Assembled, never stored."""

    release: Release
    documents: tuple[Document, ...]
    extractions: tuple[Extraction, ...]
    """One a document, in the same order."""
    claims: tuple[ResolvedClaim, ...]
    """Of all documents, in reading order."""
    blanks: tuple[ResolvedBlank, ...] = ()
    runs: Mapping[str, Run] = {}
    """Runs on the claimed models and benchmarks, and on those that no document claims though a released
    model was run on them, by id."""
    sources: Mapping[str, Source] = {}
    comparisons: tuple[Comparison, ...] = ()
    benchmarks: Mapping[str, Benchmark] = {}
    """The whole registry, by id."""
    models: Mapping[str, Model] = {}
    vendors: Mapping[str, Vendor] = {}
    earlier: tuple[EarlierRelease, ...] = ()
    """Other releases, any vendor, oldest first: predecessors and peers."""

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    @cached_property
    def _claims(self) -> dict[str, ResolvedClaim]:
        return {resolved.claim.id: resolved for resolved in self.claims}

    def document(self, id: str) -> Document:
        """The document with that id. Raises KeyError."""
        return self._documents[id]

    def claim(self, id: str) -> ResolvedClaim:
        """The claim with that id. Raises KeyError."""
        return self._claims[id]

    def block(self, document: str, order: int) -> Block:
        """The block of a document at that place in its order. Raises KeyError or IndexError."""
        return self._documents[document].blocks[order]

    def own(self) -> Iterator[ResolvedClaim]:
        """Claims on the released models."""
        return (resolved for resolved in self.claims if resolved.claim.role is Role.own)

    def tables(self) -> Iterator[tuple[tuple[str, int], tuple[ResolvedClaim, ...]]]:
        """Claims of tables and charts, grouped by (document id, block order), in reading order."""
        groups: dict[tuple[str, int], list[ResolvedClaim]] = {}
        for resolved in self.claims:
            if resolved.claim.row is not None:
                groups.setdefault((resolved.claim.document, resolved.claim.block), []).append(resolved)
        return ((key, tuple(group)) for key, group in groups.items())


class Report(Record):
    """One audit with its results: what every exporter is given."""

    audit: Audit
    dossier: Dossier
    findings: tuple[Finding, ...]
    """Ranked: severity, then confidence, then reading order; the first matters most."""
    judgements: tuple[Judgement, ...] = ()
    pictures: tuple[Picture, ...] = ()
    """Of the tables and passages that the findings stand on, where their document has pages; most important first."""

    def judgements_of(self, finding: str) -> tuple[Judgement, ...]:
        """All answers given on one finding, in the order given."""
        return tuple(judgement for judgement in self.judgements if judgement.finding == finding)
