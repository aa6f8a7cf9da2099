"""Two runs on the same items: exact McNemar where an item is right or wrong, a paired bootstrap in any case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from auditor.evidence.pairs import mcnemar_exact

RESAMPLES = 10_000
SEED = 20_240_229
"""Fixed, so that the same items always give the same interval."""


@dataclass(frozen=True)
class PairedTest:
    """What the shared items of two runs say. Scores and differences are in percent points, first minus second."""

    n: int
    """Items that both runs have."""
    left_out: tuple[int, int]
    """Items that only the first, and only the second has."""
    first: float
    second: float
    difference: float
    stderr: float | None
    """Of the mean difference; None for a single item."""
    interval: tuple[float, float]
    """95 % percentile interval of the paired bootstrap."""
    only_first: int | None
    """Items that only the first got right. None where items have scores between right and wrong."""
    only_second: int | None
    p_value: float | None
    """Two-sided exact McNemar; None where items have scores between right and wrong."""


def paired_test(first: Mapping[str, float], second: Mapping[str, float]) -> PairedTest:
    """Two runs compared on the items they share; scores lie between 0 and 1.

    Source: for right and wrong `mcnemar_exact`, in any case `paired_bootstrap`. Raises ValueError where none is shared.
    """
    shared = sorted(first.keys() & second.keys())
    if not shared:
        raise ValueError("the runs share no item")
    a, b = [first[item] for item in shared], [second[item] for item in shared]
    differences = [100 * (x - y) for x, y in zip(a, b, strict=True)]
    binary = {*a, *b} <= {0.0, 1.0}
    only_first = sum(x > y for x, y in zip(a, b, strict=True)) if binary else None
    only_second = sum(x < y for x, y in zip(a, b, strict=True)) if binary else None
    return PairedTest(
        n=len(shared),
        left_out=(len(first) - len(shared), len(second) - len(shared)),
        first=100 * sum(a) / len(a),
        second=100 * sum(b) / len(b),
        difference=sum(differences) / len(differences),
        stderr=standard_error(differences),
        interval=paired_bootstrap(differences),
        only_first=only_first,
        only_second=only_second,
        p_value=mcnemar_exact(only_first, only_second) if only_first is not None and only_second is not None else None,
    )


def standard_error(values: Sequence[float]) -> float | None:
    """s/√n with n − 1 in the variance; None for fewer than two values.

    Source: Miller 2024, "Adding Error Bars to Evals", section 4.2 (paired differences), arXiv 2411.00640.
    """
    n = len(values)
    if n < 2:
        return None
    mean = sum(values) / n
    return sqrt(sum((v - mean) ** 2 for v in values) / (n - 1) / n)


def paired_bootstrap(
    differences: Sequence[float], *, confidence: float = 0.95, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float]:
    """The percentile interval of the mean of paired differences, items drawn with replacement.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13. Raises ValueError for no items or a
    confidence outside (0, 1).
    """
    if not differences or not 0 < confidence < 1:
        raise ValueError("a bootstrap needs items and a confidence between 0 and 1")
    import numpy as np

    values = np.asarray(differences, dtype=float)
    drawn = np.random.Generator(np.random.PCG64(seed))
    # In slices, so that ten thousand draws of ten thousand items need no gigabyte.
    size = max(1, 4_000_000 // len(values))
    means = [
        values[drawn.integers(0, len(values), size=(min(size, resamples - start), len(values)))].mean(axis=1)
        for start in range(0, resamples, size)
    ]
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    return float(low), float(high)
