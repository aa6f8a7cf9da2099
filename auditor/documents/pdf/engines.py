"""The fast engine that takes a page apart, and the plain shapes that every engine gives."""

from __future__ import annotations

import contextlib
import re
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple, Protocol

import pdf_oxide

RGB = tuple[float, float, float]

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|medi(?!a)|extrabold|cmb|(?<![a-z])b(?:x|d)?\d|-b$|-bd|\bbd", re.I)
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
ASCENT, DESCENT = 0.76, 0.22
"""Nominal glyph box above and below the baseline, in ems: engines disagree on real ones, and rows need like heights."""
_THIN = 2.2
"""Filled rectangles thinner than this (points) are lines."""
_MOST_OPERATIONS = 400


class Glyph(NamedTuple):
    """One printed character (a ligature is one glyph of several letters)."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    """Baseline: y of the origin for upright text, x of it for text turned by a quarter."""
    size: float
    font: str
    bold: bool
    ink: RGB
    angle: int
    """Direction of the text on the displayed page, in degrees counter-clockwise: 0 reads to the right, 90 upwards."""


class Stroke(NamedTuple):
    """A straight line along an axis, as the box it covers (x0 <= x1, y0 <= y1)."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    ink: RGB

    @property
    def level(self) -> bool:
        """Whether it runs horizontally."""
        return self.x1 - self.x0 >= self.y1 - self.y0


class Area(NamedTuple):
    """A filled rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float
    ink: RGB


class Picture(NamedTuple):
    """The box of a raster image."""

    x0: float
    y0: float
    x1: float
    y1: float


class Run(NamedTuple):
    """A piece of a line in one style."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    font: str
    bold: bool
    ink: RGB


class Size(Protocol):
    @property
    def rotation(self) -> int: ...
    @property
    def crop(self) -> tuple[float, float, float, float]: ...


def _displayed(size: Size) -> Any:
    """The function from PDF user space to the displayed page."""
    x0, y0, x1, y1 = size.crop
    if size.rotation == 90:
        return lambda x, y: (y - y0, x - x0)
    if size.rotation == 180:
        return lambda x, y: (x1 - x, y - y0)
    if size.rotation == 270:
        return lambda x, y: (y1 - y, x1 - x)
    return lambda x, y: (x - x0, y1 - y)


def undisplayed(size: Size, x: float, y: float) -> tuple[float, float]:
    """A place on the displayed page in PDF user space."""
    x0, y0, x1, y1 = size.crop
    if size.rotation == 90:
        return y + x0, x + y0
    if size.rotation == 180:
        return x1 - x, y + y0
    if size.rotation == 270:
        return x1 - y, y1 - x
    return x + x0, y1 - y


@lru_cache(maxsize=4096)
def bold_name(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    return bool(_BOLD.search(font.split("+", 1)[-1]))


def _glyph(
    char: str, x: float, y: float, advance: float, em: float, font: str, bold: bool, ink: RGB, angle: int
) -> Glyph:
    """A glyph from its origin on the displayed page."""
    if angle == 90:
        return Glyph(char, x - ASCENT * em, y - advance, x + DESCENT * em, y, x, em, font, bold, ink, angle)
    if angle == 270:
        return Glyph(char, x - DESCENT * em, y, x + ASCENT * em, y + advance, x, em, font, bold, ink, angle)
    if angle == 180:
        return Glyph(char, x - advance, y - DESCENT * em, x, y + ASCENT * em, y, em, font, bold, ink, angle)
    return Glyph(char, x, y - ASCENT * em, x + advance, y + DESCENT * em, y, em, font, bold, ink, angle)


def is_failure(error: BaseException) -> bool:
    """Whether an engine failed. A panic of machine code is no `Exception`, and must not cost the whole file."""
    return not isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit))


class Fast:
    """pdf_oxide."""

    def __init__(self, document: Any) -> None:
        self._document = document

    @classmethod
    def open(cls, data: bytes) -> Fast | None:
        """None where the engine cannot open the file at all."""
        with contextlib.suppress(Exception):
            pdf_oxide.disable_logging()
        try:
            return cls(pdf_oxide.PdfDocument.from_bytes(data))
        except BaseException as error:
            if not is_failure(error):
                raise
            return None

    def glyphs(self, index: int, size: Size) -> tuple[Glyph, ...]:
        place = _displayed(size)
        turn = size.rotation
        fast = turn == 0
        left, top = size.crop[0], size.crop[3]
        out: list[Glyph] = []
        turned: list[int] = []
        new = tuple.__new__
        heavy: dict[str, bool] = {}
        ascent, descent = ASCENT, DESCENT
        # Each look at a part of a character makes a new value in the engine: none is asked for twice.
        for item in self._document.extract_chars(index):
            char = item.char
            angle = item.rotation_degrees
            if fast and not angle and (char <= " " or (char > "~" and char.isspace())):
                continue
            font = item.font_name
            bold = heavy.get(font)
            if bold is None:
                bold = item.font_weight not in _LIGHT or bold_name(font)
                if font != _NAMELESS:
                    # Only fonts without a name share it with others of another weight; asking each time is slow.
                    heavy[font] = bold
            em = item.font_size
            angle = angle and round(angle)
            if fast and not angle:
                x = item.origin_x - left
                y = top - item.origin_y
                if char > "~" and char in LIGATURES:
                    char = LIGATURES[char]
                right = x + item.advance_width
                box = (char, x, y - ascent * em, right, y + descent * em, y, em, font, bold, item.color, 0)
                out.append(new(Glyph, box))
                continue
            ink = item.color
            x, y = place(item.origin_x, item.origin_y)
            advance = item.advance_width
            angle = (angle - turn) % 360
            if angle or advance <= 0:
                turned.append(len(out))
            out.append(_glyph(LIGATURES.get(char, char), x, y, advance, em, font, bold, ink, angle))
        if turned:
            # A blank ends the letter before it, so it is kept until the widths are known.
            _mend_advances(out, turned)
            return tuple(glyph for glyph in out if not glyph.char.isspace())
        return tuple(out)

    def runs(self, index: int, size: Size) -> tuple[Run, ...]:
        place = _displayed(size)
        out = []
        for span in self._document.extract_spans(index):
            x, y, wide, _ = span.bbox
            em = span.font_size
            left, base = place(x, y)
            right, _ = place(x + wide, y)
            left, right = min(left, right), max(left, right)
            font = span.font_name
            bold = span.is_bold or bold_name(font)
            out.append(
                Run(span.text, left, base - ASCENT * em, right, base + DESCENT * em, base, em, font, bold, span.color)
            )
        return tuple(out)

    def drawings(self, index: int, size: Size) -> tuple[tuple[Stroke, ...], tuple[Area, ...]]:
        place = _displayed(size)
        strokes: list[Stroke] = []
        areas: list[Area] = []
        for path in self._document.extract_paths(index):
            if path["operations_count"] > _MOST_OPERATIONS:
                continue
            fill, ink, weight = path["fill_color"], path["stroke_color"], path["stroke_width"]
            corner: tuple[float, float] | None = None
            outline: list[tuple[float, float]] = []
            curved = False
            for step in path["operations"]:
                kind = step["op"]
                if kind == "rectangle":
                    x0, y0 = place(step["x"], step["y"])
                    x1, y1 = place(step["x"] + step["width"], step["y"] + step["height"])
                    box_or_line(strokes, areas, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), fill, ink, weight)
                elif kind == "move_to":
                    _polygon(areas, strokes, outline, fill, curved)
                    corner = place(step["x"], step["y"])
                    outline = [corner]
                    curved = False
                elif kind == "line_to":
                    following = place(step["x"], step["y"])
                    if corner is not None and ink is not None:
                        segment(strokes, corner, following, weight, ink)
                    outline.append(following)
                    corner = following
                elif kind == "curve_to":
                    corner = place(step["x"], step["y"])
                    # A rounded box keeps its straight sides; a short curve only cuts its corner.
                    outline.append(corner)
                    curved = True
            _polygon(areas, strokes, outline, fill, curved)
        return tuple(strokes), tuple(areas)

    def pictures(self, index: int, size: Size) -> tuple[Picture, ...]:
        place = _displayed(size)
        out = []
        for item in self._document.page_images(index):
            x0, y0 = place(item["x"], item["y"])
            x1, y1 = place(item["x"] + item["width"], item["y"] + item["height"])
            out.append(Picture(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return tuple(out)


_NAMELESS = "Unknown"
_LIGHT = frozenset({"Normal", "Light", "Thin", "ExtraLight", "Regular", None})


def _mend_advances(glyphs: list[Glyph], turned: list[int]) -> None:
    """The fast engine gives turned glyphs no width: the next one on the line says it, or else half an em."""
    order = sorted(turned, key=lambda i: (glyphs[i].angle, round(glyphs[i].base), _along(glyphs[i])))
    for here, after in zip_longest(order, order[1:]):
        glyph = glyphs[here]
        if glyph.x1 - glyph.x0 > 0.01 and glyph.y1 - glyph.y0 > 0.01:
            continue
        advance = glyph.size * 0.5
        if after is not None:
            other = glyphs[after]
            step = _along(other) - _along(glyph)
            if other.angle == glyph.angle and abs(other.base - glyph.base) < 1 and 0 < step < 1.1 * glyph.size:
                advance = min(step, 0.62 * glyph.size) if glyph.char.isdigit() else step
        x, y = _origin(glyph)
        glyphs[here] = _glyph(glyph.char, x, y, advance, glyph.size, glyph.font, glyph.bold, glyph.ink, glyph.angle)


def _origin(glyph: Glyph) -> tuple[float, float]:
    if glyph.angle == 90:
        return glyph.base, glyph.y1
    if glyph.angle == 270:
        return glyph.base, glyph.y0
    return (glyph.x1 if glyph.angle == 180 else glyph.x0), glyph.base


def _along(glyph: Glyph) -> float:
    """Where the glyph begins, counted in its own direction of reading."""
    x, y = _origin(glyph)
    return {90: -y, 270: y, 180: -x}.get(glyph.angle, x)


def segment(strokes: list[Stroke], a: tuple[float, float], b: tuple[float, float], weight: float, ink: RGB) -> None:
    if abs(a[1] - b[1]) < 0.5 or abs(a[0] - b[0]) < 0.5:
        strokes.append(Stroke(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]), weight, ink))


def box_or_line(
    strokes: list[Stroke],
    areas: list[Area],
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    fill: RGB | None,
    ink: RGB | None,
    weight: float,
) -> None:
    if fill is not None:
        if min(x1 - x0, y1 - y0) <= _THIN:
            if max(x1 - x0, y1 - y0) > _THIN:
                level = x1 - x0 >= y1 - y0
                middle = (y0 + y1) / 2 if level else (x0 + x1) / 2
                line = (x0, middle, x1, middle) if level else (middle, y0, middle, y1)
                strokes.append(Stroke(*line, min(x1 - x0, y1 - y0), fill))
        else:
            areas.append(Area(x0, y0, x1, y1, fill))
    if ink is not None:
        if min(x1 - x0, y1 - y0) <= _THIN:
            segment(strokes, (x0, y0), (x1, y1), weight, ink)
            return
        for a, b in (((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1))):
            segment(strokes, a, b, weight, ink)


def _polygon(
    areas: list[Area], strokes: list[Stroke], outline: list[tuple[float, float]], fill: RGB | None, curved: bool
) -> None:
    """A filled outline counts as an area where its corners are those of an upright rectangle (rounded ones too)."""
    if fill is None or not 4 <= len(outline) <= 16:
        return
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    slack = max(0.6, 0.25 * min(x1 - x0, y1 - y0)) if curved else 0.6
    if all(min(x - x0, x1 - x) <= slack or min(y - y0, y1 - y) <= slack for x, y in outline):
        box_or_line(strokes, areas, x0, y0, x1, y1, fill, None, 0)
