"""What an importer is and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from auditor.evidence.run_csv import run_id, setting_of
from auditor.records import ConditionName, Independence, Run, Unit

Conditions = Mapping[ConditionName, str | tuple[str, str] | None]


@dataclass(frozen=True)
class Skipped:
    """A row that was not taken, and why."""

    locator: str
    reason: str


@dataclass(frozen=True)
class SourceHint:
    """What the format tells of its source. A licence is never assumed: it comes with the files, not the format."""

    id: str
    name: str
    publisher: str
    independence: Independence
    url: str | None = None


@dataclass(frozen=True)
class ImportResult:
    """The runs of one file, names unresolved; every row is either a run or skipped with a reason."""

    format: str
    source: SourceHint
    runs: tuple[Run, ...]
    skipped: tuple[Skipped, ...] = ()


class Importer(Protocol):
    """One foreign format. Pure: reads the one path, yields runs, saves nothing."""

    name: str
    """Short name of the format ("aider")."""
    describes: str
    """One line: whose files these are and what they hold."""

    def detect(self, path: Path) -> float:
        """How surely the file is of this format, 0 (no) to 1. By content; never raises for a readable file."""
        ...

    def read(self, path: Path) -> ImportResult:
        """The runs of the file. Raises ImportFormatError where the file breaks its format as a whole."""
        ...


class Collected:
    """Gathers runs and skipped rows of one file in order."""

    def __init__(self, format_name: str, source: SourceHint) -> None:
        self._format, self._source = format_name, source
        self._runs: list[Run] = []
        self._skipped: list[Skipped] = []

    def skip(self, locator: str, reason: str) -> None:
        self._skipped.append(Skipped(locator, reason))

    def add(
        self,
        *,
        model: str,
        benchmark: str,
        score: Decimal,
        locator: str,
        unit: Unit,
        run_by: str | None = None,
        independence: Independence | None = None,
        metric: str | None = None,
        stderr: float | None = None,
        n: int | None = None,
        conditions: Conditions | None = None,
        date: str | None = None,
        cost_usd: float | None = None,
        cost_basis: str | None = None,
        tokens: int | None = None,
        notes: str | None = None,
    ) -> None:
        """One run; who ran it and how independent it is come from the source where not given."""
        self._runs.append(
            Run(
                id=run_id(self._source.id, locator, model, benchmark, metric, score),
                source=self._source.id,
                run_by=run_by or self._source.publisher,
                independence=independence or self._source.independence,
                model=model,
                benchmark=benchmark,
                metric=metric,
                score=score,
                unit=unit,
                stderr=stderr,
                n=n,
                setting=setting_of(conditions or {}),
                date=date,
                cost_usd=cost_usd,
                cost_basis=cost_basis if cost_usd is not None else None,
                tokens=tokens,
                locator=locator,
                notes=notes,
            )
        )

    def result(self) -> ImportResult:
        return ImportResult(self._format, self._source, tuple(self._runs), tuple(self._skipped))
