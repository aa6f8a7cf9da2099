"""Uncertainty of scores that are shares of items right. Shares and errors are fractions of 1 unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, hypot, inf, log, sqrt
from statistics import NormalDist

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Difference:
    """A difference with its error, in the unit of the inputs."""

    difference: float
    stderr: float
    z: float
    p_value: float
    """Two-sided, normal approximation."""
    interval: tuple[float, float]


def normal_quantile(probability: float) -> float:
    """The z below which the standard normal has `probability`: 1.95996 for 0.975."""
    return _NORMAL.inv_cdf(probability)


def two_sided_p(z: float) -> float:
    """P(|Z| ≥ |z|) of the standard normal."""
    return 2 * _NORMAL.cdf(-abs(z))


def wilson_interval(p: float, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson score interval of a share `p` of `n` independent items.

    Source: Wilson 1927, JASA 22, 209-212; recommended for small n and p near 0 or 1 by Brown, Cai & DasGupta 2001,
    Statistical Science 16(2), 101-133. Assumes independent items and one attempt each. Raises ValueError for p
    outside [0, 1] or n < 1.
    """
    _share(p, n)
    z = normal_quantile(0.5 + confidence / 2)
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def binomial_se(p: float, n: int) -> float:
    """√(p(1 − p)/n), the standard error of a share. Zero at p = 0 and p = 1: use `wilson_se` for tests there."""
    _share(p, n)
    return sqrt(p * (1 - p) / n)


def wilson_se(p: float, n: int, *, confidence: float = 0.95) -> float:
    """Half the Wilson interval over its z: an error that does not vanish at 0 and 1 (source: `wilson_interval`)."""
    low, high = wilson_interval(p, n, confidence=confidence)
    return (high - low) / (2 * normal_quantile(0.5 + confidence / 2))


def difference_test(
    difference: float, se_first: float, se_second: float, *, tau: float = 0.0, confidence: float = 0.95
) -> Difference:
    """z = difference / √(SE₁² + SE₂² + τ²) with its two-sided p and interval.

    τ is the standard deviation of the true difference that unlike procedures are known to cause: the between-study
    term of a random-effects comparison (DerSimonian & Laird 1986, Controlled Clinical Trials 7, 177-188); the sum of
    squared errors is that of two independent measurements (Miller 2024, arXiv:2411.00640, section 4). With no error
    at all, z is infinite for any difference and 0 for none. All values share one unit.
    """
    stderr = hypot(se_first, se_second, tau)
    z = difference / stderr if stderr else copysign(inf, difference) if difference else 0.0
    half = normal_quantile(0.5 + confidence / 2) * stderr
    return Difference(difference, stderr, z, two_sided_p(z), (difference - half, difference + half))


def two_proportion_test(
    p_first: float, n_first: int, p_second: float, n_second: int, *, tau: float = 0.0, confidence: float = 0.95
) -> Difference:
    """The unpooled two-proportion z test of independent shares.

    Source: Agresti 2013, Categorical Data Analysis, section 3.1.
    """
    return difference_test(
        p_first - p_second,
        binomial_se(p_first, n_first),
        binomial_se(p_second, n_second),
        tau=tau,
        confidence=confidence,
    )


def correlated_difference_test(p_first: float, p_second: float, n: int, rho: float) -> Difference:
    """The test of two shares over the same n items whose item scores correlate by `rho`.

    Var = (p₁q₁ + p₂q₂ − 2ρ√(p₁q₁p₂q₂))/n: Miller 2024, arXiv:2411.00640, section 4.2 (paired differences).
    """
    if not -1 <= rho <= 1:
        raise ValueError("rho must lie in [-1, 1]")
    s_first, s_second = binomial_se(p_first, n), binomial_se(p_second, n)
    variance = max(0.0, s_first**2 + s_second**2 - 2 * rho * s_first * s_second)
    return difference_test(p_first - p_second, sqrt(variance), 0.0)


def rho_sensitivity(
    p_first: float, p_second: float, n: int, *, rhos: tuple[float, ...] = (0.0, 0.5, 0.7), alpha: float = 0.05
) -> tuple[str, dict[float, float]]:
    """Whether significance hangs on the unknown item correlation.

    Returns ("under all" | "depends on pairing" | "never", p-value by rho). Source: `correlated_difference_test`; the
    range of rho is what Miller 2024 reports between models of one benchmark.
    """
    p_values = {rho: correlated_difference_test(p_first, p_second, n, rho).p_value for rho in rhos}
    hits = [p < alpha for p in p_values.values()]
    return ("under all" if all(hits) else "depends on pairing" if any(hits) else "never"), p_values


def minimum_detectable_effect(p: float, n: int, *, alpha: float = 0.05, power: float = 0.8, rho: float = 0.0) -> float:
    """The smallest true difference between two systems near share `p` that n items find.

    (z of 1 − α/2 + z of power)·√(2p(1−p)(1−ρ)/n).

    Source: Card et al. 2020, "With Little Power Comes Great Responsibility", EMNLP; Miller 2024, section 5.
    """
    _share(p, n)
    return (normal_quantile(1 - alpha / 2) + normal_quantile(power)) * sqrt(2 * p * (1 - p) * (1 - rho) / n)


def rogan_gladen(apparent: float, *, sensitivity: float, specificity: float) -> float:
    """The true share behind an apparent one when the grader errs.

    (p + specificity − 1)/(sensitivity + specificity − 1), clipped to [0, 1]. Source: Rogan & Gladen 1978, American
    Journal of Epidemiology 107(1), 71-76. Raises ValueError for a grader no better than chance (the sum ≤ 1).
    """
    gain = sensitivity + specificity - 1
    if gain <= 0:
        raise ValueError("a grader with sensitivity + specificity ≤ 1 tells nothing")
    return min(1.0, max(0.0, (apparent + specificity - 1) / gain))


def expected_best_of(sigma: float, variants: int) -> float:
    """Expected gain of reporting the best of `variants` equal ones: ≈ σ√(2 ln N), in the unit of σ.

    The upper bound on the expected maximum of N normals (Boucheron, Lugosi & Massart 2013, section 2.5), as applied to
    leaderboards by Singh et al. 2025, arXiv:2504.20879.
    """
    if variants < 1 or sigma < 0:
        raise ValueError("variants must be at least 1 and sigma not negative")
    return sigma * sqrt(2 * log(variants))


def items_behind(p: float, stderr: float, *, within: float = 1e-3) -> int | None:
    """The n of a single-attempt share from its printed error, where SE = √(p(1−p)/(n−1)), the sample standard error.

    None unless n comes out whole and p·n is a whole number of right answers, both within `within`: anything else
    means several attempts, clusters or rounding, and n cannot be known. p must not be 0 or 1.
    """
    if not 0 < p < 1 or stderr <= 0:
        return None
    exact = p * (1 - p) / stderr**2 + 1
    n = round(exact)
    if n < 2 or n > 100_000 or abs(exact - n) > max(within, within * n / 100) or abs(p * n - round(p * n)) > within:
        return None
    return n


def _share(p: float, n: int) -> None:
    if not 0 <= p <= 1:
        raise ValueError(f"a share lies in [0, 1], not {p}")
    if n < 1:
        raise ValueError("n must be at least 1")
