"""Krippendorff's α against his own worked example, and its limits."""

from __future__ import annotations

import itertools
import random

import pytest

from auditor.evidence.agreement import agreement

# Four observers, twelve units, some values missing: α = 0.743 for nominal data (Krippendorff 2011, section C).
OBSERVERS = (
    "123321412...",
    "123322412 5.3".replace(" ", ""),
    ".33323422 51.".replace(" ", ""),
    "123324412 51.".replace(" ", ""),
)


def units(rows: tuple[str, ...]) -> list[list[str | None]]:
    return [[None if value == "." else value for value in column] for column in zip(*rows, strict=True)]


def test_the_worked_example() -> None:
    found = agreement(units(OBSERVERS))
    assert found is not None
    assert round(found.alpha, 3) == 0.743
    assert (found.questions, found.votes) == (11, 40)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high <= 1


def test_the_definition() -> None:
    """Against the definition by pairs, on made-up votes with gaps."""
    draw = random.Random(4)
    votes = [[draw.choice(["upheld", "dismissed", "uncertain", None]) for _ in range(4)] for _ in range(30)]
    paired = [[vote for vote in unit if vote] for unit in votes]
    paired = [unit for unit in paired if len(unit) > 1]
    values = [vote for unit in paired for vote in unit]
    n = len(values)
    observed = sum(
        sum(a != b for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1) for unit in paired
    ) / n  # fmt: skip
    expected = sum(a != b for a, b in itertools.permutations(values, 2)) / (n * (n - 1))
    found = agreement(votes)
    assert found is not None
    assert found.alpha == pytest.approx(1 - observed / expected)


def test_limits() -> None:
    full = agreement([["a", "a"], ["b", "b"]] * 5)
    assert full is not None
    assert full.alpha == 1
    opposed = agreement([["a", "b"]] * 5)
    assert opposed is not None
    assert opposed.alpha < 0
    assert agreement([]) is None
    assert agreement([["a", None], ["b", None]]) is None, "no question with two votes"
    assert agreement([["a", "a"], ["a", "a"]]) is None, "no variation, so no chance to agree beyond"


def test_the_interval_is_the_same_each_time() -> None:
    votes = units(OBSERVERS)
    assert agreement(votes) == agreement(votes)
    assert agreement(votes, seed=1) != agreement(votes)


def test_the_interval_covers() -> None:
    """Two judges who agree by chance: the interval holds 0 about as often as it says."""
    draw = random.Random(7)
    held = 0
    for _ in range(200):
        found = agreement([[draw.choice("ud"), draw.choice("ud")] for _ in range(60)], draws=400)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0 <= found.high
    assert held >= 178
