from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.rows import Row, difference, points, rows, same_number, score
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Finding, ResolvedClaim, Severity

NAMED = re.compile(r"\b([A-Z][\w.]*(?:[ -][\w.]+){0,4}?) ?\((\d{2,4}(?:\.\d+)?)\s?%?\)")
AVERAGE = re.compile(r"\baverag|\bmean\b", re.IGNORECASE)
"""A number that the sentence forms itself stands in no row."""
SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?[bB]\b")
VERSION = re.compile(r"(?<![\d.])(\d+(?:\.\d+)*)(?![\d.]*\s?[bB]\b)")


@dataclass(frozen=True)
class Swap:
    """A number that a sentence gives to one model and a table to another."""

    said: Said
    name: str
    number: str
    row: Row
    mine: ResolvedClaim
    """What the table prints for the model that the sentence names."""
    other: ResolvedClaim
    """Whose number it is in the table."""


class NumberOfAnother(Check):
    """A sentence gives a model the number that the table prints for another one.

    What it finds:
        Sentences with a score in brackets after a model's name, where the table has that score in the row of another
        model and another score for the one named.

    Why it matters:
        The lead or the gap that the sentence speaks of is then taken to the wrong number.

    Decision rule:
        "Name (number)" with at least three digits; a row of a table of the same document prints that number, not for
        a model that the name can mean, and prints another number for exactly one model that it can mean. A name can
        mean a label where their letters begin alike, the sizes are equal, and the version of the one begins with that
        of the other. Medium. One finding a sentence and name.

    Example:
        Gemma 3's report gives "LLaMA 3 405B (1257)"; its table 5 has 1269 for Llama-3.1-405B and 1257 for
        Llama-3.3-70B.

    What would clear it:
        A date or version of the board at which the sentence's number was right.

    References:
        Gemma Team, arXiv:2503.19786, section 4.1 and table 5.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = rows(dossier)
        told: set[tuple[str, str]] = set()
        for sentence in said(dossier):
            text = plain(sentence.text)
            for match in NAMED.finditer(text) if len(text) < 800 and not AVERAGE.search(text) else ():
                swap = self.swap(sentence, match[1], match[2], row_list)
                if swap is not None and (swap.name, swap.number) not in told:
                    told.add((swap.name, swap.number))
                    yield self.report(dossier, swap)

    def swap(self, sentence: Said, name: str, number: str, row_list: tuple[Row, ...]) -> Swap | None:
        if len(number.replace(".", "")) < 3 or not SIZE.search(name):
            return None
        near = sorted(
            (row for row in row_list if row.document == sentence.document.id),
            key=lambda row: abs(row.block - sentence.block.order),
        )
        for row in near:
            theirs = [cell for cell in row.cells if cell.claim.value.rstrip("% ") == number]
            meant = [cell for cell in row.cells if means(name, cell.claim.model) and score(cell) is not None]
            if not theirs or len(meant) != 1:
                continue
            if any(same_number(meant[0], cell) for cell in theirs):
                return None
            return Swap(sentence, name, number, row, meant[0], theirs[0])
        return None

    def report(self, dossier: Dossier, swap: Swap) -> Finding:
        mine, other = swap.mine.claim, swap.other.claim
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f'The text says "{swap.name} ({swap.number})"; the table has {mine.value} for {mine.model}, and '
                f"{other.value} for {other.model}"
            ),
            message=(
                f'{where("", swap.said.block.place)} says: "{swap.said.text}" In '
                f"{where(swap.row.label, mine.place)} {mine.model} has {mine.value} on {swap.row.printed}; "
                f"{other.value} is the score of {other.model}."
            ),
            evidence=[
                cite_text(swap.said.document, swap.said.text, swap.said.block.place, primary=True),
                cite_claim(swap.mine),
                cite_claim(swap.other),
            ],
            arithmetic=[f"{mine.value} − {other.value} = {points(difference(swap.mine, swap.other))}"],
            overturned_by="A date, version or setting at which the number in the sentence is that of the model named.",
            models=[swap.mine.model.id or mine.model, swap.other.model.id or other.model],
            benchmarks=[swap.row.benchmark.id or swap.row.printed],
        )


def means(name: str, label: str) -> bool:
    """Whether a name in a sentence can be the model of a label."""
    sizes, theirs = set(SIZE.findall(name)), set(SIZE.findall(label))
    if not sizes or sizes != theirs:
        return False
    word, other = (next(iter(re.findall(r"[a-z]{3,}", text.casefold())), "") for text in (name, label))
    if not word or (word not in label.casefold() and other not in name.casefold()):
        return False
    mine, its = (next(iter(VERSION.findall(re.sub(r"20\d\d.*", "", text))), "") for text in (name, label))
    return not mine or not its or its.startswith(mine) or mine.startswith(its)
