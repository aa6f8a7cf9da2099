"""Names of models and benchmarks in sentences: the longest runs of capitalised words that name one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Literal

from auditor.claims import lexicon, spoken
from auditor.claims.orientation import Names
from auditor.claims.roles import is_own, sizes_only
from auditor.claims.sentences import COMMON, NAME, OPENING
from auditor.claims.spoken import Name
from auditor.claims.vocabulary import Vocabulary, benchmark_shape, model_shape, stem

Kind = Literal["model", "benchmark"]
_WORDS = re.compile(r"\S+")
_POSSESSIVE, _POSSESSED = re.compile(r"['’]s?$"), re.compile(r"['’]s\s")
_PLURAL = re.compile(r"(?<=\w)\s[Bb]enchmarks$")
_BRACKETED = re.compile(r"\(([^()]+)\)$")
_CAPITALS = re.compile(r"[A-Z]{2}|[a-z][A-Z]")
"""Capitals that no ordinary word has."""
_FRACTION, _SIZE = re.compile(r"\d/\d"), re.compile(r"\d+[a-z]?")
_COUNTED = re.compile(r"\d+-[a-z]+")
"""A number of something ("35-challenge", "5-shot")."""
_LONGEST = 6
"""Words of a name."""


class Mentions:
    """The names in the sentences of one document, each sentence and each piece of one judged once."""

    def __init__(self, subjects: tuple[str, ...], vocabulary: Vocabulary, names: Names) -> None:
        """`names`: what the document's tables have shown; to be complete before the first sentence is asked about."""
        self._subjects, self._vocabulary, self._names = subjects, vocabulary, names
        self._judged: dict[Kind, dict[str, bool]] = {"model": {}, "benchmark": {}}
        self._found: dict[tuple[str, Kind], list[Name]] = {}

    def of(self, sentence: str, kind: Kind) -> list[Name]:
        """The names of a kind in a sentence, from left to right."""
        known = self._found.get((sentence, kind))
        if known is None:
            known = self._found[sentence, kind] = self._find(sentence, kind)
        return known

    def names(self, piece: str, kind: Kind) -> bool:
        """Whether a text as a whole names something of a kind."""
        judged = self._judged[kind]
        known = judged.get(piece)
        if known is None:
            known = judged[piece] = self._model(piece) if kind == "model" else self._benchmark(piece)
        return known

    @cached_property
    def benchmarks(self) -> frozenset[str]:
        """Benchmark names of the document's tables, squeezed, also without their bracket, part or measure."""
        return frozenset(
            part
            for label in self._names.benchmarks
            for part in (label, label.split(" pass ")[0])
            if len(part) > 2 and not lexicon.is_fragment(part) and not lexicon.is_category(part)
        )

    def _find(self, sentence: str, kind: Kind) -> list[Name]:
        behind = spoken.MARK if kind == "model" else spoken.PART
        return [
            Name(f"{n.text}{more.group()}", n.start, n.end + more.end())
            if (more := behind.match(sentence[n.end :]))
            else n
            for match in NAME.finditer(sentence)
            for n in self._inside(match.group(), match.start(), kind)
        ]

    def _inside(self, text: str, at: int, kind: Kind) -> Iterator[Name]:
        """The longest pieces of a run of capitalised words that name something of a kind."""
        words = _pieces(text)
        i = 0
        while i < len(words):
            start, pieces = words[i]
            for piece, last in pieces:
                inner = _BRACKETED.search(piece)
                if inner is not None and kind == "benchmark" and self.names(inner[1], "model"):
                    continue
                opened = inner is not None and inner.start() == 0
                name = inner[1] if inner is not None and opened else piece
                if self.names(name, kind):
                    yield Name(name, at + start + opened, at + start + opened + len(name))
                    i = last
                    break
            i += 1

    def _model(self, piece: str) -> bool:
        if _no_name(piece) or lexicon.is_metric(piece):
            return False
        if _FRACTION.search(piece) or sizes_only(piece) or _SIZE.fullmatch(piece):
            return False
        squeezed = lexicon.squeeze(piece)
        if self._names.benchmarks[squeezed] or self._vocabulary.kind(piece) == "benchmark":
            return False
        return (
            self._names.models[squeezed] > 0
            or is_own(piece, self._subjects)
            or self._vocabulary.kind(piece) == "model"
            or (model_shape(piece) >= 0.3 and self._names.stems[stem(piece)] > 0)
        )

    def _benchmark(self, piece: str) -> bool:
        if _no_name(piece) or _COUNTED.fullmatch(piece):
            return False
        squeezed = lexicon.squeeze(piece)
        printed = squeezed in self.benchmarks or (
            piece.isupper() and len(piece) > 3 and self._names.benchmarks[squeezed] > 0
        )
        # The shape is seen at a glance; asking the vocabulary is the most of the work, and most pieces name nothing.
        shaped = benchmark_shape(piece) >= 0.6 or _CAPITALS.search(piece) is not None
        shaped = shaped and not lexicon.is_category(piece) and not lexicon.is_metric(piece)
        if not printed and not shaped:
            return False
        kind = self._vocabulary.kind(piece)
        if self._names.models[squeezed] or kind == "model" or is_own(piece, self._subjects):
            return False
        return printed or kind == "benchmark"


def _no_name(piece: str) -> bool:
    return (
        len(piece) < 2
        or piece.lower() in COMMON
        or piece.split(" ", 1)[0].lower() in OPENING
        or _POSSESSED.search(piece) is not None
    )


@lru_cache(maxsize=16384)
def _pieces(text: str) -> tuple[tuple[int, tuple[tuple[str, int], ...]], ...]:
    """For each word of a text its start and the names that may begin with it, longest first, with their last word."""
    words = [(m.start(), m.end()) for m in _WORDS.finditer(text)]
    return tuple(
        (
            start,
            tuple(
                (_PLURAL.sub("", _POSSESSIVE.sub("", text[start : words[last][1]].strip(",.;:"))), last)
                for last in range(min(len(words), first + _LONGEST) - 1, first - 1, -1)
            ),
        )
        for first, (start, _) in enumerate(words)
    )
