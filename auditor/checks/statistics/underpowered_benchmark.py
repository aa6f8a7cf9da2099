from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, where
from auditor.checks.items import Items, items_of
from auditor.checks.rows import Row, difference, rows, score
from auditor.evidence.statistics import minimum_detectable_effect
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity


class UnderpoweredBenchmark(Check):
    """A test of so few items that it cannot tell the printed scores apart.

    What it finds:
        Benchmarks of at most 60 items among the own scores, with the difference that such a test can show.

    Why it matters:
        On 30 problems one problem is 3.3 points, and two models must differ by 25 points and more before chance is an
        unlikely reason. Averaging over runs does not add problems.

    Decision rule:
        n from the registry (grade checked or partly), n ≤ 60; the minimum detectable effect at the own score p,
        (z.975 + z.8)·√(2p(1 − p)/n), exceeds the gap to the nearest rival of the row. Medium: such a row stands in the
        headline and a rival is within the gap. Low: the rest. One finding a release.

    Example:
        AIME 2024 has 30 problems; near 79.5 the detectable difference is 29 points, DeepSeek-R1 leads by 0.6.

    What would clear it:
        A larger test, or a paired comparison item by item.

    References:
        Miller 2024, Adding Error Bars to Evals.
    """

    most_items = 60
    # From about 60 items on one item is under two points.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[str, tuple[Row, ResolvedClaim, Items, ResolvedClaim | None]] = {}
        again: list[ResolvedClaim] = []
        for row in sorted(rows(dossier), key=lambda row: (row.placement is not Placement.headline, not row.rivals)):
            best = row.best(row.own)
            items = items_of(dossier, best[0]) if best else None
            value = score(best[0]) if best else None
            if items is None or value is None or items.n > self.most_items or not 0 < value < 100:
                continue
            nearest = min(row.rivals, key=lambda cell: abs(difference(best[0], cell)), default=None)
            if nearest is not None and abs(difference(best[0], nearest)) >= self.detectable(value, items.n):
                continue
            found.setdefault(items.benchmark.id, (row, best[0], items, nearest))
            again.append(best[0])
        if found:
            yield self.report(dossier, list(found.values()), again)

    def detectable(self, value: object, n: int) -> float:
        share = min(max(float(str(value)) / 100, 0.5 / n), 1 - 0.5 / n)
        return 100 * minimum_detectable_effect(share, n)

    def report(
        self,
        dossier: Dossier,
        found: list[tuple[Row, ResolvedClaim, Items, ResolvedClaim | None]],
        again: list[ResolvedClaim],
    ) -> Finding:
        row, cell, items, nearest = found[0]
        listed = ", ".join(f"{r.printed} ({i.n})" for r, _, i, _ in found[:5])
        lines = []
        for r, c, i, near in found[:8]:
            effect = self.detectable(score(c), i.n)
            gap = f"; gap to {near.claim.model} {near.claim.value}: {abs(difference(c, near))}" if near else ""
            lines.append(
                f"{r.printed}: one of {i.n} items is {100 / i.n:.1f} points; detectable at {c.claim.value}: "
                f"{effect:.1f}{gap}"
            )
        headline = row.placement is Placement.headline and nearest is not None
        gap = f"{abs(difference(cell, nearest))} points to {nearest.claim.model}" if nearest else "no rival in the row"
        return self.finding(
            dossier,
            severity=Severity.medium if headline else Severity.low,
            confidence=Confidence.high,
            says="not resolvable",
            title=(
                f"{row.printed} has {items.n} items: differences under {self.detectable(score(cell), items.n):.0f} "
                f"points cannot be told from chance ({gap})" + (f"; also {len(found) - 1} more" if found[1:] else "")
            ),
            message=(
                f"Tests of few items among the own scores: {listed}. {where(row.label, cell.claim.place)} prints "
                f"{cell.claim.value} on {row.printed}; one item is {100 / items.n:.1f} points. Runs of the same items "
                "do not make the test larger."
            ),
            evidence=[
                item
                for r, c, i, near in found[:8]
                for item in (
                    cite_claim(c, primary=c is cell),
                    *((cite_claim(near),) if near else ()),
                    cite_plain_fact(i.benchmark.id, i.benchmark.name, i.said, i.benchmark.sources),
                )
            ]
            + [cite_claim(c) for c in again if all(c is not other for _, other, _, _ in found)][:10],
            arithmetic=lines,
            overturned_by="A paired comparison item by item, or a larger test of the same ability.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=[i.benchmark.id for _, _, i, _ in found],
        )
