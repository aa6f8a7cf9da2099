"""Scores stated in sentences: model, benchmark and number in one sentence, or the model in the sentence before.
Precision first.

A number counts only where the sentence ties it to a benchmark by "N on B", "B (N)" or "on B, … N"; differences,
costs and counts never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims import chinese, spoken
from auditor.claims.confidence import confidence, group_of
from auditor.claims.grounding import direction, unit
from auditor.claims.listings import (
    Listed,
    distributed,
    led_pair,
    many,
    score_items,
    solved,
    twofold,
    under_conditions,
)
from auditor.claims.measures import metric_in
from auditor.claims.mentions import Mentions
from auditor.claims.orientation import Names
from auditor.claims.roles import role
from auditor.claims.sentences import CITATION, HYPOTHETICAL, SCORE, SENTENCE, SHARED_OUT, VERB, bound_of
from auditor.claims.settings import Said, setting
from auditor.claims.spoken import Name
from auditor.claims.ties import benchmark_of, is_score
from auditor.claims.values import decimals_of, to_decimal
from auditor.claims.vocabulary import Vocabulary, stem
from auditor.records import (
    Block,
    BlockKind,
    Claim,
    Condition,
    ConditionName,
    Document,
    Emphasis,
    Origin,
    Place,
    Release,
    Role,
    SaidIn,
    content_id,
)


def read_prose(document: Document, release: Release, vocabulary: Vocabulary, names: Names) -> list[Claim]:
    """Claims of paragraphs, list items and notes."""
    claims: list[Claim] = []
    mentions = Mentions(release.subjects, vocabulary, names)
    defined = spoken.defined_headings(document.blocks)
    items = score_items(document.blocks, mentions)
    for block in document.blocks:
        if block.order in items:
            paragraph = _Paragraph(block, document, release, vocabulary, names, mentions, defined)
            claims.append(paragraph.listed(items[block.order], block.text))
        elif block.kind in _SPOKEN and _TWO_DIGITS.search(block.text) and _may_score(block.text):
            claims.extend(_Paragraph(block, document, release, vocabulary, names, mentions, defined).read())
    return claims


_SPOKEN = (BlockKind.paragraph, BlockKind.list_item, BlockKind.footnote)
_SCORED = re.compile(r"\d(?:\s?%|\.\d|\d{3}|,\d{3})")
"""Stands in every sentence with a score: looking for it is cheap, and most sentences have none."""
_ELO, _THOUSANDS = re.compile(r"\bElo\b", re.I), re.compile(r"\d,?\d{3}")
_PER = re.compile(r"\b(?:solv|pass|complet)\w*\s\d+/\d+")
_SET_AGAINST = re.compile(r"\((?:vs\.?|versus|compared (?:to|with))\s\d")
_TWO_DIGITS = re.compile(r"\d\d")


def _may_score(text: str) -> bool:
    if chinese.tells(text) or _PER.search(text) or _SET_AGAINST.search(text):
        return True
    return _SCORED.search(text) is not None and any(
        m["unit"] or "." in m["number"] or len(m["number"]) > 3 for m in SCORE.finditer(text)
    )


class _Paragraph:
    def __init__(
        self,
        block: Block,
        document: Document,
        release: Release,
        vocabulary: Vocabulary,
        names: Names,
        mentions: Mentions,
        defined: frozenset[str],
    ) -> None:
        self.block, self.document, self.release = block, document, release
        self.vocabulary, self.names, self.mentions = vocabulary, names, mentions
        self.past: list[str] = []
        """Sentences gone by whose names nothing has asked for yet."""
        self.subject: str | None = None
        self.conditions: tuple[str, str] | None = None
        """The two conditions under which a sentence gave a score each."""
        self.rival = ""
        """The model that the paragraph compares with."""
        self.topic = ""
        """The evaluation that sentences without a benchmark's name speak of."""
        first = spoken.lead(block)
        if first and self.mentions.names(first, "model"):
            self.subject = first
        self.led = bool(first) and self.subject is None and spoken.lead_topic(first, vocabulary, block.text)
        self.topic = first if self.led else spoken.heading_topic(block, mentions.benchmarks, vocabulary, defined)

    def read(self) -> Iterator[Claim]:
        seen: set[tuple[str, str, str]] = set()
        sentences = SENTENCE.split(self.block.text)
        last = max((i for i, sentence in enumerate(sentences) if _TWO_DIGITS.search(sentence)), default=-1)
        yield from self._in_chinese(seen)
        for sentence in sentences[: last + 1]:
            listed = list(self._lists(sentence))
            taken = frozenset(one.score.start("number") for one in listed)
            claims = (self.listed(replace(one, benchmark=self._inside(one.benchmark)), sentence) for one in listed)
            for claim in (*self._pairs(sentence), *claims, *self._sentence(sentence, taken)):
                key = (claim.model, claim.benchmark, f"{claim.value} {claim.setting.printed}")
                if key not in seen:
                    seen.add(key)
                    yield claim
            self.past.append(sentence)

    def _in_chinese(self, seen: set[tuple[str, str, str]]) -> Iterator[Claim]:
        """The claims of Chinese sentences."""
        subject, topic = self.subject, self.topic
        for quote, spaced in chinese.sentences(self.block.text):
            for one in chinese.scores(spaced, self.mentions, subject, topic):
                claim = self._claim(quote, spaced, one.score, one.model, one.benchmark)
                key = (claim.model, claim.benchmark, f"{claim.value} {claim.setting.printed}")
                if key not in seen:
                    seen.add(key)
                    yield claim
            models = self.mentions.of(spaced, "model")
            subject = models[0].text if models else subject
            named = {name.text for name in self.mentions.of(spaced, "benchmark")}
            topic = named.pop() if len(named) == 1 and not self.led else topic

    def listed(self, one: Listed, quote: str) -> Claim:
        """The claim of a score that a list gives."""
        return self._claim(quote, quote, one.score, one.model, one.benchmark, one.condition)

    def _listen(self, sentence: str) -> None:
        """Takes in what the sentences before, and the first half of this one, have made known. Most sentences state no
        score, and finding their names is the most of the work."""
        for before in self.past:
            self._compare(before)
            models = self.mentions.of(before, "model")
            if models:
                self.subject = models[0].text
            named = list(dict.fromkeys(name.text for name in self.mentions.of(before, "benchmark")))
            if named and not self.led and (len(named) == 1 or spoken.opens_with(before, named[0])):
                self.topic = named[0]
        self.past.clear()
        self._compare(sentence)

    def _compare(self, sentence: str) -> None:
        for n in self.mentions.of(sentence, "model"):
            if spoken.COMPARED.search(sentence[: n.start]):
                self.rival = n.text

    def _sentence(self, sentence: str, taken: frozenset[int] = frozenset()) -> Iterator[Claim]:
        """The claims of one sentence. `taken`: where numbers start that two lists have given already."""
        if not _SCORED.search(sentence):
            return
        whole = sentence
        sentence = CITATION.sub(lambda match: " " * len(match.group()), sentence)
        if not self._plain(sentence):
            return
        scores = [m for m in SCORE.finditer(sentence) if is_score(sentence, m)]
        scores = [m for m in scores if m.start("number") not in taken]
        if not scores:
            return
        self._listen(whole)
        benchmarks = self.mentions.of(sentence, "benchmark")
        if not benchmarks and self.topic:
            yield from self._of_topic(whole, sentence, scores)
        if not benchmarks:
            return
        models = self.mentions.of(sentence, "model")
        models = [n for n in models if not any(b.start <= n.start < b.end for b in benchmarks)]
        scores = [m for m in scores if not any(n.start <= m.start("number") < n.end for n in (*benchmarks, *models))]
        for score in scores:
            benchmark = benchmark_of(sentence, score, benchmarks, scores)
            if benchmark is None:
                near = spoken.model_at(sentence, score, models)
                tied = re.match(r"\s?\)?\s(?:on|in|for|across)\s", sentence[score.end() :])
                mean = re.search(r"\baverage\b", sentence[: score.start()])
                near = spoken.shared_out(sentence, score, models) or near
                whole_names = {b.text for b in benchmarks if not any(o.text.endswith(f" {b.text}") for o in benchmarks)}
                if near and not tied and not mean and len(whole_names) == 1:
                    yield self._claim(whole, sentence, score, near, whole_names.pop())
                continue
            model = self._model_of(sentence, score, benchmark, models)
            if model:
                yield self._claim(whole, sentence, score, model, self._inside(benchmark.text))

    def _inside(self, benchmark: str) -> str:
        """A benchmark's name, as a part of the one that leads the item where there is one."""
        inside = self.led and benchmark not in self.topic
        inside = inside and self.mentions.names(self.topic.split(" ")[0], "benchmark")
        return f"{self.topic} | {benchmark}" if inside else benchmark

    def _of_topic(self, whole: str, sentence: str, scores: Sequence[re.Match[str]]) -> Iterator[Claim]:
        """Numbers of a sentence that names models but no benchmark: they are of the paragraph's evaluation where the
        model stands directly at them."""
        models = self.mentions.of(sentence, "model")
        told = spoken.STRONG.search(sentence) or spoken.bracketed(sentence, scores, models) > 1
        if not told or SHARED_OUT.search(sentence):
            return
        for score in scores:
            if any(n.start <= score.start("number") < n.end for n in models):
                continue
            if spoken.no_score(sentence[score.end() :]):
                continue
            before = sentence[: score.start()]
            after = sentence[score.end() :]
            listed = re.search(r"\d\s?%?,?\s(?:and|or)\s$", before) or re.match(r"\)?,?\s(?:and|or)\s\d", after)
            if listed or re.match(r"\)?\s(?:\w+\s)?(?:on|in|across)\s(?:the\s)?[A-Z]", after):
                continue
            opened = spoken.opening_part(sentence)
            said = before[opened.end() :] if opened is not None else before
            if spoken.speaks_of_another(said, self.topic, [n.text for n in models]):
                continue
            model = spoken.model_at(sentence, score, models)
            opens = re.match(r"(?i)\W*(?:it )?(?:achieved|scored)\b", before)
            if model is None and not models and self.subject and opens:
                model = self.subject
            if model is None and self.led and self.release.subjects:
                counterpart = spoken.COUNTERPART.search(sentence[score.end() :])
                if counterpart and spoken.MEASURED.search(before):
                    model = self.release.subjects[0]
            if model:
                what = spoken.with_part(self.topic, sentence)
                yield self._claim(whole, sentence, score, model, what)
                for start, part in spoken.parts_behind(sentence, score.end()):
                    inner = SCORE.search(sentence, start)
                    if inner is not None and inner.start() == start:
                        yield self._claim(whole, sentence, inner, model, f"{what} | {part}")

    def _pairs(self, sentence: str) -> Iterator[Claim]:
        """Scores set against each other in one bracket: "B (M 94% vs N 91%)", "B (66.1 vs. 18.7)"."""
        if not spoken.VERSUS.search(sentence) and not spoken.PAIR.search(sentence):
            return
        self._listen(sentence)
        benchmarks = self.mentions.of(sentence, "benchmark")
        for match in spoken.VERSUS.finditer(sentence):
            named = [b for b in benchmarks if 0 <= match.start() - b.end <= 2]
            if named and all(self._model_like(match[side]) for side in "ab"):
                for model, number in (("a", "x"), ("b", "y")):
                    score = SCORE.search(sentence, match.start(number))
                    if score is not None:
                        yield self._claim(sentence, sentence, score, match[model], self._inside(named[-1].text))
        for match in spoken.PAIR.finditer(sentence):
            before = sentence[: match.start()].rstrip()
            direct = [b.text for b in benchmarks if 0 <= match.start() - b.end <= 2]
            what = self._inside(direct[-1]) if direct else spoken.rate_name(before)
            models = [n for n in self.mentions.of(sentence, "model") if n.end <= match.start()]
            own = [n.text for n in models if not spoken.COMPARED.search(sentence[: n.start])]
            ours = own[-1] if own else self.subject
            if not what or not ours:
                continue
            for model, number in ((ours, "x"), (self.rival, "y")):
                score = SCORE.search(sentence, match.start(number))
                if score is not None and model and (model != ours or number == "x"):
                    yield self._claim(sentence, sentence, score, model, what)

    def _lists(self, sentence: str) -> Iterator[Listed]:
        if _PER.search(sentence):
            self._listen(sentence)
            yield from solved(sentence, self.mentions, self.topic)
        if self.led and self.release.subjects and _SET_AGAINST.search(sentence):
            yield from led_pair(sentence, self.mentions, self.release.subjects[0], self.topic)
        stated = twofold(sentence)
        if (stated is None and not many(sentence)) or not self._plain(sentence):
            return
        self._listen(sentence)
        found = list(under_conditions(sentence, self.mentions, self.topic, self.conditions))
        if stated is not None:
            self.conditions = stated
        yield from found or distributed(sentence, self.mentions, self.subject, self.topic)

    def _plain(self, sentence: str) -> bool:
        """Whether a sentence says what is, in words that can be taken apart."""
        # What stands before a colon ("…, filtered by difficulty, M does well: it scores N on B") is not of the numbers.
        colon = sentence.rfind(": ")
        colon = colon if _TWO_DIGITS.search(sentence, colon + 1) else 0
        return bool(VERB.search(sentence)) and not HYPOTHETICAL.search(sentence, max(0, colon)) and len(sentence) <= 900

    def _model_like(self, label: str) -> bool:
        return (
            self.mentions.names(label, "model")
            or self.names.stems[stem(label)] > 0
            or stem(label) in {stem(subject) for subject in self.release.subjects}
        )

    def _model_of(self, sentence: str, score: re.Match[str], benchmark: Name, models: Sequence[Name]) -> str | None:
        """The model that the clause is about: the last one before the number that is not compared against; else
        the paragraph's."""
        meant = spoken.meant(sentence, models)
        before = [m for m in meant if m.end <= score.start()]
        bracketed = [
            m for m in models if sentence[benchmark.end : m.start] == " (" and sentence[m.end : m.end + 1] == ")"
        ]
        if bracketed:
            return bracketed[0].text
        pair = spoken.shared_out(sentence, score, models)
        if pair:
            return pair
        near = spoken.model_at(sentence, score, models)
        if near:
            return near
        if before:
            return before[-1].text
        ahead = [m for m in models if m.end <= score.start()]
        if meant and not ahead:
            return None
        if self.subject and all(m.text != self.subject for m in ahead):
            return self.subject
        if (
            not models
            and self.release.subjects
            and re.search(r"\b(?:we|our|it|the model)\b", sentence, re.I)
            and not self.subject
        ):
            return self.release.subjects[0]
        return None

    def _rating(self, printed: str) -> list[Condition]:
        """Elo as the measure of a bare number in the thousands, where the paragraph speaks of Elo."""
        elo = _ELO.search(self.block.text) if _THOUSANDS.fullmatch(printed) else None
        if elo is None:
            return []
        return [Condition(name=ConditionName.metric, value="Elo", printed=elo.group(), said_in=SaidIn.prose)]

    def _place(self, quote: str, score: re.Match[str]) -> Place:
        """The place of the paragraph; of a number behind a page break, the page on which it is printed."""
        start = self.block.text.find(quote) + score.start("number")
        pages = [page for offset, page in self.block.turns if offset <= start]
        return Place(page=pages[-1]) if pages else self.block.place

    def _claim(
        self, quote: str, sentence: str, score: re.Match[str], model: str, benchmark: str, condition: str = ""
    ) -> Claim:
        printed = score["number"] + (score["unit"] or "").strip()
        said = [Said(condition or sentence, SaidIn.prose)]
        stated = setting(said, self._rating(printed))
        nearby = sentence[max(0, score.start() - 40) : score.end() + 30]
        which = role(model, self.release, any_named=True)
        return Claim(
            id=content_id(
                "claim", self.document.id, self.block.order, score.start(), model, benchmark, printed, sentence
            ),
            document=self.document.id,
            block=self.block.order,
            place=self._place(quote, score),
            quote=quote.strip(),
            origin=Origin.prose,
            section=self.block.section,
            placement=self.block.placement,
            model=model,
            benchmark=benchmark,
            metric=metric_in(benchmark),
            value=printed,
            number=to_decimal(printed),
            decimals=decimals_of(printed),
            unit=unit(printed, f"{benchmark} {nearby}" if not score["unit"] else benchmark, False),
            bound=bound_of(score["bound"]),
            emphasis=Emphasis.none,
            setting=stated,
            role=which if which is not Role.ablation else Role.rival,
            higher_is_better=direction(benchmark),
            found_by="prose",
            confidence=confidence(group_of("prose", (), model, benchmark, self.vocabulary)),
        )
