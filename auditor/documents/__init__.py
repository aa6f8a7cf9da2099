"""Files to `Document`s: Markdown, HTML, plain text, PDF, Word, Excel, notebooks and separated values, told apart by
their content."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from auditor import patience
from auditor.errors import AuditorError, DocumentError
from auditor.records import Document

__all__ = ["expand", "load", "read", "read_each", "shown"]

SUFFIXES = frozenset(
    {".md", ".markdown", ".mdx", ".mkd", ".html", ".htm", ".xhtml", ".pdf", ".txt", ".text", ".rst", ".docx", ".xlsx"}
    | {".ipynb"}
)
"""What is taken from a folder; a file that is named outright is judged by its content. Separated values in a folder
are more often data than a document."""
READERS = {
    "pdf": ("auditor.documents.isolation", "read_pdf_apart"),
    "html": ("auditor.documents.html", "read_html"),
    "docx": ("auditor.documents.docx", "read_docx"),
    "xlsx": ("auditor.documents.xlsx", "read_xlsx"),
    "ipynb": ("auditor.documents.notebook", "read_notebook"),
    "csv": ("auditor.documents.delimited", "read_delimited"),
}
"""Kind → module and function; loaded only when a file of that kind is met."""
KINDS = "Documents are Markdown, HTML, PDF, Word and Excel files, notebooks, plain text, or CSV files named outright."
_PACKED = {
    "slides": ("is a slide file", "Export it as a PDF."),
    "opendocument": ("is an OpenDocument file", "Save it as .docx, .xlsx or PDF."),
    "epub": ("is an electronic book", "Export it as HTML or PDF."),
    "xlsb": ("is a binary Excel file", "Save it as .xlsx."),
    "": ("is an archive", "Unpack it and name the documents in it."),
}
_LEAD = 4096
LARGEST_FILE = 300 * 1024 * 1024
"""Bytes of one file that are read at all; the readers have their own, smaller bounds."""


def read(path: Path, data: bytes | None = None, *, ocr: bool = False) -> Document:
    """The document in a file; what it is, is told from its content first and its name second.

    `data` is what `load` gave for the file, where it was loaded before. `ocr`: tables that are only pictures are read
    too, as far as a program for it is sure.

    Raises `DocumentError` for files that are missing, empty, truncated, encrypted, binary or of an unknown kind, and
    for those that a reader fails on: one file never costs the others of its release.
    """
    path = Path(path)
    data = load(path) if data is None else data
    name = shown(path.name)
    try:
        with patience.at_most():
            document = _read(data, name)
        if ocr and document.unread:
            from auditor.documents.ocr import with_pictures

            document = with_pictures(document, data, path)
        return document
    except AuditorError:
        raise
    except patience.OutOfTime as error:
        raise DocumentError(
            f"{name} cannot be read: it takes {error}.", advice="Cut it down to the part with the results."
        ) from error
    except Exception as error:
        raise DocumentError(
            f"{name} cannot be read: its reader failed ({type(error).__name__}: {str(error)[:200]}).",
            advice="Save it anew or in another format; please report it with the file if you can.",
        ) from error


def load(path: Path) -> bytes:
    """The bytes of a file, at most `LARGEST_FILE`.

    Raises `DocumentError` for what is missing, too large, or no file: folders, pipes, devices.
    """
    name = shown(path)
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(path)
            raise DocumentError(
                f"{name} is a folder.", advice="Name its files, or give the folder to a command that takes folders."
            )
        if not stat.S_ISREG(mode):
            # A pipe nobody writes to would wait for ever, a device may never end.
            raise DocumentError(f"{name} is a pipe or a device, not a file.", advice="Save it to a file and give that.")
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DocumentError(f"{name} cannot be read: {said}.", advice="Check the path and its permissions.") from error
    if len(data) > LARGEST_FILE:
        raise DocumentError(
            f"{name} is larger than {LARGEST_FILE >> 20} MB.",
            advice="Give the pages with results as a file of their own.",
        )
    return data


def shown(path: Path | str) -> str:
    """A path as text; bytes of a file name that are no UTF-8 become replacement characters."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _read(data: bytes, name: str) -> Document:
    kind = _kind(data, name)
    if kind in READERS:
        module, function = READERS[kind]
        document: Document = getattr(import_module(module), function)(data, name)
        return document
    from auditor.documents.markdown import read_markdown

    suffix = Path(name).suffix.lower()
    return read_markdown(data, name, "text/plain" if suffix in {".txt", ".text"} else "text/markdown")


def read_each(paths: Sequence[Path], *, workers: int = 1, ocr: bool = False) -> Iterator[Document | DocumentError]:
    """The documents of files, or why each cannot be read, in the order of the paths whatever `workers` is.

    `workers`: how many files are read at the same time. Only PDFs gain by more than one. `ocr`: see `read`.
    """

    def attempt(path: Path) -> Document | DocumentError:
        try:
            return read(path, ocr=ocr)
        except DocumentError as error:
            return error

    if workers < 2 or len(paths) < 2:
        yield from map(attempt, paths)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(workers, len(paths))) as pool:
        try:
            yield from pool.map(attempt, paths)
        finally:
            pool.shutdown(cancel_futures=True)


def expand(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Files as they are, folders as the documents in them: walked in sorted order, hidden files and folders left
    out, links to folders not followed, each file once. A folder that cannot be opened stands for itself, so that
    reading it says why.

    Raises `DocumentError` for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if os.path.isdir(path):
            found.update(dict.fromkeys(_walked(path)))
            continue
        try:
            os.lstat(path)
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise DocumentError(f"{shown(path)} does not exist.", advice="Check the path.") from error
        except OSError:
            pass  # Reading it says why.
        found[path] = None
    return tuple(found)


def _walked(folder: Path) -> list[Path]:
    found: list[Path] = []
    closed: list[Path] = []
    for inside, folders, files in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        # What a browser saves beside a page belongs to the page: frames and scripts, no documents.
        saved = {f"{Path(name).stem}_files" for name in files if name.lower().endswith((".html", ".htm"))}
        folders[:] = [name for name in folders if not name.startswith(".") and name not in saved]
        for name in files:
            path = Path(inside, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and os.path.isfile(path):
                found.append(path)
    return sorted(found + closed)


def _kind(data: bytes, name: str) -> str:
    """A kind in `READERS` or `markdown`; binary files are refused by the reader that meets them."""
    lead = data[:_LEAD]
    if lead.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return _office(data, name)
    if b"%PDF-" in lead[:1024]:
        return "pdf"
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf" and not _is_text(data):
        wrong = (
            "is empty"
            if not data.strip(b"\x00 \r\n\t")
            else ("is named as a PDF but is none, or its beginning is missing")
        )
        raise DocumentError(f"{name} {wrong}.", advice="Download it again.")
    # UTF-16 has a zero byte beside every Latin letter.
    text = lead.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")) or (text.startswith(b"<?xml") and b"<html" in text):
        return "html"
    if text.startswith(b"{") and (suffix == ".ipynb" or (b'"nbformat"' in data and b'"cells"' in data)):
        return "ipynb"
    if suffix in {".csv", ".tsv", ".tab"}:
        return "csv"
    return "html" if suffix in {".html", ".htm", ".xhtml"} else "markdown"


def _office(data: bytes, name: str) -> str:
    """What a zip archive or an old Office file is; those that cannot be read are refused with the way out."""
    from auditor.documents.archive import OLE, Archive

    if data.startswith(OLE):
        raise DocumentError(
            f"{name} is an encrypted or an old Office file.",
            advice="Save it as .docx or .xlsx without a password, or as PDF.",
        )
    with Archive(data, name) as archive:
        kind = archive.kind()
    if kind not in READERS:
        what, advice = _PACKED[kind]
        raise DocumentError(f"{name} {what}.", advice=advice)
    return kind


def _is_text(data: bytes) -> bool:
    try:
        return bool(data.decode("utf-8").strip("\x00 \r\n\t")) and b"\x00" not in data
    except UnicodeDecodeError:
        return False
