"""When a table's claims are withheld rather than guessed: lost headers, columns that cannot be told apart,
unlabelled rows.

The thresholds stand on the labelled documents: no table read right reaches them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from auditor.claims.layout import Layout
from auditor.claims.orientation import Orientation
from auditor.records import Block, Claim, Unread

_LEAST_VALUES = 4
"""Below this many values a table is not worth a warning."""
_MOST_BARE = 0.34
_MOST_NAMELESS = 0.34
_MOST_TWINS = 0.10


def reason_to_withhold(block: Block, layout: Layout, claims: Sequence[Claim]) -> str | None:
    """One sentence why the claims of a table cannot be trusted; None where they can."""
    columns = len(layout.columns)
    bare = sum(1 for column in layout.columns if not column.path)
    if columns > 1 and bare > _MOST_BARE * columns:
        return f"{bare} of {columns} columns of values have no header, so their numbers cannot be assigned."
    nameless = sum(1 for row in layout.rows if not row.path)
    if len(layout.rows) > 2 and nameless > _MOST_NAMELESS * len(layout.rows):
        return f"{nameless} of {len(layout.rows)} rows with values have no label, so their numbers cannot be assigned."
    doubts = block.grid.doubts if block.grid is not None else ()
    counted = [int(match.group(1)) for doubt in doubts if (match := re.match(r"(\d+) decimal numbers", doubt))]
    lost = counted[0] if counted else 0
    if lost > 0.25 * max(1, len(claims)):
        return f"{lost} numbers in its area stand in no cell of their own."
    twins = ambiguous(claims)
    if claims and len(twins) > _MOST_TWINS * len(claims):
        first = next(claim for claim in claims if claim.id in twins)
        scores = f"several cells claim different scores of “{first.model}” on “{first.benchmark}”"
        return f"{scores}, so columns or rows cannot be told apart."
    return None


def ambiguous(claims: Sequence[Claim]) -> frozenset[str]:
    """Ids of claims that share model, benchmark and setting with another one of the table that has another value."""
    groups: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.model, claim.benchmark, claim.setting.printed].append(claim)
    return frozenset(claim.id for group in groups.values() if len({c.value for c in group}) > 1 for claim in group)


def withheld(block: Block, reason: str) -> Unread:
    """A table whose claims are withheld."""
    label = block.label or block.caption[:80]
    return Unread(what="table", reason=f"Its scores are withheld: {reason}", place=block.place, label=label)


def undecided(block: Block, layout: Layout, found: Orientation) -> Unread | None:
    """A table with values that look like results but whose axes could not be told apart; None where it looks like
    none."""
    values = sum(len(reading.values) for reading in layout.readings.values())
    if values < _LEAST_VALUES or not found.looks_like_results:
        return None
    return withheld(block, f"{found.reason}.")
