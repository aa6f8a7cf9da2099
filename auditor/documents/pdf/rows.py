"""The body of a table: print lines put together to rows."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.documents.pdf.chunks import Chunk, PrintLine
from auditor.documents.pdf.columns import Column, place_chunk
from auditor.documents.pdf.rules import Rule

_OPEN = ("/", "(", "|", "±", "[", ",", "→")
_PITCH = 1.95
"""Lines of one cell are at most this many ems apart."""
_LEVEL = 0.5
"""Cells whose places differ by less than this many ems stand in one row."""

Span = tuple[int, int]


@dataclass(slots=True)
class Row:
    """One row: the chunks of each cell by the columns it covers (first, last)."""

    base: float
    size: float
    cells: dict[Span, list[Chunk]] = field(default_factory=dict)
    section: bool = False
    band: int = 0

    def add(self, hit: Sequence[int], chunk: Chunk) -> None:
        self.cells.setdefault((hit[0], hit[-1]), []).append(chunk)

    def has(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.cells)

    def at(self, column: int) -> list[Chunk]:
        for (first, last), chunks in self.cells.items():
            if first <= column <= last:
                return chunks
        return []


@dataclass(slots=True)
class Placed:
    """A print line with its pieces put to columns."""

    base: float
    size: float
    pieces: list[tuple[list[int], Chunk]]
    band: int = 0


@dataclass(slots=True)
class Stack:
    """The lines of one value cell."""

    span: Span
    chunks: list[Chunk]

    @property
    def base(self) -> float:
        return self.chunks[0].base

    @property
    def middle(self) -> float:
        return (self.chunks[0].base + self.chunks[-1].base) / 2

    @property
    def valued(self) -> bool:
        return any(chunk.valued for chunk in self.chunks)


def place_lines(lines: Sequence[PrintLine], columns: Sequence[Column], full: Sequence[float]) -> list[Placed]:
    """Lines with their pieces in columns, numbered by the band between full rules they stand in."""
    out = []
    for line in lines:
        alone = len(line.chunks) == 1
        pieces = [piece for chunk in line.chunks for piece in place_chunk(columns, chunk, alone=alone)]
        out.append(Placed(line.base, line.size, pieces, bisect_left(full, line.base - 0.3 * line.size)))
    return out


def parted(full: Sequence[float], a: float, b: float) -> bool:
    """Whether a full rule runs between two baselines (the rule below a line stands under its baseline)."""
    low, high = min(a, b), max(a, b)
    place = bisect_left(full, low + 0.1)
    return place < len(full) and full[place] < high - 1.0


def band_rows(
    band: Sequence[Placed], labels: int, count: int, middles: Sequence[float], *, boxed: bool = False
) -> tuple[list[Row], list[Placed]]:
    """Rows of one band from what its value columns hold, and the lines left over for labels and sections.

    `count`: the table's columns; `middles`: where the table's middle may be; `boxed`: rules part the rows one by one.
    """
    rest: list[Placed] = []
    lists: dict[Span, list[tuple[Chunk, Placed]]] = {}
    for line in band:
        values = [piece for piece in line.pieces if piece[0][0] >= labels]
        others = [piece for piece in line.pieces if piece[0][0] < labels]
        if len(line.pieces) == 1 and not line.pieces[0][1].valued and _heads(line, band, labels, count, middles):
            rest.append(line)
            continue
        for hit, chunk in values:
            lists.setdefault((hit[0], hit[-1]), []).append((chunk, line))
        if others:
            rest.append(Placed(line.base, line.size, others, line.band))
    stacks: list[Stack] = []
    for span, found in lists.items():
        for chunk, line in found:
            last = stacks[-1] if stacks and stacks[-1].span == span else None
            if last is not None and _reads_on(last, chunk, line, labels, count, boxed):
                last.chunks.append(chunk)
            else:
                stacks.append(Stack(span, [chunk]))
    return _rows(stacks, band), rest


def _heads(line: Placed, band: Sequence[Placed], labels: int, count: int, middles: Sequence[float]) -> bool:
    """Whether a line's only chunk is a section head: it spans columns, is in the table's middle, or all there is."""
    hit, chunk = line.pieces[0]
    if hit[-1] < labels:
        return True
    if hit[0] < labels or (len(hit) > max(1, (count - labels) // 2) > 0 and count > 3):
        return True
    if len(band) == 1:
        return True
    if all(abs(chunk.middle - middle) >= 1.5 * chunk.size for middle in middles):
        return False
    if count <= 3:
        return _alone(line, band)
    near = [
        other
        for other in band
        if other is not line
        and abs(other.base - line.base) < _PITCH * line.size
        and any(set(found) & set(hit) and not piece.valued for found, piece in other.pieces)
    ]
    return not near


def _alone(line: Placed, band: Sequence[Placed]) -> bool:
    """Whether a line stands as far from the line above as from the one below, and is no rest of a cell above it."""
    above = [other.base for other in band if other.base < line.base]
    below = [other.base for other in band if other.base > line.base]
    if not below:
        return False
    even = not above or abs(2 * line.base - max(above) - min(below)) < 0.3 * line.size
    return even and line.pieces[0][1].text[:1].isupper()


def _reads_on(stack: Stack, chunk: Chunk, line: Placed, labels: int, count: int, boxed: bool) -> bool:
    """Whether a chunk is the next line of the cell above it."""
    last = stack.chunks[-1]
    if chunk.base - last.base > _PITCH * max(chunk.size, last.size):
        return False
    if last.text.rstrip().endswith(_OPEN):
        return True
    filled = sum(hit[0] >= labels for hit, _ in line.pieces)
    labelled = any(hit[0] < labels for hit, _ in line.pieces)
    if not boxed and labelled and filled * 5 >= (count - labels) * 3:
        return False
    text = chunk.text
    if text.startswith(("%", "(", "±", "/", "[")) or text in "*∗†‡%":
        return chunk.base - last.base < 1.6 * max(chunk.size, last.size) or not chunk.valued
    return not chunk.valued


def _rows(stacks: list[Stack], band: Sequence[Placed]) -> list[Row]:
    """Stacks on one level are a row: levelled by first lines or by middles, whichever makes fewer rows."""
    if not stacks:
        return []
    best: list[list[Stack]] | None = None
    for by_middle in (False, True):
        groups = _level(stacks, by_middle)
        if best is None or len(groups) < len(best):
            best = groups
    assert best is not None
    out = []
    for group in best:
        bases = Counter(round(stack.base, 1) for stack in group)
        base = (
            bases.most_common(1)[0][0]
            if max(bases.values()) > 1
            else sorted(stack.middle for stack in group)[len(group) // 2]
        )
        size = max(stack.chunks[0].size for stack in group)
        row = Row(base, size, band=band[0].band)
        for stack in group:
            row.cells.setdefault(stack.span, []).extend(stack.chunks)
        out.append(row)
    out.sort(key=lambda row: row.base)
    return out


def _level(stacks: Sequence[Stack], by_middle: bool) -> list[list[Stack]]:
    def at(stack: Stack) -> float:
        return stack.middle if by_middle else stack.base

    groups: list[list[Stack]] = []
    for stack in sorted(stacks, key=at):
        size = stack.chunks[0].size
        if groups and at(stack) - at(groups[-1][0]) < _LEVEL * size and not _clash(groups[-1], stack):
            groups[-1].append(stack)
        else:
            groups.append([stack])
    return groups


def _clash(group: Sequence[Stack], stack: Stack) -> bool:
    return any(other.span[0] <= stack.span[1] and stack.span[0] <= other.span[1] for other in group)


def full_rules(level: Sequence[Rule], width: float) -> list[float]:
    """The heights of rules that run across the table."""
    return [rule.at for rule in level if rule.length >= 0.9 * width]
