"""OSWorld's spreadsheets: the verified sheet that the makers ran, and the sheets of results others report."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.importers.reading import number
from auditor.importers.result import Collected, ImportResult, SourceHint
from auditor.records import ConditionName, Independence, Unit

VERIFIED = SourceHint(
    "osworld-verified",
    "OSWorld-Verified results",
    "XLANG Lab",
    Independence.benchmark_author,
    "https://os-world.github.io",
)
REPORTED = SourceHint(
    "osworld-reported", "OSWorld self-reported results", "XLANG Lab", Independence.vendor, "https://os-world.github.io"
)
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet, whose 1900 is wrongly a leap year."""
_STRINGS, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/sheet"
_TOTAL = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+)")
_WRITTEN = ("%b %d, %Y", "%B %d, %Y")


class OsWorld:
    """osworld_verified_results.xlsx and self_reported_results.xlsx."""

    name = "osworld"
    describes = "OSWorld XLSX (verified and self-reported results); needs auditor[office]"

    def detect(self, path: Path) -> float:
        if path.suffix.lower() != ".xlsx" or not zipfile.is_zipfile(path):
            return 0.0
        try:
            with zipfile.ZipFile(path) as packed:
                # Headings stand among the shared strings, or in the first rows of the sheets themselves.
                places = [name for name in packed.namelist() if name == _STRINGS or name.startswith(_SHEETS)]
                words = b"".join(packed.open(name).read(1 << 16) for name in places)
        except (zipfile.BadZipFile, OSError):
            return 0.0
        known = b"Institution" in words and b"PaperAuthors" in words
        return 1.0 if known and (b"Max steps" in words or b"TrajectoryLink" in words) else 0.0

    def read(self, path: Path) -> ImportResult:
        try:
            from openpyxl import load_workbook
        except ImportError:
            raise ImportFormatError(
                f"{path.name} is a spreadsheet, and openpyxl is not installed.",
                advice="Install it with `pip install 'auditor[office]'`.",
            ) from None
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            sheets = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
        finally:
            book.close()
        own = any("Max steps" in row for rows in sheets.values() for _, row in rows)
        collected = Collected(self.name, VERIFIED if own else REPORTED)
        for title, rows in sheets.items():
            for line, row in rows:
                (_verified if own else _reported)(collected, row, f"{title} row {line}", title)
        return collected.result()


def _rows(sheet: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row number, cells by heading) of the rows that name a model."""
    header: list[str] = []
    for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if not header:
            header = [str(cell or "") for cell in cells]
        elif cells and cells[0]:
            yield line, {name: cell for name, cell in zip(header, cells, strict=False) if name}


def _verified(collected: Collected, row: dict[str, Any], where: str, title: str) -> None:
    score = number(row.get("Success rate"))
    if score is None:
        collected.skip(where, "no number: the run is not finished")
        return
    total = _TOTAL.search(str(row.get("Success/Total") or ""))
    steps = row.get("Max steps")
    # Tree, coding actions and several rollouts are aids that a plain run does not have.
    aids = [
        name
        for key, name in (
            ("Additional a11y tree used", "accessibility tree"),
            ("Additional coding-based action", "coding actions"),
        )
        if str(row.get(key)).lower() == "yes"
    ]
    several = str(row.get("Multiple rollout")).lower() == "yes"
    count = re.search(r"\bN\s*=\s*(\d+)", str(row["Model"]))
    collected.add(
        model=str(row["Model"]),
        benchmark="OSWorld-Verified",
        metric="success rate",
        score=score,
        unit=Unit.percent,
        n=int(total[2]) if total else None,
        conditions={
            ConditionName.samples: f"best of {count[1] if count else 'several'}" if several else None,
            ConditionName.tools: ", ".join(aids) or None,
            ConditionName.harness: f"OSWorld, {row.get('Approach type') or 'agent'}, at most {steps} steps"
            if steps
            else "OSWorld",
        },
        date=_date(row.get("Date")),
        locator=where,
    )


def _reported(collected: Collected, row: dict[str, Any], where: str, title: str) -> None:
    score = number(row.get("Score"))
    if score is None:
        collected.skip(where, "no number")
        return
    collected.add(
        model=str(row["Model"]),
        benchmark="OSWorld",
        metric="success rate",
        score=score,
        unit=Unit.percent,
        run_by=str(row.get("Institution") or "") or None,
        conditions={ConditionName.prompting: f"input {title.replace('_', ' ')}"},
        date=_date(row.get("Date")),
        locator=where,
    )


def _date(cell: object) -> str | None:
    """An ISO date from a date cell, a spreadsheet's day number, or "Nov 5, 2025"."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, (int, float)) and 36526 <= cell <= 73050:  # 2000 to 2099
        return (_EPOCH + timedelta(days=int(cell))).isoformat()
    for form in _WRITTEN:
        try:
            return datetime.strptime(str(cell or "").strip(), form).date().isoformat()
        except ValueError:
            continue
    return None
