from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact
from auditor.checks.rows import Row, model_name, rows, score
from auditor.records import Confidence, Dossier, Finding, ResolvedClaim, Role, Severity, Unit
from auditor.registry import may_carry


class ValueOutOfRange(Check):
    """A score outside what its scale allows, or below guessing.

    What it finds:
        Percentages above 100 or below 0; a fraction among percentages of one row; scores of multiple-choice benchmarks
        below what guessing gives.

    Why it matters:
        Such a value is a misprint, another scale or a failed run (answers that could not be read out), and differences
        to it say nothing about ability.

    Decision rule:
        The registry says that the metric is a share in percent, and the printed number is above 100; or all other
        cells of a row (at least 3, or 2 where a hundred times the score lies among them) are above 1.5 and one is
        between 0 and 1 with three digits or more; or the registry
        (grade checked or partly) holds a chance level and the score is below it by more than two binomial standard
        errors. Medium: above 100 or another scale. Low: below chance. One finding a benchmark and kind. Error rates,
        ratings and scores without a known scale are left alone.

    Example:
        An independent run has 9.8 on GPQA Diamond for a small model, where guessing among four answers gives 25.

    What would clear it:
        Another metric or scale, stated at the table.

    References:
        None.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        below: dict[str, list[ResolvedClaim]] = defaultdict(list)
        normalised = any(
            NORMALISED.search(text)
            for document in dossier.documents
            for block in document.blocks
            for text in (block.text, block.caption, *(cell.text for cell in (block.grid.cells if block.grid else ())))
        )
        for row in rows(dossier):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            if benchmark is None or benchmark.metric.unit != "percent" or not may_carry(benchmark):
                continue
            if row.higher is not True:
                continue
            percent = [c for c in row.cells if c.claim.unit in (Unit.percent, Unit.unknown) and score(c) is not None]
            over = [c for c in percent if (score(c) or 0) > 100]
            if over and len(over) < len(percent):
                yield self.scale(dossier, row, over, "above 100")
            small = [c for c in percent if 0 < (score(c) or 0) < 1 and (c.claim.decimals or 0) >= 3]
            large = [c for c in percent if (score(c) or 0) > Decimal("1.5")]
            close = [c for c in small if large and fits(c, large)]
            if small and len(small) < len(large) and (len(large) >= 3 or (len(large) >= 2 and close)):
                yield self.scale(dossier, row, small, "a fraction among percentages")
            items = benchmark.items_behind_a_score
            if benchmark.chance_level and items:
                chance = benchmark.chance_level
                error = (chance * (100 - chance) / items) ** 0.5
                below[benchmark.id] += [
                    c
                    for c in percent
                    if float(score(c) or 0) < chance - 2 * error and c.claim.role is not Role.baseline
                ]
        for id, cells in below.items():
            if any(c.claim.role is Role.own for c in cells) and not normalised:
                yield self.chance(dossier, id, cells)

    def scale(self, dossier: Dossier, row: Row, cells: list[ResolvedClaim], what: str) -> Finding:
        first = cells[0]
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="contradicted",
            title=f"{row.printed}: {first.claim.model} {first.claim.value} is {what}",
            message=f"The row {row.printed} holds shares in percent: {row.values()}. {first.claim.value} is {what}.",
            evidence=[cite_claim(cell, primary=cell is first) for cell in cells]
            + [cite_claim(cell) for cell in row.cells if cell not in cells][:5],
            overturned_by="Another metric or scale stated at the table.",
            models=[model_name(dossier, cell) for cell in cells],
            benchmarks=[row.benchmark.id or row.printed],
        )

    def chance(self, dossier: Dossier, id: str, cells: list[ResolvedClaim]) -> Finding:
        benchmark = dossier.benchmarks[id]
        cells = list({(c.claim.model, c.claim.value): c for c in cells}.values())
        lowest = min(cells, key=lambda cell: score(cell) or Decimal(0))
        chance = f"{benchmark.chance_level:g}"
        more = f" (and {len(cells) - 1} more cells)" if len(cells) > 1 else ""
        items = benchmark.items_behind_a_score or 1
        error = ((benchmark.chance_level or 0) * (100 - (benchmark.chance_level or 0)) / items) ** 0.5
        return self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="not comparable",
            title=(
                f"{benchmark.name}: {lowest.claim.model} {lowest.claim.value} is below the {chance} of guessing{more}"
            ),
            message=(
                f"Guessing gives about {chance} on {benchmark.name}. Scores clearly below it come from answers "
                "that could "
                "not be read out, or from another way of scoring; differences to them say nothing about ability."
            ),
            evidence=[cite_claim(cell, primary=cell is lowest) for cell in cells[:12]]
            + [cite_plain_fact(id, benchmark.name, f"chance level {chance} percent", benchmark.sources)],
            arithmetic=[
                f"standard error of guessing: √({chance}·(100 − {chance})/{items}) = {error:.1f}",
                f"{lowest.claim.value} < {chance} − 2·{error:.1f}",
            ],
            overturned_by="Another way of scoring (open answers, a penalty for wrong ones) stated in the document.",
            models=[model_name(dossier, cell) for cell in cells],
            benchmarks=[id],
        )


NORMALISED = re.compile(r"\bnormali[sz]ed\s+(?:results|scores|accurac\w+)|\bafter normali[sz]\w+", re.IGNORECASE)
"""Words for scores from which the share of guessing was taken, so that guessing is 0."""


def fits(cell: ResolvedClaim, others: list[ResolvedClaim]) -> bool:
    """Whether a hundred times a score lies between half the lowest and twice the highest of the others."""
    values = [score(other) or Decimal(0) for other in others]
    return min(values) / 2 <= 100 * (score(cell) or Decimal(0)) <= 2 * max(values)
