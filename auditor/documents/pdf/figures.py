"""Figures: their extent, the text inside them, the charts among them, and pictures whose content cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.documents.pdf import charts
from auditor.documents.pdf.chart_text import read_labels
from auditor.documents.pdf.engines import RGB
from auditor.documents.pdf.glyphs import Area, PdfPage
from auditor.documents.pdf.objects import Rectangle, Survey
from auditor.documents.pdf.profile import Profile
from auditor.documents.pdf.text import Draft
from auditor.records import BlockKind, Box, Place, Unread

_RESULTS = re.compile(
    r"benchmark|evaluat|perform|results?\b|accura|\bscores?\b|compar|win[- ]?rate|elo\b|leaderboard|pass@|success rate"
    r"|arena|ranking|\bbleu\b|needle|评测|性能|结果|对比|效果|得分|准确率",
    re.I,
)
_NO_RESULTS = re.compile(
    r"architect|pipeline|framework|workflow|illustrat|schematic|overview of (?!the (?:results|performance))|diagram"
    r"|example|case study|screenshot|prompt|template|logo|curves?\b|loss|throughput|latency|speed|memory|cost"
    r"|learning rate|架构|流程|框架|示意",
    re.I,
)
_DECIMAL = re.compile(r"\d\.\d")
_GAP = 42.0
"""Parts of one figure stand within this distance (points)."""
_LARGE = 0.05
"""A picture under this part of the page is an icon or a logo."""
_SMALL_SIDE = 60.0
_MOST_DRAWINGS = 1500
_TOUCH = 14.0
_LABELS = 26.0
"""Labels of a chart stand within this distance (points) of its drawing."""


_PARAGRAPH = 200
"""Text longer than this (characters) is running text, not a label."""


def suggests_results(text: str) -> bool:
    """Whether a caption or its surroundings speak of results rather than of a design, an example or a running cost."""
    return bool(_RESULTS.search(text)) and not (
        _NO_RESULTS.search(text) and not re.search(r"benchmark|accura|pass@|elo\b", text, re.I)
    )


def find_figures(
    page: PdfPage, drafts: list[Draft], tables: Sequence[Draft], found: Survey, usual: Profile, middle: float | None
) -> tuple[list[Draft], list[Draft], list[Unread]]:
    """The figures of a page, the drafts that are not inside them, and what could not be read in them."""
    captions = [draft for draft in drafts if draft.caption_of is not None and draft.caption_of.kind == "figure"]
    graphics = _graphics(page, found, tables)
    figures: list[Draft] = []
    unread: list[Unread] = []
    rest = list(drafts)
    for caption in sorted(captions, key=lambda draft: draft.y0):
        box = _extent(caption, graphics, rest, tables, usual, middle, page)
        if box is None:
            continue
        inside = [d for d in rest if d is not caption and d.caption_of is None and _within(d, box)]
        figure = Draft(
            BlockKind.figure, page.number, *box, label=caption.label, caption=caption.caption, edge=caption.edge
        )
        figure.text = "\n".join(line.text for draft in inside for line in draft.lines)
        gone = set(map(id, inside))
        rest = [d for d in rest if id(d) not in gone]
        unread += _read(page, figure, found)
        figures.append(figure)
    free = [box for box in graphics if not any(_share(box, (t.x0, t.y0, t.x1, t.y1)) > 0.5 for t in figures)]
    for box in _clusters(free, page):
        inside = [d for d in rest if d.caption_of is None and _within(d, box)]
        figure = Draft(BlockKind.figure, page.number, *box, edge=page.width)
        figure.text = "\n".join(line.text for draft in inside for line in draft.lines)
        # Without a caption only a chart that can be read is taken for a figure: boxes with text in them are drawn too.
        _read(page, figure, found)
        if figure.grid is not None:
            gone = set(map(id, inside))
            rest = [d for d in rest if id(d) not in gone]
            figures.append(figure)
    unread += _pictures(page, rest, [*tables, *figures], found)
    return figures, rest, unread


def _clusters(boxes: Sequence[Rectangle], page: PdfPage) -> list[Rectangle]:
    """Drawings without a caption that lie together over some part of the page, with the labels around them."""
    if not 6 <= len(boxes) <= _MOST_DRAWINGS or page.rotation:
        return []
    found: list[list[float]] = []
    for box in sorted(boxes, key=lambda box: box[1]):
        here = list(box)
        for other in [o for o in found if _near(o, here)]:
            here = [min(here[0], other[0]), min(here[1], other[1]), max(here[2], other[2]), max(here[3], other[3])]
            found.remove(other)
        found.append(here)
    least = 0.04 * page.width * page.height
    return [
        (x0 - _LABELS, y0 - _LABELS, x1 + _LABELS, y1 + _LABELS)
        for x0, y0, x1, y1 in found
        if (x1 - x0) * (y1 - y0) > least and x1 - x0 > 90 and y1 - y0 > 60
    ]


def _near(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[2] + _TOUCH and b[0] < a[2] + _TOUCH and a[1] < b[3] + _TOUCH and b[1] < a[3] + _TOUCH


def _graphics(page: PdfPage, found: Survey, tables: Sequence[Draft]) -> list[Rectangle]:
    """Pictures and drawings of the page; rules, backgrounds and what belongs to tables left out."""
    out = []
    for box in [*found.pictures, *found.drawings]:
        wide, high = box[2] - box[0], box[3] - box[1]
        if wide * high > 0.85 * page.width * page.height or (high < 5 and wide > 0.3 * page.width):
            continue
        if any(_share(box, (t.x0, t.y0, t.x1, t.y1)) > 0.6 for t in tables):
            continue
        out.append(box)
    return out


def _share(inner: Rectangle, outer: Rectangle) -> float:
    """The part of `inner` that lies in `outer`; lines count by their length."""
    if inner[2] < outer[0] or inner[0] > outer[2] or inner[3] < outer[1] or inner[1] > outer[3]:
        return 0.0
    wide = max(inner[2] - inner[0], 0.5)
    high = max(inner[3] - inner[1], 0.5)
    over_x = min(inner[2], outer[2]) - max(inner[0], outer[0])
    over_y = min(inner[3], outer[3]) - max(inner[1], outer[1])
    return max(over_x, 0.5 if over_x >= 0 else 0) * max(over_y, 0.5 if over_y >= 0 else 0) / (wide * high)


def _extent(
    caption: Draft,
    graphics: Sequence[Rectangle],
    drafts: Sequence[Draft],
    tables: Sequence[Draft],
    usual: Profile,
    middle: float | None,
    page: PdfPage,
) -> Rectangle | None:
    """The rectangle of the figure that a caption belongs to: the graphics above it (or, failing those, below it) up to
    the next running text, caption or table, and the small text among and on top of them."""
    left, right = 0.0, page.width
    if middle is not None and caption.x1 <= middle + 2:
        right = middle
    elif middle is not None and caption.x0 >= middle - 2:
        left = middle
    elif middle is None:
        beside = [
            d
            for d in drafts
            if d is not caption and d.caption_of is not None and min(d.y1, caption.y1) - max(d.y0, caption.y0) > 4
        ]
        right = min([d.x0 - 2 for d in beside if d.x0 > caption.x1], default=right)
        left = max([d.x1 + 2 for d in beside if d.x1 < caption.x0], default=left)
        if beside:
            # Captions side by side: each figure has the room up to half-way to its neighbour.
            right = min(right, min([(d.x0 + caption.x1) / 2 for d in beside if d.x0 > caption.x1], default=right))
            left = max(left, max([(d.x1 + caption.x0) / 2 for d in beside if d.x1 < caption.x0], default=left))
    own = [box for box in graphics if left - 6 <= (box[0] + box[2]) / 2 <= right + 6]
    walls = [d for d in drafts if d is not caption and _is_wall(d, usual, own) and d.x1 > left and d.x0 < right] + [
        t for t in tables if t.x1 > left and t.x0 < right
    ]
    ceiling = max([w.y1 for w in walls if w.y1 <= caption.y0 + 2], default=0.0)
    running = [d for d in drafts if _is_running_text(d, usual)]
    framed = [box for box in own if any(_share((d.x0, d.y0, d.x1, d.y1), box) > 0.9 for d in running)]
    box = _stack(caption.y0, ceiling, own, framed, upwards=True)
    floor = page.height
    if box is None:
        floor = min([w.y0 for w in walls if w.y0 >= caption.y1 - 2], default=page.height)
        box = _stack(caption.y1, floor, own, framed, upwards=False)
        ceiling = caption.y1
    else:
        floor = caption.y0
    if box is None:
        return None
    # Titles over the axes and names beside them belong to the figure too.
    for _ in range(3):
        for draft in drafts:
            if (
                draft is caption
                or draft.caption_of is not None
                or (draft.kind is BlockKind.heading and draft.size > usual.size)
            ):
                continue
            if draft.x1 < left or draft.x0 > right or draft.y0 < ceiling - 1 or draft.y1 > floor + 2:
                continue
            if draft.size < 0.97 * usual.size or len(draft.text) < 60:
                apart = max(box[1] - draft.y1, draft.y0 - box[3], 0.0)
                if apart < (3.2 if draft.size < 0.9 * usual.size and len(draft.text) < 160 else 1.6) * usual.size:
                    box = (min(box[0], draft.x0), min(box[1], draft.y0), max(box[2], draft.x1), max(box[3], draft.y1))
    return box


def _is_wall(draft: Draft, usual: Profile, graphics: Sequence[Rectangle]) -> bool:
    """Running text, a heading or a caption ends a figure, unless it is printed inside a drawing."""
    if draft.caption_of is not None:
        return True
    if draft.size < 0.9 * usual.size:
        return False
    if draft.kind is BlockKind.heading or len(draft.text) > 100:
        return not any(_share((draft.x0, draft.y0, draft.x1, draft.y1), box) > 0.9 for box in graphics)
    return False


def _is_running_text(draft: Draft, usual: Profile) -> bool:
    """What a drawing around it only frames: an abstract, an example."""
    return draft.kind is BlockKind.paragraph and len(draft.text) > _PARAGRAPH and draft.size > 0.9 * usual.size


def _stack(
    start: float, end: float, graphics: Sequence[Rectangle], framed: Sequence[Rectangle], *, upwards: bool
) -> Rectangle | None:
    """The graphics that follow each other from a caption on, as one rectangle. Text in a frame belongs to a figure only
    if the figure begins with such a frame."""
    edge = start
    taken: list[Rectangle] = []
    if upwards:
        for box in sorted(graphics, key=lambda box: -box[3]):
            if box[3] > start + 6 or box[1] < end - 6:
                continue
            if edge - box[3] > _GAP + (18 if not taken else 0) or (taken and box in framed and taken[0] not in framed):
                break
            taken.append(box)
            edge = min(edge, box[1])
    else:
        for box in sorted(graphics, key=lambda box: box[1]):
            if box[1] < start - 6 or box[3] > end + 6:
                continue
            if box[1] - edge > _GAP or (taken and box in framed and taken[0] not in framed):
                break
            taken.append(box)
            edge = max(edge, box[3])
    if not taken:
        return None
    found = (min(b[0] for b in taken), min(b[1] for b in taken), max(b[2] for b in taken), max(b[3] for b in taken))
    return found if found[3] - found[1] > 20 and found[2] - found[0] > 20 else None


def extents(
    page: PdfPage, drafts: list[Draft], tables: Sequence[Draft], found: Survey, usual: Profile, middle: float | None
) -> list[Rectangle]:
    """The rectangles of the figures that have captions."""
    graphics = _graphics(page, found, tables)
    captions = [draft for draft in drafts if draft.caption_of is not None and draft.caption_of.kind == "figure"]
    boxes = [_extent(caption, graphics, drafts, tables, usual, middle, page) for caption in captions]
    return [box for box in boxes if box is not None]


def holds(figure: Rectangle, thing: Draft) -> bool:
    """Whether most of a thing lies in a figure."""
    return _share((thing.x0, thing.y0, thing.x1, thing.y1), figure) > 0.6


def _within(draft: Draft, box: Rectangle) -> bool:
    x, y = (draft.x0 + draft.x1) / 2, (draft.y0 + draft.y1) / 2
    return box[0] - 3 <= x <= box[2] + 3 and box[1] - 3 <= y <= box[3] + 3


_WHITE = 0.99


def _read(page: PdfPage, figure: Draft, found: Survey) -> list[Unread]:
    """Reads the chart in a figure, in place, or says why its numbers could not be read."""
    box = (figure.x0, figure.y0, figure.x1, figure.y1)
    labels = read_labels(page, box) if not page.rotation else []
    printed = sum(bool(_DECIMAL.search(label.text)) for label in labels)
    reasons: list[str] = []
    if sum(label.number is not None for label in labels) >= 3:
        # Bars can run on below the axis, where they are clipped.
        areas = [a for a in page.areas if box[0] - 2 <= a.x0 and a.x1 <= box[2] + 2 and a.y0 < box[3] and a.y1 > box[1]]
        strokes = [s for s in page.strokes if _share((s.x0, s.y0, s.x1, s.y1), box) > 0.9]
        areas = _coloured(areas, page)
        grid, rest, reasons = charts.read_chart(labels, areas, strokes)
        if grid is None:
            # Bars with round corners are no rectangles.
            painted = _painted(page, box)
            if len(painted) > len([area for area in areas if min(area.ink) < _WHITE]):
                again = charts.read_chart(labels, painted, strokes)
                grid, rest, reasons = again if again[0] is not None else (grid, rest, reasons or again[2])
            if grid is None:
                lying = charts.read_lying(labels, painted)
                grid, rest, reasons = lying if lying[0] is not None else (grid, rest, reasons or lying[2])
        if grid is not None:
            figure.grid = charts.placed(grid, page.number)
            figure.text = "\n".join(label.text for label in rest)
    if figure.grid is not None:
        if not reasons:
            return []
        reason = f"A part of the figure could not be read: {reasons[0]}"
    elif not suggests_results(f"{figure.caption} {figure.text[:600]}"):
        return []
    elif printed >= 3:
        reason = (
            reasons[0] if reasons else "The numbers printed in the figure could not be linked to names with certainty."
        )
    else:
        pictures = sum((b[2] - b[0]) * (b[3] - b[1]) for b in found.pictures if _share(b, box) > 0.8)
        if pictures > 0.4 * (box[2] - box[0]) * (box[3] - box[1]):
            reason = "The figure is a picture; numbers in it could not be read."
            return [Unread(what="picture", reason=reason, place=figure.place, label=figure.label)]
        reason = "The figure is a drawing; its values are not printed as text."
    return [Unread(what="figure", reason=reason, place=figure.place, label=figure.label)]


def _painted(page: PdfPage, box: Rectangle) -> list[Area]:
    """The extents of all filled shapes in a figure that are not white, each place and colour once."""
    found = [
        Area(*extent, ink)
        for extent, ink in page.fills
        if box[0] - 2 <= extent[0]
        and extent[2] <= box[2] + 2
        and extent[1] < box[3]
        and extent[3] > box[1]
        and min(ink) < _WHITE
    ]
    return list(dict.fromkeys(found))


def _coloured(areas: list[Area], page: PdfPage) -> list[Area]:
    """The areas of a chart in their colours: where the engine says one colour for all, PDFium is asked."""
    if len(areas) < 4 or len({area.ink for area in areas if min(area.ink) < 0.99}) > 1:
        return areas
    known: dict[tuple[int, int], list[tuple[Rectangle, RGB]]] = {}
    for fill in page.fills:
        known.setdefault((round(fill[0][0] / 4), round(fill[0][1] / 4)), []).append(fill)
    out = []
    for area in areas:
        column, row = round(area.x0 / 4), round(area.y0 / 4)
        near = [
            fill
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for fill in known.get((column + i, row + j), ())
            if max(abs(a - b) for a, b in zip(fill[0], area[:4], strict=True)) < 1
        ]
        out.append(area._replace(ink=near[-1][1]) if near else area)
    return out


def _pictures(page: PdfPage, drafts: Sequence[Draft], things: Sequence[Draft], found: Survey) -> list[Unread]:
    """Large pictures outside figures, where the text around them speaks of results, and tables that are pictures."""
    out: list[Unread] = []
    whole = page.width * page.height
    loose = [
        box
        for box in found.pictures
        if (box[2] - box[0]) * (box[3] - box[1]) > _LARGE * whole
        and min(box[2] - box[0], box[3] - box[1]) > _SMALL_SIDE
        and not any(_share(box, (t.x0, t.y0, t.x1, t.y1)) > 0.5 for t in things)
    ]
    labelled = {thing.label for thing in things if thing.label}
    for box in loose:
        place = Place(
            page=page.number,
            box=Box(x0=round(box[0], 2), y0=round(box[1], 2), x1=round(box[2], 2), y1=round(box[3], 2)),
        )
        near = sorted((d for d in drafts if _distance(d, box) < 80), key=lambda d: _distance(d, box))
        caption = next((d for d in near if d.caption_of is not None and d.label not in labelled), None)
        if caption is not None and caption.caption_of is not None and caption.caption_of.kind == "table":
            out.append(
                Unread(
                    what="picture",
                    reason="The table is a picture; it could not be read.",
                    place=place,
                    label=caption.label,
                )
            )
        elif any(suggests_results(d.text[:400]) for d in near[:3]):
            label = caption.label if caption is not None else ""
            out.append(
                Unread(
                    what="picture",
                    reason="A picture stands beside text about results; what it shows could not be read.",
                    place=place,
                    label=label,
                )
            )
    return out


def _distance(draft: Draft, box: Rectangle) -> float:
    if draft.x1 < box[0] or draft.x0 > box[2]:
        return 1e9
    return max(box[1] - draft.y1, draft.y0 - box[3], 0.0)
