"""lm-evaluation-harness results JSON: metrics with their filter and standard error, shots and sample counts by task."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import float_or_none, head_of, json_of, lines_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint("lm-eval", "lm-evaluation-harness results", "not stated in the file", Independence.third_party)
_SHARES = ("acc", "exact_match", "em", "f1", "pass@", "inst_level", "prompt_level", "contains", "mc1", "mc2", "mcc")


class LmEval:
    """results_<time>.json of lm-evaluation-harness."""

    name = "lm-eval"
    describes = "lm-evaluation-harness results JSON"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json" or '"results"' not in head_of(path):
            return 0.0
        try:
            data = json_of(path)
        except ImportFormatError:
            return 0.0
        if not isinstance(data, dict) or not isinstance(data.get("results"), dict):
            return 0.0
        return 1.0 if {"lm_eval_version", "n-shot"} & set(data) or {"configs", "versions"} <= set(data) else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        if not isinstance(data, dict) or not isinstance(data.get("results"), dict):
            raise ImportFormatError(f"{path.name} has no results by task.")
        collected = Collected(self.name, SOURCE)
        model = _model(data)
        time = path.stem.partition("results_")[2]
        for task, metrics in data["results"].items():
            if not model or not isinstance(metrics, dict):
                collected.skip(task, "the file names no model" if not model else "no metrics")
                continue
            samples = path.with_name(f"samples_{task}_{time}.jsonl")
            collected.read_along(samples)
            _take(collected, data, model, str(task), metrics, _samples(samples))
        return collected.result()


def _samples(path: Path) -> dict[tuple[str, str], dict[str, float]]:
    """By metric and filter: each document's own value, of the samples file beside the results."""
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for row in lines_of(path) if path.is_file() else ():
        for metric in row.get("metrics") or ():
            value = number(row.get(metric))
            if value is not None and 0 <= value <= 1:
                # Number and hash together: the same place and the same text.
                item = f"{row.get('doc_id')}:{str(row.get('doc_hash') or '')[:16]}"
                found[str(metric), str(row.get("filter"))][item] = float(value)
    return found


def _take(
    collected: Collected,
    data: dict[str, Any],
    model: str,
    task: str,
    metrics: dict[str, Any],
    samples: dict[tuple[str, str], dict[str, float]],
) -> None:
    counts = (data.get("n-samples") or {}).get(task) or {}
    original, effective = counts.get("original"), counts.get("effective")
    partial = isinstance(original, int) and isinstance(effective, int) and effective < original
    shots = (data.get("n-shot") or {}).get(task)
    version = data.get("lm_eval_version")
    for key, value in metrics.items():
        name, comma, filtered = str(key).partition(",")
        if not comma or name.endswith("_stderr"):
            continue
        locator, score = f"{data.get('git_hash') or 'results'} {model} {task} {key}", number(value)
        if score is None:
            collected.skip(f"{task} {key}", "no number")
            continue
        share = name.lower().startswith(_SHARES) and 0 <= score <= 1
        collected.add(
            model=model,
            benchmark=task,
            metric=name if filtered == "none" else f"{name} ({filtered})",
            score=score,
            unit=Unit.fraction if share else Unit.unknown,
            stderr=float_or_none(metrics.get(f"{name}_stderr,{filtered}")),
            n=effective if isinstance(effective, int) and effective > 0 else None,
            conditions={
                ConditionName.shots: str(shots) if isinstance(shots, int) else None,
                ConditionName.harness: f"lm-evaluation-harness {version}" if version else "lm-evaluation-harness",
                ConditionName.subset: f"{effective} of {original}" if partial else None,
            },
            date=_date(data.get("date")),
            locator=locator,
            notes=f"task version {data['versions'][task]}"
            if (data.get("versions") or {}).get(task) is not None
            else None,
            items=samples.get((name, filtered)),
        )


def _model(data: dict[str, Any]) -> str:
    if data.get("model_name"):
        return str(data["model_name"])
    arguments = (data.get("config") or {}).get("model_args") or ""
    if isinstance(arguments, dict):
        return str(arguments.get("pretrained") or arguments.get("model") or "")
    pairs = dict(part.partition("=")[::2] for part in str(arguments).split(","))
    return pairs.get("pretrained") or pairs.get("model") or ""


def _date(value: object) -> str | None:
    seconds = number(value)
    return None if seconds is None or seconds <= 0 else datetime.fromtimestamp(float(seconds), UTC).date().isoformat()
