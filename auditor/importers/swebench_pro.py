"""SWE-bench Pro's eval_results.json: true or false by task, the model only in the folder's name."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import head_of, json_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "swe-bench-pro",
    "SWE-bench Pro per-task results",
    "Scale AI",
    Independence.benchmark_author,
    "https://github.com/scaleapi/SWE-bench_Pro-os",
)
_PUBLIC = 731
_DATED = re.compile(r"-(\d{2})(\d{2})(\d{4})$")


class SweBenchPro:
    """One eval_results.json a run."""

    name = "swe-bench-pro"
    describes = "SWE-bench Pro eval_results.json (per-task results)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        return 1.0 if re.match(r'\s*\{\s*"instance_\w[^"]*":\s*(true|false)', head_of(path)) else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        if not isinstance(data, dict) or not data or not all(isinstance(v, bool) for v in data.values()):
            raise ImportFormatError(f"{path.name} is not an object of true or false by task.")
        collected = Collected(self.name, SOURCE)
        folder = path.parent.name
        dated = _DATED.search(folder)
        n, solved = len(data), sum(data.values())
        if n > _PUBLIC:
            collected.skip(folder, f"{n} tasks, more than the {_PUBLIC} of the public set: another set of tasks")
            return collected.result()
        if not dated:
            collected.skip(folder, "a run of the paper under a cost limit of 2 USD a task, not of the leaderboard")
            return collected.result()
        collected.add(
            model=folder[: dated.start()],
            benchmark="SWE-bench Pro (public)",
            metric="resolved",
            score=(Decimal(100 * solved) / Decimal(n)).quantize(Decimal("0.0001")),
            unit=Unit.percent,
            n=n,
            conditions={
                ConditionName.harness: "Scale standard scaffold (SWE-agent, 250 turns)",
                ConditionName.subset: f"{n} of {_PUBLIC}" if n != _PUBLIC else None,
            },
            date=f"{dated[3]}-{dated[1]}-{dated[2]}",
            locator=f"{folder}/{path.name}",
            notes=f"{solved} of {n} tasks resolved, counted from the per-task results",
            items={task: float(done) for task, done in data.items()},
        )
        return collected.result()
