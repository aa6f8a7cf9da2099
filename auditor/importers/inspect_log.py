"""Inspect logs: .eval archives, whole JSON logs and their headers; one run a scorer, with what limits it."""

from __future__ import annotations

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import effort_conditions, float_or_none, head_of, iso_date, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint("inspect", "Inspect logs", "not stated in the file", Independence.third_party)
_METRICS = ("accuracy", "mean")
_LETTERS = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}
"""Correct, partly correct, incorrect, no answer."""


class InspectLog:
    """A log of Inspect: `.eval` (a zip), `.json`, or a header alone."""

    name = "inspect"
    describes = "Inspect logs (.eval, .json, header JSON)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() == ".eval":
            return 1.0 if zipfile.is_zipfile(path) else 0.0
        head = head_of(path)
        if path.suffix.lower() != ".json" or '"eval"' not in head or '"task"' not in head:
            return 0.0
        return 1.0 if '"status"' in head and '"run_id"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = _header(path) if path.suffix.lower() == ".eval" else json_of(path)
        spec = data.get("eval") if isinstance(data, dict) else None
        if not isinstance(spec, dict):
            raise ImportFormatError(f"{path.name} has no description of the evaluation.")
        collected = Collected(self.name, SOURCE)
        where = str(spec.get("run_id") or path.stem)
        if data.get("status") != "success":
            collected.skip(where, f"the run ended with status {data.get('status')!r}")
        elif data.get("invalidated"):
            collected.skip(where, "the log is marked as invalidated")
        else:
            samples = _samples(path) if path.suffix.lower() == ".eval" else data.get("samples") or ()
            items = _items(samples)
            for score in (data.get("results") or {}).get("scores") or []:
                _take(collected, data, spec, score, where, items)
        return collected.result()


def _header(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("header.json"), parse_float=Decimal)
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise ImportFormatError(f"{path.name} is not a complete Inspect log: it has no readable header.") from None


def _samples(path: Path) -> Iterator[dict[str, Any]]:
    """The samples of an archive: its summaries where it has them, else each sample's own file."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "summaries.json" in names:
            yield from json.loads(archive.read("summaries.json"))
            return
        for name in names:
            if name.startswith("samples/") and name.endswith(".json"):
                yield json.loads(archive.read(name))


def _items(samples: Iterable[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """By scorer: each sample's mean over its epochs."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for sample in samples:
        for scorer, score in (sample.get("scores") or {}).items():
            said = score.get("value") if isinstance(score, dict) else score
            value = (
                _LETTERS.get(said) if isinstance(said, str) else float(said) if isinstance(said, (int, float)) else None
            )
            if value is not None and 0 <= value <= 1:
                found[scorer][str(sample.get("id"))].append(value)
    return {scorer: {id: sum(v) / len(v) for id, v in rows.items()} for scorer, rows in found.items()}


def _take(
    collected: Collected,
    data: dict[str, Any],
    spec: dict[str, Any],
    score: dict[str, Any],
    where: str,
    items: dict[str, dict[str, float]],
) -> None:
    metrics = score.get("metrics") or {}
    metric = next((name for name in _METRICS if name in metrics), None)
    value = number(metrics[metric].get("value")) if metric else None
    scorer = str(score.get("scorer") or score.get("name") or "")
    if metric is None or value is None:
        collected.skip(f"{where} {scorer}", "no accuracy and no mean")
        return
    config, dataset = spec.get("config") or {}, spec.get("dataset") or {}
    epochs = config.get("epochs") or 1
    total = (data.get("results") or {}).get("total_samples")
    n = total // epochs if isinstance(total, int) and total > 0 and total % epochs == 0 else None
    whole = dataset.get("samples")
    partial = config.get("limit") and isinstance(whole, int) and n is not None and n < whole
    generate = {**(spec.get("model_generate_config") or {}), **((data.get("plan") or {}).get("config") or {})}
    budget = generate.get("reasoning_tokens")
    model = str(spec.get("model") or "")
    usage = ((data.get("stats") or {}).get("model_usage") or {}).get(model) or {}
    version = (spec.get("packages") or {}).get("inspect_ai")
    stderr = metrics.get("stderr")
    notes = [
        text
        for text, holds in (
            (f"{score.get('unscored_samples')} samples not scored", score.get("unscored_samples")),
            ("run from changed code", (spec.get("revision") or {}).get("dirty")),
        )
        if holds
    ]
    thinking = {ConditionName.thinking: ("on", str(budget)), ConditionName.thinking_budget: (f"{budget}", str(budget))}
    collected.add(
        model=model,
        benchmark=str(spec.get("task_display_name") or spec.get("task") or "").rpartition("/")[2],
        metric=metric,
        score=value,
        unit=Unit.fraction if 0 <= value <= 1 else Unit.unknown,
        stderr=float_or_none(stderr.get("value")) if isinstance(stderr, dict) else None,
        n=n,
        conditions={
            **effort_conditions(str(generate.get("reasoning_effort") or "")),
            **(thinking if budget else {}),
            ConditionName.samples: f"avg@{epochs}"
            if epochs > 1 and "mean" in (config.get("epochs_reducer") or [])
            else None,
            ConditionName.temperature: str(generate["temperature"])
            if generate.get("temperature") is not None
            else None,
            ConditionName.harness: f"inspect_ai {version}" if version else "inspect_ai",
            ConditionName.subset: f"{n} of {whole}" if partial else None,
            ConditionName.grader: scorer or None,
        },
        date=iso_date(spec.get("created")),
        tokens=usage.get("total_tokens") if isinstance(usage.get("total_tokens"), int) else None,
        locator=f"{where} {scorer}".strip(),
        notes="; ".join(notes) or None,
        items=items.get(str(score.get("name"))) or items.get(scorer),
    )
