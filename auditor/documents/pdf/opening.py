"""Opening a PDF file: what is wrong with it is said before any work is done."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import pypdfium2

from auditor.documents.pdf.damage import damaged_parts
from auditor.documents.pdf.glyphs import PageUnreadable, PdfPage, open_pages
from auditor.documents.pdf.objects import Survey, TooMuch, survey
from auditor.errors import DocumentError

MOST_PAGES = 2000
"""Pages of one file that are read. Reports have tens, books hundreds; more is a bomb or no release document."""
LONGEST_SIDE = 14_400.0
"""Largest side of a page in points that PDF allows a viewer to show (200 inches)."""
_LONGEST_TEXT = 100
"""Text that reaches over so many widths of its page is no text: PDFium would fill the way with blanks."""
LARGEST_FILE = 300 * 1024 * 1024
_MOST_UNPACKED = 48 * 1024 * 1024
_SAMPLE = 256 * 1024
_SHORT = 16 * 1024
_PICTURE = re.compile(rb"/Subtype\s*/Image|/FontFile|/Length1|/Type1C|/CIDFontType0C|/OpenType")
_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "an RTF text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
)
_HTML = re.compile(rb"\s*<(?:!doctype|html|head|\?xml)", re.I)


@dataclass(frozen=True)
class Metadata:
    """What the file's information dictionary says, as written."""

    title: str
    author: str
    producer: str
    created: str
    language: str = ""


class Source:
    """An open file: its pages, its metadata, and what PDFium lists on each page."""

    def __init__(self, data: bytes, file: pypdfium2.PdfDocument, metadata: Metadata) -> None:
        self.pages = open_pages(data)
        self.metadata = metadata
        self.damaged = damaged_parts(data)
        """How many packed parts of the file do not unpack: what they print may be missing."""
        self._file = file

    def survey(self, page: PdfPage) -> Survey:
        """The objects of a page."""
        ends = [end for run in page.runs for end in (run.x0, run.x1)]
        if ends and max(ends) - min(ends) > _LONGEST_TEXT * page.width:
            raise PageUnreadable(f"Page {page.number} draws more than can be read.")
        outside = any(run.x1 <= 0 or run.x0 >= page.width or run.y1 <= 0 or run.y0 >= page.height for run in page.runs)
        try:
            with self.pages.loaded(page.number) as handle:
                return survey(handle, closely=outside)
        except TooMuch as error:
            raise PageUnreadable(f"Page {page.number} draws more than can be read.") from error

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.pages.close()
        self._file.close()


def open_pdf(data: bytes, name: str) -> Source:
    """The pages and metadata of a file.

    Raises:
        DocumentError: the file is empty, no PDF, cut off, damaged, encrypted, without pages, or beyond the limits.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise DocumentError(f"{name} is empty.", advice="Fetch it again.")
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(
            f"{name} is not a PDF: it is {_kind(data)}.", advice="Give the document itself, under its own extension."
        )
    if len(data) > LARGEST_FILE:
        raise DocumentError(
            f"{name} has {len(data) >> 20} MB; files over {LARGEST_FILE >> 20} MB are not read.",
            advice="Give the pages with results as a file of their own.",
        )
    if _is_bomb(data):
        raise DocumentError(
            f"{name} unpacks to more than {_MOST_UNPACKED >> 20} MB of drawing; it is not read.",
            advice="Print it anew from its source.",
        )
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _why(error, data, name) from error
    try:
        count = len(file)
        if count == 0:
            cut = not _finished(data)
            raise DocumentError(f"{name} {'is cut off: it' if cut else ''} has no pages.", advice="Fetch it again.")
        if count > MOST_PAGES:
            raise DocumentError(
                f"{name} has {count} pages; documents over {MOST_PAGES} pages are not read.",
                advice="Give the pages with results as a file of their own.",
            )
        entries = file.get_metadata_dict()
        return Source(data, file, Metadata(*(_tidy(entries.get(key)) for key in _ENTRIES)))
    except BaseException:
        file.close()
        raise


_ENTRIES = ("Title", "Author", "Producer", "CreationDate")


def _tidy(text: str | None) -> str:
    return " ".join((text or "").replace("\x00", "").split())


def _is_bomb(data: bytes) -> bool:
    """Whether a packed stream other than a picture would unpack to far more than any page draws.

    Only the first part of long streams is unpacked: what packs a hundred times smaller goes on like that.
    """
    at = 0
    while (at := data.find(b"stream", at)) >= 0:
        start = at + 6
        at = start
        if data[start - 9 : start - 6] == b"end" or data[start : start + 1] not in (b"\r", b"\n"):
            continue
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        at = end
        if end - start < _SHORT or _PICTURE.search(data, max(0, start - 400), start):
            continue
        machine = zlib.decompressobj()
        piece = data[start : min(end, start + _SAMPLE)]
        try:
            unpacked = len(machine.decompress(piece, _SAMPLE))
        except zlib.error:
            continue
        used = len(piece) - len(machine.unconsumed_tail)
        if used and unpacked / used * (end - start) > _MOST_UNPACKED:
            return True
    return False


def _kind(data: bytes) -> str:
    for start, kind in _KINDS:
        if data.startswith(start):
            return kind
    if _HTML.match(data[:512]):
        return "an HTML page"
    return "text" if b"\x00" not in data[:4096] else "data of another kind"


def _finished(data: bytes) -> bool:
    return b"%%EOF" in data[-2048:]


def _why(error: pypdfium2.PdfiumError, data: bytes, name: str) -> DocumentError:
    reason = str(error).lower()
    # PDFium asks for a password of some damaged files too: only what says that it is encrypted is.
    if "password" in reason and b"/Encrypt" in data:
        return DocumentError(
            f"{name} is encrypted and needs a password.", advice="Save a copy without a password and give that."
        )
    if "security" in reason:
        return DocumentError(
            f"{name} is encrypted in a way that cannot be opened.",
            advice="Save a copy without protection and give that.",
        )
    if not _finished(data):
        return DocumentError(f"{name} is cut off: the end of the file is missing.", advice="Fetch it again.")
    return DocumentError(
        f"{name} is damaged and cannot be opened as a PDF.", advice="Fetch it again, or print it anew from its source."
    )
