"""Every Eval Ever aggregate records, 0.2 and 0.3: one JSON a model, with its source and metric configuration."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import EFFORTS, float_or_none, head_of, json_of, lines_of, number, slug
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

_RELATIONSHIPS = {
    "first_party": Independence.vendor,
    "third_party": Independence.third_party,
    "collaborative": Independence.vendor,
}
_Z95 = 1.959964


class EveryEvalEver:
    """The aggregate JSON of the Every Eval Ever schema."""

    name = "every-eval-ever"
    describes = "Every Eval Ever aggregate JSON, schema 0.2 and 0.3"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path)
        return 1.0 if '"schema_version"' in head and re.search(r'"evaluation_id":\s*"', head) else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        if not isinstance(data, dict) or not isinstance(data.get("evaluation_results"), list):
            raise ImportFormatError(f"{path.name} has no list of evaluation results.")
        source, model = data.get("source_metadata") or {}, data.get("model_info") or {}
        publisher = str(source.get("source_organization_name") or "not stated in the file")
        name = str(source.get("source_name") or publisher)
        role = str((source.get("additional_details") or {}).get("source_role") or "")
        independence = _RELATIONSHIPS.get(str(source.get("evaluator_relationship")), Independence.compiled)
        hint = SourceHint(
            f"eee-{slug(name)}", name, publisher, Independence.compiled if role == "aggregator" else independence
        )
        collected = Collected(self.name, hint)
        instances = path.with_name(f"{path.stem}_samples.jsonl")
        collected.read_along(instances)
        items = _instances(instances)
        label = str(model.get("name") or model.get("id") or "")
        for index, result in enumerate(data["evaluation_results"]):
            where = f"{data.get('evaluation_id', path.stem)} #{index + 1}"
            if not label or not isinstance(result, dict):
                collected.skip(where, "the record names no model")
            else:
                key = str(result.get("evaluation_result_id") or result.get("evaluation_name"))
                _take(collected, label, data, result, where, items.get(key))
        return collected.result()


def _instances(path: Path) -> dict[str, dict[str, float]]:
    """By result: each sample's mean score, of the instance rows beside the record."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in lines_of(path) if path.is_file() else ():
        score = float_or_none((row.get("evaluation") or {}).get("score"))
        if score is not None and 0 <= score <= 1:
            key = str(row.get("evaluation_result_id") or row.get("evaluation_name"))
            found[key][str(row.get("sample_id"))].append(score)
    return {key: {id: sum(v) / len(v) for id, v in rows.items()} for key, rows in found.items()}


def _take(
    collected: Collected,
    label: str,
    data: dict[str, Any],
    result: dict[str, Any],
    where: str,
    items: dict[str, float] | None,
) -> None:
    config, details = result.get("metric_config") or {}, result.get("score_details") or {}
    score, low, high = number(details.get("score")), number(config.get("min_score")), number(config.get("max_score"))
    evaluation = str(result.get("evaluation_name") or "")
    if score is None or not evaluation:
        collected.skip(where, "no score" if score is None else "no name of the evaluation")
        return
    if score == -1 and (low is None or low >= 0):
        collected.skip(where, "a score of −1 marks a missing one")
        return
    if (low is not None and score < low) or (high is not None and score > high):
        collected.skip(where, f"{score} lies outside the stated range {low} to {high}")
        return
    dataset = str((result.get("source_data") or {}).get("dataset_name") or "")
    part = _part(dataset, evaluation)
    settings = (result.get("generation_config") or {}).get("generation_args") or {}
    extra = (result.get("generation_config") or {}).get("additional_details") or {}
    effort = str(extra.get("reasoning_effort") or "").lower() if isinstance(extra, dict) else ""
    reasoning = settings.get("reasoning")
    library = data.get("eval_library") or {}
    harness = " ".join(str(library[k]) for k in ("name", "version") if library.get(k) not in {None, "unknown"})
    temperature = settings.get("temperature")
    collected.add(
        model=label,
        benchmark=f"{dataset} | {evaluation}" if part else evaluation,
        metric=_metric(config, evaluation),
        score=score,
        unit=_unit(config, high),
        stderr=_stderr(details.get("uncertainty"), score),
        n=_items(details, result),
        conditions={
            ConditionName.effort: effort if effort in EFFORTS else None,
            ConditionName.thinking: None if reasoning is None else "on" if reasoning else "off",
            ConditionName.temperature: None if temperature is None else str(temperature),
            ConditionName.harness: harness or None,
            ConditionName.subset: part,
        },
        locator=where,
        items=items,
    )


def _part(dataset: str, evaluation: str) -> str | None:
    """The evaluation as a part of its dataset, where the two names share no word ("Arabic" of "global-mmlu-lite")."""
    words = [set(re.findall(r"[a-z0-9]+", text.lower())) for text in (dataset, evaluation)]
    return evaluation if dataset and not words[0] & words[1] else None


def _metric(config: dict[str, Any], evaluation: str) -> str | None:
    for key in ("metric_name", "metric_id", "metric_kind"):
        if config.get(key) and config[key] != evaluation:
            return str(config[key])
    described = str(config.get("evaluation_description") or "")
    before, found, after = described.partition(" on ")
    return before if found and after.strip() == evaluation else None


def _unit(config: dict[str, Any], high: Decimal | None) -> Unit:
    named = {
        "proportion": Unit.fraction,
        "fraction": Unit.fraction,
        "percent": Unit.percent,
        "percentage": Unit.percent,
    }
    unit = named.get(str(config.get("metric_unit")))
    if unit:
        return unit
    if str(config.get("metric_kind")) == "elo":
        return Unit.elo
    return Unit.fraction if high == 1 else Unit.percent if high == 100 else Unit.unknown


def _stderr(uncertainty: object, score: Decimal) -> float | None:
    """The standard error: as given, or from a 95 % interval of bounds or of offsets around the score."""
    if not isinstance(uncertainty, dict):
        return None
    given = uncertainty.get("standard_error")
    value = float_or_none(given.get("value") if isinstance(given, dict) else given)
    if value is not None:
        return value
    interval = uncertainty.get("confidence_interval") or {}
    low, high = number(interval.get("lower")), number(interval.get("upper"))
    level = float_or_none(interval.get("confidence_level")) or 0.95
    if low is None or high is None or high <= low or level not in {0.95, 95.0}:
        return None
    if low <= score <= high or low < 0 < high:
        return float(high - low) / (2 * _Z95)
    return None


def _items(details: dict[str, Any], result: dict[str, Any]) -> int | None:
    uncertainty = details.get("uncertainty")
    candidates = [
        uncertainty.get("num_samples") if isinstance(uncertainty, dict) else None,
        (result.get("source_data") or {}).get("samples_number"),
    ]
    inner = details.get("details")
    if isinstance(inner, dict):
        evaluated = inner.get(f"{result.get('evaluation_name')} - # eval")
        candidates.append(evaluated.get("score") if isinstance(evaluated, dict) else None)
    counts = [number(value) for value in candidates]
    return next((int(c) for c in counts if c is not None and c >= 1 and c == int(c)), None)
