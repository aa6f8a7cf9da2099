"""What an importer is and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from auditor.evidence.run_csv import run_id, setting_of
from auditor.importers.reading import number
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
    quotes: tuple[str, ...] = ()
    """Ids of the sources whose results it repeats."""


@dataclass(frozen=True)
class ImportResult:
    """The runs of one file, names unresolved; every row is either a run or skipped with a reason."""

    format: str
    source: SourceHint
    runs: tuple[Run, ...]
    skipped: tuple[Skipped, ...] = ()
    items: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By id of a run: each item's own score, 0 to 1, where the file holds them."""
    beside: tuple[Path, ...] = ()
    """Files next to it that were read along with it."""


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
        self._items: dict[str, Mapping[str, float]] = {}
        self._beside: list[Path] = []

    def read_along(self, *paths: Path) -> None:
        """Names files beside the one that is read that were read with it."""
        self._beside.extend(path for path in paths if path.is_file())

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
        items: Mapping[str, float] | None = None,
    ) -> None:
        """One run; who ran it and how independent it is come from the source where not given."""
        id = run_id(self._source.id, locator, model, benchmark, metric, score)
        if items:
            self._items[id] = items
        self._runs.append(
            Run(
                id=id,
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
        return ImportResult(
            self._format, self._source, tuple(self._runs), tuple(self._skipped), self._items, tuple(self._beside)
        )

    def price(self, model: str, *, input: object, output: object, locator: str, date: str | None = None) -> None:
        """List prices as results of their own, in USD per million tokens; a missing or zero price is no result."""
        for way, cell in (("input", input), ("output", output)):
            value = number(str(cell).lstrip("$ ")) if cell is not None else None
            if value is not None and value > 0:
                self.add(
                    model=model,
                    benchmark=f"List price | {way}",
                    metric="USD per million tokens",
                    score=value,
                    unit=Unit.currency,
                    # A reseller's page repeats what the vendor asks.
                    independence=Independence.compiled,
                    run_by="the vendor, as the source prints it",
                    date=date,
                    locator=f"{locator} list price",
                )
