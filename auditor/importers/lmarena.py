"""LMArena's ratings from human votes: the catalogue's JSON by category, and the CSV extract of the board."""

from __future__ import annotations

import re
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import float_or_none, head_of, header_of, json_of, number, rows_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

SOURCE = SourceHint("lmarena", "LMArena ratings", "LMArena", Independence.benchmark_author, "https://lmarena.ai")
EXTRACT = SourceHint(
    "lmarena-csv", "LMArena ratings, extract", "LMArena", Independence.compiled, "https://lmarena.ai", ("lmarena",)
)
_Z95 = 1.959964
_WHOLE = "full"
_BOARD = re.compile(r"leaderboard-(\w+?)(-style-control)?\.json$")
_OFFSETS = re.compile(r"\+(\d+(?:\.\d+)?)\s*/\s*[-−](\d+(?:\.\d+)?)")


class LmArena:
    """leaderboard-<board>[-style-control].json of the arena catalogue."""

    name = "lmarena"
    describes = "LMArena catalogue leaderboard-*.json (ratings with 95 % bounds, by category)"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".json":
            return 0.0
        head = head_of(path)
        return 1.0 if '"rating"' in head and '"rating_q975"' in head else 0.0

    def read(self, path: Path) -> ImportResult:
        data = json_of(path)
        if not isinstance(data, dict) or not all(isinstance(rows, dict) for rows in data.values()):
            raise ImportFormatError(f"{path.name} does not list ratings by category.")
        board = _BOARD.search(path.name)
        if board is None:
            raise ImportFormatError(f"{path.name} does not name its board.", advice="Keep leaderboard-<board>.json.")
        collected = Collected(self.name, SOURCE)
        style = "style control" if board[2] else None
        for category, rows in data.items():
            part = None if category == _WHOLE else category.replace("_", " ")
            for model, row in rows.items():
                locator, score = f"{path.name} {category} {model}", number(row.get("rating"))
                if score is None:
                    collected.skip(locator, "no rating")
                    continue
                low, high = float_or_none(row.get("rating_q025")), float_or_none(row.get("rating_q975"))
                collected.add(
                    model=model,
                    benchmark=_name(board[1], style, part),
                    metric="arena score",
                    score=score,
                    unit=Unit.elo,
                    stderr=(high - low) / (2 * _Z95) if low is not None and high is not None and high > low else None,
                    conditions={ConditionName.subset: part, ConditionName.grader: "human votes"},
                    locator=locator,
                )
        return collected.result()


class LmArenaCsv:
    """CSV extracts of the board with `arena_score` and `95_pct_ci`."""

    name = "lmarena-csv"
    describes = "LMArena CSV extract (arena_score, 95_pct_ci, votes)"

    def detect(self, path: Path) -> float:
        return 1.0 if {"model", "arena_score", "95_pct_ci"} <= set(header_of(path)) else 0.0

    def read(self, path: Path) -> ImportResult:
        collected = Collected(self.name, EXTRACT)
        board = path.stem.rpartition("_")[2]
        for line, row in rows_of(path):
            model, score = row.get("model", ""), number(row.get("arena_score"))
            if not model or score is None:
                collected.skip(f"{path.name} line {line}", "no model" if not model else "no rating")
                continue
            bounds = _OFFSETS.search(row.get("95_pct_ci", ""))
            votes = row.get("votes", "")
            collected.add(
                model=model,
                benchmark=_name(board, None, None),
                metric="arena score",
                score=score,
                unit=Unit.elo,
                stderr=(float(bounds[1]) + float(bounds[2])) / (2 * _Z95) if bounds else None,
                conditions={ConditionName.grader: "human votes"},
                locator=f"{path.name} {model}",
                notes=f"{votes} votes" if votes else None,
            )
        return collected.result()


def _name(board: str, style: str | None, part: str | None) -> str:
    name = f"LMArena {board.capitalize()}" + (f" ({style})" if style else "")
    return f"{name} | {part}" if part else name
