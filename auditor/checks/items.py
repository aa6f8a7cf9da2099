"""How many items stand behind a printed score, and where that number comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.checks.rows import Row
from auditor.records import Benchmark, ConditionName, Dossier, ResolvedClaim, SaidIn, Unit
from auditor.registry import may_carry

_RUNS = re.compile(r"(?:avg|average|mean|cons|maj|pass|best)[\s_-]*@?\s*(?:of\s*)?(\d+)", re.IGNORECASE)


NO_SHARE = re.compile(
    r"\bf1\b|bleu|rouge|elo|rating|mcc|auc|nll|bits|chrf|percentile|win[- ]?rate|rubric|\bmc[12]\b", re.IGNORECASE
)
"""Metrics that no count of right answers gives: each answer is right in part, or is set against another's."""
FEWEST = 20
"""Below this, "items" are usually tasks with many items of their own."""


@dataclass(frozen=True)
class Items:
    """A number of items with its source."""

    n: int
    benchmark: Benchmark
    said: str
    """In words: where n comes from."""


def items_of(dossier: Dossier, cell: ResolvedClaim) -> Items | None:
    """The items of a share-of-items score; None where n is unknown, the scale is another, or a subset was run."""
    benchmark = dossier.benchmarks.get(cell.benchmark.id or "")
    n = benchmark.items_behind_a_score if benchmark else None
    if benchmark is None or n is None or not may_carry(benchmark) or n < FEWEST:
        return None
    if benchmark.metric.unit not in ("percent", "fraction"):
        return None
    if cell.claim.unit not in (Unit.percent, Unit.fraction, Unit.unknown):
        return None
    setting = cell.claim.setting
    if (
        setting.get(ConditionName.subset)
        or setting.get(ConditionName.data_split)
        or setting.get(ConditionName.language)
    ):
        return None
    metric = setting.get(ConditionName.metric) or cell.claim.metric or ""
    if NO_SHARE.search(f"{metric} {cell.claim.benchmark}") or any(map(NO_SHARE.search, benchmark.metric.names)):
        return None
    has = "has" if benchmark.n_scored is None else "is usually scored on"
    return Items(n, benchmark, f"{benchmark.name} {has} {n} items")


def runs_of(cell: ResolvedClaim) -> int | None:
    """How many runs the document says were averaged; 1 for a majority vote; None where it does not say."""
    near = [c for c in cell.claim.setting.conditions if c.said_in not in (SaidIn.section, SaidIn.prose)]
    samples = next((c.value for c in near if c.name is ConditionName.samples), None)
    if samples:
        match = _RUNS.search(samples)
        if match and samples.casefold().startswith(("avg", "average", "mean")):
            return int(match[1])
        if samples.casefold().startswith(("cons", "maj")):
            return 1
    text = f"{cell.claim.benchmark} {cell.claim.setting.printed}".casefold()
    if "single attempt" in text or "single run" in text or "single-run" in text:
        return 1
    return None


def margin_in_items(row: Row, a: ResolvedClaim, b: ResolvedClaim, n: int) -> float:
    """The difference of two percentages as a number of items."""
    from auditor.checks.rows import difference

    return float(abs(difference(a, b))) * n / 100
