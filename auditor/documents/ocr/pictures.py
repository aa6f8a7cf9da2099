"""The picture behind a thing that could not be read: part of a page, or a file beside the document."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from auditor.documents import docx
from auditor.records import Box, Document, Place, Unread

_LARGEST = 40 << 20
"""Bytes of a picture file."""
_LINES = 3
"""A picture's address stands within so many lines of its place."""
_ADDRESS = re.compile(
    r"!\[[^\]]*\]\(\s*<?(?P<markdown>[^)\s>]+)|<img\b[^>]*?\ssrc\s*=\s*[\"']?(?P<html>[^\"'\s>]+)", re.I | re.S
)
_INLINE = re.compile(r"data:image/[\w.+-]+;base64,(?P<body>[\w+/=\s%]+)", re.I)
_KINDS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"})


@dataclass(frozen=True)
class Shown:
    """A picture file, and where its pixels stand."""

    data: bytes
    place: Callable[[Box], Box]
    """From pixels of the picture to points of the page; pixels stay pixels for a file of its own."""


def pictures_of(document: Document, one: Unread, data: bytes, path: Path) -> Iterator[Shown | str]:
    """The pictures of a thing that was not read, or why there is none at hand."""
    if one.place.page is not None:
        yield _of_page(document, one, data)
    elif document.media_type == docx.MEDIA_TYPE and one.place.line is not None:
        yield from _of_word(document, one, one.place.line, data)
    elif one.place.line is not None:
        yield from _of_line(data, one.place.line, path)
    else:
        yield "Pictures inside this kind of file are not read."


def _of_page(document: Document, one: Unread, data: bytes) -> Shown | str:
    from auditor.documents.isolation import draw_apart

    if one.place.box is None:
        return "Where the picture stands is not known."
    (drawn,) = draw_apart(data, document.name, [Place(page=one.place.page, box=one.place.box)], fine=True)
    if isinstance(drawn, str):
        return drawn
    across = (drawn.box.x1 - drawn.box.x0) / drawn.width
    down = (drawn.box.y1 - drawn.box.y0) / drawn.height
    left, top = drawn.box.x0, drawn.box.y0

    def place(box: Box) -> Box:
        return Box(
            x0=round(left + box.x0 * across, 2),
            y0=round(top + box.y0 * down, 2),
            x1=round(left + box.x1 * across, 2),
            y1=round(top + box.y1 * down, 2),
        )

    return Shown(drawn.png, place)


def _of_word(document: Document, one: Unread, line: int, data: bytes) -> Iterator[Shown | str]:
    here = docx.pictures_at(data, document.name, line)
    named = [picture for described, picture in here if described and described in one.label]
    for picture in named or [picture for _, picture in here]:
        yield Shown(picture, lambda box: box)
    if not here:
        yield "The picture is not in the file."


def _of_line(data: bytes, line: int, path: Path) -> Iterator[Shown | str]:
    lines = data.decode("utf-8", "replace").split("\n")
    text = "\n".join(lines[max(0, line - 1) : line - 1 + _LINES])
    addresses = [unquote(match["markdown"] or match["html"]) for match in _ADDRESS.finditer(text)][:1]
    for address in addresses:
        inline = _INLINE.match(address)
        if inline:
            try:
                yield Shown(base64.b64decode(inline["body"], validate=False), lambda box: box)
            except binascii.Error:
                yield "The picture in the text is damaged."
        else:
            yield _beside(address, path)
    if not addresses:
        yield "The picture's address was not found."


def _beside(address: str, path: Path) -> Shown | str:
    """A picture file in the document's folder or below; nothing else is opened for a document."""
    if re.match(r"[a-z][a-z\d+.-]*:|//", address, re.I):
        return "The picture is not at hand: it lies on the web."
    folder = path.resolve().parent
    file = (folder / re.split(r"[?#]", address)[0].lstrip("/")).resolve()
    if not file.is_relative_to(folder) or file.suffix.lower() not in _KINDS:
        return "The picture is not at hand: it lies outside the document's folder, or is of another kind."
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return "The picture is not at hand, or too large."
        return Shown(file.read_bytes(), lambda box: box)
    except OSError as error:
        return f"The picture cannot be opened ({error.strerror})."
