"""Tests on counts, ranks and pairs: what can be said without item-level data, and of many comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Literal

Alternative = Literal["two-sided", "less", "greater"]


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """Two-sided exact McNemar p from the items that only one of two systems got right.

    min(1, 2·P(X ≤ min(b, c))), X ~ Binomial(b + c, ½). Source: McNemar 1947, Psychometrika 12, 153-157; exact form in
    Fay 2010, Biostatistics 11(2), 373-374.
    """
    if only_first < 0 or only_second < 0:
        raise ValueError("counts must not be negative")
    n, k = only_first + only_second, min(only_first, only_second)
    return float(min(Fraction(1), 2 * sum((Fraction(comb(n, i), 2**n) for i in range(k + 1)), Fraction(0))))


def mcnemar_best_case(count_difference: int) -> float:
    """The smallest p any pairing of two systems can give when their right answers differ by `count_difference`.

    All discordant items go one way: p_min = 2·½^|Δk|, at most 1. So |Δk| ≤ 5 can never reach p < 0.05. Source:
    `mcnemar_exact` with one cell empty.
    """
    return min(1.0, 2 * 0.5 ** abs(count_difference))


def smallest_resolvable_count(alpha: float = 0.05) -> int:
    """The smallest |Δk| whose best-case McNemar p is below `alpha`: 6 for 0.05."""
    if not 0 < alpha < 1:
        raise ValueError("alpha lies between 0 and 1")
    difference = 1
    while mcnemar_best_case(difference) >= alpha:
        difference += 1
    return difference


def sign_test(wins: int, losses: int, alternative: Alternative = "two-sided") -> float:
    """Exact sign test of wins against losses; ties are left out beforehand.

    Source: Conover 1999, Practical Nonparametric Statistics, section 3.4. "greater" tests more wins than losses.
    """
    if wins < 0 or losses < 0:
        raise ValueError("counts must not be negative")
    if alternative == "two-sided":
        return mcnemar_exact(wins, losses)
    n = wins + losses
    tail = range(wins, n + 1) if alternative == "greater" else range(wins + 1)
    return float(sum((Fraction(comb(n, i), 2**n) for i in tail), Fraction(0)))


def smallest_telling_gap(right: int, n: int, alpha: float = 0.05) -> int | None:
    """How many items fewer than `right` of `n` a second system must have right to differ two-sidedly at `alpha`.

    By Fisher's exact test on unpaired answers: twice the one-sided p. None where not even 0 of n differs.
    Source: Fisher 1935, The Design of Experiments.
    """
    if not 0 <= right <= n or n < 1:
        raise ValueError("right answers lie between 0 and n")
    return next(
        (
            gap
            for gap in range(1, right + 1)
            if 2 * fisher_one_sided(right, n - right, right - gap, n - right + gap) < alpha
        ),
        None,
    )


def fisher_one_sided(a: int, b: int, c: int, d: int) -> float:
    """P of a first cell at least as large as `a` in the table [[a, b], [c, d]] with its margins fixed.

    Source: Fisher 1935, The Design of Experiments, chapter 2 (hypergeometric tail).
    """
    if min(a, b, c, d) < 0:
        raise ValueError("counts must not be negative")
    row, column, total = a + b, a + c, a + b + c + d
    ways = comb(total, column)
    tail = sum(comb(row, i) * comb(total - row, column - i) for i in range(a, min(row, column) + 1))
    return float(Fraction(tail, ways))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's step-down adjusted p-values, in the order given.

    Source: Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
    """
    m = len(p_values)
    adjusted = [0.0] * m
    running = 0.0
    for rank, index in enumerate(sorted(range(m), key=lambda i: p_values[i])):
        running = max(running, min(1.0, (m - rank) * p_values[index]))
        adjusted[index] = running
    return tuple(adjusted)


def mann_whitney(first: Sequence[float], second: Sequence[float], alternative: Alternative = "two-sided") -> float:
    """p that two samples come from one distribution, by ranks: exact without ties and for small samples.

    Source: Mann & Whitney 1947, Annals of Mathematical Statistics 18, 50-60; computed by scipy. "greater" tests that
    `first` tends to be larger. Raises ValueError for an empty sample.
    """
    if not first or not second:
        raise ValueError("both samples need at least one value")
    from scipy.stats import mannwhitneyu

    return float(mannwhitneyu(first, second, alternative=alternative).pvalue)


@dataclass(frozen=True)
class RobustLine:
    """A Theil–Sen fit y = intercept + slope·x."""

    slope: float
    intercept: float
    slope_interval: tuple[float, float]
    residual_scale: float
    """1.4826 × median absolute residual: a standard deviation for normal residuals, unmoved by outliers."""
    n: int

    def at(self, x: float) -> float:
        """The fitted y at x."""
        return self.intercept + self.slope * x


def theil_sen(x: Sequence[float], y: Sequence[float], *, confidence: float = 0.95) -> RobustLine:
    """The median of pairwise slopes, with its interval.

    Source: Theil 1950; Sen 1968, JASA 63, 1379-1389; computed by scipy. The scale is the normalised median absolute
    deviation (Rousseeuw & Croux 1993, JASA 88, 1273-1283). Raises ValueError for fewer than 3 points or equal x.
    """
    if len(x) != len(y) or len(x) < 3:
        raise ValueError("a robust line needs at least 3 pairs")
    if len(set(x)) < 2:
        raise ValueError("a line needs at least two different x")
    from statistics import median

    from scipy.stats import theilslopes

    slope, intercept, low, high = (float(v) for v in theilslopes(y, x, confidence))
    residuals = [abs(b - intercept - slope * a) for a, b in zip(x, y, strict=True)]
    return RobustLine(slope, intercept, (low, high), 1.4826 * float(median(residuals)), len(x))
