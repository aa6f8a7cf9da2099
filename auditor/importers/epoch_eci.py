"""The inputs and scores of Epoch AI's capabilities index: best cells of many sources, and the index itself."""

from __future__ import annotations

from pathlib import Path

from auditor.importers.reading import header_of, number, rows_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import Independence, Unit

INPUTS = SourceHint(
    "epoch-eci-inputs",
    "Epoch Capabilities Index, inputs",
    "Epoch AI",
    Independence.compiled,
    "https://epoch.ai/eci",
    ("epoch-hub", "epoch-hub-external", "aider", "arc-prize", "vals-ai", "lechmazur-writing"),
)
INDEX = SourceHint(
    "epoch-eci", "Epoch Capabilities Index", "Epoch AI", Independence.benchmark_author, "https://epoch.ai/eci"
)
METRIC = "performance (chance-normalised where there is a chance level)"
"""Beside the hub's 0.8529 for one model on GPQA Diamond the file has 0.8039 = (0.8529 − 0.25) / 0.75, and so on for
MMLU, HellaSwag and others. It does not say of which, so none of its cells stands beside a plain score."""
# The horizon in minutes was brought between 0 and 1 for the index: no longer a score anybody prints.
_RESCALED = frozenset({"METR Time Horizons"})


class EpochEci:
    """eci_benchmarks.csv and eci_scores.csv."""

    name = "epoch-eci"
    describes = "Epoch Capabilities Index CSVs (inputs by benchmark, index by model)"

    def detect(self, path: Path) -> float:
        header = set(header_of(path))
        return (
            1.0 if {"performance", "model_version", "optimized"} <= header or {"eci", "eci_ci_low"} <= header else 0.0
        )

    def read(self, path: Path) -> ImportResult:
        return _index(path) if "eci" in header_of(path) else _inputs(path)


def _inputs(path: Path) -> ImportResult:
    collected = Collected(EpochEci.name, INPUTS)
    for line, row in rows_of(path):
        score, benchmark = number(row.get("performance")), row.get("benchmark", "")
        model = row.get("model_version") or row.get("model", "")
        locator = f"{path.name} {row.get('model_id', '')} {row.get('benchmark_id', '')}"
        if score is None or not model or benchmark in _RESCALED or not 0 <= score <= 1:
            why = "no number" if score is None else "no model" if not model else "rescaled for the index"
            collected.skip(f"{locator} line {line}", why)
            continue
        collected.add(
            model=model,
            benchmark=benchmark,
            metric=METRIC,
            score=score,
            unit=Unit.fraction,
            run_by=row.get("source") or "not stated in the collection",
            locator=locator,
            notes="the best value of an aggregated model" if row.get("Model aggregation") else None,
        )
    return collected.result()


def _index(path: Path) -> ImportResult:
    collected = Collected(EpochEci.name, INDEX)
    for line, row in rows_of(path):
        score, model = number(row.get("eci")), row.get("Model", "")
        if score is None or not model:
            collected.skip(f"{path.name} line {line}", "no index" if model else "no model")
            continue
        low, high = row.get("eci_ci_low"), row.get("eci_ci_high")
        collected.add(
            model=model,
            benchmark="Epoch Capabilities Index",
            metric="index",
            score=score,
            unit=Unit.points,
            locator=f"{path.name} {model}",
            # The level of the interval is not stated, so it gives no standard error.
            notes=f"interval {low} to {high}" if low and high else None,
        )
    return collected.result()
