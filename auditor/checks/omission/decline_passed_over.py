from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from auditor.checks.asking import matters
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.rows import Row, difference, fold, key_of, points, rows, score, who
from auditor.checks.wording import Said, plain, said
from auditor.records import ConditionName, Confidence, Dossier, Finding, Placement, ResolvedClaim, Role, Severity

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
NO_LOSS = re.compile(
    r"\b(?:without|no|minimal|negligible|little|hardly any|zero)\s+(?:\w+\s+){0,2}"
    r"(?:reducing|degradation|degrading|loss|drop|decline|reduction|deterioration)\b",
    re.IGNORECASE,
)
TAUGHT = re.compile(
    r"\b(?:master|preserv|match|surpass|exceed|retain|keep|reach)\w*\b[^.]{0,60}\bteachers?\b", re.IGNORECASE
)
"""Words by which a release says that the student has all that its teachers had."""
MOST = re.compile(r"\b(?:most|many|several|some|nearly|almost)\b", re.IGNORECASE)
TOOLS = re.compile(r"\(?\b(?:no|with|without|w/o|w/)\s*tools?\b\)?", re.IGNORECASE)
LONG = re.compile(r"\b\d+(?:\.\d+)?\s?[KM]\b|\blong[- ]context\b|\bcontext (?:size|length|window)\b")


@dataclass(frozen=True)
class Step:
    """Two own scores on one test, of which the second should not be worse."""

    row: Row
    before: ResolvedClaim
    after: ResolvedClaim
    names: tuple[str, str]

    @property
    def loss(self) -> Decimal:
        gap = difference(self.after, self.before)
        return -gap if self.row.higher else gap

    @property
    def sound(self) -> bool:
        """Whether the two can be scores of one kind: of one unit, and neither twenty times the other."""
        x, y = score(self.before), score(self.after)
        same = self.before.claim.unit == self.after.claim.unit
        return bool(same and x is not None and y is not None and (not x or not y or 1 / 20 < abs(x / y) < 20))

    def line(self) -> str:
        return (
            f"{self.row.printed}, {self.after.claim.model}: {self.names[0]} {self.before.claim.value}, "
            f"{self.names[1]} {self.after.claim.value} ({points(difference(self.after, self.before))})"
        )


class DeclinePassedOver(Check):
    """An own model scores less with more effort, context, tools or training, or at a larger size.

    What it finds:
        Own scores that fall where the order of the columns or rows lets a reader expect a rise or a level: from low to
        high effort, from a shorter to a longer context, from stage to stage, from a smaller to a larger model.

    Why it matters:
        Who pays for the higher effort, the longer context or the larger model gets less there. The text speaks of
        scaling and of no loss.

    Decision rule:
        One test and one table; lower is better is respected. Effort: the next effort printed is lower by more than
        0.3. Context: the longest is lower than the shortest by a tenth of the score and 5 points, for at least two own
        models, or a sentence of the release says that the length costs nothing; where that sentence names a length,
        5 points in scores that reach it, and no others. Stages ("Stage-1" …): the last one is worse than the best one
        by a tenth. Size (parameters in the name): a larger own model is lower by 3 points, or by half a point in the
        headline. Tools: with tools lower than without, at one effort, by more than 0.3. After: a
        column "after X" lower than the column "before X". Teacher: the student lower than its best teacher.
        High: a sentence denies the loss in context, or says that the student has all that its teachers had.
        Medium: at least 3 steps. Low: the rest. One finding a kind.

    Example:
        gpt-oss-20b on Tau-Bench Airline: 42.6 at medium effort, 38.0 at high.

    What would clear it:
        A sentence of the release that names these losses.

    References:
        OpenAI, gpt-oss model card, table 3; Gemma Team, arXiv:2503.19786, table 15.
    """

    rounding = Decimal("0.3")
    clear = Decimal(5)
    larger = Decimal(3)
    shown = Decimal("0.5")

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        row_list = [row for row in rows(dossier) if row.higher is not None]
        denied = [s for s in said(dossier) if NO_LOSS.search(plain(s.text)) and LONG.search(plain(s.text))]
        taught_all = [s for s in said(dossier) if TAUGHT.search(plain(s.text)) and not MOST.search(plain(s.text))]
        for kind, steps in (
            ("effort", self.efforts(row_list)),
            ("context", self.contexts(row_list, denied)),
            ("stage", self.stages(row_list)),
            ("size", self.sizes(row_list)),
            ("tools", self.tooled(row_list)),
            ("after", self.trained(row_list)),
            ("teacher", self.taught(row_list)),
        ):
            steps = [step for step in steps if step.sound]
            if steps:
                against = {"context": denied, "teacher": taught_all}.get(kind, [])
                yield self.report(dossier, kind, steps, denials(against, steps) if kind == "context" else against)

    def efforts(self, row_list: list[Row]) -> list[Step]:
        ladders: dict[tuple[object, ...], dict[int, tuple[Row, ResolvedClaim]]] = defaultdict(dict)
        for row in row_list:
            for cell in row.own:
                effort = cell.claim.setting.get(ConditionName.effort)
                if effort in EFFORTS:
                    key = (row.document, row.block, key_of(cell.model), row.key, row.first.claim.metric, tools(cell))
                    ladders[key].setdefault(EFFORTS.index(effort), (row, cell))
        return self.downward(ladders, lambda i: f"{EFFORTS[i]} effort", self.rounding)

    def downward(
        self,
        ladders: dict[tuple[object, ...], dict[int, tuple[Row, ResolvedClaim]]],
        name: Callable[[int], str],
        least: Decimal,
    ) -> list[Step]:
        found = []
        for ladder in ladders.values():
            order = sorted(ladder)
            for i, j in pairwise(order):
                step = Step(ladder[i][0], ladder[i][1], ladder[j][1], (name(i), name(j)))
                if step.loss > least:
                    found.append(step)
        return found

    def contexts(self, row_list: list[Row], denied: list[Said]) -> list[Step]:
        lengths: dict[tuple[object, ...], dict[int, tuple[Row, ResolvedClaim]]] = defaultdict(dict)
        for row in row_list:
            for cell in row.own:
                length = length_of(cell)
                if length:
                    lengths[row.document, row.block, cell.claim.model, row.key][length] = (row, cell)
        found, contradicted = [], []
        for ladder in lengths.values():
            if len(ladder) < 2:
                continue
            low, high = min(ladder), max(ladder)
            step = Step(ladder[low][0], ladder[low][1], ladder[high][1], (f"{low}K", f"{high}K"))
            if step.loss < self.clear:
                continue
            tenth = step.loss * 10 >= abs(score(step.before) or Decimal(0))
            if any(speaks_of(s, high) and (tenth or longest(s) is not None) for s in denied):
                contradicted.append(step)
            elif tenth:
                found.append(step)
        return contradicted or (found if len({step.after.claim.model for step in found}) >= 2 else [])

    def stages(self, row_list: list[Row]) -> list[Step]:
        found = []
        for row in row_list:
            ladder: dict[int, ResolvedClaim] = {}
            for cell in row.cells:
                match = re.fullmatch(r"[Ss]tage[- ]?(\d+)(?:\s*\(.*\))?", cell.claim.model.strip())
                if match and score(cell) is not None:
                    ladder[int(match[1])] = cell
            if len(ladder) < 3:
                continue
            last = ladder[max(ladder)]
            best = row.best(list(ladder.values()))[0]
            step = Step(row, best, last, (best.claim.model, last.claim.model))
            if step.loss * 10 >= abs(score(best) or Decimal(0)) and step.loss > 0:
                found.append(step)
        return found

    def sizes(self, row_list: list[Row]) -> list[Step]:
        found = []
        for row in row_list:
            families: dict[str, dict[float, ResolvedClaim]] = defaultdict(dict)
            for cell in row.own:
                match = re.search(r"(?<![\w.])(\d+(?:\.\d+)?)[Bb]\b", cell.claim.model)
                if match and cell.claim.role is Role.own:
                    families[re.sub(r"(?<![\w.])\d+(?:\.\d+)?[Bb]\b", "", cell.claim.model)][float(match[1])] = cell
            for family in families.values():
                order = sorted(family)
                if len(order) < 2 or len({str(c.claim.setting.get(ConditionName.effort)) for c in family.values()}) > 1:
                    continue
                a, b = family[order[-2]], family[order[-1]]
                step = Step(row, a, b, (a.claim.model, b.claim.model))
                least = self.shown if row.placement is Placement.headline else self.larger
                if step.loss >= least:
                    found.append(step)
        return found

    def tooled(self, row_list: list[Row]) -> list[Step]:
        """Scores with tools below those without, of one model at one effort in one table."""
        pairs: dict[tuple[object, ...], dict[bool, tuple[Row, ResolvedClaim]]] = defaultdict(dict)
        for row in row_list:
            for cell in row.own:
                allowed = cell.claim.setting.get(ConditionName.tools)
                if allowed is not None:
                    test = fold(TOOLS.sub("", cell.claim.benchmark))
                    key = (row.document, row.block, who(cell), cell.claim.model, test, row.first.claim.metric)
                    pairs[key].setdefault(allowed != "none", (row, cell))
        found = []
        for pair in pairs.values():
            if len(pair) == 2:
                step = Step(pair[True][0], pair[False][1], pair[True][1], ("without tools", "with tools"))
                if step.loss > self.rounding:
                    found.append(step)
        return found

    def trained(self, row_list: list[Row]) -> list[Step]:
        """Scores in a column "after X" below those in the column "before X"."""
        found = []
        for row in row_list:
            numbered = [cell for cell in row.cells if score(cell) is not None]
            for after in numbered:
                if re.search(r"\bafter\b", after.claim.model, re.IGNORECASE):
                    name = re.sub(r"\bafter\b", "before", after.claim.model, flags=re.IGNORECASE)
                    before = next((c for c in numbered if fold(c.claim.model) == fold(name)), None)
                    step = Step(row, before, after, ("before", "after")) if before else None
                    if step is not None and step.loss > self.rounding:
                        found.append(step)
        return found

    def taught(self, row_list: list[Row]) -> list[Step]:
        """Scores of a student below those of its teacher."""
        found = []
        for row in row_list:
            numbered = [cell for cell in row.cells if score(cell) is not None]
            teachers = [cell for cell in numbered if re.search(r"\bteachers?\b", cell.claim.model, re.IGNORECASE)]
            students = [c for c in numbered if re.search(r"\bstudent\b(?!.*\bbefore\b)", c.claim.model, re.IGNORECASE)]
            if len(students) == 1 and teachers and row.best(teachers):
                step = Step(row, row.best(teachers)[0], students[0], ("teacher", "student"))
                if step.loss > self.rounding:
                    found.append(step)
        return found

    def report(self, dossier: Dossier, kind: str, steps: list[Step], denied: list[Said]) -> Finding:
        unique = {(s.row.key, s.after.claim.model, s.before.claim.value, s.after.claim.value): s for s in steps}
        ordered = sorted(unique.values(), key=lambda s: -s.loss)
        worst = ordered[0]
        words = {
            "effort": "More effort, less score",
            "context": "Scores fall with the context",
            "stage": "The last stage is worse than an earlier one",
            "size": "The larger model is behind the smaller one",
            "tools": "Tools lower the score",
            "after": "The score is lower after the training step than before it",
            "teacher": "The student is behind its teacher",
        }[kind]
        listed = "; ".join(step.line() for step in ordered[:3])
        cases = "cases" if len(ordered) > 1 else "case"
        quote = f'"{denied[0].text[:140]}": ' if denied else ""
        return self.finding(
            dossier,
            severity=Severity.high if denied else Severity.medium if len(ordered) >= 3 else Severity.low,
            confidence=Confidence.medium if denied or kind == "size" else Confidence.high,
            says="contradicted" if denied else "undisclosed",
            title=f"{quote}{words} in {len(ordered)} {cases} ({listed}{'; …' if len(ordered) > 3 else ''})",
            message=(
                f"{where(worst.row.label, worst.after.claim.place)}: {listed}. "
                + (
                    "The sentence quoted says that nothing is lost."
                    if denied
                    else "The order of the columns lets a reader expect the opposite."
                )
            ),
            evidence=[
                *(cite_text(s.document, s.text, s.block.place, primary=True) for s in denied[:2]),
                *(
                    item
                    for step in ordered[:10]
                    for item in (cite_claim(step.after, primary=step is worst), cite_claim(step.before))
                ),
            ],
            arithmetic=[step.line() for step in ordered[:12]],
            overturned_by="A sentence of the release that names these losses, or another setting of the two scores.",
            models=[key_of(step.after.model) for step in ordered],
            benchmarks=[step.row.benchmark.id or step.row.printed for step in ordered],
            question=matters(
                f"{words}, against what the order of the columns lets a reader expect.",
                Severity.high if denied else Severity.medium if len(ordered) >= 3 else Severity.low,
                lines=(*(s.text for s in denied[:1]), *(step.line() for step in ordered)),
                headline=any(step.row.placement is Placement.headline for step in ordered),
                own=True,
                order_changes=None,
                gap=float(worst.loss),
            ),
        )


def tools(cell: ResolvedClaim) -> str:
    """Whether tools were allowed, as the cell states it."""
    return f"{cell.claim.setting.get(ConditionName.tools) or ''} {cell.claim.benchmark}"


def longest(sentence: Said) -> int | None:
    """The longest context that a sentence names, in thousands of tokens."""
    named = [
        int(float(number) * (1000 if unit in "Mm" else 1))
        for number, unit in re.findall(r"(?<![\w.])(\d+(?:\.\d+)?)\s?([KM])\b(?![- ]?param)", plain(sentence.text))
    ]
    return max(named, default=None)


def speaks_of(sentence: Said, length: int) -> bool:
    """Whether a sentence that denies a loss is about scores up to a length: those at shorter ones say nothing of it."""
    named = longest(sentence)
    return named is None or length >= named


def denials(denied: list[Said], steps: list[Step]) -> list[Said]:
    """The sentences whose context the steps reach."""
    reached = [int(step.names[1].rstrip("K")) for step in steps if step.names[1].rstrip("K").isdigit()]
    return [sentence for sentence in denied if any(speaks_of(sentence, length) for length in reached)]


def length_of(cell: ResolvedClaim) -> int | None:
    """The context length of a score in thousands of tokens, as its setting or label states it."""
    stated = cell.claim.setting.get(ConditionName.context) or ""
    text = stated or " ".join((cell.claim.setting.printed, *cell.claim.row_path[1:]))
    match = re.search(r"(?<![\w.])(\d{1,4})\s?[Kk]\b", text)
    return int(match[1]) if match else None
