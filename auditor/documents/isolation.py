"""PDFs are read in processes of their own: one that never ends, or eats the memory, costs its time and no more.

The engines are machine code that a hostile file can send round in circles; only ending their process stops them.
A process reads one file after another, so that the cost of starting it is paid once.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from auditor.errors import DocumentError
from auditor.records import Document

__all__ = ["read_pdf_apart"]

MEMORY = 1 << 30
"""Address space of a reading process in bytes, where the system can limit it: six times what large reports need."""
_LARGE = 64 << 20
"""A file of more bytes than this gets four times the rest on top: each engine keeps a copy."""
_SECONDS = 30.0
_SECONDS_A_MEGABYTE = 10.0
_MOST_SECONDS = 300.0
_PATIENCE = 4.0
"""Time on the clock is this many times the processor time that is granted: other work may keep the processors busy."""

_idle: list[_Reader] = []
_lock = threading.Lock()


def read_pdf_apart(data: bytes, name: str, *, seconds: float | None = None) -> Document:
    """The document in a PDF file, read in another process.

    `seconds`: the processor time granted; by default 30 s and 10 s more for each megabyte, at most 300 s.

    Raises:
        DocumentError: the file cannot be read, or not within the time and memory granted.
    """
    if seconds is None:
        seconds = min(_SECONDS + _SECONDS_A_MEGABYTE * len(data) / (1 << 20), _MOST_SECONDS)
    with _lock:
        reader = _idle.pop() if _idle else None
    reader = reader or _Reader()
    answer = None
    try:
        answer = reader.ask(data, name, seconds)
    finally:
        if answer is None:
            reader.end()
        else:
            with _lock:
                _idle.append(reader)
    if answer is None:
        raise DocumentError(
            f"{name} could not be read: the reader broke down, or did not come to an end within {seconds:.0f} s or "
            f"{_memory(len(data)) >> 30} GB.",
            advice="The file may be damaged or made to do harm; print it anew from its source.",
        )
    said, body = answer
    if said["error"] is not None:
        raise DocumentError(said["error"], advice=said["advice"])
    return Document.model_validate_json(body)


class _Reader:
    """A process that reads PDFs, and the pipes to it."""

    def __init__(self) -> None:
        package = str(Path(__file__).parents[2])
        path = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(
            # -P: a file in the working folder must not pass for a module.
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )

    def ask(self, data: bytes, name: str, seconds: float) -> tuple[dict[str, Any], bytes] | None:
        """The answer, or None where the process ended or had to be ended without one."""
        give, take = self._process.stdin, self._process.stdout
        assert give is not None
        assert take is not None
        clock = threading.Timer(seconds * _PATIENCE, self._process.kill)
        clock.daemon = True
        clock.start()
        try:
            _send(give, {"name": name, "seconds": seconds}, data)
            return _receive(take)
        except OSError:
            return None
        finally:
            clock.cancel()

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


def _send(pipe: IO[bytes], said: dict[str, Any], body: bytes) -> None:
    pipe.write(json.dumps({**said, "length": len(body)}).encode() + b"\n")
    pipe.write(body)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    said: dict[str, Any] = json.loads(line)
    body = pipe.read(said["length"])
    return (said, body) if len(body) == said["length"] else None


def _serve() -> None:
    """The reading process: files in, documents out, until nobody asks any more."""
    import signal

    # Python only notes an interrupt, and machine code that goes round in circles never lets it act on it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    take = sys.stdin.buffer
    give = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What an engine prints must not end up among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while (asked := _receive(take)) is not None:
        said, data = asked
        _limit(said["seconds"], _memory(len(data)))
        error = advice = None
        body = b""
        try:
            from auditor.documents.pdf import read_pdf

            body = read_pdf(data, said["name"]).model_dump_json().encode()
        except DocumentError as problem:
            error, advice = problem.message, problem.advice
        except MemoryError:
            return
        except Exception as problem:
            error = f"{said['name']} could not be read: the reader failed ({type(problem).__name__}: {problem})."
        _send(give, {"error": error, "advice": advice}, body)


def _memory(size: int) -> int:
    return MEMORY + 4 * max(0, size - _LARGE)


def _limit(seconds: float, memory: int) -> None:
    """Grants the process so much more processor time, and its memory, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = ((resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1), (resource.RLIMIT_AS, memory))
    for kind, amount in (*wanted, (resource.RLIMIT_CORE, 0)):
        most = resource.getrlimit(kind)[1]
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (amount if most == resource.RLIM_INFINITY else min(amount, most), most))


if __name__ == "__main__":
    _serve()
