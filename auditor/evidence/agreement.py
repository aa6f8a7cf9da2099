"""How far judges agree beyond chance: Krippendorff's α for nominal verdicts, with a bootstrap interval.

Krippendorff, K. (2011): Computing Krippendorff's Alpha-Reliability, section C (nominal data, any number of observers,
missing data). The interval resamples whole questions; his own bootstrap resamples single disagreements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

DRAWS = 2000
SEED = 20260101


@dataclass(frozen=True)
class Agreement:
    """α, 1 where all agree and 0 where they agree as by chance; it can be negative."""

    alpha: float
    low: float | None
    """Ends of the 95 % interval; None where too few resamples have an α."""
    high: float | None
    questions: int
    """Questions with at least two votes; others tell nothing of agreement."""
    votes: int
    """Votes on those."""


def agreement(units: Sequence[Sequence[str | None]], *, seed: int = SEED, draws: int = DRAWS) -> Agreement | None:
    """Agreement of judges. A unit holds the verdicts on one question; None is no vote.

    None where α is not defined: no question with two votes, or the same verdict throughout.
    """
    import numpy as np

    voted = [[verdict for verdict in unit if verdict is not None] for unit in units]
    paired = [unit for unit in voted if len(unit) >= 2]
    kinds = sorted({verdict for unit in paired for verdict in unit})
    if len(kinds) < 2:
        return None
    counts = np.array([[unit.count(kind) for kind in kinds] for unit in paired], dtype=float)
    alpha = _alphas(counts, np.ones((1, len(paired))))[0]
    weights = np.random.default_rng(seed).multinomial(len(paired), [1 / len(paired)] * len(paired), size=draws)
    drawn = _alphas(counts, weights.astype(float))
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, [2.5, 97.5]) if len(drawn) >= draws / 2 else (None, None)
    return Agreement(
        alpha=float(alpha),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        questions=len(paired),
        votes=int(counts.sum()),
    )


def _alphas(counts: np.ndarray[Any, Any], weights: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """α of each row of weights: 1 - (n - 1) Σ_u Σ_{c≠k} n_uc n_uk / (m_u - 1) / Σ_{c≠k} n_c n_k.

    `counts`: questions × verdicts; `weights`: resamples × questions.
    """
    import numpy as np

    size = counts.sum(axis=1)
    differing = (size**2 - (counts**2).sum(axis=1)) / (size - 1)
    n = weights @ size
    expected = n**2 - ((weights @ counts) ** 2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas: np.ndarray[Any, Any] = np.where(expected > 0, 1 - (n - 1) * (weights @ differing) / expected, np.nan)
    return alphas
