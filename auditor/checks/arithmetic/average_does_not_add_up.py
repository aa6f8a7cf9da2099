from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.records import Block, Cell, Confidence, Document, Dossier, Finding, Grid, Severity

LABEL = re.compile(
    r"^\W*(?:average|avg\.?|mean|overall(?: average| avg\.?)?|平均)\W*(?:score|\(.*\))?\W*$", re.IGNORECASE
)
NUMBER = re.compile(r"^[+]?\d{1,3}(?:\.\d+)?\s*%?$")


@dataclass(frozen=True)
class Line:
    """One printed average with the cells it can be the mean of."""

    average: Cell
    parts: tuple[Cell, ...]

    def numbers(self) -> list[Decimal]:
        return [number(cell) or Decimal(0) for cell in self.parts]


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
        left). The plain mean of all parts, or of the last k of them for one and the same k, must reproduce at least
        three averages and two thirds of them within ½·10⁻ᵈ of the average plus ½·10⁻ᵈ of the parts. Then each average
        outside that tolerance is a case. Medium: off by half a point or more. Low: less. One finding a table.

    Example:
        A chart of LongCat-Flash-Omni prints 74.8 as its own average of seven audio rows whose mean is 75.05; the four
        rival averages follow from their rows.

    What would clear it:
        A weighting or a part that is not printed, stated at the table.

    References:
        None.
    """

    least_reproduced = 3
    share = 2 / 3

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        for document in dossier.documents:
            for block in document.blocks:
                if block.grid is not None and not block.grid.doubts:
                    for lines in (*by_row(block.grid), *by_column(block.grid)):
                        finding = self.judge(dossier, document, block, lines)
                        if finding is not None:
                            yield finding

    def judge(self, dossier: Dossier, document: Document, block: Block, lines: list[Line]) -> Finding | None:
        lines = [line for line in lines if len(line.parts) >= 2]
        if len(lines) < self.least_reproduced + 1:
            return None
        longest = max(len(line.parts) for line in lines)
        best: tuple[int, list[Line]] = (0, [])
        for k in range(longest, 1, -1):
            fitting = [line for line in lines if len(line.parts) >= k]
            wrong = [line for line in fitting if not adds_up(line, k)]
            right = len(fitting) - len(wrong)
            if right >= self.least_reproduced and right >= self.share * len(fitting):
                best = (k, wrong)
                break
        k, wrong = best
        if not wrong:
            return None
        first = max(wrong, key=lambda line: abs(gap(line, k)))
        severity = Severity.medium if abs(gap(first, k)) >= Decimal("0.5") else Severity.low
        names = {id(line): name_of(block, line.average) for line in wrong}
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        mean = mean_of(first, k)
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="contradicted",
            title=(
                f"{where(block.label, first.average.place)}: the average {first.average.text} of "
                f"{names[id(first)]} is not "
                f"the mean of its {k} parts, {mean:.2f}{more}"
            ),
            message=(
                f"In {where(block.label, first.average.place)} the plain mean of the {k} parts gives "
                f"{len(lines) - len(wrong)} of the {len(lines)} printed averages, but not {len(wrong)}: "
                + ", ".join(
                    f"{names[id(line)]} {line.average.text} (mean {mean_of(line, k):.2f})" for line in wrong[:5]
                )
                + "."
            ),
            evidence=[
                cite_text(document, line.average.text, line.average.place, label=block.label, primary=line is first)
                for line in wrong
            ],
            arithmetic=[
                f"{names[id(line)]}: ({' + '.join(cell.text for cell in line.parts[-k:])})/{k} = "
                f"{mean_of(line, k):.3f}, "
                f"printed {line.average.text}"
                for line in wrong
            ],
            overturned_by="A weighting, or a part that is not printed here, stated at the table.",
            models=[names[id(line)] for line in wrong],
        )


def number(cell: Cell | None) -> Decimal | None:
    """The plain number of a cell, if it holds nothing else."""
    if cell is None or not NUMBER.match(cell.text.strip()):
        return None
    try:
        return Decimal(cell.text.strip().rstrip("% "))
    except InvalidOperation:
        return None


def decimals(cell: Cell) -> int:
    digits = cell.text.strip().rstrip("% ")
    return len(digits.split(".")[1]) if "." in digits else 0


def mean_of(line: Line, k: int) -> Decimal:
    parts = line.numbers()[-k:]
    return sum(parts, Decimal(0)) / len(parts)


def gap(line: Line, k: int) -> Decimal:
    return (number(line.average) or Decimal(0)) - mean_of(line, k)


def adds_up(line: Line, k: int) -> bool:
    """Whether the average is the mean of the last k parts, within what rounding of both allows."""
    half = [Decimal(5).scaleb(-decimals(cell) - 1) for cell in (line.average, *line.parts[-k:])]
    return abs(gap(line, k)) <= half[0] + max(half[1:])


def _labelled(cells: Sequence[Cell | None]) -> bool:
    return any(cell is not None and LABEL.match(cell.text) for cell in cells)


def by_row(grid: Grid) -> Iterator[list[Line]]:
    """Rows labelled average, each column with the numbers above it."""
    labels = max(grid.label_columns, 1)
    averages = [
        row for row in range(grid.header_rows, grid.rows) if _labelled([grid.at(row, c) for c in range(labels)])
    ]
    yield from _lines(averages, grid.header_rows, range(labels, grid.columns), grid.at)


def by_column(grid: Grid) -> Iterator[list[Line]]:
    """Columns headed average, each row with the numbers to its left."""
    averages = [
        column
        for column in range(1, grid.columns)
        if _labelled([grid.at(row, column) for row in range(grid.header_rows)])
    ]
    yield from _lines(
        averages, max(grid.label_columns, 1), range(grid.header_rows, grid.rows), lambda a, b: grid.at(b, a)
    )


def _lines(
    averages: list[int], start: int, across: range, at: Callable[[int, int], Cell | None]
) -> Iterator[list[Line]]:
    for average in averages:
        lines = []
        for other in across:
            cell = at(average, other)
            if cell is None or number(cell) is None:
                continue
            parts: list[Cell] = []
            blank = False
            for index in range(start, average):
                part = at(index, other)
                if part is not None and number(part) is not None:
                    parts.append(part)
                elif part is None or part.text.strip() in ("", "-", "–", "—"):
                    blank = True
            if not blank:
                lines.append(Line(cell, tuple(parts)))
        yield lines
        start = average + 1


def name_of(block: Block, cell: Cell) -> str:
    """What the other header of the cell says: its column for an average row, its row for an average column."""
    grid = block.grid
    if grid is None:
        return ""
    heads = [grid.at(row, cell.column) for row in range(grid.header_rows)]
    head = " ".join(dict.fromkeys(h.text for h in heads if h is not None and h.text))
    if LABEL.match(head.split(" ")[-1] if head else "") or not head:
        row = [grid.at(cell.row, column) for column in range(max(grid.label_columns, 1))]
        return " ".join(dict.fromkeys(c.text for c in row if c is not None and c.text)) or head
    return head
