"""Nearly equal names: misspellings only. Never across numbers or across words that make another model or benchmark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from auditor.registry.normalise import normalise, numbers

MOST_EDITS = 2
"""Insertions, deletions, substitutions and swaps of neighbouring letters between a name and its misspelling."""
SHORTEST_WORD = 5
"""Letters; shorter words are mostly acronyms, where one letter makes another name."""
SHORTEST = 8
"""Characters; shorter names differ too little from others."""

# Words that make another model or benchmark of the same name. They must agree on both sides.
_GUARDS = """
    pro mini nano lite large medium small micro tiny max plus ultra flash turbo haiku sonnet opus verified diamond
    hard full redux multilingual multimodal live chinese zh en base instruct chat thinking preview exp coder code
    vl vision omni math audio image distill zero speciale terminus codex spark air fast heavy deep guard reward
    embedding retail airline telecom banking easy challenge high middle test val public private commercial index
    accuracy extra super hybrid r v xl xxl science reasoning indic edit agent agents web text search clean other
"""
GUARDS = frozenset(_GUARDS.split())


@dataclass(frozen=True)
class Near:
    """The outcome of an approximate lookup."""

    id: str | None
    """The one entry near enough, if there is one."""
    name: str
    score: float
    near: tuple[str, ...]
    """Entries to think of, nearest first, whether near enough or not."""


def closest(name: str, spellings: Sequence[tuple[str, str]], *, shown: int = 3) -> Near:
    """The entry whose spelling is nearest to a name; spellings are pairs of normalised name and id."""
    wanted = normalise(name)
    if not wanted:
        return Near(None, "", 0.0, ())
    found = process.extract(
        wanted, [spelling for spelling, _ in spellings], scorer=fuzz.ratio, limit=20, score_cutoff=70
    )
    best: dict[str, tuple[float, str]] = {}
    for spelling, score, position in found:
        id_ = spellings[position][1]
        if id_ not in best or score > best[id_][0]:
            best[id_] = (score, spelling)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    near = tuple(id_ for id_, _ in ranked[:shown])
    fitting = [(id_, score, spelling) for id_, (score, spelling) in ranked if _misspelt(wanted, spelling)]
    if len(wanted) < SHORTEST or len(fitting) != 1:
        return Near(None, "", 0.0, near)
    id_, score, spelling = fitting[0]
    return Near(id_, spelling, round(score, 1), near)


def _misspelt(a: str, b: str) -> bool:
    """Same numbers, same guarded words, and in every other word the same letters: swapped, doubled or not doubled."""
    left, right = a.split(), b.split()
    if len(left) != len(right) or numbers(a) != numbers(b) or OSA.distance(a, b) > MOST_EDITS:
        return False
    return all(
        x == y or (x not in GUARDS and y not in GUARDS and _same_letters(x, y))
        for x, y in zip(left, right, strict=True)
    )


def _same_letters(a: str, b: str) -> bool:
    if any(c.isdigit() for c in a + b) and _DIGITS.findall(a) != _DIGITS.findall(b):
        return False
    if min(len(a), len(b)) < SHORTEST_WORD or a[:2] != b[:2]:
        return False
    return sorted(a) == sorted(b) or sorted(_single(a)) == sorted(_single(b))


def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


_DOUBLED = re.compile(r"([a-z])\1+")
_DIGITS = re.compile(r"\d+")
