"""llm-stats' benchmarks.json, a file a model: nearly all rows repeat what the model's vendor reports."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from auditor.errors import ImportFormatError
from auditor.importers.reading import head_of, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "llm-stats", "llm-stats", "llm-stats.com", Independence.compiled, "https://llm-stats.com", ("arc-prize", "lmarena")
)
_SHOTS = re.compile(r"\b(\d+)[- ]shot\b", re.I)


class LlmStats:
    """models/<model>/benchmarks.json."""

    name = "llm-stats"
    describes = "llm-stats benchmarks.json (collected, nearly all self-reported by vendors)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path)
        return 1.0 if '"is_self_reported"' in head and '"benchmark_id"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        rows = json_of(path)
        if not isinstance(rows, list):
            raise ImportFormatError(f"{path.name} is not a list of results.")
        collected = Collected(self.name, SOURCE)
        for row in rows:
            score, model = number(row.get("score")), str(row.get("model_id") or "")
            locator = f"{model} {row.get('benchmark_id')}"
            if score is None or not model or not row.get("benchmark_name"):
                collected.skip(locator, "no number" if score is None else "no model or no benchmark")
                continue
            method, link = str(row.get("analysis_method") or ""), str(row.get("self_reported_source_link") or "")
            shots = _SHOTS.search(method)
            by = urlsplit(link).hostname
            collected.add(
                model=model,
                benchmark=str(row["benchmark_name"]),
                score=score,
                unit=Unit.fraction if 0 <= score <= 1 else Unit.unknown,
                run_by=by or ("the vendor" if row.get("is_self_reported") else None),
                conditions={ConditionName.shots: (shots[1], shots[0]) if shots else None},
                locator=locator,
                notes="; ".join(
                    filter(None, ("reported by the vendor" if row.get("is_self_reported") else None, method, link))
                ),
            )
        return collected.result()
