"""HELM run folders: run_spec.json says what was run, stats.json what came out, per_instance_stats.json item by item."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import head_of, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint("helm", "HELM runs", "not stated in the file", Independence.third_party)
# Shares and overlaps between 0 and 1; all else in stats.json is bookkeeping.
_SCORES = (
    "exact_match",
    "quasi_exact_match",
    "prefix_exact_match",
    "quasi_prefix_exact_match",
    "f1_score",
    "rouge_l",
    "bleu_4",
    "math_equiv",
    "math_equiv_chain_of_thought",
    "final_number_exact_match",
    "chain_of_thought_correctness",
    "ifeval_strict_accuracy",
    "wildbench_score_rescaled",
    "omni_math_accuracy",
    "classification_macro_f1",
    "classification_micro_f1",
)
_PARTS = ("subject", "subset", "task", "level", "language")
_ALONG = ("stats.json", "per_instance_stats.json", "scenario.json", "scenario_state.json")


class Helm:
    """A folder with run_spec.json; splits and perturbations are never mixed."""

    name = "helm"
    describes = "HELM run folders (run_spec.json, stats.json, per_instance_stats.json)"

    def detect(self, path: Path) -> float:
        if path.name != "run_spec.json":
            return 0.0
        head = head_of(path)
        return 1.0 if '"scenario_spec"' in head and '"adapter_spec"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        spec, beside = json_of(path), path.with_name("stats.json")
        adapter = spec.get("adapter_spec") if isinstance(spec, dict) else None
        if not isinstance(adapter, dict) or not adapter.get("model"):
            raise ImportFormatError(f"{path.name} names no model.")
        if not beside.is_file():
            raise ImportFormatError(f"{path.name} needs stats.json beside it.")
        collected = Collected(self.name, SOURCE)
        collected.read_along(*(path.with_name(name) for name in _ALONG))
        items = _items(path.with_name("per_instance_stats.json"))
        stats = json_of(beside)
        counts = {_split(s): number(s.get("mean")) for s in stats if _named(s) == "num_instances"}
        for stat in stats:
            if _named(stat) in _SCORES:
                _take(collected, str(spec.get("name") or path.parent.name), adapter, stat, items, counts)
        return collected.result()


def _take(
    collected: Collected,
    run: str,
    adapter: dict[str, Any],
    stat: dict[str, Any],
    items: dict[tuple[str, str], dict[str, float]],
    counts: dict[str, Any],
) -> None:
    metric, split = str(_named(stat)), _split(stat)
    locator, score = f"{run} {split} {metric}", number(stat.get("mean"))
    if score is None or not 0 <= score <= 1:
        collected.skip(locator, "no number" if score is None else f"{score} is not a fraction")
        return
    own = items.get((split, metric), {})
    n = int(counts[split]) if counts.get(split) else len(own) or None
    most = adapter.get("max_eval_instances")
    shots, temperature = adapter.get("max_train_instances"), adapter.get("temperature")
    benchmark, part = _benchmark(run)
    collected.add(
        model=str(adapter["model"]),
        benchmark=f"{benchmark} | {part}" if part else benchmark,
        metric=metric,
        score=score,
        unit=Unit.fraction,
        n=n,
        conditions={
            ConditionName.shots: str(shots) if isinstance(shots, int) else None,
            ConditionName.temperature: str(temperature) if temperature is not None else None,
            ConditionName.harness: "HELM",
            ConditionName.data_split: split or None,
            # A cap that was reached means that more items exist.
            ConditionName.subset: part or (f"n = {n}" if n and n == most else None),
        },
        locator=locator,
        items=own,
    )


def _benchmark(run: str) -> tuple[str, str | None]:
    """Benchmark and part of a run's name: "mmlu:subject=philosophy,model=…" is MMLU's philosophy."""
    name, _, rest = run.partition(":")
    arguments = dict(pair.partition("=")[::2] for pair in re.split(r",", rest) if "=" in pair)
    part = next((arguments[key] for key in _PARTS if arguments.get(key)), None)
    return arguments.get("dataset") or name, part


def _named(stat: dict[str, Any]) -> str | None:
    """The name of an unperturbed statistic."""
    name = stat.get("name") or {}
    return None if name.get("perturbation") else str(name.get("name"))


def _split(stat: dict[str, Any]) -> str:
    return str((stat.get("name") or {}).get("split") or "")


def _items(path: Path) -> dict[tuple[str, str], dict[str, float]]:
    """By split and metric: each instance's mean over the trials."""
    sums: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in json_of(path) if path.is_file() else ():
        for stat in row.get("stats") or ():
            value = number(stat.get("mean"))
            if _named(stat) in _SCORES and value is not None and 0 <= value <= 1:
                sums[_split(stat), str(_named(stat))][str(row.get("instance_id"))].append(float(value))
    return {key: {id: sum(v) / len(v) for id, v in rows.items()} for key, rows in sums.items()}
