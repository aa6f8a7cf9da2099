from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.checks.assertions import Names
from auditor.checks.check import Check
from auditor.checks.citing import cite_claim, cite_text, where
from auditor.checks.rows import Row, difference, fold, key_of, points, rows, score
from auditor.checks.tally import main_keys
from auditor.checks.wording import PROSE, Said, plain, said
from auditor.records import Confidence, Dossier, Finding, Origin, ResolvedClaim, Severity

OUTCOME = re.compile(
    r"\b(?:achiev\w+|attain\w*|scor(?:es?|ed|ing)|reach\w*|obtain\w*|outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|"
    r"exceptional\w*|excel\w*|superior\w*|best|better|lead(?:s|ing)?|strong\w*|stronger|impressive\w*|remarkabl\w+|"
    r"outstanding|proficien\w+|competitive\w*|comparable|on par|match(?:es|ing)?|rival(?:s|ing)|robust\w*|advantag\w*|"
    r"improve\w*|gains?|state[- ]of[- ]the[- ]art|SOTA|highest|top|close to|notabl[ey]|second|ranks?)\b",
    re.IGNORECASE,
)
"""Words by which a sentence speaks of how the model did."""
SETUP = re.compile(
    r"\b(?:we|is|are|was|were|be) (?:\w+ )?(?:evaluat\w+|assess\w*|test(?:ed)?|benchmark(?:ed)?|select\w*|us(?:e|ed)|"
    r"adopt\w*|employ\w*|consider\w*|report(?:ed)?) (?:\w+ ){0,3}(?:on|with|in|across|using|for)\b|"
    r"\b(?:benchmarks?|datasets?|tasks?|suites?|these|which|this|it|they) (?:\w+ )?"
    r"(?:includ\w+|cover\w+|consist\w*|compris\w+|span\w*)\b|\b(?:summari[sz]ed|covering|comprising|evaluating|"
    r"we (?:\w+ )?(?:provide|present|list|show))\b",
    re.IGNORECASE,
)
"""Words by which a sentence lists what was run."""
ADMITS = re.compile(
    r"\b(?:lags?|lagging|behind|trail\w*|falls? short|underperform\w*|weaker|worse|inferior|below|gap|lower than|"
    r"room for improvement|limitation\w*|slightly lower|decline\w*|drop\w*|trade-?offs?|regress\w*|not (?:yet )?"
    r"(?:outperform|surpass|match|reach))\b",
    re.IGNORECASE,
)
"""Words by which a release names a weakness."""


@dataclass(frozen=True)
class Told:
    """A benchmark of a table that the text speaks of, in an own row that is not the last."""

    row: Row
    mine: ResolvedClaim
    sentence: Said


@dataclass(frozen=True)
class Silent:
    """Rows of one benchmark that the own model loses and no sentence names."""

    row: Row
    mine: ResolvedClaim
    leader: ResolvedClaim
    rows: int
    last: bool

    @property
    def gap(self) -> Decimal:
        return abs(difference(self.mine, self.leader))

    def line(self) -> str:
        """The row in numbers, with the place of the own model in it."""
        theirs = ", ".join(f"{cell.claim.model} {cell.claim.value}" for cell in self.row.rivals)
        place = f"last of {contestants(self.row, self.mine)}" if self.last else f"first in none of {self.rows} rows"
        return f"{self.row.printed}: {self.mine.claim.model} {self.mine.claim.value}, {theirs}; {place}"


class LossesPassedOver(Check):
    """The text speaks of the rows of a table that went well and is silent on those where the model is last.

    What it finds:
        Result tables whose text names some of the benchmarks with praise or scores, while no sentence of the release
        names another benchmark of the same table on which the released model is behind every rival, or first in none of
        several rows.

    Why it matters:
        Readers take the text for a summary of the table. What it passes over is the row where a rival serves them
        better.

    Decision rule:
        A table with at least 5 rows of the main released model beside at least 2 rivals. Told: a benchmark that a
        sentence of the same document, outside captions and lists of what was run, names with a word for an outcome or
        with the model's printed score, where the model is not last; at least 2 of them. Silent: a benchmark that no
        such sentence of any document names and no sentence with a word for a weakness, where in every row of it the
        model is last of at least 3, by a point or more of percent (a fiftieth of the score elsewhere); or first in none
        of at least 3 rows and 5 points behind the best on average. A sentence in the table's own section that admits a
        weakness without naming a benchmark clears the table.
        High: last by 5 points or more on one, or as many silent as told. Medium: 2 points. Low: the rest.
        One finding a release, the largest gap first.

    Example:
        Hunyuan-Large-Instruct's text names MMLU and MATH; on GPQA_diamond the table has 42.4 against 46.7 and 51.1.

    What would clear it:
        A sentence of the release that names these rows.

    References:
        Tencent, README of Hunyuan-Large.
    """

    least_rows = 5
    least_told = 2
    least_contestants = 3
    clear = Decimal(1)
    fair = Decimal(2)
    far = Decimal(5)

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        names = Names(dossier)
        subjects = main_keys(dossier)
        whole = {fold(name) for name in dossier.release.subjects[:1]}
        called = frozenset(key for name, keys in names.models.items() if fold(name) in whole for key in keys)
        spoken: dict[str, list[Said]] = defaultdict(list)
        admitted: dict[str, list[Said]] = defaultdict(list)
        general: list[Said] = []
        about: dict[Said, frozenset[str]] = {}
        for sentence in said(dossier):
            if sentence.block.kind not in PROSE or sentence.block.grid is not None:
                continue
            text = plain(sentence.text)
            outcome, admits = OUTCOME.search(text), ADMITS.search(text)
            if not outcome and not admits and not re.search(r"\d", text):
                continue
            found = {mention.key for mention in names.find_benchmarks(text)}
            if found:
                about[sentence] = frozenset(m.key for m in names.find_models(text) if m.own)
            for key in found:
                (spoken if outcome or not admits else admitted)[key].append(sentence)
            if admits and not found and any(m.own for m in names.find_models(text)):
                general.append(sentence)
        tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in rows(dossier):
            tables[row.document, row.block].append(row)
        known = {key for keys in names.benchmarks.values() for key in keys}
        told: list[Told] = []
        silent: dict[str, Silent] = {}
        for (document, _), group in tables.items():
            nameable = [row for row in group if row.key in known]
            t, s = self.judged(nameable, document, subjects, called, spoken, admitted, about)
            if len(t) >= self.least_told and s and not any(self.clears(x, group[0]) for x in general):
                told += [x for x in t if x.row.key not in {other.row.key for other in told}]
                silent |= {x.row.key: x for x in s if x.row.key not in silent}
        if silent:
            yield self.report(dossier, told, sorted(silent.values(), key=lambda x: -x.gap))

    def judged(
        self,
        group: list[Row],
        document: str,
        subjects: set[str],
        called: frozenset[str],
        spoken: dict[str, list[Said]],
        admitted: dict[str, list[Said]],
        about: dict[Said, frozenset[str]],
    ) -> tuple[list[Told], list[Silent]]:
        """The benchmarks of a table that the text speaks of, and those that the model loses in silence."""
        by_key: dict[str, list[tuple[Row, ResolvedClaim]]] = defaultdict(list)
        here = {key_of(cell.model) for row in group for cell in row.own}
        whose = here | called
        subjects = subjects & here or here
        for row in group:
            mine = row.best([c for c in row.own if key_of(c.model) in subjects])
            if row.higher is not None and mine and len({key_of(c.model) for c in row.rivals}) >= 2:
                by_key[row.key].append((row, mine[0]))
        if sum(map(len, by_key.values())) < self.least_rows:
            return [], []
        told, silent = [], []
        for key, pairs in by_key.items():
            lost = all(self.last(row, mine) for row, mine in pairs)
            at = [
                s
                for s in spoken.get(key, ())
                if s.document.id == document and self.speaks(s, pairs) and (not about[s] or about[s] & whose)
            ]
            if at and not lost:
                told.append(Told(pairs[0][0], pairs[0][1], at[0]))
            if key in admitted or any(self.speaks(s, pairs) for s in spoken.get(key, ())):
                continue
            row, cell = max(pairs, key=lambda pair: behind(*pair))
            gaps = [behind(*pair) for pair in pairs]
            throughout = len(pairs) >= 3 and min(gaps) > 0 and sum(gaps) >= self.far * len(gaps)
            if lost or (throughout and percent(row)):
                silent.append(Silent(row, cell, row.best(row.rivals)[0], len(pairs), lost))
        return told, silent

    def last(self, row: Row, mine: ResolvedClaim) -> bool:
        """Whether every other model of the row is clearly ahead."""
        if contestants(row, mine) < self.least_contestants or not all(row.better(c, mine) for c in row.rivals):
            return False
        nearest = min(abs(difference(c, mine)) for c in row.rivals)
        return nearest >= (self.clear if percent(row) else abs(score(mine) or Decimal(0)) / 50)

    def speaks(self, sentence: Said, pairs: Sequence[tuple[Row, ResolvedClaim]]) -> bool:
        """Whether a sentence that names the benchmark tells how the model did, not only that it was run."""
        text = plain(sentence.text)
        if any(
            re.search(rf"(?<![\d.]){re.escape(mine.claim.value.rstrip('% '))}(?![\d.]*\d)", text) for _, mine in pairs
        ):
            return True
        return OUTCOME.search(text) is not None and SETUP.search(text) is None

    def clears(self, sentence: Said, row: Row) -> bool:
        """Whether an admission without a benchmark stands in the section of the table."""
        section = row.first.claim.section
        return sentence.document.id == row.document and len(section) > 1 and sentence.block.section == section

    def report(self, dossier: Dossier, told: list[Told], silent: list[Silent]) -> Finding:
        worst = silent[0]
        far = any(x.gap >= self.far and percent(x.row) for x in silent)
        fair = any(x.gap >= self.fair and percent(x.row) for x in silent)
        severity = Severity.high if far or len(silent) >= len(told) else Severity.medium if fair else Severity.low
        listed = "; ".join(
            f"{x.row.printed} {x.mine.claim.value} against {x.leader.claim.value} of {x.leader.claim.model}"
            + (f", last of {contestants(x.row, x.mine)}" if x.last else f", first in none of {x.rows} rows")
            for x in silent[:4]
        )
        named = ", ".join(x.row.printed for x in told[:5]) + (" …" if len(told) > 5 else "")
        return self.finding(
            dossier,
            severity=severity,
            confidence=Confidence.medium,
            says="undisclosed",
            title=(
                f"The text speaks of {len(told)} benchmarks of its tables ({named}) and passes over {len(silent)} that "
                f"{worst.mine.claim.model} loses: {listed}{'; …' if len(silent) > 4 else ''}"
            ),
            message=(
                f"{where(worst.row.label, worst.mine.claim.place)} has {listed}. No sentence of the release that "
                f"speaks of results names {'these benchmarks' if len(silent) > 1 else 'this benchmark'}, while "
                f"{len(told)} others of the same tables are named."
            ),
            evidence=[
                *(item for x in silent[:8] for item in (cite_claim(x.mine, primary=x is worst), cite_claim(x.leader))),
                *(cite_text(x.sentence.document, x.sentence.text, x.sentence.block.place) for x in told[:5]),
            ],
            arithmetic=[
                *(x.line() for x in silent[:12]),
                f"benchmarks told: {len(told)}; lost and not told: {len(silent)}; largest gap {points(-worst.gap)}",
            ],
            overturned_by="A sentence of the release that names these rows.",
            models=[worst.mine.model.id or worst.mine.claim.model, worst.leader.model.id or worst.leader.claim.model],
            benchmarks=[x.row.benchmark.id or x.row.printed for x in silent],
        )


def contestants(row: Row, mine: ResolvedClaim) -> int:
    """The models of a row: the rivals and the own one."""
    return len(row.rivals) + 1


def behind(row: Row, mine: ResolvedClaim) -> Decimal:
    """How far the own score is behind the best rival's; negative where it is ahead."""
    best = row.best(row.rivals)[0]
    gap = difference(best, mine)
    return gap if row.higher else -gap


def percent(row: Row) -> bool:
    """Whether the scores of a row are shares of a hundred."""
    values = [value for cell in row.cells if (value := score(cell)) is not None]
    return max(values) <= 100 and (max(values) > 10 or row.first.claim.origin is Origin.chart)
