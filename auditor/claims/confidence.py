"""How likely a claim is right: the share of right ones among labelled claims that were found in the same way.

The counts come from `tests/claims/reliability.py` over hand-labelled pages of 24 documents at first sight, before
anything was mended for them: the share is what can be expected of a document that nobody has looked at. Groups with few
claims there also count those of 47 documents against which the rules of extraction were mended. The prior keeps small
groups from certainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from auditor.claims.vocabulary import Vocabulary

Group = tuple[str, int, int]
"""How found; doubts of its table's reader (0, 1, 2 for more); how many of its two names are known."""

COUNTS: dict[Group, tuple[int, int]] = {
    ("charts", 0, 0): (0, 1),
    ("charts", 0, 1): (7, 18),
    ("charts", 0, 2): (238, 238),
    ("metadata", 0, 1): (4, 4),
    ("prose", 0, 0): (2, 2),
    ("prose", 0, 1): (40, 46),
    ("prose", 0, 2): (104, 105),
    ("tables", 0, 0): (149, 149),
    ("tables", 0, 1): (888, 905),
    ("tables", 0, 2): (2860, 2906),
    ("tables", 1, 1): (15, 24),
    ("tables", 1, 2): (111, 117),
}
"""Group → right claims and all claims of it on labelled pages."""
_PRIOR = {"tables": 0.97, "charts": 0.90, "metadata": 0.95, "prose": 0.85, "pictures": 0.9}
_WEIGHT = 12
"""Claims that the prior counts for."""
_PER_DOUBT = 0.85
"""What the prior of a group with doubts is of the one with a doubt less."""
_LESS = 0.97
"""What a further doubt leaves at most of the share with a doubt less, where the counts say nothing of it."""
MOST_DOUBTS = 2
_MOST = 0.99
"""No claim is stated surer than this: the labels themselves have errors."""


def group_of(found_by: str, doubts: Sequence[str], model: str, benchmark: str, vocabulary: Vocabulary) -> Group:
    """The group of a claim with these names."""
    known = int(vocabulary.kind(model) == "model") + int(
        vocabulary.kind(benchmark) == "benchmark" or vocabulary.kind(benchmark.split(" | ")[0]) == "benchmark"
    )
    return found_by, min(len(doubts), MOST_DOUBTS), known


def share(group: Group) -> float:
    """The smoothed share of right claims in a group; never above that of the same group with fewer doubts or more
    known names."""
    found_by, doubts, known = group
    prior = _PRIOR.get(found_by, 0.8) * _PER_DOUBT**doubts
    right, total = COUNTS.get(group, (0, 0))
    own = (right + _WEIGHT * prior) / (total + _WEIGHT)
    caps = [share((found_by, doubts - 1, known)) * _LESS] if doubts else []
    caps += [share((found_by, doubts, known + 1))] if known < 2 else []
    return min([own, _MOST, *caps])


@lru_cache(maxsize=256)
def confidence(group: Group) -> float:
    """From 0 to 1, two decimals."""
    return round(share(group), 2)
