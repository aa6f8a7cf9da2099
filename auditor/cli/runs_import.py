"""`auditor runs import`: result files of others into the database, each format by its content."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli.screen import Screen, database_option, mannered, plural, progress

if TYPE_CHECKING:
    from auditor.importers.folder import Outcome

EXAMPLES = """
\b
Examples:
  auditor runs import leaderboards/
  auditor runs import my-runs.csv logs/2026-04-23.eval
  auditor runs import leaderboards/ --dry-run
"""
SHOWN = 12
"""Lines of a list that a table shows; JSON has all."""


@dataclass
class Tally:
    """What was taken of one format."""

    files: int = 0
    rows: int = 0
    new: int = 0
    items: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


@click.command(
    "import",
    help="Import results of others: leaderboards, evaluation logs, your own runs.\n\nPATH is a file or a folder. The "
    "format of each file is found by its content; what no importer knows is named and left alone. Importing the same "
    f"files again adds nothing. Later audits with this database compare claims with the imported runs.\n{EXAMPLES}",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read and report, but keep nothing.")
@click.option("--format", "format", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--registry",
    "registry",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with more benchmarks and models, laid out like the shipped corpus/registry.",
)
@database_option
@mannered
def command(
    paths: tuple[Path, ...], dry_run: bool, format: str, registry: tuple[Path, ...], db: Path, screen: Screen
) -> int:
    """Reads every file, keeps what is new, and says what became of each."""
    from contextlib import ExitStack

    from auditor.importers.folder import read_all
    from auditor.store.database import open_database

    tallies: dict[str, Tally] = {}
    unknown: list[tuple[str, str]] = []
    broken: list[tuple[str, str]] = []
    seen: set[str] = set()
    with ExitStack() as stack:
        keep = None if dry_run else Keeper(stack.enter_context(open_database(db)), registry)
        tell = stack.enter_context(progress(screen))
        for outcome in read_all(paths, tell):
            if outcome.result is None:
                (unknown if outcome.format is None else broken).append((outcome.name, outcome.refused))
                continue
            tally = tallies.setdefault(outcome.result.format, Tally())
            tally.files += 1
            tally.rows += len(outcome.result.runs)
            tally.skipped.update(skipped.reason for skipped in outcome.result.skipped)
            if keep is None:
                ids = {run.id for run in outcome.result.runs} - seen
                seen |= ids
                tally.new += len(ids)
            else:
                kept = keep(outcome)
                tally.new += kept.new
                tally.items += kept.items
    if format == "json":
        _json(screen, tallies, unknown, broken, dry_run)
    else:
        _table(screen, tallies, unknown, broken, dry_run)
    return 0


class Keeper:
    """Puts what was read into the database."""

    def __init__(self, database: Any, registry: tuple[Path, ...]) -> None:
        from datetime import UTC, datetime

        from auditor import registry as registries
        from auditor.evidence.run_names import shipped_names
        from auditor.store.runs import resolve_again, stamp

        known = registries.load(registry)
        self._database, self._names, self._stamp = database, shipped_names(known), stamp(known.sha256)
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        resolve_again(database, self._names, self._stamp)

    def __call__(self, outcome: Outcome) -> Any:
        import hashlib

        from auditor.importers import source_of
        from auditor.store import runs

        result = outcome.result
        assert result is not None
        file = runs.File(
            hashlib.sha256(outcome.path.read_bytes()).hexdigest(), outcome.name, result.format, len(result.skipped)
        )
        return runs.keep(
            self._database,
            file,
            source_of(result.source),
            result.runs,
            result.items,
            self._names,
            self._stamp,
            self._now,
        )


def _table(
    screen: Screen,
    tallies: dict[str, Tally],
    unknown: list[tuple[str, str]],
    broken: list[tuple[str, str]],
    dry_run: bool,
) -> None:
    rows = [
        (name, t.files, t.rows, t.new, t.rows - t.new, t.items, t.skipped.total())
        for name, t in sorted(tallies.items())
    ]
    total = ("total", *(sum(column) for column in list(zip(*rows, strict=True))[1:])) if rows else ()
    columns = ("format", "files", "rows", "would be new" if dry_run else "new", "already there", "items", "skipped")
    screen.table(columns, [*rows, total] if total else rows)
    reasons = [(name, count, reason) for name, t in sorted(tallies.items()) for reason, count in t.skipped.items()]
    if reasons:
        reasons.sort(key=lambda row: -row[1])
        screen.print()
        screen.table(("format", "skipped", "reason"), reasons[:SHOWN])
        _more(screen, len(reasons), "reason")
    for title, files in (("Files that break their format:", broken), ("Files that no importer knows:", unknown)):
        if files:
            screen.print(f"\n{title}")
            for line in _by_folder(files) if files is unknown else [f"{name}: {why}" for name, why in files]:
                screen.print(f"  {line}")
    screen.tell(
        f"{plural(len(tallies), 'format')}, {plural(sum(t.rows for t in tallies.values()), 'row')}, "
        f"{plural(sum(t.new for t in tallies.values()), 'new run')}{', nothing kept' if dry_run else ''}."
    )


def _more(screen: Screen, count: int, noun: str) -> None:
    if count > SHOWN:
        screen.print(f"… and {plural(count - SHOWN, noun)} more; --format json has all.")


def _by_folder(files: list[tuple[str, str]]) -> list[str]:
    """Unknown files by name; where a folder holds many of one kind, their number with the first and the last."""
    groups: dict[tuple[str, str], list[str]] = {}
    for name, _ in files:
        top, kind = name.partition("/")[0] if "/" in name else "", Path(name).suffix or Path(name).name
        groups.setdefault((top, kind), []).append(name)
    lines = []
    for (top, kind), names in groups.items():
        if len(names) <= 3:
            lines.extend(names)
        else:
            lines.append(
                f"{top or '.'}: {len(names)} {kind} files, {names[0]} … {names[-1]} (--format json names each)"
            )
    return lines


def _json(
    screen: Screen,
    tallies: dict[str, Tally],
    unknown: list[tuple[str, str]],
    broken: list[tuple[str, str]],
    dry_run: bool,
) -> None:
    import json

    screen.print(
        json.dumps(
            {
                "dry_run": dry_run,
                "formats": {
                    name: {
                        "files": t.files,
                        "rows": t.rows,
                        "new": t.new,
                        "items": t.items,
                        "skipped": dict(t.skipped.most_common()),
                    }
                    for name, t in sorted(tallies.items())
                },
                "broken": dict(broken),
                "unknown": [name for name, _ in unknown],
            },
            ensure_ascii=False,
            indent=2,
        )
    )
