from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.averages import Line, by_column, by_row, decimals, number
from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.checks.means import Mean, head_of, name
from auditor.records import Block, Claim, Confidence, Document, Dossier, Finding, Role, Severity


@dataclass(frozen=True)
class Prop:
    """The own average, and the part without which it stands lower."""

    mine: Mean
    others: tuple[Mean, ...]
    """The averages of other models."""
    part: int
    """The position of the part."""
    passed: tuple[Mean, ...]
    """The others that are behind with the part and ahead without it."""
    rank: int
    rank_without: int


class AverageRestsOnOnePart(Check):
    """The place of an own average comes from one of its parts: without it several models pass.

    What it finds:
        Averages of released models that stand first, or above two rivals or more, only because of one part.

    Why it matters:
        An average is read as the level of a model. Where one part lifts it, it says how the model does on that part,
        and on everything else the order is another.

    Decision rule:
        A row or column labelled average in a table with at least four parts and four models, none of them in several
        lines; at least two thirds of the averages, and the own one, are the plain means of the parts. Without one part,
        the own mean is recomputed beside those of all others without the same part. A case: the own average is best
        with the part and not without it, or at least two models that it is ahead of with the part are ahead without
        it; the own model stands in the upper half. Medium: the own average is among the best three and falls two
        places or more. Low: the rest. One finding a table: the part that moves most.

    Example:
        Falcon Mamba's average of 15.04 is third of ten; without IFEval the mean of the five others, 11.38, is sixth.

    What would clear it:
        Words beside the table that name the part, or an average that weighs it less.

    References:
        Falcon Mamba announcement, first table of results, August 2024.
    """

    least_parts, least_models = 4, 4
    least_passed = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        placed: dict[tuple[str, int], dict[tuple[int | None, int | None], Claim]] = defaultdict(dict)
        for claim in (resolved.claim for resolved in dossier.claims):
            placed[claim.document, claim.block][claim.row, claim.column] = claim
        told: set[tuple[str, ...]] = set()
        for document in dossier.documents:
            for block in document.blocks:
                known = placed.get((document.id, block.order), {})
                if block.grid is None or block.grid.doubts or not known:
                    continue
                if any(claim.higher_is_better is False for claim in known.values()):
                    continue
                for lines in (*by_row(block.grid), *by_column(block.grid)):
                    prop = self.stands(lines, known)
                    if prop is None:
                        continue
                    mark = (prop.mine.line.average.text, *(part.text for part in prop.mine.parts))
                    if mark not in told:
                        told.add(mark)
                        yield self.report(dossier, document, block, prop)
                        break

    def stands(self, lines: list[Line], known: dict[tuple[int | None, int | None], Claim]) -> Prop | None:
        """The own average that falls most without a part."""
        longest = max((len(line.parts) for line in lines), default=0)
        lines = [line for line in lines if len(line.parts) == longest]
        if longest < self.least_parts or len(lines) < self.least_models or len({line.places for line in lines}) > 1:
            return None
        roles = {
            id(line): {known[p.row, p.column].role for p in line.parts if (p.row, p.column) in known} for line in lines
        }
        models = [known[p.row, p.column].model for line in lines for p in line.parts[:1] if (p.row, p.column) in known]
        if len(set(models)) < len(models):
            return None  # one model in several lines: the lines are languages or settings, not contestants
        means = [Mean(line, line.parts, (1,) * longest) for line in lines if roles[id(line)]]
        mine = [m for m in means if roles[id(m.line)] == {Role.own}]
        others = [m for m in means if Role.own not in roles[id(m.line)]]
        if not mine or len(others) < self.least_models - 1 or sum(m.fits for m in means) * 3 < 2 * len(means):
            return None
        own = max(mine, key=printed)
        if not own.fits:
            return None
        rank = 1 + sum(printed(o) > printed(own) for o in others)
        if 2 * rank > len(others) + 1:
            return None
        found = []
        for part in range(longest):
            passed = tuple(o for o in others if printed(o) < printed(own) and without(o, part) > without(own, part))
            below = 1 + sum(without(o, part) > without(own, part) for o in others)
            if passed and (rank == 1 or len(passed) >= self.least_passed) and below > rank:
                found.append(Prop(own, tuple(others), part, passed, rank, below))
        return max(found, key=lambda prop: (prop.rank_without, len(prop.passed), furthest(prop)), default=None)

    def report(self, dossier: Dossier, document: Document, block: Block, prop: Prop) -> Finding:
        mine, n = prop.mine, len(prop.mine.parts)
        average = mine.line.average
        spot = where(block.label, average.place)
        head = head_of(block, mine.line, mine.line.places[prop.part]) or f"part {prop.part + 1}"
        own = name(block, mine.line)
        of = len(prop.others) + 1
        passed = sorted(prop.passed, key=lambda o: -without(o, prop.part))
        listed = ", ".join(f"{name(block, o.line)} {shown(o, prop.part)}" for o in passed[:5])
        fell = prop.rank <= 3 and prop.rank_without - prop.rank >= 2
        rest = shown(mine, prop.part)
        return self.finding(
            dossier,
            severity=Severity.medium if fell else Severity.low,
            confidence=Confidence.high,
            says="not resolvable",
            title=(
                f"{spot}: the average {average.text} of {own} is number {prop.rank} of {of} with {head} and number "
                f"{prop.rank_without} without it ({rest}; {listed})"
            ),
            message=(
                f"In {spot} the average of {own} over {n} parts is {average.text}. Without {head} "
                f"({mine.parts[prop.part].text}) the mean of the other {n - 1} is {rest}, and these stand above it: "
                f"{listed}."
            ),
            evidence=[
                cite_text(document, average.text, average.place, label=block.label, primary=True),
                cite_text(document, mine.parts[prop.part].text, mine.parts[prop.part].place, label=block.label),
                *(
                    cite_text(document, cell.text, cell.place, label=block.label)
                    for o in passed[:8]
                    for cell in (o.line.average, o.parts[prop.part])
                ),
            ],
            arithmetic=[
                f"{name(block, o.line)}: ({' + '.join(p.text for i, p in enumerate(o.parts) if i != prop.part)})"
                f"/{n - 1} = {shown(o, prop.part)}; with {head} {o.parts[prop.part].text}: {o.line.average.text}"
                for o in (mine, *passed[:8])
            ],
            overturned_by="Words beside the table that name the part, or an average that weighs it less.",
            models=[own, *(name(block, o.line) for o in passed)],
        )


def furthest(prop: Prop) -> Decimal:
    """How far the best of the models that pass is ahead without the part."""
    return max(without(o, prop.part) for o in prop.passed) - without(prop.mine, prop.part)


def shown(mean: Mean, part: int) -> str:
    """The mean without a part, to as many digits as the average has, and two at least."""
    return f"{without(mean, part):.{max(decimals(mean.line.average), 2)}f}"


def printed(mean: Mean) -> Decimal:
    """The average as printed."""
    return number(mean.line.average) or Decimal(0)


def without(mean: Mean, part: int) -> Decimal:
    """The mean of the other parts."""
    rest = [number(cell) or Decimal(0) for index, cell in enumerate(mean.parts) if index != part]
    return sum(rest, Decimal(0)) / len(rest)
