from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from auditor.checks.averaging import AVERAGED, Averaging, averaging, labels
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, cite_text, where
from auditor.checks.items import Items, items_of, runs_of
from auditor.checks.rows import model_name, rows, score
from auditor.checks.wording import plain, said
from auditor.evidence.statistics import neighbouring_scores, possible_counts, rounded_twice, smallest_possible_runs
from auditor.records import ConditionName, Confidence, Dossier, Finding, Provenance, ResolvedClaim, Role, Severity, Unit

GREEDY = re.compile(r"\bgreedy (?:decoding|search|sampling)\b|\bgreedily\b", re.IGNORECASE)
OF_TESTS = re.compile(
    r"\b(?:evaluat\w*|benchmarks?|baselines?|results|all (?:\w+ )?(?:tasks|models|tests))\b", re.IGNORECASE
)
NOT_SO = re.compile(r"\b(?:instead|rather than|repetition\w*|unlike|except|unless|avoid\w*|worse|not)\b", re.IGNORECASE)
MADE = re.compile(r"\b(?:train\w*|synthe\w*|response generation|recommend\w*|data generation)\b", re.IGNORECASE)
"""Greedy answers that are made for training, or advised to a user, are no runs of a test."""
SHARE = re.compile(r"accura|pass@1|resolved|exact|solv|correct", re.IGNORECASE)
"""Metrics of the registry that are plain shares of items, neither weighted nor judged by degree."""
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
        partly), r as stated in the row (avg@r, cons@r = one vote an item, single attempt, unless another place of the
        release says that scores are averages). Marked cells of rivals are left alone: they may be averages. Medium:
        an own cell. Low: rivals only. One finding a benchmark. Scores without a stated r, where no text of any
        document says that runs were averaged: one finding a release; rivals alone only if two of them stand on one
        benchmark, of at most 60 items or against a sentence that tests were answered greedily. Medium with such a
        sentence (scores that fit by two roundings are left out then), low otherwise.

    Example:
        LongCat-Flash-Omni's AIME 2024 row is headed avg@10; 72.92 is not k/300 (218 gives 72.67, 219 gives 73.00), but
        it is k/240, eight runs.

    What would clear it:
        The number of items and runs behind the score.

    References:
        Brown & Heathers 2017, Social Psychological and Personality Science 8(4).
    """

    few, least_rivals = 60, 2
    # Where no own score is a case: on so few items, or against a stated greedy run, two rivals are no slip of one.
    small = 200
    # Of more items than these, other sets under one name are common (MBPP has 974, 500 and 378).

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        groups: dict[str, list[Case]] = defaultdict(list)
        stated = averaging(dossier)
        for row in rows(dossier):
            for cell in row.cells:
                case = self.case(dossier, cell)
                if case is not None and not (case[2] == 1 and loosely_single(cell) and stated.covers(cell)):
                    groups[case[1].benchmark.id].append(case)
        yield from self.unstated(dossier, stated)
        for cases in groups.values():
            distinct = {(case[0].claim.model, case[0].claim.value): case for case in cases}
            yield self.report(dossier, list(distinct.values()))

    def unstated(self, dossier: Dossier, stated: Averaging) -> Iterator[Finding]:
        """Scores that one run cannot give, where no word of the release says that runs were averaged."""
        if stated.everywhere:
            return
        found: dict[tuple[str, str, str], Case] = {}
        for row in rows(dossier):
            for cell in row.cells:
                items, value = items_of(dossier, cell), score(cell)
                if items is None or value is None or runs_of(cell) is not None or AVERAGED.search(labels(cell)):
                    continue
                if row.key in stated.benchmarks or not any(SHARE.search(name) for name in items.benchmark.metric.names):
                    continue
                if cell.claim.provenance is Provenance.copied or cell.claim.marks or cell.claim.doubts:
                    continue
                if cell.claim.unit is Unit.fraction or not 0 < value < 100 or not cell.claim.decimals:
                    continue
                if (
                    padded(cell)
                    or items.n > 1000
                    or possible_counts(value, items.n, runs=1, decimals=cell.claim.decimals)
                ):
                    continue
                needed = smallest_possible_runs(value, items.n, decimals=cell.claim.decimals)
                found.setdefault((cell.claim.model, items.benchmark.id, cell.claim.value), (cell, items, 1, needed))
        found = {mark: case for mark, case in found.items() if not self.other_set(dossier, case)}
        greedy = None
        if not stated.benchmarks:
            greedy = next((s for s in said(dossier) if one_run(plain(s.text))), None)
        if greedy is not None:  # against a stated run, what two roundings explain is no contradiction
            found = {mark: case for mark, case in found.items() if not by_two_roundings(case)}
        cases = sorted(found.values(), key=lambda case: case[0].claim.role is not Role.own)
        if not any(case[0].claim.role is Role.own for case in cases):
            cases = [case for case in cases if greedy is not None or case[1].n <= self.few]
            together = {case[1].benchmark.id for case in cases if self.beside(cases, case) >= self.least_rivals}
            cases = [case for case in cases if case[1].benchmark.id in together]
        if not cases:
            return
        first = cases[0]
        listed = ", ".join(
            f"{c.claim.benchmark} {c.claim.value} of {c.claim.model} ({needed or 'more than 128'} runs of {items.n})"
            for c, items, _, needed in cases[:4]
        )
        yield self.finding(
            dossier,
            severity=Severity.medium if greedy is not None else Severity.low,
            confidence=Confidence.medium,
            says="contradicted" if greedy is not None else "undisclosed",
            title=(
                f"{len(cases)} scores cannot be one run, "
                + ("and the text states greedy decoding" if greedy else "and no number of runs is stated")
                + f": {listed}"
            ),
            message=(
                f"{where(first[0].claim.label, first[0].claim.place)}: {listed}. No whole number of right answers "
                "gives these scores in one run over the items of the benchmark; "
                + (
                    f'the text says: "{greedy.text}"'
                    if greedy
                    else "the release does not say that runs were averaged, or that another set was used."
                )
            ),
            evidence=[
                *((cite_text(greedy.document, greedy.text, greedy.block.place),) if greedy else ()),
                *(cite_claim(case[0], primary=case is first) for case in cases[:15]),
                *(
                    cite_plain_fact(items.benchmark.id, items.benchmark.name, items.said, items.benchmark.sources)
                    for items in {case[1].benchmark.id: case[1] for case in cases[:15]}.values()
                ),
            ],
            arithmetic=[line(case) for case in cases[:15]],
            overturned_by="The number of items and runs behind these scores.",
            models=[model_name(dossier, case[0]) for case in cases],
            benchmarks=[case[1].benchmark.id for case in cases],
        )

    def beside(self, cases: list[Case], case: Case) -> int:
        """How many models have a score on the same benchmark that one run cannot give."""
        return len({other[0].claim.model for other in cases if other[1].benchmark.id == case[1].benchmark.id})

    def other_set(self, dossier: Dossier, case: Case) -> bool:
        """Whether nearly no score on a larger benchmark fits its items: then another set of it was used by all."""
        items = case[1]
        if items.n <= self.small:
            return False
        fits = [
            bool(possible_counts(value, items.n, runs=1, decimals=resolved.claim.decimals))
            for resolved in dossier.claims
            if resolved.benchmark.id == items.benchmark.id
            and (value := score(resolved)) is not None
            and resolved.claim.decimals
            and 0 < value < 100
        ]
        return sum(fits) * 2 < len(fits)

    def case(self, dossier: Dossier, cell: ResolvedClaim) -> Case | None:
        items, runs, value = items_of(dossier, cell), runs_of(cell), score(cell)
        if items is None or runs is None or value is None or cell.claim.role is Role.ablation or cell.claim.doubts:
            return None
        if cell.claim.provenance is Provenance.copied or (cell.claim.role is Role.rival and cell.claim.marks):
            return None
        if cell.claim.unit is Unit.fraction or not 0 < value < 100 or not cell.claim.decimals or padded(cell):
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
        arithmetic = [line(case) for case in cases[:15]]
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


def loosely_single(cell: ResolvedClaim) -> bool:
    """Whether one answer an item is said by "single attempt" alone, which a mean over several runs is called too."""
    samples = cell.claim.setting.get(ConditionName.samples) or ""
    return not samples.casefold().startswith(("cons", "maj"))


def one_run(text: str) -> bool:
    """Whether a sentence says that tests were answered greedily: one answer an item."""
    return len(text) < 500 and bool(
        GREEDY.search(text) and OF_TESTS.search(text) and not MADE.search(text) and not NOT_SO.search(text)
    )


def by_two_roundings(case: Case) -> bool:
    """Whether one run prints as the score where it was rounded to one digit more before."""
    value, digits = score(case[0]), case[0].claim.decimals or 0
    return value is not None and rounded_twice(value, case[1].n, decimals=digits)


def padded(cell: ResolvedClaim) -> bool:
    """Whether a score ends in two zeros: it may have been rounded to a whole percent before it was printed."""
    return cell.claim.decimals == 2 and cell.claim.value.rstrip("% ").endswith("00")


def line(case: Case) -> str:
    """The neighbours of a score as one line that can be recomputed."""
    cell, items, runs, needed = case
    value, digits = score(cell), cell.claim.decimals or 0
    if value is None:
        return ""
    low, high = neighbouring_scores(value, items.n, runs=runs)
    return (
        f"{cell.claim.model} {cell.claim.value}·{items.n * runs}/100 = {float(value) * items.n * runs / 100:.2f}: "
        f"neighbours {float(low):.{digits}f} and {float(high):.{digits}f}"
        + (f"; possible with {needed} runs" if needed else "; impossible with up to 128 runs")
    )
