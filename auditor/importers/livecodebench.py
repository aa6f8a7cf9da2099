"""LiveCodeBench's performances_generation.json: pass@1 by problem and model, scored over its window."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import EFFORTS, head_of, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "livecodebench",
    "LiveCodeBench leaderboard",
    "LiveCodeBench",
    Independence.benchmark_author,
    "https://livecodebench.github.io/leaderboard.html",
)
_EFFORT = re.compile(rf"\(({'|'.join(EFFORTS)})\)\s*$", re.I)


class LiveCodeBench:
    """Problem by problem; the score is the mean over all problems of the file, its window named as the version."""

    name = "livecodebench"
    describes = "LiveCodeBench performances_generation.json (per problem)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path)
        return 1.0 if '"performances"' in head and '"question_id"' in head and '"pass@1"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        rows = data.get("performances") if isinstance(data, dict) else None
        if not isinstance(rows, list):
            raise ImportFormatError(f"{path.name} has no list of performances.")
        collected = Collected(self.name, SOURCE)
        items: dict[str, dict[str, float]] = defaultdict(dict)
        dates: dict[str, list[float]] = defaultdict(list)
        for index, row in enumerate(rows):
            score, when = number(row.get("pass@1")), number(row.get("date"))
            if score is None or when is None or not row.get("model"):
                collected.skip(f"performances[{index}]", "no score, no date or no model")
                continue
            items[row["model"]][str(row.get("question_id"))] = float(score) / 100
            dates[row["model"]].append(float(when))
        for model, solved in items.items():
            first, last = (datetime.fromtimestamp(f(dates[model]) / 1000, UTC) for f in (min, max))
            effort = _EFFORT.search(model)
            mean = Decimal(str(100 * sum(solved.values()) / len(solved))).quantize(Decimal("0.0001"))
            collected.add(
                model=model,
                benchmark="LiveCodeBench",
                metric="pass@1",
                score=mean,
                unit=Unit.percent,
                n=len(solved),
                conditions={
                    ConditionName.attempts: "pass@1",
                    ConditionName.effort: (effort[1].lower(), effort[0]) if effort else None,
                    # A score depends on the problems' dates: the window is what documents print as the version.
                    ConditionName.version: f"{first:%Y.%m}-{last:%Y.%m}",
                    ConditionName.harness: "livecodebench",
                },
                locator=f"{path.name} {model}",
                notes="mean over all problems of the file",
                items=solved,
            )
        return collected.result()
