"""A bound on the processor time of one step, so that no document holds up an audit for ever."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 20.0
"""Processor time granted to reading one text document, and to each later step on it: twenty times what is usual."""


class OutOfTime(Exception):
    """A step took more processor time than was granted."""


@contextmanager
def at_most(seconds: float = SECONDS) -> Iterator[None]:
    """Raises OutOfTime in the block after so much processor time of this process.

    Where that cannot be measured (other threads, systems without such a timer) the block runs unbounded; so does one
    inside another.
    """
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not timed or signal.getitimer(signal.ITIMER_PROF)[0] or signal.getsignal(signal.SIGPROF) is not signal.SIG_DFL:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfTime(f"more than {seconds:g} s of processor time")

    signal.signal(signal.SIGPROF, stop)
    # The second signal is for code that caught the first one.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
