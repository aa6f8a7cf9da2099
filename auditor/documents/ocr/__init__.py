"""Tables that are only pictures, read by a program where one is installed and asked for: proposals, marked as such.

A picture becomes a block of kind `picture` with a grid where two and more reads of it agree; what they do not agree on
is no value, and the picture stays listed among what could not be read with the reason.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from auditor.documents.ocr.pictures import Shown, pictures_of
from auditor.documents.ocr.program import NoReader, Unclear
from auditor.documents.ocr.reads import read
from auditor.documents.ocr.tables import PicturedTable, find_tables, with_cells
from auditor.records import Block, BlockKind, Document, Grid, Place, Unread

__all__ = ["NoReader", "with_pictures"]

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
"""Others are drawings that a program would have to be run for, or not met in documents."""
MOST = 60
"""Pictures of one document that are read: each takes seconds."""


def with_pictures(document: Document, data: bytes, path: Path) -> Document:
    """The document with what can be read in its pictures. `path`: where it lies, for pictures that lie beside it.

    Raises:
        NoReader: there is no program that reads pictures.
    """
    added: list[tuple[int, Block]] = []
    unread: list[Unread] = []
    tried = 0
    for one in document.unread:
        if one.what not in ("picture", "page"):
            unread.append(one)
            continue
        tables: list[PicturedTable] = []
        why = ""
        for shown in pictures_of(document, one, data, path) if tried < MOST else ():
            tried += 1
            if isinstance(shown, str):
                why = shown
                continue
            try:
                made = find_tables(read(_opened(shown)), shown.place)
            except Unclear as error:
                why = error.message
                continue
            tables += made
            added += [(_after(document, one), _block(table, shown, one, document)) for table in made]
        unread += _left(one, tables, why)
    return document.model_copy(update={"blocks": _merged(document, added), "unread": tuple(unread)})


def _opened(shown: Shown) -> Image.Image:
    try:
        picture: Image.Image = Image.open(io.BytesIO(shown.data), formats=_FORMATS)
        if picture.width * picture.height > 40_000_000:
            raise Unclear("The picture is too large to be read.")
        if picture.mode in ("RGBA", "LA", "P"):
            # Print on a transparent ground is meant for white paper.
            picture = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        return picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unclear(f"The picture file cannot be opened ({error}).") from error


def _block(table: PicturedTable, shown: Shown, one: Unread, document: Document) -> Block:
    label = table.label or (one.label if len(one.label) < 40 else "")
    caption = table.caption or next(
        (b.caption or b.text for b in document.blocks if label and b.label == label and (b.caption or b.text)), ""
    )
    box = shown.place(table.box)
    place = one.place.model_copy(update={"box": box}) if one.place.page is not None else one.place
    return Block(
        kind=BlockKind.picture, order=0, place=place, grid=_in_place(table, one.place), label=label, caption=caption
    )


def _in_place(table: PicturedTable, place: Place) -> Grid:
    cells = tuple(
        cell.model_copy(
            update={"place": place.model_copy(update={"box": cell.place.box if place.page is not None else None})}
        )
        for cell in table.grid.cells
    )
    return with_cells(table.grid, cells)


def _left(one: Unread, tables: list[PicturedTable], why: str) -> Iterator[Unread]:
    """What stays unread of a picture."""
    if not tables:
        tail = f" {why}" if why else " Text recognition found no table in it that could be trusted."
        yield one.model_copy(update={"reason": f"{one.reason}{tail}"})
        return
    values, dropped = sum(t.values for t in tables), sum(t.dropped for t in tables)
    if dropped:
        reason = f"{dropped} of {values} numbers recognised in the picture are not sure and are left out."
        yield one.model_copy(update={"reason": reason})


def _after(document: Document, one: Unread) -> int:
    """How many blocks of the document stand before a picture."""
    before = 0
    for number, block in enumerate(document.blocks, 1):
        here, there = block.place, one.place
        if there.page is not None and here.page is not None:
            top = there.box.y0 if there.box else 0.0
            if here.page < there.page or (here.page == there.page and here.box is not None and here.box.y0 <= top):
                before = number
        elif there.line is not None and here.line is not None and here.line <= there.line:
            before = number
    return before


def _merged(document: Document, added: list[tuple[int, Block]]) -> tuple[Block, ...]:
    """The blocks in reading order; each new one takes section and placement of the block before it."""
    out: list[Block] = []
    for number in range(len(document.blocks) + 1):
        for at, block in added:
            if at == number:
                beside = out[-1] if out else None
                if beside is not None:
                    under = (beside.text,) if beside.kind is BlockKind.heading else ()
                    known = {"section": (*beside.section, *under), "placement": beside.placement}
                    block = block.model_copy(update=known)
                out.append(block)
        if number < len(document.blocks):
            out.append(document.blocks[number])
    return tuple(
        block if block.order == order else block.model_copy(update={"order": order}) for order, block in enumerate(out)
    )
