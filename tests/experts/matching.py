"""An expert's findings beside ours: the same fact about the same cells, whatever the check is called.

An expert file names for each finding its places (page, line or lines), its numbers and how sure it is. `reading.csv`
is our reading of them: which of our checks states that fact, and the words and numbers that its finding must hold; or
why no check states it. A trap, something that an expert found to be in order, is raised where a finding of its kind
speaks of its numbers; `traps.csv` holds those that are touched and not raised, with the reason. Ids, numbers and our
own short words only: the sentences of the experts stay where they are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from auditor.records import Finding

HERE = Path(__file__).parent
NEAR_LINES = 4
"""A table of a text file stands at its first line here and at the row's line there."""


@dataclass(frozen=True)
class Expected:
    """One finding of an expert."""

    id: str
    check: str
    severity: str
    sure: str
    places: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Reading:
    """How we read one finding of an expert."""

    by: tuple[str, ...]
    """The checks that state it; empty where none does."""
    words: tuple[str, ...]
    """What our finding must hold, all of it."""
    why: str
    """Why it is not made."""


def releases(shared: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each expert file by its name."""
    for path in sorted((shared / "findings" / "dev").glob("*.yaml")):
        yield path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))


def expected(audit: Mapping[str, Any]) -> list[Expected]:
    """The findings of an expert file."""
    return [
        Expected(one["id"], one["check"], one["severity"], one["sure"], tuple(one.get("places") or ()))
        for one in audit["findings"]
    ]


def _read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def readings() -> dict[str, Reading]:
    """The reading of every finding, by the expert's id."""
    return {
        row["id"]: Reading(tuple(row["by"].split()), tuple(w for w in row["words"].split(";") if w), row["why"])
        for row in _read("reading.csv")
    }


def reviewed() -> dict[tuple[str, int], str]:
    """Traps that a finding of ours touches without raising them, by release and place in the list: why it does not."""
    return {(row["release"], int(row["number"])): row["why"] for row in _read("traps.csv")}


def text_of(finding: Finding) -> str:
    """All that a finding says and quotes."""
    quotes = (f"{item.label} {item.quote}" for item in finding.evidence)
    return " ".join((finding.title, finding.message, *finding.arithmetic, *quotes))


def holds(text: str, word: str) -> bool:
    """Whether a text has a word; a number is never part of a longer number."""
    if re.fullmatch(r"[\d.,]+", word):
        return re.search(rf"(?<![\d.]){re.escape(word)}(?!\d|\.\d)", text) is not None
    return word.casefold() in text.casefold()


def spots(places: Iterable[Mapping[str, Any]]) -> set[tuple[str, str, int]]:
    """The pages and lines of an expert's places: (document, "page" or "line", number)."""
    found: set[tuple[str, str, int]] = set()
    for place in places:
        for kind in ("page", "line"):
            ends = [int(n) for n in re.findall(r"\d+", str(place.get(kind) or ""))]
            if ends:
                first, last = ends[0], ends[-1]
                slack = NEAR_LINES if kind == "line" else 0
                found |= {(place["document"], kind, n) for n in range(first - slack, last + slack + 1)}
    return found


def stands_on(finding: Finding, names: Mapping[str, str]) -> set[tuple[str, str, int]]:
    """The pages and lines of our evidence."""
    found: set[tuple[str, str, int]] = set()
    for item in finding.evidence:
        document = names.get(item.document or "", "")
        if item.place.page:
            found.add((document, "page", item.place.page))
        elif item.place.line:
            found.add((document, "line", item.place.line))
    return found


def made(one: Expected, reading: Reading, findings: Sequence[Finding], names: Mapping[str, str]) -> Finding | None:
    """Our finding of the same fact at one of the same places."""
    wanted = spots(one.places)
    for finding in findings:
        if finding.check not in reading.by:
            continue
        if wanted and not wanted & stands_on(finding, names):
            continue
        text = text_of(finding)
        if all(holds(text, word) for word in reading.words):
            return finding
    return None


ALIKE = {
    "regression_not_shown": ("decline_passed_over", "sibling_ahead", "losses_named_in_part"),
    "superlative_unsupported": ("losses_named_in_part", "regression_not_shown"),
    "emphasis_not_best": (),
}
"""Checks of ours that could raise a trap of another name."""


def raised(trap: Mapping[str, Any], findings: Sequence[Finding]) -> Finding | None:
    """A finding of the trap's kind that speaks of the same numbers, or of the same names where it has none."""
    text = f"{trap['where']} {trap['why']}"
    numbers = set(re.findall(r"(?<![\w.])\d+\.\d+(?![\w.])", text))
    names = {name for name in re.findall(r"[A-Z][\w-]*[A-Z0-9][\w-]*", str(trap["where"])) if len(name) > 3}
    for finding in findings:
        if finding.check not in (trap["check"], *ALIKE.get(trap["check"], ())):
            continue
        said = text_of(finding)
        if numbers and sum(holds(said, number) for number in numbers) >= min(2, len(numbers)):
            return finding
        if not numbers and (not names or any(holds(said, name) for name in names)):
            return finding
    return None
