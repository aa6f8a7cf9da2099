from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.rows import Row, rows, score
from auditor.checks.wording import Said, plain, said
from auditor.evidence.statistics import possible_counts
from auditor.records import ConditionName, Confidence, Dossier, Finding, ResolvedClaim, Severity, Unit

ITEMS = re.compile(
    r"\b(?:test ?set|evaluation set|benchmark|set|suite|dataset)\b[^.;]{0,60}?\b(?:compris\w+|contain\w*|consist\w* of|"
    r"of|with|includ\w+|total\w*)\s+(?:about |a total of )?(\d{1,2}(?:, ?\d{3})+|\d{2,4})\s+(?:[\w-]+\s+){0,3}"
    r"(?:samples|questions|problems|items|prompts|tasks|instances|examples|cases)\b",
    re.IGNORECASE,
)
TRAIN = re.compile(r"\btrain\w*|\bfine-?tun\w*|\bSFT\b", re.IGNORECASE)


class ImpossibleSetSize(Check):
    """Scores that the number of test items stated in the text cannot give, while a smaller number gives them all.

    What it finds:
        Tables of percentages on a test of the vendor's own whose printed values are no whole number out of the items
        that the text states.

    Why it matters:
        The scores then come from another, usually smaller, set than the one described, and are less certain.

    Decision rule:
        A sentence states n items of an evaluation set; the first table of percentages after it under the same heading
        has at least 6 cells printed to the same decimals, without averages over runs. GRIM: at most a third of the
        distinct values are k/n for a whole k, and some n′ below n gives all of them while chance would not: of the
        values of one decimal grid n′ < 10ᵈ⁺²/4. Medium. One finding a table.

    Example:
        LongCat-Flash-Omni's report describes 1,200 speech samples; nine of the ten accuracies of its table 8 are
        impossible for 1,200, and all are multiples of 1/125.

    What would clear it:
        The number of items behind the table.

    References:
        Brown & Heathers 2017, Social Psychological and Personality Science 8(4).
    """

    least_cells = 6
    most_fitting = 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = rows(dossier)
        told: set[tuple[str, int]] = set()
        for sentence in said(dossier):
            text = plain(sentence.text)
            match = ITEMS.search(text) if len(text) < 500 else None
            if match is None or TRAIN.search(text):
                continue
            n = int(re.sub(r"[, ]", "", match[1]))
            table = self.table(row_list, sentence)
            if table and (table[0].document, table[0].block) not in told:
                finding = self.judge(dossier, sentence, n, table)
                if finding is not None:
                    told.add((table[0].document, table[0].block))
                    yield finding

    def table(self, row_list: tuple[Row, ...], sentence: Said) -> list[Row]:
        """The rows of the tables under the sentence's heading whose test the sentence names."""
        text = plain(f"{sentence.before} {sentence.text}").casefold()
        here = [
            row
            for row in row_list
            if row.document == sentence.document.id and row.first.claim.section == sentence.block.section
        ]
        about = [
            row
            for row in here
            if any(
                word[:8] in text
                for word in re.findall(r"[a-z]{6,}", f"{row.first.claim.caption} {row.printed}".casefold())
                if word not in COMMON
            )
            and any(name in text for name in re.findall(r"[a-z]+-?[a-z]+", row.printed.casefold()) if len(name) >= 5)
        ]
        blocks = sorted({row.block for row in about}, key=lambda block: abs(block - sentence.block.order))
        return [row for row in about if row.block == blocks[0]] if blocks else []

    def judge(self, dossier: Dossier, sentence: Said, n: int, table: list[Row]) -> Finding | None:
        cells = [cell for row in table for cell in row.cells if usable(cell)]
        digits = {cell.claim.decimals for cell in cells}
        values = sorted({score(cell) or Decimal(0) for cell in cells})
        if len(cells) < self.least_cells or len(digits) != 1 or len(values) < 4:
            return None
        d = digits.pop() or 0
        if d == 0 or n < 20 or n >= 10 ** (d + 2) / 4:
            return None
        wrong = [value for value in values if not possible_counts(value, n, runs=1, decimals=d)]
        if len(values) - len(wrong) > len(values) / self.most_fitting:
            return None
        fitting = next((m for m in range(5, n) if all(possible_counts(v, m, runs=1, decimals=d) for v in values)), None)
        if fitting is None or fitting >= 10 ** (d + 2) / 16:
            return None
        first = next(cell for cell in cells if score(cell) in wrong)
        listed = ", ".join(f"{value:f}" for value in wrong[:6])
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f"{where(first.claim.label, first.claim.place)}: {len(wrong)} of {len(values)} values are no whole "
                f"number out of the {n} items that the text states; all fit {fitting} items"
            ),
            message=(
                f'{where("", sentence.block.place)} says: "{sentence.text}" {listed} are not k/{n} for any whole k. '
                f"Every value of the table is a multiple of 1/{fitting}."
            ),
            evidence=[
                cite_text(sentence.document, sentence.text, sentence.block.place, primary=True),
                *(cite_claim(cell) for cell in cells[:15]),
            ],
            arithmetic=[
                f"{value:f}·{n}/100 = {value * n / 100:.2f}; ·{fitting}/100 = {value * fitting / 100:.2f}"
                for value in values[:12]
            ],
            overturned_by="The number of items behind the table, or a weighting of parts.",
            models=list(dict.fromkeys(cell.claim.model for cell in cells))[:4],
            benchmarks=list(dict.fromkeys(row.printed for row in table)),
        )


COMMON = frozenset({"performance", "benchmark", "benchmarks", "results", "evaluation", "models", "accuracy", "stages"})


def usable(cell: ResolvedClaim) -> bool:
    """A share of a hundred that is no average over runs and whose table is in order."""
    value = score(cell)
    samples = cell.claim.setting.get(ConditionName.samples) or ""
    return (
        value is not None
        and 0 < value < 100
        and cell.claim.unit in (Unit.percent, Unit.unknown)
        and bool(cell.claim.decimals)
        and not cell.claim.doubts
        and not samples.startswith(("avg", "mean", "average"))
    )
