"""BigCodeBench's results.json and results-hard.json: pass@1 from an instruction and from a docstring, by model."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import EFFORTS, head_of, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "bigcodebench",
    "BigCodeBench leaderboard",
    "BigCode",
    Independence.benchmark_author,
    "https://bigcode-bench.github.io/",
)
_ITEMS = {"BigCodeBench": 1140, "BigCodeBench-Hard": 148}
_TEMPERATURE = re.compile(r"temperature=(\d+(?:\.\d+)?)")
_EFFORT = re.compile(rf"reasoning=({'|'.join(EFFORTS)})\b|\(({'|'.join(EFFORTS)})\)")


class BigCodeBench:
    """The site's result files; the file's name says whether it is the hard set."""

    name = "bigcodebench"
    describes = "BigCodeBench results.json and results-hard.json"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        return 1.0 if re.search(r'"pass@1":\s*\{\s*"(instruct|complete)"', head_of(path)) else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        if not isinstance(data, dict):
            raise ImportFormatError(f"{path.name} is not an object keyed by model.")
        collected = Collected(self.name, SOURCE)
        whole = "BigCodeBench-Hard" if "hard" in path.stem.lower() else "BigCodeBench"
        for model, entry in data.items():
            scores = entry.get("pass@1") if isinstance(entry, dict) else None
            for way, cell in (scores if isinstance(scores, dict) else {"pass@1": None}).items():
                score, locator = number(cell), f"{path.name} {model}, {way}"
                if score is None:
                    collected.skip(locator, "no number")
                    continue
                effort, temperature = _EFFORT.search(model), _TEMPERATURE.search(model)
                collected.add(
                    model=model,
                    benchmark=f"{whole} {way.capitalize()}",
                    metric="pass@1",
                    score=score,
                    unit=Unit.percent,
                    n=_ITEMS[whole],
                    conditions={
                        ConditionName.attempts: "pass@1",
                        ConditionName.effort: ((effort[1] or effort[2]), effort[0]) if effort else None,
                        ConditionName.temperature: temperature[1] if temperature else None,
                        ConditionName.harness: "bigcodebench",
                    },
                    # The date of a row is the model's release, not the run's.
                    locator=locator,
                )
        return collected.result()
