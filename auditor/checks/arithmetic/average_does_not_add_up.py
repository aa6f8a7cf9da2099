from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.averages import Line, adds_up, by_column, by_row, gap, mean_of, name_of
from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.records import Block, Confidence, Document, Dossier, Finding, Severity


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
