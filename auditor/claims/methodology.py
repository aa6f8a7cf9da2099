"""Conditions that running text states of a benchmark or field: "for SomeBench, we use greedy decoding".

A sentence counts only for tables of its own section or the section around it, only where it speaks of evaluating, and
only for the benchmarks or fields its clause names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from auditor.claims import lexicon
from auditor.claims.settings import Said, conditions
from auditor.records import Block, BlockKind, ConditionName, Document, SaidIn

_TEXTS = (BlockKind.paragraph, BlockKind.list_item)
_OF_RUNS = frozenset(
    {
        ConditionName.samples,
        ConditionName.attempts,
        ConditionName.shots,
        ConditionName.temperature,
        ConditionName.prompting,
        ConditionName.harness,
    }
)
_SPEAKS = re.compile(
    r"\b(?:evaluat\w+|we (?:use[ds]?|adopt\w*|employ\w*|report\w*|set|follow\w*"
    r"|sampl\w+|generat\w+|conduct\w*|run|ran)"
    r"|results? (?:are|is|were)|(?:is|are|was|were) (?:evaluated|reported|averaged|calculated|computed|measured"
    r"|obtained"
    r"|sampled|tested)|scores? (?:are|is|were)|using|employ\w*|adopt\w*)\b|采用|使用|评测|评估",
    re.I,
)
_OTHER_STAGE = re.compile(
    r"\b(?:train(?:ing|ed)?|fine-?tun\w+|pre-?train\w+|reward|rollouts?|distill\w*|filter\w*|curat\w*|synthes\w*"
    r"|difficulty|verifier|RL)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?。；])\s*(?=[A-Z\d“\"(*]|[^\x00-\x7f])")
_CLAUSE = re.compile(r",?\s(?:while|whereas|but)\s|;\s")
_BOTH = re.compile(r"\b(?:both|these|the two|all(?: of)?(?: these| the)?) (?:benchmarks?|datasets?|tasks?)\b", re.I)
_LONGEST = 420


@dataclass(frozen=True)
class _Stated:
    section: tuple[str, ...]
    clause: str
    names: str
    """The words around in which a benchmark must be named."""
    about: str
    """The whole paragraph, which may name the table it speaks of."""

    @cached_property
    def small(self) -> str:
        """`names` in small letters: most texts are told at once not to name a benchmark."""
        return self.names.lower()


class Methodology:
    """What a document's paragraphs say of how benchmarks were run."""

    def __init__(self, document: Document) -> None:
        self._stated = [stated for block in document.blocks if block.kind in _TEXTS for stated in _of(block)]
        self._known: dict[tuple[int, str, tuple[str, ...]], list[Said]] = {}
        self._around: dict[int, list[_Stated]] = {}

    def of(self, block: Block, benchmark: str, fields: Iterable[str]) -> list[Said]:
        """The clauses that speak of a table's benchmark, or of a field its row stands in."""
        key = (block.order, benchmark, tuple(fields))
        if key not in self._known:
            self._known[key] = self._of(block, benchmark, key[2])
        return self._known[key]

    def _beside(self, block: Block) -> list[_Stated]:
        """What is said near a table, or in a paragraph that names it."""
        if block.order not in self._around:
            label = re.compile(rf"\b{re.escape(block.label)}(?!\d)") if block.label else None
            self._around[block.order] = [
                stated
                for stated in self._stated
                if (label is not None and label.search(stated.about)) or _near(stated.section, block.section)
            ]
        return self._around[block.order]

    def _of(self, block: Block, benchmark: str, fields: tuple[str, ...]) -> list[Said]:
        found = []
        for stated in self._beside(block):
            named = _names(stated, benchmark) or _names_of_caption(stated.names, benchmark, block.caption)
            if named or any(_names_field(stated.clause, field) for field in fields):
                found.append(Said(stated.clause, SaidIn.section))
        return found


def _of(block: Block) -> Iterable[_Stated]:
    sentences = _SENTENCE.split(block.text)
    for at, sentence in enumerate(sentences):
        if len(sentence) > _LONGEST or not _SPEAKS.search(sentence) or _OTHER_STAGE.search(sentence):
            continue
        for clause in _CLAUSE.split(sentence):
            kinds = {condition.name for condition in conditions(Said(clause, SaidIn.section))}
            if kinds and kinds <= _OF_RUNS and not kinds >= {ConditionName.samples, ConditionName.attempts}:
                # "For both benchmarks" means the ones the paragraph has named so far.
                names = " ".join(sentences[: at + 1]) if _BOTH.search(clause) else clause
                yield _Stated(block.section, clause, names, block.text)


@lru_cache(maxsize=4096)
def _first_part(label: str) -> str:
    return re.split(r"\s*[|(]", label)[0].strip()


def _near(said: tuple[str, ...], table: tuple[str, ...]) -> bool:
    """Whether a sentence stands in the table's section or directly in one around it."""
    return len(said) > 0 and table[: len(said)] == said and (len(said) > 1 or len(table) < 2)


def _names(stated: _Stated, benchmark: str) -> bool:
    """Whether a text names the first part of a benchmark's label."""
    text, name = stated.names, _first_part(benchmark)
    if len(name) < 3 or lexicon.is_fragment(name) or lexicon.is_category(name):
        return False
    if name.lower() in stated.small and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w])", text, re.I):
        return True
    # A text may leave the part out ("GPQA" of "GPQA Diamond"), as long as it names no other one.
    first = name.split()[0].rstrip("+")
    if first not in text or len(first) < 3 or first == name or not re.search(r"[A-Z]{2}", first):
        return False
    return bool(re.search(rf"(?<![\w-]){re.escape(first)}(?![\w+-]|\s?\d|\s[A-Z])", text))


def _names_of_caption(text: str, label: str, caption: str) -> bool:
    """Whether a text names a benchmark of the caption, where the label itself says only a part ("Python")."""
    if not lexicon.is_fragment(_first_part(label)):
        return False
    names = re.findall(r"\b(?:[A-Z][a-z]+[A-Z][\w+-]*|[A-Z]{3,}[\w+-]*)", caption)
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", text) for name in names)


def _names_field(clause: str, field: str) -> bool:
    """Whether a clause speaks of all tasks of a field ("for mathematical benchmark tasks")."""
    words = [word for word in lexicon.squeeze(field).split() if len(word) > 3]
    if len(words) != 1:
        return False
    stem = words[0][: max(4, len(words[0]) - 4)]
    tasks = rf"\b(?:for|on|in|across) (?:the |all |our )?{re.escape(stem)}\w*(?:\s\w+)? (?:tasks?|benchmarks?)\b"
    return bool(re.search(tasks, clause, re.I))
