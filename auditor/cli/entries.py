"""Entries of the registry for a reader: the list, and one with every fact it states."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auditor.cli.screen import Screen
from auditor.errors import UsageError
from auditor.records import Record, Resolution


def pick(name: str, known: Mapping[str, Record], resolution: Resolution, what: str) -> Record:
    """The entry that a name means. Raises UsageError with the nearest names where none does."""
    if resolution.id is not None and resolution.id in known:
        return known[resolution.id]
    near = resolution.candidates or difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    advice = f"Nearest: {', '.join(near[:5])}." if near else f"`auditor {what}s` lists them."
    raise UsageError(f"The registry has no {what} {name}.", advice=advice)


def show(entry: Record, screen: Screen, *, format: str) -> None:
    """Every fact that an entry states, a line each; what no source says is left out."""
    if format == "json":
        screen.print(entry.model_dump_json(indent=2, exclude_defaults=True))
        return
    for line in facts(entry):
        screen.print(line)


def facts(entry: Record) -> Iterator[str]:
    """Name and value of every field that is not at its default."""
    stated = json.loads(entry.model_dump_json(exclude_defaults=True))
    width = max(map(len, stated), default=0) + 2
    for name, value in stated.items():
        title = name.replace("_", " ")
        first, *more = list(_lines(value)) or [""]
        yield f"{title:<{width}}{first}"
        yield from (f"{'':<{width}}{line}" for line in more)


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, dict):
        if "text" in value:
            said = ", ".join(str(value[key]) for key in ("source", "date", "grade") if value.get(key))
            yield f"{value['text']}{f' ({said})' if said else ''}"
        else:
            for key, inside in value.items():
                yield f"{key.replace('_', ' ')}: {'; '.join(_lines(inside))}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(one, str) and len(one) < 40 and ":" not in one for one in value):
            yield ", ".join(value)
        else:
            for one in value:
                yield from _lines(one)
    else:
        yield str(value)
