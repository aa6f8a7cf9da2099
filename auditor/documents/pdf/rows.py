"""The body of a table: print lines put together to rows, sections and row groups."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auditor.documents.pdf.chunks import Chunk, PrintLine
from auditor.documents.pdf.columns import Column, place_chunk
from auditor.documents.pdf.rules import Rule

_OPEN = ("/", "(", "|", "+", "±", "[", ",", "-", "–", "→")
_PITCH = 1.75
"""Lines of one cell are at most this many ems apart."""


@dataclass(slots=True)
class Row:
    """One row: the chunks of each cell by the columns it covers."""

    base: float
    size: float
    cells: dict[tuple[int, int], list[Chunk]] = field(default_factory=dict)
    section: bool = False

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

    def values(self, first_value: int) -> list[tuple[list[int], Chunk]]:
        return [piece for piece in self.pieces if piece[0][0] >= first_value and piece[1].valued]


@dataclass(slots=True)
class Group:
    """A label that names several rows, first to last."""

    column: int
    first: int
    last: int
    chunks: list[Chunk]


@dataclass(slots=True)
class Body:
    rows: list[Row]
    groups: list[Group]
    doubts: list[str] = field(default_factory=list)


def build_body(
    lines: Sequence[PrintLine], columns: Sequence[Column], labels: int, level: Sequence[Rule], width: float
) -> Body:
    """Rows from the body lines. `labels`: how many columns at the left hold labels."""
    placed = [
        Placed(line.base, line.size, [piece for chunk in line.chunks for piece in place_chunk(columns, chunk)])
        for line in lines
    ]
    full = [rule.at for rule in level if rule.length >= 0.9 * width]
    grouped = _group_columns(placed, labels)
    group_lines = _take_groups(placed, grouped)
    placed = [line for line in placed if line.pieces]
    rows, rest = _anchors(placed, labels, full)
    _attach(rest, rows, columns, labels, full)
    rows.sort(key=lambda row: row.base)
    body = Body(rows, [])
    for column in grouped:
        _spread(body, column, group_lines[column], columns[column], level)
    return body


def _parted(full: Sequence[float], a: float, b: float) -> bool:
    """Whether a full rule runs between two baselines (the rule below a line stands under its baseline)."""
    low, high = min(a, b), max(a, b)
    place = bisect_left(full, low + 0.1)
    return place < len(full) and full[place] < high - 1.0


def _group_columns(placed: Sequence[Placed], labels: int) -> list[int]:
    """Label columns that are filled on few of the rows while another is filled on most."""
    rows = [line for line in placed if line.values(labels)]
    if labels < 2 or len(rows) < 2:
        return []
    share = []
    for column in range(labels):
        filled = sum(any(hit == [column] for hit, _ in line.pieces) for line in rows)
        share.append(filled / len(rows))
    top = max(share)
    return [column for column in range(labels) if share[column] < 0.62 and share[column] < 0.75 * top]


def _take_groups(placed: Sequence[Placed], grouped: Sequence[int]) -> dict[int, list[Chunk]]:
    taken: dict[int, list[Chunk]] = {column: [] for column in grouped}
    for line in placed:
        # A label that is alone on its line and reaches beyond the group column heads a section instead.
        kept = []
        for hit, chunk in line.pieces:
            if len(hit) == 1 and hit[0] in taken:
                taken[hit[0]].append(chunk)
            else:
                kept.append((hit, chunk))
        line.pieces = kept
    return taken


def _anchors(placed: Sequence[Placed], labels: int, full: Sequence[float]) -> tuple[list[Row], list[Placed]]:
    """Rows from the lines that hold values; lines of cells set at half a line's height join the fuller line beside."""
    rows: list[Row] = []
    rest: list[Placed] = []
    waiting: list[tuple[Placed, int]] = []
    counts = [len(line.values(labels)) for line in placed]
    for place, line in enumerate(placed):
        if not counts[place]:
            rest.append(line)
            continue
        neighbours = [
            other
            for other in (place - 2, place - 1, place + 1, place + 2)
            if 0 <= other < len(placed)
            and counts[other]
            and abs(placed[other].base - line.base) < 1.02 * line.size
            and not _parted(full, line.base, placed[other].base)
        ]
        if any(
            counts[other] > counts[place] or (counts[other] == counts[place] and other < place) for other in neighbours
        ):
            waiting.append((line, place))
        else:
            rows.append(_row(line))
    rows.sort(key=lambda row: row.base)
    for line, _ in waiting:
        near = [row for row in rows if abs(row.base - line.base) < 1.02 * line.size]
        near = [row for row in near if not _parted(full, row.base, line.base) and _fits(row, line, labels)]
        if near:
            host = min(near, key=lambda row: abs(row.base - line.base))
            for hit, chunk in line.pieces:
                host.add(hit, chunk)
        else:
            rows.append(_row(line))
            rows.sort(key=lambda row: row.base)
    return rows, rest


def _row(line: Placed) -> Row:
    row = Row(line.base, line.size)
    for hit, chunk in line.pieces:
        row.add(hit, chunk)
    return row


def _fits(row: Row, line: Placed, labels: int) -> bool:
    for hit, chunk in line.values(labels):
        there = [part for column in hit for part in row.at(column)]
        if there and not _continues(there, chunk):
            return False
    return True


def _continues(there: Sequence[Chunk], chunk: Chunk) -> bool:
    """Whether a chunk reads on from what its cell holds already."""
    above = [part for part in there if part.base < chunk.base]
    if not above:
        return chunk.text.rstrip().endswith(_OPEN) or all(part.text.startswith(("%", "(", "±", "/")) for part in there)
    text = chunk.text
    return (
        above[-1].text.rstrip().endswith(_OPEN) or text.startswith(("%", "(", "±", "/", "*", "†", "[")) or text in "*†‡"
    )


def _attach(
    rest: Sequence[Placed], rows: list[Row], columns: Sequence[Column], labels: int, full: Sequence[float]
) -> None:
    """Finds the row for each line without values, or makes it a row or section of its own."""
    bases = [row.base for row in rows]
    pitch = _usual_pitch(bases)
    added: list[Row] = []
    blocks: list[Placed] = []
    for line in rest:
        place = bisect_left(bases, line.base)
        above = rows[place - 1] if place and not _parted(full, rows[place - 1].base, line.base) else None
        below = rows[place] if place < len(rows) and not _parted(full, line.base, rows[place].base) else None
        in_values = [piece for piece in line.pieces if piece[0][0] >= labels]
        in_labels = [piece for piece in line.pieces if piece[0][-1] < labels]
        whole = [piece for piece in line.pieces if piece[0][0] < labels <= piece[0][-1]]
        if whole or (len(line.pieces) == 1 and not in_labels and len(in_values[0][0]) > 1):
            # One chunk across labels and values: a section, unless it is a label too long for its column.
            added.append(_section(line) if len(line.pieces) == 1 else _row(line))
        elif in_values and in_labels and not _beside(line, above, below, in_values):
            added.append(_row(line))
        elif in_values:
            _give(line, in_values, above, below, added)
            if in_labels:
                blocks.append(Placed(line.base, line.size, in_labels))
        else:
            blocks.append(line)
    _label_blocks(blocks, rows, added, columns, full, pitch)
    rows.extend(added)


def _section(line: Placed) -> Row:
    row = _row(line)
    row.section = True
    return row


def _usual_pitch(bases: Sequence[float]) -> float:
    steps = sorted(after - before for before, after in zip(bases, bases[1:], strict=False))
    return steps[len(steps) // 2] if steps else 0.0


def _beside(line: Placed, above: Row | None, below: Row | None, pieces: Iterable[tuple[list[int], Chunk]]) -> bool:
    """Whether a line of words lies so close to a row that it can only be more of its cells."""
    return any(row is not None and abs(row.base - line.base) < 1.02 * line.size for row in (above, below))


def _give(
    line: Placed, pieces: Sequence[tuple[list[int], Chunk]], above: Row | None, below: Row | None, added: list[Row]
) -> None:
    """Words in value columns belong to the cell above them, or to the row they are level with."""
    last_added = added[-1] if added else None
    if last_added is not None and (above is None or last_added.base > above.base):
        above = last_added
    for hit, chunk in pieces:
        choices = [row for row in (above, below) if row is not None]
        if not choices:
            row = Row(line.base, line.size)
            row.add(hit, chunk)
            added.append(row)
            above = row
            continue

        def cost(row: Row) -> float:
            there = [part for column in hit for part in row.at(column)]
            near = min((abs(part.base - chunk.base) for part in there), default=abs(row.base - chunk.base) + 0.2)
            return near if row is above else near * 1.3

        best = min(choices, key=cost)
        if cost(best) > 2.4 * chunk.size and len(pieces) > 1:
            row = Row(line.base, line.size)
            row.add(hit, chunk)
            added.append(row)
            above = row
        else:
            best.add(hit, chunk)


def _label_blocks(
    blocks: Sequence[Placed],
    rows: Sequence[Row],
    added: list[Row],
    columns: Sequence[Column],
    full: Sequence[float],
    pitch: float,
) -> None:
    run: list[Placed] = []
    for line in blocks:
        if run and (
            line.base - run[-1].base > _PITCH * line.size
            or _parted(full, run[-1].base, line.base)
            or any(run[-1].base < row.base < line.base and row.has(line.pieces[0][0][0]) for row in rows)
        ):
            _label_block(run, rows, added, columns, full, pitch)
            run = []
        run.append(line)
    if run:
        _label_block(run, rows, added, columns, full, pitch)


def _label_block(
    run: list[Placed],
    rows: Sequence[Row],
    added: list[Row],
    columns: Sequence[Column],
    full: Sequence[float],
    pitch: float,
) -> None:
    """Lines of labels without values: more of a label beside them, or section heads."""
    column = run[0].pieces[0][0][0]
    top, bottom, size = run[0].base, run[-1].base, run[0].size
    free = [
        row
        for row in rows
        if not row.has(column)
        and not _parted(full, row.base, top if row.base < top else bottom)
        and top - 1.3 * size < row.base < bottom + 1.3 * size
    ]
    if free:
        inside = [row for row in free if top - 0.7 * size < row.base < bottom + 0.7 * size] or free[:1]
        host = inside[0]
        for line in run:
            for hit, chunk in line.pieces:
                host.add(hit, chunk)
        return
    above = [row for row in rows if row.base < top]
    for line in run:
        if len(line.pieces) > 1 or not line.pieces:
            added.append(_row(line))
            continue
        hit, chunk = line.pieces[0]
        host_row = above[-1] if above else None
        if host_row is not None and _wraps(host_row, hit, chunk, columns, full, pitch, rows):
            host_row.add(hit, chunk)
        else:
            added.append(_section(line))
            above = []


def _wraps(
    row: Row,
    hit: Sequence[int],
    chunk: Chunk,
    columns: Sequence[Column],
    full: Sequence[float],
    pitch: float,
    rows: Sequence[Row],
) -> bool:
    """Whether a label line is the rest of the label above it."""
    there = row.at(hit[0])
    if not there or _parted(full, there[-1].base, chunk.base):
        return False
    last = there[-1]
    step = chunk.base - last.base
    if step > 1.5 * max(chunk.size, last.size):
        return False
    text, before = chunk.text, last.text
    if text[:1].islower() or text[:1] in "([/&+" or before.endswith(("-", "/", "&", ",", "(", "+")):
        return True
    if chunk.words[0].bold != last.words[-1].bold:
        return False
    first = chunk.words[0]
    room = columns[hit[0]].x1 - last.x1
    needed = (first.x1 - first.x0) + 0.25 * chunk.size
    tight = step < 0.93 * pitch if pitch else False
    return (needed > room and not first.bold) or tight


def _spread(body: Body, column: int, chunks: list[Chunk], band: Column, level: Sequence[Rule]) -> None:
    """Gives the labels of a group column the rows they name."""
    rows = body.rows
    if not chunks or not rows:
        return
    cuts = [rule.at for rule in level if min(rule.end, band.x1) - max(rule.start, band.x0) > 0.5 * (band.x1 - band.x0)]
    values = [place for place, row in enumerate(rows) if not row.section]
    segments: list[list[int]] = []
    for place in values:
        if (
            segments
            and not _parted(cuts, rows[segments[-1][-1]].base, rows[place].base)
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
        body.groups += _segment(mine, segment, rows, column)


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
        if starts == sorted(set(starts)):
            ends = [after - 1 for after in starts[1:]] + [segment[-1]]
            balanced = _balanced(blocks, segment, rows)
            if balanced is not None and balanced[0] != (starts[0], ends[0]):
                # Both readings fit only where every label is centred by chance; the centred one is the stricter.
                return [Group(column, a, b, block) for (a, b), block in zip(balanced, blocks, strict=True)]
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
