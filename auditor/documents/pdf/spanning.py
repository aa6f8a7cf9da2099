"""Which columns a piece of a header stands over: cut into their names, or set in the middle of several."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from auditor.documents.pdf.chunks import Chunk, PrintLine, chunk_of
from auditor.documents.pdf.columns import Column

_OFF = 0.4
"""Ems that a head may stand off the middle of its boxes: the room at their edges is not known."""


def share_rule(
    chunks: Sequence[Chunk], ruled: list[tuple[int, int] | None], columns: Sequence[Column]
) -> list[tuple[int, int] | None]:
    """Chunks over one rule share its columns: each takes the run that it stands in the middle of."""
    out = list(ruled)
    for over in {span for span in ruled if span is not None and span[0] < span[1]}:
        same = [place for place, span in enumerate(ruled) if span == over]
        if len(same) < 2 or len(same) > over[1] - over[0] + 1:
            continue
        runs = runs_by_middle(over[0], over[1], [chunks[place].middle for place in same], columns)
        for place, run in zip(same, runs, strict=True):
            out[place] = run
    return out


def centred_runs(chunks: Sequence[Chunk], lowest: PrintLine, columns: Sequence[Column]) -> list[tuple[int, int] | None]:
    """Chunks of the top line that divide all columns named on the lowest line, each in the middle of its own."""
    none: list[tuple[int, int] | None] = [None] * len(chunks)
    names: dict[int, Chunk] = {}
    for chunk in lowest.chunks:
        over = reached(chunk, columns)
        pieces = [(over, chunk)] if len(over) < 2 else cut_at_columns(chunk, columns, over, 0.7) or []
        names.update({hit[0]: piece for hit, piece in pieces if hit and columns[hit[0]].valued})
    if lowest.base - chunks[0].base < 0.8 * chunks[0].size or not names:
        return none
    first, last = min(names), max(names)
    over = [place for place, chunk in enumerate(chunks) if names[first].x0 - 2 < chunk.middle < names[last].x1 + 2]
    if len(names) != last - first + 1 or not 0 < len(over) < len(names) or len(names) < 3:
        return none
    if any(_flush(chunks[place], names, columns) for place in over):
        return none
    texts = [chunk.text for chunk in names.values()]
    for place in over if len(set(texts)) == len(texts) else ():
        reach = reached(chunks[place], columns)
        if len(reach) > 1 and cut_at_columns(chunks[place], columns, reach, 0.2):
            # Names set so close that they look like one chunk.
            return none
    extents = [
        Column(min(c.x0, names[p].x0), max(c.x1, names[p].x1)) if p in names else c for p, c in enumerate(columns)
    ]
    runs = runs_by_middle(first, last, [chunks[place].middle for place in over], extents)
    for place, (start, end) in zip(over, runs, strict=True):
        off = abs((extents[start].x0 + extents[end].x1) / 2 - chunks[place].middle)
        if off > 0.5 * chunks[place].size:
            return none
    if sum(start < end for start, end in runs) * 2 < len(runs):
        # Mostly names of one column each: a line of names, some of them set close together.
        return none
    for place, run in zip(over, runs, strict=True):
        none[place] = run
    return none


def runs_over_boxes(
    chunks: Sequence[Chunk], lowest: PrintLine, columns: Sequence[Column]
) -> list[tuple[int, int] | None] | None:
    """Chunks of the top line that divide all columns named on the lowest line, each in the middle of the boxes of its
    own where names and values stand at the left of theirs: word processors set merged heads so. None: they do not."""
    names = {hit[0]: chunk for chunk in lowest.chunks if len(hit := reached(chunk, columns)) == 1}
    named = [place for place in sorted(names) if columns[place].valued]
    if len(named) < 3 or named != list(range(named[0], named[-1] + 1)):
        return None
    first, last = named[0], named[-1]
    slack = 0.1 * lowest.size
    if any(abs(names[place].x0 - columns[place].left) > slack for place in named):
        return None
    over = [place for place, chunk in enumerate(chunks) if chunk.middle > columns[first].left]
    if not 1 < len(over) < len(named) or all(
        any(abs(chunks[place].x0 - names[at].x0) < slack for at in named) for place in over
    ):
        return None
    lefts = [columns[place].left for place in named]
    lefts.append(2 * lefts[-1] - lefts[-2])
    boxes = [*columns[:first], *(Column(a, b) for a, b in itertools.pairwise(lefts))]
    runs = runs_by_middle(first, last, [chunks[place].middle for place in over], boxes)
    if all(start == end for start, end in runs):
        return None
    out: list[tuple[int, int] | None] = [None] * len(chunks)
    for place, (start, end) in zip(over, runs, strict=True):
        if abs((boxes[start].x0 + boxes[end].x1) / 2 - chunks[place].middle) > _OFF * chunks[place].size:
            return None
        out[place] = (start, end)
    return out


def _flush(chunk: Chunk, names: dict[int, Chunk], columns: Sequence[Column]) -> bool:
    """Whether a chunk ends or begins exactly where the name below it does, but is not in its middle: one name."""
    reach = reached(chunk, columns)
    below = names.get(reach[0]) if len(reach) == 1 else None
    if below is None or abs(chunk.middle - below.middle) < 0.15 * chunk.size:
        return False
    return min(abs(chunk.x0 - below.x0), abs(chunk.x1 - below.x1)) < 0.06 * chunk.size


def ragged(lines: Sequence[PrintLine], columns: Sequence[Column]) -> bool:
    """Whether narrow chunks on the top line are first lines of tall names: other names, too, begin on unlike lines,
    and these go on below without a gap."""
    if len(lines) < 3 or lines[1].base - lines[0].base > 1.25 * (lines[-1].base - lines[-2].base):
        return False
    named = [[reached(chunk, columns) for chunk in line.chunks] for line in lines]
    if any(len(over) != 1 for over in named[0]):
        return False
    first, below, last = ({over[0] for over in some if len(over) == 1} for some in (named[0], named[1], named[-1]))
    return first <= below and len(below) < len(last)


def runs_by_middle(first: int, last: int, middles: Sequence[float], columns: Sequence[Column]) -> list[tuple[int, int]]:
    """The columns from first to last in as many runs as there are middles, each as near to its middle as can be."""
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {(first, 0): (0.0, [])}
    for number, middle in enumerate(middles):
        for start in range(first, last + 1):
            state = best.get((start, number))
            if state is None:
                continue
            for end in range(start, last + 1):
                error = state[0] + abs((columns[start].x0 + columns[end].x1) / 2 - middle)
                key = (end + 1, number + 1)
                if key not in best or error < best[key][0]:
                    best[key] = (error, [*state[1], (start, end)])
    return best[(last + 1, len(middles))][1]


def reached(chunk: Chunk, columns: Sequence[Column]) -> list[int]:
    return [
        place
        for place, column in enumerate(columns)
        if column.overlap(chunk.x0, chunk.x1) > 0.3 * min(column.x1 - column.x0, chunk.x1 - chunk.x0)
        or column.x0 <= chunk.middle <= column.x1
    ]


def cut_at_columns(
    chunk: Chunk, columns: Sequence[Column], reach: list[int], ems: float
) -> list[tuple[list[int], Chunk]] | None:
    """One piece a column, if each stands as its column's cells do, within some ems."""
    groups: dict[int, list[int]] = {}
    where = -1
    for number, word in enumerate(chunk.words):
        if not (word.glued and number):
            middle = (word.x0 + word.x1) / 2
            where = min(reach, key=lambda place: away(columns[place], middle))
        groups.setdefault(where, []).append(number)
    if len(groups) < len(reach):
        return None
    out = []
    for place in reach:
        piece = chunk_of([chunk.words[number] for number in groups[place]])
        column = columns[place]
        slack = ems * chunk.size
        if not (
            abs(piece.middle - column.middle) < slack
            or abs(piece.x0 - column.left) < slack
            or abs(piece.x1 - column.right) < slack
        ):
            return None
        out.append(([place], piece))
    return out


def away(column: Column, x: float) -> float:
    return max(column.x0 - x, x - column.x1, 0.0) + 0.001 * abs(column.middle - x)
