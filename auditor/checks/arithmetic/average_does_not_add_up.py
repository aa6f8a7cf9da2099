from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.averages import Line, lines_of
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.means import Mean, Rule, by_length, name, rules
from auditor.checks.rows import Row, rows, score
from auditor.checks.twins import line
from auditor.records import Block, Confidence, Document, Dossier, Finding, Origin, ResolvedClaim, Severity


class AverageDoesNotAddUp(Check):
    """A printed average that is not the mean of the parts printed beside it, while its neighbours are.

    What it finds:
        In a row or column labelled average: cells that the mean of the printed parts does not give, where the same mean
        does give the other averages of that row or column.

    Why it matters:
        Averages rank models. One that does not follow from its parts is a slip or counts other parts, and it moves a
        model against the rest.

    Decision rule:
        The parts are the numbers above the average up to the last average or change of group (for columns: to its
        left). One rule must give at least three averages (two, where it takes all parts) and two thirds of them within
        ½·10⁻ᵈ of the average plus ½·10⁻ᵈ of the parts: the plain mean of all parts, or of the last k of them; the mean
        weighted by the numbers of items that the headers state; the plain mean over both blocks of a table that is
        broken into two; the plain mean of two or three of the parts; for an average in a figure, the plain mean of the
        rows of a table. Then each average outside that tolerance is a
        case. Where the parts are lengths of the input, which hold unlike numbers of items, it is one from half a point
        on. Medium: off by half a point or more. Low: less, and where all of five averages or more
        lie to one side of the plain mean of three parts or more and no rule gives a third of them. One finding a row or
        column of averages.

    Example:
        A chart of LongCat-Flash-Omni prints 74.8 as its own average of seven audio rows whose mean is 75.05; the four
        rival averages follow from their rows.

    What would clear it:
        A weighting or a part that is not printed, stated at the table.

    References:
        None.
    """

    least_lines = 3
    least_unexplained, least_parts, most_parts = 5, 3, 6
    # Fewer averages can lie to one side of the plain mean by chance, two parts may be of unlike size, and among many
    # there is one of another scale.
    share = 2 / 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        told: set[tuple[str, ...]] = set()
        for finding in (*self.each(dossier), *self.elsewhere(dossier)):
            # The same averages again, in another document or as fractions, are no second cause.
            slips = tuple(
                sorted(re.sub(r"\D", "", line.split("printed ")[-1]).strip("0") for line in finding.arithmetic)
            )
            if slips not in told:
                told.add(slips)
                yield finding

    def each(self, dossier: Dossier) -> Iterator[Finding]:
        for document in dossier.documents:
            for block in document.blocks:
                if block.grid is not None and not block.grid.doubts:
                    for whole, partial in lines_of(block.grid):
                        lines = [line for line in (*whole, *partial) if len(line.parts) >= 2]
                        rule = self.rule(document, block, lines)
                        if rule is not None:
                            yield self.report(dossier, document, block, rule)
                        elif not weighed(document) and (unexplained := self.unexplained(document, block, whole)):
                            yield self.not_plain(dossier, document, block, unexplained)

    def rule(self, document: Document, block: Block, lines: list[Line]) -> Rule | None:
        """The plainest rule that gives nearly all averages and not all of them; None where one gives all or none."""
        if len(lines) < self.least_lines:
            return None
        believed = None
        for rule in rules(document, block, lines):
            if rule.right < max(rule.least, self.share * len(rule.means)):
                continue
            if not rule.wrong:
                return None
            if believed is None or rule.right > believed.right:
                believed = rule
        if believed is None:
            return None
        wrong = [m for m in believed.wrong if points(m) >= Decimal("0.5") or not by_length(block, m)]
        return believed if wrong else None

    def elsewhere(self, dossier: Dossier) -> Iterator[Finding]:
        """Averages of a figure whose parts are the rows of a table of the release."""
        row_list = [row for row in rows(dossier) if len(row.cells) >= self.least_lines]
        tables: dict[tuple[str, int], list[Row]] = {}
        for row in row_list:
            if row.first.claim.origin is Origin.table and not AVERAGE.search(row.printed):
                tables.setdefault((row.document, row.block), []).append(row)
        for row in row_list:
            if row.first.claim.origin is not Origin.chart or not AVERAGE.search(row.printed):
                continue
            for _, parts in sorted(tables.items(), key=lambda item: item[0][0] != row.document):
                sums = [Apart(cell, column) for cell in row.cells if (column := column_of(cell, parts))]
                sums = [apart for apart in sums if len(apart.parts) == len(parts) >= self.least_parts]
                wrong = [apart for apart in sums if not apart.fits]
                right = len(sums) - len(wrong)
                if wrong and right >= self.least_lines and right >= self.share * len(sums):
                    yield self.apart(dossier, row, parts, wrong, right)
                    break

    def apart(self, dossier: Dossier, row: Row, parts: list[Row], wrong: list[Apart], right: int) -> Finding:
        first = max(wrong, key=lambda apart: abs(apart.gap))
        cell = first.cell.claim
        table = where(parts[0].label, parts[0].first.claim.place)
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f"{where(cell.label, cell.place)}: {row.printed} {cell.value} of {cell.model} is not the mean of the "
                f"{len(first.parts)} rows of {table}, {first.mean:.2f}, which gives {right} others"
            ),
            message=(
                f"{where(cell.label, cell.place)} prints {cell.value} for {cell.model}. The plain mean of the rows of "
                f"{table} gives the averages of {right} other models and {first.mean:.2f} for this one."
            ),
            evidence=[
                item
                for apart in wrong
                for item in (cite_claim(apart.cell, primary=apart is first), *(cite_claim(p) for p in apart.parts[:12]))
            ],
            arithmetic=[
                f"{apart.cell.claim.model}: ({' + '.join(p.claim.value for p in apart.parts)})/{len(apart.parts)} = "
                f"{apart.mean:.3f}, printed {apart.cell.claim.value}"
                for apart in wrong
            ],
            overturned_by="A weighting, or other parts of the average, stated at one of the two places.",
            models=[apart.cell.model.id or apart.cell.claim.model for apart in wrong],
        )

    def unexplained(self, document: Document, block: Block, lines: list[Line]) -> list[Mean]:
        """The plain means of averages that all lie off them to the same side, where no rule gives even a third."""
        if len(lines) < self.least_unexplained or len({line.places for line in lines}) > 1:
            return []
        means = [
            Mean(line, line.parts, (1,) * len(line.parts))
            for line in lines
            if self.least_parts <= len(line.parts) <= self.most_parts
        ]
        if len(means) < len(lines) or any(rule.right * 3 > len(rule.means) for rule in rules(document, block, lines)):
            return []
        between = all(min(m.line.numbers()) < m.value + m.gap < max(m.line.numbers()) for m in means)
        one_side = all(m.gap > m.tolerance for m in means) or all(-m.gap > m.tolerance for m in means)
        return means if between and one_side and not by_length(block, means[0]) else []

    def not_plain(self, dossier: Dossier, document: Document, block: Block, means: list[Mean]) -> Finding:
        first = max(means, key=lambda mean: abs(mean.gap))
        spot = where(block.label, first.line.average.place)
        gaps = sorted(abs(m.gap) for m in means)
        side = "above" if first.gap > 0 else "below"
        return self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="undisclosed",
            title=(
                f"{spot}: all {len(means)} averages lie {gaps[0]:.1f} to {gaps[-1]:.1f} {side} the plain mean of the "
                f"{len(first.parts)} parts beside them; how they are weighted is not said"
            ),
            message=(
                f"In {spot} none of the {len(means)} printed averages is the plain mean of the parts beside it; all "
                f"lie {side} it. No weights are printed with the table."
            ),
            evidence=[
                cite_text(document, m.line.average.text, m.line.average.place, label=block.label, primary=m is first)
                for m in means
            ],
            arithmetic=[f"{name(block, m.line)}: {m.sum()}, printed {m.line.average.text}" for m in means],
            overturned_by="The weights of the average, stated at the table.",
            models=[name(block, m.line) for m in means],
        )

    def report(self, dossier: Dossier, document: Document, block: Block, rule: Rule) -> Finding:
        wrong = rule.wrong
        first = max(wrong, key=lambda mean: abs(mean.gap))
        severity = Severity.medium if points(first) >= Decimal("0.5") else Severity.low
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        average = first.line.average
        spot = where(block.label, average.place)
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f"{spot}: the average {average.text} of {name(block, first.line)} is not the {rule.words}, "
                f"{first.value:.2f}{more}"
            ),
            message=(
                f"In {spot} the {rule.words} gives {rule.right} of the {len(rule.means)} printed averages, but not "
                f"{len(wrong)}: "
                + ", ".join(f"{name(block, m.line)} {m.line.average.text} (mean {m.value:.2f})" for m in wrong[:5])
                + "."
            ),
            evidence=[
                item
                for m in wrong
                for item in (
                    cite_text(
                        document, m.line.average.text, m.line.average.place, label=block.label, primary=m is first
                    ),
                    *(cite_text(document, part.text, part.place, label=block.label) for part in m.parts[:16]),
                )
            ],
            arithmetic=[f"{name(block, m.line)}: {m.sum()}, printed {m.line.average.text}" for m in wrong],
            overturned_by="A weighting, or a part that is not printed here, stated at the table.",
            models=[name(block, m.line) for m in wrong],
        )


def points(mean: Mean) -> Decimal:
    """How far an average is off, in points: fractions as percent."""
    fractions = all(value <= 1 for value in (mean.value, *mean.line.numbers()))
    return abs(mean.gap) * (100 if fractions else 1)


AVERAGE = re.compile(r"\b(?:average|avg\.?|mean)\b|平均", re.IGNORECASE)


@dataclass(frozen=True)
class Apart:
    """An average with its parts in another table."""

    cell: ResolvedClaim
    parts: tuple[ResolvedClaim, ...]

    @property
    def mean(self) -> Decimal:
        return sum((score(part) or Decimal(0) for part in self.parts), Decimal(0)) / len(self.parts)

    @property
    def gap(self) -> Decimal:
        return (score(self.cell) or Decimal(0)) - self.mean

    @property
    def fits(self) -> bool:
        digits = self.cell.claim.decimals or 0
        finest = max((part.claim.decimals or 0 for part in self.parts), default=0)
        return abs(self.gap) <= Decimal(5).scaleb(-digits - 1) + Decimal(5).scaleb(-finest - 1)


def column_of(cell: ResolvedClaim, parts: list[Row]) -> tuple[ResolvedClaim, ...]:
    """The model's scores in the rows of a table, one a row."""
    found = [[other for other in row.cells if line(other) == line(cell) and score(other) is not None] for row in parts]
    return tuple(cells[0] for cells in found if len(cells) == 1)


def weighed(document: Document) -> bool:
    """Whether a document says anywhere how averages are weighted."""
    return any(WEIGHED.search(f"{block.text} {block.caption}") for block in document.blocks)


WEIGHED = re.compile(r"\bweighted|\bweighting|\b(?:micro|macro)[- ]?averag|\bper-sample average", re.IGNORECASE)
