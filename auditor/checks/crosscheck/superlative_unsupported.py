from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from auditor.checks.asking import ask, texts
from auditor.checks.assertions import Assertion, Kind, assertions
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.rows import Row, rows, score
from auditor.checks.tally import Duel, against_each, duels, field, scope, subjects_of
from auditor.records import Confidence, Dossier, Finding, Severity, Unit


@dataclass(frozen=True)
class Case:
    """An assertion that the rows do not bear out."""

    assertion: Assertion
    fought: tuple[Duel, ...]
    lost: tuple[Duel, ...]
    severity: Severity
    strict: bool
    """Whether a single counterexample decides."""


class SuperlativeUnsupported(Check):
    """A claim in words that the release's own rows, counted one by one, do not bear out.

    What it finds:
        Sentences that say a released model outperforms a named rival, is state of the art or best, or is on a par
        with a named rival, where the tables of the same release show otherwise.

    Why it matters:
        These sentences are what is quoted. The tables that contradict them are pages away.

    Decision rule:
        A sentence counts that names a released model (or "our model") before the word and, for comparisons, a rival
        with scores after it; clauses with plans, conditions or a class of rivals that the tables do not name are left
        alone. Its rows are those of the benchmarks named in the clause, else those whose scores it prints, else of the
        tables named, else of its section, else (comparisons in a summary) all that both models fill. The kindest
        reading is taken: the model's best cell against the rival's weakest.
        Outperforms, with "all", "consistently" and the like, or with benchmarks named: any row lost. Without: of at
        least 3 rows more are lost than won, or the points lost outweigh the points won. Best, with benchmarks named:
        any of them lost. Best with "all" or "consistently": fewer than nine tenths of at least 4 rows; plain: fewer
        than half of at least 5; "several": fewer than 2 of at least 4.
        A class of larger models, none named: more comparisons lost than won over all rivals of the rows. Impressive,
        strong and the like on a named benchmark or field: behind all of at least 2 others, or four fifths of at least
        5, and behind the best by a point or more. On a par: at least 60 % of at least 4 rows lost, by 3 points or more
        in the middle; with benchmarks named, any of them lost by 10 points. On a par with leading models,
        none named: against the best of the others in each row. Best among a class that the document lists in brackets
        elsewhere ("omni-models (A, B)"): against the models listed. "Most" and "overall" are kept as they are meant:
        half is enough.
        High: "all" or a named benchmark fails by a point or more, or at least two thirds of the rows fail. Medium:
        the rest. Losses that are all below a point: medium for "all" over several rows, low otherwise.

    Example:
        DeepSeek-R1's paper says that its 7B distilled model outperforms models like GPT-4o-0513 across the board; on
        GPQA Diamond the table has 49.1 against 49.9.

    What would clear it:
        A scope in the sentence (benchmarks, rivals, a class of models) that leaves out the rows listed.

    References:
        DeepSeek-AI, arXiv:2501.12948, section 3.2 and table 5.
    """

    par_share = Decimal("0.6")
    par_deficit = Decimal(3)
    # Below three points in the middle row "comparable" is a matter of taste.
    far = 10
    # Ten points on one test are no parity on any reading.
    least_rows = 3
    best_rows = 5

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = rows(dossier)
        groups: dict[tuple[object, ...], list[Case]] = defaultdict(list)
        for assertion in assertions(dossier, Kind.beats, Kind.best, Kind.par, Kind.praise):
            case = self.case(dossier, assertion, row_list)
            if case is not None:
                against = frozenset(
                    (duel.row.key, duel.mine.claim.value, duel.theirs.claim.value) for duel in case.lost
                )
                groups[assertion.kind, against].append(case)
        for cases in groups.values():
            yield self.report(dossier, cases)

    def case(self, dossier: Dossier, assertion: Assertion, row_list: Sequence[Row]) -> Case | None:
        subjects = subjects_of(dossier, assertion)
        if not subjects:
            return None
        pool = scope(dossier, assertion, row_list)
        if assertion.kind is Kind.best:
            fought = field(dossier, pool, subjects, open_only=assertion.open_only, among=assertion.among)
            return self.best(assertion, fought)
        if assertion.kind is Kind.praise:
            return self.praise(assertion, field(dossier, pool, subjects, open_only=False))
        if assertion.larger:
            return self.larger(assertion, against_each(pool, subjects))
        if assertion.top:
            return self.par(assertion, field(dossier, pool, subjects, open_only=assertion.open_only))
        fought = [duel for keys in assertion.objects for duel in duels(pool, subjects, set(keys))]
        if assertion.kind is Kind.par:
            return self.par(assertion, fought)
        return self.beats(assertion, fought)

    def beats(self, assertion: Assertion, fought: list[Duel]) -> Case | None:
        lost = [duel for duel in fought if duel.won is False]
        won = [duel for duel in fought if duel.won]
        if not lost or assertion.some:
            return None
        named = bool(assertion.benchmarks)
        strict = (assertion.universal or named) and not assertion.most
        if strict and not (named and len({d.row.key for d in fought}) < len(assertion.benchmarks)):
            if named and won and len({d.row.key for d in lost} - {d.row.key for d in won}) == 0:
                return None
            return Case(assertion, tuple(fought), tuple(lost), self.weigh(lost, fought, strict=True), True)
        outweighed = sum(duel.margin for duel in fought) < 0
        if len(fought) >= self.least_rows and (len(lost) > len(won) or (outweighed and not assertion.most)):
            return Case(assertion, tuple(fought), tuple(lost), self.weigh(lost, fought, strict=False), False)
        return None

    def best(self, assertion: Assertion, fought: list[Duel]) -> Case | None:
        lost = [duel for duel in fought if duel.won is False]
        first = len(fought) - len(lost)
        if not lost:
            return None
        if assertion.benchmarks:
            if assertion.some or assertion.most:
                return None
            held = {duel.row.key for duel in fought if duel.won is not False}
            held |= {key for keys in assertion.meant if held & set(keys) for key in keys}
            lost = [duel for duel in lost if duel.row.key not in held]
            if not lost:
                return None
            return Case(assertion, tuple(fought), tuple(lost), self.weigh(lost, fought, strict=True), True)
        n = len(fought)
        if assertion.some:
            fails = n >= 4 and first < 2
        elif assertion.most:
            fails = n >= self.best_rows and 2 * first < n
        elif assertion.universal:
            fails = n >= 4 and 10 * first < 9 * n
        else:
            fails = n >= self.best_rows and 2 * first < n
        if not fails:
            return None
        return Case(assertion, tuple(fought), tuple(lost), self.weigh(lost, fought, strict=assertion.universal), False)

    def larger(self, assertion: Assertion, fought: list[Duel]) -> Case | None:
        lost = [duel for duel in fought if duel.won is False]
        won = [duel for duel in fought if duel.won]
        if len(fought) < self.least_rows or len(lost) <= len(won):
            return None
        return Case(assertion, tuple(fought), tuple(lost), Severity.medium, False)

    def praise(self, assertion: Assertion, fought: list[Duel]) -> Case | None:
        """A strong result on a named benchmark where every rival is ahead, and by a point or more."""
        if not assertion.benchmarks:
            return None
        last = [duel for duel in fought if self.at_the_end(duel)]
        if not last or not any(duel.margin <= -1 for duel in last):
            return None
        return Case(assertion, tuple(last), tuple(last), Severity.medium, True)

    def at_the_end(self, duel: Duel) -> bool:
        """Whether every rival of at least 2 is ahead, or four fifths of at least 5."""
        rivals = duel.row.rivals
        ahead = sum(duel.row.better(rival, duel.mine) is True for rival in rivals)
        return ahead == len(rivals) >= 2 or (len(rivals) >= 5 and 5 * ahead >= 4 * len(rivals))

    def par(self, assertion: Assertion, fought: list[Duel]) -> Case | None:
        lost = [duel for duel in fought if duel.won is False]
        far_off = [duel for duel in lost if duel.margin <= -self.far and percent(duel)]
        if assertion.benchmarks and far_off and not assertion.some and not assertion.most:
            return Case(assertion, tuple(fought), tuple(far_off), Severity.medium, True)
        if len(fought) < 4 or len(lost) < self.par_share * len(fought):
            return None
        if median(-duel.margin for duel in lost) < self.par_deficit:
            return None
        far = max(-duel.margin for duel in lost) >= self.far
        return Case(assertion, tuple(fought), tuple(lost), Severity.high if far else Severity.medium, False)

    def weigh(self, lost: Sequence[Duel], fought: Sequence[Duel], *, strict: bool) -> Severity:
        if not any(duel.margin <= -1 for duel in lost):
            return Severity.medium if strict and len(fought) > 1 else Severity.low
        if strict or 3 * len(lost) >= 2 * len(fought):
            return Severity.high
        return Severity.medium

    def report(self, dossier: Dossier, cases: list[Case]) -> Finding:
        case = max(cases, key=lambda c: c.severity.rank)
        assertion, lost, fought = case.assertion, case.lost, case.fought
        worst = min(lost, key=lambda duel: duel.margin)
        quote = assertion.text if len(assertion.text) <= 160 else assertion.clause
        quote = quote if len(quote) <= 160 else quote[:159].rsplit(" ", 1)[0] + " …"
        held = len(fought) - len(lost)
        against = worst.theirs.claim.model
        if assertion.kind is Kind.praise:
            ahead = sum(worst.row.better(rival, worst.mine) is True for rival in worst.row.rivals)
            tally = f"behind {ahead} of {len(worst.row.rivals)} others in {len(lost)} row{'s' if len(lost) > 1 else ''}"
        elif assertion.kind is Kind.best:
            tally = f"best or level in {held} of {len(fought)} rows"
        else:
            unit = "rows" if len(assertion.objects) == 1 else "comparisons"
            tally = f"behind in {len(lost)} of {len(fought)} {unit}"
        detail = f"{worst.row.printed} {worst.mine.claim.value} against {worst.theirs.claim.value} of {against}"
        spots = list(dict.fromkeys(where(duel.row.label, duel.mine.claim.place) for duel in lost))
        return self.finding(
            dossier,
            severity=case.severity,
            confidence=Confidence.high if assertion.objects or assertion.benchmarks else Confidence.medium,
            says="unsupported",
            title=f'"{quote}": {worst.mine.claim.model} is {tally} ({detail})',
            message=(
                f"{where('', assertion.said.block.place).capitalize()} of {assertion.said.document.name} says: "
                f'"{assertion.text}" Of the {len(fought)} comparisons in the tables that this can refer to, '
                f"{len(lost)} {'show' if len(lost) > 1 else 'shows'} the opposite ({', '.join(spots[:3])}); "
                f"the largest gap is {detail}."
            ),
            evidence=[
                *(
                    cite_text(
                        c.assertion.said.document, c.assertion.text, c.assertion.said.block.place, primary=c is case
                    )
                    for c in cases
                ),
                *(item for duel in lost[:15] for item in (cite_claim(duel.mine), cite_claim(duel.theirs))),
            ],
            arithmetic=[
                f"comparisons: {len(fought)}; not behind: {held}; behind: {len(lost)}",
                *(duel.line() for duel in sorted(lost, key=lambda duel: duel.margin)[:20]),
            ],
            overturned_by="A scope in the sentence (benchmarks, rivals, a class of models) that leaves these rows out.",
            models=[
                key
                for duel in lost
                for key in (
                    duel.mine.model.id or duel.mine.model.printed,
                    duel.theirs.model.id or duel.theirs.model.printed,
                )
            ],
            benchmarks=[duel.row.benchmark.id or duel.row.printed for duel in lost],
            question=ask(
                "claim_in_words",
                features={
                    "kind": assertion.kind.value,
                    "universal": assertion.universal,
                    "models_named": bool(assertion.objects),
                    "benchmarks_named": len(assertion.benchmarks),
                    "rows": len(fought),
                    "against": len(lost),
                },
                evidence={"sentence": assertion.text, **texts((duel.line() for duel in lost), "row")},
                sentence=assertion.text,
                rows="\n".join(duel.line() for duel in fought[:60]),
            ),
        )


def percent(duel: Duel) -> bool:
    """Whether both scores are shares of a hundred."""
    return all((score(cell) or 101) <= 100 and cell.claim.unit is not Unit.elo for cell in (duel.mine, duel.theirs))
