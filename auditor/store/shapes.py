"""How a record becomes a row and a row the same record again.

Scalars are columns of their own. A Place is six columns. An exact decimal is kept as text in `<field>_exact`, beside a
computed number of the field's own name for sorting and comparing. Everything else is JSON with defaults left out.
What lives in another table is named in `elsewhere` and handed back in when the record is made.
"""

from __future__ import annotations

import hashlib
import sqlite3
import types
import typing
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from auditor.records import Box, Place, Record

R = TypeVar("R", bound=Record)
Row: TypeAlias = Mapping[str, Any] | sqlite3.Row

PLACE = ("page", "line", "x0", "y0", "x1", "y1")
SCALARS: dict[type, str] = {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL", bytes: "BLOB"}


def digest(record: Record) -> bytes:
    """16 bytes that stand for the whole content.

    A field left at its default does not count, so a new optional field changes no digest.
    """
    return hashlib.sha256(record.model_dump_json(exclude_defaults=True).encode()).digest()[:16]


def joint_digest(kind: str, *parts: bytes) -> bytes:
    """16 bytes that stand for an ordered set of digests."""
    return hashlib.sha256(kind.encode() + b"\0" + b"".join(parts)).digest()[:16]


@dataclass(frozen=True)
class Column:
    """One stored column of a table."""

    name: str
    type: str
    field: str
    """The record's field that it holds."""
    optional: bool
    exact: bool = False
    """Text of an exact decimal; the table computes the number beside it."""


@dataclass(frozen=True)
class Shape(Generic[R]):
    """One record type and its table."""

    record: type[R]
    table: str
    rename: Mapping[str, str] = field(default_factory=dict)
    """Field → column where the field's name is a reserved word of SQL."""
    elsewhere: frozenset[str] = frozenset()
    """Fields that other tables hold."""
    packed: frozenset[str] = frozenset()
    """JSON fields that are compressed."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The stored columns, in the order of the record's fields."""
        return tuple(column for columns, _, _ in self._plan for column in columns)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def row(self, record: R) -> list[Any]:
        """The values of `columns`."""
        values: list[Any] = []
        for _, write, _ in self._plan:
            values.extend(write(record))
        return values

    def made(self, row: Row, **elsewhere: Any) -> R:
        """The record that a row was made of."""
        for _, _, read in self._plan:
            read(row, elsewhere)
        return self.record.model_validate(elsewhere)

    @cached_property
    def _plan(self) -> tuple[tuple[tuple[Column, ...], Writer, Reader], ...]:
        return tuple(
            self._field(name, info) for name, info in self.record.model_fields.items() if name not in self.elsewhere
        )

    def _field(self, name: str, info: FieldInfo) -> tuple[tuple[Column, ...], Writer, Reader]:
        column = self.rename.get(name, name)
        kind, optional = _kind(info.annotation)
        if kind is Place:
            return tuple(
                Column(n, SCALARS[int if n in ("page", "line") else float], name, True) for n in PLACE
            ), *_place(name)
        if kind is Decimal:
            return (Column(f"{column}_exact", "TEXT", name, optional, exact=True),), *_decimal(name, f"{column}_exact")
        if isinstance(kind, type) and issubclass(kind, Enum):
            return (Column(column, "TEXT", name, optional),), *_scalar(name, column)
        if kind in SCALARS:
            return (Column(column, SCALARS[typing.cast(type, kind)], name, optional),), *_scalar(name, column)
        packed = name in self.packed
        return (Column(column, "BLOB" if packed else "TEXT", name, optional),), *_json(
            name, column, info.annotation, packed
        )


Writer = Callable[[Any], list[Any]]
Reader = Callable[[Row, dict[str, Any]], None]


def _kind(annotation: Any) -> tuple[Any, bool]:
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        kinds = [kind for kind in typing.get_args(annotation) if kind is not type(None)]
        return (kinds[0] if len(kinds) == 1 else annotation), True
    return annotation, False


def _scalar(field: str, column: str) -> tuple[Writer, Reader]:
    def read(row: Row, values: dict[str, Any]) -> None:
        values[field] = row[column]

    return lambda record: [getattr(record, field)], read


def _decimal(field: str, column: str) -> tuple[Writer, Reader]:
    def write(record: Any) -> list[Any]:
        value = getattr(record, field)
        return [None if value is None else str(value)]

    def read(row: Row, values: dict[str, Any]) -> None:
        values[field] = row[column]

    return write, read


def _place(field: str) -> tuple[Writer, Reader]:
    def write(record: Any) -> list[Any]:
        place: Place = getattr(record, field)
        box = place.box
        return [place.page, place.line, *((box.x0, box.y0, box.x1, box.y1) if box else (None,) * 4)]

    def read(row: Row, values: dict[str, Any]) -> None:
        box = None if row["x0"] is None else Box(x0=row["x0"], y0=row["y0"], x1=row["x1"], y1=row["y1"])
        values[field] = Place(page=row["page"], line=row["line"], box=box)

    return write, read


def _json(field: str, column: str, annotation: Any, packed: bool) -> tuple[Writer, Reader]:
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)

    def write(record: Any) -> list[Any]:
        value = getattr(record, field)
        if value is None:
            return [None]
        text = adapter.dump_json(value, exclude_defaults=True)
        return [zlib.compress(text) if packed else text.decode()]

    def read(row: Row, values: dict[str, Any]) -> None:
        value = row[column]
        if value is not None:
            value = adapter.validate_json(zlib.decompress(value) if packed else value)
        values[field] = value

    return write, read
