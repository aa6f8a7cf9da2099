from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.asking import ask
from auditor.checks.check import Check
from auditor.checks.citing import cell_text, cite_claim, cite_text, where
from auditor.checks.rows import Row, difference, points, rows, score, who
from auditor.checks.wording import plain, said
from auditor.records import Confidence, Dossier, Finding, Question, ResolvedClaim, Severity

MANY = re.compile(
    r"\b(?:multiple attempts|best[- ]of[- ]?\d+|parallel (?:test-time )?compute|parallel attempts|"
    r"(?:cons|maj|pass)@(?:[2-9]|\d\d+)|majority vot\w+|with test-time compute|heavy)\b",
    re.IGNORECASE,
)
ONE = re.compile(r"\b(?:single attempt|single patch|pass@1|pass1|avg@?\d+|average@?\d+|one attempt)\b", re.IGNORECASE)
CHOSEN = re.compile(
    r"\b(?:select\w*|choos\w*|pick\w*|rank\w*)\b[^.]{0,50}\b(?:best|single|final)\b|\bmajority vot\w+|"
    r"\binternal scoring model\b|\breject\w*[^.]{0,40}(?:patch|sampl)\w*",
    re.IGNORECASE,
)


class MetricMismatch(Check):
    """A score chosen among several attempts stands for what one attempt does.

    What it finds:
        Own scores of several attempts, votes or a choice among samples beside the single-attempt score of the same
        benchmark, and rows that set the two kinds beside each other.

    Why it matters:
        Choosing among samples adds points that a user who asks once does not get.

    Decision rule:
        A row whose label or setting says several attempts, pass@k, cons@k or a vote (k > 1), and another row or column
        of the same document with the own model's single-attempt score on the same benchmark: the gain is stated. A row
        in which one model has the one kind and another the other. Medium: rows mix both kinds, or the number of samples
        is not stated. Low: the rest. One finding a benchmark.

    Example:
        Kimi K2's README prints 71.6 on SWE-bench Verified with several attempts and 65.8 with one; the number of
        attempts is not stated.

    What would clear it:
        The single-attempt scores of all models, with the number of samples.

    References:
        Moonshot AI, README of Kimi K2, note on SWE-bench.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows(dossier):
            if row.own:
                groups[row.document, row.key].append(row)
        for group in groups.values():
            many = [row for row in group if MANY.search(kind(row)) and not ONE.search(kind(row))]
            one = [row for row in group if ONE.search(kind(row)) and not MANY.search(kind(row))]
            pair = self.pair(many, one)
            if pair is not None and re.search(r"multiple|best|parallel|heavy|compute", kind(pair[0]), re.IGNORECASE):
                yield self.report(dossier, *pair)

    def pair(self, many: list[Row], one: list[Row]) -> tuple[Row, ResolvedClaim, ResolvedClaim] | None:
        for row in many:
            for cell in row.own:
                singles = [c for other in one for c in other.own if who(c) == who(cell) and score(c) is not None]
                if singles:
                    best = max(singles, key=lambda c: score(c) or 0)
                    return row, cell, best
        return None

    def report(self, dossier: Dossier, row: Row, cell: ResolvedClaim, single: ResolvedClaim) -> Finding:
        stated = re.search(r"@\s*\d+|\bof[- ]?\d+|\d+ attempts", kind(row)) is not None
        notes = [s for s in said(dossier, [dossier.document(row.document)]) if CHOSEN.search(plain(s.text))]
        gain = difference(cell, single)
        rank = 1 + sum(1 for other in row.cells if row.better(other, cell))
        return self.finding(
            dossier,
            severity=Severity.low if stated else Severity.medium,
            confidence=Confidence.high,
            says="not comparable",
            title=(
                f"{row.printed}: {cell.claim.value} of {cell.claim.model} is chosen among several attempts, "
                f"{points(gain)} to its single attempt ({single.claim.value})"
            ),
            message=(
                f"{where(row.label, cell.claim.place)} prints {cell.claim.value} with several attempts and "
                f"{single.claim.value} with one. "
                + ("" if stated else "How many samples were drawn is not stated. ")
                + f"In its own row the score is number {rank} of {len(row.cells)}."
            ),
            evidence=[
                cite_claim(cell, primary=True),
                cite_claim(single),
                *(cite_claim(other) for other in row.rivals),
                *(cite_text(s.document, s.text, s.block.place) for s in notes[:2]),
            ],
            arithmetic=[
                f"{cell.claim.value} − {single.claim.value} = {points(gain)}",
                f"rank: {rank} of {len(row.cells)}",
            ],
            overturned_by="The number of samples and single-attempt scores of all models in the row.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=[row.benchmark.id or row.printed],
            question=self.question(row, cell, single),
        )

    def question(self, row: Row, cell: ResolvedClaim, single: ResolvedClaim) -> Question | None:
        """Whether the choice among samples matters to the row's order; None where nothing stands beside the score."""
        if not row.rivals:
            return None
        rival = (row.best(row.rivals) or row.rivals)[0]
        gap, effect = difference(cell, rival), difference(cell, single)
        return ask(
            "material_difference",
            features={
                "condition": "samples",
                "rows": 1,
                "led_by_own": int(row.better(cell, rival) is True),
                "changes_the_test": True,
                "gap": float(gap),
                "effect": float(effect),
            },
            evidence={"own": cell_text(cell), "one attempt": cell_text(single), "rival": cell_text(rival)},
            condition="number of attempts",
            own=f"{cell.claim.model} {cell.claim.value} (several attempts; {single.claim.value} with one)",
            rival=f"{rival.claim.model} {rival.claim.value} ({rival.claim.setting.printed or 'no attempts stated'})",
            benchmark=row.printed,
            gap=f"{points(gap)} points, own model less rival; the attempts alone are {points(effect)}",
        )


def kind(row: Row) -> str:
    """What a row says of attempts and metric."""
    claim = row.first.claim
    return f"{claim.benchmark} {claim.metric or ''} {' '.join(claim.row_path)} {claim.setting.printed}"
