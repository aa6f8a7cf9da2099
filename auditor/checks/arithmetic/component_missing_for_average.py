from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.averages import Line, lines_of, mean_of, name_of
from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.records import Block, Cell, Confidence, Document, Dossier, Finding, Severity


@dataclass(frozen=True)
class Incomplete:
    """An average of which a part is blank, while other averages of the same line have all their parts."""

    line: Line
    blanks: tuple[Cell | None, ...]


class ComponentMissingForAverage(Check):
    """An average is printed for a model although a part of it is blank.

    What it finds:
        In a row or column labelled average: averages of models that have a blank among the parts, beside averages of
        others that have all of them.

    Why it matters:
        The two averages are means of different tests. A blank on a hard part raises a mean.

    Decision rule:
        The parts are the cells between the average and the one before it. At least two other averages of the same line
        have all parts filled, and at least two parts of the incomplete one are; a model that has all parts in another
        row of the table is left alone (its blanks are those of the test). The finding says what the printed average is
        the mean of, where the filled parts give it. Medium: the incomplete average is the best of the line
        or the filled parts give it. Low: the rest. One finding a table.

    Example:
        A table of eight tests and their average in which one model has seven scores and an average of seven.

    What would clear it:
        The missing part, or averages over the tests that all models share.

    References:
        None.
    """

    least_whole = 2
    least_parts = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        for document in dossier.documents:
            for block in document.blocks:
                if block.grid is None or block.grid.doubts:
                    continue
                for whole, partial in lines_of(block.grid):
                    longest = max((len(line.parts) for line in whole), default=0)
                    whole = [line for line in whole if len(line.parts) == longest]
                    found = [
                        line
                        for line in partial
                        if self.least_parts <= len(line.parts) < longest and 2 * len(line.parts) >= longest
                    ]
                    complete = {name_of(block, line.average) for line in whole}
                    found = [line for line in found if name_of(block, line.average) not in complete]
                    if len(whole) >= self.least_whole and found:
                        yield self.report(dossier, document, block, whole, found, longest)

    def report(
        self, dossier: Dossier, document: Document, block: Block, whole: list[Line], found: list[Line], longest: int
    ) -> Finding:
        first = found[0]
        given = [line for line in found if line.is_mean()]
        listed = ", ".join(
            f"{name_of(block, line.average)} {line.average.text} of {len(line.parts)} parts" for line in found[:4]
        )
        return self.finding(
            dossier,
            severity=Severity.medium if given else Severity.low,
            confidence=Confidence.high if given else Confidence.medium,
            says="not comparable",
            title=f"{where(block.label, first.average.place)}: averages of fewer than {longest} parts: {listed}",
            message=(
                f"In {where(block.label, first.average.place)} {len(whole)} averages have all {longest} parts; "
                f"{listed} {'has' if len(found) == 1 else 'have'} a blank among them."
                + (f" {len(given)} of them are the means of the parts that are there." if given else "")
            ),
            evidence=[
                cite_text(document, line.average.text, line.average.place, label=block.label, primary=line is first)
                for line in found[:10]
            ],
            arithmetic=[
                f"{name_of(block, line.average)}: ({' + '.join(cell.text for cell in line.parts)})/{len(line.parts)} = "
                f"{mean_of(line, len(line.parts)):.2f}, printed {line.average.text}; parts elsewhere: {longest}"
                for line in found[:10]
            ],
            overturned_by="The missing part, or averages over the tests that all models share.",
            models=[name_of(block, line.average) for line in found],
        )
