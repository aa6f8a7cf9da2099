"""PDF documents: tables, figures and text in reading order, and what could not be read."""

from __future__ import annotations

import hashlib

from auditor import collecting
from auditor.documents import outline
from auditor.documents.pdf.opening import open_pdf
from auditor.documents.pdf.reading import Reading
from auditor.documents.pdf.rejoining import rejoined
from auditor.documents.pdf.text import Draft
from auditor.documents.quarantine import Quarantine, named
from auditor.errors import DocumentError
from auditor.records import Block, BlockKind, Document, Place

__all__ = ["read_pdf"]

_MOST_BLOCKS = 100_000


def read_pdf(data: bytes, name: str) -> Document:
    """The document in a PDF file.

    A page, table or figure that cannot be read is in `unread` with the reason.

    Raises:
        DocumentError: the file as a whole cannot be read (empty, no PDF, cut off, encrypted, without pages, too large).
    """
    with collecting.rarely(), open_pdf(data, name) as source:
        reading = Reading(source)
        reading.take_pages()
        reading.take_blocks()
    apart = Quarantine()
    blocks = apart.blocks([_block(draft) for draft in reading.drafts[:_MOST_BLOCKS]])
    if not blocks and not reading.unread and not reading.hidden and not apart.hidden:
        raise DocumentError(f"{name} has no readable content.", advice="Print it anew from its source.")
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=f"doc-{digest[:16]}",
        name=name,
        sha256=digest,
        media_type="application/pdf",
        title=(apart.text(reading.title, Place()) or None) if reading.title else None,
        publisher=(apart.text(reading.publisher, Place()) or None) if reading.publisher else None,
        published=reading.published,
        pages=len(source.pages),
        language=source.metadata.language or None,
        blocks=outline.finish(rejoined(blocks)),
        unread=tuple(apart.unread(reading.unread)),
        hidden=named([*reading.hidden, *apart.hidden]),
    )


def _block(draft: Draft) -> Block:
    return Block(
        kind=draft.kind,
        order=0,
        text=draft.text,
        place=draft.place,
        level=draft.level if draft.kind is BlockKind.heading else None,
        grid=draft.grid,
        label=draft.label,
        caption=draft.caption,
        footnotes=draft.footnotes,
        continues=draft.continues,
        turns=tuple(draft.turns),
    )
