from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.rows import difference, fold, key_of, points, same_number, score, who
from auditor.checks.twins import clash
from auditor.checks.wording import plain, said
from auditor.records import (
    Confidence,
    Dossier,
    EarlierRelease,
    Evidence,
    EvidenceKind,
    Finding,
    ResolvedClaim,
    Role,
    Severity,
)

NOTED = ("corrected", "correction", "updated", "erratum", "revised", "changelog", "re-evaluat", "rerun", "re-run")


@dataclass(frozen=True)
class Revised:
    """A score of this release that an earlier version of its documents printed otherwise."""

    now: ResolvedClaim
    before: ResolvedClaim
    release: EarlierRelease


class RevisedSilently(Check):
    """An earlier version of the same document printed another value, and no word says that it was changed.

    What it finds:
        Scores of a release that an earlier version of its documents (same vendor, same model, audited before) prints
        with another value, while most other scores are equal.

    Why it matters:
        Who quoted the first version quotes a number that the vendor no longer prints, and cannot know.

    Decision rule:
        An earlier release at hand has the same vendor and subject and other documents. Scores are paired by model,
        effort, benchmark and stated conditions. At least 3 pairs are equal, and the equal ones outnumber the different
        ones; differences that rounding explains are none; no sentence of the release speaks of a correction or update.
        Medium: a difference of a point or more. Low: less. One finding a pair of versions.

    Example:
        The model card of Gemini 3 Pro exists in versions of November and December 2025.

    What would clear it:
        A note in the document that says what changed.

    References:
        Google, model cards of Gemini 3 Pro.
    """

    least_equal = 3
    clear = 1

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        if any(word in plain(sentence.text).casefold() for sentence in said(dossier) for word in NOTED):
            return
        for release in dossier.earlier:
            if self.same_release(dossier, release):
                found, equal = self.pairs(dossier, release)
                if found and equal >= self.least_equal and equal > len(found):
                    yield self.report(dossier, found, equal)

    def same_release(self, dossier: Dossier, release: EarlierRelease) -> bool:
        """Whether an earlier release has the subject and vendor of this one, in other documents."""
        mine, its = dossier.release, release.release
        subjects = {fold(name) for name in mine.subjects[:1]} & {fold(name) for name in its.subjects[:1]}
        return (
            bool(subjects)
            and fold(mine.vendor or "~") == fold(its.vendor or "")
            and not set(mine.documents) & set(its.documents)
        )

    def pairs(self, dossier: Dossier, release: EarlierRelease) -> tuple[list[Revised], int]:
        index: dict[tuple[str, str], list[ResolvedClaim]] = {}
        for claim in release.claims:
            if claim.claim.row is not None and score(claim) is not None:
                index.setdefault((who(claim), key_of(claim.benchmark)), []).append(claim)
        found: dict[tuple[str, str], Revised] = {}
        equal = 0
        for claim in dossier.claims:
            if claim.claim.row is None or score(claim) is None or claim.claim.role is Role.ablation:
                continue
            options = [o for o in index.get((who(claim), key_of(claim.benchmark)), ()) if not clash(claim, o)]
            if any(same_number(claim, option) for option in options):
                equal += 1
            elif len(options) == 1 and not claim.claim.doubts and not options[0].claim.doubts:
                mark = (who(claim), key_of(claim.benchmark))
                found.setdefault(mark, Revised(claim, options[0], release))
        return list(found.values()), equal

    def report(self, dossier: Dossier, found: list[Revised], equal: int) -> Finding:
        found = sorted(found, key=lambda r: (r.now.claim.role is not Role.own, -abs(difference(r.now, r.before))))
        first = found[0]
        now, before = first.now.claim, first.before.claim
        widest = max(abs(difference(r.now, r.before)) for r in found)
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        names = ", ".join(document.name for document in first.release.documents)
        return self.finding(
            dossier,
            severity=Severity.medium if widest >= self.clear else Severity.low,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f"{now.model} on {now.benchmark}: {now.value} here, {before.value} in an earlier version of the "
                f"document{more}"
            ),
            message=(
                f"{where(now.label, now.place)} prints {now.value} for {now.model} on {now.benchmark}; {names} printed "
                f"{before.value}. {equal} other scores of the two are equal. No sentence says what changed."
            ),
            evidence=[
                item
                for index, r in enumerate(found[:10])
                for item in (
                    cite_claim(r.now, primary=index == 0),
                    Evidence(
                        kind=EvidenceKind.fact,
                        ref=r.before.claim.id,
                        label=f"earlier version, {r.release.release.released or 'undated'}",
                        quote=f"{r.before.claim.model}, {r.before.claim.benchmark}: {r.before.claim.value}",
                        source=names,
                    ),
                )
            ],
            arithmetic=[
                f"{r.now.claim.benchmark}: {r.now.claim.value} − {r.before.claim.value} = "
                f"{points(difference(r.now, r.before))}"
                for r in found[:12]
            ],
            overturned_by="A note in the document that says what changed and why.",
            models=[r.now.model.id or r.now.claim.model for r in found],
            benchmarks=[r.now.benchmark.id or r.now.claim.benchmark for r in found],
        )
