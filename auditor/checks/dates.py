"""Dates as precise as a source gives them (2026, 2026-04, 2026-04-23), compared without pretending to know more."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def earliest(text: str | None) -> date | None:
    """The first day an ISO date can mean."""
    match = _ISO.match(text or "")
    return date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None


def latest(text: str | None) -> date | None:
    """The last day an ISO date can mean."""
    match = _ISO.match(text or "")
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    return date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))


def surely_before(a: str | None, b: str | None) -> bool:
    """Whether `a` is not later than `b` whatever the missing digits are; False where either is unknown."""
    x, y = latest(a), earliest(b)
    return x is not None and y is not None and x <= y


def days_between(a: str | None, b: str | None) -> int | None:
    """Days from `a` to `b`, both at their earliest; None where either is unknown."""
    x, y = earliest(a), earliest(b)
    return (y - x).days if x is not None and y is not None else None


def days_before(text: str | None, days: int) -> str | None:
    """The ISO date so many days before the first day that `text` can mean; None where that is unknown."""
    x = earliest(text)
    return (x - timedelta(days=days)).isoformat() if x is not None else None
