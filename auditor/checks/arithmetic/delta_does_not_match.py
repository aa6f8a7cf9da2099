from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.deltas import Column, columns_of, misfits
from auditor.checks.naming import Mention, Names
from auditor.checks.rows import Row, fold, key_of, points, rows, score
from auditor.checks.tally import is_open
from auditor.checks.wording import Said, plain, said
from auditor.records import Block, Confidence, Document, Dossier, Finding, ResolvedClaim, Severity

UNIT = r"(\d+(?:\.\d+)?)\s?(%|percent\b|percentage points?|points?\b|pp\b)"
BETTER = r"(?:higher|better|more|above|ahead|improvements?|gains?|increase|lead|advantage)"
GAP = r"(?:[^.;]|\.(?=\d))"
STATED = re.compile(
    rf"{UNIT}(?:\s+\w+){{0,2}}?\s+(?:absolute |relative )?{BETTER}\b{GAP}{{0,40}}?\b(?:than|over|of|to|compared)\b|"
    rf"\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|lead\w*|ahead|improv\w+|better)\b{GAP}{{0,60}}?\bby\s+"
    rf"(?:about |over |nearly |roughly |approximately )?{UNIT}",
    re.IGNORECASE,
)
LOOSE = re.compile(r"\b(?:about|over|more than|nearly|roughly|approximately|almost|around|up to|at least|~)\W*$", re.I)
BEST_OF = re.compile(
    r"\b(?:SOTA|state[- ]of[- ]the[- ]art|best|strongest|leading|top|second[- ]best)\b(?:[- ]\w+){0,5}?"
    r"\s+(?:models?|competitors?|alternatives?|systems?)\b[,:(]?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stated:
    """A difference that a sentence states between an own model and a rival."""

    said: Said
    number: Decimal
    printed: str
    percent: bool
    loose: bool
    own: tuple[Mention, ...]
    rival: tuple[Mention, ...]
    benchmarks: tuple[Mention, ...]
    best_of: str
    """The words that call the rival the best of a class; empty where none do."""


class DeltaDoesNotMatch(Check):
    """A stated difference is not the difference of the printed scores, or is taken to a rival that is not the best.

    What it finds:
        Sentences that say by how many points or percent a released model is ahead of a rival on a benchmark, where the
        tables give another difference under every reading; sentences that measure the lead to "the best" model of a
        class, where the same row has a better one; and difference columns that are not the difference of two columns
        beside them.

    Why it matters:
        The difference is the number that is quoted. It should follow from the scores it stands for.

    Decision rule:
        Sentences: one own model, one rival and at most one benchmark are named, or as many benchmarks as differences
        ("by 1.2 and 3.4, respectively"). Readings tried in every row in which
        both have a score: x − y, 100·(x − y)/y, and of error rates 100·(x − y)/(100 − y), each within ½ of the last
        printed digits of all numbers ("about" and the like: a tenth of the difference). No reading fits, and the
        benchmark is named with one pair of cells: medium. It fits, and the rival is called the best of a class, while
        another rival of that class (all; for "open" those the registry knows to be open, or of the rival's own line)
        is better in that row: high where the lead shrinks by a fifth or more, low otherwise. Columns: headed Δ, diff,
        gain or the like; at least three cells and two thirds of them are the difference of one and the same two
        columns; each cell that is not is a case, medium.

    Example:
        LongCat-Flash-Omni's report puts its lead over "the current SOTA open-source model, Qwen3-omni" at 0.56; the
        same table has Qwen2.5-Omni at 0.96, which leaves 0.41.

    What would clear it:
        The scores that the difference was taken of.

    References:
        Meituan LongCat Team, report of LongCat-Flash-Omni, table 15.
    """

    shrinks = Decimal("0.2")

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        for document in dossier.documents:
            for block in document.blocks:
                if block.grid is not None and not block.grid.doubts:
                    for column, wrong in columns_of(block.grid):
                        yield self.column(dossier, document, block, column, wrong)
        row_list = rows(dossier)
        told: set[str] = set()
        for stated in (*statements(dossier), *listed(dossier)):
            finding = self.judge(dossier, stated, row_list)
            if finding is not None and finding.id not in told:
                told.add(finding.id)
                yield finding

    def judge(self, dossier: Dossier, stated: Stated, row_list: tuple[Row, ...]) -> Finding | None:
        own, rival = {m.key for m in stated.own}, {m.key for m in stated.rival}
        named = {m.key for m in stated.benchmarks}
        here_only = [
            row
            for row in row_list
            if row.document == stated.said.document.id and (not named or row.key in named)
            if any(key_of(cell.model) in rival for cell in row.cells)
        ]
        tabled = {key_of(cell.model) for row in here_only for cell in row.own}
        if named and own.isdisjoint(tabled):
            longer = {key for key in tabled if key.startswith(tuple(own))}
            own = longer if len(longer) == 1 else own  # the release's name, where the table prints it with a size
        pairs = [
            (row, a, b)
            for row in here_only
            for a in row.own
            if key_of(a.model) in own
            for b in row.cells
            if key_of(b.model) in rival and score(b) is not None and b is not a
        ]
        here = stated.said.block.order
        pairs.sort(key=lambda pair: abs(pair[0].block - here))
        fits = [pair for pair in pairs if fitting(stated, pair[1], pair[2])]
        if fits:
            return self.not_the_best(dossier, stated, *fits[0]) if stated.best_of else None
        values = {(a.claim.value, b.claim.value) for _, a, b in pairs}
        if not named or len(values) != 1:
            return None
        row, mine, theirs = pairs[0]
        x, y = score(mine) or Decimal(0), score(theirs) or Decimal(0)
        relative = f", {100 * (x - y) / y:.1f} %" if y else ""
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f"The text states {stated.printed} between {mine.claim.model} and {theirs.claim.model} on "
                f"{row.printed}; the scores {mine.claim.value} and {theirs.claim.value} give {points(x - y)}{relative}"
            ),
            message=(
                f'{where("", stated.said.block.place)} says: "{stated.said.text}" '
                f"{where(row.label, mine.claim.place)} prints {mine.claim.value} and {theirs.claim.value}. Neither the "
                "difference, nor the relative one, nor that of the errors is the number stated."
            ),
            evidence=[
                cite_text(stated.said.document, stated.said.text, stated.said.block.place, primary=True),
                cite_claim(mine),
                cite_claim(theirs),
            ],
            arithmetic=[
                f"{mine.claim.value} − {theirs.claim.value} = {points(x - y)}{relative}; stated {stated.printed}"
            ],
            overturned_by="The scores that the difference was taken of.",
            models=[mine.model.id or mine.claim.model, theirs.model.id or theirs.claim.model],
            benchmarks=[row.benchmark.id or row.printed],
        )

    def not_the_best(
        self, dossier: Dossier, stated: Stated, row: Row, mine: ResolvedClaim, theirs: ResolvedClaim
    ) -> Finding | None:
        only_open = "open" in stated.best_of.casefold()
        line = letters(theirs)
        ahead = [
            cell
            for cell in row.rivals
            if row.better(cell, theirs) and (not only_open or is_open(dossier, cell) or letters(cell) == line)
        ]
        best = row.best(ahead)
        if not best:
            return None
        x, y, z = (score(c) or Decimal(0) for c in (mine, theirs, best[0]))
        clear = abs(x - y) - abs(x - z) if (x - z > 0) == (x - y > 0) else abs(x - y)
        return self.finding(
            dossier,
            severity=Severity.high if clear >= self.shrinks * abs(x - y) else Severity.low,
            confidence=Confidence.high,
            says="contradicted",
            title=(
                f"The lead of {stated.printed} is taken to {theirs.claim.model} ({theirs.claim.value}) as "
                f'"{stated.best_of}"; {best[0].claim.model} has {best[0].claim.value} in the same row, which leaves '
                f"{points(x - z)}"
            ),
            message=(
                f'{where("", stated.said.block.place)} says: "{stated.said.text}" In '
                f"{where(row.label, mine.claim.place)} {best[0].claim.model} is ahead of {theirs.claim.model} on "
                f"{row.printed}."
            ),
            evidence=[
                cite_text(stated.said.document, stated.said.text, stated.said.block.place, primary=True),
                cite_claim(mine),
                cite_claim(theirs),
                cite_claim(best[0]),
            ],
            arithmetic=[
                f"{mine.claim.value} − {theirs.claim.value} = {points(x - y)}",
                f"{mine.claim.value} − {best[0].claim.value} = {points(x - z)}",
            ],
            overturned_by=f"A reason why {best[0].claim.model} does not belong to the class that the sentence names.",
            models=[c.model.id or c.claim.model for c in (mine, theirs, best[0])],
            benchmarks=[row.benchmark.id or row.printed],
        )

    def column(self, dossier: Dossier, document: Document, block: Block, column: Column, wrong: list[int]) -> Finding:
        first = wrong[0]
        lines = [misfits(column, row) for row in wrong]
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        return self.finding(
            dossier,
            severity=Severity.medium,
            confidence=Confidence.high,
            says="contradicted",
            title=f"{where(block.label, column.cells[first].place)}, column {column.head}: {lines[0]}{more}",
            message=(
                f"The column {column.head} of {where(block.label, block.place)} is the difference of the columns "
                f"{column.heads[0]} and {column.heads[1]} in {len(column.cells) - len(wrong)} of {len(column.cells)} "
                f"rows, but not in {len(wrong)}: {'; '.join(lines[:5])}."
            ),
            evidence=[
                cite_text(
                    document, column.cells[row].text, column.cells[row].place, label=block.label, primary=row == first
                )
                for row in wrong
            ],
            arithmetic=lines,
            overturned_by="Another pair of columns, or unrounded scores, that give the difference printed.",
        )


def statements(dossier: Dossier) -> Iterator[Stated]:
    """Sentences that state one difference between one own model and one rival."""
    names = Names(dossier)
    for sentence in said(dossier):
        text = plain(sentence.text)
        match = STATED.search(text) if len(text) < 500 else None
        if match is None or len(STATED.findall(text)) > 1:
            continue
        mentions = names.find_models(text)
        own, rival = [m for m in mentions if m.own], [m for m in mentions if not m.own]
        if len({m.start for m in own}) != 1 or len({m.start for m in rival}) != 1 or own[0].start > rival[0].start:
            continue
        inside = {(m.start, m.end) for m in mentions}
        benchmarks = [b for b in names.find_benchmarks(text) if not any(s <= b.start < e for s, e in inside)]
        if len({b.key for b in benchmarks}) > 1:
            continue
        digits, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
        start = match.start(1) if match[1] else match.start(3)
        best_of = BEST_OF.search(text[: rival[0].start])
        yield Stated(
            said=sentence,
            number=Decimal(digits),
            printed=f"{digits}{'%' if unit == '%' else ' ' + unit}",
            percent=unit.startswith(("%", "percent")) and "point" not in unit,
            loose=LOOSE.search(text[:start]) is not None,
            own=tuple(own),
            rival=tuple(rival),
            benchmarks=tuple(benchmarks),
            best_of=best_of[0].strip(" ,:(") if best_of else "",
        )


LIST = re.compile(
    r"\bby\s+((?:\d+(?:\.\d+)?\s?(?:%|points?)?,?\s+)+and\s+\d+(?:\.\d+)?)\s?"
    r"(%|percent\b|percentage points?|points?)?,?\s+respectively",
    re.IGNORECASE,
)


def listed(dossier: Dossier) -> Iterator[Stated]:
    """Sentences that state one difference a benchmark, in their order: "by 1.2 and 3.4, respectively"."""
    names = Names(dossier)
    for sentence in said(dossier):
        text = plain(sentence.text)
        match = LIST.search(text) if len(text) < 500 else None
        if match is None:
            continue
        mentions = names.find_models(text)
        own, rival = [m for m in mentions if m.own], [m for m in mentions if not m.own]
        numbers = re.findall(r"\d+(?:\.\d+)?", match[1])
        inside = {(m.start, m.end) for m in mentions}
        benchmarks = sorted(
            (
                b
                for b in names.find_benchmarks(text[: match.start()])
                if not any(start <= b.start < end for start, end in inside)
            ),
            key=lambda b: b.start,
        )
        places = sorted({b.start for b in benchmarks})
        if len({m.start for m in own}) != 1 or len({m.start for m in rival}) != 1 or len(places) != len(numbers):
            continue
        unit = match[2] or ""
        for digits, place in zip(numbers, places, strict=True):
            yield Stated(
                said=sentence,
                number=Decimal(digits),
                printed=f"{digits}{'%' if unit == '%' else ' points'}",
                percent=unit.startswith(("%", "percent")) and "point" not in unit,
                loose=False,
                own=tuple(own),
                rival=tuple(rival),
                benchmarks=tuple(b for b in benchmarks if b.start == place),
                best_of="",
            )


def fitting(stated: Stated, a: ResolvedClaim, b: ResolvedClaim) -> bool:
    """Whether some reading of the two scores gives the stated difference."""
    x, y = score(a), score(b)
    if x is None or y is None:
        return False
    digits = max(0, -int(stated.number.as_tuple().exponent))
    slack = Decimal(5).scaleb(-digits - 1) + Decimal(5).scaleb(-(a.claim.decimals or 0) - 1) * 2
    if stated.loose:
        slack += stated.number / 10
    readings = [abs(x - y)]
    if y:
        readings.append(abs(100 * (x - y) / y))
    if x:
        readings.append(abs(100 * (x - y) / x))
    if y < 100:
        readings.append(abs(100 * (x - y) / (100 - y)))
    return any(abs(reading - stated.number) <= slack * (2 if n else 1) for n, reading in enumerate(readings))


def letters(cell: ResolvedClaim) -> str:
    """The line of a model: its name without digits."""
    return "".join(ch for ch in fold(cell.claim.model) if ch.isalpha())
