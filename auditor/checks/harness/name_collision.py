from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact
from auditor.checks.dates import surely_before
from auditor.checks.peers import named_in_text
from auditor.checks.rows import fold, score
from auditor.evidence.statistics import possible_counts
from auditor.records import Benchmark, Confidence, Dossier, Finding, How, Placement, ResolvedClaim, Severity, Unit


class NameCollision(Check):
    """A printed name can mean several benchmarks, and the release does not say which.

    What it finds:
        Scores (own ones, where a document releases a model) under a name that the registry gives to several benchmarks,
        sets or versions, where neither the table nor the rest of the release decides.

    Why it matters:
        A score that may belong to either of two tests can be set beside no other score. Readers and compilers pick one,
        and the wrong one enters their tables.

    Decision rule:
        The registry lists the name as ambiguous, no written rule (date, publisher, neighbours in the table) decides,
        and at least two of the candidates existed at the release date. No document names one of the candidates and none
        of the others in full, and the scores (3 or more with decimals) are not whole numbers of items of one of them
        alone. At least one of them stands in the first results. Low. One finding a release with all such names. Names
        that a rule decides are resolved, and the resolution says by which rule.

    Example:
        "APEX" of one dashboard matches the scores of MathArena Apex, while Mercor's APEX-Agents went by the same name;
        "GPQA" can be the main set of 448 questions or the 198 of GPQA Diamond.

    What would clear it:
        The full name or version, or a source for the items, in any document of the release.

    References:
        The registry's ambiguous.toml; SemiAnalysis, 2026-04-24.
    """

    anywhere = False

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[str, tuple[ResolvedClaim, list[Benchmark]]] = {}
        for claim in list(dossier.own()) or dossier.claims:
            if claim.benchmark.how is not How.ambiguous or claim.claim.row is None or claim.claim.number is None:
                continue
            name = fold(claim.claim.benchmark.split("(")[0])
            kept = found.get(name)
            if kept is not None and (kept[0].claim.placement is Placement.headline or not headline(claim)):
                continue
            candidates = self.candidates(dossier, claim)
            candidates = [b for b in candidates if b.id in fitting(dossier, name, candidates)]
            if len(candidates) > 1:
                found[name] = (claim, candidates)
        if found and (self.anywhere or any(headline(claim) for claim, _ in found.values())):
            yield self.report(dossier, list(found.values()))

    def candidates(self, dossier: Dossier, claim: ResolvedClaim) -> list[Benchmark]:
        """The candidates that existed by then; one alone where the release names it in full elsewhere."""
        released = dossier.release.released
        known = [
            benchmark
            for id in claim.benchmark.candidates
            if (benchmark := dossier.benchmarks.get(id)) is not None
            and not (benchmark.released and released and surely_before(released, benchmark.released))
        ]
        unclear = fold(claim.claim.benchmark.split("(")[0].split("|")[0])
        full = [b for b in known if fold(b.name) != unclear and named_in_text(dossier, plainly(b))]
        return full if len(full) == 1 else known

    def report(self, dossier: Dossier, found: list[tuple[ResolvedClaim, list[Benchmark]]]) -> Finding:
        found = sorted(found, key=lambda one: not headline(one[0]))
        first, candidates = found[0]
        listed = "; ".join(
            f"{claim.claim.benchmark} ({' or '.join(b.name for b in options[:4])})" for claim, options in found[:4]
        )
        return self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.high,
            says="not comparable",
            title=f"Which benchmark is meant is not said: {listed}",
            message=(
                f"{first.claim.model} has {first.claim.value} under the name {first.claim.benchmark}, which can be "
                f"{' or '.join(b.name for b in candidates[:5])}. Neither the table nor another place of the release "
                "says which, so that it is compared with no other score of either."
            ),
            evidence=[
                *(cite_claim(claim, primary=number == 0) for number, (claim, _) in enumerate(found[:8])),
                *(
                    cite_plain_fact(
                        b.id,
                        b.name,
                        f"{b.name}: {b.n_items or 'unknown number of'} items, {b.released or 'undated'}",
                        b.sources,
                    )
                    for _, options in found[:4]
                    for b in options[:4]
                ),
            ],
            arithmetic=[
                f"{claim.claim.benchmark}: {len(options)} candidates by {dossier.release.released or 'then'}: "
                f"{', '.join(b.id for b in options)}"
                for claim, options in found
            ],
            overturned_by="The full name or version of the benchmark in any document of the release.",
            models=[first.model.id or first.claim.model],
            benchmarks=[claim.claim.benchmark for claim, _ in found],
        )


def fitting(dossier: Dossier, name: str, candidates: list[Benchmark]) -> set[str]:
    """The ids of the candidates of which scores under that name can be shares of items; all where none decides.

    A set decides where every one of at least 3 scores with a decimal is a whole number of its items, and not every one
    is of the others'.
    """
    scores = {
        (value, claim.claim.decimals)
        for claim in dossier.claims
        if fold(claim.claim.benchmark.split("(")[0]) == name
        and claim.claim.decimals
        and (value := score(claim)) is not None
        and 0 < value < 100
        and claim.claim.unit is not Unit.fraction
    }
    whole = {
        b.id
        for b in candidates
        if b.items_behind_a_score
        and len(scores) >= LEAST_SCORES
        and all(possible_counts(value, b.items_behind_a_score, runs=1, decimals=d) for value, d in scores)
    }
    return whole if len(whole) == 1 else {b.id for b in candidates}


LEAST_SCORES = 3


def headline(claim: ResolvedClaim) -> bool:
    """Whether a claim stands in the first results."""
    return claim.claim.placement is Placement.headline


def plainly(benchmark: Benchmark) -> Benchmark:
    """The benchmark under its full name alone: its aliases may be the unclear name itself."""
    return benchmark.model_copy(update={"aliases": ()})
