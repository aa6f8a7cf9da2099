"""swebench.com's leaderboards.json: the maintainers' bash-only runs, and systems that others submitted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import effort_conditions, float_or_none, head_of, iso_date, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "swe-bench-site", "SWE-bench leaderboards", "SWE-bench", Independence.benchmark_author, "https://www.swebench.com/"
)
_BOARDS = {
    "bash-only": "SWE-bench Verified",
    "Verified": "SWE-bench Verified",
    "Lite": "SWE-bench Lite",
    "Test": "SWE-bench",
    "Multimodal": "SWE-bench Multimodal",
    "Multilingual": "SWE-bench Multilingual",
}
# How many tries a submitted system had, as the board tags it.
_ATTEMPTS: dict[str, str | tuple[str, str]] = {"Attempts - 1": "pass@1", "Attempts - 2+": ("best of 2", "2+")}


class SweBenchSite:
    """leaderboards.json of swebench.com."""

    name = "swe-bench-site"
    describes = "swebench.com leaderboards.json (bash-only runs and submissions)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path)
        return 1.0 if '"leaderboards"' in head and '"results"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        boards = data.get("leaderboards") if isinstance(data, dict) else None
        if not isinstance(boards, list):
            raise ImportFormatError(f"{path.name} has no list of leaderboards.")
        collected = Collected(self.name, SOURCE)
        for board in boards:
            name = board.get("name", "")
            for row in board.get("results", []):
                locator = f"{name}/{row.get('folder') or row.get('name')}"
                if name not in _BOARDS:
                    collected.skip(locator, f"the board {name!r} is not known")
                else:
                    _take(collected, name, row, locator)
        return collected.result()


def _take(collected: Collected, board: str, row: dict[str, Any], locator: str) -> None:
    score = number(row.get("resolved"))
    models = _tags(row, "Model")
    if score is None or not models:
        collected.skip(locator, "no score" if score is None else "the row names no model")
        return
    if len(models) > 1:
        collected.skip(locator, "a system of several models: no single model's score")
        return
    name, own = str(row.get("name") or ""), board == "bash-only"
    agent = row.get("mini-swe-agent_version")
    level = re.search(r"\b(minimal|low|medium|high|xhigh|max)\b", name) if own else None
    attempts = next(iter(_tags(row, "System")), "")
    details = row.get("per_instance_details")
    collected.add(
        model=models[0],
        benchmark=_BOARDS[board],
        metric="resolved",
        score=score,
        unit=Unit.percent,
        n=len(details) if isinstance(details, dict) and details else None,
        run_by=None if own else ", ".join(_tags(row, "Org")) or name,
        # A submission is the word of the one who built the system, also where the maintainers checked its logs.
        independence=None if own else Independence.vendor,
        conditions={
            **(effort_conditions(level[1]) if level else {}),
            ConditionName.harness: f"mini-SWE-agent {agent}".rstrip()
            if own and agent
            else "mini-SWE-agent"
            if own
            else name,
            ConditionName.attempts: None if own else _ATTEMPTS.get(attempts),
        },
        date=iso_date(row.get("date")),
        cost_usd=float_or_none(row.get("instance_cost")),
        cost_basis="per task",
        locator=locator,
        notes=None if own else "submitted; logs checked by the maintainers" if row.get("checked") else "submitted",
        items={task: float(said.get("resolved") is True) for task, said in details.items()}
        if isinstance(details, dict)
        else None,
    )


def _tags(row: dict[str, Any], kind: str) -> list[str]:
    return [tag.partition(":")[2].strip() for tag in row.get("tags") or [] if str(tag).startswith(f"{kind}:")]
