from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.asking import matters
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, cite_run, observed, where
from auditor.checks.rows import WHO_CONDITIONS, points, score
from auditor.records import (
    Agreement,
    Comparison,
    Confidence,
    Dossier,
    Finding,
    Independence,
    Placement,
    ResolvedClaim,
    Role,
    Severity,
    Standing,
)

WEIGHT = (Independence.third_party, Independence.benchmark_author)
"""Who counts as independent; vendors' submissions and echoes do not."""


class UnlikeIndependentRuns(Check):
    """Somebody else ran the same model on the same benchmark and observed another score.

    What it finds:
        Own claims that differ from third-party runs by more than sampling and the usual difference between harnesses
        explain.

    Why it matters:
        An independent run is the nearest thing to what a reader would see. Where it is far off, the printed score
        belongs to a setting that the reader may not have.

    Decision rule:
        z = (x_claimed − x_observed)/√(SE_claimed² + SE_observed² + τ²), τ the registry's prior for another harness. A
        claim stands out where |z| ≥ 2 against the median of its independent runs and all lie on one side; echoes and
        the vendor's own submissions are not counted, other versions, metrics and splits are not compared, nor a run of
        unstated effort whose score lies among those that the release prints for several efforts. High: the claim is
        higher, no declared difference of conditions explains it and |z| ≥ 3. Medium: the claim is higher. Low: it is
        lower, or a declared difference explains the direction. One finding a claim.

    Example:
        o3-preview's 25 % on FrontierMath at announcement; the benchmark's author measured about 10 % for the released
        o3.

    What would clear it:
        The settings behind the claim, under which somebody else obtains it too.

    References:
        Epoch AI, 2025-04-18, on o3 and FrontierMath.
    """

    threshold = 2.0
    strong = 3.0

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        by_claim: dict[str, list[Comparison]] = defaultdict(list)
        for comparison in dossier.comparisons:
            run = dossier.runs.get(comparison.run)
            if run is None or run.independence not in WEIGHT or comparison.standing is Standing.not_comparable:
                continue
            if comparison.z is not None and comparison.difference is not None:
                by_claim[comparison.claim].append(comparison)
        seen: set[tuple[str | None, str | None, str]] = set()
        for id, comparisons in by_claim.items():
            claim = dossier.claim(id)
            mark = (claim.model.id, claim.benchmark.id, claim.claim.value)
            if claim.claim.role is not Role.own or mark in seen:
                continue
            comparisons = [c for c in comparisons if not self.between_efforts(dossier, claim, c)]
            if not comparisons:
                continue
            zs = sorted(comparison.z or 0.0 for comparison in comparisons)
            middle = zs[len(zs) // 2] if len(zs) % 2 else min(zs[len(zs) // 2 - 1 : len(zs) // 2 + 1], key=abs)
            if abs(middle) < self.threshold or any((z > 0) != (middle > 0) for z in zs):
                continue
            seen.add(mark)
            yield self.report(dossier, claim, comparisons, middle)

    def between_efforts(self, dossier: Dossier, claim: ResolvedClaim, comparison: Comparison) -> bool:
        """Whether the release prints several efforts or modes, the run states none, and its score lies among them."""
        unequal = any(
            condition.name in WHO_CONDITIONS and condition.agreement is not Agreement.equal
            for condition in comparison.conditions
        )
        printed = [
            value
            for other in dossier.own()
            if (other.model.id, other.benchmark.id) == (claim.model.id, claim.benchmark.id)
            and (value := score(other)) is not None
        ]
        if len(set(printed)) < 2 or comparison.difference is None:
            return False
        seen = (score(claim) or Decimal(0)) - comparison.difference
        reach = Decimal(str(self.threshold * (comparison.stderr or 0)))
        return (unequal or not comparison.conditions) and min(printed) - reach <= seen <= max(printed) + reach

    def report(self, dossier: Dossier, claim: ResolvedClaim, comparisons: list[Comparison], middle: float) -> Finding:
        nearest = min(comparisons, key=lambda c: abs(c.z or 0.0))
        run = dossier.runs[nearest.run]
        explained = [c for c in comparisons if c.standing is Standing.explained]
        higher = middle > 0
        if not higher or len(explained) == len(comparisons):
            severity = Severity.low
        else:
            severity = Severity.high if abs(middle) >= self.strong else Severity.medium
        undisclosed = sorted(
            {
                condition.name.value
                for comparison in comparisons
                for condition in comparison.conditions
                if condition.agreement is Agreement.undisclosed
            }
        )
        printed = claim.claim
        source = dossier.sources.get(run.source)
        others = f" and {len(comparisons) - 1} more runs" if len(comparisons) > 1 else ""
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium if undisclosed else Confidence.high,
            says="not comparable" if explained else "contradicted",
            title=(
                f"{printed.model} on {printed.benchmark}: {printed.value} printed, {observed(run)} observed by "
                f"{source.publisher if source else run.run_by}{others} (z = {middle:.1f})"
            ),
            message=(
                f"{where(printed.label, printed.place)} prints {printed.value}. The nearest independent run has "
                f"{observed(run)} "
                f"({source.name if source else run.source}). {nearest.why.rstrip('.')}."
                + (f" At least one side does not state: {', '.join(undisclosed)}." if undisclosed else "")
            ),
            evidence=[
                cite_claim(claim, primary=True),
                *(
                    cite_run(dossier.runs[c.run], dossier.sources.get(dossier.runs[c.run].source))
                    for c in sorted(comparisons, key=lambda c: abs(c.z or 0.0))[:8]
                ),
            ],
            arithmetic=[
                f"{printed.value} − {observed(dossier.runs[c.run])} = "
                f"{points(round(c.difference or Decimal(0), 2))}; standard error {c.stderr or 0:.2f} "
                f"(τ = {c.tau or 0:g}); z = {c.z or 0:.2f}"
                for c in comparisons[:8]
            ],
            overturned_by="A run by somebody else, under stated settings, that obtains the printed score.",
            models=[claim.model.id or printed.model],
            benchmarks=[claim.benchmark.id or printed.benchmark],
            question=matters(
                "Somebody else ran the same model on the same benchmark and observed another score.",
                severity,
                lines=(
                    cell_text(claim),
                    *(
                        cite_run(dossier.runs[c.run], dossier.sources.get(dossier.runs[c.run].source)).quote
                        for c in comparisons[:6]
                    ),
                ),
                headline=printed.placement is Placement.headline,
                own=True,
                order_changes=None,
                gap=abs(float(nearest.difference or 0)),
                explained=len(explained) == len(comparisons),
            ),
        )
