"""MathArena's registry of results proposed to model repositories: one score a model and competition."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import head_of, iso_date, json_of, number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint("matharena", "MathArena", "MathArena", Independence.third_party, "https://matharena.ai")
_UPPER = {"aime", "hmmt", "brumo", "cmimc", "smt", "imo", "usamo"}


class MathArena:
    """hf_eval_pr_registry.json."""

    name = "matharena"
    describes = "MathArena registry of results (hf_eval_pr_registry.json)"

    def detect(self, path: Path) -> float:
        head = head_of(path)
        return (
            1.0 if path.suffix == ".json" and '"competition_name"' in head and '"model_huggingface_id"' in head else 0.0
        )

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        entries = data.get("entries") if isinstance(data, dict) else None
        if not isinstance(entries, dict):
            raise ImportFormatError(f"{path.name} has no entries.")
        collected = Collected(self.name, SOURCE)
        for key, entry in entries.items():
            score, model = number(entry.get("score")), entry.get("model_huggingface_id")
            if score is None or not model:
                collected.skip(key, "no score" if score is None else "no model")
                continue
            collected.add(
                model=str(model),
                benchmark=competition(str(entry.get("competition_name") or "")),
                score=score,
                unit=Unit.percent,
                conditions={ConditionName.harness: "matharena"},
                date=iso_date(entry.get("date")),
                locator=key,
            )
        return collected.result()


def competition(name: str) -> str:
    """A competition as people write it: "HMMT Feb 2026" for "hmmt/hmmt_feb_2026"."""
    words = name.rpartition("/")[2].split("_")
    return " ".join(word.upper() if word in _UPPER else word.capitalize() for word in words)
