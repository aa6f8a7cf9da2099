"""How the averages of a table are formed: the one rule, of those that tables use, that gives most of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from auditor.checks.averages import Line, decimals, name_of, number
from auditor.records import Block, Cell, Document

COUNT = re.compile(r"\((?:n ?= ?)?(\d[\d,]*)\)\s*$")
LENGTH = re.compile(r"^\W*\d+(?:\.\d+)?\s?[kKM]\b")
"""A part that is a length of the input: the lengths of one test hold unlike numbers of items."""


@dataclass(frozen=True)
class Mean:
    """One average with the parts that the rule of its table takes, and their weights."""

    line: Line
    parts: tuple[Cell, ...]
    weights: tuple[int, ...]

    @property
    def value(self) -> Decimal:
        terms = ((number(p) or Decimal(0)) * w for p, w in zip(self.parts, self.weights, strict=True))
        total: Decimal = sum(terms, Decimal(0))
        return total / sum(self.weights)

    @property
    def gap(self) -> Decimal:
        return (number(self.line.average) or Decimal(0)) - self.value

    @property
    def tolerance(self) -> Decimal:
        """What rounding of the average and of the parts allows. A last zero may be padding."""
        half = [Decimal(5).scaleb(-decimals(cell) - 1) for cell in (self.line.average, *self.parts)]
        padded = self.line.average.text.strip("% ").endswith("0")
        return half[0] * (10 if padded and decimals(self.line.average) > 1 else 1) + max(half[1:])

    @property
    def fits(self) -> bool:
        return abs(self.gap) <= self.tolerance

    def sum(self) -> str:
        """The mean as arithmetic that can be done again."""
        if set(self.weights) == {1}:
            return f"({' + '.join(p.text for p in self.parts)})/{len(self.parts)} = {self.value:.3f}"
        terms = " + ".join(f"{p.text}·{w}" for p, w in zip(self.parts, self.weights, strict=True))
        return f"({terms})/{sum(self.weights)} = {self.value:.3f}"


@dataclass(frozen=True)
class Rule:
    """A way of forming averages, with what it gives for each line that it can be used on."""

    words: str
    """The mean in words: "plain mean of the 5 parts"."""
    means: tuple[Mean, ...]
    least: int
    """How many averages it has to give before it is believed."""

    @property
    def wrong(self) -> list[Mean]:
        return [mean for mean in self.means if not mean.fits]

    @property
    def right(self) -> int:
        return len(self.means) - len(self.wrong)


def rules(document: Document, block: Block, lines: Sequence[Line]) -> Iterator[Rule]:
    """The rules that tables use, the plainest first."""
    longest = max((len(line.parts) for line in lines), default=0)
    if any(line.blanks for line in lines):
        there = tuple(Mean(line, line.parts, (1,) * len(line.parts)) for line in lines)
        yield Rule("plain mean of the parts that are there", there, 3)
        lines = [line for line in lines if not line.blanks]
        longest = max((len(line.parts) for line in lines), default=0)
    for k in range(longest, 1, -1):
        fitting = [line for line in lines if len(line.parts) >= k]
        means = tuple(Mean(line, line.parts[-k:], (1,) * k) for line in fitting)
        yield Rule(f"plain mean of the {k} parts", means, 2 if k == longest else 3)
    yield from weighted(block, lines)
    yield from continued(document, block, lines)
    yield from chosen(lines)


def head_of(block: Block, line: Line, place: int) -> str:
    """The header of the part at a place: of its column where the average is a column, of its row otherwise."""
    grid = block.grid
    if grid is None:
        return ""
    if line.average.column > place and line.parts and line.parts[0].row == line.average.row:
        cells = [grid.at(row, place) for row in range(grid.header_rows)]
    else:
        cells = [grid.at(place, column) for column in range(max(grid.label_columns, 1))]
    return " ".join(dict.fromkeys(cell.text for cell in cells if cell is not None and cell.text))


def weighted(block: Block, lines: Sequence[Line]) -> Iterator[Rule]:
    """The mean weighted by the numbers of items that the headers of the parts state."""
    means = []
    for line in lines:
        heads = [COUNT.search(head_of(block, line, place)) for place in line.places]
        if len(heads) < 2 or not all(heads):
            return
        counts = tuple(int(match[1].replace(",", "")) for match in heads if match)
        means.append(Mean(line, line.parts, counts))
    if means and len({mean.weights for mean in means}) == 1 and len(set(means[0].weights)) > 1:
        yield Rule("mean of the parts weighted by the numbers of items in their headers", tuple(means), 3)


def continued(document: Document, block: Block, lines: Sequence[Line]) -> Iterator[Rule]:
    """The plain mean over a table that goes on in a second block of columns under the same label."""
    before = document.blocks[block.order - 1] if block.order else None
    if before is None or before.grid is None or block.grid is None or block.label not in ("", before.label):
        return
    grid = before.grid
    rows: dict[str, list[Cell]] = {}
    for row in range(grid.header_rows, grid.rows):
        cells = [grid.at(row, column) for column in range(grid.columns)]
        name = label_of(before, row)
        if name not in rows:
            rows[name] = [c for c in cells[grid.label_columns :] if c is not None and number(c) is not None]
    means = []
    for line in lines:
        parts = (*rows.get(label_of(block, line.average.row), ()), *line.parts)
        if len(parts) > len(line.parts) and line.parts and line.parts[0].row == line.average.row:
            means.append(Mean(line, parts, (1,) * len(parts)))
    if means and len({len(mean.parts) for mean in means}) == 1:
        yield Rule(f"plain mean of the {len(means[0].parts)} parts of both blocks", tuple(means), 3)


def label_of(block: Block, row: int) -> str:
    """The first label of a row."""
    cell = block.grid.at(row, 0) if block.grid is not None else None
    return cell.text.casefold() if cell is not None else ""


MOST = 12
"""Parts among which a choice of two or three is looked for."""


def chosen(lines: Sequence[Line]) -> Iterator[Rule]:
    """The plain mean of two or three parts that stand anywhere to the left of, or above, the average."""
    shared = sorted(set.intersection(*(set(line.places) for line in lines))) if lines else []
    if not 3 <= len(shared) <= MOST or not all(decimals(line.average) for line in lines):
        return
    for size in (2, 3):
        for choice in combinations(shared, size):
            means = []
            for line in lines:
                at = dict(zip(line.places, line.parts, strict=True))
                means.append(Mean(line, tuple(at[place] for place in choice), (1,) * size))
            yield Rule(f"plain mean of {size} of the parts", tuple(means), 3)


def by_length(block: Block, mean: Mean) -> bool:
    """Whether the parts are lengths of the input."""
    places = dict(zip(map(id, mean.line.parts), mean.line.places, strict=True))
    heads = [head_of(block, mean.line, places[id(part)]) for part in mean.parts if id(part) in places]
    return sum(bool(LENGTH.search(head.split(" ")[-1])) for head in heads) >= 2


def name(block: Block, line: Line) -> str:
    """Whose average it is: its row where the average is a column, its column otherwise."""
    grid = block.grid
    if grid is None or not line.parts or line.parts[0].row != line.average.row:
        return name_of(block, line.average)
    row = [grid.at(line.average.row, column) for column in range(max(grid.label_columns, 1))]
    words = dict.fromkeys(cell.text for cell in row if cell is not None and cell.text.strip(" -–—"))
    return " ".join(words) or name_of(block, line.average)
