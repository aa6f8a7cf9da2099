"""Cells and rows that one of two documents prints and the other leaves blank or out, in tables of the same results."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import permutations

from auditor.checks.rows import Row, fold, key_of, rows, same_number, score
from auditor.checks.twins import clash, line
from auditor.records import Dossier, ResolvedBlank, ResolvedClaim

LEAST_SHARED = 8
"""Benchmarks that two tables share before a row missing in one of them says anything."""
MOST_MISSING = 2
ALIKE = 0.85
"""Likeness of two labels from which on one of them may be a slip of the other."""


@dataclass(frozen=True)
class Filled:
    """A score that another document leaves blank."""

    cell: ResolvedClaim
    blank: ResolvedBlank


def _tables(dossier: Dossier) -> dict[tuple[str, int], list[Row]]:
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows(dossier):
        found[row.document, row.block].append(row)
    return found


def _shared(a: list[Row], b: list[Row]) -> tuple[set[str], int, int]:
    """The benchmarks that two tables share, and how many of their common cells are equal and unequal."""
    theirs: dict[tuple[str, str], list[ResolvedClaim]] = defaultdict(list)
    for row in b:
        for cell in row.cells:
            theirs[line(cell), row.key].append(cell)
    keys: set[str] = set()
    equal = unequal = 0
    for row in a:
        for cell in row.cells:
            options = [other for other in theirs.get((line(cell), row.key), ()) if not clash(cell, other)]
            if options and score(cell) is not None:
                keys.add(row.key)
                if any(same_number(cell, other) for other in options):
                    equal += 1
                else:
                    unequal += 1
    return keys, equal, unequal


def filled(dossier: Dossier) -> list[Filled]:
    """Scores of one document that stand blank in the same row of another one's table of the same results."""
    tables = _tables(dossier)
    found: list[Filled] = []
    for (place_a, a), (place_b, b) in permutations(tables.items(), 2):
        if place_a[0] == place_b[0]:
            continue
        blanks = {(key_of(blank.model), *test_of(row)): blank for row in b for blank in row.blanks}
        if not blanks:
            continue
        keys, equal, unequal = _shared(a, b)
        if equal < 2 * max(unequal, 1):
            continue
        for row in a:
            same = [other for other in b if other.key == row.key]
            if len(same) > 1:  # variants of one benchmark, told apart by their labels
                same = [other for other in same if test_of(other) == test_of(row)]
            if len(same) != 1 or row.key not in keys:
                continue
            for cell in row.cells:
                blank = blanks.get((key_of(cell.model), *test_of(same[0])))
                if blank is not None and score(cell) is not None and not cell.claim.doubts:
                    found.append(Filled(cell, blank))
    unique = {(f.cell.claim.model, f.cell.claim.benchmark, f.cell.claim.value): f for f in reversed(found)}
    return list(reversed(unique.values()))


def test_of(row: Row) -> tuple[str, str, str | None]:
    """What tells the rows of one table apart: benchmark, label and metric."""
    return row.key, fold(row.printed), row.first.claim.metric


def left_out(dossier: Dossier) -> list[tuple[Row, str]]:
    """Rows of one document's table that another document, which prints nearly all of it, prints nowhere."""
    tables = _tables(dossier)
    everywhere: dict[str, set[str]] = defaultdict(set)
    values: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for (document, _), group in tables.items():
        everywhere[document] |= {row.key for row in group}
        values[document] |= {tuple(cell.claim.value for cell in row.cells) for row in group}
    found: dict[tuple[str, str], tuple[Row, str]] = {}
    for (place_a, a), (place_b, b) in permutations(tables.items(), 2):
        if place_a[0] == place_b[0]:
            continue
        keys, equal, unequal = _shared(a, b)
        if len(keys) < LEAST_SHARED or equal < 2 * max(unequal, 1):
            continue
        missing = [
            row
            for row in a
            if row.own
            and row.rivals
            and row.key not in everywhere[place_b[0]]
            and tuple(cell.claim.value for cell in row.cells) not in values[place_b[0]]
            and not any(respelt(row, other) for other in b)
        ]
        if 0 < len(missing) <= MOST_MISSING:
            for row in missing:
                found.setdefault((row.key, place_b[0]), (row, place_b[0]))
    return list(found.values())


def respelt(row: Row, other: Row) -> bool:
    """Whether two rows are one under two labels: the labels are nearly alike, or one begins with the other, and two
    scores are equal."""
    x, y = fold(row.printed), fold(other.printed)
    if not (x.startswith(y) or y.startswith(x)) and SequenceMatcher(None, x, y).ratio() < ALIKE:
        return False
    theirs = {line(cell): cell for cell in other.cells}
    return sum(bool(same_number(cell, theirs[line(cell)])) for cell in row.cells if line(cell) in theirs) >= 2
