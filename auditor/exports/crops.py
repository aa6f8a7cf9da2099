"""The evidence of a finding as pictures: parts of a page with the very cells marked."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from auditor.records import Block, BlockKind, Box, Dossier, Evidence, EvidenceKind, Picture, Report

MOST_CROPS = 4
"""Pictures shown of one finding; its list of evidence has all places."""
WHOLE = 260.0
"""A picture at most so many points high is shown whole; of a higher one what is marked, its head and its caption."""
AROUND = 15.0
"""Points above and below a mark that are shown with it: about one row."""
SMALLEST, LARGEST = 1.4, 2.0
"""CSS pixels a point."""
GAP = 34.0
"""Strips closer than this are shown as one: a cut would save nothing."""


@dataclass(frozen=True)
class Mark:
    """An outlined cell or passage."""

    box: Box
    primary: bool


@dataclass(frozen=True)
class Crop:
    """One picture with marks, cut into strips where it is high."""

    picture: str
    """Id of the picture in the page."""
    box: Box
    strips: tuple[tuple[float, float], ...]
    """Top and bottom of each part that is shown, in points of the page."""
    marks: tuple[Mark, ...]
    document: str
    page: int
    label: str
    quotes: tuple[str, ...]
    """What stands in the marked places."""
    scale: float
    """CSS pixels a point, so that small print can be read."""


@dataclass
class Pictures:
    """The pictures of a report, each once in the page however many findings show it."""

    report: Report
    used: dict[str, Picture] = field(default_factory=dict)
    """Those that a finding shows, by their id in the page."""

    def of(self, evidence: Sequence[Evidence]) -> tuple[tuple[Crop, ...], tuple[str, ...]]:
        """The pictures for the evidence of one finding in its order, and the reasons where there is none."""
        groups: dict[int, list[tuple[Evidence, Box]]] = {}
        missing: dict[str, None] = {}
        for one in evidence:
            spot = _spot(self.report.dossier, one)
            if spot is None:
                continue
            found = self._showing(*spot)
            if found is None:
                missing["The audit kept none of them."] = None
                continue
            picture = self.report.pictures[found]
            if picture.missing:
                missing[picture.missing] = None
            else:
                groups.setdefault(found, []).append((one, spot[2]))
        crops = [self._crop(number, group) for number, group in list(groups.items())[:MOST_CROPS]]
        return tuple(crops), tuple(missing)

    def _showing(self, document: str, page: int, box: Box) -> int | None:
        """The smallest picture that shows a place."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        best: tuple[float, int] | None = None
        for number, picture in enumerate(self.report.pictures):
            whole = picture.place.box
            if picture.document != document or picture.place.page != page or whole is None:
                continue
            if whole.x0 <= x <= whole.x1 and whole.y0 <= y <= whole.y1:
                size = (whole.x1 - whole.x0) * (whole.y1 - whole.y0)
                best = min(best or (size, number), (size, number))
        return best[1] if best else None

    def _crop(self, number: int, group: Sequence[tuple[Evidence, Box]]) -> Crop:
        picture = self.report.pictures[number]
        page, box = picture.place.page, picture.place.box
        assert page is not None
        assert box is not None
        id = f"picture-{number + 1}"
        self.used[id] = picture
        marks = tuple(dict.fromkeys(Mark(_within(place, box), one.primary) for one, place in group))
        document = self.report.dossier.document(picture.document)
        keep = list(_always(document.blocks, page, box))
        lines = list(_lines(document.blocks, page, box))
        return Crop(
            id,
            box,
            strips(box, [mark.box for mark in marks], keep, lines),
            marks,
            document.name,
            page,
            next((one.label for one, _ in group if one.label), ""),
            tuple(dict.fromkeys(one.quote for one, _ in group)),
            _scale([bottom - top for top, bottom in lines]),
        )


def address(picture: Picture) -> str:
    """The picture as a `data:` address."""
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.data or b'').decode()}"


def strips(
    box: Box,
    marks: Sequence[Box],
    keep: Iterable[tuple[float, float]],
    lines: Sequence[tuple[float, float]] = (),
) -> tuple[tuple[float, float], ...]:
    """What is shown of a picture, top to bottom: all of a low one; of a high one the marks, and what to `keep`.

    `lines`: top and bottom of what a cut must not go through.
    """
    if box.y1 - box.y0 <= WHOLE or not marks:
        return ((box.y0, box.y1),)
    wanted = sorted([*(_uncut(mark.y0, mark.y1, lines) for mark in marks), *keep])
    merged: list[list[float]] = []
    for top, bottom in wanted:
        top, bottom = max(top, box.y0), min(bottom, box.y1)
        if merged and top - merged[-1][1] < GAP:
            merged[-1][1] = max(merged[-1][1], bottom)
        else:
            merged.append([top, bottom])
    if merged[0][0] - box.y0 < GAP:
        merged[0][0] = box.y0
    if box.y1 - merged[-1][1] < GAP:
        merged[-1][1] = box.y1
    return tuple((top, bottom) for top, bottom in merged)


def _scale(heights: Sequence[float]) -> float:
    """Letters of half the lines or more become 12 CSS pixels high, as far as that keeps the picture in bounds."""
    return min(max(12 / (median(heights) or 12), SMALLEST), LARGEST) if heights else SMALLEST


def _uncut(top: float, bottom: float, lines: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """A mark with what is around it, without the lines that the edges would go through."""
    above = max((end + 1 for start, end in lines if start < top - AROUND < end), default=top - AROUND)
    below = min((start - 1 for start, end in lines if start < bottom + AROUND < end), default=bottom + AROUND)
    return min(above, top - 2), max(below, bottom + 2)


def _lines(blocks: Sequence[Block], page: int, box: Box) -> Iterator[tuple[float, float]]:
    """The lines of a table: its cells of one row."""
    for block in blocks:
        if block.grid is not None and block.place.page == page and block.place.box and _inside(block.place.box, box):
            for cell in block.grid.cells:
                if cell.place.box and cell.place.page == page and cell.row_span == 1:
                    yield cell.place.box.y0, cell.place.box.y1


def _always(blocks: Sequence[Block], page: int, box: Box) -> Iterator[tuple[float, float]]:
    """The head of the table and the caption, where they are in the picture."""
    for block in blocks:
        place = block.place
        if place.page != page or place.box is None or not _inside(place.box, box):
            continue
        if block.kind is BlockKind.caption:
            yield place.box.y0 - 3, place.box.y1 + 3
        elif block.grid is not None:
            heads = [c.place.box for c in block.grid.cells if c.row < block.grid.header_rows and c.place.box]
            if heads and block.kind is BlockKind.table:
                yield min(head.y0 for head in heads) - 4, max(head.y1 for head in heads) + 3
            elif block.kind is BlockKind.figure:
                # A chart without its axes and legend says nothing.
                yield place.box.y0, place.box.y1


def _spot(dossier: Dossier, evidence: Evidence) -> tuple[str, int, Box] | None:
    """Document, page and rectangle of one piece of evidence."""
    if evidence.kind is EvidenceKind.blank:
        return _blank(dossier, evidence.ref)
    if evidence.kind not in (EvidenceKind.claim, EvidenceKind.text) or evidence.document is None:
        return None
    place = evidence.place
    if place.page is None or place.box is None:
        return None
    return evidence.document, place.page, place.box


def _blank(dossier: Dossier, ref: str) -> tuple[str, int, Box] | None:
    """A blank cell has no ink: it stands where its row crosses its column."""
    document, order, row, column = ref.rsplit(":", 3)
    try:
        grid = dossier.block(document, int(order)).grid
    except (KeyError, IndexError):
        return None
    cell = grid.at(int(row), int(column)) if grid else None
    if grid is None:
        return None
    if cell and cell.place.box and cell.place.page is not None:
        return document, cell.place.page, cell.place.box
    across = [c.place for c in grid.cells if c.row == int(row) and c.row_span == 1 and c.place.box]
    down = [c.place.box for c in grid.cells if c.column == int(column) and c.column_span == 1 and c.place.box]
    rows = [place.box for place in across if place.box]
    page = next((place.page for place in across if place.page is not None), None)
    if not rows or not down or page is None:
        return None
    box = Box(x0=min(b.x0 for b in down), x1=max(b.x1 for b in down), y0=rows[0].y0, y1=rows[0].y1)
    return document, page, box


def _inside(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _within(box: Box, whole: Box) -> Box:
    """The outline of a mark: a little room around the ink, inside the picture."""
    return Box(
        x0=max(whole.x0 + 0.5, box.x0 - 1.8),
        y0=max(whole.y0 + 0.5, box.y0 - 1.5),
        x1=min(whole.x1 - 0.5, box.x1 + 1.8),
        y1=min(whole.y1 - 0.5, box.y1 + 1.5),
    )
