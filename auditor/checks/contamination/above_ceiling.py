from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_fact, cite_plain_fact
from auditor.checks.dates import surely_before
from auditor.checks.rows import points, rows, score
from auditor.records import Confidence, Dossier, Finding, ResolvedClaim, Role, Severity, Unit
from auditor.registry import may_carry


class AboveCeiling(Check):
    """A score above what the sound items of a benchmark allow.

    What it finds:
        Scores higher than the practical ceiling of a benchmark: 100 minus the share of items that an audit found to be
        broken or wrongly keyed.

    Why it matters:
        To score above the sound share a model must pass broken items too, by chance, by agreeing with a wrong key, or
        by having seen it. Differences above the ceiling do not order models by ability.

    Decision rule:
        The registry holds a practical ceiling in percent for the benchmark (record of grade checked or partly); an own
        model's score is above it. Medium: by 5 points or more, or by an own model in the first place of its row. Low:
        less. One finding a benchmark with all cells above the ceiling, of any model.

    Example:
        82 of 500 items of SWE-bench Verified failed an audit (59.4 % of 138), so about 83.6 is the sound share; Claude
        Opus 4.7 prints 87.6.

    What would clear it:
        A score on the corrected items, or an explanation of how the broken items were passed.

    References:
        Gema et al., Are We Done with MMLU?, arXiv:2406.04127.
    """

    far_above = Decimal(5)
    # The audits behind ceilings are samples: a few points are within their error.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        above: dict[str, dict[str, ResolvedClaim]] = {}
        for row in rows(dossier):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            if benchmark is None or benchmark.practical_ceiling is None or not may_carry(benchmark):
                continue
            if benchmark.label_noise and not any(
                surely_before(s.date, dossier.release.released) or s.date is None for s in benchmark.label_noise
            ):
                continue
            ceiling = Decimal(str(benchmark.practical_ceiling))
            for cell in row.cells:
                value = score(cell)
                percent = cell.claim.unit in (Unit.percent, Unit.fraction, Unit.unknown)
                if value is not None and percent and ceiling < value <= 100 and cell.claim.role is not Role.baseline:
                    above.setdefault(benchmark.id, {}).setdefault(f"{cell.claim.model} {cell.claim.value}", cell)
        for id, cells in above.items():
            own = [cell for cell in cells.values() if cell.claim.role is Role.own]
            if not own:
                continue
            benchmark = dossier.benchmarks[id]
            ceiling = Decimal(str(benchmark.practical_ceiling))
            top = max(own, key=lambda cell: score(cell) or Decimal(0))
            excess = (score(top) or Decimal(0)) - ceiling
            others = [cell for cell in cells.values() if cell is not top]
            beside = f" (and {len(others)} more cells)" if others else ""
            noise = [statement for statement in benchmark.label_noise if may_carry(statement)]
            yield self.finding(
                dossier,
                severity=Severity.medium if excess >= self.far_above else Severity.low,
                confidence=Confidence.medium,
                says="not resolvable",
                title=(
                    f"{benchmark.name}: {top.claim.model} {top.claim.value} is above the {ceiling.normalize():f} "
                    "that its "
                    f"sound items allow{beside}"
                ),
                message=(
                    f"Audits put the share of sound items of {benchmark.name} near {ceiling.normalize():f} %. "
                    f"{top.claim.model} is printed at {top.claim.value}, so some items known to be broken count as "
                    "passed. Differences above that line do not tell models apart."
                ),
                evidence=[
                    cite_claim(top, primary=True),
                    *(cite_claim(cell) for cell in others[:8]),
                    *(cite_fact(id, benchmark.name, statement) for statement in noise[:2]),
                    cite_plain_fact(
                        id, benchmark.name, f"practical ceiling {ceiling.normalize():f} percent", benchmark.sources
                    ),
                ],
                arithmetic=[f"{top.claim.value} − {ceiling.normalize():f} = {points(excess)} points"],
                overturned_by="A score on the corrected items, or an audit that finds fewer broken ones.",
                models=[cell.model.id or cell.model.printed for cell in cells.values()],
                benchmarks=[id],
            )
