"""Work on many things in copies of this process: what the copies share is not sent to them, only what they make of it
comes back."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")
_shared: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What is done and with what: set before a copy is made, so that the copy has it."""


def each(work: Callable[[Thing], Made], things: Sequence[Thing], *, workers: int) -> Iterator[Made]:
    """What the work makes of each thing, in their order. What it makes must be picklable.

    `workers`: how many things are worked on at the same time. Where processes cannot be copied, or a copy broke down,
    the work is done here, one thing after another.
    """
    done = 0
    if workers > 1 and len(things) > 1 and sys.platform == "linux":
        global _shared
        _shared = work, things
        pool = ProcessPoolExecutor(min(workers, len(things)), multiprocessing.get_context("fork"))
        try:
            for made in pool.map(_work_on, range(len(things))):
                yield made
                done += 1
        except BrokenExecutor:
            pass
        finally:
            pool.shutdown(cancel_futures=True)
            _shared = None
    yield from map(work, things[done:])


def _work_on(place: int) -> Any:
    assert _shared is not None
    work, things = _shared
    return work(things[place])
