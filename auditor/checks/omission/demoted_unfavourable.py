from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, where
from auditor.checks.lineage import same_vendor
from auditor.checks.rows import Row, key_of, rows, same_number
from auditor.checks.tally import Duel, main_keys
from auditor.evidence.statistics import mann_whitney
from auditor.records import Confidence, Dossier, Finding, Placement, Severity

ORDER = (Placement.headline, Placement.body, Placement.appendix, Placement.footnote)


@dataclass(frozen=True)
class Standing:
    """One benchmark: how prominently it first stands, and whether the released model leads there."""

    rank: int
    """0 for the first results, then body, appendix, footnotes."""
    duel: Duel


class DemotedUnfavourable(Check):
    """Rows that the released model loses stand later than rows that it wins.

    What it finds:
        Documents whose first results show the rows that the released model leads, while the rows that it loses first
        appear further down or in the appendix.

    Why it matters:
        Most readers see the first table. Where the order follows the outcome, they see a better model than the
        document as a whole shows.

    Decision rule:
        In one document each benchmark counts once, where it is most prominent (first results, body, appendix), by the
        released model's best score against the best model of another vendor; ties, rows without a rival and rows whose
        direction neither document nor registry states are left out. At least 8
        benchmarks, 3 won and 3 lost, some in the first results and some not. Mann–Whitney on the ranks of placement,
        one-sided, lost later than won: p < 0.05. Medium: at least 3 in 4 of the lost ones are missing from the first
        results. Low: less. The row with the largest loss outside the first results is named.
        Or: a figure or table has at least 5 rows of a later table, with the same scores of the released model and none
        that the later one lacks; the rows that it leaves out, at least 2 and in no other figure or table, are all
        lost. Medium: at least half of the lost rows are left out. Low: less. One finding a document.

    Example:
        MiMo-V2-Flash's headline chart shows 7 of the 17 rows of its table; Arena-Hard (Hard Prompt), 54.1 against 71.9,
        Terminal-Bench and BrowseComp, where it trails, are among those left for the table.

    What would clear it:
        An order that does not follow the outcome, such as by domain with losses in the first domain too.

    References:
        Mann & Whitney 1947, Annals of Mathematical Statistics 18, 50-60.
    """

    alpha = 0.05
    least = 8
    least_each = 3
    # With two of a kind no order of the rows reaches p < 0.05.
    least_again = 5
    least_left = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        subjects = main_keys(dossier)
        first: dict[tuple[str, str], Standing] = {}
        for row in rows(dossier):
            duel = outcome(dossier, row, subjects)
            if duel is None or duel.won is None or not self.directed(dossier, row):
                continue
            standing = Standing(ORDER.index(row.placement), duel)
            kept = first.get((row.document, row.key))
            if kept is None or standing.rank < kept.rank:
                first[row.document, row.key] = standing
        for document in dossier.documents:
            found = [standing for (id, _), standing in first.items() if id == document.id]
            if (selected := self.selected(dossier, document.id, subjects)) is not None:
                yield self.left_out(dossier, *selected)
                continue
            won = [s for s in found if s.duel.won]
            lost = [s for s in found if not s.duel.won]
            if len(found) < self.least or min(len(won), len(lost)) < self.least_each:
                continue
            if len({s.rank > 0 for s in found}) < 2:
                continue
            p = mann_whitney([s.rank for s in lost], [s.rank for s in won], "greater")
            if p < self.alpha:
                yield self.report(dossier, won, lost, p)

    def selected(
        self, dossier: Dossier, document: str, subjects: set[str]
    ) -> tuple[list[Duel], list[Duel], list[Duel]] | None:
        """Rows printed before their table, that table's rows, and those of them that are left out before: all lost."""
        blocks: dict[int, list[Duel]] = defaultdict(list)
        for row in rows(dossier):
            if row.document == document and (duel := outcome(dossier, row, subjects, any_own=True)) is not None:
                blocks[row.block].append(duel)
        for again, few in sorted(blocks.items()):
            for whole, table in sorted(blocks.items()):
                if whole <= again or len(few) < self.least_again or len(few) + self.least_left > len(table):
                    continue
                repeated = {id(match) for duel in few if (match := printed_again(duel, table)) is not None}
                left = [duel for duel in table if id(duel) not in repeated]
                if len(repeated) < len(few) or not all(duel.won is False for duel in left):
                    continue
                elsewhere = [duel for block, others in blocks.items() if block != whole for duel in others]
                if not any(printed_again(duel, elsewhere) for duel in left):
                    return few, table, left
        return None

    def left_out(self, dossier: Dossier, few: list[Duel], table: list[Duel], left: list[Duel]) -> Finding:
        first, worst = few[0], min(left, key=lambda duel: duel.margin)
        led = sum(duel.won is True for duel in table)
        lost = sum(duel.won is False for duel in table)
        again, whole = (where(duel.row.label, duel.mine.claim.place) for duel in (first, worst))
        mine = worst.mine.claim
        return self.finding(
            dossier,
            severity=Severity.medium if 2 * len(left) >= lost else Severity.low,
            confidence=Confidence.medium,
            says="demoted",
            title=(
                f"{again} has {len(few)} of the {len(table)} rows of {whole}: all {led} that {mine.model} leads, "
                f"{lost - len(left)} of {lost} where it is behind; {worst.row.printed}, {mine.value} against "
                f"{worst.theirs.claim.value} of {worst.theirs.claim.model}, is left out"
            ),
            message=(
                f"The {len(left)} rows of {whole} that {again} leaves out are all behind a model of another vendor; "
                f"every row that {mine.model} leads stands in both."
            ),
            evidence=[
                cite_claim(worst.mine, primary=True),
                cite_claim(worst.theirs),
                *(cite_claim(duel.mine) for duel in left if duel is not worst),
                *(cite_claim(duel.mine) for duel in few),
            ][:20],
            arithmetic=[
                f"printed before: {len(few)} of {len(table)}; led {led} of {led}, behind {lost - len(left)} of {lost}",
                *(f"left out: {duel.line()}" for duel in left),
            ],
            overturned_by="A stated rule for the choice of rows that does not follow the outcome.",
            models=[worst.mine.model.id or mine.model],
            benchmarks=[duel.row.benchmark.id or duel.row.printed for duel in left],
        )

    def directed(self, dossier: Dossier, row: Row) -> bool:
        """Whether document or registry say that more is better, or less."""
        known = dossier.benchmarks.get(row.benchmark.id or "")
        said = any(cell.claim.higher_is_better is not None for cell in row.cells)
        return said or (known is not None and known.metric.higher_is_better is not None)

    def report(self, dossier: Dossier, won: list[Standing], lost: list[Standing], p: float) -> Finding:
        later = sorted((s for s in lost if s.rank > 0), key=lambda s: s.duel.margin)
        worst = later[0].duel
        shown_won = sum(s.rank == 0 for s in won)
        shown_lost = sum(s.rank == 0 for s in lost)
        mine, theirs = worst.mine.claim, worst.theirs.claim
        return self.finding(
            dossier,
            severity=Severity.medium if 4 * len(later) >= 3 * len(lost) else Severity.low,
            confidence=Confidence.medium,
            says="demoted",
            title=(
                f"The first results show {shown_won} of {len(won)} benchmarks that {mine.model} leads and {shown_lost} "
                f"of {len(lost)} that it does not; {worst.row.printed}, {mine.value} against {theirs.value} of "
                f"{theirs.model}, stands later"
            ),
            message=(
                f"Of the benchmarks with a rival, {mine.model} leads {len(won)} and is behind on {len(lost)}. "
                f"{shown_won} of the former and {shown_lost} of the latter stand in the first results. The largest "
                f"loss outside them is {worst.row.printed} ({where(worst.row.label, mine.place)})."
            ),
            evidence=[
                cite_claim(worst.mine, primary=True),
                cite_claim(worst.theirs),
                *(cite_claim(s.duel.mine) for s in later[1:8]),
                *(cite_claim(s.duel.mine) for s in won if s.rank == 0),
            ][:20],
            arithmetic=[
                f"led: {shown_won} of {len(won)} in the first results; behind: {shown_lost} of {len(lost)}",
                f"Mann–Whitney on placement, one-sided: p = {p:.3f}",
                *(
                    f"{s.duel.row.printed}: {s.duel.mine.claim.value} against {s.duel.theirs.claim.value} "
                    f"({s.duel.row.placement.value})"
                    for s in later[:8]
                ),
            ],
            overturned_by="A rule for the order of the rows that does not follow the outcome.",
            models=[worst.mine.model.id or mine.model],
            benchmarks=[s.duel.row.benchmark.id or s.duel.row.printed for s in later],
        )


def printed_again(duel: Duel, others: Sequence[Duel]) -> Duel | None:
    """The duel of another figure or table on the same benchmark with the same score, or with both the same scores."""
    for other in others:
        same_mine = same_number(duel.mine, other.mine)
        if same_mine and (duel.row.key == other.row.key or same_number(duel.theirs, other.theirs)):
            return other
    return None


def outcome(dossier: Dossier, row: Row, subjects: set[str], *, any_own: bool = False) -> Duel | None:
    """The main model's best cell (`any_own`: else any released model's) against the best model of another vendor."""
    mine = row.best([cell for cell in row.own if key_of(cell.model) in subjects])
    if any_own:
        mine = mine or row.best(row.own)
    theirs = row.best([cell for cell in row.rivals if not same_vendor(dossier, key_of(cell.model))])
    return Duel(row, mine[0], theirs[0], row.better(mine[0], theirs[0])) if mine and theirs else None
