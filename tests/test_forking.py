"""Work in copies of the process: the same in the same order, whatever happens to the copies."""

from __future__ import annotations

import os
import sys
from functools import partial

import pytest

from auditor import forking

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


def squared(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_things(workers: int) -> None:
    made = list(forking.each(squared, range(40), workers=workers))
    assert [square for square, _ in made] == [number * number for number in range(40)]


@linux
def test_two_workers_are_other_processes() -> None:
    made = list(forking.each(squared, range(40), workers=2))
    assert os.getpid() not in {process for _, process in made}


def dies_elsewhere(home: int, number: int) -> int:
    if number == 3 and os.getpid() != home:
        os._exit(1)
    return number


def test_a_copy_that_breaks_down_costs_nothing() -> None:
    made = list(forking.each(partial(dies_elsewhere, os.getpid()), range(20), workers=2))
    assert made == list(range(20))


def fails(number: int) -> int:
    if number == 3:
        raise ValueError(f"{number}")
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_is_passed_on(workers: int) -> None:
    made = forking.each(fails, range(20), workers=workers)
    assert [next(made) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="3"):
        next(made)
