"""Rows as a table, CSV, JSON or JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import click

from auditor.cli.screen import CONTROL, Screen, harmless

FORMATS = ("table", "csv", "json", "jsonl")


def write(format: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], screen: Screen) -> int:
    """Prints rows on stdout and says how many there were."""
    count = 0

    def counted() -> Iterable[Sequence[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    if format == "table":
        screen.table(columns, counted())
    elif format == "csv":
        for line in _csv(columns, counted()):
            click.echo(line, nl=False)
    elif format == "jsonl":
        for row in counted():
            click.echo(_json(columns, row))
    else:
        click.echo("[", nl=False)
        for row in counted():
            click.echo(f"{',' if count > 1 else ''}\n  {_json(columns, row)}", nl=False)
        click.echo("\n]" if count else "]")
    return count


def _json(columns: Sequence[str], row: Sequence[Any]) -> str:
    line = json.dumps(dict(zip(columns, map(_plain, row), strict=True)), ensure_ascii=False)
    # What a terminal would obey is escaped: the same text to a program that reads it.
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[str]:
    from auditor.exports.inert import safe

    for row in chain([columns], rows):
        buffer = io.StringIO()
        csv.writer(buffer).writerow(
            [safe(harmless(value)) if isinstance(value, str) else _plain(value) for value in row]
        )
        yield buffer.getvalue()
