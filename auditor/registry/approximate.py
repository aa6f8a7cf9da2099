"""Nearly equal names: misspellings only. Never across numbers or across words that make another model or benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from auditor.registry.normalise import normalise, numbers

THRESHOLD = 92.0
"""Least similarity (0 to 100, normalised Indel similarity) of a match."""
MARGIN = 3.0
"""Least lead over the next entry."""
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
        wanted, [spelling for spelling, _ in spellings], scorer=fuzz.ratio, limit=12, score_cutoff=70
    )
    best: dict[str, tuple[float, str]] = {}
    for spelling, score, position in found:
        id_ = spellings[position][1]
        if id_ not in best or score > best[id_][0]:
            best[id_] = (score, spelling)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    near = tuple(id_ for id_, _ in ranked[:shown])
    fitting = [(id_, score, spelling) for id_, (score, spelling) in ranked if _agree(wanted, spelling)]
    if len(wanted) < SHORTEST or not fitting or fitting[0][1] < THRESHOLD:
        return Near(None, "", 0.0, near)
    if len(fitting) > 1 and fitting[0][1] - fitting[1][1] < MARGIN:
        return Near(None, "", 0.0, near)
    id_, score, spelling = fitting[0]
    return Near(id_, spelling, round(score, 1), near)


def _agree(a: str, b: str) -> bool:
    """Same numbers, same guarded words, and the differing words are misspellings of one another, not other words."""
    if numbers(a) != numbers(b):
        return False
    left, right = a.split(), b.split()
    if sorted(w for w in left if w in GUARDS) != sorted(w for w in right if w in GUARDS):
        return False
    if any(any(c.isdigit() for c in w) for w in set(left) ^ set(right)):
        return False
    odd_left, odd_right = [w for w in left if w not in right], [w for w in right if w not in left]
    return len(odd_left) == len(odd_right) and all(
        min(len(x), len(y)) >= 4 and x[0] == y[0] and fuzz.ratio(x, y) >= 75
        for x, y in zip(odd_left, odd_right, strict=True)
    )
