"""How a command ends: one sentence and an exit code, never a traceback that nobody asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from traceback import print_exc
from typing import Any, NoReturn

import click

from auditor.cli.screen import on_one_line
from auditor.errors import AuditorError

FAILURE = 2
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""
NOBODY_READS = 141
"""128 + SIGPIPE."""


class NobodyReads(Exception):
    """The reader of the pipe has enough."""


def ended(run: Callable[[], Any], *, traceback: bool = False) -> NoReturn:
    """Runs a command and leaves with its exit code; an unexpected failure shows its `traceback` where asked for."""
    sys.exit(_code(run, traceback))


def _code(run: Callable[[], Any], traceback: bool) -> int:
    try:
        code = run()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except AuditorError as error:
        if traceback and error.__cause__ is not None:
            print_exc()
        _say(error.message)
        if error.advice:
            _say(error.advice)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return FAILURE
    except (KeyboardInterrupt, click.Abort):
        _say("Stopped.")
        return INTERRUPTED
    except (BrokenPipeError, NobodyReads):
        # Python would complain at exit while flushing a closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except Exception as error:
        if traceback:
            print_exc()
        about = getattr(error, "filename", None) or ""
        _say(f"Unexpected failure{f' with {about}' if about else ''}: {type(error).__name__}: {error}")
        _say("Run it again with --verbose to see where; please report it with the document if you can.")
        return FAILURE


def _say(text: str) -> None:
    click.echo(on_one_line(text), err=True)
