"""Reports with every field of every record filled, made from a seed."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Any

import pytest

from auditor.records import Record, Report

AWKWARD = (
    "",
    "a",
    "76.20%",
    "O'Hara; DROP TABLE claims --",
    'say "so"',
    "ünï—†①",
    "𝟙 + 🙂",
    "two\nlines\t",
    "nul\0inside",
    "NULL",
)
FLOATS = (0.0, -1.5, 0.1, 1e-300, 1.7976931348623157e308, 5e-324, 1 / 3)
DECIMALS = (
    "81.30",
    "0",
    "-0.5",
    "1E+3",
    "0.1000000000000000055511151231257827",
    "123456789012345678901234567890.12",
    "7",
)


class Maker:
    """Makes any value that a type can hold."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.made = 0

    def anything(self, kind: Any) -> Any:
        pick = self.random
        if kind is str:
            self.made += 1
            return pick.choice(AWKWARD) + (str(self.made) if pick.random() < 0.8 else "")
        if kind is int:
            return pick.choice((0, 1, -7, 2**53 + 1, 2**63 - 1))
        if kind is bool:
            return pick.random() < 0.5
        if kind is float:
            return pick.choice(FLOATS)
        if kind is bytes:
            return pick.randbytes(pick.choice((0, 1, 300)))
        if kind is Decimal:
            return Decimal(pick.choice(DECIMALS))
        if kind is Any:
            return pick.choice((None, True, 3, 0.25, "word", [1, "two", None], {"deep": {"er": [False]}}))
        if kind is type(None):
            return None
        return self._composed(kind)

    def _composed(self, kind: Any) -> Any:
        pick = self.random
        origin, inside = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union):
            return self.anything(pick.choice(inside))
        if origin is tuple:
            if inside[-1] is Ellipsis:
                return tuple(self.anything(inside[0]) for _ in range(pick.choice((0, 1, 1, 3))))
            return tuple(self.anything(one) for one in inside)
        if origin in (dict, Mapping):
            values = [self.anything(inside[1]) for _ in range(pick.choice((0, 1, 2)))]
            return {getattr(value, "id", None) or self.anything(inside[0]): value for value in values}
        if issubclass(kind, Enum):
            return pick.choice(list(kind))
        assert issubclass(kind, Record), kind
        return self.record(kind)

    def record(self, kind: type[Record]) -> Any:
        fields = {name: self.anything(info.annotation) for name, info in kind.model_fields.items()}
        if "id" in fields and kind.model_fields["id"].annotation is str:
            fields["id"] = f"{kind.__name__}-{self.made}"
        return kind.model_validate(fields)


@pytest.fixture(scope="session")
def make_report() -> Callable[[int], Report]:
    """A report for a seed."""

    def make(seed: int) -> Report:
        report: Report = Maker(seed).record(Report)
        return report

    return make
