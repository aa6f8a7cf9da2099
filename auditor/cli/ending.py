"""How a command ends: one sentence and an exit code, never a traceback that nobody asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from auditor.errors import AuditorError

FAILURE = 2
INTERRUPTED = 130
NOBODY_READS = 141


def ended(run: Callable[[], Any]) -> NoReturn:
    """Runs a command and leaves with its exit code."""
    sys.exit(_code(run))


def _code(run: Callable[[], Any]) -> int:
    try:
        code = run()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except AuditorError as error:
        _say(error.message if not error.advice else f"{error.message}\n{error.advice}")
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return FAILURE
    except (KeyboardInterrupt, click.Abort):
        _say("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has enough. Python would complain at exit while flushing a closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except Exception as error:
        if wants_traceback():
            raise
        about = getattr(error, "filename", None) or ""
        _say(f"Unexpected failure{f' with {about}' if about else ''}: {type(error).__name__}: {error}")
        _say("Run it again with --verbose to see where; please report it with the document if you can.")
        return FAILURE


def wants_traceback() -> bool:
    """Whether --verbose was given to the command that failed."""
    return bool({"--verbose", "-v"} & set(sys.argv)) or verbose


verbose = False
"""Set where a command runs inside another program."""


def _say(text: str) -> None:
    click.echo(text, err=True)
