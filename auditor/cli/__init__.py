"""The command line: one file a command, loaded when it is asked for."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from auditor import __version__
from auditor.cli.ending import NobodyReads, ended

COMMANDS = {
    "audit": "Audit the documents of a release and keep the result.",
    "claims": "Print every score that documents claim.",
    "findings": "List the findings of the latest audits, filtered.",
    "show": "Show one finding, claim, judgement or document by its id.",
    "query": "Ask the database: a named question or your own SQL.",
    "judge": "Put the questions that findings leave open to judges.",
    "summarise": "Sum up the latest audit of a release in plain words.",
    "calibrate": "Compare judges with labelled questions.",
    "injections": "Plant instructions in a model card and see whether they change a judgement.",
    "export": "Write a report of an audit in another format.",
    "board": "Write a page over all releases in the database.",
    "serve": "Browse the database: tables, facets, named questions, full-text search.",
    "diff": "Say what changed between two audits or two versions of a document.",
    "schema": "Print the JSON schema of the JSON export.",
    "checks": "List the checks and what each looks for.",
    "explain": "Explain a check: what it finds, why it matters, its rule, an example.",
    "benchmarks": "List benchmarks of the registry, or show one.",
    "models": "List models of the registry, or show one.",
    "runs": "Import independent results, list them, compare two item by item.",
    "completion": "Print what a shell needs to complete commands and options.",
    "doctor": "Say what is installed and whether it works: versions, data, database, keys.",
}
"""Name → one line of help. The module auditor.cli.<name> holds the command."""

EXAMPLES = """
\b
Examples:
  auditor audit cards/gpt-5.5 --output report.html
  auditor claims paper.pdf --format csv > claims.csv
  auditor findings --severity high
  auditor query undisclosed_settings
"""


class Auditor(click.Group):
    """Loads a command's module only when that command is called, so that help is there at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"auditor.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            # Click would end with 1, which means findings here.
            raise NobodyReads from error

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **extra: Any) -> NoReturn:
        extra["standalone_mode"] = False
        given = sys.argv[1:] if args is None else list(args)
        traceback = bool({"-v", "--verbose"} & set(given))
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show a letter shows its number instead of ending the command.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        ended(lambda: click.Group.main(self, given, prog_name, **extra), traceback=traceback)


@click.command(
    "auditor",
    cls=Auditor,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Audits the benchmark claims of AI-model releases: what a model card claims, what independent runs and other "
    f"documents say, what is missing, and what the printed numbers can carry.\n{EXAMPLES}",
    epilog="Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 wrong usage or failure, "
    "3 nothing to audit. `auditor COMMAND --help` shows examples.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Options written down: a TOML file. Default: the nearest auditor.toml, or pyproject.toml with [tool.auditor].",
)
@click.pass_context
def cli(ctx: click.Context, config: str | None) -> None:
    """Takes the options that are written down."""
    from pathlib import Path

    from auditor.cli import settings

    file = Path(config) if config else settings.find(Path.cwd())
    if file is not None:
        assert isinstance(ctx.command, click.Group)
        ctx.default_map = settings.load(file, ctx.command, ctx)


def main() -> None:
    """Entry point of `auditor`."""
    cli(prog_name="auditor")
