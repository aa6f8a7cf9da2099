"""What a score measures: its unit on one scale, and the family of its metric. Only families alike may be compared."""

from __future__ import annotations

import re
from decimal import Decimal

from auditor.records import Benchmark, Unit

SHARE = "share of items right"
_SHARES = frozenset(
    {
        "acc", "accuracy", "averageacc", "averageaccuracy", "correct", "em", "exactmatch", "meanaccuracy", "meanscore",
        "overallacc", "overallaccuracy", "passrate", "passrate2", "percentcorrect", "percentresolved", "percentsolved",
        "resolved", "resolverate", "score", "scores", "solved", "success", "successrate", "taskresolved", "tasksuccess",
    }
)  # fmt: skip
# Parts of a function-calling board carry the column's name as their metric: the part is kept in the subset.
_SHARE_SUFFIX = re.compile(r"\b(acc|accuracy|detection)$", re.I)
_RULES: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (re.compile(r"normali[sz]ed", re.I), "share normalised against chance"),
    (re.compile(r"\bacc[_ ]norm\b", re.I), "length-normalised accuracy"),
    (re.compile(r"pass\^([2-9]|\d\d+)", re.I), None),
    (re.compile(r"pass@([2-9]|\d\d+)", re.I), None),
    (re.compile(r"\b(?:cons|maj|majority|sc|best[- ]of|bo)[- ]?@?\s?(\d+)", re.I), None),
    (re.compile(r"pass[@^]k\b|\bmultiple\b", re.I), "several attempts"),
    (re.compile(r"majority vot", re.I), "majority vote"),
    (re.compile(r"\bpass_rate_1\b", re.I), "first try alone"),
    (re.compile(r"(?:avg|mean|average)[- ]?@\s?\d+|pass[@^]1\b", re.I), SHARE),
    (re.compile(r"\bf1\b|f-measure", re.I), "F1"),
    (re.compile(r"\belo\b|arena score|rating", re.I), "rating"),
    (re.compile(r"win.{0,6}tie", re.I), "wins or ties"),
    (re.compile(r"win[ _-]?rate|\bwins?\b", re.I), "win rate"),
    (re.compile(r"\b(bleu|rouge|chrf|cer|wer|perplexity|ppl|ndcg|mrr|recall|precision)\b", re.I), None),
    (re.compile(r"brier|calibration|hallucination|error rate|refusal", re.I), None),
)


_OF_ONE_WHOLE = frozenset({SHARE, "F1", "win rate", "wins or ties"})
"""Families whose scores run from nothing to one whole."""


def metric_family(name: str | None, benchmark: Benchmark | None = None) -> str | None:
    """The family of a metric as printed; None where the name does not settle it.

    The registry's own names of a benchmark's metric count as its share of items right where it is a percentage.
    """
    if not name or not name.strip():
        return None
    for pattern, family in _RULES:
        if match := pattern.search(name):
            return family or match[0].lower().replace(" ", "")
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    if plain in _SHARES or _SHARE_SUFFIX.search(name.strip()):
        return SHARE
    if benchmark and benchmark.metric.unit in {"percent", "fraction"}:
        known = {re.sub(r"[^a-z0-9]", "", n.lower()) for n in benchmark.metric.names}
        if plain in known:
            return SHARE
    return None


def on_percent_scale(score: Decimal, unit: Unit) -> Decimal | None:
    """A percent or fraction in percent, exactly; None for every other unit."""
    if unit is Unit.percent:
        return score
    if unit is not Unit.fraction:
        return None
    shifted = score.scaleb(2)
    return shifted.quantize(Decimal(1)) if shifted.as_tuple().exponent > 0 else shifted  # type: ignore[operator]


def unit_of(score: Decimal, printed: Unit, benchmark: Benchmark | None, metric: str | None = None) -> tuple[Unit, str]:
    """The unit of a score and, where it stays unknown, why.

    A score printed without a unit is a percent where the registry gives the benchmark in percent, or the printed metric
    is a share by its nature, and the score lies in (1, 100]; at or below 1 it could be either.
    """
    if printed is not Unit.unknown:
        return printed, ""
    expected = benchmark.metric.unit if benchmark else None
    if expected is None and metric_family(metric, benchmark) in _OF_ONE_WHOLE:
        expected = "percent"
    if expected in {"percent", "fraction"}:
        if 1 < score <= 100:
            return Unit.percent, ""
        if 0 <= score <= 1:
            return Unit.unknown, f"{score} is printed without a unit and can be a percent or a fraction"
        return Unit.unknown, f"{score} is neither a percent nor a fraction"
    if expected in set(Unit):
        return Unit(expected), ""
    return Unit.unknown, f"the unit of {score} is not stated"
