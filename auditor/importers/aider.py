"""Aider's leaderboards: YAML lists, one run a row, each with its own command, version and commit."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import effort_conditions, head_of, text_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "aider",
    "Aider leaderboards",
    "Aider and contributors",
    Independence.benchmark_author,
    "https://aider.chat/docs/leaderboards/",
)
# Every board has its own number of exercises; rows do not name their board.
_BOARDS = {225: "Aider polyglot", 133: "Aider code editing", 89: "Aider refactoring"}
_METRICS = ("pass_rate_2", "pass_rate_1")


class Aider:
    """The YAML files of Aider's boards: polyglot, code editing, refactoring."""

    name = "aider"
    describes = "Aider leaderboard YAML (polyglot, code editing, refactoring)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() not in {".yml", ".yaml"}:
            return 0.0
        head = head_of(path)
        return 1.0 if re.search(r"^- dirname:", head, re.M) and "pass_rate_1:" in head else 0.0

    def read(self, path: Path) -> ImportResult:
        import yaml

        try:
            rows = yaml.safe_load(text_of(path))
        except yaml.YAMLError:
            raise ImportFormatError(f"{path.name} is not valid YAML.") from None
        if not isinstance(rows, list):
            raise ImportFormatError(f"{path.name} is not a list of runs.")
        collected = Collected(self.name, SOURCE)
        for index, row in enumerate(rows):
            _take(collected, row if isinstance(row, dict) else {}, index)
        return collected.result()


def _take(collected: Collected, row: dict[str, Any], index: int) -> None:
    locator = f"dirname={row.get('dirname') or f'row {index}'}"
    model, cases = row.get("model"), row.get("test_cases")
    if not model or not isinstance(cases, int):
        collected.skip(locator, "no model or no number of test cases")
        return
    # A run that lost one or two exercises is still a run of its board; a third missing is not.
    board = next((size for size in _BOARDS if size * 0.98 <= (row.get("total_tests") or cases) <= size), None)
    if board is None or cases < board * 0.98:
        collected.skip(locator, f"{cases} test cases: not a complete run of a known board")
        return
    effort = str(row.get("reasoning_effort") or "")
    thinking = row.get("thinking_tokens")
    conditions: dict[ConditionName, str | tuple[str, str] | None] = {
        **effort_conditions(effort),
        ConditionName.harness: f"aider {row['versions']}" if row.get("versions") else "aider",
        ConditionName.prompting: f"edit format {row['edit_format']}" if row.get("edit_format") else None,
        ConditionName.subset: f"{cases} of {board}" if cases != board else None,
    }
    if thinking:
        conditions[ConditionName.thinking] = "on"
        conditions[ConditionName.thinking_budget] = (f"{round(int(thinking) / 1000)}k", str(thinking))
    cost = row.get("total_cost") or None  # 0 means that the cost was not known
    tokens = [row[key] for key in ("prompt_tokens", "completion_tokens") if isinstance(row.get(key), int)]
    when = row.get("date")
    editor = row.get("editor_model")
    for metric in _METRICS:
        if row.get(metric) is None:
            continue
        collected.add(
            model=str(model),
            benchmark=_BOARDS[board],
            metric=metric,
            score=Decimal(str(row[metric])),
            unit=Unit.percent,
            n=cases,
            conditions=conditions,
            date=when.isoformat() if isinstance(when, date) else str(when) if when else None,
            cost_usd=float(cost) if cost else None,
            cost_basis="total",
            tokens=sum(tokens) if len(tokens) == 2 else None,
            locator=locator,
            notes=f"edits made by {editor}" if editor and metric == _METRICS[0] else None,
        )
