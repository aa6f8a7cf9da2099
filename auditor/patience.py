"""A bound on the processor time of one step, so that no document holds up an audit for ever."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 20.0
"""Processor time granted to reading one text document, and to each later step on it: twenty times what is usual."""


_SOON = 1e-4


class OutOfTime(Exception):
    """A step took more processor time than was granted."""


_ends: list[float] = []
"""When each of the bounds that hold now ends, in processor time of this process, the outermost first."""


@contextmanager
def at_most(seconds: float | None = None) -> Iterator[None]:
    """Raises OutOfTime in the block after so much processor time of this process, by default `SECONDS`.

    Inside another bound it counts towards that, too, and cannot outlast it. Where time cannot be measured (other
    threads, systems without such a timer) the block runs unbounded.
    """
    granted = SECONDS if seconds is None else seconds
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not timed or (not _ends and signal.getsignal(signal.SIGPROF) is not signal.SIG_DFL):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfTime(f"more than {granted:.3g} s of processor time")

    now = time.process_time()
    end = min([now + granted, *_ends[-1:]])
    before = signal.signal(signal.SIGPROF, stop)
    _ends.append(end)
    # The second signal is for code that caught the first one.
    signal.setitimer(signal.ITIMER_PROF, max(end - now, _SOON), 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _ends.pop()
        signal.signal(signal.SIGPROF, before)
        if _ends:
            signal.setitimer(signal.ITIMER_PROF, max(_ends[-1] - time.process_time(), _SOON), 1.0)


@contextmanager
def half() -> Iterator[None]:
    """Grants the block half of the time that is left to the step around it, so that however many of its blocks run
    out of theirs, the step does not. Raises OutOfTime."""
    with at_most((_ends[-1] - time.process_time()) / 2 if _ends else SECONDS / 2):
        yield
