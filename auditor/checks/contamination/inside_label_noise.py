from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_fact, where
from auditor.checks.rows import Row, difference, rows, score
from auditor.records import Benchmark, Confidence, Dossier, Finding, Placement, ResolvedClaim, Severity, Statement
from auditor.registry import may_carry

SHARE = re.compile(
    r"(\d+(?:\.\d+)?)(?:\s*[-–]\s*\d+(?:\.\d+)?)?\s*%(?:\s*[+±]\S*)?\s+(?:of\s+(?:\w+\s+)?(?:questions|items|tasks|problems))"
)
"""A share of faulty items in a registry statement; of a range the lower end."""


class InsideLabelNoise(Check):
    """The best score leaves about as many items wrong as are faulty, and the own model is within that of a rival.

    What it finds:
        Rows on benchmarks with a known share of wrong labels that are used up: what the best model still has wrong is
        about the share of faulty items.

    Why it matters:
        Where mostly faulty items are left a model leads by agreeing with wrong labels, and the order says nothing.

    Decision rule:
        The registry (grade checked or partly) has a share of faulty items for the benchmark; the best model of the row
        (of at least 3) has at most 1.3 times that share wrong, and the best own model and the best of the others differ
        by less than it. Info. One finding a release.

    Example:
        91.8 against 90.8 on MMLU, of whose questions 6.49 % are estimated to be wrong.

    What would clear it:
        The scores on the corrected items.

    References:
        Gema et al., Are We Done with MMLU?, arXiv:2406.04127.
    """

    least_models = 3
    ceiling = Decimal("1.3")

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[str, tuple[Row, ResolvedClaim, ResolvedClaim, Decimal, Statement]] = {}
        again: list[ResolvedClaim] = []
        for row in sorted(rows(dossier), key=lambda row: row.placement is not Placement.headline):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            noise = known_noise(benchmark) if benchmark else None
            if noise is None or not row.own or not row.rivals or row.higher is None:
                continue
            mine, theirs = row.best(row.own), row.best(row.rivals)
            if len(row.own) + len(row.rivals) < self.least_models or not mine or not theirs:
                continue
            first, second = (mine[0], theirs[0]) if row.better(mine[0], theirs[0]) else (theirs[0], mine[0])
            left = 100 - (score(first) or Decimal(0))
            if 0 < left <= self.ceiling * noise[0] and 0 < abs(difference(first, second)) < noise[0]:
                found.setdefault(str(row.benchmark.id), (row, first, second, *noise))
                again += [first, second]
        if not found:
            return
        row, first, second, share, _ = next(iter(found.values()))
        more = f"; {len(found) - 1} more tests" if found.keys() - {row.benchmark.id} else ""
        yield self.finding(
            dossier,
            severity=Severity.info,
            confidence=Confidence.medium,
            says="not resolvable",
            title=(
                f"{row.printed}: the best, {first.claim.model} with {first.claim.value}, leaves "
                f"{left_of(first)} % wrong, and {share} % of the items are faulty; {second.claim.model} has "
                f"{second.claim.value}{more}"
            ),
            message=(
                f"{where(row.label, first.claim.place)} has {row.values()} on {row.printed}. "
                f"{first.claim.model} and {second.claim.model} differ by {difference(first, second)} points, among the "
                f"last {left_of(first)} % of the items; about {share} % are estimated to be faulty."
            ),
            evidence=[
                item
                for r, a, b, _, statement in found.values()
                for item in (
                    cite_claim(a, primary=a is first),
                    cite_claim(b),
                    cite_fact(str(r.benchmark.id), dossier.benchmarks[str(r.benchmark.id)].name, statement),
                )
            ]
            + [cite_claim(c) for c in again if all(c not in (a, b) for _, a, b, _, _ in found.values())][:10],
            arithmetic=[
                f"{r.printed}: 100 − {a.claim.value} = {left_of(a)} ≤ {self.ceiling}·{noise}; "
                f"{a.claim.value} − {b.claim.value} = {difference(a, b)} < {noise}"
                for r, a, b, noise, _ in found.values()
            ],
            overturned_by="The scores on the corrected items.",
            models=[first.model.id or first.claim.model, second.model.id or second.claim.model],
            benchmarks=list(found),
        )


def left_of(cell: ResolvedClaim) -> Decimal:
    """What a score leaves wrong, in percent."""
    return 100 - (score(cell) or Decimal(0))


def known_noise(benchmark: Benchmark) -> tuple[Decimal, Statement] | None:
    """The share of faulty items in percent, with the statement that gives it."""
    for statement in benchmark.label_noise:
        match = SHARE.search(statement.text)
        if match and may_carry(statement):
            return Decimal(match[1]), statement
    return None
