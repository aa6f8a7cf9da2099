"""Effort levels in the labels of models."""

from __future__ import annotations

import re

_EFFORT_WORD = re.compile(r"(?:^|[\s(|,\-])(minimal|low|medium|high|x-?high|max)(?=$|[\s)|,])", re.I)


def effort_in(model: str) -> str | None:
    """An effort level at the end or in brackets of a model label ("Name (high)", "Name | low")."""
    match = _EFFORT_WORD.search(model)
    if match is None or model.strip().lower() == match.group(1).lower():
        return match.group(1).lower() if match and "|" not in model else None
    tail = model[match.end(1) :].strip(" )")
    bracketed = model[: match.start(1)].rstrip().endswith(("(", "|", ","))
    return (
        match.group(1).lower()
        if not tail and (bracketed or match.group(1).lower() not in ("medium", "max", "low"))
        else None
    )
