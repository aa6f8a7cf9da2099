"""A page of a PDF as a picture, for readers that see."""

from __future__ import annotations

import io

from auditor.errors import DocumentError

LONGEST_SIDE = 1600
"""Pixels."""


def page_png(data: bytes, page: int) -> bytes:
    """A page (1-based) as a PNG, its longer side 1600 pixels. Raises DocumentError where it cannot be drawn."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        try:
            sheet = pdf[page - 1]
            image = sheet.render(scale=LONGEST_SIDE / max(sheet.get_size())).to_pil()
        finally:
            pdf.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise DocumentError(f"Page {page} cannot be drawn: {error}") from error
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
