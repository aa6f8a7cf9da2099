"""Paired tests of two runs on the same items, against worked examples and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from auditor.evidence.statistics import mcnemar_exact, paired_bootstrap, paired_test, standard_error


def items(both: int, first: int, second: int, neither: int) -> tuple[dict[str, float], dict[str, float]]:
    pairs = [(1.0, 1.0)] * both + [(1.0, 0.0)] * first + [(0.0, 1.0)] * second + [(0.0, 0.0)] * neither
    return {f"i{n}": a for n, (a, _) in enumerate(pairs)}, {f"i{n}": b for n, (_, b) in enumerate(pairs)}


@pytest.mark.parametrize(("b", "c"), [(0, 0), (1, 7), (12, 3), (40, 61), (5, 5)])
def test_mcnemar_is_the_binomial_test_of_the_discordant_items(b: int, c: int) -> None:
    expected = stats.binomtest(b, b + c, 0.5).pvalue if b + c else 1.0
    assert mcnemar_exact(b, c) == pytest.approx(expected, abs=1e-12)
    found = paired_test(*items(30, b, c, 9))
    assert (found.only_first, found.only_second, found.n) == (b, c, 39 + b + c)
    assert found.p_value == pytest.approx(expected, abs=1e-12)


def test_mcnemar_worked_example() -> None:
    """1600 voters asked twice (Agresti, Categorical Data Analysis, table 10.1): 794, 150, 86, 570; exact p 0.00004."""
    found = paired_test(*items(794, 150, 86, 570))
    assert found.difference == pytest.approx(100 * (944 - 880) / 1600)
    assert found.p_value == pytest.approx(3.7e-5, rel=0.05)
    # The book prints the standard error of the difference as 0.0095, with n in place of n − 1.
    assert found.stderr == pytest.approx(0.95, abs=0.006)


def test_paired_error_is_that_of_the_t_test() -> None:
    drawn = np.random.default_rng(7)
    a, b = drawn.random(40), drawn.random(40)
    found = paired_test(dict(zip(map(str, range(40)), a, strict=True)), dict(zip(map(str, range(40)), b, strict=True)))
    assert found.p_value is None
    assert found.only_first is None
    assert found.difference / (found.stderr or 0) == pytest.approx(stats.ttest_rel(a, b).statistic)


def test_bootstrap_agrees_with_scipy_and_repeats_itself() -> None:
    values = np.random.default_rng(11).normal(2, 5, size=200)
    low, high = paired_bootstrap(list(values))
    expected = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=10_000, rng=1).confidence_interval
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=0.06)
    assert (low, high) == paired_bootstrap(list(values))
    assert paired_bootstrap([3.0]) == (3.0, 3.0)


def test_only_shared_items_count() -> None:
    found = paired_test({"a": 1.0, "b": 0.0, "c": 1.0}, {"b": 1.0, "c": 1.0, "d": 0.0, "e": 0.0})
    assert (found.n, found.left_out, found.first, found.second) == (2, (1, 2), 50.0, 100.0)
    with pytest.raises(ValueError, match="share no item"):
        paired_test({"a": 1.0}, {"b": 1.0})
    with pytest.raises(ValueError, match="needs items"):
        paired_bootstrap([])
    assert standard_error([1.0]) is None
