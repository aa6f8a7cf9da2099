from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.asking import ask, cells, texts
from auditor.checks.check import Check
from auditor.checks.citing import cite_blank, cite_claim, where
from auditor.checks.dates import days_between
from auditor.checks.lineage import same_vendor
from auditor.checks.rows import Row, key_of, rows
from auditor.records import Confidence, Dossier, Finding, Placement, Role, Severity


class SingleModelRow(Check):
    """Rows that are filled for the released model alone, in a table with rivals.

    What it finds:
        Rows of comparison tables in which every rival's cell is blank.

    Why it matters:
        In a table of comparisons such a row reads as a win. Nothing is compared in it.

    Decision rule:
        The table has scores of rivals in other rows; in the row only own models have scores, and every rival's cell (at
        least two) is printed blank. Medium: such a row in the headline, or at least 3 of them. Low: the rest. One
        finding a table; a row repeated in another document counts once.

    Example:
        Google's table for Gemini 3 Pro fills Humanity's Last Exam with search and code for Gemini 3 Pro alone (45.8).

    What would clear it:
        Scores of rivals in that setting, or a reason for the blanks.

    References:
        SemiAnalysis, 2026-04-24.
    """

    least_blank = 2
    many = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in rows(dossier):
            tables[row.document, row.block].append(row)
        told: set[tuple[str, str]] = set()
        for group in tables.values():
            if not any(row.rivals and row.own for row in group):
                continue
            rivals = {key_of(cell.model) for row in group for cell in row.rivals}
            if all(same_vendor(dossier, key) for key in rivals):
                continue
            columns = {cell.claim.model for row in group for cell in row.rivals}
            alone = [
                row
                for row in group
                if row.own
                and not row.rivals
                and len(blank := {b.blank.model for b in row.blanks if b.blank.role is Role.rival}) >= self.least_blank
                and columns <= blank
            ]
            alone = [row for row in alone if not new(dossier, row)]
            alone = [row for row in alone if (row.key, row.first.claim.value) not in told]
            told |= {(row.key, row.first.claim.value) for row in alone}
            if alone:
                yield self.report(dossier, group, alone)

    def report(self, dossier: Dossier, group: list[Row], alone: list[Row]) -> Finding:
        first = alone[0]
        cell = (first.best(first.own) or first.own)[0]
        headline = first.placement is Placement.headline
        listed = ", ".join(row.printed for row in alone[:6])
        return self.finding(
            dossier,
            severity=Severity.medium if headline or len(alone) >= self.many else Severity.low,
            confidence=Confidence.high,
            says="absent",
            title=(
                f"{where(first.label, cell.claim.place)}: {len(alone)} of {len(group)} rows have scores of the own "
                "models "
                f"alone ({listed}), first {cell.claim.value}"
            ),
            message=(
                f"The table compares models, but in {len(alone)} of its {len(group)} rows every rival's cell is blank: "
                f"{listed}. Nothing is compared there."
            ),
            evidence=[
                item
                for row in alone[:8]
                for item in (
                    cite_claim((row.best(row.own) or row.own)[0], primary=row is first),
                    *(cite_blank(blank) for blank in row.blanks[:4]),
                )
            ],
            arithmetic=[f"rows: {len(group)}; with own scores alone: {len(alone)}"],
            overturned_by="Scores of rivals in that setting, or a reason for the blanks.",
            models=[cell.model.id or cell.claim.model],
            benchmarks=[row.benchmark.id or row.printed for row in alone],
            question=ask(
                "omission_by_domain",
                features={
                    "left_out": "cells",
                    "peers": len({b.blank.model for b in first.blanks}),
                    "reason_stated": any(b.blank.footnotes for b in first.blanks),
                    "special_purpose": False,
                    "rows": len(group),
                    "rows_alone": len(alone),
                },
                evidence={
                    **cells(((row.best(row.own) or row.own)[0] for row in alone[:6]), "row"),
                    **texts((note.text for b in first.blanks for note in b.blank.footnotes), "note"),
                },
                left_out=f"scores of {', '.join(dict.fromkeys(b.blank.model for b in first.blanks))} on {listed}",
                beside=", ".join(dict.fromkeys(row.printed for row in group if row.rivals)),
                subject=", ".join(dossier.release.subjects[:3]),
                reason="; ".join(dict.fromkeys(n.text for b in first.blanks for n in b.blank.footnotes))
                or "none found",
            ),
        )


NEW = 90
"""Days after which other vendors can have run a test."""


def new(dossier: Dossier, row: Row) -> bool:
    """Whether the test came so shortly before the release that nobody else can have run it."""
    benchmark = dossier.benchmarks.get(row.benchmark.id or "")
    age = days_between(benchmark.released, dossier.release.released) if benchmark else None
    return age is not None and age <= NEW
