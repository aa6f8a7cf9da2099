"""PDFs are read and drawn in processes of their own: one that never ends, or eats the memory, costs its time only.

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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from auditor.errors import DocumentError
from auditor.records import Box, Document, Place

if TYPE_CHECKING:
    from auditor.documents.pdf.rendering import Drawn

__all__ = ["draw_apart", "read_pdf_apart"]

MEMORY = 1 << 30
"""Address space of a reading process in bytes, where the system can limit it: six times what large reports need."""
_LARGE = 64 << 20
"""A file of more bytes than this gets four times the rest on top: each engine keeps a copy."""
_SECONDS = 30.0
_SECONDS_A_MEGABYTE = 10.0
_MOST_SECONDS = 300.0
_SECONDS_A_PICTURE = 10.0
_MOST_BREAKDOWNS = 3
"""Pictures of one file that may end their process before the rest of them is given up."""
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
    with _borrowed() as reader:
        answer = reader.ask({"name": name}, data, seconds)
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


def draw_apart(
    data: bytes,
    name: str,
    places: Sequence[Place],
    *,
    seconds: float = _SECONDS_A_PICTURE,
    fine: bool = False,
) -> tuple[Drawn | str, ...]:
    """Pictures of places of a PDF file, drawn in another process, in their order; or why there is none.

    `fine`: fine enough for a program to read, instead of for the eye.
    `seconds`: the processor time granted to each. One that takes more costs itself and not the others.
    """
    from auditor.documents.pdf.rendering import Drawn

    drawn: list[Drawn | str] = []
    breakdowns = 0
    while len(drawn) < len(places):
        if breakdowns == _MOST_BREAKDOWNS:
            reason = f"{name} broke the drawing off {breakdowns} times; the rest of it was not tried."
            drawn.extend([reason] * (len(places) - len(drawn)))
            break
        with _borrowed() as reader:
            asked = [place.model_dump(mode="json") for place in places[len(drawn) :]]
            answer = reader.ask({"name": name, "places": asked, "fine": fine}, data, seconds)
            while answer is not None:
                said, body = answer
                if said["error"] is not None:
                    drawn.append(said["error"])
                else:
                    drawn.append(Drawn(Box.model_validate(said["box"]), said["width"], said["height"], body))
                if said["last"]:
                    break
                answer = reader.more(seconds)
        if answer is None:
            breakdowns += 1
            page = places[len(drawn)].page
            drawn.append(f"Page {page} of {name} could not be drawn within the time and memory granted.")
        elif len(drawn) < len(places):
            # The file as a whole was refused, with one reason for all.
            drawn.extend([drawn[-1]] * (len(places) - len(drawn)))
    return tuple(drawn)


@contextmanager
def _borrowed() -> Iterator[_Reader]:
    """A process for one task; it is kept for the next unless it broke down."""
    with _lock:
        reader = _idle.pop() if _idle else None
    reader = reader or _Reader()
    try:
        yield reader
    except BaseException:
        reader.end()
        raise
    if reader.broken:
        reader.end()
    else:
        with _lock:
            _idle.append(reader)


class _Reader:
    """A process that reads and draws PDFs, and the pipes to it."""

    def __init__(self) -> None:
        self.broken = False
        """Whether it can take no further task."""
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

    def ask(self, task: dict[str, Any], data: bytes, seconds: float) -> tuple[dict[str, Any], bytes] | None:
        """The first answer to a task, or None where the process ended or had to be ended without one."""
        give = self._process.stdin
        assert give is not None
        # True until the answer is whole: an interrupt in between leaves a process that is in the middle of something.
        self.broken = True
        with self._clock(seconds), suppress(OSError):
            _send(give, {**task, "seconds": seconds}, data)
            return self._answer()
        return None

    def more(self, seconds: float) -> tuple[dict[str, Any], bytes] | None:
        """The next answer to the same task."""
        self.broken = True
        with self._clock(seconds):
            return self._answer()

    def _answer(self) -> tuple[dict[str, Any], bytes] | None:
        take = self._process.stdout
        assert take is not None
        try:
            answer = _receive(take)
        except OSError:
            return None
        self.broken = answer is None
        return answer

    @contextmanager
    def _clock(self, seconds: float) -> Iterator[None]:
        clock = threading.Timer(seconds * _PATIENCE, self._process.kill)
        clock.daemon = True
        clock.start()
        try:
            yield
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
        try:
            if "places" in said:
                _draw(give, said, data)
            else:
                _read(give, said, data)
        except MemoryError:
            return


def _read(give: IO[bytes], said: dict[str, Any], data: bytes) -> None:
    _limit(said["seconds"], _memory(len(data)))
    error = advice = None
    body = b""
    try:
        from auditor.documents.pdf import read_pdf

        body = read_pdf(data, said["name"]).model_dump_json().encode()
    except DocumentError as problem:
        error, advice = problem.message, problem.advice
    except MemoryError:
        raise
    except Exception as problem:
        error = f"{said['name']} could not be read: the reader failed ({type(problem).__name__}: {problem})."
    _send(give, {"error": error, "advice": advice}, body)


def _draw(give: IO[bytes], said: dict[str, Any], data: bytes) -> None:
    left = len(said["places"])
    _limit(said["seconds"], _memory(len(data)))
    try:
        from auditor.documents.pdf.rendering import draw

        places = [Place.model_validate(place) for place in said["places"]]
        for one in draw(data, said["name"], places, fine=said["fine"]):
            left -= 1
            if isinstance(one, str):
                _send(give, {"error": one, "last": not left}, b"")
            else:
                box = one.box.model_dump()
                answer = {"error": None, "box": box, "width": one.width, "height": one.height, "last": not left}
                _send(give, answer, one.png)
            _limit(said["seconds"], _memory(len(data)))
    except DocumentError as problem:
        _send(give, {"error": problem.message, "last": True}, b"")


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
