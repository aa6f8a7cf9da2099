"""The bound on processor time."""

from __future__ import annotations

import re
import signal

import pytest

from auditor.patience import OutOfTime, at_most, half


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


def test_inside_another_bound_the_tighter_one_counts_and_the_outer_goes_on() -> None:
    def both() -> None:
        for seconds in (0.1, 9):
            with pytest.raises(OutOfTime, match=rf"{seconds} s"), at_most(seconds):
                for_ever()
        for_ever()

    with pytest.raises(OutOfTime, match=r"0\.4"), at_most(0.4):
        both()
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL


def test_blocks_that_run_out_of_their_half_leave_time_to_the_step() -> None:
    stopped = 0
    with at_most(0.8):
        for _ in range(5):
            try:
                with half():
                    for_ever()
            except OutOfTime:
                stopped += 1
    assert stopped == 5
