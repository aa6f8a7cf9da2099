from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, where
from auditor.checks.items import Items, items_of
from auditor.checks.rows import Row, key_of, rows, score
from auditor.evidence.statistics import minimum_detectable_effect
from auditor.records import Confidence, Dossier, Finding, Placement, ResolvedClaim, Role, Severity
from auditor.registry import may_carry


class Saturated(Check):
    """Three models or more stand so near the ceiling of a test that it no longer separates them.

    What it finds:
        Rows whose best models all lie within the detectable difference of the highest score that can be had.

    Why it matters:
        At the ceiling a test measures its own faults. A row of 97s recommends nobody.

    Decision rule:
        The registry (grade checked or partly) calls the benchmark saturated or gives its practical ceiling c, and its
        number of items n. At least 3 models of the row, an own one among them, lie above 90 and above c − d, where d is
        the minimum detectable effect (z.975 + z.8)·√(2p(1 − p)/n) at the best score p (c is 100 where none is known).
        Info. One finding a release.

    Example:
        MATH-500: 98.8, 98.4, 97.6, 97.6, 96.4 and 96.1 in one row; on 500 items they differ by a few problems.

    What would clear it:
        A harder test of the same ability beside it.

    References:
        Miller 2024, Adding Error Bars to Evals.
    """

    least_models = 3
    lowest = 90.0
    # On a test so small that everything is near its ceiling the size is the matter, not the ceiling.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[str, tuple[Row, list[ResolvedClaim], Items, float]] = {}
        for row in sorted(rows(dossier), key=lambda row: row.placement is not Placement.headline):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            best = row.best()
            items = items_of(dossier, best[0]) if best else None
            if benchmark is None or items is None or not row.own or not may_carry(benchmark):
                continue
            if benchmark.practical_ceiling is None and not (benchmark.status or "").startswith("saturated"):
                continue
            top = score(best[0]) or Decimal(0)
            share = min(max(float(top) / 100, 0.5), 1 - 0.5 / items.n)
            floor = (benchmark.practical_ceiling or 100.0) - 100 * minimum_detectable_effect(share, items.n)
            floor = max(floor, self.lowest)
            near = [cell for cell in row.cells if float(score(cell) or 0) >= floor]
            if not any(cell.claim.role is Role.own for cell in near):
                continue
            if len({key_of(cell.model) for cell in near}) >= self.least_models:
                found.setdefault(benchmark.id, (row, near, items, floor))
        if not found:
            return
        row, near, items, floor = next(iter(found.values()))
        listed = ", ".join(f"{cell.claim.model} {cell.claim.value}" for cell in near[:5])
        more = f"; {len(found) - 1} more tests" if len(found) > 1 else ""
        yield self.finding(
            dossier,
            severity=Severity.info,
            confidence=Confidence.medium,
            says="not resolvable",
            title=f"{row.printed} separates its best models no more: {listed}{more}",
            message=(
                f"{where(row.label, near[0].claim.place)} has {len(near)} scores within the detectable difference of "
                f"the ceiling of {row.printed} ({items.said})."
            ),
            evidence=[
                item
                for index, (r, cells, i, _) in enumerate(found.values())
                for item in (
                    *(cite_claim(c, primary=index == 0 and c is cells[0]) for c in cells[:6]),
                    cite_plain_fact(i.benchmark.id, i.benchmark.name, i.said, i.benchmark.sources),
                )
            ],
            arithmetic=[
                f"{r.printed}: {len(cells)} scores of {min(c.claim.value for c in cells)} and more; "
                f"within the detectable difference from {low:.1f} on"
                for r, cells, _, low in found.values()
            ],
            overturned_by="A harder test of the same ability beside it.",
            models=[cell.model.id or cell.claim.model for cell in near[:6]],
            benchmarks=list(found),
        )
