from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, where
from auditor.checks.items import Items, items_of
from auditor.checks.rows import Row, difference, points, rows, score, who
from auditor.evidence.statistics import smallest_telling_gap
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity


@dataclass(frozen=True)
class Small:
    """An own score on a test of few items, with the nearest rival's."""

    row: Row
    cell: ResolvedClaim
    items: Items
    nearest: ResolvedClaim
    gap: int
    """The items by which separate answers of two models differ significantly."""

    @property
    def points(self) -> float:
        """The same in points."""
        return 100 * self.gap / self.items.n


class UnderpoweredBenchmark(Check):
    """A test of so few items that it cannot tell the printed scores apart.

    What it finds:
        Benchmarks of at most 60 items among the own scores, with the difference that such a test can show.

    Why it matters:
        On 30 problems one problem is 3.3 points, and two models must differ by some 25 to 30 points before chance is an
        unlikely reason. Averaging over runs does not add problems.

    Decision rule:
        n from the registry (grade checked or partly), n ≤ 60; k = the items right by the better of the own score and
        the nearest rival's (another own one's where there is no rival), rounded. Two models of separate answers differ
        at 0.05 from Δk items on (the smallest with Fisher's exact p below 0.05); the gap between the two is smaller.
        Medium: such a row stands in the headline. Low: the rest. Rows of one model say nothing. One finding a release.

    Example:
        AIME 2024 has 30 problems; from 79.8, 24 of 30, another model differs from 9 problems on, 30 points;
        DeepSeek-R1 leads by 0.6.

    What would clear it:
        A larger test, or a paired comparison item by item.

    References:
        Fisher 1935, The Design of Experiments; Miller 2024, Adding Error Bars to Evals.
    """

    most_items = 60
    # From about 60 items on one item is under two points.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[str, Small] = {}
        again: list[ResolvedClaim] = []
        for row in sorted(rows(dossier), key=lambda row: row.placement is not Placement.headline):
            best = row.best(row.own)
            items = items_of(dossier, best[0]) if best else None
            value = score(best[0]) if best else None
            if items is None or value is None or items.n > self.most_items or not 0 < value < 100:
                continue
            others = row.rivals or tuple(cell for cell in row.own if who(cell) != who(best[0]))
            if not others:
                continue
            nearest = min(others, key=lambda cell: abs(difference(best[0], cell)))
            larger = max(value, score(nearest) or value)
            gap = smallest_telling_gap(min(round(larger * items.n / 100), items.n), items.n)
            if gap is None or abs(difference(best[0], nearest)) * items.n >= gap * 100:
                continue
            found.setdefault(items.benchmark.id, Small(row, best[0], items, nearest, gap))
            again.append(best[0])
        if found:
            yield self.report(dossier, list(found.values()), again)

    def report(self, dossier: Dossier, found: list[Small], again: list[ResolvedClaim]) -> Finding:
        first = found[0]
        row, cell, items, nearest = first.row, first.cell, first.items, first.nearest
        listed = ", ".join(f"{one.row.printed} ({one.items.n})" for one in found[:5])
        headline = row.placement is Placement.headline
        return self.finding(
            dossier,
            severity=Severity.medium if headline else Severity.low,
            confidence=Confidence.high,
            says="not resolvable",
            title=(
                f"{row.printed} has {items.n} items: {cell.claim.model} {cell.claim.value} and {nearest.claim.model} "
                f"{nearest.claim.value} cannot be told apart; separate answers differ from {first.gap} items, "
                f"{first.points:.0f} points, on" + (f"; also {len(found) - 1} more" if found[1:] else "")
            ),
            message=(
                f"Tests of few items among the own scores: {listed}. {where(row.label, cell.claim.place)} prints "
                f"{cell.claim.value} on {row.printed}; one item is {100 / items.n:.1f} points. Runs of the same items "
                "do not make the test larger."
            ),
            evidence=[
                item
                for one in found[:8]
                for item in (
                    cite_claim(one.cell, primary=one is first),
                    cite_claim(one.nearest),
                    cite_plain_fact(
                        one.items.benchmark.id, one.items.benchmark.name, one.items.said, one.items.benchmark.sources
                    ),
                )
            ]
            + [cite_claim(c) for c in again if all(c is not one.cell for one in found)][:10],
            arithmetic=[
                f"{one.row.printed}: one of {one.items.n} items is {100 / one.items.n:.1f} points; significant from "
                f"{one.gap} items = {one.points:.1f} points (Fisher, 0.05); {one.cell.claim.value} − "
                f"{one.nearest.claim.value} = {points(difference(one.cell, one.nearest))}"
                for one in found[:8]
            ],
            overturned_by="A paired comparison item by item, or a larger test of the same ability.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=[one.items.benchmark.id for one in found],
        )
