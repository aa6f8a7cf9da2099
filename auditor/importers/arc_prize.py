"""ARC Prize leaderboards: scores by dataset and model as fractions, with the cost of a task."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import effort_conditions, float_or_none, head_of, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "arc-prize", "ARC Prize leaderboard", "ARC Prize Foundation", Independence.benchmark_author, "https://arcprize.org"
)
_DATASET = re.compile(r"v(\d)_(Semi_Private|Public|Private)", re.I)
_SPLITS = {"semi_private": "semi-private", "public": "public", "private": "private"}


class ArcPrize:
    """leaderboard/v1.json …, or evaluations.json beside models.json."""

    name = "arc-prize"
    describes = "ARC Prize leaderboard JSON (leaderboard/v*.json, evaluations.json)"

    def detect(self, path: Path) -> float:
        head = head_of(path, 16384)
        if path.suffix.lower() != ".json" or '"datasetId"' not in head:
            return 0.0
        return 1.0 if '"modelId"' in head and '"score"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        rows = data.get("evaluations") if isinstance(data, dict) else data
        if not isinstance(rows, list):
            raise ImportFormatError(f"{path.name} has no list of evaluations.")
        models = path.with_name("models.json")
        names: dict[str, dict[str, Any]] = (
            {m["id"]: m for m in json_of(models) if isinstance(m, dict) and "id" in m} if models.is_file() else {}
        )
        collected = Collected(self.name, SOURCE)
        collected.read_along(models)
        for row in rows:
            _take(collected, row, names.get(str(row.get("modelId")), {}))
        return collected.result()


def _take(collected: Collected, row: dict[str, Any], known: dict[str, Any]) -> None:
    dataset, key = str(row.get("datasetId") or ""), str(row.get("modelId") or "")
    locator, score = f"{dataset} {key}", number(row.get("score"))
    found = _DATASET.match(dataset)
    if found is None or score is None:
        collected.skip(locator, "no score" if found else "the dataset is not known")
        return
    if (row.get("providerId") or known.get("providerId")) == "Human":
        collected.skip(locator, "a human reference, not a model")
        return
    if row.get("display") is False:
        collected.skip(locator, "hidden by the board")
        return
    label = str(row.get("modelDisplayName") or known.get("displayName") or key)
    bracket = re.search(r"\(([^)]*)\)\s*$|\b(?:Thinking|Think)\s+(\d+K)\b", label)
    collected.add(
        model=label,
        benchmark=f"ARC-AGI-{found[1]}",
        metric="score",
        score=score,
        unit=Unit.fraction,
        conditions={
            **_effort((bracket[1] or bracket[2]) if bracket else ""),
            ConditionName.data_split: (_SPLITS[found[2].lower()], dataset),
            ConditionName.harness: "arc-agi-benchmarking",
        },
        cost_usd=float_or_none(row.get("costPerTask")),
        cost_basis="per task",
        locator=locator,
    )


def _effort(text: str) -> dict[ConditionName, tuple[str, str]]:
    """Every word of a bracket that states an effort ("Thinking 16K", "High")."""
    found: dict[ConditionName, tuple[str, str]] = {}
    for word in re.split(r"[\s,]+", text):
        found |= effort_conditions(word)
    return found
