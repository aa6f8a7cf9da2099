from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_run, observed
from auditor.checks.dates import surely_before
from auditor.checks.own_words import OwnWord
from auditor.checks.peers import Follows, akin, followed, reported_here, unread_pictures
from auditor.checks.rows import fold, key_of, points
from auditor.checks.tally import main_keys
from auditor.records import Confidence, Dossier, Finding, Independence, Placement, ResolvedClaim, Role, Run, Severity
from auditor.registry import may_carry


class DroppedSincePredecessor(Check):
    """Benchmarks of the release before are gone from this one.

    What it finds:
        Rows that the vendor printed for the model before in its own release, and that have no score in this one.

    Why it matters:
        A row that is dropped cannot show a loss. Who moves from the model before does not learn what became of it.

    Decision rule:
        The vendor's latest release at hand before this one whose model is the registry's predecessor of the released
        model, or has a column in the tables here. Of its tables those count of which at least a third of the benchmarks
        have a score here, so that tables of another kind do not; together they keep at least 5. A benchmark of these
        tables, not of the appendix, is dropped where no document here has a score or a blank cell on it, nor on another
        edition, part or successor of it, and its curator had not withdrawn it by then. High: an independent source ran
        the released model on a dropped one and it is below the model before there. Medium: three dropped ones stood in
        the first results before. Low: the rest. Confidence is low where tables or pictures here could not be read. One
        finding a release.

    Example:
        DeepSeek-R1's report reuses the rows of the DeepSeek-V3 report; LongBench v2, HumanEval-Mul and Aider-Edit, all
        of them there, have no row.

    What would clear it:
        The scores, or the reason why a benchmark is no longer run.

    References:
        SemiAnalysis, 2026-04-24, on benchmarks that come and go between releases.
    """

    least_kept = 5
    least_share = Fraction(1, 3)
    # With fewer benchmarks in common the two documents are of another kind or scope, and nothing was dropped.
    several = 3
    # One row of the first results that is gone can have many reasons; three are a part of what was shown.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        before = followed(dossier)
        if before is None:
            return
        own = {key_of(c.benchmark) for c in dossier.own()}
        rows_: dict[str, ResolvedClaim] = {}
        for table in before.tables():
            if Fraction(len(table.keys() & own), len(table)) >= self.least_share:
                rows_ = {**table, **rows_}
        kept = [key for key in rows_ if key in own]
        if len(kept) < self.least_kept:
            return
        here = reported_here(dossier)
        labels = {fold(c.claim.benchmark) for c in dossier.claims}
        gone = [
            claim
            for key, claim in rows_.items()
            if key not in here
            and claim.claim.placement in (Placement.headline, Placement.body)
            and not any(akin(dossier, key, other) for other in here)
            and not any(same_label(fold(claim.claim.benchmark), label) for label in labels)
            and not self.withdrawn(dossier, key)
        ]
        if gone:
            yield self.report(dossier, before, gone, len(kept), len(rows_))

    def withdrawn(self, dossier: Dossier, key: str) -> bool:
        benchmark = dossier.benchmarks.get(key)
        return benchmark is not None and any(
            may_carry(statement) and surely_before(statement.date, dossier.release.released)
            for statement in benchmark.retired
        )

    def losses(self, dossier: Dossier, before: Follows, gone: list[ResolvedClaim]) -> list[tuple[Run, Run]]:
        """Runs of one source in which the released model is below the model before on a dropped benchmark."""
        subjects = main_keys(dossier)
        by_test: dict[tuple[str, str, str | None, str], list[Run]] = defaultdict(list)
        for run in dossier.runs.values():
            if run.independence in (Independence.third_party, Independence.benchmark_author) and run.benchmark_id:
                by_test[run.source, run.benchmark_id, run.metric, run.setting.printed].append(run)
        found = []
        for (_, benchmark, _, _), runs in sorted(by_test.items(), key=lambda item: str(item[0])):
            known = dossier.benchmarks.get(benchmark)
            if benchmark not in {key_of(c.benchmark) for c in gone} or known is None:
                continue
            if known.metric.higher_is_better is not True:
                continue
            mine = [run for run in runs if run.model_id in subjects]
            theirs = [run for run in runs if run.model_id in before.models]
            if mine and theirs and max(r.score for r in mine) < min(r.score for r in theirs):
                found.append((max(mine, key=lambda r: r.score), min(theirs, key=lambda r: r.score)))
        return found

    def report(self, dossier: Dossier, before: Follows, gone: list[ResolvedClaim], kept: int, of: int) -> Finding:
        losses = self.losses(dossier, before, gone)
        first_results = sum(claim.claim.placement is Placement.headline for claim in gone) >= self.several
        unread = unread_pictures(dossier)
        names = ", ".join(claim.claim.benchmark for claim in gone[:6]) + (", …" if len(gone) > 6 else "")
        anchor = next(c for c in dossier.own() if c.claim.row is not None or c.claim.role is Role.own)
        released = before.release.release.released
        model = gone[0].claim.model
        lost = "".join(
            f" {dossier.sources[a.source].name if a.source in dossier.sources else a.source} ran both on "
            f"{a.benchmark}: {observed(a)} against {observed(b)}."
            for a, b in losses[:2]
        )
        return self.finding(
            dossier,
            severity=Severity.high if losses else Severity.medium if first_results else Severity.low,
            confidence=Confidence.low if unread else Confidence.high if losses else Confidence.medium,
            says="absent",
            title=(
                f"{len(gone)} of {of} benchmarks of the {before.name} release ({released}) have no score here: {names}"
            ),
            message=(
                f"The {before.name} release printed {model} on {of} benchmarks; this one has scores on {kept} of them. "
                f"No document of it has a score on {names}, nor on another edition of them.{lost}"
                + (f" {unread} tables or pictures of the release could not be read." if unread else "")
            ),
            evidence=[
                cite_claim(anchor, primary=True),
                *(OwnWord(claim, before.release).cite() for claim in gone[:12]),
                *(cite_run(run, dossier.sources.get(run.source)) for pair in losses[:2] for run in pair),
            ],
            arithmetic=[
                f"benchmarks before: {of}; with a score here: {kept}; dropped: {len(gone)}; the rest have another "
                "edition here, were withdrawn or stood in the appendix",
                *(f"{a.benchmark}: {observed(a)} − {observed(b)} = {points(a.score - b.score)}" for a, b in losses),
            ],
            overturned_by="A document of the release with these scores, or the reason why they are no longer run.",
            models=[*dossier.release.subjects[:1], *sorted(before.models)],
            benchmarks=[claim.benchmark.id or claim.claim.benchmark for claim in gone],
        )


def same_label(a: str, b: str) -> bool:
    """Whether two folded labels can name one benchmark: one begins with the other."""
    return len(min(a, b, key=len)) >= 4 and (a.startswith(b) or b.startswith(a))
