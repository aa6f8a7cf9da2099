from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.naming import GENERIC
from auditor.checks.rows import Row, difference, fold, key_of, points, rows
from auditor.checks.tally import main_keys
from auditor.checks.twins import clash, stage
from auditor.records import Confidence, Dossier, Finding, ResolvedClaim, Severity

PRECISION = re.compile(r"(?=\w)(?:w\d+a\d+(?:c\d+)?[- ]?)?(?:(?:bf|fp|int)-?\d+)?", re.IGNORECASE)
"""A label that names how weights are stored, and no model."""
TUNED = re.compile(r"[-_ ](?:it|instruct|inst|chat)$", re.IGNORECASE)
MODE = re.compile(
    r"\b(?:(?:long|short)[- ]cot|(?:non|no)?[- ]?thinking|reasoning|think|cot|(?:x-?)?high|medium|low|max)\b",
    re.IGNORECASE,
)
"""Words for a way in which one model answers at greater or less length."""


class SiblingAhead(Check):
    """Another model of the release is ahead of the main one, and no table puts the two side by side.

    What it finds:
        Benchmarks on which a base model, an earlier stage or another released model scores higher than the main model,
        where the two scores stand in different tables.

    Why it matters:
        The stage in between cost score, or the other model is the better choice there. Neither can be seen in one
        table.

    Decision rule:
        The main model and another own model have a score on the same benchmark in different tables of one document,
        under conditions that do not clash; no table has both; the other one is ahead by 1 point or more. Where the
        other one is the main model tuned ("X Instruct" beside "X"), a gain is what tuning is for, and its losses count
        instead. A column named by a number format alone ("BF16") is no other model, nor is one named after a mode of
        the same name ("X long-CoT" beside "X"), which is meant to be ahead. Low. One finding a release.

    Example:
        DeepSeek-R1-Zero has 73.3 on GPQA Diamond in table 2, DeepSeek-R1 71.5 in table 4.

    What would clear it:
        A table or sentence that sets the two beside each other.

    References:
        DeepSeek-AI, arXiv:2501.12948, tables 2 and 4.
    """

    least = Decimal(1)

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        main = main_keys(dossier)
        row_list = [row for row in rows(dossier) if row.own and row.higher is not None]
        together = {
            (key_of(a.model), key_of(b.model)) for row in row_list for a in row.own for b in row.own if a is not b
        }
        found: dict[tuple[str, str], tuple[Row, ResolvedClaim, ResolvedClaim]] = {}
        for row in row_list:
            mine = row.best([cell for cell in row.own if key_of(cell.model) in main])
            if not mine or len(main) != 1 or next(iter(main)).startswith("~"):
                continue
            for other in row_list:
                if other.document != row.document or other.block == row.block or other.key != row.key:
                    continue
                for cell in other.own:
                    pair = (key_of(mine[0].model), key_of(cell.model))
                    if pair[0] == pair[1] or pair in together or cell.claim.unit != mine[0].claim.unit:
                        continue
                    if cell.claim.metric and row.first.claim.metric and not same_metric(row, other):
                        continue
                    if of_base(mine[0]) and not of_base(cell):
                        continue
                    if clash(mine[0], cell) or fold(row.printed) in GENERIC or fold(other.printed) in GENERIC:
                        continue
                    if PRECISION.fullmatch(cell.claim.model) or one_name(mine[0], cell):
                        continue
                    behind, ahead = (cell, mine[0]) if tuned_from(cell, mine[0]) else (mine[0], cell)
                    gap = difference(ahead, behind) if row.higher else difference(behind, ahead)
                    if gap >= self.least:
                        found.setdefault((row.key, pair[1]), (row, behind, ahead))
        if found:
            yield self.report(dossier, list(found.values()))

    def report(self, dossier: Dossier, found: list[tuple[Row, ResolvedClaim, ResolvedClaim]]) -> Finding:
        row, mine, other = max(found, key=lambda case: abs(difference(case[2], case[1])))
        listed = ", ".join(
            f"{r.printed} {b.claim.value} ({b.claim.model}) against {a.claim.value}" for r, a, b in found[:4]
        )
        return self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=f"{other.claim.model} is ahead of {mine.claim.model} in another table: {listed}",
            message=(
                f"{where(other.claim.label, other.claim.place)} prints {other.claim.value} for {other.claim.model} on "
                f"{row.printed}, {where(mine.claim.label, mine.claim.place)} {mine.claim.value} for "
                f"{mine.claim.model}. No table has both models."
            ),
            evidence=[
                item
                for _, a, b in found[:8]
                for item in (cite_claim(b, primary=b is other), cite_claim(a, primary=a is mine))
            ],
            arithmetic=[
                f"{r.printed}: {a.claim.value} − {b.claim.value} = {points(difference(a, b))}" for r, a, b in found[:8]
            ],
            overturned_by="A table or sentence that sets the two beside each other, or another setting of one of them.",
            models=[other.model.id or other.claim.model, mine.model.id or mine.claim.model],
            benchmarks=[r.benchmark.id or r.printed for r, _, _ in found],
        )


def same_metric(a: Row, b: Row) -> bool:
    """Whether the metrics printed for two rows can be one: equal words, or one of them a plain accuracy."""
    x, y = ((row.first.claim.metric or "").casefold() for row in (a, b))
    return x == y or {x, y} <= {"pass@1", "accuracy", "acc", "acc.", "em", "exact match", "correct"}


def one_name(a: ResolvedClaim, b: ResolvedClaim) -> bool:
    """Whether two labels differ by the name of a mode alone."""
    return fold(MODE.sub("", a.claim.model)) == fold(MODE.sub("", b.claim.model))


def tuned_from(tuned: ResolvedClaim, plain: ResolvedClaim) -> bool:
    """Whether one model is the other one after instruction tuning, by its name."""
    name = key_of(tuned.model)
    return stage(plain) is None and TUNED.search(name) is not None and TUNED.sub("", name) == key_of(plain.model)


def of_base(cell: ResolvedClaim) -> bool:
    """Whether the caption or the nearest heading of a table says that it is one of base models."""
    around = f"{cell.claim.caption} {' '.join(cell.claim.section[-1:])}"
    return re.search(r"\bbase models?\b|\bpre-?train(?:ed|ing)\b", around, re.IGNORECASE) is not None
