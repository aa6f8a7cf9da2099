"""Files to `Document`s: Markdown, HTML, plain text and PDF, told apart by their content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.errors import DocumentError
from auditor.records import Document

__all__ = ["expand", "read", "read_each"]

SUFFIXES = frozenset({".md", ".markdown", ".mdx", ".mkd", ".html", ".htm", ".xhtml", ".pdf", ".txt", ".text", ".rst"})
"""What is taken from a folder; a file that is named outright is judged by its content."""
_LEAD = 4096


def read(path: Path) -> Document:
    """The document in a file; what it is, is told from its content first and its name second.

    Raises `DocumentError` for files that are missing, empty, truncated, encrypted, binary or of an unknown kind.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise DocumentError(
            f"{path} is a folder.", advice="Name its files, or give the folder to a command that takes folders."
        ) from error
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}.") from error
    kind = _kind(data, path)
    if kind == "pdf":
        from auditor.documents.isolation import read_pdf_apart

        return read_pdf_apart(data, path.name)
    if kind == "html":
        from auditor.documents.html import read_html

        return read_html(data, path.name)
    from auditor.documents.markdown import read_markdown

    return read_markdown(data, path.name, "text/plain" if path.suffix.lower() in {".txt", ".text"} else "text/markdown")


def read_each(paths: Sequence[Path], *, workers: int = 1) -> Iterator[Document | DocumentError]:
    """The documents of files, or why each cannot be read, in the order of the paths whatever `workers` is.

    `workers`: how many files are read at the same time. Only PDFs gain by more than one.
    """

    def attempt(path: Path) -> Document | DocumentError:
        try:
            return read(path)
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
    out, each file once.

    Raises `DocumentError` for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
                if not hidden and inner.suffix.lower() in SUFFIXES and inner.is_file():
                    found[inner] = None
        elif path.exists():
            found[path] = None
        else:
            raise DocumentError(f"{path} does not exist.", advice="Check the path.")
    return tuple(found)


def _kind(data: bytes, path: Path) -> str:
    """`pdf`, `html` or `markdown`; binary files are refused by the reader that meets them."""
    lead = data[:_LEAD]
    if b"%PDF-" in lead[:1024]:
        return "pdf"
    suffix = path.suffix.lower()
    if suffix == ".pdf" and not _is_text(data):
        wrong = (
            "is empty"
            if not data.strip(b"\x00 \r\n\t")
            else ("is named as a PDF but is none, or its beginning is missing")
        )
        raise DocumentError(f"{path.name} {wrong}.", advice="Download it again.")
    # UTF-16 has a zero byte beside every Latin letter.
    text = lead.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")) or (text.startswith(b"<?xml") and b"<html" in text):
        return "html"
    return "html" if suffix in {".html", ".htm", ".xhtml"} else "markdown"


def _is_text(data: bytes) -> bool:
    try:
        return bool(data.decode("utf-8").strip("\x00 \r\n\t")) and b"\x00" not in data
    except UnicodeDecodeError:
        return False
