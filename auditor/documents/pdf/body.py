"""The labels of a table's rows: wrapped lines, section heads, and groups that name several rows."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.documents.pdf.chunks import Chunk, PrintLine
from auditor.documents.pdf.columns import Column
from auditor.documents.pdf.groups import Group, group_columns, over_cycle, spread, take_groups
from auditor.documents.pdf.rows import Placed, Row, band_rows, full_rules, place_lines
from auditor.documents.pdf.rules import Rule
from auditor.documents.pdf.splitting import FULL

_PITCH = 1.75
"""Lines of one label are at most this many ems apart."""
_ON = 0.33
"""A label stands on a row if their baselines differ by less than this many ems."""


@dataclass(slots=True)
class Body:
    """The rows of a table in order, and the labels that name several of them."""

    rows: list[Row]
    groups: list[Group]
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Lines of one label column that follow each other without a gap."""

    span: tuple[int, int]
    chunks: list[Chunk]

    @property
    def top(self) -> float:
        return self.chunks[0].base

    @property
    def bottom(self) -> float:
        return self.chunks[-1].base

    @property
    def size(self) -> float:
        return self.chunks[0].size


def build_body(
    lines: Sequence[PrintLine], columns: Sequence[Column], labels: int, level: Sequence[Rule], width: float
) -> Body:
    """Rows from the body lines. `labels`: how many columns at the left hold labels."""
    full = full_rules(level, width)
    placed = place_lines(lines, columns, full)
    cycled = [column for column in range(labels - 1) if over_cycle(placed, column)]
    grouped = sorted({*group_columns(placed, labels), *cycled})
    taken = take_groups(placed, grouped)
    middles = [(columns[0].x0 + columns[-1].x1) / 2]
    # Headers can be wider than what stands below them; the rules are as wide as the table.
    middles += [(rule.start + rule.end) / 2 for rule in level if rule.length >= FULL * width][:1]
    body = Body([], [])
    bands: dict[int, list[Placed]] = {}
    for line in placed:
        if line.pieces:
            bands.setdefault(line.band, []).append(line)
    boxed = row_ruled(list(bands.values()), labels)
    for band in bands.values():
        rows, rest = band_rows(band, labels, len(columns), middles, boxed=boxed)
        groups = _boxed_band(rows, rest, labels) if boxed and rows else _label_band(rows, rest, columns, labels)
        rows.sort(key=lambda row: row.base)
        if rows:
            offset = len(body.rows)
            body.rows += rows
            for first, last, block in groups:
                body.groups.append(
                    Group(block.span[0], offset + rows.index(first), offset + rows.index(last), block.chunks)
                )
    for column in grouped:
        body.groups += spread(body.rows, column, taken[column], columns[column], level, cycled=column in cycled)
    return body


def row_ruled(bands: Sequence[Sequence[Placed]], labels: int) -> bool:
    """Whether rules part the rows one by one, so that all that stands between two of them is one row."""
    filled = []
    for band in bands:
        count = 0
        last: Placed | None = None
        for line in band:
            if any(hit[0] >= labels and chunk.kind == "number" for hit, chunk in line.pieces) and (
                last is None or line.base - last.base > 1.1 * line.size
            ):
                count += 1
                last = line
        if count:
            filled.append(count)
    return (
        len(filled) > 1
        and sum(count == 1 for count in filled) * 2 >= len(filled)
        and len(filled) * 5 >= sum(filled) * 3
    )


def _boxed_band(rows: list[Row], rest: Sequence[Placed], labels: int) -> list[tuple[Row, Row, Block]]:
    """Label lines between two rules belong to the rows between them: one by one, or one label to all."""
    groups: list[tuple[Row, Row, Block]] = []
    spans: dict[tuple[int, int], list[tuple[Placed, Chunk]]] = {}
    heads = [line for line in rest if _head_of_box(line, rest, rows)]
    rows += [_section(line) for line in heads]
    rest = [line for line in rest if line not in heads]
    rows = [row for row in rows if not row.section]
    for line in rest:
        for hit, chunk in line.pieces:
            spans.setdefault((hit[0], min(hit[-1], max(hit[0], labels - 1))), []).append((line, chunk))
    for span, found in spans.items():
        level = {id(row) for _, chunk in found if (row := _level_row(rows, chunk.base, chunk.size)) is not None}
        if len(rows) > 1 and len(level) == len(rows):
            # Every row has a label on its own line: what stands between parts where the gap is widest.
            for chunk, host in zip(
                [chunk for _, chunk in found], _hosts([chunk for _, chunk in found], rows), strict=True
            ):
                host.cells.setdefault(span, []).append(chunk)
            continue
        blocks = [block for block, _ in _blocks(span, found, [])]
        if len(rows) == 1 or len(blocks) >= len(rows) or span[0] + 1 == labels:
            for block in blocks:
                middle = (block.top + block.bottom) / 2
                host = min(rows, key=lambda row: min(abs(row.base - middle), abs(row.base - block.top)))
                host.cells.setdefault(span, []).extend(block.chunks)
        elif len(blocks) == 1:
            groups.append((rows[0], rows[-1], blocks[0]))
        else:
            for first, block in enumerate(blocks):
                after = blocks[first + 1].top if first + 1 < len(blocks) else float("inf")
                named = [row for row in rows if block.top - block.size <= row.base < after - 0.5 * block.size]
                if named:
                    groups.append((named[0], named[-1], block))
    return groups


def _head_of_box(line: Placed, lines: Sequence[Placed], rows: Sequence[Row]) -> bool:
    """Whether a label line above the first row of a box is a section head: the label on that row is of another font."""
    first = rows[0]
    if len(line.pieces) != 1 or first.base - line.base < 0.9 * line.size or line.pieces[0][0][0] > 0:
        return False
    mine = line.pieces[0][1].words[0]
    beside = [other for other in lines if abs(other.base - first.base) < _ON * first.size]
    between = any(line.base < other.base < first.base - _ON * first.size for other in lines)
    if not beside or between or mine.bold != line.pieces[0][1].words[-1].bold:
        return False
    return any(piece.words[0].font != mine.font for other in beside for hit, piece in other.pieces if hit[0] == 0)


def _hosts(chunks: Sequence[Chunk], rows: Sequence[Row]) -> list[Row]:
    """The row of each label line, where some lines stand on rows and the others read on from them or lead to them."""
    level = [_level_row(rows, chunk.base, chunk.size) for chunk in chunks]
    out: list[Row] = []
    for place, row in enumerate(level):
        if row is not None:
            out.append(row)
            continue
        before = next((p for p in range(place - 1, -1, -1) if level[p] is not None), None)
        after = next((p for p in range(place + 1, len(level)) if level[p] is not None), None)
        if before is None or after is None:
            near = after if before is None else before
            out.append((level[near] if near is not None else None) or rows[0])
            continue
        gaps = [chunks[p + 1].base - chunks[p].base for p in range(before, after)]
        widest = gaps.index(max(gaps)) + before
        apart = max(gaps) > 1.15 * min(gaps)
        out.append(level[before if not apart or place <= widest else after] or rows[0])
    return out


def _label_band(
    rows: list[Row], rest: Sequence[Placed], columns: Sequence[Column], labels: int
) -> list[tuple[Row, Row, Block]]:
    """Puts the label lines of a band to its rows; adds rows for sections; returns labels that span rows."""
    groups: list[tuple[Row, Row, Block]] = []
    valued = list(rows)
    spans: dict[tuple[int, int], list[tuple[Placed, Chunk]]] = {}
    heads: list[Placed] = []
    for line in rest:
        for hit, chunk in line.pieces:
            if hit[-1] >= labels:
                heads.append(Placed(line.base, line.size, [(hit, chunk)], line.band))
            else:
                spans.setdefault((hit[0], hit[-1]), []).append((line, chunk))
    for line in heads:
        host = _level_row(valued, line.base, line.size)
        hit, chunk = line.pieces[0]
        if host is not None and not any(host.has(column) for column in hit):
            host.add(hit, chunk)
        else:
            rows.append(_section(line))
    pitch = _usual_pitch(valued)
    for span, found in spans.items():
        loose: list[tuple[Placed, Chunk]] = []
        for line, chunk in found:
            host = _level_row(valued, chunk.base, chunk.size)
            if host is not None and not host.has(span[0]):
                host.add(range(span[0], span[1] + 1), chunk)
            else:
                loose.append((line, chunk))
        for block, lines in _blocks(span, loose, valued):
            _settle(block, lines, valued, rows, columns, labels, pitch, groups)
    return groups


def _level_row(rows: Sequence[Row], base: float, size: float) -> Row | None:
    """The row (rows stand in order) on whose line something stands."""
    place = bisect_left(rows, base, key=lambda row: row.base)
    near = min(rows[max(0, place - 1) : place + 1], key=lambda row: abs(row.base - base), default=None)
    return near if near is not None and abs(near.base - base) < _ON * max(size, near.size) else None


def _usual_pitch(rows: Sequence[Row]) -> float:
    steps = sorted(after.base - before.base for before, after in itertools.pairwise(rows))
    return steps[len(steps) // 2] if steps else 0.0


def _section(line: Placed) -> Row:
    row = Row(line.base, line.size, band=line.band, section=True)
    for hit, chunk in line.pieces:
        row.add(hit, chunk)
    return row


def _blocks(
    span: tuple[int, int], loose: Sequence[tuple[Placed, Chunk]], rows: Sequence[Row]
) -> list[tuple[Block, list[Placed]]]:
    out: list[tuple[Block, list[Placed]]] = []
    for line, chunk in loose:
        if out:
            block = out[-1][0]
            between = any(
                block.bottom < row.base < chunk.base and any(part.base > block.bottom for part in row.at(span[0]))
                for row in rows
            )
            if chunk.base - block.bottom < _PITCH * chunk.size and not between:
                block.chunks.append(chunk)
                out[-1][1].append(line)
                continue
        out.append((Block(span, [chunk]), [line]))
    return out


def _settle(
    block: Block,
    lines: Sequence[Placed],
    valued: Sequence[Row],
    rows: list[Row],
    columns: Sequence[Column],
    labels: int,
    pitch: float,
    groups: list[tuple[Row, Row, Block]],
) -> None:
    """A block that stands on no row: more of a label beside it, a label of the rows beside it, or section heads."""
    column, size = block.span[0], block.size
    free = [row for row in valued if not row.has(column)]
    reached = [row for row in free if block.top - 1.3 * size < row.base < block.bottom + 1.3 * size]
    if reached:
        inside = [row for row in reached if block.top - 0.75 * size < row.base < block.bottom + 0.75 * size] or reached[
            :1
        ]
        shared = _shared_lines(block, reached)
        if shared is not None:
            for chunk, row in zip(block.chunks, shared, strict=True):
                row.cells.setdefault(block.span, []).append(chunk)
            return
        alone = len(free) == len(valued)
        host = inside[0]
        host.add(range(block.span[0], block.span[1] + 1), block.chunks[0])
        host.at(column).extend(block.chunks[1:])
        following = [row for row in free if row.base > host.base]
        if alone and following and labels > 1:
            # The only label of its band names all rows of the band.
            del host.cells[block.span]
            groups.append((free[0], free[-1], block))
        return
    above = [row for row in valued if row.base < block.top]
    host_row = above[-1] if above else None
    text: list[Chunk] = []
    for number, chunk in enumerate(block.chunks):
        if host_row is not None and not text and _wraps(host_row, column, chunk, columns, pitch):
            host_row.at(column).append(chunk)
            continue
        text.append(chunk)
        line = lines[number]
        rows.append(
            _section(Placed(line.base, line.size, [(list(range(block.span[0], block.span[1] + 1)), chunk)], line.band))
        )


def _shared_lines(block: Block, rows: Sequence[Row]) -> list[Row] | None:
    """The row of each line, where rows set in the middle of their labels follow each other without a gap."""
    if len(rows) < 2 or len(block.chunks) < len(rows):
        return None
    nearest = [min(rows, key=lambda row: abs(row.base - chunk.base)) for chunk in block.chunks]
    if any(abs(row.base - chunk.base) > 0.8 * chunk.size for row, chunk in zip(nearest, block.chunks, strict=True)):
        return None
    return nearest if len({id(row) for row in nearest}) == len(rows) else None


def _wraps(row: Row, column: int, chunk: Chunk, columns: Sequence[Column], pitch: float) -> bool:
    """Whether a label line is the rest of the label above it."""
    there = row.at(column)
    if not there:
        return False
    last = there[-1]
    step = chunk.base - last.base
    if not 0 < step <= 1.5 * max(chunk.size, last.size):
        return False
    text, before = chunk.text, last.text
    if text[:1].islower() or text[:1] in "([/&+" or before.endswith(("-", "/", "&", ",", "(", " +")):
        return True
    if chunk.words[0].bold != last.words[-1].bold:
        return False
    first = chunk.words[0]
    room = columns[column].x1 - last.x1
    needed = (first.x1 - first.x0) + 0.25 * chunk.size
    tight = step < 0.93 * pitch if pitch else False
    return (needed > room and not first.bold) or tight
