"""The Open LLM Leaderboard's second edition: scores normalised so that chance is 0, which no model card prints."""

from __future__ import annotations

from pathlib import Path

from auditor.importers.reading import header_of, number, rows_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "open-llm-leaderboard-v2",
    "Open LLM Leaderboard, second edition",
    "Hugging Face",
    Independence.third_party,
    "https://huggingface.co/spaces/open-llm-leaderboard/open_llm_leaderboard",
)
_COLUMNS = {
    "IFEval": "IFEval",
    "BBH": "BIG-Bench Hard",
    "MATH Lvl 5": "MATH Level 5",
    "GPQA": "GPQA",
    "MUSR": "MuSR",
    "MMLU-PRO": "MMLU-Pro",
}


class OpenLlm:
    """CSV extracts of the board with a `fullname` column."""

    name = "open-llm-leaderboard-v2"
    describes = "Open LLM Leaderboard v2 CSV (scores normalised against chance)"

    def detect(self, path: Path) -> float:
        header = set(header_of(path))
        return 1.0 if "fullname" in header and header & set(_COLUMNS) else 0.0

    def read(self, path: Path) -> ImportResult:
        collected = Collected(self.name, SOURCE)
        for line, row in rows_of(path):
            model = row.get("fullname", "")
            if not model:
                collected.skip(f"{path.name} line {line}", "no model")
                continue
            for column, benchmark in _COLUMNS.items():
                score = number(row.get(column))
                if column not in row or score is None:
                    continue
                collected.add(
                    model=model,
                    benchmark=benchmark,
                    metric="accuracy (baseline-normalised)",
                    score=score,
                    unit=Unit.percent,
                    conditions={ConditionName.harness: "lm-evaluation-harness"},
                    locator=f"{model} {column}",
                )
        return collected.result()
