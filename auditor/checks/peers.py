"""Other releases as a yardstick: which one a release follows, which came about the same time, what they report."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks.dates import days_between, surely_before
from auditor.checks.lineage import predecessors
from auditor.checks.naming import GENERIC
from auditor.checks.rows import fold, key_of
from auditor.checks.tally import main_keys
from auditor.checks.wording import mentions, plain
from auditor.records import Benchmark, Dossier, EarlierRelease, ResolvedClaim, Role


@dataclass(frozen=True)
class Follows:
    """The release that a release follows, with the model that the two have in common."""

    release: EarlierRelease
    models: frozenset[str]
    """Keys of the models it released that the later release follows or sets itself beside."""

    @property
    def name(self) -> str:
        """The release in words."""
        subjects = self.release.release.subjects
        return subjects[0] if subjects else "the release before"

    def tables(self) -> list[dict[str, ResolvedClaim]]:
        """For each of its tables the first score of those models on each benchmark, in reading order."""
        found: dict[tuple[str, int], dict[str, ResolvedClaim]] = {}
        for claim in self.release.claims:
            if claim.claim.role is not Role.own or claim.claim.row is None or key_of(claim.model) not in self.models:
                continue
            if fold(claim.claim.benchmark) not in GENERIC:
                table = found.setdefault((claim.claim.document, claim.claim.block), {})
                table.setdefault(key_of(claim.benchmark), claim)
        return list(found.values())


def followed(dossier: Dossier) -> Follows | None:
    """The vendor's latest release before this one whose model is the predecessor, or stands in the tables here."""
    vendor, released = fold(dossier.release.vendor or ""), dossier.release.released
    subjects = main_keys(dossier)
    before = predecessors(dossier, subjects)
    before |= {model.predecessor for key in subjects if (model := dossier.models.get(key)) and model.predecessor}
    beside = {key_of(c.model) for c in dossier.claims if c.claim.role is Role.rival and c.claim.row is not None}
    own = {key_of(c.model) for c in dossier.own()}
    found: Follows | None = None
    for one in dossier.earlier:  # oldest first
        if not vendor or fold(one.release.vendor or "") != vendor or one.release.released == released:
            continue
        if not surely_before(one.release.released, released):
            continue
        theirs = {key_of(c.model) for c in one.claims if c.claim.role is Role.own and c.claim.row is not None}
        models = (theirs & before) or (theirs & beside)
        if models and not theirs & own:
            found = Follows(one, frozenset(models))
    return found


def peers(dossier: Dossier, days: int, own: set[str], least: int) -> list[EarlierRelease]:
    """Of each other vendor the latest release in the days before that reports `least` of the `own` benchmarks."""
    vendor = fold(dossier.release.vendor or "")
    found: dict[str, EarlierRelease] = {}
    for one in dossier.earlier:  # oldest first
        theirs = fold(one.release.vendor or "")
        age = days_between(one.release.released, dossier.release.released)
        if theirs and theirs != vendor and age is not None and 0 <= age <= days:
            kept = found.get(theirs)
            same = kept is not None and kept.release.released == one.release.released
            if len(own & set(one.reported)) >= least and not (
                same and kept is not None and len(kept.reported) > len(one.reported)
            ):
                found[theirs] = one
    return list(found.values())


def reported_here(dossier: Dossier) -> set[str]:
    """Keys of the benchmarks with a score or a blank cell in any document, with all that an unclear name can mean."""
    names = [c.benchmark for c in dossier.claims] + [b.benchmark for b in dossier.blanks]
    return {key for name in names for key in (key_of(name), *name.candidates)}


def unread_pictures(dossier: Dossier) -> int:
    """How many tables and pictures of the release could not be read: scores may stand in them."""
    unread = [one for document in dossier.documents for one in document.unread]
    unread += [one for extraction in dossier.extractions for one in extraction.unread]
    return sum(one.what in ("table", "figure", "picture", "page") for one in unread)


def named_in_text(dossier: Dossier, benchmark: Benchmark) -> bool:
    """Whether a document names the benchmark at all, in prose or in a table."""
    names = {benchmark.name, *benchmark.aliases}
    return any(
        mentions(plain(text), name)
        for document in dossier.documents
        for block in document.blocks
        for text in (block.text, block.caption, *(cell.text for cell in (block.grid.cells if block.grid else ())))
        if any(ch.isalpha() for ch in text)
        for name in names
    )


def relatives(benchmark: Benchmark | None) -> set[str]:
    """The ids that stand for a benchmark: itself, its whole, its parts, its family and what took its place."""
    if benchmark is None:
        return set()
    named = {benchmark.id, benchmark.parent, benchmark.family, benchmark.fresh_twin_of}
    return {id for id in (*named, *benchmark.variants, *benchmark.superseded_by) if id}


def akin(dossier: Dossier, a: str, b: str) -> bool:
    """Whether two benchmarks are editions, parts or twins of one."""
    return bool(relatives(dossier.benchmarks.get(a)) & relatives(dossier.benchmarks.get(b)))
