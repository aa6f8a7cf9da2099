from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, where
from auditor.checks.items import Items, items_of, runs_of
from auditor.checks.rows import model_name, rows, score
from auditor.evidence.statistics import neighbouring_scores, possible_counts, smallest_possible_runs
from auditor.records import Confidence, Dossier, Finding, Provenance, ResolvedClaim, Role, Severity, Unit

Case = tuple[ResolvedClaim, Items, int, int | None]


class ImpossibleScore(Check):
    """A score that no whole number of right answers gives, under the number of runs that the document states.

    What it finds:
        Percentages that are not k out of n·r for any whole k, where n is the number of items of the benchmark and r the
        number of runs that the document itself states (single attempt, majority vote, average of r).

    Why it matters:
        The score then comes from another number of items or runs than stated, or is misprinted, so it is not the result
        that the row says it is.

    Decision rule:
        GRIM: no integer k with |100·k/(n·r) − x| ≤ ½·10⁻ᵈ, in exact arithmetic. n from the registry (grade checked or
        partly), r as stated in the row (avg@r, cons@r = one vote an item, single attempt). Scores without a stated r
        are left alone, and so are marked cells of rivals: they may be averages. Medium: an own cell. Low: rivals only.
        One finding a benchmark.

    Example:
        LongCat-Flash-Omni's AIME 2024 row is headed avg@10; 72.92 is not k/300 (218 gives 72.67, 219 gives 73.00), but
        it is k/240, eight runs.

    What would clear it:
        The number of items and runs behind the score.

    References:
        Brown & Heathers 2017, Social Psychological and Personality Science 8(4).
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        groups: dict[str, list[Case]] = defaultdict(list)
        for row in rows(dossier):
            for cell in row.cells:
                case = self.case(dossier, cell)
                if case is not None:
                    groups[case[1].benchmark.id].append(case)
        for cases in groups.values():
            distinct = {(case[0].claim.model, case[0].claim.value): case for case in cases}
            yield self.report(dossier, list(distinct.values()))

    def case(self, dossier: Dossier, cell: ResolvedClaim) -> Case | None:
        items, runs, value = items_of(dossier, cell), runs_of(cell), score(cell)
        if items is None or runs is None or value is None or cell.claim.role is Role.ablation or cell.claim.doubts:
            return None
        if cell.claim.provenance is Provenance.copied or (cell.claim.role is Role.rival and cell.claim.marks):
            return None
        if cell.claim.unit is Unit.fraction or not 0 < value < 100 or not cell.claim.decimals:
            return None
        decimals = cell.claim.decimals
        if possible_counts(value, items.n, runs=runs, decimals=decimals):
            return None
        return cell, items, runs, smallest_possible_runs(value, items.n, decimals=decimals)

    def report(self, dossier: Dossier, cases: list[Case]) -> Finding:
        own = [case for case in cases if case[0].claim.role is Role.own]
        first = (own or cases)[0]
        cell, items, runs, needed = first
        total = items.n * runs
        stated = f"an average of {runs} runs" if runs > 1 else "one answer an item"
        more = f" (and {len(cases) - 1} more cells)" if len(cases) > 1 else ""
        arithmetic = []
        for one, its, r, least in cases[:15]:
            value = score(one)
            if value is None:
                continue
            low, high = neighbouring_scores(value, its.n, runs=r)
            digits = one.claim.decimals or 0
            arithmetic.append(
                f"{one.claim.model} {one.claim.value}·{its.n * r}/100 = {float(value) * its.n * r / 100:.2f}: "
                "neighbours "
                f"{float(low):.{digits}f} and {float(high):.{digits}f}"
                + (f"; possible with {least} runs" if least else "; impossible with up to 128 runs")
            )
        return self.finding(
            dossier,
            severity=Severity.medium if own else Severity.low,
            confidence=Confidence.high if own else Confidence.medium,
            says="contradicted",
            title=(
                f"{cell.claim.benchmark}: {cell.claim.model} {cell.claim.value} is no whole number out of {total} "
                f"({items.n} items, {stated}){more}"
            ),
            message=(
                f"{where(cell.claim.label, cell.claim.place)} states {stated} for {cell.claim.benchmark}, and "
                f"{items.said}. No whole number of right answers out of {total} prints as {cell.claim.value}"
                + (f"; {needed} runs would give it." if needed else ".")
            ),
            evidence=[cite_claim(case[0], primary=case is first) for case in cases[:15]]
            + [cite_plain_fact(items.benchmark.id, items.benchmark.name, items.said, items.benchmark.sources)],
            arithmetic=arithmetic,
            overturned_by="The number of items and runs behind the score, if other than stated.",
            models=[model_name(dossier, case[0]) for case in cases],
            benchmarks=[items.benchmark.id],
        )
