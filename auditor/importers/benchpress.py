"""BenchPress' score matrix (data.json): numbers collected from releases and boards, each cell with its source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from auditor.errors import ImportFormatError
from auditor.importers.reading import EFFORTS, effort_conditions, head_of, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "benchpress",
    "BenchPress score matrix",
    "Microsoft",
    Independence.compiled,
    "https://github.com/microsoft/benchpress",
    ("artificial-analysis", "lmarena", "matharena", "livebench", "swe-bench-site"),
)
_REFUSED = {"dropped": "the collection's own audit dropped it", "flagged": "the collection's own audit flagged it"}
_RATING = re.compile(r"\b(elo|rating)\b", re.I)


class BenchPress:
    """The observed cells only: predicted ones are no results."""

    name = "benchpress"
    describes = "BenchPress data.json (observed cells with their sources)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        return 1.0 if '"models"' in (head := head_of(path)) and '"canonical_setting"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        try:
            models, benchmarks = data["models"], data["benchmarks"]
            observed, sources = data["observed"], data["sources"]
        except (KeyError, TypeError):
            raise ImportFormatError(f"{path.name} has no observed cells with sources.") from None
        if len(observed) != len(models) or any(len(row) != len(benchmarks) for row in observed):
            raise ImportFormatError(f"{path.name} does not have one row a model and one column a benchmark.")
        collected = Collected(self.name, SOURCE)
        for model, row, origins in zip(models, observed, sources, strict=True):
            for benchmark, cell, origin in zip(benchmarks, row, origins, strict=True):
                if cell is not None:
                    _take(collected, model, benchmark, cell, origin or {})
        return collected.result()


def _take(
    collected: Collected, model: dict[str, Any], benchmark: dict[str, Any], cell: object, origin: dict[str, Any]
) -> None:
    score, locator = number(cell), f"{model['id']} {benchmark['id']}"
    status = str(origin.get("audit_status") or "")
    if score is None or status in _REFUSED or not origin.get("url"):
        why = "no number" if score is None else _REFUSED.get(status, "the cell has no source")
        collected.skip(locator, why)
        return
    stated = origin.get("reported_setting")
    said = stated if isinstance(stated, dict) else {}
    name = str(benchmark["name"])
    collected.add(
        model=str(model["name"]),
        benchmark=name,
        score=score,
        # A matrix of mixed scales that prints none: the registry's own unit of the benchmark decides.
        unit=Unit.elo if _RATING.search(name) else Unit.unknown,
        run_by=urlsplit(str(origin["url"])).hostname or str(origin["url"]),
        conditions=_conditions(said),
        locator=locator,
        notes=f"from {origin.get('type') or 'a page'}, {origin['url']}",
    )


def _conditions(said: dict[str, Any]) -> dict[ConditionName, str | tuple[str, str] | None]:
    found: dict[ConditionName, str | tuple[str, str] | None] = {}
    mode, effort = str(said.get("mode") or "").lower(), str(said.get("effort") or "").lower()
    if mode in {"thinking", "non-thinking"}:
        found[ConditionName.thinking] = ("on" if mode == "thinking" else "off", mode)
    if effort in EFFORTS:
        found |= effort_conditions(effort)
    tools, sampling = str(said.get("tools") or ""), str(said.get("sampling") or "")
    if tools and not tools.startswith(("n/a", "default")):
        found[ConditionName.tools] = tools
    if match := re.match(r"(pass@\d+)$", sampling):
        found[ConditionName.attempts] = match[1]
    elif match := re.match(r"(?:avg|mean)[-@ ]?(?:of[- ])?(\d+)$", sampling):
        found[ConditionName.samples] = (f"avg@{match[1]}", sampling)
    elif match := re.match(r"((?:cons|maj)@\d+)$", sampling):
        found[ConditionName.samples] = match[1]
    return found
