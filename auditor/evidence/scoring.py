"""A claim's and a run's score on one scale, each with its standard error and where that comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from auditor.evidence.conditions import Side
from auditor.evidence.digits import decimals_of
from auditor.evidence.measures import SHARE, metric_family, on_percent_scale, unit_of
from auditor.evidence.proportions import binomial_se, normal_quantile, wilson_se
from auditor.records import Benchmark, Claim, Run, Unit

_RATINGS = frozenset({Unit.rating, Unit.elo})
"""One scale under two names; whose rating it is stands in the benchmark's name."""


@dataclass(frozen=True)
class Scores:
    """Both scores on one scale."""

    claimed: Decimal
    observed: Decimal
    decimals: tuple[int, int]
    unit: Unit
    observed_scale: int
    """100 where the run's own unit is a fraction shown in percent, else 1."""


def scores_of(claim: Claim, run: Run, benchmark: Benchmark | None) -> tuple[Scores | None, str]:
    """Both scores on one scale, exactly; None and the reason where they cannot be brought there."""
    if claim.number is None:
        return None, f"the claim prints {claim.value!r}, not one number"
    if claim.bound in {">", "<", "≥", "≤"}:
        return None, f"the claim is printed as a bound ({claim.bound}{claim.value})"
    unit, why = unit_of(claim.number, claim.unit, benchmark, claim.metric)
    run_unit, run_why = unit_of(run.score, run.unit, benchmark, run.metric)
    if Unit.unknown in {unit, run_unit}:
        return None, why or run_why
    first, second = on_percent_scale(claim.number, unit), on_percent_scale(run.score, run_unit)
    digits = claim.decimals if claim.decimals is not None else decimals_of(claim.number)
    if first is not None and second is not None:
        places = (
            digits if unit is Unit.percent else max(0, digits - 2),
            decimals_of(run.score) if run_unit is Unit.percent else max(0, decimals_of(run.score) - 2),
        )
        scale = 100 if run_unit is Unit.fraction else 1
        return Scores(first, second, places, Unit.percent, scale), ""
    if unit is not run_unit and not {unit, run_unit} <= _RATINGS:
        return None, f"the units differ: the claim is in {unit}, the run in {run_unit}"
    return Scores(claim.number, run.score, (digits, decimals_of(run.score)), unit, 1), ""


def claim_error(claim: Claim, side: Side, scores: Scores, benchmark: Benchmark | None) -> tuple[float | None, str]:
    printed = printed_error(claim.uncertainty, claim.number)
    if printed is not None:
        factor = 100 if claim.unit is Unit.fraction else 1
        return printed * factor, f"as printed ({claim.uncertainty})"
    return _binomial(scores.claimed, scores.unit, side, None, benchmark)


def run_error(run: Run, side: Side, scores: Scores, benchmark: Benchmark | None) -> tuple[float | None, str]:
    if run.stderr:
        return run.stderr * scores.observed_scale, "as the source prints it"
    return _binomial(scores.observed, scores.unit, side, run.n, benchmark)


def _binomial(
    score: Decimal, unit: Unit, side: Side, n: int | None, benchmark: Benchmark | None
) -> tuple[float | None, str]:
    """√(p(1 − p)/n) in points for a share of items, with n from the run, its part or the registry."""
    if n is None:
        n = side.part.items
    if n is None and side.part.named is None and benchmark is not None:
        n = benchmark.items_behind_a_score
    family = metric_family(side.metric, benchmark)
    if n is None or unit is not Unit.percent or family not in {None, SHARE} or not 0 <= score <= 100:
        return None, "not known"
    p = float(score) / 100
    if 0 < p < 1:
        return 100 * binomial_se(p, n), f"binomial with n = {n}"
    return 100 * wilson_se(p, n), f"Wilson with n = {n}"


def printed_error(text: str | None, score: Decimal | None) -> float | None:
    """The standard error behind a printed uncertainty, in the printed unit; None where it cannot be read.

    "±1.2" is taken as one standard error (the wider reading), an interval of two bounds as 95 %.
    """
    if not text:
        return None
    numbers = [float(v) for v in re.findall(r"(?<![\d.])[-+]?\d+(?:\.\d+)?", text.replace("−", "-").replace("–", " "))]
    numbers = [v for v in numbers if not (v == 95 and re.search(r"95\s*%", text))]
    if re.search(r"±|\+/-|\+-", text) and numbers:
        return abs(numbers[-1])
    if re.search(r"[+＋]\s*\d.*[-−]\s*\d", text) and len(numbers) >= 2:
        return (abs(numbers[-2]) + abs(numbers[-1])) / (2 * normal_quantile(0.975))
    if len(numbers) >= 2 and score is not None:
        low, high = numbers[-2], numbers[-1]
        if low <= float(score) <= high:
            return (high - low) / (2 * normal_quantile(0.975))
    return None
