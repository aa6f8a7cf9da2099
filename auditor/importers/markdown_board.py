"""Leaderboards that live in a README: a Markdown table under a known title, its columns known by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.errors import ImportFormatError
from auditor.importers.reading import conditions_in_label, head_of, number, text_of
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit


@dataclass(frozen=True)
class Board:
    """One board: how its README begins, and what its columns hold."""

    source: SourceHint
    title: str
    """Beginning of the first heading."""
    benchmark: str
    scores: dict[str, tuple[str, Unit]]
    """Column → metric and unit."""
    items: str | None = None
    """Column with the number of items."""
    of: int | None = None
    """All items, where the table covers a part."""


def _lechmazur(slug: str, name: str) -> SourceHint:
    url = f"https://github.com/lechmazur/{slug}"
    return SourceHint(f"lechmazur-{slug}", name, "Lech Mazur", Independence.benchmark_author, url)


VECTARA = Board(
    SourceHint(
        "vectara",
        "Hallucination leaderboard",
        "Vectara",
        Independence.benchmark_author,
        "https://github.com/vectara/hallucination-leaderboard",
    ),
    "Hallucination Leaderboard",
    "Vectara Hallucination Leaderboard",
    {"Hallucination Rate": ("hallucination rate", Unit.percent), "Answer Rate": ("answer rate", Unit.percent)},
)
MMLU_PRO = Board(
    SourceHint(
        "mmlu-pro",
        "MMLU-Pro leaderboard",
        "TIGER-Lab",
        Independence.benchmark_author,
        "https://github.com/TIGER-AI-Lab/MMLU-Pro",
    ),
    "MMLU-Pro",
    "MMLU-Pro",
    {"Overall Accuracy": ("accuracy", Unit.percent)},
)
LECHMAZUR = (
    Board(
        _lechmazur("confabulations", "Confabulations"),
        "LLM Confabulation",
        "Confabulations",
        {
            "Confab %": ("confabulation rate", Unit.percent),
            "Non-Resp %": ("non-response rate", Unit.percent),
            "Weighted": ("weighted rate of confabulation and non-response", Unit.percent),
        },
    ),
    Board(
        _lechmazur("nyt-connections", "NYT Connections"),
        "Extended Version",
        "Extended NYT Connections",
        {"Score %": ("score", Unit.percent)},
        items="#Puzzles",
    ),
    Board(
        _lechmazur("generalization", "Thematic generalization"),
        "LLM Thematic Generalization Benchmark",
        "Thematic Generalization",
        {
            "Top-1 Accuracy": ("top-1 accuracy", Unit.percent),
            "Inverse-Rank Score": ("inverse-rank score", Unit.points),
            "Avg Rank": ("average rank", Unit.other),
        },
        items="Cases",
        of=1247,
    ),
)
_UPDATED = re.compile(r"Last updated on (\w+ \d{1,2}, \d{4})")


class MarkdownBoard:
    """The first table of the README whose columns the board knows; further tables repeat or analyse it."""

    def __init__(self, name: str, describes: str, *boards: Board) -> None:
        self.name, self.describes, self._boards = name, describes, boards

    def detect(self, path: Path) -> float:
        if path.suffix.lower() not in {".md", ".markdown"}:
            return 0.0
        board = self._board(head_of(path))
        return 0.9 if board and any(_of(board, columns) for columns, _ in tables(text_of(path))) else 0.0

    def read(self, path: Path) -> ImportResult:
        text = text_of(path)
        board = self._board(text)
        if board is None:
            raise ImportFormatError(f"{path.name} is not a README of a known board.")
        collected = Collected(self.name, board.source)
        updated = _UPDATED.search(text)
        date = datetime.strptime(updated[1], "%B %d, %Y").date().isoformat() if updated else None
        edition = path.parent.name if re.fullmatch(r"v\d+", path.parent.name) else None
        for line, row in next((rows for columns, rows in tables(text) if _of(board, columns)), ()):
            _take(collected, board, row, f"{path.name} line {line}", date, edition)
        return collected.result()

    def _board(self, text: str) -> Board | None:
        heading = re.search(r"^# +(.+?)\s*$", text, re.M)
        return next((b for b in self._boards if heading and heading[1].startswith(b.title)), None)


def _of(board: Board, columns: tuple[str, ...]) -> bool:
    return "Model" in columns and bool(board.scores.keys() & set(columns))


def _take(
    collected: Collected, board: Board, row: dict[str, str], where: str, date: str | None, edition: str | None
) -> None:
    model = row.get("Model", "")
    n = number(row.get(board.items or ""))
    for column, (metric, unit) in board.scores.items():
        if column not in row:
            continue
        score, locator = number(row[column]), f"{edition or ''} {model}, {column}".strip()
        if score is None or not model:
            collected.skip(f"{where}, {column}", "no number" if model else "no model")
            continue
        part = f"{n} of {board.of}" if n and board.of and n != board.of else None
        collected.add(
            model=model,
            benchmark=board.benchmark,
            metric=metric,
            score=score,
            unit=unit,
            n=int(n) if n else None,
            conditions={
                **conditions_in_label(model),
                ConditionName.subset: part,
                ConditionName.version: edition,
                ConditionName.harness: board.source.id,
            },
            date=date,
            locator=locator,
        )


def tables(text: str) -> Iterator[tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]]:
    """Pipe tables: the headings and the rows, each with its line."""
    lines = text.splitlines()
    index = 0
    while index + 1 < len(lines):
        if "|" in lines[index] and re.fullmatch(r"\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?)?\s*\|?\s*", lines[index + 1]):
            header = _cells(lines[index])
            rows: list[tuple[int, dict[str, str]]] = []
            index += 2
            while index < len(lines) and lines[index].lstrip().startswith("|"):
                rows.append((index + 1, dict(zip(header, _cells(lines[index]), strict=False))))
                index += 1
            yield header, rows
        index += 1


def _cells(line: str) -> tuple[str, ...]:
    inner = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    return tuple(re.sub(r"[*`]|\\(?=[|%])|\[([^\]]*)\]\([^)]*\)", r"\1", cell).strip() for cell in inner)
