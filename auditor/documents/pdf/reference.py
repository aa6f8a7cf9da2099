"""The reference engine: another hand than the fast one, slow, and exact on turned text."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pdfplumber

from auditor.documents.pdf.engines import (
    DESCENT,
    LIGATURES,
    RGB,
    Area,
    Glyph,
    Picture,
    Run,
    Size,
    Stroke,
    bold_name,
    box_or_line,
    segment,
)


class Reference:
    """pdfplumber: slow, by another hand, and exact on turned text."""

    def __init__(self, file: io.BytesIO) -> None:
        self._document = pdfplumber.open(file)

    def close(self) -> None:
        # It reads all pages anew to close them, and a damaged one must not cost what was read.
        with contextlib.suppress(Exception):
            self._document.close()

    def _place(self, page: Any, size: Size) -> tuple[float, float]:
        """What to take off: pdfplumber counts from the media box, already turned."""
        media = page.mediabox
        x0, y0, x1, y1 = size.crop
        if size.rotation == 90:
            return y0 - media[1], x0 - media[0]
        if size.rotation == 180:
            return media[2] - x1, y0 - media[1]
        if size.rotation == 270:
            return media[3] - y1, media[2] - x1
        return x0 - media[0], media[3] - y1

    def glyphs(self, index: int, size: Size) -> tuple[Glyph, ...]:
        page = self._document.pages[index]
        left, top = self._place(page, size)
        out = []
        for item in page.chars:
            text = item["text"]
            if not text.strip() or text.startswith("(cid:"):
                continue
            a, b = item["matrix"][:2]
            em = item["size"]
            x0, y0, x1, y1 = item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top
            angle = 0
            if abs(b) > abs(a):
                angle = 90 if b > 0 else 270
                em = x1 - x0
            elif a < 0:
                angle = 180
            base = {0: y1 - 0.22 * em, 180: y0 + 0.22 * em, 90: x1 - 0.22 * em, 270: x0 + 0.22 * em}[angle]
            font = item["fontname"]
            char = LIGATURES.get(text) or str(text)
            out.append(
                Glyph(char, x0, y0, x1, y1, base, em, font, bold_name(font), _rgb(item["non_stroking_color"]), angle)
            )
        page.close()
        return tuple(out)

    def runs(self, index: int, size: Size) -> tuple[Run, ...]:
        """Here a run is a word: this engine gives nothing longer that is safe."""
        page = self._document.pages[index]
        left, top = self._place(page, size)
        words = page.extract_words(x_tolerance_ratio=0.17, extra_attrs=["fontname", "size", "non_stroking_color"])
        out = []
        for word in words:
            em, font = word["size"], word["fontname"]
            x0, y0, x1, y1 = word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top
            ink = _rgb(word["non_stroking_color"])
            out.append(Run(word["text"], x0, y0, x1, y1, y1 - DESCENT * em, em, font, bold_name(font), ink))
        page.close()
        return tuple(out)

    def drawings(self, index: int, size: Size) -> tuple[tuple[Stroke, ...], tuple[Area, ...]]:
        page = self._document.pages[index]
        left, top = self._place(page, size)
        strokes: list[Stroke] = []
        areas: list[Area] = []
        for item in page.lines:
            ends = (item["x0"] - left, item["top"] - top), (item["x1"] - left, item["bottom"] - top)
            segment(strokes, *ends, item.get("linewidth") or 0.5, _rgb(item.get("stroking_color")))
        for item in page.rects:
            box = (item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top)
            fill = _rgb(item.get("non_stroking_color")) if item.get("fill") else None
            ink = _rgb(item.get("stroking_color")) if item.get("stroke") else None
            box_or_line(strokes, areas, *box, fill, ink, item.get("linewidth") or 0.5)
        page.close()
        return tuple(strokes), tuple(areas)

    def pictures(self, index: int, size: Size) -> tuple[Picture, ...]:
        page = self._document.pages[index]
        left, top = self._place(page, size)
        boxes = tuple(
            Picture(item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top)
            for item in page.images
        )
        page.close()
        return boxes


def _rgb(colour: Any) -> RGB:
    """pdfplumber gives grey, RGB or CMYK numbers, or a pattern's name."""
    numbers = (
        [float(part) for part in colour if isinstance(part, int | float)] if isinstance(colour, list | tuple) else []
    )
    if isinstance(colour, int | float):
        numbers = [float(colour)]
    if len(numbers) == 1:
        return (numbers[0], numbers[0], numbers[0])
    if len(numbers) == 3:
        return (numbers[0], numbers[1], numbers[2])
    if len(numbers) == 4:
        c, m, y, k = numbers
        return ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    return (0.0, 0.0, 0.0)
