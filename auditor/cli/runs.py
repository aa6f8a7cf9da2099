"""`auditor runs`: independent results: imported, listed, their sources, and two of them compared item by item."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.formats import FORMATS
from auditor.cli.screen import Screen, database_option, mannered, plural

if TYPE_CHECKING:
    from auditor.evidence.paired import PairedTest
    from auditor.records import Run

EXAMPLES = """
\b
Examples:
  auditor runs import leaderboards/
  auditor runs list --benchmark gpqa-diamond --model gpt-5.5
  auditor runs sources
  auditor runs compare run-1a2b run-3c4d
"""


class Runs(click.Group):
    """Loads the importers only where something is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["import", *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "import":
            return super().get_command(ctx, cmd_name)
        found = importlib.import_module("auditor.cli.runs_import").command
        assert isinstance(found, click.Command)
        return found


@click.group("runs", cls=Runs, help=f"Import independent results, list them, compare two item by item.\n{EXAMPLES}")
def command() -> None:
    """The group itself."""


@command.command("list", help="List imported results.")
@click.option("--benchmark", metavar="NAME", help="Only this benchmark: its id, or its name as a source prints it.")
@click.option("--model", metavar="NAME", help="Only this model: its id, or its name as a source prints it.")
@click.option("--source", metavar="ID", help="Only this source (`auditor runs sources` lists them).")
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True, help="At most so many.")
@click.option("--format", "format", type=click.Choice(FORMATS), default="table", show_default=True)
@database_option
@mannered
def list_(
    benchmark: str | None, model: str | None, source: str | None, limit: int, format: str, db: Path, screen: Screen
) -> int:
    """Prints results in the order kept."""
    from auditor.cli import formats
    from auditor.store import runs
    from auditor.store.database import open_for_reading

    columns = (
        *("id", "model", "benchmark", "score", "unit", "metric", "setting", "n", "run by", "independence", "date"),
        *("cost usd", "cost basis", "tokens", "source"),
    )
    with open_for_reading(db) as database:
        found = tuple(runs.every(database, benchmark=benchmark, model=model, source=source, limit=limit + 1))
        rows = (
            (
                run.id,
                run.model_id or run.model,
                run.benchmark_id or run.benchmark,
                f"{run.score:f}",
                run.unit.value,
                run.metric,
                run.setting.printed,
                run.n,
                run.run_by,
                run.independence.value,
                run.date,
                run.cost_usd,
                run.cost_basis,
                run.tokens,
                run.source,
            )
            for run in found[:limit]
        )
        count = formats.write(format, columns, rows, screen)
    screen.tell(plural(count, "run") + (f"; there are more: raise --limit above {limit}" if len(found) > limit else ""))
    return 0


@command.command("sources", help="List the sources of results: who stands behind them, and whose results they repeat.")
@click.option("--echoes", is_flag=True, help="Count, by the numbers, which source repeats how many results of which.")
@click.option("--format", "format", type=click.Choice(FORMATS), default="table", show_default=True)
@database_option
@mannered
def sources(echoes: bool, format: str, db: Path, screen: Screen) -> int:
    """Prints sources, or the edges of the graph of who repeats whom."""
    from auditor.cli import formats
    from auditor.store import runs
    from auditor.store.database import open_for_reading

    with open_for_reading(db) as database:
        origins = runs.sources(database)
        if echoes:
            from auditor.evidence.independence import repeated

            edges = repeated(runs.every(database), {one.source.id: one.source for one in origins})
            formats.write(format, ("source", "repeats", "results"), [(a, b, n) for (a, b), n in edges.items()], screen)
            return 0
        rows = [
            (
                one.source.id,
                one.source.publisher,
                one.source.independence.value,
                one.files,
                one.runs,
                ", ".join(one.source.quotes),
                one.source.licence,
            )
            for one in origins
        ]
    formats.write(format, ("id", "publisher", "independence", "files", "runs", "repeats", "licence"), rows, screen)
    return 0


@command.command(
    "compare",
    help="Compare two imported results on the items they share: exact McNemar test and paired bootstrap.\n\nRUN_A and "
    "RUN_B are ids, or beginnings of ids, as `auditor runs list` shows them. Both files must hold results by item.",
)
@click.argument("run_a")
@click.argument("run_b")
@click.option("--format", "format", type=click.Choice(["table", "json"]), default="table", show_default=True)
@database_option
@mannered
def compare(run_a: str, run_b: str, format: str, db: Path, screen: Screen) -> int:
    """Prints the paired test."""
    from auditor.errors import UsageError
    from auditor.evidence.paired import paired_test
    from auditor.store import runs
    from auditor.store.database import open_for_reading

    with open_for_reading(db) as database:
        both = [runs.one(database, start) for start in (run_a, run_b)]
        items = [runs.items_of(database, run.id) for run in both]
    for run, own in zip(both, items, strict=True):
        if not own:
            raise UsageError(
                f"{run.id} ({run.model}, {run.benchmark}) has no results by item.",
                advice="Only files that hold each item's result give them.",
            )
    if not items[0].keys() & items[1].keys():
        raise UsageError(f"{both[0].id} and {both[1].id} share no item: they are not runs of one benchmark.")
    tested = paired_test(*items)
    if format == "json":
        import json
        from dataclasses import asdict

        screen.print(json.dumps({"runs": [run.id for run in both], **asdict(tested)}, ensure_ascii=False, indent=2))
    else:
        for line in _told(both, tested):
            screen.print(line)
    return 0


def _told(both: list[Run], tested: PairedTest) -> list[str]:
    lines = [
        f"{letter}  {run.model}, {run.benchmark}, {run.run_by}: {score:.2f} % on the shared items"
        for letter, run, score in zip("AB", both, (tested.first, tested.second), strict=True)
    ]
    lines.append(f"Shared items: {tested.n}; only in A: {tested.left_out[0]}; only in B: {tested.left_out[1]}")
    error = "" if tested.stderr is None else f", standard error {tested.stderr:.2f}"
    low, high = tested.interval
    lines.append(
        f"A − B = {tested.difference:+.2f} points{error}; 95 % interval {low:+.2f} to {high:+.2f} (paired bootstrap)"
    )
    if tested.p_value is None:
        lines.append("Items have scores between right and wrong, so McNemar's test does not apply.")
    else:
        lines.append(
            f"Right in A alone: {tested.only_first}; in B alone: {tested.only_second}; "
            f"exact McNemar p = {tested.p_value:.4g}"
        )
    return lines
