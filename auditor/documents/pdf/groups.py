"""Row groups: labels in an outer column that name several rows, set at the top of them or in their middle."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.documents.pdf.chunks import Chunk
from auditor.documents.pdf.columns import Column
from auditor.documents.pdf.rows import Placed, Row, parted
from auditor.documents.pdf.rules import Rule


@dataclass(slots=True)
class Group:
    """A label that names several rows, first to last."""

    column: int
    first: int
    last: int
    chunks: list[Chunk]


def group_columns(placed: Sequence[Placed], labels: int) -> list[int]:
    """Label columns that are filled on few of the rows while another is filled on most."""
    counts = [sum(hit[0] >= labels and chunk.valued for hit, chunk in line.pieces) for line in placed]
    rows = [line for line, count in zip(placed, counts, strict=True) if count and count * 2 >= max(counts)]
    if labels < 2 or len(rows) < 2:
        return []
    share = [
        sum(any(hit == [column] for hit, _ in line.pieces) for line in rows) / len(rows) for column in range(labels)
    ]
    top = max(share)
    sparse = [column for column in range(labels) if top > 0.7 and share[column] < 0.62 and share[column] < 0.75 * top]
    return sparse


def over_cycle(placed: Sequence[Placed], column: int) -> bool:
    """Whether the next column says the same names, in the same order, between any two rules: what this column prints
    there is one label, even where it has as many lines as there are rows. One label with fewer lines must show it."""
    names: dict[int, list[str]] = {}
    own: dict[int, int] = {}
    for line in placed:
        for hit, chunk in line.pieces:
            if hit == [column + 1]:
                names.setdefault(line.band, []).append(chunk.text)
            elif hit == [column]:
                own[line.band] = own.get(line.band, 0) + 1
    if len(names) < 3:
        return False
    first = next(iter(names.values()))
    alike = all(texts == first for texts in names.values())
    worded = all(any(char.isalpha() for char in text) for text in first)
    return alike and worded and 1 < len(first) == len(set(first)) and any(own.get(band) == 1 for band in names)


def take_groups(placed: Sequence[Placed], grouped: Sequence[int]) -> dict[int, list[Chunk]]:
    """Takes the group labels off their lines, in place."""
    taken: dict[int, list[Chunk]] = {column: [] for column in grouped}
    for line in placed:
        kept = []
        for hit, chunk in line.pieces:
            if len(hit) == 1 and hit[0] in taken:
                taken[hit[0]].append(chunk)
            else:
                kept.append((hit, chunk))
        line.pieces = kept
    return taken


def spread(
    rows: Sequence[Row],
    column: int,
    chunks: list[Chunk],
    band: Column,
    level: Sequence[Rule],
    *,
    cycled: bool = False,
) -> list[Group]:
    """Gives the labels of a group column the rows they name. `cycled`: one label stands between any two rules."""

    out: list[Group] = []
    if not chunks or not rows:
        return out
    cuts = [rule.at for rule in level if min(rule.end, band.x1) - max(rule.start, band.x0) > 0.5 * (band.x1 - band.x0)]
    values = [place for place, row in enumerate(rows) if not row.section]
    segments: list[list[int]] = []
    for place in values:
        if (
            segments
            and not parted(cuts, rows[segments[-1][-1]].base, rows[place].base)
            and not any(rows[other].section for other in range(segments[-1][-1], place))
        ):
            segments[-1].append(place)
        else:
            segments.append([place])
    found: list[list[Chunk]] = []
    spans = [(rows[segment[0]].base - rows[segment[0]].size, rows[segment[-1]].base) for segment in segments]
    for number in range(len(segments)):
        low = (spans[number - 1][1] + spans[number][0]) / 2 if number else float("-inf")
        high = (spans[number][1] + spans[number + 1][0]) / 2 + 0.5 if number + 1 < len(segments) else float("inf")
        cut = [
            at
            for at in cuts
            if spans[number][1] < at + 1 and (number + 1 >= len(spans) or at < spans[number + 1][0] + 6)
        ]
        if cut:
            high = cut[0]
        found.append([chunk for chunk in chunks if low < chunk.base - 0.3 * chunk.size <= high])
    together = cycled or _rules_part_groups(found, segments, rows)
    for mine, segment in zip(found, segments, strict=True):
        named = _named(segment, rows, column + 1)
        blocks = _together(mine, segment, rows) if named and (together or _centred(mine, segment, rows)) else None
        out += _segment(blocks or _blocks(mine, segment, rows), segment, rows, column)
    return out


def _rules_part_groups(
    found: Sequence[Sequence[Chunk]], segments: Sequence[Sequence[int]], rows: Sequence[Row]
) -> bool:
    """Whether each stretch between two rules has one label, as those show that print fewer lines than rows."""
    several = [place for place, segment in enumerate(segments) if len(segment) > 1]
    shown = [place for place in several if 0 < len(found[place]) < len(segments[place])]
    whole = all(_together(found[place], segments[place], rows) is not None for place in several if found[place])
    return whole and len(several) > 2 and len(shown) * 3 >= len(several)


def _named(segment: Sequence[int], rows: Sequence[Row], column: int) -> bool:
    """Whether another column tells the rows of a stretch apart by name."""
    names = [" ".join(chunk.text for chunk in rows[place].at(column) if chunk.kind != "blank") for place in segment]
    return all(names) and len(set(names)) == len(names)


def _centred(chunks: Sequence[Chunk], segment: Sequence[int], rows: Sequence[Row]) -> bool:
    """Whether lines, fewer than rows, stand around the middle of a stretch: two labels would stand further apart."""
    if not 1 < len(chunks) < len(segment):
        return False
    middle = (rows[segment[0]].base + rows[segment[-1]].base) / 2
    return abs(_middle(chunks) - middle) < 0.25 * chunks[0].size


def _together(chunks: Sequence[Chunk], segment: Sequence[int], rows: Sequence[Row]) -> list[list[Chunk]] | None:
    """All lines as one label, if they follow each other at the pitch of the rows or closer."""
    steps = [rows[after].base - rows[before].base for before, after in itertools.pairwise(segment)]
    most = 1.25 * min(steps, default=0.0)
    if any(after.base - before.base > max(most, 1.45 * after.size) for before, after in itertools.pairwise(chunks)):
        return None
    return [list(chunks)] if chunks else None


def _blocks(chunks: Sequence[Chunk], segment: Sequence[int], rows: Sequence[Row]) -> list[list[Chunk]]:
    """Lines that follow each other closely, as labels."""
    blocks: list[list[Chunk]] = []
    for chunk in chunks:
        if (
            blocks
            and chunk.base - blocks[-1][-1].base < 1.45 * chunk.size
            and not _own_rows(blocks[-1], chunk, segment, rows)
        ):
            blocks[-1].append(chunk)
        else:
            blocks.append([chunk])
    return blocks


def _segment(blocks: list[list[Chunk]], segment: list[int], rows: Sequence[Row], column: int) -> list[Group]:
    if not blocks:
        return []
    if len(blocks) == 1:
        return [Group(column, segment[0], segment[-1], blocks[0])]
    first = rows[segment[0]]
    if abs(blocks[0][0].base - first.base) < 0.4 * first.size:
        starts = [min(segment, key=lambda place: abs(rows[place].base - block[0].base)) for block in blocks]
        on = all(
            abs(rows[start].base - block[0].base) < 0.4 * first.size
            for start, block in zip(starts, blocks, strict=True)
        )
        if on and starts == sorted(set(starts)):
            ends = [after - 1 for after in starts[1:]] + [segment[-1]]
            return [Group(column, a, b, block) for a, b, block in zip(starts, ends, blocks, strict=True)]
    balanced = _balanced(blocks, segment, rows)
    if balanced is None:
        owners = [
            min(range(len(blocks)), key=lambda b: abs(_middle(blocks[b]) - rows[place].base)) for place in segment
        ]
        balanced = []
        for number in range(len(blocks)):
            own = [place for place, owner in zip(segment, owners, strict=True) if owner == number]
            if not own:
                return []
            balanced.append((own[0], own[-1]))
    return [Group(column, a, b, block) for (a, b), block in zip(balanced, blocks, strict=True)]


def _own_rows(block: Sequence[Chunk], chunk: Chunk, segment: Sequence[int], rows: Sequence[Row]) -> bool:
    """Whether both the block and the next line stand exactly on rows: labels of one row each, not lines of one."""

    def level(one: Chunk) -> bool:
        return any(abs(rows[place].base - one.base) < 0.25 * one.size for place in segment)

    return level(block[-1]) and level(chunk) and not chunk.text[:1].islower() and chunk.text[:1] not in "(["


def _middle(block: Sequence[Chunk]) -> float:
    return (block[0].base + block[-1].base) / 2


def _balanced(
    blocks: Sequence[Sequence[Chunk]], segment: Sequence[int], rows: Sequence[Row]
) -> list[tuple[int, int]] | None:
    """Consecutive stretches of rows whose middles are those of the labels, or None."""
    out: list[tuple[int, int]] = []
    start = 0
    for number, block in enumerate(blocks):
        centre = _middle(block)
        best = None
        for end in range(start, len(segment) - (len(blocks) - number - 1)):
            middle = (rows[segment[start]].base + rows[segment[end]].base) / 2
            error = abs(middle - centre)
            if best is None or error < best[0]:
                best = (error, end)
        if best is None or best[0] > 0.75 * block[0].size:
            return None
        out.append((segment[start], segment[best[1]]))
        start = best[1] + 1
    return out if start == len(segment) else None
