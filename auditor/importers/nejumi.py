"""The Nejumi leaderboard's CSV: a Japanese suite by Weights & Biases, averages as fractions, effort after the model."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.importers.reading import EFFORTS, effort_conditions, header_of, number, rows_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "nejumi",
    "Nejumi LLM leaderboard 4",
    "Weights & Biases Japan",
    Independence.benchmark_author,
    "https://nejumi.ai",
)
_PART = re.compile(r"^(?:GLP|ALT|AVG)_|\)_AVG$")
_WHOLE = "TOTAL_SCORE"


class Nejumi:
    """The result table with TOTAL_SCORE and GLP_*, ALT_*, AVG_* columns."""

    name = "nejumi"
    describes = "Nejumi leaderboard CSV (TOTAL_SCORE, GLP_*, ALT_*)"

    def detect(self, path: Path) -> float:
        header = header_of(path)
        return 1.0 if {"model_name", _WHOLE} <= set(header) and any(_PART.search(name) for name in header) else 0.0

    def read(self, path: Path) -> ImportResult:
        collected = Collected(self.name, SOURCE)
        columns = [name for name in header_of(path) if name == _WHOLE or _PART.search(name)]
        for line, row in rows_of(path):
            model = row.get("model_name", "")
            if not model:
                collected.skip(f"{path.name} line {line}", "no model")
                continue
            for column in columns:
                score, locator = number(row.get(column)), f"{model}, {column}"
                if score is None or not 0 <= score <= 1:
                    collected.skip(locator, "no number" if score is None else f"{score} is not a fraction")
                    continue
                part = None if column == _WHOLE else column
                collected.add(
                    model=model,
                    benchmark=f"Nejumi 4 | {part}" if part else "Nejumi 4",
                    metric="average",
                    score=score,
                    unit=Unit.fraction,
                    conditions={
                        **_effort(model),
                        ConditionName.subset: part,
                        ConditionName.harness: "llm-leaderboard",
                        ConditionName.language: "Japanese",
                    },
                    locator=locator,
                )
        return collected.result()


def _effort(model: str) -> dict[ConditionName, tuple[str, str]]:
    """What stands after the colon: "high-effort", "extended-thinking", "no-thinking"."""
    _, colon, said = model.partition(": ")
    if not colon:
        return {}
    if match := re.search(rf"\b({'|'.join(EFFORTS)})-effort", said):
        return effort_conditions(match[1], said)
    if "thinking" in said or "reasoning" in said:
        return effort_conditions("off" if re.search(r"\b(?:no|non|without)\b", said) else "on", said)
    return {}
