from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, where
from auditor.checks.items import Items, items_of
from auditor.checks.rows import Row, rows, score
from auditor.evidence.statistics import wilson_interval
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity, Unit


class FalsePrecision(Check):
    """Scores are printed to more digits than the size of the test carries.

    What it finds:
        Scores printed to two decimals or more on tests so small that the interval of the score is hundreds of units of
        the last digit wide, without an interval beside them.

    Why it matters:
        63.33 reads as more exact than 63. Differences in the second decimal are then taken for results.

    Decision rule:
        A percentage with at least two decimals, n from the registry; the half-width of the 95 % Wilson interval is at
        least 300 units of the last digit (3 points at two decimals); no uncertainty is printed at the cell. At least 3
        own scores, on at least 2 benchmarks. Info. One finding a release.

    Example:
        AIME 2025 at 63.33 has an interval from 46 to 78: 30 problems give steps of 3.33 points.

    What would clear it:
        An interval or standard error beside the scores.

    References:
        Miller 2024, Adding Error Bars to Evals.
    """

    least_digits = 2
    units = 300
    least_scores = 3
    least_tests = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[tuple[str, str], tuple[Row, ResolvedClaim, Items, float, float]] = {}
        for row in sorted(rows(dossier), key=lambda row: row.placement is not Placement.headline):
            for cell in row.own:
                items, value, digits = items_of(dossier, cell), score(cell), cell.claim.decimals or 0
                if items is None or value is None or digits < self.least_digits or cell.claim.uncertainty:
                    continue
                if cell.claim.unit is Unit.fraction or not 0 < value < 100:
                    continue
                low, high = wilson_interval(float(value) / 100, items.n)
                if 50 * (high - low) >= self.units * 10.0**-digits:
                    found.setdefault((row.key, cell.claim.value), (row, cell, items, 100 * low, 100 * high))
        tests = {key for key, _ in found}
        if len(found) >= self.least_scores and len(tests) >= self.least_tests:
            yield self.report(dossier, list(found.values()))

    def report(self, dossier: Dossier, found: list[tuple[Row, ResolvedClaim, Items, float, float]]) -> Finding:
        row, cell, items, low, high = found[0]
        listed = ", ".join(f"{r.printed} {c.claim.value} ({a:.0f} to {b:.0f})" for r, c, _, a, b in found[:4])
        return self.finding(
            dossier,
            severity=Severity.info,
            confidence=Confidence.high,
            says="not resolvable",
            title=f"{len(found)} own scores have digits that the test cannot carry: {listed}",
            message=(
                f"{where(row.label, cell.claim.place)} prints {cell.claim.value} on {row.printed}. {items.said}; by "
                f"their number alone the score is {low:.1f} to {high:.1f}."
            ),
            evidence=[
                item
                for r, c, i, _, _ in found[:8]
                for item in (
                    cite_claim(c, primary=c is cell),
                    cite_plain_fact(i.benchmark.id, i.benchmark.name, i.said, i.benchmark.sources),
                )
            ],
            arithmetic=[
                f"{r.printed} {c.claim.value}: 95 % interval on {i.n} items {a:.1f} to {b:.1f}; one item is "
                f"{100 / i.n:.2f} points"
                for r, c, i, a, b in found[:10]
            ],
            overturned_by="An interval or standard error beside the scores.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=list(dict.fromkeys(i.benchmark.id for _, _, i, _, _ in found)),
        )
