from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.own_words import OwnWord, meant_by, one_scale, words_of
from auditor.checks.rows import Row, difference, fold, points, rows, same_number
from auditor.checks.wording import mentions, plain
from auditor.checks.wording import said as said_in
from auditor.records import Claim, ConditionName, Confidence, Dossier, Finding, ResolvedClaim, Severity


@dataclass(frozen=True)
class Lesser:
    """A rival's quoted score and the better one that its vendor prints beside it."""

    row: Row
    cell: ResolvedClaim
    quoted: OwnWord
    better: OwnWord
    mine: ResolvedClaim
    flips: bool


class LesserPublicValue(Check):
    """Of two scores that a rival's vendor prints for one test, the lower one stands in the table.

    What it finds:
        Rivals' cells that equal one score of the rival's own vendor, where the same vendor prints a better one for the
        same model and benchmark under other shots or another prompt, and the own score's conditions are not stated.

    Why it matters:
        The lead depends on which of the two is taken. If the own score was obtained with reasoning before the answer,
        the score of the rival without it is no match.

    Decision rule:
        The rival's cell equals a print of its vendor in a release at hand; the vendor prints a better score for the
        same model and benchmark, in the same language and on the same set, with other shots or another prompting. The
        own cell states neither shots nor prompting, or those of the better print, and no sentence of the release states
        them for this benchmark or for all. A case: the own model is behind with
        the better score (high), or its lead over this rival shrinks by a third or more (medium). One finding a release.

    Example:
        Hunyuan-Large's README counts a lead of 2.6 on MMLU over 87.3 of Llama 3.1 405B (5-shot); Meta's card has 88.6
        as well (0-shot, with reasoning), which leaves 1.3.

    What would clear it:
        The shots and the prompt of the own score.

    References:
        Hunyuan-Large README and Llama 3.1 model card, 2024.
    """

    shrinks = 3
    # A lead that keeps two thirds of its size reads the same.

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        found: dict[tuple[str, str], Lesser] = {}
        for row in rows(dossier):
            mine = row.best(row.own)
            if mine and condition_told(dossier, row):
                continue
            for cell in row.rivals if mine else ():
                lesser = self.lesser(dossier, row, cell, mine[0])
                if lesser is not None:
                    found.setdefault((str(cell.model.id), str(cell.benchmark.id)), lesser)
        if found:
            yield self.report(dossier, list(found.values()))

    def lesser(self, dossier: Dossier, row: Row, cell: ResolvedClaim, mine: ResolvedClaim) -> Lesser | None:
        model = dossier.models.get(cell.model.id or "")
        if (
            model is None
            or fold(model.vendor) == fold(dossier.release.vendor or "~")
            or row.better(mine, cell) is not True
        ):
            return None
        words = [
            word
            for word in words_of(dossier, meant_by(dossier, cell))
            if word.claim.benchmark.id == cell.benchmark.id and one_scale(word.claim, cell)
        ]
        quoted = next((word for word in words if same_number(word.claim, cell)), None)
        if quoted is None:
            return None
        better = [
            word
            for word in words
            if row.better(word.claim, cell) and same_test(quoted.claim, word.claim) and same_print(quoted, word)
        ]
        if not better:
            return None
        best = max(better, key=lambda word: abs(difference(word.claim, cell)))
        stated = [mine.claim.setting.get(name) for name in HOW]
        if any(stated) and stated != [best.claim.claim.setting.get(name) for name in HOW]:
            return None
        lead, rest = difference(mine, cell), difference(mine, best.claim)
        flips = row.better(mine, best.claim) is not True
        if not flips and self.shrinks * (abs(lead) - abs(rest)) < abs(lead):
            return None
        return Lesser(row, cell, quoted, best, mine, flips)

    def report(self, dossier: Dossier, found: list[Lesser]) -> Finding:
        found = sorted(found, key=lambda one: not one.flips)
        first = found[0]
        grouped: dict[str, list[Lesser]] = defaultdict(list)
        for one in found:
            grouped[one.cell.claim.model].append(one)
        more = f" (and {len(found) - 1} more cells)" if found[1:] else ""
        best, cell = first.better.claim.claim, first.cell.claim
        return self.finding(
            dossier,
            severity=Severity.high if first.flips else Severity.medium,
            confidence=Confidence.medium,
            says="not comparable",
            title=(
                f"{first.row.printed}: {cell.model} stands with {cell.value}; its vendor prints {best.value}, too "
                f"({said(best)}), which leaves {points(difference(first.mine, first.better.claim))} of "
                f"{points(difference(first.mine, first.cell))}{more}"
            ),
            message=(
                f"{where(cell.label, cell.place)} prints {cell.value} for {cell.model} on {first.row.printed}, one of "
                f"two scores that its vendor prints: {cell.value} ({said(first.quoted.claim.claim)}) and {best.value} "
                f"({said(best)}). {first.mine.claim.model} has {first.mine.claim.value}; under which of the two "
                "conditions is not stated."
            ),
            evidence=[
                item
                for one in found[:8]
                for item in (
                    cite_claim(one.mine, primary=one is first),
                    cite_claim(one.cell),
                    one.quoted.cite(),
                    one.better.cite(),
                )
            ],
            arithmetic=[
                f"{one.row.printed}: {one.mine.claim.value} − {one.cell.claim.value} = "
                f"{points(difference(one.mine, one.cell))}; {one.mine.claim.value} − {one.better.claim.claim.value} = "
                f"{points(difference(one.mine, one.better.claim))} ({one.cell.claim.model}, "
                f"{said(one.better.claim.claim)})"
                for one in found
            ],
            overturned_by="The shots and the prompt of the own score.",
            models=[first.mine.model.id or first.mine.claim.model, *(m for m in grouped)],
            benchmarks=[one.cell.benchmark.id or one.row.printed for one in found],
        )


HOW = (ConditionName.shots, ConditionName.prompting)
SAME = (
    ConditionName.language,
    ConditionName.data_split,
    ConditionName.subset,
    ConditionName.version,
    ConditionName.tools,
    ConditionName.samples,
    ConditionName.attempts,
    ConditionName.thinking,
    ConditionName.effort,
)


def same_test(a: ResolvedClaim, b: ResolvedClaim) -> bool:
    """Whether two prints differ in shots or prompting and in nothing else that makes another test."""
    x, y = a.claim.setting, b.claim.setting
    return all(x.get(name) == y.get(name) for name in SAME) and any(x.get(name) != y.get(name) for name in HOW)


def same_print(a: OwnWord, b: OwnWord) -> bool:
    """Whether both stand in one table of one document: then they are two ways, not a later run."""
    return (a.claim.claim.document, a.claim.claim.block) == (b.claim.claim.document, b.claim.claim.block)


def said(claim: Claim) -> str:
    """The shots and the prompt of a print in words."""
    stated = [c.printed for c in claim.setting.conditions if c.name in HOW]
    return ", ".join(dict.fromkeys(stated)) or "no condition stated"


TOLD = re.compile(r"\b(?:\d+|zero|few|five)[- ]shots?\b|\bCoT\b|\bchain[- ]of[- ]thought\b", re.IGNORECASE)


def condition_told(dossier: Dossier, row: Row) -> bool:
    """Whether a sentence of the release states shots or prompting of the benchmark, or of all its tests."""
    benchmark = dossier.benchmarks.get(row.benchmark.id or "")
    names = {row.printed, *((benchmark.name, *benchmark.aliases) if benchmark else ())}
    for sentence in said_in(dossier):
        text = plain(sentence.text)
        if TOLD.search(text) and (ALL.search(text) or any(mentions(text, name) for name in names if len(name) > 2)):
            return True
    return False


ALL = re.compile(r"\ball (?:\w+ )?(?:benchmarks|tasks|tests|evaluations|models|datasets)\b", re.IGNORECASE)
