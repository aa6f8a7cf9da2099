"""`auditor serve`: the database in a browser, read only."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from auditor.cli.screen import Screen, database_option, mannered

EXAMPLES = """
\b
Examples:
  auditor serve
  auditor serve --db work.db --port 0 --open       # a free port, and a browser on it
"""


@click.command(
    "serve",
    help="Browse the database: tables, facets, named questions, full-text search.\n\nOpens it in Datasette, read only, "
    "for this computer alone; Ctrl-C ends it. Every id leads to a page with evidence, places and pictures. "
    f'Needs the extra: pip install "auditor[serve]".\n{EXAMPLES}',
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen. Others than this computer: 0.0.0.0."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one.")
@click.option("--open", "opened", is_flag=True, help="Open a browser on it.")
@database_option
@mannered
def command(host: str, port: int, opened: bool, db: Path, screen: Screen) -> int:
    """Starts the server and waits until it is ended."""
    from auditor.errors import UsageError

    try:
        import uvicorn

        from auditor.cli.browse.pages import application
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("auditor"):
            raise
        raise UsageError(
            f"`auditor serve` needs {error.name}.", advice='Install it with `pip install "auditor[serve]"`.'
        ) from error
    served, leave = application(db)
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    if not _is_loopback(host):
        screen.tell("Whoever can reach this computer can read the database.")
    click.echo(f"{db} is at {address}")
    screen.tell("Ctrl-C ends it.")
    if opened:
        import webbrowser

        webbrowser.open(address)
    config = uvicorn.Config(served.app(), log_level="info" if screen.verbose else "warning", lifespan="on", workers=1)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        leave()
        listening.close()
    return 0


def _listen(host: str, port: int) -> socket.socket:
    from auditor.errors import UsageError

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        made = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        said = (os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)).lower()
        raise UsageError(
            f"{host} port {port}: {said}.", advice="Name another with --port, or 0 for a free one."
        ) from error
    return made


def _is_loopback(host: str) -> bool:
    return host == "localhost" or host == "::1" or host.startswith("127.")
