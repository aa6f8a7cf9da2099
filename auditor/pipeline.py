"""An audit from files to judgements, top to bottom: the one place that knows the order."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import __version__, checks, claims, documents, forking, patience, prompts, registry, resources
from auditor.checks.dates import days_before
from auditor.checks.strictness import Strictness
from auditor.claims.failing import is_whole, not_taken
from auditor.documents.viewing import take_pictures
from auditor.errors import AuditorError, DocumentError, NothingToAudit
from auditor.evidence.comparable import compare
from auditor.evidence.runs import RunLibrary, load_runs
from auditor.judges.proposals import extended
from auditor.judges.quarantine import guarded
from auditor.judging import judge
from auditor.providers import Provider
from auditor.records import (
    Audit,
    Document,
    Dossier,
    EarlierRelease,
    Extraction,
    Release,
    Report,
    ResolvedBlank,
    ResolvedClaim,
    Role,
    Run,
    Unread,
    content_id,
)
from auditor.registry import Registry

if TYPE_CHECKING:
    from auditor.claims.vocabulary import Vocabulary
    from auditor.documents.fetching import Origin
    from auditor.store.database import Database

PEERS = 180
"""Days before a release in which other releases are its peers."""
Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Options:
    """What a person may say about a release instead of having it read from the documents."""

    model: str | None = None
    vendor: str | None = None
    released: str | None = None
    strictness: Strictness = Strictness.default
    """How much is reported."""
    registry: tuple[Path, ...] = ()
    """Folders of registry entries besides the shipped ones."""
    arguments: tuple[tuple[str, str], ...] = ()
    """The command as given, kept with the audit."""
    origins: Mapping[Path, Origin] = field(default_factory=dict)
    """Where files were downloaded from."""
    ocr: bool = False
    """Read tables that are only pictures too, with a program for it."""


def audit(
    paths: Sequence[Path],
    options: Options,
    providers: Sequence[Provider],
    *,
    started: str,
    database: Database | None = None,
    extra_runs: Sequence[Run] = (),
    tell: Tell = lambda what, done, total: None,
    workers: int = 1,
    at_once: int = 1,
    proposer: Provider | None = None,
) -> Report:
    """Audits the release that the documents make up; each step is kept in the database as soon as it is done.

    `workers`: how many documents are worked on at the same time; `at_once`: how many questions are with the judges;
    `proposer`: a language model that proposes claims which the grammar could not read.

    Raises NothingToAudit where the paths hold no document, DocumentError where none of them can be read.
    """
    known = registry.load(options.registry)
    read, refused = read_documents(paths, database, tell, workers=workers, origins=options.origins, ocr=options.ocr)
    release, extractions = take_claims(read, options, known, database, tell, workers=workers)
    proposed: dict[str, str] = {}
    if proposer is not None:
        extractions, not_taken = extended(
            read, extractions, release, proposer, prompts.load, picture_of=partial(_picture_of, paths), tell=tell
        )
        proposed = {f"not taken: {what}": why for what, why in not_taken.items()}
    resolved, blanks = resolve(read, extractions, known)

    tell("Comparing with independent runs", 0, 1)
    library = runs_beside(pairs_of(resolved, blanks), load_runs(known).with_runs(extra_runs), known, database)
    comparisons = compare(
        resolved, library, benchmarks=known.benchmarks, harnesses=known.harnesses, models=known.models
    )
    runs = _runs_on(resolved, library)
    dossier = Dossier(
        release=release,
        documents=read,
        extractions=extractions,
        claims=resolved,
        blanks=blanks,
        runs=runs,
        sources={id: library.sources[id] for id in sorted({run.source for run in runs.values()})},
        comparisons=comparisons,
        benchmarks=known.benchmarks,
        models=known.models,
        vendors=known.vendors,
        earlier=earlier_releases(release, pairs_of(resolved, blanks), known, database, tell),
    )

    tell("Checking", 0, 1)
    found, failed = checks.run(dossier, strictness=options.strictness)
    findings = tuple(guarded(finding) for finding in found)
    tell("Drawing the evidence", 0, 1)
    pictures = take_pictures(dossier, findings, paths)
    judged = judge(findings, providers, release, database, tell, at_once=at_once)
    report = Report(
        audit=Audit(
            id=content_id("audit", release.id, started, __version__, options.arguments),
            release=release.id,
            started=started,
            version=__version__,
            registry_sha256=known.sha256,
            runs_sha256=library.sha256,
            arguments=dict(options.arguments) | proposed,
            checks_failed=failed,
            refused=refused,
            judges_excluded=judged.excluded,
            judges_open=judged.open,
        ),
        dossier=dossier,
        findings=findings,
        judgements=judged.judgements,
        pictures=pictures,
    )
    if database:
        from auditor.store.records import save_report

        tell("Saving", 0, 1)
        save_report(database, report)
    return report


def read_documents(
    paths: Sequence[Path],
    database: Database | None,
    tell: Tell,
    *,
    workers: int = 1,
    origins: Mapping[Path, Origin] | None = None,
    ocr: bool = False,
) -> tuple[tuple[Document, ...], dict[str, str]]:
    """The documents of files and folders, each content once; and the files that could not be read, with the reason."""
    files = documents.expand(paths)
    if not files:
        named = ", ".join(documents.shown(path) for path in paths)
        raise NothingToAudit(f"There is no document in {named}.", advice=documents.KINDS)
    # What a program for pictures makes of a document is not what the document is kept as.
    database = None if ocr else database
    kept = {file: found for file in files if (found := _kept(file, database)) is not None}
    fresh = documents.read_each([file for file in files if file not in kept], workers=workers, ocr=ocr)
    read: dict[str, Document] = {}
    refused: dict[str, str] = {}
    for number, file in enumerate(files):
        tell(f"Reading {documents.shown(file.name)}", number, len(files))
        document = kept[file] if file in kept else next(fresh)
        if isinstance(document, DocumentError):
            refused[origins[file].url if origins and file in origins else documents.shown(file)] = document.message
            last = document
            continue
        read.setdefault(document.id, origins[file].on(document) if origins and file in origins else document)
        if database and file not in kept:
            from auditor.store import work

            work.keep_document(database, document)
    if not read:
        if len(refused) == 1:
            raise last
        reasons = "; ".join(f"{file}: {reason}" for file, reason in refused.items())
        raise DocumentError(f"None of the {len(refused)} documents can be read. {reasons}")
    return tuple(read.values()), refused


def take_claims(
    read: tuple[Document, ...],
    options: Options,
    known: Registry,
    database: Database | None,
    tell: Tell,
    *,
    workers: int = 1,
) -> tuple[Release, tuple[Extraction, ...]]:
    """What the documents release, and what each of them claims.

    `workers`: how many documents are taken apart at the same time.
    """
    vocabulary = known.vocabulary()
    release = claims.find_release(
        read, model=options.model, vendor=options.vendor, released=options.released, vocabulary=vocabulary
    )
    made_by = ""
    kept: dict[str, Extraction] = {}
    if database is not None:
        from auditor.store import work

        made_by = work.extractor(release.model_dump_json(), known.sha256)
        kept = {d.id: found for d in read if (found := work.find_extraction(database, d, made_by)) is not None}
    make = partial(_extraction, release=release, vocabulary=vocabulary)
    fresh = forking.each(make, [document for document in read if document.id not in kept], workers=workers)
    extractions = []
    for number, document in enumerate(read):
        tell(f"Taking claims of {document.name}", number, len(read))
        taken = kept.get(document.id) or next(fresh)
        if database is not None and document.id not in kept and is_whole(taken):
            work.keep_extraction(database, document, made_by, taken)
        extractions.append(taken)
    return release, tuple(extractions)


def resolve(
    read: Iterable[Document], extractions: Iterable[Extraction], known: Registry
) -> tuple[tuple[ResolvedClaim, ...], tuple[ResolvedBlank, ...]]:
    """All claims and blanks with their names resolved, in reading order."""
    both = [known.resolve(extraction, document) for document, extraction in zip(read, extractions, strict=True)]
    return (
        tuple(claim for claims_, _ in both for claim in claims_),
        tuple(blank for _, blanks in both for blank in blanks),
    )


def pairs_of(resolved: Iterable[ResolvedClaim], blanks: Iterable[ResolvedBlank]) -> frozenset[tuple[str, str]]:
    """The (model, benchmark) pairs of claims and blank cells whose names are both known."""
    named = {
        *((claim.model.id, claim.benchmark.id) for claim in resolved),
        *((blank.model.id, blank.benchmark.id) for blank in blanks),
    }
    return frozenset((model, benchmark) for model, benchmark in named if model and benchmark)


def runs_beside(
    pairs: frozenset[tuple[str, str]], library: RunLibrary, known: Registry, database: Database | None
) -> RunLibrary:
    """The library with what a person imported into the database on these models and benchmarks."""
    if database is None:
        return library
    from auditor.store import runs

    return runs.beside(database, library, pairs, known.sha256)


def earlier_releases(
    release: Release,
    pairs: frozenset[tuple[str, str]],
    known: Registry,
    database: Database | None,
    tell: Tell,
) -> tuple[EarlierRelease, ...]:
    """The bundled releases and those audited before, other than this one, oldest first, undated ones last.

    Of those audited before only what bears on the `pairs`, the vendor's own latest releases, and of all that came in
    the months before which benchmarks they report.
    """
    found: dict[tuple[str, ...], EarlierRelease] = {}
    own = set(release.documents)
    sources = sorted((resources.folder("corpus") / "documents").glob("*/*/SOURCE.toml"))
    for number, source in enumerate(sources):
        tell(f"Reading the bundled {source.parent.name}", number, len(sources))
        said = tomllib.loads(source.read_text(encoding="utf-8"))
        options = Options(said.get("release"), said.get("vendor"), said.get("released"))
        read, _ = read_documents([source.parent], database, lambda what, done, total: None)
        if own.isdisjoint(document.id for document in read):
            of, extractions = take_claims(read, options, known, database, lambda what, done, total: None)
            resolved, blanks = resolve(read, extractions, known)
            found[tuple(sorted(of.documents))] = EarlierRelease(
                release=of, documents=read, claims=resolved, blanks=blanks, reported=reported(resolved)
            )
    if database:
        from auditor.store.records import load_earlier

        siblings = {model.id: model.vendor for model in known.models.values()}
        audited = load_earlier(
            database,
            other_than=release.id,
            vendor=release.vendor,
            models={model: siblings[model] for model, _ in pairs if model in siblings},
            benchmarks=known.with_relatives({benchmark for _, benchmark in pairs}),
            siblings=siblings,
            since=days_before(release.released, PEERS),
            until=release.released,
        )
        for one in audited:
            if own.isdisjoint(one.release.documents):
                found.setdefault(tuple(sorted(one.release.documents)), one)
    return tuple(
        sorted(
            found.values(), key=lambda one: (one.release.released or "9999", one.release.vendor or "", one.release.id)
        )
    )


def reported(resolved: Iterable[ResolvedClaim]) -> tuple[str, ...]:
    """The ids of the benchmarks on which a release scores its own models, sorted."""
    return tuple(sorted({c.benchmark.id for c in resolved if c.claim.role is Role.own and c.benchmark.id}))


def _picture_of(paths: Sequence[Path], document: Document, unread: Unread) -> bytes | None:
    """The page of a PDF on which something was not read; None where it is on no page."""
    if document.media_type != "application/pdf" or unread.place.page is None:
        return None
    from auditor.documents.pdf.drawing import page_png

    for file in documents.expand(paths):
        if documents.shown(file.name) == document.name:
            data = documents.load(file)
            if hashlib.sha256(data).hexdigest() == document.sha256:
                return page_png(data, unread.place.page)
    return None


def _kept(file: Path, database: Database | None) -> Document | None:
    """The document of a file that was read before."""
    if database is None:
        return None
    from auditor.store import work

    try:
        data = documents.load(file)
    except DocumentError:
        return None
    return work.find_document(database, hashlib.sha256(data).hexdigest(), documents.shown(file.name))


def _extraction(document: Document, release: Release, vocabulary: Vocabulary) -> Extraction:
    try:
        with patience.at_most():
            return claims.extract(document, release, vocabulary)
    except AuditorError:
        raise
    except Exception as error:
        # A failure in one document must not cost the others.
        return Extraction(document=document.id, unread=(not_taken("text", error),))


def _runs_on(resolved: Sequence[ResolvedClaim], library: RunLibrary) -> dict[str, Run]:
    """The runs of the claimed models on the claimed benchmarks, and on those where a released model was run too."""
    models = {claim.model.id for claim in resolved if claim.model.id}
    own = {claim.model.id for claim in resolved if claim.claim.role is Role.own} & models
    benchmarks = {claim.benchmark.id for claim in resolved if claim.benchmark.id}
    benchmarks |= {run.benchmark_id for run in library.runs if run.model_id in own and run.benchmark_id}
    return {
        run.id: run
        for model in sorted(models)
        for benchmark in sorted(benchmarks)
        for run in library.on(model, benchmark)
    }
