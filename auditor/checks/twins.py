"""One cell printed twice: the same model on the same test in two tables, of one document or of two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from auditor.checks.naming import GENERIC
from auditor.checks.rows import (
    TEST_CONDITIONS,
    Row,
    conditions,
    difference,
    fold,
    key_of,
    rows,
    same_number,
    score,
    who,
)
from auditor.records import Dossier, ResolvedClaim, Role, Unit

Key = tuple[str, str]


@dataclass(frozen=True)
class Twin:
    """Two prints of one score."""

    a: ResolvedClaim
    b: ResolvedClaim
    row_a: Row
    row_b: Row

    @property
    def gap(self) -> Decimal:
        return abs(difference(self.a, self.b))


BASE = re.compile(r"\bbase(?: \w+)? models?\b|\bpre-?train(?:ed|ing)\b", re.IGNORECASE)
TUNED = re.compile(
    r"\b(?:instruct(?:ion)?(?:[- ](?:tuned|model)\w*)?|instruct|chat models?|post-?train(?:ed|ing)|aligned models?)\b",
    re.IGNORECASE,
)


def stage(cell: ResolvedClaim) -> str | None:
    """Whether a label, else the table's caption or nearest heading, names a base or a tuned model; None: neither."""
    claim = cell.claim
    return _stage(f"{cell.model.id or ''} {claim.model}", f"{claim.caption} {' '.join(claim.section[-1:])}")


@lru_cache(maxsize=1 << 14)
def _stage(name: str, around: str) -> str | None:
    if re.search(r"[-_ ](?:base|pt|pretrained)\b", name, re.IGNORECASE):
        return "base"
    if re.search(r"[-_ ](?:it|instruct|chat)\b", name, re.IGNORECASE):
        return "tuned"
    if BASE.search(around) is None:
        return "tuned" if TUNED.search(around) else None
    return None if TUNED.search(around) else "base"


def line(cell: ResolvedClaim) -> str:
    """The contestant without its stage, so that "27B" in one table can be "27B-IT" in another."""
    return re.sub(r"-?(?:base|pt|pretrained|it|instruct|chat)(?=\||$)", "", who(cell))


PRECISION = re.compile(
    r"\b(?:bf16|fp16|fp8|fp4|int8|int4|[wq]\d+(?:a\d+)?|gptq|awq|quanti[sz]ed|prequantized)\b", re.IGNORECASE
)


def precision(cell: ResolvedClaim) -> str:
    """The number format that a label names; empty where it names none."""
    match = PRECISION.search(cell.claim.model.replace("_", " "))
    return match[0].casefold() if match else ""


def clash(a: ResolvedClaim, b: ResolvedClaim) -> bool:
    """Whether a condition that makes another test, or the stage of the model, is stated on both sides and differs.

    A number format named on one side alone differs, too: beside it the plain name is another build.
    """
    if precision(a) != precision(b):
        return True
    if stage(a) and stage(b) and stage(a) != stage(b):
        return True
    x, y = dict(conditions(a, TEST_CONDITIONS)), dict(conditions(b, TEST_CONDITIONS))
    return any(x[name] != y[name] for name in x.keys() & y.keys())


def _cells(row_list: Sequence[Row]) -> dict[Key, list[tuple[ResolvedClaim, Row]]]:
    found: dict[Key, list[tuple[ResolvedClaim, Row]]] = defaultdict(list)
    for row in row_list:
        if fold(row.printed) in GENERIC:
            continue  # an average of one table is over other tests than that of the next
        for cell in row.cells:
            if score(cell) is not None and cell.claim.role is not Role.ablation and not cell.claim.doubts:
                found[line(cell), key_of(cell.benchmark)].append((cell, row))
    return found


def _match(
    ours: list[tuple[ResolvedClaim, Row]], theirs: list[tuple[ResolvedClaim, Row]]
) -> list[tuple[tuple[ResolvedClaim, Row], tuple[ResolvedClaim, Row]]]:
    """The one pairing that the stated conditions allow; none where several remain and no value decides."""
    pairs = []
    for x in ours:
        options = [y for y in theirs if not clash(x[0], y[0])]
        exact = [y for y in options if conditions(x[0], TEST_CONDITIONS) == conditions(y[0], TEST_CONDITIONS)]
        options = exact or options
        if any(same_number(x[0], y[0]) for y in options):
            options = [y for y in options if same_number(x[0], y[0])][:1]
        if len(options) == 1 and (len(ours) == 1 or exact or same_number(x[0], options[0][0])):
            pairs.append((x, options[0]))
    return pairs


RENAMED = 8
"""Equal cells of two tables from which on a column left over in each may be one model under two names."""


def renamed(
    a: dict[Key, list[tuple[ResolvedClaim, Row]]], b: dict[Key, list[tuple[ResolvedClaim, Row]]]
) -> list[tuple[str, str]]:
    """The models that stand in one table only and have the name of one in the other, but for digits."""

    def letters(cells: dict[Key, list[tuple[ResolvedClaim, Row]]], other: set[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for (name, _), entries in cells.items():
            if name not in other:
                found["".join(ch for ch in fold(entries[0][0].claim.model) if ch.isalpha())].add(name)
        return found

    lines_a, lines_b = {key[0] for key in a}, {key[0] for key in b}
    ours, theirs = letters(a, lines_b), letters(b, lines_a)
    return [
        (min(ours[name]), min(theirs[name]))
        for name in sorted(ours.keys() & theirs.keys())
        if len(ours[name]) == len(theirs[name]) == 1 and len(name) >= 6
    ]


def twins(dossier: Dossier, *, between: bool, least_equal: int = 2) -> tuple[list[Twin], dict[tuple[str, str], int]]:
    """The cells that differ between two tables which otherwise print the same scores.

    Two tables are taken for the same results where at least `least_equal` shared cells agree and the cells that agree
    are not fewer than the benchmarks on which they differ. Returns the differing cells, and how many cells were
    compared for each pair of documents.
    """
    tables: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows(dossier):
        tables[row.document, row.block].append(row)
    indexed = {place: _cells(found) for place, found in tables.items()}
    different: list[Twin] = []
    compared: dict[tuple[str, str], int] = defaultdict(int)
    for (place_a, cells_a), (place_b, cells_b) in combinations(indexed.items(), 2):
        if (place_a[0] != place_b[0]) != between:
            continue
        equal, unequal = 0, []
        for key in sorted(cells_a.keys() & cells_b.keys()):
            for (a, row_a), (b, row_b) in _match(cells_a[key], cells_b[key]):
                if same_number(a, b):
                    equal += 1
                else:
                    unequal.append(Twin(a, b, row_a, row_b))
        if between and equal >= RENAMED:
            for mine, theirs in renamed(cells_a, cells_b):
                for key in [key for key in sorted(cells_a) if key[0] == mine and (theirs, key[1]) in cells_b]:
                    for (a, row_a), (b, row_b) in _match(cells_a[key], cells_b[theirs, key[1]]):
                        if same_number(a, b):
                            equal += 1
                        else:
                            unequal.append(Twin(a, b, row_a, row_b))
        compared[place_a[0], place_b[0]] += equal + len(unequal)
        if equal >= least_equal and equal >= len({key_of(twin.a.benchmark) for twin in unequal}):
            different.extend(twin for twin in unequal if not between or not both_ways(indexed, twin))
    different.sort(
        key=lambda twin: (twin.row_a.block, twin.a.claim.row or 0, twin.a.claim.column or 0, twin.row_b.block)
    )
    return different, compared


def both_ways(indexed: dict[tuple[str, int], dict[Key, list[tuple[ResolvedClaim, Row]]]], twin: Twin) -> bool:
    """Whether each of two documents prints both scores: then neither of them has a value that the other lacks."""

    def printed(document: str, cell: ResolvedClaim) -> bool:
        return any(
            same_number(other, cell)
            for place, cells in indexed.items()
            if place[0] == document
            for other, _ in cells.get((line(cell), key_of(cell.benchmark)), ())
        )

    return printed(twin.b.claim.document, twin.a) and printed(twin.a.claim.document, twin.b)


def one_scale(cell: ResolvedClaim, other: ResolvedClaim) -> str:
    """The score as printed; a fraction beside a percentage as the percentage that it is."""
    if cell.claim.unit is Unit.fraction and other.claim.unit is not Unit.fraction:
        return f"{(score(cell) or Decimal(0)).normalize():f} ({cell.claim.value})"
    return cell.claim.value


EXCHANGED = 3
"""Benchmarks on which two tables differ for several models from which on it is one cause, not one a benchmark."""


def own_rank(row: Row, cell: ResolvedClaim | None = None) -> int | None:
    """The rank of the best own cell (or of one cell) among all cells of a row, 1 the best."""
    mine = (cell,) if cell is not None else row.best(row.own)
    if not mine or row.higher is None:
        return None
    return 1 + sum(1 for other in row.cells if row.better(other, mine[0]))


def grouped(found: Sequence[Twin]) -> list[list[Twin]]:
    """Twins by cause: all of one benchmark together, unless one model alone differs on three benchmarks or more, or two
    tables differ for three models on three benchmarks or more."""
    by_model: dict[str, set[str]] = defaultdict(set)
    by_benchmark: dict[str, set[str]] = defaultdict(set)
    for twin in found:
        by_model[who(twin.a)].add(key_of(twin.a.benchmark))
        by_benchmark[key_of(twin.a.benchmark)].add(who(twin.a))
    tables: dict[tuple[int, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for twin in found:
        tables[twin.row_a.block, twin.row_b.block][key_of(twin.a.benchmark)].add(who(twin.a))
    exchanged = {
        place
        for place, benchmarks in tables.items()
        if sum(len(models) >= EXCHANGED for models in benchmarks.values()) >= EXCHANGED
    }
    groups: dict[str, list[Twin]] = defaultdict(list)
    for twin in found:
        if (twin.row_a.block, twin.row_b.block) in exchanged:
            groups[f"tables {twin.row_a.block} {twin.row_b.block}"].append(twin)
            continue
        model, benchmark = who(twin.a), key_of(twin.a.benchmark)
        alone = len(by_model[model]) >= 3 and len(by_benchmark[benchmark]) == 1
        groups[f"model {model}" if alone else f"benchmark {benchmark}"].append(twin)
    return list(groups.values())
