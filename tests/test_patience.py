"""The bound on processor time."""

from __future__ import annotations

import re
import signal

import pytest

from auditor.patience import OutOfTime, at_most


def test_a_step_that_does_not_end_is_stopped_even_inside_a_pattern() -> None:
    with pytest.raises(OutOfTime, match=r"more than 0\.2 s"), at_most(0.2):
        re.match(r"(a+)+$", "a" * 60 + "b")
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL


def for_ever() -> None:
    while True:
        pass


def stubborn() -> None:
    try:
        for_ever()
    except OutOfTime:
        for_ever()


def test_a_step_that_catches_everything_is_stopped_too() -> None:
    with pytest.raises(OutOfTime), at_most(0.2):
        stubborn()


def test_inside_another_bound_the_outer_one_counts() -> None:
    with pytest.raises(OutOfTime, match=r"0\.3"), at_most(0.3), at_most(0.1):
        for_ever()
