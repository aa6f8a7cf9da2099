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
    """The best scores of a row lie closer together than the share of faulty items in the test.

    What it finds:
        Rows on benchmarks with a known share of wrong labels, where the difference between the first models is smaller.

    Why it matters:
        A model can lead by agreeing with wrong labels. Below the noise of the labels an order says nothing.

    Decision rule:
        The registry (grade checked or partly) has a share of faulty items for the benchmark; the difference between the
        two best models of the row is smaller than that share, and so is that of an own model to the best (at least 3
        models). Info. One finding a release.

    Example:
        91.8 against 90.8 on MMLU, of whose questions 6.49 % are estimated to be wrong.

    What would clear it:
        The scores on the corrected items.

    References:
        Gema et al., Are We Done with MMLU?, arXiv:2406.04127.
    """

    least_models = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[str, tuple[Row, ResolvedClaim, ResolvedClaim, Decimal, Statement]] = {}
        again: list[ResolvedClaim] = []
        for row in sorted(rows(dossier), key=lambda row: row.placement is not Placement.headline):
            benchmark = dossier.benchmarks.get(row.benchmark.id or "")
            noise = known_noise(benchmark) if benchmark else None
            if noise is None or not row.own or not row.rivals or row.higher is None:
                continue
            ordered = sorted(
                (cell for cell in row.cells if score(cell) is not None), key=lambda c: -(score(c) or Decimal(0))
            )
            if len(ordered) < self.least_models or ordered[0].model.printed == ordered[1].model.printed:
                continue
            near = any(difference(ordered[0], cell) < noise[0] for cell in row.own)
            if near and 0 < difference(ordered[0], ordered[1]) < noise[0]:
                found.setdefault(str(row.benchmark.id), (row, ordered[0], ordered[1], *noise))
                again += ordered[:2]
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
                f"{row.printed}: {first.claim.model} {first.claim.value} against {second.claim.value} of "
                f"{second.claim.model} is less than the {share} % of faulty items{more}"
            ),
            message=(
                f"{where(row.label, first.claim.place)} has {row.values()} on {row.printed}. The two best differ by "
                f"{difference(first, second)} points; about {share} % of the items are estimated to be faulty."
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
                f"{r.printed}: {a.claim.value} − {b.claim.value} = {difference(a, b)} < {noise}"
                for r, a, b, noise, _ in found.values()
            ],
            overturned_by="The scores on the corrected items.",
            models=[first.model.id or first.claim.model, second.model.id or second.claim.model],
            benchmarks=list(found),
        )


def known_noise(benchmark: Benchmark) -> tuple[Decimal, Statement] | None:
    """The share of faulty items in percent, with the statement that gives it."""
    for statement in benchmark.label_noise:
        match = SHARE.search(statement.text)
        if match and may_carry(statement):
            return Decimal(match[1]), statement
    return None
