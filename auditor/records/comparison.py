"""A claim beside an independent run: what differs, by how much, and whether the two may be compared at all."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from auditor.records._base import Record
from auditor.records.claim import ConditionName


class Agreement(StrEnum):
    equal = "equal"
    differs = "differs"
    undisclosed = "undisclosed"
    """At least one side does not say."""


class ConditionDifference(Record):
    """One condition on both sides."""

    name: ConditionName
    agreement: Agreement
    claimed: str | None = None
    observed: str | None = None
    favours: str | None = None
    """"claim" or "run": whom the difference is known to favour; None where unknown."""


class Standing(StrEnum):
    """What a comparison says of its claim."""

    consistent = "consistent"
    """The difference is within the stated error."""
    explained = "explained"
    """Outside the error, but a declared difference of conditions accounts for the direction."""
    unexplained = "unexplained"
    """Outside the error under conditions not known to differ."""
    not_comparable = "not comparable"
    """Another version, metric, split or unit."""


class Comparison(Record):
    """One claim against one run."""

    id: str
    claim: str
    run: str
    difference: Decimal | None = None
    """Claimed minus observed, in points of the claim's unit. None where not comparable."""
    stderr: float | None = None
    """Standard error of the difference, √(SE_claim² + SE_run² + τ²)."""
    z: float | None = None
    p_value: float | None = None
    """Two-sided."""
    interval: tuple[float, float] | None = None
    """95 % interval of the difference."""
    tau: float | None = None
    conditions: tuple[ConditionDifference, ...] = ()
    standing: Standing
    why: str
    """One sentence with the arithmetic or the reason."""
