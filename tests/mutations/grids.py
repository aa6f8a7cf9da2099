"""Faults planted into documents as they were read: at the cells of their grids, with nothing else changed.

A PDF cannot be edited a cell at a time without a typesetter, so its faults are planted behind the reader. Whether the
reader sees what is printed is measured elsewhere; here it is measured whether the audit sees the fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from planting import other_digit

from auditor import pipeline, registry
from auditor.checks.arithmetic.emphasis_not_best import bold, one_column
from auditor.checks.averages import lines_of
from auditor.checks.items import items_of
from auditor.checks.means import rules
from auditor.checks.rows import Row, rows, score
from auditor.records import Block, BlockKind, Cell, Document, Dossier, Grid, ResolvedClaim, Role, Unit
from auditor.registry import Registry, may_carry

Spot = tuple[int, int, int]
"""Block, row and column."""


@dataclass(frozen=True)
class Fault:
    """One fault at one place of a document that was read."""

    kind: str
    check: str
    words: tuple[str, ...]
    """What one finding must hold, all of it."""
    texts: Mapping[Spot, str] = field(default_factory=dict)
    bolds: Mapping[Spot, bool] = field(default_factory=dict)
    paragraph: str = ""

    @property
    def lines(self) -> set[tuple[int, int]]:
        """The rows of grids that it changes."""
        return {spot[:2] for spot in (*self.texts, *self.bolds)}


@cache
def known() -> Registry:
    return registry.load()


def dossier_of(documents: Sequence[Document]) -> Dossier:
    """The dossier of documents that are read already."""
    read = tuple(documents)
    release, extractions = pipeline.take_claims(read, pipeline.Options(), known(), None, lambda what, done, total: None)
    resolved, blanks = pipeline.resolve(read, extractions, known())
    return Dossier(
        release=release,
        documents=read,
        extractions=extractions,
        claims=resolved,
        blanks=blanks,
        benchmarks=known().benchmarks,
        models=known().models,
        vendors=known().vendors,
    )


def with_faults(document: Document, faults: Sequence[Fault], name: str) -> Document:
    """The document under another id and name, with all faults planted."""
    texts = {spot: text for fault in faults for spot, text in fault.texts.items()}
    bolds = {spot: mark for fault in faults for spot, mark in fault.bolds.items()}
    blocks = [block if block.grid is None else _with_cells(block, texts, bolds) for block in document.blocks]
    for fault in faults:
        if fault.paragraph:
            last = blocks[-1]
            blocks.append(Block(kind=BlockKind.paragraph, order=len(blocks), text=fault.paragraph, place=last.place))
    return document.model_copy(update={"id": f"{document.id}-{name}", "name": name, "blocks": tuple(blocks)})


def _with_cells(block: Block, texts: Mapping[Spot, str], bolds: Mapping[Spot, bool]) -> Block:
    grid = block.grid
    assert grid is not None

    def changed(cell: Cell) -> Cell:
        spot = (block.order, cell.row, cell.column)
        if spot not in texts and spot not in bolds:
            return cell
        update: dict[str, object] = {"parts": (), "text": texts.get(spot, cell.text)}
        if spot in bolds:
            update["bold"] = bolds[spot]
        return cell.model_copy(update=update)

    cells = tuple(changed(cell) for cell in grid.cells)
    # Made anew: a copy would carry the index of the sound cells along.
    made = Grid(
        rows=grid.rows,
        columns=grid.columns,
        header_rows=grid.header_rows,
        label_columns=grid.label_columns,
        cells=cells,
        doubts=grid.doubts,
    )
    return block.model_copy(update={"grid": made})


def spot_of(resolved: ResolvedClaim) -> Spot:
    claim = resolved.claim
    return claim.block, claim.row or 0, claim.column or 0


def plain(dossier: Dossier) -> list[ResolvedClaim]:
    """Scores whose cell holds nothing else, each model and benchmark once in the document."""
    pairs = Counter((c.claim.model, c.claim.benchmark) for c in dossier.claims)
    found = []
    for resolved in dossier.claims:
        claim = resolved.claim
        if claim.row is None or claim.doubts or claim.role is Role.ablation or not claim.decimals or claim.marks:
            continue
        cell = cell_at(dossier, spot_of(resolved))
        if cell is not None and cell.text.strip() == claim.value and pairs[claim.model, claim.benchmark] == 1:
            found.append(resolved)
    return found


def cell_at(dossier: Dossier, spot: Spot) -> Cell | None:
    grid = dossier.documents[0].blocks[spot[0]].grid
    return grid.at(spot[1], spot[2]) if grid is not None else None


LARGE = 24
"""Scores of a table from which on six faults leave enough of it that two prints are known for the same results."""


def between(dossier: Dossier) -> list[Fault]:
    """A digit changed, a rival's cell blanked and two rivals' values swapped, in one of two prints of a table."""
    cells = plain(dossier)
    sizes = Counter(cell.claim.block for cell in cells)
    chosen: list[Fault] = []
    for block in [number for number, size in sizes.items() if size >= LARGE][:2]:
        here = [row for row in rows(dossier) if row.block == block]
        usable = [[c for c in row.cells if c in cells] for row in here]
        usable = [row for row in usable if len(row) >= 3 and len({c.claim.value for c in row}) == len(row)]
        usable = usable[:: max(1, len(usable) // 6)][:6] if len(usable) >= 12 else usable[: len(usable) // 3]
        for number, row in enumerate(usable):
            rivals = [cell for cell in row if cell.claim.role is Role.rival]
            kind = ("digit changed", "rival cell blanked", "rival value swapped with its neighbour")[number % 3]
            if kind == "digit changed":
                value = row[0].claim.value
                new = other_digit(value, 1 if sum(ch.isdigit() for ch in value) > 1 else 0)
                chosen.append(Fault(kind, CHECK, (value, new), {spot_of(row[0]): new}))
            elif kind == "rival cell blanked" and rivals:
                chosen.append(Fault(kind, CHECK, (rivals[0].claim.value, "blank"), {spot_of(rivals[0]): "-"}))
            elif len(rivals) > 1:
                a, b = rivals[:2]
                both = {spot_of(a): b.claim.value, spot_of(b): a.claim.value}
                chosen.append(Fault(kind, CHECK, (a.claim.value, b.claim.value), both))
    return chosen


CHECK = "contradiction_between"
CLEAR = 2
"""Points between the best and the least score of a row, above what any document declares to be of one level."""
MOST = 3
"""Faults of one kind in one document."""


def within(dossier: Dossier) -> list[Fault]:
    """An average altered, a bold moved, a fraction among percents, and a sentence on fewer items."""
    chosen: list[Fault] = []
    for maker in (averages, bolds, fractions, subsets):
        count = 0
        for fault in maker(dossier):
            taken = {line for other in chosen for line in other.lines}
            if count < MOST and taken.isdisjoint(fault.lines):
                chosen.append(fault)
                count += 1
    return chosen


def averages(dossier: Dossier) -> Iterator[Fault]:
    """One average of a row or column of at least five that are the plain means of all their parts."""
    document = dossier.documents[0]
    for block in document.blocks:
        if block.grid is None or block.grid.doubts:
            continue
        for whole, partial in lines_of(block.grid):
            lines = [line for line in whole if len(line.parts) >= 3]
            first = next(iter(rules(document, block, lines)), None) if len(lines) >= 5 and not partial else None
            if first is None or first.wrong or len(first.means) < 5:
                continue
            cell = lines[-1].average
            digits = cell.text.strip("% ").partition(".")[2]
            fraction = Decimal(cell.text.strip("% ")) <= 1
            new = f"{Decimal(cell.text.strip('% ')) + (Decimal('0.03') if fraction else Decimal(2)):.{len(digits)}f}"
            yield Fault(
                "average altered", "average_does_not_add_up", (new,), {(block.order, cell.row, cell.column): new}
            )
            break


def bolds(dossier: Dossier) -> Iterator[Fault]:
    """The bold of one row moved from the best score to the least, in a table that marks the best of all its rows."""
    tables: dict[int, list[Row]] = {}
    for row in rows(dossier):
        if row.higher is not None and len(row.cells) > 2:
            tables.setdefault(row.block, []).append(row)
    for group in tables.values():
        marked = [row for row in group if bold(row)]
        exact = [row for row in marked if {c.claim.id for c in bold(row)} == {c.claim.id for c in row.best()}]
        if len(marked) < 6 or len(exact) < len(marked) or one_column(marked):
            continue
        for row in exact:
            values = [score(cell) for cell in row.cells]
            if None in values or len(set(values)) < len(values) or len(bold(row)) != 1:
                continue
            ordered = sorted(row.cells, key=lambda cell: score(cell) or Decimal(0), reverse=bool(row.higher))
            best, least = ordered[0], ordered[-1]
            if abs((score(best) or Decimal(0)) - (score(least) or Decimal(0))) < CLEAR:
                continue  # some documents declare small gaps to be of one level
            yield Fault(
                "bold moved",
                "emphasis_not_best",
                (least.claim.value, best.claim.value),
                bolds={spot_of(best): False, spot_of(least): True},
            )
            break


def fractions(dossier: Dossier) -> Iterator[Fault]:
    """One percentage of a row of at least four, on a test that the registry knows to be in percent, as a fraction."""
    cells = plain(dossier)
    for row in rows(dossier):
        benchmark = dossier.benchmarks.get(row.benchmark.id or "")
        if (
            benchmark is None
            or benchmark.metric.unit != "percent"
            or not may_carry(benchmark)
            or row.higher is not True
        ):
            continue
        usable = [c for c in row.cells if c.claim.unit in (Unit.percent, Unit.unknown) and (score(c) or 0) > 2]
        mine = [cell for cell in usable if cell in cells and "%" not in cell.claim.value]
        if len(usable) < 4 or len(usable) < len(row.cells) or not mine:
            continue
        new = f"{(score(mine[-1]) or Decimal(0)) / 100:.3f}"
        yield Fault("fraction among percents", "value_out_of_range", (new,), {spot_of(mine[-1]): new})


def subsets(dossier: Dossier) -> Iterator[Fault]:
    """A sentence that a test of known size was run on three fifths of its items."""
    told: set[str] = set()
    for row in rows(dossier):
        items = items_of(dossier, row.own[0]) if row.own else None
        if items is None or items.n < 100 or items.benchmark.id in told or items.benchmark.metric.unit != "percent":
            continue
        told.add(items.benchmark.id)
        part = items.n * 3 // 5
        words = f"{items.benchmark.name} was run on a fixed subset of n={part} items."
        yield Fault("n′ lowered", "subset_run", (f"{part} of {items.n}",), paragraph=words)
