"""What a printed number can mean: tolerance, possible counts, restatement over a full set. Exact throughout."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

Number = int | Decimal | Fraction


def decimals_of(value: str | Decimal) -> int:
    """Digits after the decimal point of a printed number ("74.90" has 2)."""
    exponent = Decimal(value).as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {value}")
    return max(0, -exponent)


def tolerance(decimals: int) -> Decimal:
    """Half a unit of the last printed digit, ½·10⁻ᵈ, in the printed unit."""
    if decimals < 0:
        raise ValueError("decimals must not be negative")
    return Decimal(5).scaleb(-decimals - 1)


def same_when_printed(a: Decimal, b: Decimal, *, decimals: tuple[int, int] | None = None) -> bool:
    """Whether two printed numbers can be the same quantity: |a − b| ≤ tol(a) + tol(b).

    `decimals` are the printed digits of each; by default those that the `Decimal` carries.
    """
    d_a, d_b = decimals or (decimals_of(a), decimals_of(b))
    return abs(a - b) <= tolerance(d_a) + tolerance(d_b)


def possible_counts(
    score: Decimal, n: int, *, runs: int = 1, decimals: int | None = None, full: int = 100
) -> tuple[int, ...]:
    """All integers k of right answers, out of n·runs, that print as `score`: |full·k/(n·runs) − score| ≤ ½·10⁻ᵈ.

    The bounds are inclusive, so both rounding half up and half to even are allowed. `full` is 100 for percent and 1
    for fractions. An empty result means that no count prints as this score.

    Source: the GRIM test, Brown & Heathers 2017, Social Psychological and Personality Science 8(4), 363-369.
    """
    if n < 1 or runs < 1:
        raise ValueError("n and runs must be at least 1")
    d = decimals_of(score) if decimals is None else decimals
    total = n * runs
    x, half = Fraction(score), Fraction(tolerance(d))
    low = max(0, ceil((x - half) * total / full))
    high = min(total, floor((x + half) * total / full))
    return tuple(range(low, high + 1))


def rounded_twice(score: Decimal, n: int, *, decimals: int, full: int = 100) -> bool:
    """Whether some k of n prints as the score by rounding to one digit more first (138/164 = 84.146, 84.15, 84.2)."""
    finer, coarser = Decimal(1).scaleb(-decimals - 1), Decimal(1).scaleb(-decimals)
    near = int(score * n / full)
    return any(
        (Decimal(full * k) / n).quantize(finer, ROUND_HALF_UP).quantize(coarser, ROUND_HALF_UP) == score
        for k in range(max(near - 1, 0), near + 3)
    )


def smallest_possible_runs(
    score: Decimal, n: int, *, decimals: int | None = None, full: int = 100, most: int = 128
) -> int | None:
    """The smallest number r of runs over n items for which some count prints as `score` as the mean over runs.

    None where no r up to `most` does. Source: GRIM (see `possible_counts`) with n·r as the number of observations.
    """
    return next(
        (r for r in range(1, most + 1) if possible_counts(score, n, runs=r, decimals=decimals, full=full)), None
    )


def neighbouring_scores(score: Decimal, n: int, *, runs: int = 1, full: int = 100) -> tuple[Fraction, Fraction]:
    """The two exact scores that n·runs observations can give around `score`: one not above, one not below it."""
    total = n * runs
    k = Fraction(score) * total / full
    low, high = max(0, min(total, floor(k))), max(0, min(total, ceil(k)))
    return Fraction(full * low, total), Fraction(full * high, total)


def largest_count_difference(
    a: Decimal, b: Decimal, n: int, *, decimals: tuple[int, int] | None = None, full: int = 100
) -> int | None:
    """The largest |k_a − k_b| of right answers, out of n each, that prints as these two scores.

    None where either score is impossible on n single observations. Used for best-case bounds, so the largest.
    """
    d_a, d_b = decimals or (decimals_of(a), decimals_of(b))
    counts_a = possible_counts(a, n, decimals=d_a, full=full)
    counts_b = possible_counts(b, n, decimals=d_b, full=full)
    if not counts_a or not counts_b:
        return None
    return max(abs(counts_a[-1] - counts_b[0]), abs(counts_b[-1] - counts_a[0]))


def restated_over(score: Number, part: int, whole: int, *, full: int = 100) -> tuple[Fraction, Fraction]:
    """What a score on `part` items allows over all `whole` items: [x·n′/n, (x·n′ + full·(n − n′))/n].

    Nothing is assumed of the items left out: none right, or all right.
    """
    if not 0 < part <= whole:
        raise ValueError("part must lie between 1 and whole")
    x = Fraction(score)
    return x * part / whole, (x * part + full * (whole - part)) / whole
