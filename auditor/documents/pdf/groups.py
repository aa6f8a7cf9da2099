"""Row groups: labels in an outer column that name several rows, set at the top of them or in their middle."""

from __future__ import annotations

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
    return [column for column in range(labels) if top > 0.7 and share[column] < 0.62 and share[column] < 0.75 * top]


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


def spread(rows: Sequence[Row], column: int, chunks: list[Chunk], band: Column, level: Sequence[Rule]) -> list[Group]:
    """Gives the labels of a group column the rows they name."""

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
    spans = [(rows[segment[0]].base - rows[segment[0]].size, rows[segment[-1]].base) for segment in segments]
    for number, segment in enumerate(segments):
        low = (spans[number - 1][1] + spans[number][0]) / 2 if number else float("-inf")
        high = (spans[number][1] + spans[number + 1][0]) / 2 + 0.5 if number + 1 < len(segments) else float("inf")
        cut = [
            at
            for at in cuts
            if spans[number][1] < at + 1 and (number + 1 >= len(spans) or at < spans[number + 1][0] + 6)
        ]
        if cut:
            high = cut[0]
        mine = [chunk for chunk in chunks if low < chunk.base - 0.3 * chunk.size <= high]
        out += _segment(mine, segment, rows, column)
    return out


def _segment(chunks: list[Chunk], segment: list[int], rows: Sequence[Row], column: int) -> list[Group]:
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
