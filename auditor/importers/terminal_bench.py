"""Terminal-Bench run folders: results.json by trial, run_metadata.json beside; submitted by the agents' makers."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import head_of, iso_date, json_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint(
    "terminal-bench",
    "Terminal-Bench leaderboard submissions",
    "Terminal-Bench",
    Independence.vendor,
    "https://www.tbench.ai/leaderboard",
)
_DATASET = re.compile(r"^terminal-bench-core[@:_=](\d+(?:\.\d+)+)$")
_SIZES = {"0.1.1": 80}
_FOLDER = re.compile(r"^\d{8}_([^_]+)_(.+)$")


class TerminalBench:
    """One results.json a run, every trial with whether it was resolved."""

    name = "terminal-bench"
    describes = "Terminal-Bench run folders (results.json with run_metadata.json)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path, 16384)
        return 1.0 if '"trial_name"' in head and '"is_resolved"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        trials = data.get("results") if isinstance(data, dict) else None
        if not isinstance(trials, list) or not trials:
            raise ImportFormatError(f"{path.name} has no list of trials.")
        collected = Collected(self.name, SOURCE)
        beside = path.with_name("run_metadata.json")
        collected.read_along(beside)
        about = json_of(beside) if beside.is_file() else {}
        folder = next((m for parent in path.parents if (m := _FOLDER.match(parent.name))), None)
        where = f"{path.parent.parent.name}/{path.parent.name}"
        model = str(about.get("model_name") or (folder[2] if folder else ""))
        # The leaderboard files its runs under the dataset and its version.
        filed = next((m for parent in path.parents if (m := _DATASET.search(parent.name))), None)
        version = about.get("dataset_version") or (filed[1] if filed else None)
        if not model or not version:
            collected.skip(where, "no model" if not model else "the version of the tasks is not stated")
            return collected.result()
        about = {**about, "dataset_version": version, "dataset_size": about.get("dataset_size") or _SIZES.get(version)}
        _take(collected, trials, about, model, str(about.get("agent_name") or (folder[1] if folder else "")), where)
        return collected.result()


def _take(
    collected: Collected, trials: list[dict[str, Any]], about: dict[str, Any], model: str, agent: str, where: str
) -> None:
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for trial in trials:
        outcomes[str(trial.get("task_id"))].append(trial.get("is_resolved") is True)
    size, attempts = about.get("dataset_size"), {len(tries) for tries in outcomes.values()}
    if isinstance(size, int) and len(outcomes) < size:
        collected.skip(where, f"{len(outcomes)} of {size} tasks: not a complete run")
        return
    resolved = sum(map(sum, outcomes.values()))
    tokens = [trial.get(key) or 0 for trial in trials for key in ("total_input_tokens", "total_output_tokens")]
    many = max(attempts)
    collected.add(
        model=model.rpartition("/")[2],
        benchmark=f"Terminal-Bench Core {about['dataset_version']}",
        metric="accuracy",
        score=(Decimal(resolved) / Decimal(sum(map(len, outcomes.values())))).quantize(Decimal("0.000001")),
        unit=Unit.fraction,
        n=len(outcomes),
        run_by=agent or None,
        conditions={
            ConditionName.harness: agent or None,
            ConditionName.samples: f"avg@{many}" if many > 1 and len(attempts) == 1 else None,
        },
        date=iso_date(about.get("start_time")),
        # The harness writes 0 where it could not count.
        tokens=sum(tokens) or None,
        locator=where,
        notes="submitted by those who built the agent",
        items={task: sum(tries) / len(tries) for task, tries in outcomes.items()},
    )
