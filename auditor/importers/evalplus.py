"""EvalPlus' results.json: HumanEval and MBPP with their extended tests, keyed by model."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.evidence.statistics import possible_counts
from auditor.importers.reading import head_of, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "evalplus", "EvalPlus leaderboard", "EvalPlus", Independence.third_party, "https://evalplus.github.io/"
)
# Key in the file: benchmark, items, subset of the original, whether EvalPlus made it.
_BOARDS: dict[str, tuple[str, int, str | None, bool]] = {
    "humaneval": ("HumanEval", 164, None, False),
    "humaneval+": ("HumanEval+", 164, None, True),
    "mbpp": ("MBPP", 378, "378 of 974", False),
    "mbpp+": ("MBPP+", 378, None, True),
}


class EvalPlus:
    """The site's results.json."""

    name = "evalplus"
    describes = "EvalPlus results.json (HumanEval, HumanEval+, MBPP, MBPP+)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path)
        return 1.0 if re.search(r'"pass@1":\s*\{\s*"(humaneval|mbpp)', head) else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        if not isinstance(data, dict):
            raise ImportFormatError(f"{path.name} is not an object keyed by model.")
        collected = Collected(self.name, SOURCE)
        for model, entry in data.items():
            scores = entry.get("pass@1") if isinstance(entry, dict) else None
            if not isinstance(scores, dict):
                collected.skip(model, "no pass@1 scores")
                continue
            for key, value in scores.items():
                _take(collected, str(model), entry, key, number(value))
        return collected.result()


def _take(collected: Collected, model: str, entry: dict[str, Any], key: str, score: Decimal | None) -> None:
    locator = f"{model}, {key}"
    if key not in _BOARDS or score is None:
        collected.skip(locator, "no number" if score is None else f"{key} is not a known board")
        return
    benchmark, items, subset, own = _BOARDS[key]
    prompted = entry.get("prompted")
    collected.add(
        model=model,
        benchmark=benchmark,
        metric="pass@1",
        score=score,
        unit=Unit.percent,
        # A score that no count out of the board's items prints as was run on another set: n is then not known.
        n=items if possible_counts(score, items) else None,
        independence=Independence.benchmark_author if own else None,
        conditions={
            ConditionName.attempts: "pass@1",
            ConditionName.harness: "evalplus",
            ConditionName.subset: subset,
            ConditionName.prompting: None if prompted is None else "chat prompt" if prompted else "plain completion",
        },
        locator=locator,
    )
