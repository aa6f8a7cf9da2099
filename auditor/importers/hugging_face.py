"""Results that model repositories carry: `.eval_results/*.yaml`, and the `model-index` of a model card."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import head_of, iso_date, number, text_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

EVAL_RESULTS = SourceHint(
    "hf-eval-results", "Evaluation results in model repositories", "not stated in the file", Independence.vendor
)
MODEL_INDEX = SourceHint("hf-model-index", "Model-card metadata", "not stated in the file", Independence.vendor)
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.S)
_SPREAD = re.compile(r"^\s*([-+]?\d[\d.,]*)\s*(?:±|\+/-)\s*(\d[\d.]*)\s*%?\s*$")


class EvalResults:
    """A YAML list under .eval_results/ of a model repository; the repository's folder names the model."""

    name = "hf-eval-results"
    describes = "Hugging Face .eval_results/*.yaml of a model repository"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() not in {".yaml", ".yml"}:
            return 0.0
        head = head_of(path)
        listed = re.search(r"^\s*(?:- )?(?:data:\s*\n\s*)?dataset:\s*$", head, re.M) and re.search(
            r"^\s*value:", head, re.M
        )
        return 1.0 if listed and re.search(r"^\s*id:", head, re.M) else 0.0

    def read(self, path: Path) -> ImportResult:
        rows = _yaml(text_of(path), path.name)
        if not isinstance(rows, list):
            raise ImportFormatError(f"{path.name} is not a list of results.")
        collected = Collected(self.name, EVAL_RESULTS)
        repository = path.parent.parent if path.parent.name == ".eval_results" else path.parent
        model = f"{repository.parent.name}/{repository.name}" if repository.parent.name else repository.name
        for index, item in enumerate(rows):
            row = item.get("data", item) if isinstance(item, dict) else {}
            where = f"{model} {path.name} #{index + 1}"
            dataset = row.get("dataset") or {}
            score, spread = score_of(row.get("value"))
            if score is None or not dataset.get("id"):
                collected.skip(where, "no number" if score is None else "no dataset")
                continue
            source = row.get("source") or {}
            by = source.get("org") or source.get("user") or source.get("name")
            collected.add(
                model=model,
                benchmark=" | ".join(str(v) for v in (dataset["id"], dataset.get("task_id")) if v),
                score=score,
                unit=Unit.unknown,
                stderr=spread,
                run_by=str(by) if by else None,
                date=iso_date(row.get("date")),
                locator=where,
            )
        return collected.result()


class ModelIndex:
    """The `model-index` in the front matter of a model card."""

    name = "hf-model-index"
    describes = "model-index metadata of a Hugging Face model card"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() not in {".md", ".markdown"}:
            return 0.0
        front = _FRONT.match(head_of(path, 1 << 20))
        return 0.8 if front and re.search(r"^model-index:", front[1], re.M) else 0.0

    def read(self, path: Path) -> ImportResult:
        front = _FRONT.match(text_of(path))
        data = _yaml(front[1], path.name) if front else None
        if not isinstance(data, dict) or not isinstance(data.get("model-index"), list):
            raise ImportFormatError(f"{path.name} has no model-index in its front matter.")
        collected = Collected(self.name, MODEL_INDEX)
        for model in data["model-index"]:
            for index, result in enumerate(model.get("results") or []):
                for metric in result.get("metrics") or []:
                    _take_metric(collected, str(model.get("name") or ""), result, metric, f"results[{index}]")
        return collected.result()


def _take_metric(collected: Collected, model: str, result: dict[str, Any], metric: dict[str, Any], where: str) -> None:
    dataset, source = result.get("dataset") or {}, result.get("source") or {}
    locator = f"{model} {where} {metric.get('type', '')}".strip()
    score, spread = score_of(metric.get("value"))
    if score is None or not model:
        collected.skip(locator, "no number" if score is None else "no model")
        return
    shots = (dataset.get("args") or {}).get("num_few_shot") if isinstance(dataset.get("args"), dict) else None
    collected.add(
        model=model,
        benchmark=str(dataset.get("name") or dataset.get("type") or ""),
        metric=str(metric.get("name") or metric.get("type") or "") or None,
        score=score,
        unit=Unit.unknown,
        stderr=spread,
        # A result with a source elsewhere was copied from there.
        independence=Independence.compiled if source.get("url") else None,
        run_by=str(source["name"]) if source.get("name") else None,
        conditions={
            ConditionName.shots: str(shots) if shots is not None else None,
            ConditionName.data_split: str(dataset["split"]) if dataset.get("split") else None,
        },
        locator=locator,
        notes="marked as verified by the hub" if metric.get("verified") else None,
    )


def score_of(value: object) -> tuple[Decimal | None, float | None]:
    """A metric value and its spread: 20.0, "20.0", "20.0 ± 1.2"."""
    match = _SPREAD.match(str(value))
    if match:
        return number(match[1]), float(match[2])
    return number(value), None


def _yaml(text: str, name: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        raise ImportFormatError(f"{name} is not valid YAML.") from None
