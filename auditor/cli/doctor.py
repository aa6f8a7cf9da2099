"""`auditor doctor`: what is installed, and whether it works."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path

import click

from auditor.cli.screen import Screen, database_option, mannered

LIBRARIES = (
    "anthropic", "click", "instructor", "jinja2", "lxml", "markdown-it-py", "openai", "pdf-oxide", "pdfplumber",
    "pydantic", "pypdfium2", "rapidfuzz", "rich", "scipy", "sqlite-utils",
)  # fmt: skip
EXTRAS = {"office": "openpyxl", "serve": "datasette"}
"""Extra → the library it brings."""
KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY")
EXAMPLES = """
\b
Examples:
  auditor doctor
  auditor doctor --upgrade --db work.db
"""


@click.command(
    "doctor",
    help=f"Say what is installed and whether it works: versions, data, database, keys.\n\nExit code 2 where something "
    f"that an audit needs does not work. The values of keys are never shown.\n{EXAMPLES}",
)
@click.option("--upgrade", is_flag=True, help="Bring the database up to date with this auditor.")
@database_option
@mannered
def command(upgrade: bool, db: Path, screen: Screen) -> int:
    """Looks at everything an audit needs."""
    from auditor.store.database import open_database

    if upgrade and db.exists():
        open_database(db).close()
    good = True
    for fine, name, said in (*_installation(), *_extras(), *_data(), *_keys(), *_settings(), *_database(db)):
        good = good and fine
        screen.print(f"{'ok ' if fine else 'BAD'}  {name:<18}{said}")
    return 0 if good else 2


def _installation() -> Iterator[tuple[bool, str, str]]:
    import sqlite3
    from importlib import metadata

    from auditor import __version__

    yield True, "auditor", __version__
    yield True, "Python", f"{platform.python_version()} on {platform.system()}"
    with_search = sqlite3.connect(":memory:")
    options = {row[0] for row in with_search.execute("PRAGMA compile_options")}
    with_search.close()
    new_enough = sqlite3.sqlite_version_info >= (3, 37) and "ENABLE_FTS5" in options
    yield new_enough, "SQLite", f"{sqlite3.sqlite_version}{'' if new_enough else ': 3.37 or newer with FTS5 is needed'}"
    for library in LIBRARIES:
        try:
            yield True, library, metadata.version(library)
        except metadata.PackageNotFoundError:
            yield False, library, "is not installed"
    yield True, "tesseract", _tesseract()


def _tesseract() -> str:
    from auditor.documents.ocr import program

    return program.version() or f"is not installed (only needed for tables that are pictures). {program.ADVICE}"


def _extras() -> Iterator[tuple[bool, str, str]]:
    """What is not needed for an audit, and what it is for."""
    import shutil
    from importlib import metadata

    for extra, library in EXTRAS.items():
        try:
            yield True, f"auditor[{extra}]", f"{library} {metadata.version(library)}"
        except metadata.PackageNotFoundError:
            yield True, f"auditor[{extra}]", f'is not installed; pip install "auditor[{extra}]" brings it'
    found = shutil.which("tesseract")
    yield True, "tesseract", found or "is not installed; text in pictures is not read"


def _settings() -> Iterator[tuple[bool, str, str]]:
    from auditor.cli import settings

    file = settings.find(Path.cwd())
    yield (
        True,
        "settings",
        str(file) if file else "none; auditor.toml or [tool.auditor] in pyproject.toml would be read",
    )


def _data() -> Iterator[tuple[bool, str, str]]:
    from auditor import registry
    from auditor.checks import CHECKS
    from auditor.errors import AuditorError
    from auditor.evidence.runs import load_runs

    try:
        known = registry.load()
        runs = load_runs(known)
    except (AuditorError, OSError) as error:
        yield False, "data", str(error)
    else:
        yield (
            True,
            "registry",
            f"{len(known.benchmarks)} benchmarks, {len(known.models)} models, {len(known.vendors)} vendors",
        )
        yield True, "independent runs", f"{len(runs.runs)} of {len(runs.sources)} sources"
    yield True, "checks", str(len(CHECKS))


def _keys() -> Iterator[tuple[bool, str, str]]:
    import os

    for key in KEYS:
        yield True, key, "is set" if os.environ.get(key) else "is not set (only needed to ask its models as judges)"


def _database(db: Path) -> Iterator[tuple[bool, str, str]]:
    from auditor.errors import AuditorError
    from auditor.store.database import open_for_reading, version

    if not db.exists():
        yield True, "database", f"{db} is not there yet; the first audit makes it"
        return
    try:
        with open_for_reading(db) as database:
            counts = {
                table: next(database.rows(f"SELECT count(*) FROM {table}"))[0]
                for table in ("audits", "claims", "findings")
            }
            said = ", ".join(f"{count} {table}" for table, count in counts.items())
            yield True, "database", f"{db}: {said}; tables of {version(database)}"
            (sound,) = next(database.rows("PRAGMA quick_check"))
            yield sound == "ok", "its pages", "sound" if sound == "ok" else str(sound)
    except AuditorError as error:
        yield False, "database", str(error)
