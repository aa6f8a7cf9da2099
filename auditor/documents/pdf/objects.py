"""What a page draws, as PDFium lists it: pictures, vector drawings, and text that is drawn without ink."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw

from auditor.documents.pdf import plain_calls as pdfium

Rectangle = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the top left of the page as displayed."""
_MOST_OBJECTS = 250_000
_MOST_TEXTS = 40_000
"""Objects and pieces of text of one page that are looked at: a page with more is refused, to bound the work."""
_DEEPEST = 4
_MOST_FILLS = 20_000
_TEXT, _PATH, _IMAGE, _FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)
_NO_INK = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_DRAWING = 5.0
"""Paths smaller than this (points) in both directions are ticks and marks, not drawings."""


@dataclass(slots=True)
class Frame:
    """How the coordinates of a page's content become those of the page as displayed (points, from the top left)."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0
    """0, 90, 180 or 270 degrees clockwise."""

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.rotation in (90, 270) else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A content rectangle as (x0, y0, x1, y1) with y downwards."""
        a, b = self.point(x0, y0), self.point(x1, y1)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


@dataclass
class Survey:
    """The objects of a page."""

    frame: Frame
    pictures: list[Rectangle] = field(default_factory=list)
    """Raster images."""
    drawings: list[Rectangle] = field(default_factory=list)
    """Embedded drawings (form objects) that hold something else than text, and paths of some size."""
    inkless: list[tuple[str, Rectangle]] = field(default_factory=list)
    """Text in a mode that paints nothing, with where it would stand."""
    outside: list[str] = field(default_factory=list)
    """Text that stands wholly off the page."""
    inked: list[tuple[str, Rectangle]] = field(default_factory=list)
    """Text that paints; listed only where there is inkless text too."""
    texts: int = 0
    """Text objects that paint."""


class TooMuch(Exception):
    """A page draws more than is looked at."""


def frame_of(page: pypdfium2.PdfPage) -> Frame:
    """The displayed part of a page."""
    crop, media = page.get_cropbox(), page.get_mediabox()
    box = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    if box[2] <= box[0] or box[3] <= box[1]:
        box = media
    return Frame(*box, rotation=page.get_rotation() % 360)


def survey(page: pypdfium2.PdfPage, *, closely: bool = True) -> Survey:
    """The page's objects.

    `closely`: text may stand off the page, so each piece's place is looked at, which takes as long as all else.

    Raises:
        TooMuch: there are more than are looked at.
    """
    found = Survey(frame_of(page))
    texts: list[Text] = []
    handle = pdfium.address(page.raw)
    _collect(handle, pdfium.count_on_page, pdfium.get_on_page, found, texts, None, 0, [_MOST_OBJECTS])
    if closely or not all(inked for _, _, inked in texts):
        placed = _placed(texts, found.frame)
        if any(not inked or _outside(box, found.frame) for _, box, inked in placed):
            _name_texts(page, found, placed)
    return found


Matrix = tuple[float, float, float, float, float, float]
Text = tuple[Any, Matrix | None, bool]
"""A text object, the matrix of the form that it stands in, and whether it paints."""


def _placed(texts: list[Text], frame: Frame) -> list[tuple[Any, Rectangle, bool]]:
    """The text objects with their boxes."""
    bounds = pdfium.Bounds()
    return [
        (item, _displayed(edges, matrix, frame), inked)
        for item, matrix, inked in texts
        if (edges := bounds.of(item)) is not None
    ]


def _collect(
    owner: Any,
    count: Any,
    get: Any,
    found: Survey,
    texts: list[Text],
    matrix: Matrix | None,
    depth: int,
    left: list[int],
) -> None:
    number = count(owner)
    left[0] -= max(number, 0)
    if left[0] < 0:
        raise TooMuch
    bounds, frame = pdfium.Bounds(), found.frame
    type_of, render_mode = pdfium.type_of, pdfium.render_mode
    for place in range(number):
        item = get(owner, place)
        kind = type_of(item)
        if kind == _TEXT:
            inked = render_mode(item) not in _NO_INK
            found.texts += inked
            texts.append((item, matrix, inked))
            if len(texts) > _MOST_TEXTS:
                raise TooMuch
            continue
        if kind == _FORM and depth < _DEEPEST:
            inner = raw.FS_MATRIX()
            before = len(found.drawings) + len(found.pictures)
            if pdfium.matrix_of(item, ctypes.addressof(inner)):
                own = (inner.a, inner.b, inner.c, inner.d, inner.e, inner.f)
                _collect(
                    item,
                    pdfium.count_in_form,
                    pdfium.get_in_form,
                    found,
                    texts,
                    own if matrix is None else _times(own, matrix),
                    depth + 1,
                    left,
                )
            drawn = len(found.drawings) + len(found.pictures) > before
            if drawn and (edges := bounds.of(item)) is not None:
                found.drawings.append(_displayed(edges, matrix, frame))
            continue
        if (edges := bounds.of(item)) is None:
            continue
        box = _displayed(edges, matrix, frame)
        if kind == _IMAGE:
            found.pictures.append(box)
        elif box[2] - box[0] > _DRAWING or box[3] - box[1] > _DRAWING:
            found.drawings.append(box)


def fills(page: pypdfium2.PdfPage) -> list[tuple[Rectangle, tuple[float, float, float]]]:
    """The boxes of filled paths with their colours (red, green, blue from 0 to 1), in painting order."""
    found: list[tuple[Rectangle, tuple[float, float, float]]] = []
    handle = pdfium.address(page.raw)
    _fills(handle, pdfium.count_on_page, pdfium.get_on_page, frame_of(page), None, 0, found)
    return found


def _fills(
    owner: Any,
    count: Any,
    get: Any,
    frame: Frame,
    matrix: Matrix | None,
    depth: int,
    found: list[tuple[Rectangle, tuple[float, float, float]]],
) -> None:
    bounds, colours = pdfium.Bounds(), pdfium.Fills()
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    modes = ctypes.addressof(mode), ctypes.addressof(stroked)
    for place in range(min(count(owner), _MOST_FILLS)):
        item = get(owner, place)
        kind = pdfium.type_of(item)
        if kind == _FORM and depth < _DEEPEST:
            inner = raw.FS_MATRIX()
            if pdfium.matrix_of(item, ctypes.addressof(inner)):
                own = (inner.a, inner.b, inner.c, inner.d, inner.e, inner.f)
                own = own if matrix is None else _times(own, matrix)
                _fills(item, pdfium.count_in_form, pdfium.get_in_form, frame, own, depth + 1, found)
        elif (
            kind == _PATH
            and pdfium.draw_mode(item, *modes)
            and mode.value
            and (edges := bounds.of(item)) is not None
            and (shades := colours.of(item)) is not None
        ):
            red, green, blue = (shade / 255 for shade in shades[:3])
            found.append((_displayed(edges, matrix, frame), (red, green, blue)))


def _outside(box: Rectangle, frame: Frame) -> bool:
    return box[2] <= 0 or box[3] <= 0 or box[0] >= frame.width or box[1] >= frame.height


def _displayed(edges: list[float], matrix: Matrix | None, frame: Frame) -> Rectangle:
    """PDFium gives left, bottom, right, top in the coordinates of the object's owner."""
    x0, y0, x1, y1 = edges
    if matrix is None and not frame.rotation:
        return x0 - frame.left, frame.top - y1, x1 - frame.left, frame.top - y0
    if matrix is None:
        return frame.box(x0, y0, x1, y1)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return frame.box(min(xs), min(ys), max(xs), max(ys))


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _name_texts(page: pypdfium2.PdfPage, found: Survey, texts: list[tuple[Any, Rectangle, bool]]) -> None:
    textpage = page.get_textpage()
    try:
        for place, box, inked in texts:
            item = ctypes.cast(place, raw.FPDF_PAGEOBJECT)
            size = raw.FPDFTextObj_GetText(item, textpage.raw, None, 0)
            if size <= 2:
                continue
            buffer = ctypes.create_string_buffer(min(size, 65_536))
            raw.FPDFTextObj_GetText(
                item, textpage.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), len(buffer)
            )
            text = buffer.raw.decode("utf-16-le", errors="ignore").rstrip("\x00")
            if _outside(box, found.frame):
                found.outside.append(text)
            else:
                (found.inked if inked else found.inkless).append((text, box))
    finally:
        textpage.close()
