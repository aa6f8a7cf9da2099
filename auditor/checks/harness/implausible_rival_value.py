from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_run, observed, where
from auditor.checks.own_words import own_words
from auditor.checks.rows import Row, fold, key_of, rows, score
from auditor.checks.twins import stage
from auditor.records import (
    Confidence,
    Dossier,
    Evidence,
    Finding,
    Provenance,
    ResolvedClaim,
    Severity,
    Standing,
    Unit,
)

MOVING = re.compile(r"window|version|release|date range", re.IGNORECASE)
"""Words for settings that change the items themselves."""


@dataclass(frozen=True)
class Odd:
    """A rival's value that a failed run explains better than the model does."""

    row: Row
    cell: ResolvedClaim
    why: str
    line: str
    evidence: tuple[Evidence, ...] = ()


class ImplausibleRivalValue(Check):
    """A rival's value is so bad that a failed run is likelier than the model.

    What it finds:
        Error rates of rivals that are ten times those of all others, and values of rivals far below what the rival's
        own vendor prints, or what independent runs found, on the same benchmark.

    Why it matters:
        A run that failed (answers not read out, another language, cut off) measures the harness. A lead over it is no
        lead over the model.

    Decision rule:
        (a) Less is better, and a rival's error rate is at least 50 percent and ten times that of each of at least 3
        others in the row. (b) More is better, in percent: the rival's cell is less than half of the lowest value that
        its vendor's own releases print under conditions that do not clash, or of the lowest independent run under
        conditions not known to differ, and at least 20 points below it. Medium: the released model's lead over that
        rival rests on it, by (b). Low: the rest. One finding a rival. The vendor's word on a base model never counts
        for a tuned one, and benchmarks whose items depend on a version or time window are left alone.

    Example:
        LongCat-Flash-Omni's table gives GPT-4o-Audio a character error rate of 77.73 on AISHELL-2, where the five other
        models lie between 2.16 and 5.24.

    What would clear it:
        The outputs of the rival on a few items, or a note on how the run went.

    References:
        Meituan LongCat Team, report of LongCat-Flash-Omni, table 9.
    """

    half, garbled = 50, 300
    # Half the words wrong is no recognition; above 300 the number is another measure (edit distance, perplexity).
    tenfold = 10
    least_others = 3
    share = Decimal("0.5")
    points = 20
    # Settings move scores by a few points, sometimes by ten; to lose half and twenty points takes another kind of run.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[str, list[Odd]] = {}
        runs: Mapping[str, list[tuple[Decimal, Evidence]]] = self.runs(dossier)
        for row in rows(dossier):
            if not row.own:
                continue
            for cell in row.rivals:
                if cell.claim.doubts:
                    continue
                odd = self.errors(row, cell) or self.far_below(dossier, row, cell, runs.get(cell.claim.id, []))
                if odd is not None:
                    found.setdefault(key_of(cell.model), []).append(odd)
        for group in found.values():
            yield self.report(dossier, group)

    def errors(self, row: Row, cell: ResolvedClaim) -> Odd | None:
        """An error rate of at least 50 percent in a row where all others are a tenth of it at most."""
        value = score(cell)
        others = [v for c in row.cells if c is not cell and (v := score(c)) is not None]
        if row.higher is not False or value is None or cell.claim.unit not in (Unit.percent, Unit.unknown):
            return None
        if not self.half <= value <= self.garbled or len(others) < self.least_others:
            return None
        if max(others) * self.tenfold > value:
            return None
        why = f"an error rate at least {self.tenfold} times that of every other model"
        return Odd(row, cell, why, f"{row.printed}: {cell.claim.value} against {row.values()}")

    def far_below(
        self, dossier: Dossier, row: Row, cell: ResolvedClaim, runs: list[tuple[Decimal, Evidence]]
    ) -> Odd | None:
        """Less than half of what the vendor prints, or of what independent runs found."""
        value = score(cell)
        model = dossier.models.get(cell.model.id or "")
        if row.higher is not True or value is None or model is None:
            return None
        if cell.claim.unit not in (Unit.percent, Unit.unknown):
            return None
        if fold(model.vendor) == fold(dossier.release.vendor or "~") or stage(cell) == "base":
            return None
        if self.moving(dossier, row):
            return None
        words = [
            (said, word.cite())
            for word in own_words(dossier, cell)
            if (said := score(word.claim)) is not None and stage(word.claim) == stage(cell)
        ]
        for source, known in (("its own vendor", words), ("independent runs", runs)):
            if not known:
                continue
            lowest, evidence = min(known, key=lambda one: one[0])
            if lowest <= 100 and value < lowest * self.share and lowest - value >= self.points:
                why = f"less than half of the {lowest:f} of {source}"
                return Odd(row, cell, why, f"{row.printed}: {cell.claim.value} < {lowest:f} / 2", (evidence,))
        return None

    def moving(self, dossier: Dossier, row: Row) -> bool:
        """Whether the items of a benchmark depend on a version or time window: then low may be another set."""
        benchmark = dossier.benchmarks.get(row.benchmark.id or "")
        moves = " ".join(benchmark.settings_that_move_scores) if benchmark else ""
        return MOVING.search(moves) is not None

    def runs(self, dossier: Dossier) -> dict[str, list[tuple[Decimal, Evidence]]]:
        """Comparable independent runs by claim, in percent."""
        found: dict[str, list[tuple[Decimal, Evidence]]] = {}
        for comparison in dossier.comparisons:
            run = dossier.runs.get(comparison.run)
            if run is None or comparison.standing is not Standing.unexplained:
                continue
            if run.unit not in (Unit.percent, Unit.fraction):
                continue
            value = Decimal(observed(run))
            found.setdefault(comparison.claim, []).append((value, cite_run(run, dossier.sources.get(run.source))))
        return found

    def report(self, dossier: Dossier, group: list[Odd]) -> Finding:
        first = max(group, key=lambda odd: (bool(odd.evidence), odd.row.printed))
        cell = first.cell.claim
        leads = bool(first.evidence) and any(first.row.better(mine, first.cell) for mine in first.row.own)
        listed = ", ".join(dict.fromkeys(f"{odd.row.printed} {odd.cell.claim.value}" for odd in group[:4]))
        ran = cell.provenance in (Provenance.own_run, Provenance.rerun)
        return self.finding(
            dossier,
            severity=Severity.medium if leads else Severity.low,
            confidence=Confidence.medium,
            says="not comparable",
            title=f"{cell.model}: {listed}: {first.why}",
            message=(
                f"{where(cell.label, cell.place)} prints {cell.value} for {cell.model} on {first.row.printed}, "
                f"{first.why}. A run that failed would explain it; the release does not comment on it."
                + (" The document says that it ran the model itself." if ran else "")
            ),
            evidence=[item for odd in group[:8] for item in (cite_claim(odd.cell, primary=odd is first), *odd.evidence)]
            + [cite_claim(mine) for mine in first.row.own[:2]],
            arithmetic=[odd.line for odd in group],
            overturned_by="Outputs of the rival on these items, or a note on how the run went.",
            models=[first.cell.model.id or cell.model],
            benchmarks=[odd.row.benchmark.id or odd.row.printed for odd in group],
        )
