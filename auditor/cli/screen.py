"""What a person sees: results on stdout, all else on stderr, colour and progress only on a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

F = TypeVar("F", bound=Callable[..., Any])
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that could move the cursor, colour or reorder what a document prints."""
WHOLE = frozenset({"id", "severity", "confidence", "standing", "value"})
"""Columns that a narrow terminal must not break."""
SEVERITY_STYLE = {"high": "bold red", "medium": "yellow", "low": "cyan", "info": "dim"}


def harmless(text: object) -> str:
    """Text of a document that a terminal shows and does not obey."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text))


def on_one_line(text: object) -> str:
    """The same where the text is one line of many: a line break in a file's name must not begin another."""
    return harmless(text).replace("\n", "\N{REPLACEMENT CHARACTER}")


def plural(count: int, noun: str) -> str:
    """A number with its noun: 1 claim, 2 claims, 2 summaries."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1] + 'ies' if noun.endswith('y') and noun[-2] not in 'aeiou' else noun + 's'}"


@dataclass(frozen=True)
class Screen:
    """How much is said, and how."""

    quiet: bool = False
    verbose: bool = False
    colour: bool = True

    def print(self, text: str = "") -> None:
        """A line of the result."""
        click.echo(harmless(text))

    def tell(self, text: str) -> None:
        """A word on the way, for the person and not for the pipe."""
        if not self.quiet:
            click.echo(on_one_line(text), err=True)

    def detail(self, text: str) -> None:
        """A word that only --verbose shows."""
        if self.verbose:
            click.echo(on_one_line(text), err=True)

    def console(self, *, stderr: bool = False) -> Console:
        """A rich console; in a pipe it is as wide as its content."""
        from rich.console import Console

        stream = sys.stderr if stderr else sys.stdout
        width = None if stream.isatty() else 10_000
        return Console(stderr=stderr, no_color=not self.colour, highlight=False, width=width, soft_wrap=False)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Rows under their headings: wrapped to a terminal, one line each in a pipe.

        A terminal too narrow for so many columns gets each row as a list of its fields.
        """
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for column in columns:
            table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in WHOLE)
        shown = [["" if value is None else harmless(value).replace("\n", " ") for value in row] for row in rows]
        console = self.console()
        if console.is_terminal and shown and _least(columns, shown) > console.width:
            for line in _listed(columns, shown, console.width):
                click.echo(line)
            return
        for cells in shown:
            table.add_row(*(Text(cell, style=SEVERITY_STYLE.get(cell, "")) for cell in cells))
        if console.is_terminal:
            console.print(table)
            return
        # A pipe gets no padding at the end of a line.
        with console.capture() as caught:
            console.print(table)
        for line in caught.get().splitlines():
            click.echo(line.rstrip())


def _least(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Columns of a terminal below which a table can no longer be read: a dozen letters of each field, or all it has."""
    natural = [max(len(name), *(len(row[number]) for row in rows)) for number, name in enumerate(columns)]
    kept = [width if name in WHOLE else min(width, 12) for name, width in zip(columns, natural, strict=True)]
    return sum(kept) + 3 * (len(columns) - 1)


def _listed(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Each row as lines of name and value, with a line between rows."""
    import textwrap

    edge = max(map(len, columns)) + 2
    for number, row in enumerate(rows):
        if number:
            yield ""
        for name, value in zip(columns, row, strict=True):
            if value:
                title = f"{name.replace('_', ' '):<{edge}}"
                yield from textwrap.wrap(
                    value, max(width, edge + 20), initial_indent=title, subsequent_indent=" " * edge
                ) or [title]


def mannered(function: F) -> F:
    """Adds --quiet, --verbose and --no-color, and hands the command its Screen."""

    @click.option("--no-color", is_flag=True, help="No colours; the same as NO_COLOR=1.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more on stderr; show tracebacks.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
    @wraps(function)
    def wrapped(*args: Any, quiet: bool, verbose: bool, no_color: bool, **given: Any) -> Any:
        return function(*args, screen=Screen(quiet, verbose, not (no_color or os.environ.get("NO_COLOR"))), **given)

    return wrapped  # type: ignore[return-value]


def ocr_option(function: F) -> F:
    """Adds --ocr."""
    said = "Read tables that are only pictures too, with Tesseract, as far as several reads agree (see auditor doctor)."
    return click.option("--ocr", is_flag=True, help=said)(function)


def workers_option(function: F) -> F:
    """Adds --workers."""
    option = click.option(
        "--workers",
        type=click.IntRange(1, 64),
        metavar="N",
        default=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        show_default="one a processor",
        help="How many documents are read at the same time.",
    )
    return option(function)


def database_option(function: F) -> F:
    """Adds --db."""
    option = click.option(
        "--db",
        "db",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path("audits.db"),
        envvar="AUDITOR_DB",
        show_default="./audits.db, or AUDITOR_DB",
        help="The database.",
    )
    return option(function)


@contextmanager
def progress(screen: Screen) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, silence elsewhere: call it with what is being done, how much of it is done, of how much."""
    if screen.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda what, done, total: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        console=screen.console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=1)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=harmless(what)[:50].ljust(50), completed=done, total=max(total, 1))

        yield show
