"""PDF documents: tables, figures and text in reading order, and what could not be read."""

from __future__ import annotations

import hashlib

from auditor.documents.pdf import layout
from auditor.documents.pdf.glyphs import PageUnreadable, PdfPage
from auditor.documents.pdf.lines import Line, runs_of, segments, turned
from auditor.documents.pdf.opening import open_pdf
from auditor.documents.pdf.profile import Sheet, drop_running, profile
from auditor.documents.pdf.text import Draft, drafts, join_over_breaks, set_levels
from auditor.records import Block, Document, Place, Unread


def read_pdf(data: bytes, name: str) -> Document:
    """The document in a PDF file.

    A page or part that cannot be read is in `unread` with the reason.

    Raises:
        DocumentError: the file as a whole cannot be read (empty, no PDF, cut off, encrypted, without pages, too large).
    """
    pages, metadata = open_pdf(data, name)
    unread: list[Unread] = []
    sheets: list[Sheet] = []
    with pages:
        for page in pages:
            try:
                lines = _lines(page)
            except PageUnreadable as error:
                unread.append(Unread(what="page", reason=str(error), place=Place(page=page.number)))
                continue
            sheets.append(Sheet(page.number, page.width, page.height, lines))
    drop_running(sheets)
    usual = profile(sheets)
    blocks: list[Draft] = []
    for sheet in sheets:
        middle = layout.gutter(sheet.lines)
        lines = layout.rows(sheet.lines, middle)
        if not lines:
            continue
        right = sorted(line.x1 for line in lines)[int(0.95 * (len(lines) - 1))]
        found = drafts(lines, usual, page=sheet.number, edges=(right, middle))
        blocks += layout.in_order(found, middle)
    blocks = join_over_breaks(blocks, usual)
    set_levels(blocks)
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=f"doc-{digest[:16]}",
        name=name,
        sha256=digest,
        media_type="application/pdf",
        title=metadata.title or None,
        pages=len(sheets),
        blocks=tuple(
            Block(kind=b.kind, order=i, text=b.text, place=b.place, level=b.level, label=b.label, caption=b.caption)
            for i, b in enumerate(blocks)
        ),
        unread=tuple(unread),
    )


def _lines(page: PdfPage) -> list[Line]:
    runs = list(page.runs)
    if page.rotation or turned(runs):
        runs = runs_of(page.glyphs)
    lines = segments(runs)
    for line in lines:
        line.page = page.number
    return lines
