from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.averaging import averaging
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_plain_fact, where
from auditor.checks.items import Items, items_of
from auditor.checks.rows import Row, difference, fold, key_of, rows, score
from auditor.checks.tally import Duel, duels, main_keys
from auditor.checks.twins import stage
from auditor.evidence.statistics import correlated_difference_test, holm, sign_test
from auditor.records import Confidence, Dossier, Emphasis, Finding, Placement, ResolvedClaim, Severity


@dataclass(frozen=True)
class Win:
    """A row that an own model leads, or is marked in, with the nearest rival behind it."""

    row: Row
    mine: ResolvedClaim
    theirs: ResolvedClaim
    items: Items
    p: float
    """Two-sided, with answers of the two models correlated at the kindest assumed ρ."""
    rho: float


class WinsNotResolved(Check):
    """Of the rows that a model wins, how many the sizes of the tests can tell from chance, counted together.

    What it finds:
        Releases whose own model leads several rows, of which some are not resolved even
        under a kind assumption about pairing; and the tally against the rival of most of them, with and without them.

    Why it matters:
        "Best on 14 of 20" counts rows. A row that chance decides is no win, and many comparisons at once make some
        leads significant by chance.

    Decision rule:
        A win: the score of the main model is ahead of all rivals in the row, or is bold and underlined (the best of a
        class) and ahead of some; n from the registry. All wins are of one model, by its printed name and stage (base
        or tuned): the one with most of them. p: z of the difference of two proportions on the same n items whose
        answers are correlated at ρ = 0.7, or 0.9 where the release says anywhere that such scores are means over runs;
        Holm's correction over all wins at 0.05. At least 3 wins with known n and at least 2 unresolved. The tally:
        rows won and lost by that model against the rival of most unresolved wins, with and without them, each with a
        two-sided sign test. Medium: at least half of the wins are unresolved and one stands in the headline. Low: the
        rest. One finding a release.

    Example:
        DeepSeek-R1 wins 5 of the 11 rows it shares with o1-1217; three of the five are not resolved, which leaves 2 to
        6.

    What would clear it:
        Item-level results, from which a paired test can be made.

    References:
        Holm 1979, Scandinavian Journal of Statistics 6(2); Miller 2024, Adding Error Bars to Evals.
    """

    rho = 0.7
    # Above what answers of two models of like strength usually share: leads that fail here fail elsewhere.
    rho_of_means = 0.9
    # Means over runs have shed the chance of single answers: what is left is mostly shared difficulty.
    alpha = 0.05
    least_wins = 3
    least_open = 2
    shown = 4

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = [row for row in rows(dossier) if row.higher is True]
        wins = most_of_one(self.wins(dossier, row_list))
        if len(wins) < self.least_wins:
            return
        adjusted = holm([win.p for win in wins])
        open_wins = [win for win, p in zip(wins, adjusted, strict=True) if p >= self.alpha]
        if len(open_wins) >= self.least_open:
            yield self.report(dossier, wins, dict(zip(map(id, wins), adjusted, strict=True)), open_wins, row_list)

    def wins(self, dossier: Dossier, row_list: Sequence[Row]) -> list[Win]:
        found: dict[tuple[str, str, str], Win] = {}
        main, stated = main_keys(dossier), averaging(dossier)
        for row in sorted(row_list, key=lambda row: row.placement is not Placement.headline):
            best = row.best([c for c in row.own if key_of(c.model) in main])
            if not best:
                continue
            mine = best[0]
            below = [c for c in row.rivals if row.better(mine, c)]
            leads = len(below) == len(row.rivals) or mine.claim.emphasis is Emphasis.bold_underline
            nearest = row.best(below)
            items = items_of(dossier, mine)
            if not leads or not nearest or items is None:
                continue
            x, y = (float(score(c) or 0) / 100 for c in (mine, nearest[0]))
            if not (0 < x < 1 and 0 < y < 1) or max(x, y) <= 0.05:
                continue
            rho = self.rho_of_means if stated.covers(mine) or stated.covers(nearest[0]) else self.rho
            p = correlated_difference_test(x, y, items.n, rho).p_value
            mark = (row.key, mine.claim.value, nearest[0].claim.value)
            found.setdefault(mark, Win(row, mine, nearest[0], items, p, rho))
        return list(found.values())

    def tally(self, dossier: Dossier, row_list: Sequence[Row], open_wins: Sequence[Win]) -> list[str]:
        """Wins and losses against the rivals of most unresolved wins, in words."""
        main, winner = main_keys(dossier), open_wins[0].mine
        name, trained = fold(winner.claim.model), stage(winner)
        shared: dict[str, int] = {}
        for row in row_list:
            if any(key_of(c.model) in main for c in row.own):
                for key in {key_of(c.model) for c in row.rivals}:
                    shared[key] = shared.get(key, 0) + 1
        count = {key: sum(key_of(win.theirs.model) == key for win in open_wins) for key in shared}
        strongest = sorted(shared, key=lambda key: (-count[key], -shared[key], key))[:6]
        lines = []
        for key in strongest:
            each = {(d.row.key, d.mine.claim.value, d.theirs.claim.value): d for d in duels(row_list, main, {key})}
            fought = [d for d in each.values() if fold(d.mine.claim.model) == name and stage(d.mine) == trained]
            won, lost = ([d for d in fought if d.won is way] for way in (True, False))
            unresolved = [d for d in won if any(same(w, d) for w in open_wins)]
            if not unresolved or not lost:
                continue
            rival = unresolved[0].theirs.claim.model
            kept = len(won) - len(unresolved)
            lines.append(
                f"against {rival}: {len(won)} won, {len(lost)} lost (sign test {sign_test(len(won), len(lost)):.2g}); "
                f"without {len(unresolved)} unresolved: {kept} and {len(lost)} (p = {sign_test(kept, len(lost)):.2g})"
            )
        return lines[:2]

    def report(
        self,
        dossier: Dossier,
        wins: list[Win],
        adjusted: dict[int, float],
        open_wins: list[Win],
        row_list: Sequence[Row],
    ) -> Finding:
        first = open_wins[0]
        mine = first.mine.claim
        leading = all(len(w.row.rivals) == sum(w.row.better(w.mine, c) is True for c in w.row.rivals) for w in wins)
        leader = f"{mine.model} leads" if leading else f"{mine.model} leads or is marked best in"
        listed = ", ".join(
            f"{w.row.printed} {w.mine.claim.value} against {w.theirs.claim.value}" for w in open_wins[: self.shown]
        )
        tally = self.tally(dossier, row_list, open_wins)
        headline = any(win.row.placement is Placement.headline for win in open_wins)
        more = ", …" if len(open_wins) > self.shown else ""
        each = ", ".join(f"{w.row.printed} {w.mine.claim.value} against {w.theirs.claim.value}" for w in open_wins[:12])
        return self.finding(
            dossier,
            severity=Severity.medium if headline and 2 * len(open_wins) >= len(wins) else Severity.low,
            confidence=Confidence.medium,
            says="not resolvable",
            title=(
                f"{len(open_wins)} of {len(wins)} rows that {leader} are not resolved by the size of the "
                f"test: {listed}{more}"
            ),
            message=(
                f"{where(first.row.label, mine.place)}: of the {len(wins)} leads on tests of known size, "
                f"{len(open_wins)} ({each}) cannot be told from chance at {self.alpha} after Holm's correction, even "
                f"if the answers of the two models are correlated at {self.rho} ({self.rho_of_means}: means of runs). "
                + " ".join(line[:1].upper() + line[1:] + "." for line in tally)
            ),
            evidence=[
                item
                for win in open_wins[:12]
                for item in (
                    cite_claim(win.mine, primary=win is first),
                    cite_claim(win.theirs),
                    cite_plain_fact(
                        win.items.benchmark.id, win.items.benchmark.name, win.items.said, win.items.benchmark.sources
                    ),
                )
            ],
            arithmetic=[
                *(
                    f"{w.row.printed}: {w.mine.claim.value} − {w.theirs.claim.value} = {difference(w.mine, w.theirs)} "
                    f"on {w.items.n} items; p at ρ = {w.rho}: {w.p:.2g}, Holm {adjusted[id(w)]:.2g}"
                    for w in wins[:20]
                ),
                *tally,
            ],
            overturned_by="Item-level results of both models, or runs whose spread is below the gaps.",
            models=[w.mine.model.id or w.mine.claim.model for w in open_wins],
            benchmarks=[w.row.benchmark.id or w.row.printed for w in open_wins],
        )


def most_of_one(wins: Sequence[Win]) -> list[Win]:
    """The wins of the model, by printed name and stage, that has most of them: two columns are two models."""
    by_name: dict[tuple[str, str | None], list[Win]] = {}
    for win in wins:
        by_name.setdefault((fold(win.mine.claim.model), stage(win.mine)), []).append(win)
    return max(by_name.values(), key=len, default=[])


def same(win: Win, duel: Duel) -> bool:
    """Whether a win and a duel are one pair of scores, wherever printed."""
    return (win.row.key, win.mine.claim.value, win.theirs.claim.value) == (
        duel.row.key,
        duel.mine.claim.value,
        duel.theirs.claim.value,
    )
