from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks.averages import Line, by_column, by_row, name_of, number
from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.records import Block, Claim, Confidence, Document, Dossier, Finding, Role, Severity


@dataclass(frozen=True)
class Standing:
    """The own average of a table beside the best other one, and on how many parts it is ahead."""

    mine: Line
    next: Line
    wins: tuple[int, ...]
    """The positions of the parts on which the own model is ahead of all others."""
    parts: int

    @property
    def lead(self) -> str:
        """How far the own average is ahead, to the digits printed."""
        return f"{(number(self.mine.average) or 0) - (number(self.next.average) or 0):f}"


class AverageOfFewWins(Check):
    """The best average of a table belongs to an own model that is best on hardly any of its parts.

    What it finds:
        Rows or columns of averages that a released model leads, while on at most a fifth of the parts it is ahead of
        every other model of the table.

    Why it matters:
        Such an average says that the model is even, not that it is ahead anywhere. A reader who has one task in mind
        is better served by another column.

    Decision rule:
        A row or column labelled average in a table with at least five parts and three models, each with all parts. The
        own average is the largest of all; more is better on every part that the table or the registry knows. Own and
        other models are told apart by the claims of the parts. Low where the own model is ahead of all others on at
        most a fifth of the parts; medium where on none. One finding a table.

    Example:
        A table of ten long-context tests whose own average of 55.2 leads by 0.1, with another model best in each row.

    What would clear it:
        A test of whether the averages differ, or words beside the table that say on what the model leads.

    References:
        Demšar, Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR 7, 2006, on averages over tests.
    """

    least_parts = 5
    least_models = 3
    share = 0.2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        placed: dict[tuple[str, int], dict[tuple[int | None, int | None], Claim]] = defaultdict(dict)
        for claim in (resolved.claim for resolved in dossier.claims):
            placed[claim.document, claim.block][claim.row, claim.column] = claim
        for document in dossier.documents:
            for block in document.blocks:
                if block.grid is None or block.grid.doubts:
                    continue
                known = placed.get((document.id, block.order), {})
                if not known or any(claim.higher_is_better is False for claim in known.values()):
                    continue
                for lines in (*by_row(block.grid), *by_column(block.grid)):
                    own = {id(line): {known[p.row, p.column].role for p in line.parts if (p.row, p.column) in known}
                           for line in lines}  # fmt: skip
                    standing = self.stands(lines, own)
                    if standing is not None:
                        yield self.report(dossier, document, block, standing)
                        break

    def stands(self, lines: list[Line], own: dict[int, set[Role]]) -> Standing | None:
        """The own average, where it leads by few wins."""
        parts = max((len(line.parts) for line in lines), default=0)
        lines = [line for line in lines if len(line.parts) == parts and own[id(line)]]
        if parts < self.least_parts or len(lines) < self.least_models:
            return None
        mine = [line for line in lines if own[id(line)] == {Role.own}]
        others = [line for line in lines if Role.own not in own[id(line)]]
        if not mine or len(others) < self.least_models - 1:
            return None
        best = max(mine, key=lambda line: number(line.average) or 0)
        rival = max(others, key=lambda line: number(line.average) or 0)
        if (number(best.average) or 0) <= (number(rival.average) or 0):
            return None
        wins = tuple(n for n in range(parts) if all(best.numbers()[n] > other.numbers()[n] for other in others))
        return Standing(best, rival, wins, parts) if len(wins) <= self.share * parts else None

    def report(self, dossier: Dossier, document: Document, block: Block, found: Standing) -> Finding:
        mine, other = found.mine.average, found.next.average
        name, rival = name_of(block, mine), name_of(block, other)
        ahead = f"{len(found.wins)} of {found.parts}"
        spot = where(block.label, mine.place)
        return self.finding(
            dossier,
            severity=Severity.low if found.wins else Severity.medium,
            confidence=Confidence.medium,
            says="not resolvable",
            title=(
                f"{spot}: {name} has the best average, {mine.text} against {other.text} of {rival}, and is ahead of "
                f"all others on {ahead} parts"
            ),
            message=(
                f"The average of {name} in {spot} is {mine.text}, {found.lead} above that of {rival}. On {ahead} of "
                "the parts printed beside it the model is ahead of every other model of the table."
            ),
            evidence=[
                cite_text(document, mine.text, mine.place, label=block.label, primary=True),
                cite_text(document, other.text, other.place, label=block.label),
                *(cite_text(document, part.text, part.place, label=block.label) for part in found.mine.parts[:12]),
            ],
            arithmetic=[
                f"averages: {mine.text} − {other.text} = {found.lead}",
                f"{name}: {', '.join(part.text for part in found.mine.parts)}",
                f"{rival}: {', '.join(part.text for part in found.next.parts)}",
                f"parts on which {name} is ahead of all others: {ahead}",
            ],
            overturned_by="A test of whether the averages differ, or words beside the table on what the model leads.",
            models=[name, rival],
        )
