"""Text that does not read from left to right: pages turned so that it does, and turned headings put upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.documents.pdf.engines import Area, Glyph, Stroke
from auditor.documents.pdf.glyphs import PdfPage
from auditor.documents.pdf.words import Word, joined, lines, words
from auditor.records import Box

_MOST_HEADINGS = 400


@dataclass(frozen=True)
class Turned:
    """A page turned by a quarter, so that its sideways text is upright."""

    number: int
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    areas: tuple[Area, ...]
    angle: int
    length: float
    """The height (90) or width (270) of the page before it was turned."""

    def back(self, box: Box) -> Box:
        """A box of the turned page on the page as displayed."""
        if self.angle == 90:
            return Box(x0=box.y0, y0=self.length - box.x1, x1=box.y1, y1=self.length - box.x0)
        return Box(x0=self.length - box.y1, y0=box.x0, x1=self.length - box.y0, y1=box.x1)


def turned(page: PdfPage, angle: int) -> Turned:
    """The page with the text of one direction (90: reads upwards, 270: reads downwards) made upright; no other text."""
    length = page.height if angle == 90 else page.width
    glyphs = tuple(_turn(glyph, angle, length) for glyph in page.glyphs if glyph.angle == angle)
    strokes = tuple(Stroke(*_box(s.x0, s.y0, s.x1, s.y1, angle, length), s.weight, s.ink) for s in page.strokes)
    areas = tuple(Area(*_box(a.x0, a.y0, a.x1, a.y1, angle, length), a.ink) for a in page.areas)
    return Turned(page.number, glyphs, strokes, areas, angle, length)


def _box(x0: float, y0: float, x1: float, y1: float, angle: int, length: float) -> tuple[float, float, float, float]:
    if angle == 90:
        return length - y1, x0, length - y0, x1
    return y0, length - x1, y1, length - x0


def _turn(glyph: Glyph, angle: int, length: float) -> Glyph:
    x0, y0, x1, y1 = _box(glyph.x0, glyph.y0, glyph.x1, glyph.y1, angle, length)
    base = glyph.base if angle == 90 else length - glyph.base
    return glyph._replace(x0=x0, y0=y0, x1=x1, y1=y1, base=base, angle=0)


def headings(glyphs: Sequence[Glyph], count: int) -> list[Word]:
    """Runs of text that read upwards or downwards, each as one upright word in the place that it covers.

    `glyphs`: those of the page that do not read from left to right; `count`: all of the page. Lines that stand close
    beside each other are one heading. Only for pages that mostly read from left to right.
    """
    out: list[Word] = []
    for angle in (90, 270):
        some = [glyph for glyph in glyphs if glyph.angle == angle]
        if not some or len(some) * 2 > count or len(some) > 20 * _MOST_HEADINGS:
            continue
        # Any page length does: the box is turned back by the same.
        length = max(glyph.y1 if angle == 90 else glyph.x1 for glyph in some)
        runs = lines(words([_turn(glyph, angle, length) for glyph in some]), gap=0.7)
        groups: list[list[int]] = []
        for place, run in enumerate(runs):
            for group in groups:
                last = runs[group[-1]]
                beside = 0.6 * run.size < run.base - last.base < 1.5 * run.size
                if beside and min(run.x1, last.x1) - max(run.x0, last.x0) > 0.3 * min(
                    run.x1 - run.x0, last.x1 - last.x0
                ):
                    group.append(place)
                    break
            else:
                groups.append([place])
        for group in groups:
            text = " ".join(joined(runs[place].words) for place in group)
            if len(text) < 2:
                continue
            first = runs[group[0]].words[0]
            x0, x1 = min(runs[place].x0 for place in group), max(runs[place].x1 for place in group)
            y0, y1 = min(runs[place].y0 for place in group), max(runs[place].y1 for place in group)
            box = (y0, length - x1, y1, length - x0) if angle == 90 else (length - y1, x0, length - y0, x1)
            word = Word(text, *box, box[3] - 0.22 * first.size, first.size, first.font, first.bold, first.ink, False)
            out.append(word)
    return out[:_MOST_HEADINGS]
