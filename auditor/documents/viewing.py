"""What a reader should see of a document: pictures of the tables and passages that findings stand on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from auditor import documents
from auditor.errors import DocumentError
from auditor.records import Block, BlockKind, Box, Document, Dossier, Evidence, EvidenceKind, Finding, Picture, Place

MOST_BYTES = 2_900_000
"""Bytes of all pictures of an audit: as text in a page they take a third more, and a page should stay under 5 MB."""
MOST_PICTURES = 150
NEAR = 60.0
"""A caption or note at most so many points from its table is shown with it."""
ROOM = 6.0
"""Points of paper left around a table."""
MARGIN = 2.0
"""And around a passage, whose next line is not far."""
TALLEST_PASSAGE = 160.0
"""Of a longer paragraph only the lines around the evidence are shown."""


def take_pictures(dossier: Dossier, findings: Iterable[Finding], paths: Sequence[Path]) -> tuple[Picture, ...]:
    """The pictures for the findings, in the order of the findings; where one cannot be had, the reason.

    `paths`: files and folders with the documents. Only what is still the document that was read is drawn.
    """
    wanted = places_of(dossier, findings)
    files = documents.expand(paths) if wanted else ()
    drawn: dict[tuple[str, Place], Picture] = {}
    for document in dossier.documents:
        places = [place for id, place in wanted if id == document.id]
        if places:
            pictures = _drawn(document, places, files)
            drawn.update(zip(((document.id, place) for place in places), pictures, strict=True))
    return _fitting([drawn[key] for key in wanted])


def places_of(dossier: Dossier, findings: Iterable[Finding]) -> tuple[tuple[str, Place], ...]:
    """(Document id, place) of each table and passage with evidence on a page, most important first, each once."""
    found: dict[tuple[str, Place], None] = {}
    by_page: dict[tuple[str, int], list[Block]] = {}
    for document in dossier.documents:
        for block in document.blocks:
            if block.place.page is not None:
                by_page.setdefault((document.id, block.place.page), []).append(block)
    for finding in findings:
        for evidence in finding.evidence:
            place = _view(dossier, evidence, by_page)
            if place:
                found[place] = None
    return tuple(found)[:MOST_PICTURES]


def _view(
    dossier: Dossier, evidence: Evidence, by_page: Mapping[tuple[str, int], Sequence[Block]]
) -> tuple[str, Place] | None:
    spot = _spot(dossier, evidence)
    if spot is None:
        return None
    document, place, order = spot
    if place.page is None or place.box is None:
        return None
    beside = by_page.get((document, place.page), ())
    block = next((one for one in beside if one.order == order), None) if order is not None else None
    block = block or next((one for one in beside if one.place.box and _holds(one.place.box, place.box)), None)
    if block is not None and block.grid is not None:
        return document, Place(page=place.page, box=_table(block, place.page, beside))
    box = place.box
    if block is not None and block.place.box and block.place.page == place.page:
        whole = block.place.box
        if whole.y1 - whole.y0 <= TALLEST_PASSAGE:
            box = _around(box, whole)
        else:
            box = Box(x0=min(box.x0, whole.x0), y0=box.y0 - 24, x1=max(box.x1, whole.x1), y1=box.y1 + 24)
    return document, Place(page=place.page, box=_roomy(box, MARGIN))


def _spot(dossier: Dossier, evidence: Evidence) -> tuple[str, Place, int | None] | None:
    """The document, place and block of evidence; of a blank, which has no ink, the place of its table."""
    if evidence.kind is EvidenceKind.claim:
        try:
            claim = dossier.claim(evidence.ref).claim
        except KeyError:
            return None
        return claim.document, claim.place, claim.block
    if evidence.kind is EvidenceKind.blank:
        id, order, row, column = evidence.ref.rsplit(":", 3)
        try:
            block = dossier.block(id, int(order))
        except (KeyError, IndexError):
            return None
        cell = block.grid.at(int(row), int(column)) if block.grid else None
        place = cell.place if cell and cell.place.box else evidence.place
        return id, place if place.box else block.place, int(order)
    if evidence.kind is EvidenceKind.text and evidence.document:
        return evidence.document, evidence.place, None
    return None


def _table(block: Block, page: int, beside: Sequence[Block]) -> Box:
    """The table with its caption and notes, as far as they stand on the page and near."""
    assert block.grid is not None
    boxes = [cell.place.box for cell in block.grid.cells if cell.place.page == page and cell.place.box]
    if block.place.page == page and block.place.box:
        boxes.append(block.place.box)
    box = _around(*boxes)
    for other in beside:
        near = other.place.box is not None and _apart(box, other.place.box) <= NEAR
        if near and other.kind is BlockKind.caption and other.text and _captions(other, block):
            box = _around(box, other.place.box)
    for note in block.footnotes:
        if note.place.page == page and note.place.box and 0 <= note.place.box.y0 - box.y1 <= NEAR:
            box = _around(box, note.place.box)
    return _roomy(box, ROOM)


def _captions(caption: Block, block: Block) -> bool:
    if block.label:
        return caption.label == block.label or caption.text.startswith(block.label)
    return bool(block.caption) and block.caption[:60] in caption.text


def _drawn(document: Document, places: Sequence[Place], files: Iterable[Path]) -> list[Picture]:
    from auditor.documents.isolation import draw_apart

    try:
        data = _data(document, files)
    except DocumentError as error:
        return [Picture(document=document.id, place=place, missing=error.message) for place in places]
    return [
        Picture(document=document.id, place=place, missing=one)
        if isinstance(one, str)
        else Picture(
            document=document.id,
            place=Place(page=place.page, box=one.box),
            width=one.width,
            height=one.height,
            data=one.png,
        )
        for place, one in zip(places, draw_apart(data, document.name, places), strict=True)
    ]


def _data(document: Document, files: Iterable[Path]) -> bytes:
    named = [file for file in files if documents.shown(file.name) == document.name]
    for file in named:
        data = documents.load(file)
        if hashlib.sha256(data).hexdigest() == document.sha256:
            return data
    raise DocumentError(f"{document.name} {'has changed since it was read' if named else 'is not at hand'}.")


def _fitting(pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """The pictures as far as there is room for them, those of lesser findings given up first."""
    kept = []
    size = 0
    for picture in pictures:
        size += len(picture.data or b"")
        if picture.data and size > MOST_BYTES:
            size -= len(picture.data)
            reason = f"Left out: the pictures of more important findings fill the {MOST_BYTES / 1e6:.1f} MB there are."
            picture = Picture(document=picture.document, place=picture.place, missing=reason)
        kept.append(picture)
    return tuple(kept)


def _around(*boxes: Box | None) -> Box:
    there = [box for box in boxes if box]
    return Box(
        x0=min(box.x0 for box in there),
        y0=min(box.y0 for box in there),
        x1=max(box.x1 for box in there),
        y1=max(box.y1 for box in there),
    )


def _roomy(box: Box, room: float) -> Box:
    return Box(x0=max(0, box.x0 - room), y0=max(0, box.y0 - room), x1=box.x1 + room, y1=box.y1 + room)


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _apart(one: Box, other: Box) -> float:
    """Points of height between two boxes that overlap sideways; far where they do not."""
    if other.x1 < one.x0 or other.x0 > one.x1:
        return float("inf")
    return max(0, one.y0 - other.y1, other.y0 - one.y1)
