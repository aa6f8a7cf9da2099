"""Options that a person writes down once: `auditor.toml`, or `[tool.auditor]` in `pyproject.toml`.

A key is the name of an option. At the top it holds for every command that has the option, in a table named after a
command for that one. What the command line says wins, then the environment, then the file. An unknown key is refused.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from auditor.errors import UsageError

FILES = ("auditor.toml", "pyproject.toml")


def find(start: Path) -> Path | None:
    """The nearest file with settings, in this folder or above it."""
    for folder in (start, *start.parents):
        for name in FILES:
            file = folder / name
            if file.is_file() and (name == "auditor.toml" or _speaks_of_auditor(file)):
                return file
    return None


def _speaks_of_auditor(file: Path) -> bool:
    """Whether a project's file has a table for auditor; one that is not valid is its project's concern."""
    try:
        return "auditor" in _read(file).get("tool", {})
    except UsageError:
        return False


def load(file: Path, group: click.Group, context: click.Context) -> dict[str, Any]:
    """The settings as Click's default map. Raises UsageError where a key is no option, with the nearest that is one."""
    data = _read(file)
    said = data.get("tool", {}).get("auditor", {}) if file.name == "pyproject.toml" else data
    if not isinstance(said, dict):
        raise UsageError(f"{file}: [tool.auditor] is not a table.")
    commands = {name: command for name in group.list_commands(context) if (command := group.get_command(context, name))}
    tables = {key: value for key, value in said.items() if isinstance(value, dict)}
    for key in tables:
        if key not in commands:
            raise _unknown(file, f"There is no command {key}", key, commands)
    general = {_name(key): value for key, value in said.items() if key not in tables}
    options = {name: _options(command, context) for name, command in commands.items()}
    everywhere = {name for one in options.values() for name in one}
    for key in general:
        if key not in everywhere:
            raise _unknown(file, f"No command has an option {key.replace('_', '-')}", key, [*everywhere, *commands])
    made = {}
    for name, known in options.items():
        own = {_name(key): value for key, value in tables.get(name, {}).items()}
        for key in own:
            if key not in known:
                raise _unknown(file, f"`auditor {name}` has no option {key.replace('_', '-')}", key, known)
        values = {key: value for key, value in {**general, **own}.items() if key in known}
        made[name] = _Same({known[key].name: _placed(known[key], value, file) for key, value in values.items()})
    return made


class _Same(dict[str, Any]):
    """Defaults of a command; for the commands inside it the same ones."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, self if default is None and key not in self else default)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from error


def _name(key: str) -> str:
    return key.replace("-", "_")


def _options(command: click.Command, context: click.Context) -> dict[str, click.Option]:
    """The options of a command and of the commands inside it, by the name that a person types."""
    return {
        _name(max(parameter.opts, key=len).lstrip("-")): parameter
        for one in _all(command, context)
        for parameter in one.params
        if isinstance(parameter, click.Option)
    }


def _all(command: click.Command, context: click.Context) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if inside := command.get_command(context, name):
                yield from _all(inside, context)


def _placed(option: click.Option, value: Any, file: Path) -> Any:
    """A value as an option takes it; paths are meant from the folder of the file."""
    values = value if isinstance(value, list) else [value]
    if option.multiple != isinstance(value, list):
        values = [value] if option.multiple else values
    if isinstance(option.type, click.Path):
        values = [str(file.parent / str(one)) for one in values]
    return values if option.multiple else values[0]


def _unknown(file: Path, said: str, key: str, known: Mapping[str, Any] | list[str]) -> UsageError:
    near = difflib.get_close_matches(key, list(known), n=1)
    advice = f"Did you mean {near[0].replace('_', '-')}?" if near else "`auditor COMMAND --help` lists the options."
    return UsageError(f"{file.name}: {said}.", advice=advice)
