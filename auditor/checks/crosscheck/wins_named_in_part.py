from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.checks.assertions import Assertion, Kind, assertions
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.rows import Row, key_of, rows
from auditor.checks.tally import Duel, duels, subjects_of
from auditor.checks.wording import plain
from auditor.records import Confidence, Dossier, Evidence, Finding, ResolvedClaim, Severity

RELATIVE = re.compile(
    r"\b(?:predecessors?|previous|prior|last generation|compared (?:to|with) (?:its|the) (?:base|earlier)|"
    r"second only|best|state[- ]of[- ]the[- ]art|except|followed by)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says that it compares on purpose with some models alone, or names who leads."""


@dataclass(frozen=True)
class Ahead:
    """A row that a sentence calls a win over one rival, led by others that it does not name."""

    assertion: Assertion
    won: Duel
    ahead: tuple[ResolvedClaim, ...]


class WinsNamedInPart(Check):
    """The text names a win, and the same table has the rival or the row beside it that turns it.

    What it finds:
        Sentences that say on which tests a released model is ahead of named rivals, where a further variant of the
        same test in the same table or figure shows it behind them; and sentences that name the one rival that a model
        beats on a test, where others in that row are ahead of it.

    Why it matters:
        Such a sentence is true, and reads as more: the reader takes the tests named for all, and the rival named for
        the field.

    Decision rule:
        The sentence says that an own model outperforms rivals on named tests, and the rows bear it out. Variants: a row
        of the same table or figure whose name begins with the first word of a named test (HealthBench, HealthBench
        Hard), which neither this sentence nor the next names, and in which the model is behind at least half of the
        rivals named; where the sentence prints the scores of a win, also the other rows of that test in the table,
        behind by a point or more. High: behind by a point or more and the sentence speaks of margins or of all.
        Medium: by a point or more. Low: less. Rivals: of the row named at least two other models are ahead of the own
        one by a point or more, while the one named is behind it; the sentence does not say that it compares with a
        predecessor. Low.
        One finding a kind for the release.

    Example:
        gpt-oss's card has the 120b model ahead "by significant margins" on HealthBench and HealthBench Hard; on
        HealthBench Consensus, beside them in the figure, it is behind three of the four rivals named.

    What would clear it:
        The row or the rivals in the same sentence.

    References:
        OpenAI, gpt-oss model card, figure 4.
    """

    least_ahead = 2

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = [row for row in rows(dossier) if row.higher is not None]
        told: set[tuple[str, ...]] = set()
        beside: list[Ahead] = []
        for assertion in assertions(dossier, Kind.beats):
            if not (assertion.benchmarks or assertion.numbers) or not assertion.objects or assertion.some:
                continue
            subjects = subjects_of(dossier, assertion)
            objects = {key for keys in assertion.objects for key in keys}
            if assertion.benchmarks:
                named = [row for row in row_list if row.key in assertion.benchmarks]
            else:
                named = printed(row_list, assertion, subjects, objects)
            here = [row for row in named if row.document == assertion.said.document.id] or named
            won = [duel for duel in duels(here, subjects, objects) if duel.won]
            if not won or len(won) < len({row.key for row in here}):
                continue
            lost = self.variants(assertion, won, row_list, subjects) if assertion.benchmarks else []
            lost = lost or self.lengths(assertion, won, row_list, subjects)
            mark = tuple(sorted({duel.row.key for duel in lost}))
            if lost and mark not in told:
                told.add(mark)
                yield self.report_variants(dossier, assertion, won, lost)
            beside += self.leaders(assertion, won, objects)
        if beside:
            yield self.report_leaders(dossier, beside)

    def variants(
        self, assertion: Assertion, won: Sequence[Duel], row_list: Sequence[Row], subjects: set[str]
    ) -> list[Duel]:
        """Duels lost in rows of the same table whose test is a variant of one named."""
        said_here = plain(f"{assertion.said.before} {assertion.text}").casefold()
        lost: list[Duel] = []
        for row in row_list:
            if any(row.key == duel.row.key for duel in won) or row.key in assertion.excluded:
                continue
            family = next((w for w in won if w.row.block == row.block and alike(w.row.printed, row.printed)), None)
            if family is None or row.document != family.row.document:
                continue
            rest = re.sub(r"\(.*?\)", "", row.printed).strip().casefold()
            if rest in said_here:
                continue
            fought = [duel for keys in assertion.objects for duel in duels([row], subjects, set(keys))]
            behind = [duel for duel in fought if duel.won is False]
            if fought and 2 * len(behind) >= len(fought):
                lost += behind
        return lost

    def lengths(
        self, assertion: Assertion, won: Sequence[Duel], row_list: Sequence[Row], subjects: set[str]
    ) -> list[Duel]:
        """Duels lost in other rows of the same test and table, where the sentence prints the scores of some."""
        if not assertion.numbers:
            return []
        lost: list[Duel] = []
        told_rows = [duel.row for duel in won]
        for row in row_list:
            same = any(row.key == t.key and row.block == t.block and row.document == t.document for t in told_rows)
            if same and not any(row is t for t in told_rows):
                fought = [duel for keys in assertion.objects for duel in duels([row], subjects, set(keys))]
                lost += [duel for duel in fought if duel.won is False and duel.margin <= -1]
        return lost

    def leaders(self, assertion: Assertion, won: Sequence[Duel], objects: set[str]) -> Iterator[Ahead]:
        if RELATIVE.search(assertion.text) or len(assertion.benchmarks) > 1 or len(assertion.objects) > 2:
            return
        duel = won[0]
        ahead = tuple(
            cell
            for cell in duel.row.rivals
            if key_of(cell.model) not in objects and Duel(duel.row, duel.mine, cell, None).margin <= -1
        )
        if len(ahead) >= self.least_ahead:
            yield Ahead(assertion, duel, ahead)

    def report_variants(
        self, dossier: Dossier, assertion: Assertion, won: Sequence[Duel], lost: Sequence[Duel]
    ) -> Finding:
        worst = min(lost, key=lambda duel: duel.margin)
        clear = worst.margin <= -1
        strong = assertion.universal or re.search(r"\bmargins?\b|significant", assertion.text, re.IGNORECASE)
        mine, theirs = worst.mine.claim, worst.theirs.claim
        named = ", ".join(dict.fromkeys(duel.row.printed for duel in won))
        listed = ", ".join(f"{d.theirs.claim.model} {d.theirs.claim.value}" for d in lost[:5])
        return self.finding(
            dossier,
            severity=Severity.high if clear and strong else Severity.medium if clear else Severity.low,
            confidence=Confidence.medium,
            says="unsupported",
            title=(
                f'"{short(assertion.text)}" leaves out {worst.row.printed}, beside it in '
                f"{worst.row.label or 'the table'}: {mine.model} {mine.value} against {listed}"
            ),
            message=(
                f"{where('', assertion.said.block.place)} names {named}. {where(worst.row.label, mine.place)} also has "
                f"{worst.row.printed}, where {mine.model} ({mine.value}) is behind {listed}."
            ),
            evidence=[
                cite_text(assertion.said.document, assertion.text, assertion.said.block.place, primary=True),
                *cells(lost),
                *cells(won[:4]),
            ],
            arithmetic=[duel.line() for duel in (*lost, *won[:6])],
            overturned_by="The row left out in the same sentence.",
            models=[key for d in lost for key in (d.mine.model.id or mine.model, d.theirs.model.id or theirs.model)],
            benchmarks=[duel.row.benchmark.id or duel.row.printed for duel in lost],
        )

    def report_leaders(self, dossier: Dossier, found: list[Ahead]) -> Finding:
        unique = list({(a.won.row.key, a.won.theirs.claim.model): a for a in reversed(found)}.values())[::-1]
        first = unique[0]
        mine, theirs = first.won.mine.claim, first.won.theirs.claim
        listed = ", ".join(f"{c.claim.model} {c.claim.value}" for c in first.ahead[:4])
        more = f"; {len(unique) - 1} more sentences" if len(unique) > 1 else ""
        return self.finding(
            dossier,
            severity=Severity.low,
            confidence=Confidence.medium,
            says="unsupported",
            title=(
                f'"{short(first.assertion.text)}" names {theirs.model} ({theirs.value}); {len(first.ahead)} others in '
                f"the row are ahead of {mine.model} ({mine.value}): {listed}{more}"
            ),
            message=(
                f"{where('', first.assertion.said.block.place)} compares {mine.model} on {first.won.row.printed} with "
                f"{theirs.model} alone. In {where(first.won.row.label, mine.place)} {listed} are ahead of it."
            ),
            evidence=[
                item
                for a in unique[:8]
                for item in (
                    cite_text(
                        a.assertion.said.document, a.assertion.text, a.assertion.said.block.place, primary=a is first
                    ),
                    cite_claim(a.won.mine),
                    *(cite_claim(cell) for cell in a.ahead[:4]),
                )
            ],
            arithmetic=[
                f"{a.won.row.printed}: {a.won.line().partition(': ')[2]}; ahead: "
                + ", ".join(f"{c.claim.model} {c.claim.value}" for c in a.ahead)
                for a in unique[:10]
            ],
            overturned_by="The models that lead the row in the same sentence.",
            models=[first.won.mine.model.id or mine.model],
            benchmarks=[a.won.row.benchmark.id or a.won.row.printed for a in unique],
        )


def printed(row_list: Sequence[Row], assertion: Assertion, subjects: set[str], objects: set[str]) -> list[Row]:
    """The rows of which a sentence prints both the own score and the rival's."""

    def has(row: Row, keys: set[str]) -> bool:
        cells_ = [cell for cell in row.cells if key_of(cell.model) in keys]
        return any(cell.claim.value.rstrip("% ") in assertion.numbers for cell in cells_)

    return [row for row in row_list if has(row, subjects) and has(row, objects)]


def alike(a: str, b: str) -> bool:
    """Whether two labels begin with the same name of a test, of at least five letters."""
    x, y = (re.split(r"[\s\-_(]+", text.strip())[0].casefold() for text in (a, b))
    return x == y and len(x) >= 5


def cells(found: Sequence[Duel]) -> list[Evidence]:
    return [item for duel in found for item in (cite_claim(duel.mine), cite_claim(duel.theirs))]


def short(text: str) -> str:
    return text if len(text) <= 150 else text[:149].rsplit(" ", 1)[0] + " …"
