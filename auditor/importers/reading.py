"""Reading the cells that foreign files print: numbers, dates, effort suffixes, text with a byte-order mark."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from auditor.errors import ImportFormatError
from auditor.records import ConditionName

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra")
_MISSING = frozenset({"", "-", "–", "—", "n/a", "na", "nan", "none", "null", "?"})
_BUDGET = re.compile(r"(\d+)[kK]")


def text_of(path: Path) -> str:
    """The file as text, without a byte-order mark. Raises ImportFormatError for binary files."""
    data = path.read_bytes()
    if b"\0" in data[:4096]:
        raise ImportFormatError(f"{path.name} is a binary file.")
    return data.decode("utf-8-sig", errors="replace")


def head_of(path: Path, size: int = 4096) -> str:
    """The beginning of the file for detection; empty for folders and binary files."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        data = file.read(size)
    return "" if b"\0" in data else data.decode("utf-8-sig", errors="replace")


def header_of(path: Path) -> tuple[str, ...]:
    """The first CSV row of the file; empty where there is none."""
    if path.suffix.lower() not in {".csv", ".tsv"}:
        return ()
    line = head_of(path, 16384).partition("\n")[0]
    return tuple(name.strip() for name in next(csv.reader([line]), []))


def rows_of(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(line number of the row's end, row) of a CSV file with a header; cells stripped, surplus cells dropped."""
    text = text_of(path)
    lines = text.splitlines(keepends=True)
    if not lines:
        raise ImportFormatError(f"{path.name} is empty.")
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else "\t" if "\t" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=delimiter)
    return [(reader.line_num, {k.strip(): (v or "").strip() for k, v in row.items() if k}) for row in reader]


def json_of(path: Path) -> Any:
    """The JSON of the file, numbers as Decimal. Raises ImportFormatError where it is not JSON."""
    try:
        return json.loads(text_of(path), parse_float=Decimal)
    except ValueError:
        raise ImportFormatError(f"{path.name} is not valid JSON.") from None


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file. Raises ImportFormatError, with the line, where one is not JSON."""
    for line, text in enumerate(text_of(path).split("\n"), start=1):
        if text.strip():
            try:
                row = json.loads(text)
            except ValueError:
                raise ImportFormatError(f"{path.name}, line {line} is not valid JSON.") from None
            if isinstance(row, dict):
                yield row


def number(cell: object) -> Decimal | None:
    """A printed number as Decimal: "79.13%", "79,1" (decimal comma), "1,234.5". None where there is none."""
    text = str(cell).strip().rstrip("%").strip() if cell is not None else ""
    if text.lower() in _MISSING or isinstance(cell, bool):
        return None
    if re.fullmatch(r"[-+]?\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    elif re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def float_or_none(cell: object) -> float | None:
    value = number(cell)
    return None if value is None else float(value)


def iso_date(cell: object) -> str | None:
    """The ISO date a cell begins with ("2026-04-24T13:52:36.000Z", a date); None otherwise."""
    match = re.match(r"\d{4}-\d{2}-\d{2}", str(cell or ""))
    return match[0] if match else None


def effort_conditions(word: str, printed: str | None = None) -> dict[ConditionName, tuple[str, str]]:
    """What an effort word says: a level ("high"), a thinking budget ("32K"), thinking on or off; {} for other words."""
    lower, shown = word.strip().lower(), printed or word
    if match := _BUDGET.fullmatch(lower):
        return {ConditionName.thinking: ("on", shown), ConditionName.thinking_budget: (f"{match[1]}k", shown)}
    if lower in {"enabled", "thinking", "think", "on"}:
        return {ConditionName.thinking: ("on", shown)}
    if lower in {"disabled", "non-thinking", "off", "none"}:
        return {ConditionName.thinking: ("off", shown)}
    return {ConditionName.effort: (lower, shown)} if lower in EFFORTS else {}


def conditions_in_label(label: str) -> dict[ConditionName, tuple[str, str]]:
    """What a board writes after a model's name: "(high reasoning)", "(no reasoning)", "Thinking 16K", "(xhigh)"."""
    found: dict[ConditionName, tuple[str, str]] = {}
    bracket = re.search(r"\(([^()]*)\)\s*$", label)
    if bracket:
        words = bracket[1].strip().lower()
        plain = re.sub(r"[-\s]*(?:reasoning|effort|thinking)$", "", words).strip()
        if plain in {"no", "non", "without"}:
            return {ConditionName.thinking: ("off", bracket[0])}
        if words in {"reasoning", "thinking"}:
            return {ConditionName.thinking: ("on", bracket[0])}
        for word in re.split(r"[\s,]+", plain):
            found |= effort_conditions(word, bracket[0])
    if budget := re.search(r"\bThink(?:ing)?\s+(\d+K)\b", label, re.I):
        found |= effort_conditions(budget[1], budget[0])
    return found


def without_credentials(url: str) -> str:
    """A URL without user name, password or token."""
    return re.sub(r"(?<=://)[^/@\s]*@", "", url)


def slug(text: str) -> str:
    """A name as part of an id: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
