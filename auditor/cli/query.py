"""`auditor query`: named questions and a person's own SQL, read only."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import click

from auditor.cli.formats import FORMATS
from auditor.cli.screen import Screen, database_option, mannered, plural
from auditor.errors import UsageError

EXAMPLES = """
\b
Examples:
  auditor query                                    # lists the named questions
  auditor query contradicted_claims
  auditor query omitted_by_vendor --vendor openai --format csv
  auditor query search --words "SWE-bench memorization"
  auditor query "SELECT model, benchmark, value FROM claims_resolved WHERE number > 90"
"""


class Queries(click.Group):
    """Each named query is a command of its own, its parameters options; anything with a space is SQL."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from auditor.store import queries

        return list(queries.named())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from auditor.store import queries

        if re.search(r"\s", cmd_name.strip()):
            return _command("SQL", "Your own SQL, read only.", cmd_name, ())
        query = queries.named().get(cmd_name)
        return None if query is None else _command(query.name, query.help, query.sql, query.parameters)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            near = difflib.get_close_matches(args[0], known, n=1)
            advice = f"Did you mean {near[0]}?" if near else "`auditor query` lists them; SQL goes in quotation marks."
            raise UsageError(f"There is no question {args[0]}.", advice=advice)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from auditor.store import queries

        with formatter.section("Named questions"):
            formatter.write_dl([(name, query.help) for name, query in queries.named().items()])


def _command(name: str, help: str, sql: str, parameters: Any) -> click.Command:
    options = [
        click.Option(
            [f"--{parameter.name.replace('_', '-')}", parameter.name],
            help=parameter.help,
            default=parameter.default,
            show_default=parameter.default is not None,
            metavar="VALUE",
        )
        for parameter in parameters
    ]

    @click.option("--format", "format", type=click.Choice(FORMATS), default="table", show_default=True)
    @click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        default=60,
        show_default=True,
        help="How long it may take.",
    )
    @database_option
    @mannered
    def ask(format: str, timeout: float, db: Path, screen: Screen, **given: str | None) -> int:
        from auditor.cli import formats
        from auditor.store import queries
        from auditor.store.database import open_for_reading

        with open_for_reading(db) as database:
            values = {key: queries.value(text) for key, text in given.items()}
            answer = queries.ask(database, sql, values, seconds=timeout)
            count = formats.write(format, answer.columns, answer.rows, screen)
        screen.tell(plural(count, "row"))
        return 0

    command = click.command(name, help=help)(ask)
    command.params = [*options, *command.params]
    return command


@click.command(
    "query",
    cls=Queries,
    invoke_without_command=True,
    subcommand_metavar="[NAME|SQL]",
    help="Ask the database: a named question or your own SQL.\n\nWithout an argument it lists the named questions; "
    f"`auditor query NAME --help` shows the options of one. Nothing a query does can change the database.\n{EXAMPLES}",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Lists the questions where none is asked."""
    if ctx.invoked_subcommand is None:
        from auditor.store import queries

        Screen().table(("question", "what it answers"), [(name, query.help) for name, query in queries.named().items()])
