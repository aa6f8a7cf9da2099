"""LiveBench tables: task scores by model, a release a file; averages are computed by category as the board does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import EFFORTS, header_of, json_of, number, rows_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint("livebench", "LiveBench", "LiveBench", Independence.benchmark_author, "https://livebench.ai")
_FILE = re.compile(r"table_(\d{4})_(\d{2})_(\d{2})\.csv$")
_EFFORT = re.compile(rf"-({'|'.join(EFFORTS)})(?:-effort)?$")
_THINKING = re.compile(r"-thinking(?:-(\d+k))?(?:-|$)")


class LiveBench:
    """table_<date>.csv with its categories_<date>.json beside it."""

    name = "livebench"
    describes = "LiveBench table_<date>.csv with categories_<date>.json"

    def detect(self, path: Path) -> float:
        return 1.0 if _FILE.match(path.name) and header_of(path)[:1] == ("model",) else 0.0

    def read(self, path: Path) -> ImportResult:
        dated = _FILE.match(path.name)
        beside = path.with_name(path.name.replace("table_", "categories_").replace(".csv", ".json"))
        if not dated or not beside.is_file():
            raise ImportFormatError(f"{path.name} needs its {beside.name} beside it: averages are by category.")
        categories = json_of(beside)
        if not isinstance(categories, dict):
            raise ImportFormatError(f"{beside.name} does not list tasks by category.")
        release = "-".join(dated.groups())
        collected = Collected(self.name, SOURCE)
        collected.read_along(beside)
        for line, row in rows_of(path):
            model = row.get("model", "")
            locator = f"{path.name} {model or f'line {line}'}"
            averages = {name: _mean([number(row.get(task)) for task in tasks]) for name, tasks in categories.items()}
            overall = _mean(list(averages.values()))
            if not model:
                collected.skip(locator, "no model")
                continue
            for part, score in [(None, overall), *averages.items()]:
                if score is None:
                    collected.skip(f"{locator} {part or 'overall'}", "a task of the average is missing")
                    continue
                collected.add(
                    model=model,
                    benchmark=f"LiveBench | {part}" if part else "LiveBench",
                    metric="average of tasks" if part else "average of categories",
                    score=score,
                    unit=Unit.percent,
                    conditions={
                        **_conditions(model),
                        ConditionName.version: release,
                        ConditionName.subset: part,
                        ConditionName.harness: "livebench",
                    },
                    date=release,
                    locator=locator,
                )
        return collected.result()


def _mean(values: Sequence[Decimal | None]) -> Decimal | None:
    """The mean to three decimals; None where any value is missing."""
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.001"))


def _conditions(model: str) -> dict[ConditionName, tuple[str, str]]:
    found: dict[ConditionName, tuple[str, str]] = {}
    if match := _EFFORT.search(model):
        found[ConditionName.effort] = (match[1], match[0])
    if match := _THINKING.search(model):
        found[ConditionName.thinking] = ("on", match[0].rstrip("-"))
        if match[1]:
            found[ConditionName.thinking_budget] = (match[1], match[1])
    return found
