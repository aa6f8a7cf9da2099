"""Whole folders of results: every file is read by the format its content shows, or named with the reason it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import ImportFormatError, NothingToAudit
from auditor.importers import importer_of
from auditor.importers.result import ImportResult

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    path: Path
    name: str
    """Its path below what was asked for."""
    result: ImportResult | None = None
    refused: str = ""
    """Why nothing was taken of it; empty where it was read."""
    format: str | None = None
    """The format that it claims. None: no importer knows it."""


def read_all(paths: Sequence[Path], tell: Tell = lambda what, done, total: None) -> Iterator[Outcome]:
    """Every file of the paths, in order; those that no importer knows come last. Hidden files are left out.

    Raises NothingToAudit where there is no file at all.
    """
    files = _files(paths)
    if not files:
        raise NothingToAudit(f"There is no file in {', '.join(map(str, paths))}.")
    unknown: list[Outcome] = []
    along: set[Path] = set()
    for number, (path, name) in enumerate(files):
        tell(name, number, len(files))
        outcome = _read(path, name)
        if outcome.result is not None:
            along.update(outcome.result.beside)
        if outcome.format is None:
            unknown.append(outcome)
        else:
            yield outcome
    yield from (outcome for outcome in unknown if outcome.path not in along)


def _read(path: Path, name: str) -> Outcome:
    format: str | None = None
    try:
        importer = importer_of(path)
        if importer is None:
            return Outcome(path, name, refused="no importer knows it")
        format = importer.name
        return Outcome(path, name, importer.read(path), format=format)
    except ImportFormatError as error:
        return Outcome(path, name, refused=error.message.rstrip("."), format=format)
    except OSError as error:
        return Outcome(path, name, refused=f"it cannot be read: {error.strerror or error}", format=format)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # Nothing of a file is taken where its structure turns out not to be the one its beginning shows.
        what = f"it begins like {format} but is built otherwise" if format else "its beginning cannot be read"
        return Outcome(path, name, refused=f"{what} ({type(error).__name__}: {error})", format=format)


def _files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    found: dict[Path, str] = {}
    for given in paths:
        inside = sorted(given.rglob("*")) if given.is_dir() else [given]
        for path in inside:
            below = path.relative_to(given) if path != given else Path(path.name)
            # A repository keeps results in .eval_results; other hidden folders are none of ours.
            hidden = any(part.startswith(".") and part != ".eval_results" for part in below.parts)
            if path.is_file() and not hidden:
                found.setdefault(path, below.as_posix())
    return list(found.items())
