from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from auditor.checks.check import Check
from auditor.checks.citing import cite_text, where
from auditor.checks.naming import Names
from auditor.checks.phrases import TRIGGERS, Kind
from auditor.checks.wording import Said, plain, said
from auditor.records import Confidence, Dossier, Evidence, Finding, Severity

THOUSANDS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "t": 1_000_000_000_000}
VALUE = r"(\d[\d,]*(?:\.\d+)?)\s?([kKmMbBtT])?\b"


@dataclass(frozen=True)
class Quantity:
    """Something of a model that a release states as one number."""

    name: str
    words: re.Pattern[str]
    """The sentence's words for it, with the number and its multiplier as two groups."""


VOCABULARY = Quantity(
    "vocabulary",
    re.compile(
        rf"(?<!extend the )(?<!extended )\bvocabulary\b(?: size)?(?: \w+){{0,2}} (?:has|of|is|contains)"
        rf"(?: about| roughly)? {VALUE}",
        re.IGNORECASE,
    ),
)
RESPONSES = Quantity(
    "responses per question",
    re.compile(
        r"\b(?:generat\w+|sampl\w+)(?: \w+){0,2} (\d+)()(?: \w+)? (?:responses|samples|outputs|completions|answers)"
        r" (?:per|for each|for every) (?:quer|question|prompt|problem)",
        re.IGNORECASE,
    ),
)
RANGE = re.compile(
    r"\b(?:responses|samples|outputs|completions|answers)\b[^.]{0,20}?\b(?:between|from) (\d+) (?:and|to) (\d+)",
    re.IGNORECASE,
)
AT_LEAST = re.compile(r"\bcontexts?\b[^.;]{0,30}?\b(?:at least|up to|of) (\d+)\s?([KM])\b(?: tokens)?", re.IGNORECASE)
EXCEPTED = re.compile(
    r"\b(?:except(?:ion)?|only|limited|while|whereas|but)\b[^.;]{0,40}?\b(\d+(?:\.\d+)?[BM])\b[^.;]{0,40}?\b(\d+)\s?([KM])\b",
)
LENGTH = re.compile(r"\bcontext\b", re.IGNORECASE)
FLOOR = re.compile(r"\b(?:at least|all (?:\w+ ){0,2}(?:models|sizes)|every (?:model|size))\b", re.IGNORECASE)
STAGES = {
    "tuned": re.compile(
        r"\b(?:IT|instruction[- ](?:(?:fine-?)?tuned)|instruct|post-?trained|chat) (?:model|checkpoint|version)",
        re.IGNORECASE,
    ),
    "pre-trained": re.compile(r"\b(?:pre-?trained|base|PT) (?:model|checkpoint|version)", re.IGNORECASE),
}
TABLE = re.compile(r"\b(?:Table|Figure|Fig\.) ?(\d+)")


@dataclass(frozen=True)
class Pair:
    """Two passages that cannot both hold."""

    a: Said
    b: Said
    what: str
    x: str
    y: str
    severity: Severity


class ContradictionInWords(Check):
    """Two passages of one release say different things of the same fact.

    What it finds:
        Sentences and captions of a release that give two values for one fact: the size of the vocabulary, the context
        length promised for all sizes, the number of responses per question, the stage of the model in a table, or one
        score said to match and to exceed the same rival.

    Why it matters:
        These facts decide how a score is to be read and what the model can do. At most one of the two passages is
        right, and a reader sees one of them.

    Decision rule:
        Vocabulary and responses per question: two sentences that name no other model give numbers of which neither is
        the other one rounded; a range of responses ("between 4 and 64") contradicts one number given for all.
        Context: a sentence promises at least N or gives N for all, another one excepts a size with less. Stage: a
        sentence that names one table and one stage ("our instruction-tuned model"), where the caption of that table
        names the other one. Words: one sentence says that a printed score matches a rival, another that the same
        score exceeds that rival. Medium: context, responses. Low: the rest. One finding a pair.

    Example:
        Gemma 3's abstract promises at least 128K tokens of context; section 2 gives 32K for the 1B model.

    What would clear it:
        A correction of one of the two passages.

    References:
        Gemma Team, arXiv:2503.19786, abstract and section 2.
    """

    def find(self, dossier: Dossier) -> Iterator[Finding]:
        sentences = [s for s in said(dossier) if len(s.text) < 600]
        told: set[tuple[str, str, str]] = set()
        ways: tuple[Callable[[Dossier, Sequence[Said]], Iterator[Pair]], ...] = (
            self.quantities,
            self.ranges,
            self.contexts,
            self.stages,
            self.verbs,
        )
        for way in ways:
            for pair in way(dossier, sentences):
                if (pair.what, pair.x, pair.y) not in told:
                    told.add((pair.what, pair.x, pair.y))
                    yield self.report(dossier, pair)

    def quantities(self, dossier: Dossier, sentences: Sequence[Said]) -> Iterator[Pair]:
        names = Names(dossier)
        for quantity in (VOCABULARY, RESPONSES):
            found = [
                (sentence, match)
                for sentence in sentences
                if (match := quantity.words.search(plain(sentence.text)))
                and all(m.own for m in names.find_models(plain(sentence.text)))
            ]
            firsts = {number(*match.groups()[:2]): (sentence, match) for sentence, match in reversed(found)}
            for (x, (a, first)), (y, (b, second)) in combinations(reversed(firsts.items()), 2):
                if not rounded(first[1], x, y) and not rounded(second[1], y, x):
                    severity = Severity.low if quantity is VOCABULARY else Severity.medium
                    yield Pair(a, b, quantity.name, shown(first), shown(second), severity)

    def ranges(self, dossier: Dossier, sentences: Sequence[Said]) -> Iterator[Pair]:
        one = next(
            ((s, m) for s in sentences if (m := RESPONSES.words.search(plain(s.text)))),
            None,
        )
        many = next(((s, m) for s in sentences if (m := RANGE.search(plain(s.text)))), None)
        if one and many and one[0].block is not many[0].block:
            yield Pair(
                one[0],
                many[0],
                "responses per question",
                one[1][1],
                f"{many[1][1]} to {many[1][2]}",
                Severity.medium,
            )

    def contexts(self, dossier: Dossier, sentences: Sequence[Said]) -> Iterator[Pair]:
        for a in sentences:
            text = plain(a.text)
            promised = AT_LEAST.search(text)
            if promised is None or not FLOOR.search(text):
                continue
            for b in sentences:
                other = plain(b.text)
                excepted = EXCEPTED.search(other)
                if excepted is None or b.text == a.text or not LENGTH.search(other):
                    continue
                if number(excepted[2], excepted[3]) < number(promised[1], promised[2]):
                    yield Pair(
                        a,
                        b,
                        "context length",
                        f"{promised[1]}{promised[2]} for all",
                        f"{excepted[2]}{excepted[3]} for the {excepted[1]} model",
                        Severity.medium,
                    )
                    return

    def stages(self, dossier: Dossier, sentences: Sequence[Said]) -> Iterator[Pair]:
        captions = {
            (document.id, f"{block.label.split(' ')[0]} {match[0]}"): Said(document, block, block.caption)
            for document in dossier.documents
            for block in document.blocks
            if block.caption and (match := re.search(r"\d+$", block.label))
        }
        for sentence in sentences:
            text = plain(sentence.text)
            tables = set(TABLE.findall(text))
            mine = stage_of(text)
            if len(tables) != 1 or mine is None or text == plain(sentence.block.caption):
                continue
            name = text[TABLE.search(text).start() :].split(" ")[0].replace("Fig.", "Figure")  # type: ignore[union-attr]
            caption = captions.get((sentence.document.id, f"{name} {tables.pop()}"))
            if caption is None:
                continue
            theirs = stage_of(plain(caption.text))
            if theirs is not None and theirs != mine:
                yield Pair(
                    sentence, caption, f"stage of the model in {caption.block.label}", mine, theirs, Severity.low
                )

    def verbs(self, dossier: Dossier, sentences: Sequence[Said]) -> Iterator[Pair]:
        names = Names(dossier)
        level, above = (
            [(s, *found) for s in sentences for found in results(names, plain(s.text), TRIGGERS[kind])]
            for kind in (Kind.par, Kind.beats)
        )
        for a, score, rival in level:
            for b, same, other in above:
                if (score, rival) == (same, other) and a.text != b.text:
                    yield Pair(a, b, f"the score {score}", "matches the rival", "exceeds it", Severity.low)

    def report(self, dossier: Dossier, pair: Pair) -> Finding:
        a, b = pair.a, pair.b
        spots = f"{spot(a)} and {spot(b)}"
        return self.finding(
            dossier,
            severity=pair.severity,
            confidence=Confidence.medium,
            says="contradicted",
            title=f"{pair.what}: {pair.x} in one passage, {pair.y} in another ({spots})",
            message=(
                f'{spot(a)} says: "{short(a.text)}" {spot(b)} says: "{short(b.text)}" '
                f"The two disagree on the {pair.what}."
            ),
            evidence=[evidence(a, primary=True), evidence(b)],
            arithmetic=[f"{pair.what}: {pair.x} ≠ {pair.y}"],
            overturned_by="A correction of one of the two passages, or a condition that tells them apart.",
            models=list(dossier.release.subjects[:1]),
        )


def number(digits: str, multiplier: str | None) -> Decimal:
    """A number as printed, times its letter."""
    return Decimal(digits.replace(",", "")) * THOUSANDS.get((multiplier or "").casefold(), 1)


def rounded(printed: str, value: Decimal, other: Decimal) -> bool:
    """Whether the other number, rounded to as many digits as this one prints, is this one."""
    digits = len(printed.replace(",", "").replace(".", "").strip("0")) or 1
    return value == other or abs(value - other) <= Decimal(5) * Decimal(10) ** (value.adjusted() - digits)


def shown(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2] or ''}"


def stage_of(text: str) -> str | None:
    """The one stage of training that a text names."""
    found = [name for name, words in STAGES.items() if words.search(text)]
    return found[0] if len(found) == 1 else None


def results(names: Names, text: str, words: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Printed percentages that a sentence sets level with, or above, a rival: the last one before the word, with it."""
    for trigger in words.finditer(text):
        scores = re.findall(r"(?<![\w.])\d+\.\d+\s?%", text[: trigger.start()])
        rival = next((m for m in names.find_models(text) if trigger.end() <= m.start < trigger.end() + 40), None)
        if scores and rival is not None and not rival.own:
            yield scores[-1], rival.name


def spot(sentence: Said) -> str:
    return f"{where('', sentence.block.place)} of {sentence.document.name}"


def short(text: str) -> str:
    return text if len(text) <= 220 else text[:219].rsplit(" ", 1)[0] + " …"


def evidence(sentence: Said, *, primary: bool = False) -> Evidence:
    return cite_text(
        sentence.document, sentence.text, sentence.block.place, label=sentence.block.label, primary=primary
    )
