"""Scores stated in sentences: model, benchmark and number in one sentence, or the model in the sentence before.
Precision first.

A number counts only where the sentence ties it to a benchmark by "N on B", "B (N)" or "on B, … N"; differences,
costs and counts never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.claims import lexicon, spoken
from auditor.claims.grounding import direction, unit
from auditor.claims.orientation import Names
from auditor.claims.roles import is_own, role, sizes_only
from auditor.claims.sentences import (
    AFTER_DIFFERENCE,
    BEATEN,
    CITATION,
    COMMON,
    COST,
    DIFFERENCE,
    HYPOTHETICAL,
    NAME,
    OPENING,
    RECORD,
    SCORE,
    SENTENCE,
    SHARED_OUT,
    VERB,
    bound_of,
)
from auditor.claims.settings import Said, metric_in, setting
from auditor.claims.spoken import Name
from auditor.claims.values import decimals_of, to_decimal
from auditor.claims.vocabulary import Vocabulary, benchmark_shape, model_shape, stem
from auditor.records import Block, BlockKind, Claim, Document, Emphasis, Origin, Release, Role, SaidIn, content_id


def read_prose(document: Document, release: Release, vocabulary: Vocabulary, names: Names) -> list[Claim]:
    """Claims of paragraphs, list items and notes."""
    claims: list[Claim] = []
    for block in document.blocks:
        if block.kind not in (BlockKind.paragraph, BlockKind.list_item, BlockKind.footnote) or not re.search(
            r"\d\d", block.text
        ):
            continue
        claims.extend(_Paragraph(block, document, release, vocabulary, names).read())
    return claims


class _Paragraph:
    def __init__(
        self, block: Block, document: Document, release: Release, vocabulary: Vocabulary, names: Names
    ) -> None:
        self.block, self.document, self.release, self.vocabulary, self.names = (
            block,
            document,
            release,
            vocabulary,
            names,
        )
        self.subject: str | None = None
        self.rival = ""
        """The model that the paragraph compares with."""
        self.topic = ""
        """The evaluation that sentences without a benchmark's name speak of."""
        first = spoken.lead(block)
        if first and self._is(first, "model"):
            self.subject = first
        self.led = bool(first) and self.subject is None and spoken.lead_topic(first, vocabulary)
        self.topic = first if self.led else spoken.heading_topic(block, self._known, vocabulary)

    def _known(self, label: str) -> bool:
        return lexicon.squeeze(label) in self._benchmarks()

    def read(self) -> Iterator[Claim]:
        if not any(m["unit"] or "." in m["number"] or len(m["number"]) > 3 for m in SCORE.finditer(self.block.text)):
            return
        seen: set[tuple[str, str, str]] = set()
        sentences = SENTENCE.split(self.block.text)
        last = max((i for i, sentence in enumerate(sentences) if re.search(r"\d\d", sentence)), default=-1)
        for sentence in sentences[: last + 1]:
            for n in self._names(sentence, "model"):
                if spoken.COMPARED.search(sentence[: n.start]):
                    self.rival = n.text
            for claim in (*self._pairs(sentence), *self._sentence(sentence)):
                key = (claim.model, claim.benchmark, claim.value)
                if key not in seen:
                    seen.add(key)
                    yield claim
            models = self._names(sentence, "model")
            if models:
                self.subject = models[0].text
            named = {name.text for name in self._names(sentence, "benchmark")}
            if len(named) == 1 and not self.led:
                self.topic = named.pop()

    def _names(self, sentence: str, kind: str) -> list[Name]:
        found: list[Name] = []
        for match in NAME.finditer(sentence):
            found.extend(self._inside(match.group(), match.start(), kind))
        behind = spoken.MARK if kind == "model" else spoken.PART
        return [
            Name(f"{n.text}{more.group()}", n.start, n.end + more.end())
            if (more := behind.match(sentence[n.end :]))
            else n
            for n in found
        ]

    def _inside(self, text: str, at: int, kind: str) -> Iterator[Name]:
        """The longest pieces of a run of capitalised words that name something of a kind."""
        words = [(m.group(), m.start()) for m in re.finditer(r"\S+", text)]
        i = 0
        while i < len(words):
            for j in range(min(len(words), i + 6), i, -1):
                piece = text[words[i][1] : words[j - 1][1] + len(words[j - 1][0])].strip(",.;:")
                piece = re.sub(r"['’]s?$", "", piece)
                if self._is(piece, kind):
                    yield Name(piece, at + words[i][1], at + words[i][1] + len(piece))
                    i = j - 1
                    break
            i += 1

    def _is(self, piece: str, kind: str) -> bool:
        known = self.names.asked.get((piece, kind))
        if known is None:
            known = self.names.asked[piece, kind] = self._judge(piece, kind)
        return known

    def _judge(self, piece: str, kind: str) -> bool:
        if len(piece) < 2 or (lexicon.is_metric(piece) and kind == "model") or piece.lower() in COMMON:
            return False
        if piece.split(" ")[0].lower() in OPENING:
            return False
        if re.search(r"['’]s\s", piece):
            return False
        squeezed = lexicon.squeeze(piece)
        if kind == "model":
            if re.search(r"\d/\d", piece):
                return False
            if sizes_only(piece) or re.fullmatch(r"\d+[a-z]?", piece):
                return False
            if self.names.benchmarks[squeezed] or self.vocabulary.kind(piece) == "benchmark":
                return False
            return (
                self.names.models[squeezed] > 0
                or is_own(piece, self.release.subjects)
                or self.vocabulary.kind(piece) == "model"
                or (model_shape(piece) >= 0.3 and self.names.stems[stem(piece)] > 0)
            )
        if (
            self.names.models[squeezed]
            or is_own(piece, self.release.subjects)
            or self.vocabulary.kind(piece) == "model"
        ):
            return False
        if piece.isupper() and len(piece) > 3 and self.names.benchmarks[squeezed]:
            return True
        return squeezed in self._benchmarks() or (
            self.vocabulary.kind(piece) == "benchmark"
            and benchmark_shape(piece) >= 0.6
            and not lexicon.is_category(piece)
            and not lexicon.is_metric(piece)
        )

    def _benchmarks(self) -> frozenset[str]:
        """Benchmark names of the document's tables, also without their bracket, part or measure."""
        cached = self.names.spoken
        if cached is None or cached[0] != len(self.names.benchmarks):
            known: set[str] = set()
            for label in self.names.benchmarks:
                for part in (label, label.split(" pass ")[0]):
                    if len(part) > 2 and not lexicon.is_fragment(part) and not lexicon.is_category(part):
                        known.add(part)
            cached = (len(self.names.benchmarks), frozenset(known))
            self.names.spoken = cached
        return cached[1]

    def _sentence(self, sentence: str) -> Iterator[Claim]:
        whole = sentence
        sentence = CITATION.sub(lambda match: " " * len(match.group()), sentence)
        if not VERB.search(sentence) or HYPOTHETICAL.search(sentence) or len(sentence) > 900:
            return
        scores = [m for m in SCORE.finditer(sentence) if self._is_score(sentence, m)]
        benchmarks = self._names(sentence, "benchmark") if scores else []
        if scores and not benchmarks and self.topic:
            yield from self._of_topic(whole, sentence, scores)
        if not benchmarks:
            return
        models = [n for n in self._names(sentence, "model") if not any(b.start <= n.start < b.end for b in benchmarks)]
        scores = [m for m in scores if not any(n.start <= m.start("number") < n.end for n in (*benchmarks, *models))]
        for score in scores:
            benchmark = self._benchmark_of(sentence, score, benchmarks, scores)
            if benchmark is None:
                near = spoken.model_at(sentence, score, models)
                tied = re.match(r"\s?\)?\s(?:on|in|for|across)\s", sentence[score.end() :])
                mean = re.search(r"\baverage\b", sentence[: score.start()])
                if near and not tied and not mean and len({b.text for b in benchmarks}) == 1:
                    yield self._claim(whole, sentence, score, near, benchmarks[0].text)
                continue
            model = self._model_of(sentence, score, benchmark, models)
            if model:
                inside = (
                    self.led and benchmark.text not in self.topic and self._is(self.topic.split(" ")[0], "benchmark")
                )
                what = f"{self.topic} | {benchmark.text}" if inside else benchmark.text
                yield self._claim(whole, sentence, score, model, what)

    def _of_topic(self, whole: str, sentence: str, scores: Sequence[re.Match[str]]) -> Iterator[Claim]:
        """Numbers of a sentence that names models but no benchmark: they are of the paragraph's evaluation where the
        model stands directly at them."""
        if not spoken.STRONG.search(sentence) or SHARED_OUT.search(sentence):
            return
        models = self._names(sentence, "model")
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
            if spoken.speaks_of_another(before, self.topic, [n.text for n in models]):
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
        benchmarks = self._names(sentence, "benchmark")
        for match in spoken.VERSUS.finditer(sentence):
            named = [b for b in benchmarks if 0 <= match.start() - b.end <= 2]
            if named and all(self._model_like(match[side]) for side in "ab"):
                for model, number in (("a", "x"), ("b", "y")):
                    score = SCORE.search(sentence, match.start(number))
                    if score is not None:
                        yield self._claim(sentence, sentence, score, match[model], named[-1].text)
        for match in spoken.PAIR.finditer(sentence):
            before = sentence[: match.start()].rstrip()
            direct = [b.text for b in benchmarks if 0 <= match.start() - b.end <= 2]
            what = direct[-1] if direct else spoken.rate_name(before)
            models = [n for n in self._names(sentence, "model") if n.end <= match.start()]
            own = [n.text for n in models if not spoken.COMPARED.search(sentence[: n.start])]
            ours = own[-1] if own else self.subject
            if not what or not ours:
                continue
            for model, number in ((ours, "x"), (self.rival, "y")):
                score = SCORE.search(sentence, match.start(number))
                if score is not None and model and (model != ours or number == "x"):
                    yield self._claim(sentence, sentence, score, model, what)

    def _model_like(self, label: str) -> bool:
        return (
            self._is(label, "model")
            or self.names.stems[stem(label)] > 0
            or stem(label) in {stem(subject) for subject in self.release.subjects}
        )

    def _is_score(self, sentence: str, match: re.Match[str]) -> bool:
        before, after = sentence[: match.start()], sentence[match.end() :]
        number = match["number"]
        if (
            COST.search(before[-60:])
            or COST.search(after[:30])
            or DIFFERENCE.search(before)
            or AFTER_DIFFERENCE.match(after)
        ):
            return False
        if not match["unit"] and "." not in number:
            # A bare whole number is a score only as a rating.
            return (
                bool(re.search(r"\b(?:elo|rating|score)\b", sentence, re.I))
                and len(number.replace(",", "")) == 4
                and not re.fullmatch(r"(?:19|20)\d\d", number)
            )
        return True

    def _benchmark_of(
        self, sentence: str, score: re.Match[str], benchmarks: Sequence[Name], scores: Sequence[re.Match[str]]
    ) -> Name | None:
        """ "N on B" first; then "B (N)"; then the benchmark last named before the number in the same clause."""
        after = sentence[score.end() :]
        if SHARED_OUT.search(sentence):
            return None
        link = re.match(
            r"(?:\)|\s)*(?:\(?(?:pass@\d+|accuracy|average pass@\d+|Elo rating|rating|win[- ]?rate|score"
            r"|percentile|Acc\.?|EM|F1)\)?\s){0,2}(?:\w+\s){0,2}?(?:on|in|for)\s(?:the\s|both\s"
            r"|average\s)*(?:\w+\s){0,2}?",
            after,
            re.I,
        )
        if link is not None:
            position = score.end() + link.end()
            following = next((b for b in benchmarks if score.end() <= b.start <= position + 24), None)
            if following is not None and not any(score.end() < s.start() < following.start for s in scores):
                return following
        bracket = sentence[: score.start()].rstrip()
        if bracket.endswith(("(", ":", "=")):
            previous = [b for b in benchmarks if b.end <= score.start() and score.start() - b.end <= 4]
            if previous:
                return previous[-1]
        if RECORD.search(sentence[: score.start()]):
            return None
        clause = max(
            sentence.rfind(";", 0, score.start()),
            sentence.rfind(" while ", 0, score.start()),
            sentence.rfind(" whereas ", 0, score.start()),
            -1,
        )
        led = [b for b in benchmarks if clause < b.start and b.end <= score.start()]
        opens = [b for b in led if re.search(r"\b(?:on|in|for)\s(?:the\s|both\s)?$", sentence[: b.start], re.I)]
        if len({b.text for b in opens}) == 1 and not re.search(r"\band\s*$", sentence[opens[-1].end : score.start()]):
            between = sentence[opens[-1].end : score.start()]
            if len(between) < 90 and VERB.search(between):
                return opens[-1]
        return None

    def _model_of(self, sentence: str, score: re.Match[str], benchmark: Name, models: Sequence[Name]) -> str | None:
        """The model that the clause is about: the last one before the number that is not compared against; else
        the paragraph's."""
        before = [
            m for m in models if m.end <= score.start() and not BEATEN.search(sentence[max(0, m.start - 24) : m.start])
        ]
        near = spoken.model_at(sentence, score, models)
        if near:
            return near
        if before:
            return before[-1].text
        if models and models[0].start > score.end():
            return None
        if self.subject and not models:
            return self.subject
        if (
            not models
            and self.release.subjects
            and re.search(r"\b(?:we|our|it|the model)\b", sentence, re.I)
            and not self.subject
        ):
            return self.release.subjects[0]
        return None

    def _claim(self, quote: str, sentence: str, score: re.Match[str], model: str, benchmark: str) -> Claim:
        printed = score["number"] + (score["unit"] or "").strip()
        said = [Said(sentence, SaidIn.prose)]
        stated = setting(said)
        nearby = sentence[max(0, score.start() - 40) : score.end() + 30]
        which = role(model, self.release, any_named=True)
        return Claim(
            id=content_id(
                "claim", self.document.id, self.block.order, score.start(), model, benchmark, printed, sentence
            ),
            document=self.document.id,
            block=self.block.order,
            place=self.block.place,
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
        )
