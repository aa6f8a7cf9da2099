"""An independent result: what somebody other than the document observed."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from auditor.records._base import Record
from auditor.records.claim import Setting, Unit


class Independence(StrEnum):
    """Who stands behind a result."""

    third_party = "third party"
    """Run by somebody who made neither the model nor the benchmark."""
    benchmark_author = "benchmark author"
    vendor = "vendor"
    """Run by the model's vendor, or submitted by it."""
    compiled = "compiled"
    """Copied from elsewhere: an echo, never a run of its own."""


class Source(Record):
    """A collection of results with one licence."""

    id: str
    name: str
    publisher: str
    url: str | None = None
    licence: str
    attribution: str
    retrieved: str | None = None
    """ISO date of the snapshot."""
    independence: Independence
    quotes: tuple[str, ...] = ()
    """Ids of sources it copies from."""
    notes: str | None = None


class Run(Record):
    """One observed score."""

    id: str
    """`run-` and a hash of source, locator, labels and score."""
    source: str
    """Id of the source."""
    run_by: str
    independence: Independence
    model: str
    """Model label as the source prints it."""
    model_id: str | None = None
    """Registry id. None: unresolved."""
    benchmark: str
    benchmark_id: str | None = None
    metric: str | None = None
    score: Decimal
    unit: Unit = Unit.unknown
    stderr: float | None = None
    """Standard error in the unit of the score."""
    n: int | None = None
    """Number of items."""
    setting: Setting = Setting()
    date: str | None = None
    cost_usd: float | None = None
    cost_basis: str | None = None
    """"per task", "total"."""
    tokens: int | None = None
    locator: str = ""
    """Where in the source it stands."""
    notes: str | None = None
