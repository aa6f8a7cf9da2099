"""Parts of pages as pictures, by PDFium. To be called in a process of its own: see `auditor.documents.isolation`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops

from auditor.documents.pdf.opening import open_pdf
from auditor.records import Box, Place

SCALE = 2.0
"""Pixels a point: letters of 8 points are 16 pixels high, and legible on a dense screen and on paper."""
MOST_PIXELS = 3_000_000
"""Pixels of one picture; larger parts are drawn smaller."""
FINE = 2.0
"""A fine picture has so many times the pixels a side: 288 an inch, as scans that programs read well."""
COLOURS = 32
SHADES = 16
"""What black print needs to look smooth."""


@dataclass(frozen=True)
class Drawn:
    """A part of a page as a PNG file."""

    box: Box
    """What is shown: the asked rectangle as far as the page reaches."""
    width: int
    height: int
    png: bytes


def draw(data: bytes, name: str, places: Sequence[Place], *, fine: bool = False) -> Iterator[Drawn | str]:
    """The picture of each place, in their order, or why there is none. `fine`: for a program that reads it.

    Raises:
        DocumentError: the file as a whole cannot be opened.
    """
    # Opened first as for reading: bombs, encrypted and damaged files are told there.
    open_pdf(data, name).__exit__()
    with pypdfium2.PdfDocument(data) as file:
        for place in places:
            try:
                yield _drawn(file, place, FINE if fine else 1.0)
            except (pypdfium2.PdfiumError, ValueError, OSError) as error:
                yield f"Page {place.page} of {name} cannot be drawn ({error})."


def _drawn(file: pypdfium2.PdfDocument, place: Place, finer: float) -> Drawn:
    page, asked = place.page, place.box
    if page is None or asked is None or not 1 <= page <= len(file):
        raise ValueError("the file has no such page")
    sheet = file[page - 1]
    try:
        width, height = sheet.get_size()
        box = Box(x0=max(0, asked.x0), y0=max(0, asked.y0), x1=min(width, asked.x1), y1=min(height, asked.y1))
        wide, high = box.x1 - box.x0, box.y1 - box.y0
        if wide < 1 or high < 1:
            raise ValueError("the place lies outside the page")
        scale = finer * min(SCALE, (MOST_PIXELS / (wide * high)) ** 0.5)
        bitmap = sheet.render(scale=scale, crop=(box.x0, height - box.y1, width - box.x1, box.y0))
        try:
            picture = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
    finally:
        sheet.close()
    return Drawn(box, picture.width, picture.height, _png(picture))


def _png(picture: Image.Image) -> bytes:
    packed = io.BytesIO()
    red, green, blue = picture.split()
    if ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox():
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", compress_level=6)
    else:
        step = 255 // (SHADES - 1)
        grey = red.point([(value + step // 2) // step for value in range(256)])
        grey.putpalette([value * step for value in range(SHADES) for _ in range(3)])
        grey.save(packed, "PNG", bits=4, compress_level=6)
    return packed.getvalue()
