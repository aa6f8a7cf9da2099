"""The columns of a table: where more lines leave a gap than print across it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from auditor.documents.pdf.chunks import Chunk, PrintLine, chunk_of

_SAMPLE = 400
"""Lines that are looked at for the columns of a long table."""


@dataclass(slots=True)
class Column:
    """A band of the table from left to right."""

    x0: float
    x1: float
    numbers: int = 0
    blanks: int = 0
    texts: int = 0
    left: float = 0.0
    right: float = 0.0
    middle: float = 0.0

    @property
    def valued(self) -> bool:
        """Whether most of what it holds are numbers or signs for none."""
        return self.numbers > 0 and self.numbers + self.blanks > self.texts

    def overlap(self, x0: float, x1: float) -> float:
        return min(self.x1, x1) - max(self.x0, x0)


def find_columns(lines: Sequence[PrintLine]) -> list[Column]:
    """Columns from the body lines of a table."""
    step = max(1, len(lines) // _SAMPLE)
    sample = [line for line in lines[::step] if len(line.chunks) > 1]
    cores = _cores(sample)
    loose: list[Chunk] = []
    for line in sample:
        for place, chunk in enumerate(line.chunks):
            hit = [core for core in cores if min(core[1], chunk.x1) - max(core[0], chunk.x0) > 0.3]
            if not hit and not _between(line, place, cores):
                beside = _empty_beside(line, chunk, cores) if chunk.kind == "blank" else None
                if beside is None:
                    loose.append(chunk)
                else:
                    core = cores[beside]
                    cores[beside] = (min(core[0], chunk.x0), max(core[1], chunk.x1))
    if cores:
        # The label of a row group can stand between two lines, alone, in a column of its own.
        alone = [line.chunks[0] for line in lines[::step] if len(line.chunks) == 1]
        loose += [chunk for chunk in alone if chunk.x1 <= cores[0][0] + 0.3 and chunk.kind == "text"]
    spans = cores + _union(loose)
    columns = [Column(x0, x1) for x0, x1 in sorted(spans)]
    _measure(columns, lines[::step])
    return columns


def part_at_bars(columns: Sequence[Column], bars: Sequence[float], lines: Sequence[PrintLine]) -> Sequence[Column]:
    """The columns, with one more for each stretch between two upright rules that holds words but no column of its own.

    Cells set in the middle of their rows need not share a line with those beside them; the rules part them all the
    same.
    """
    chunks = [chunk for line in lines for chunk in line.chunks]
    out: list[Column] = []
    for left, right in itertools.pairwise([float("-inf"), *sorted(bars), float("inf")]):
        own = [column for column in columns if left - 2 <= column.x0 and column.x1 <= right + 2]
        words = [chunk for chunk in chunks if left - 1 <= chunk.x0 and chunk.x1 <= right + 1]
        if not own and words:
            own = [Column(min(chunk.x0 for chunk in words), max(chunk.x1 for chunk in words))]
        out += own
    if len(out) <= len(columns):
        return columns
    _measure(out, lines)
    return out


def _cores(sample: Iterable[PrintLine]) -> list[tuple[float, float]]:
    events: list[tuple[float, int, int]] = []
    for line in sample:
        last = None
        for chunk in line.chunks:
            events.append((chunk.x0, 1, 0))
            events.append((chunk.x1, -1, 0))
            if last is not None and chunk.x0 > last.x1:
                events.append((last.x1, 0, 1))
                events.append((chunk.x0, 0, -1))
            last = chunk
    events.sort(key=lambda event: event[0])
    cores: list[tuple[float, float]] = []
    over = gaps = 0
    start: float | None = None
    place = 0
    while place < len(events):
        x = events[place][0]
        while place < len(events) and events[place][0] - x < 0.01:
            over += events[place][1]
            gaps += events[place][2]
            place += 1
        inside = over > 0 and over >= gaps
        if inside and start is None:
            start = x
        elif not inside and start is not None:
            cores.append((start, x))
            start = None
    merged: list[tuple[float, float]] = []
    for core in cores:
        # A hair's breadth between two cores is no gutter.
        if merged and core[0] - merged[-1][1] < 0.5:
            merged[-1] = (merged[-1][0], core[1])
        else:
            merged.append(core)
    return merged


def _between(line: PrintLine, place: int, cores: Sequence[tuple[float, float]]) -> bool:
    """Whether a chunk in a gutter stands for the two columns beside it, which are both empty on its line."""
    chunk = line.chunks[place]
    left = [core for core in cores if core[1] <= chunk.x0 + 0.3]
    right = [core for core in cores if core[0] >= chunk.x1 - 0.3]
    if not left or not right:
        return False
    for core in (left[-1], right[0]):
        low, high = core[0] + 0.3, core[1] - 0.3
        if any(
            other.x1 > low and other.x0 < high and min(core[1], other.x1) - max(core[0], other.x0) > 0.3
            for other in line.chunks
        ):
            return False
    centre = (left[-1][0] + left[-1][1] + right[0][0] + right[0][1]) / 4
    return abs(centre - chunk.middle) < 0.6 * chunk.size


def _empty_beside(line: PrintLine, chunk: Chunk, cores: Sequence[tuple[float, float]]) -> int | None:
    """The one of the two columns beside a sign for none that is empty on its line: the sign is that column's, set at
    another end of it than the numbers."""
    left = max((place for place, core in enumerate(cores) if core[1] <= chunk.x0 + 0.3), default=None)
    right = min((place for place, core in enumerate(cores) if core[0] >= chunk.x1 - 0.3), default=None)
    empty = [
        place
        for place in (left, right)
        if place is not None
        and not any(min(cores[place][1], other.x1) - max(cores[place][0], other.x0) > 0.3 for other in line.chunks)
    ]
    return empty[0] if len(empty) == 1 else None


def _union(chunks: Iterable[Chunk]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.x0):
        if out and chunk.x0 < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], chunk.x1))
        else:
            out.append((chunk.x0, chunk.x1))
    return out


def _measure(columns: list[Column], lines: Iterable[PrintLine]) -> None:
    """Counts what each column holds and widens it to all chunks that are in it alone."""
    inside: list[list[Chunk]] = [[] for _ in columns]
    heads = [0] * len(columns)
    lone_heads: set[int] = set()
    for line in lines:
        for chunk in line.chunks:
            hit = covered(columns, chunk)
            if len(hit) == 1:
                inside[hit[0]].append(chunk)
                if len(line.chunks) == 1 and chunk.kind == "text":
                    # Mostly a section head, which tells nothing about the column it happens to stand in.
                    heads[hit[0]] += 1
                    lone_heads.add(id(chunk))
    for column, chunks, lone in zip(columns, inside, heads, strict=True):
        if not chunks:
            continue
        column.numbers = sum(chunk.kind == "number" for chunk in chunks)
        column.blanks = sum(chunk.kind == "blank" for chunk in chunks)
        column.texts = len(chunks) - column.numbers - column.blanks - lone
        column.left = median(chunk.x0 for chunk in chunks)
        column.right = median(chunk.x1 for chunk in chunks)
        column.middle = median(chunk.middle for chunk in chunks)
    for place, (column, chunks) in enumerate(zip(columns, inside, strict=True)):
        if place and heads[place] < len(chunks):
            chunks = [chunk for chunk in chunks if id(chunk) not in lone_heads]
        low = columns[place - 1].x1 if place else float("-inf")
        high = columns[place + 1].x0 if place + 1 < len(columns) else float("inf")
        column.x0 = max(low, min([column.x0, *(chunk.x0 for chunk in chunks)]))
        column.x1 = min(high, max([column.x1, *(chunk.x1 for chunk in chunks)]))


def covered(columns: Sequence[Column], chunk: Chunk) -> list[int]:
    """The columns a chunk stands in: more than one only where it covers a good part of each."""
    hit = [place for place, column in enumerate(columns) if column.overlap(chunk.x0, chunk.x1) > 0.3]
    if len(hit) < 2:
        return hit
    wide = chunk.x1 - chunk.x0
    good = [
        place
        for place in hit
        if columns[place].overlap(chunk.x0, chunk.x1) > 0.35 * min(wide, columns[place].x1 - columns[place].x0)
    ]
    return good or [max(hit, key=lambda place: columns[place].overlap(chunk.x0, chunk.x1))]


def place_chunk(columns: Sequence[Column], chunk: Chunk, *, alone: bool = False) -> list[tuple[list[int], Chunk]]:
    """The chunk, cut where it holds the cells of several columns; each piece with the columns it covers.

    A chunk that is `alone` on its line is a section head or a cell over several columns, and stays whole.
    """
    hit = covered(columns, chunk)
    if len(hit) > 1 and not (alone and chunk.kind == "text"):
        pieces = _cut(columns, chunk, hit)
        if pieces is not None:
            return pieces
    if not hit:
        hit = [_nearest(columns, chunk)]
    return [(hit, chunk)]


def _nearest(columns: Sequence[Column], chunk: Chunk) -> int:
    return max(range(len(columns)), key=lambda place: columns[place].overlap(chunk.x0, chunk.x1))


def _cut(columns: Sequence[Column], chunk: Chunk, hit: list[int]) -> list[tuple[list[int], Chunk]] | None:
    """One piece a column, or None where the words do not stand as cells of their columns stand."""
    groups: list[list[int]] = [[] for _ in hit]
    for number, word in enumerate(chunk.words):
        middle = (word.x0 + word.x1) / 2
        if word.glued and number and any(number - 1 in group for group in groups):
            next(group for group in groups if number - 1 in group).append(number)
            continue
        best = min(range(len(hit)), key=lambda place: _distance(columns[hit[place]], middle))
        groups[best].append(number)
    out = []
    for place, group in zip(hit, groups, strict=True):
        if not group or group != list(range(group[0], group[-1] + 1)):
            return None
        piece = chunk_of([chunk.words[number] for number in group])
        column = columns[place]
        slack = 0.35 * chunk.size
        fits = (
            abs(piece.x0 - column.left) < slack
            or abs(piece.x1 - column.right) < slack
            or abs(piece.middle - column.middle) < slack
        )
        if not fits:
            return None
        out.append(([place], piece))
    return out


def _distance(column: Column, x: float) -> float:
    return max(column.x0 - x, x - column.x1, 0.0)
