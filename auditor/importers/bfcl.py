"""The Berkeley Function Calling Leaderboard's CSV: scores as percent strings, calling mode after the model."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.importers.reading import float_or_none, header_of, number, rows_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "bfcl",
    "Berkeley Function Calling Leaderboard",
    "Gorilla LLM (UC Berkeley)",
    Independence.benchmark_author,
    "https://gorilla.cs.berkeley.edu/leaderboard.html",
)
# Group scores of the overall file, by the name under which they are a part of the benchmark.
_PARTS = {
    "Non-Live AST Acc": "Non-Live AST",
    "Live Acc": "Live",
    "Multi Turn Acc": "Multi Turn",
    "Web Search Acc": "Web Search",
    "Memory Acc": "Memory",
    "Relevance Detection": "Relevance Detection",
    "Irrelevance Detection": "Irrelevance Detection",
}
_MODE = re.compile(r"\((FC|Prompt)\b[^)]*\)")
_MODES = {"FC": "native function calling", "Prompt": "prompted function calls"}


class Bfcl:
    """The board's overall file; its detail files repeat the same runs."""

    name = "bfcl"
    describes = "Berkeley Function Calling Leaderboard CSV"

    def detect(self, path: Path) -> float:
        header = header_of(path)
        return 1.0 if header[:1] == ("Rank",) and "Model" in header and _kind(header) else 0.0

    def read(self, path: Path) -> ImportResult:
        collected = Collected(self.name, SOURCE)
        header = header_of(path)
        if _kind(header) == "detail":
            collected.skip(path.name, "a detail file: the same runs stand in the overall file")
            return collected.result()
        version = _version(header)
        for line, row in rows_of(path):
            locator, model = f"{path.name} {row.get('Model', '')}", row.get("Model", "")
            if not model:
                collected.skip(f"{path.name} line {line}", "no model")
                continue
            for column in ("Overall Acc", *_PARTS):
                score = number(row.get(column))
                if score is None:
                    collected.skip(f"{locator}, {column}", "no number")
                    continue
                mode = _MODE.search(model)
                part = _PARTS.get(column)
                collected.add(
                    model=model,
                    benchmark=f"BFCL {version}" + (f" | {part}" if part else ""),
                    metric=column,
                    score=score,
                    unit=Unit.percent,
                    conditions={
                        ConditionName.version: version,
                        ConditionName.subset: part,
                        ConditionName.prompting: (_MODES[mode[1]], mode[0]) if mode else None,
                        ConditionName.harness: "bfcl-eval",
                    },
                    cost_usd=float_or_none(row.get("Total Cost ($)")) if part is None else None,
                    cost_basis="total",
                    locator=locator,
                )
        return collected.result()


def _kind(header: tuple[str, ...]) -> str | None:
    if "Overall Acc" in header and "Multi Turn Acc" in header:
        return "overall"
    if any(name.endswith("Overall Acc") for name in header) or "Format Sensitivity Max Delta" in header:
        return "detail"
    return None


def _version(header: tuple[str, ...]) -> str:
    """The file does not print its version: v4 brought web search and memory, v3 multi-turn, v2 the live part."""
    if "Web Search Acc" in header:
        return "v4"
    return "v3" if "Multi Turn Acc" in header else "v2"
