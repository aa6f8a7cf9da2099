"""Confidence falls with every doubt and every unknown name, and never reaches certainty."""

from __future__ import annotations

import itertools

import pytest

from auditor.claims.confidence import COUNTS, MOST_DOUBTS, share

FOUND_BY = ("tables", "charts", "prose", "metadata", "something new")


@pytest.mark.parametrize("found_by", FOUND_BY)
def test_never_rises_with_doubts(found_by: str) -> None:
    for known in range(3):
        shares = [share((found_by, doubts, known)) for doubts in range(MOST_DOUBTS + 1)]
        assert shares == sorted(shares, reverse=True)
        assert shares[0] > shares[-1]


@pytest.mark.parametrize("found_by", FOUND_BY)
def test_never_falls_with_known_names(found_by: str) -> None:
    for doubts in range(MOST_DOUBTS + 1):
        shares = [share((found_by, doubts, known)) for known in range(3)]
        assert shares == sorted(shares)


def test_stays_between_zero_and_one() -> None:
    for group in itertools.product(FOUND_BY, range(MOST_DOUBTS + 1), range(3)):
        assert 0 < share(group) < 1


def test_counts_are_possible() -> None:
    assert all(0 <= right <= total for right, total in COUNTS.values())


def test_large_groups_state_their_share() -> None:
    for group, (right, total) in COUNTS.items():
        if total > 1000:
            assert share(group) == pytest.approx(min(0.99, right / total), abs=0.01)
