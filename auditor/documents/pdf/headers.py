"""The header of a table: which words name which columns, over how many levels."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.documents.pdf.chunks import Chunk, PrintLine, chunk_of
from auditor.documents.pdf.columns import Column
from auditor.documents.pdf.rules import Rule
from auditor.documents.pdf.spanning import (
    away,
    centred_runs,
    cut_at_columns,
    ragged,
    reached,
    runs_by_middle,
    runs_over_boxes,
    share_rule,
)


@dataclass(slots=True)
class HeaderCell:
    """A header over the columns `first` to `last`, on the levels `top` to `bottom`."""

    first: int
    last: int
    chunks: list[Chunk] = field(default_factory=list)
    top: int = 0
    bottom: int = 0

    @property
    def base(self) -> float:
        return min(chunk.base for chunk in self.chunks)


def build_header(
    lines: Sequence[PrintLine], columns: Sequence[Column], level: Sequence[Rule], full: float, bars: Sequence[Rule]
) -> tuple[list[HeaderCell], int]:
    """Header cells and how many levels they stand on.

    `full`: rules at least this long part all columns; `bars`: upright rules, where they part every column of the table.
    """
    spanners: list[HeaderCell] = []
    leaves = [HeaderCell(place, place) for place in range(len(columns))]
    # How far each column reaches, by its cells and by the header lines below the one that is read.
    reach = [(column.x0, column.x1) for column in columns]
    lowest = max(line.base for line in lines) if lines else 0.0
    inner = [rule for rule in level if rule.at < lowest]
    for line in reversed(lines):
        widened: list[tuple[int, Chunk]] = []
        chunks = [piece for chunk in line.chunks for piece in _cut_at_rules(chunk, inner, full)]
        ruled = [_boxed(chunk, columns, bars) or _ruled(chunk, columns, inner, full) for chunk in chunks]
        ruled = share_rule(chunks, ruled, columns)
        if len(lines) > 1 and line is lines[0] and not ragged(lines, columns):
            boxed = runs_over_boxes(chunks, lines[-1], columns)
            ruled = boxed or (ruled if any(ruled) else centred_runs(chunks, lines[-1], columns))
        single = _names(chunks, columns)
        for chunk, over in zip(chunks, ruled, strict=True):
            if over is not None and over[0] == over[1]:
                leaves[over[0]].chunks.insert(0, chunk)
                widened.append((over[0], chunk))
                continue
            if over is not None:
                _add(spanners, over, chunk, level)
                continue
            for hit, piece in _columns_of(chunk, columns, reach, leaves, single, _within(chunk, columns, inner, full)):
                if len(hit) == 1:
                    leaves[hit[0]].chunks.insert(0, piece)
                    widened.append((hit[0], piece))
                else:
                    _add(spanners, (hit[0], hit[-1]), piece, level)
        for place, piece in widened:
            reach[place] = (min(reach[place][0], piece.x0), max(reach[place][1], piece.x1))
    if not bars:
        spanners += _unruled_spanners(leaves, columns, spanners)
    return _levels(spanners, [leaf for leaf in leaves if leaf.chunks])


def _cut_at_rules(chunk: Chunk, level: Sequence[Rule], full: float) -> list[Chunk]:
    """The chunk, cut where the rules right under it are cut: each piece heads the columns of its own rule."""
    below = [
        rule
        for rule in level
        if chunk.base - 0.1 < rule.at < chunk.base + 1.2 * chunk.size
        and rule.length < full
        and rule.end > chunk.x0
        and rule.start < chunk.x1
    ]
    if len(below) < 2 or len({round(rule.at) for rule in below}) > 1 or len(chunk.words) < 2:
        return [chunk]
    groups: list[list[int]] = [[] for _ in below]
    for number, word in enumerate(chunk.words):
        middle = (word.x0 + word.x1) / 2
        inside = [place for place, rule in enumerate(below) if rule.start - 2 <= middle <= rule.end + 2]
        if len(inside) != 1:
            return [chunk]
        groups[inside[0]].append(number)
    return [chunk_of([chunk.words[number] for number in group]) for group in groups if group]


def _boxed(chunk: Chunk, columns: Sequence[Column], bars: Sequence[Rule]) -> tuple[int, int] | None:
    """The columns between the upright rules beside a chunk."""
    if not bars:
        return None
    beside = [bar.at for bar in bars if bar.start - 1 <= chunk.base - 0.3 * chunk.size <= bar.end + 1]
    if len(beside) * 5 < len({round(bar.at) for bar in bars}) * 3:
        return None
    left = max((at for at in beside if at <= chunk.x0 + 1), default=float("-inf"))
    right = min((at for at in beside if at >= chunk.x1 - 1), default=float("inf"))
    inside = [place for place, column in enumerate(columns) if left < column.middle < right]
    if left == float("-inf") and right == float("inf"):
        return None
    return (inside[0], inside[-1]) if inside else None


def _ruled(chunk: Chunk, columns: Sequence[Column], level: Sequence[Rule], full: float) -> tuple[int, int] | None:
    """The columns under the chunk's own partial rule, if the next rule below it is one over several columns."""
    for rule in level:
        if rule.at < chunk.base or not rule.start - 1 <= chunk.middle <= rule.end + 1:
            continue
        if rule.length >= full:
            return None
        inside = [place for place, column in enumerate(columns) if rule.start - 2 <= column.middle <= rule.end + 2]
        inside = inside or [place for place, column in enumerate(columns) if column.overlap(rule.start, rule.end) > 0]
        if len(inside) > 1 and rule.length > 0.9 * (chunk.x1 - chunk.x0):
            return inside[0], inside[-1]
        if len(inside) > 1:
            continue
        return None
    return None


def _add(spanners: list[HeaderCell], over: tuple[int, int], chunk: Chunk, level: Sequence[Rule]) -> None:
    for cell in spanners:
        if (cell.first, cell.last) == over:
            low, high = sorted((cell.chunks[0].base, chunk.base))
            between = any(low < rule.at < high and rule.start <= chunk.middle <= rule.end for rule in level)
            if not between and high - low < 2.2 * chunk.size:
                cell.chunks.insert(0, chunk)
                return
    spanners.append(HeaderCell(over[0], over[1], [chunk]))


def _names(chunks: Sequence[Chunk], columns: Sequence[Column]) -> bool:
    """Whether a line names columns one by one: most of its chunks stand over one, and together over nearly all."""
    over = [len(reached(chunk, columns)) for chunk in chunks]
    return over.count(1) * 2 >= len(over) and sum(over) >= len(columns) - 1 and len(over) > 2


def _columns_of(
    chunk: Chunk,
    columns: Sequence[Column],
    extents: Sequence[tuple[float, float]],
    leaves: Sequence[HeaderCell],
    single: bool,
    within: tuple[int, int],
) -> list[tuple[list[int], Chunk]]:
    """The chunk, cut at the columns its words stand over; a piece that stands over several is a spanner.

    `single`: the rest of its line names columns one by one; `within`: the columns of the rule above it.
    """
    reach = reached(chunk, columns)
    if len(reach) > 1:
        barred = _cut_at_bars(chunk, reach)
        if barred is not None:
            return barred
        centred = abs((columns[reach[0]].x0 + columns[reach[-1]].x1) / 2 - chunk.middle) < 0.5 * chunk.size
        off = abs((extents[reach[0]][0] + extents[reach[-1]][1]) / 2 - chunk.middle)
        if not single and (centred or off < chunk.size) and _twins(reach, leaves):
            return [(reach, chunk)]
        exact = cut_at_columns(chunk, columns, reach, 0.2)
        if exact is not None:
            return exact
        pieces = cut_at_columns(chunk, columns, reach, 0.7)
        if pieces is not None:
            gaps = [after.x0 - before.x1 for (_, before), (_, after) in itertools.pairwise(pieces)]
            if min(gaps) > 0.5 * chunk.size or not centred or single:
                return pieces
    over = _overlapped(chunk, extents, leaves, within)
    if over is not None:
        return [(over, chunk)]
    if not reach:
        near = min(range(len(columns)), key=lambda place: away(columns[place], chunk.middle))
        beside = _gutter(chunk, columns)
        return [(beside or [near], chunk)]
    if len(reach) > 1 and len(chunk.words) == 1 and not centred:
        # One word wider than its column: it names the column its middle stands over.
        return [([min(reach, key=lambda place: abs(columns[place].middle - chunk.middle))], chunk)]
    return [(reach, chunk)]


def _cut_at_bars(chunk: Chunk, reach: Sequence[int]) -> list[tuple[list[int], Chunk]] | None:
    """ "Score | Time" over two columns names each of them."""
    groups: list[list[int]] = [[]]
    for number, word in enumerate(chunk.words):
        if word.text == "|":
            groups.append([])
        else:
            groups[-1].append(number)
    if len(groups) != len(reach) or not all(groups):
        return None
    pieces = [chunk_of([chunk.words[number] for number in group]) for group in groups]
    return [([place], piece) for place, piece in zip(reach, pieces, strict=True)]


def _twins(reach: Sequence[int], leaves: Sequence[HeaderCell]) -> bool:
    """Whether the names below a chunk are also those of other columns, so that it must tell them apart."""
    names = [" ".join(chunk.text for chunk in leaf.chunks) for leaf in leaves]
    return all(names[place] and names.count(names[place]) > 1 for place in reach)


def _within(chunk: Chunk, columns: Sequence[Column], level: Sequence[Rule], full: float) -> tuple[int, int]:
    """The columns under the partial rule above a chunk; all columns where there is none."""
    for rule in reversed(level):
        if rule.at < chunk.base - 0.5 * chunk.size and rule.length < full and rule.start <= chunk.middle <= rule.end:
            inside = [place for place, c in enumerate(columns) if rule.start - 2 <= c.middle <= rule.end + 2]
            if inside:
                return inside[0], inside[-1]
    return 0, len(columns) - 1


def _overlapped(
    chunk: Chunk,
    extents: Sequence[tuple[float, float]],
    leaves: Sequence[HeaderCell],
    within: tuple[int, int],
) -> list[int] | None:
    """The columns a chunk heads because it lies over the names of several: a line of one name would not."""
    named = [place for place, leaf in enumerate(leaves) if leaf.chunks and within[0] <= place <= within[1]]
    hit = [
        place
        for place in named
        if min(extents[place][1], chunk.x1) - max(extents[place][0], chunk.x0)
        > max(2.0, 0.2 * (extents[place][1] - extents[place][0]))
    ]
    if len(hit) < 2 or hit != list(range(hit[0], hit[-1] + 1)):
        return None
    own = min(abs((extents[place][0] + extents[place][1]) / 2 - chunk.middle) for place in hit)
    pair = abs((extents[hit[0]][0] + extents[hit[-1]][1]) / 2 - chunk.middle)
    if len(hit) == 2 and own < 0.15 * chunk.size and own < 0.5 * pair:
        # A name wider than its column, in the very middle of it.
        return None
    best: tuple[tuple[float, int, float], int, int] | None = None
    for first in range(hit[0], -1, -1):
        for last in range(hit[-1], len(extents)):
            if any(place not in named for place in range(first, last + 1)):
                continue
            error = abs((extents[first][0] + extents[last][1]) / 2 - chunk.middle)
            # The fewest columns that the chunk is centred over; only failing that, the least off its centre.
            rank = (0.0 if error < 0.35 * chunk.size else error, last - first, error)
            if best is None or rank < best[0]:
                best = (rank, first, last)
    if best is None or best[0][0] > 0.6 * chunk.size:
        return None
    return list(range(best[1], best[2] + 1))


def _gutter(chunk: Chunk, columns: Sequence[Column]) -> list[int] | None:
    for place in range(len(columns) - 1):
        left, right = columns[place], columns[place + 1]
        if left.x1 <= chunk.middle <= right.x0:
            centre = (left.x0 + right.x1) / 2
            if abs(centre - chunk.middle) < 0.8 * chunk.size and min(
                chunk.middle - left.x1, right.x0 - chunk.middle
            ) > 0.25 * (right.x0 - left.x1):
                return [place, place + 1]
    return None


def _unruled_spanners(
    leaves: Sequence[HeaderCell], columns: Sequence[Column], known: Sequence[HeaderCell]
) -> list[HeaderCell]:
    """Headers over several columns that no rule tells: they show where leaves would otherwise be named alike."""
    rows: dict[float, list[tuple[int, Chunk]]] = {}
    for place, leaf in enumerate(leaves):
        for chunk in leaf.chunks:
            near = next((base for base in rows if abs(base - chunk.base) < 0.3 * chunk.size), chunk.base)
            rows.setdefault(near, []).append((place, chunk))
    if len(rows) < 2:
        return []
    bases = sorted(rows)
    lowest = bases[-1]
    out: list[HeaderCell] = []
    for base in bases[:-1]:
        names = {
            place: " ".join(chunk.text for chunk in leaf.chunks if chunk.base > base + 0.3 * chunk.size)
            for place, leaf in enumerate(leaves)
        }
        counts = Counter(names.values())
        twins = {place for place, _ in rows[lowest] if counts[names[place]] > 1}
        if not twins:
            continue
        heads = [(place, chunk) for place, chunk in rows[base] if min(twins) <= place <= max(twins)]
        if not heads or len(heads) * 2 > len(twins):
            continue
        taken = {place for cell in known for place in range(cell.first, cell.last + 1)}
        span = sorted(place for place, _ in rows[lowest] if min(twins) <= place <= max(twins) and place not in taken)
        heads = [head for head in heads if head[0] in span]
        if not span or not heads or span != list(range(span[0], span[-1] + 1)):
            continue
        runs = runs_by_middle(span[0], span[-1], [chunk.middle for _, chunk in heads], columns)
        off = [
            abs((columns[start].x0 + columns[end].x1) / 2 - chunk.middle) / chunk.size
            for (start, end), (_, chunk) in zip(runs, heads, strict=True)
        ]
        for (place, chunk), (start, end) in zip(heads, runs, strict=True):
            if start == end or max(off) > 1.2 or any(cell.first == start for cell in known):
                continue
            leaves[place].chunks.remove(chunk)
            out.append(HeaderCell(start, end, [chunk]))
    return out


def _levels(spanners: list[HeaderCell], leaves: list[HeaderCell]) -> tuple[list[HeaderCell], int]:
    """Numbers the levels from the top; a leaf reaches from below its last spanner to the bottom."""
    spanners.sort(key=lambda cell: (cell.base, cell.first))
    depth: dict[int, int] = {}
    for cell in spanners:
        over = max((depth.get(place, 0) for place in range(cell.first, cell.last + 1)), default=0)
        cell.top = cell.bottom = over
        for place in range(cell.first, cell.last + 1):
            depth[place] = over + 1
    levels = max(depth.values(), default=0)
    for leaf in leaves:
        leaf.top = depth.get(leaf.first, 0)
        leaf.bottom = max(levels, leaf.top)
    if not leaves:
        return spanners, levels
    return spanners + leaves, levels + 1
