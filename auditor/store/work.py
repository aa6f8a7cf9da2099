"""Documents read and claims taken before, kept at once so that a killed audit goes on where it stopped."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

from auditor import __version__
from auditor.records import Document, Extraction
from auditor.store import tables as t
from auditor.store.database import Database
from auditor.store.reading import Reader
from auditor.store.writing import Writer

READERS = ("pypdfium2", "pdfplumber", "pdf-oxide", "lxml", "markdown-it-py")
"""Libraries whose version may change what is read."""


@cache
def maker(packages: Sequence[str], libraries: Sequence[str] = ()) -> str:
    """Names the code that makes a result: auditor's version and a hash of the source files and library versions."""
    code = hashlib.sha256()
    for package in packages:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for file in sorted(Path(folder).rglob("*.py")):
                code.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    for library in libraries:
        try:
            code.update(f"{library} {metadata.version(library)}\n".encode())
        except metadata.PackageNotFoundError:
            code.update(f"{library} is not installed\n".encode())
    return f"{__version__}+{code.hexdigest()[:16]}"


def reader() -> str:
    """Names the code that reads documents."""
    return maker(("auditor.records", "auditor.documents"), READERS)


def extractor(*given: str) -> str:
    """Names the code that takes claims, with all else it is `given` (the release, the vocabulary)."""
    code = maker(("auditor.records", "auditor.claims"))
    return f"{code}/{hashlib.sha256(chr(0).join(given).encode()).hexdigest()[:16]}"


def find_document(database: Database, sha256: str, name: str) -> Document | None:
    """The document of these bytes as this very reader read it before."""
    rows = database.rows(
        "SELECT d.* FROM readings AS r JOIN documents AS d ON d.key = r.document_key "
        "WHERE r.sha256 = ? AND r.name = ? AND r.reader = ?",
        (sha256, name, reader()),
    )
    return next((t.DOCUMENTS.made(row) for row in rows), None)


def keep_document(database: Database, document: Document) -> None:
    """Keep a document that was just read."""
    with database.writing() as connection:
        key = Writer(database).keep(t.DOCUMENTS, [document])[0]
        connection.execute(
            "INSERT OR IGNORE INTO readings (sha256, name, reader, document_key) VALUES (?, ?, ?, ?)",
            (document.sha256, document.name, reader(), key),
        )


def find_extraction(database: Database, document: Document, made_by: str) -> Extraction | None:
    """The claims of this reading of a document as the same extractor took them before."""
    with database.writing():
        key = Writer(database).keep(t.DOCUMENTS, [document])[0]
    rows = database.rows(
        "SELECT e.* FROM takings AS k JOIN extractions AS e ON e.key = k.extraction_key "
        "WHERE k.document_key = ? AND k.extractor = ?",
        (key, made_by),
    )
    return next((Reader(database).extraction_of(row) for row in rows), None)


def keep_extraction(database: Database, document: Document, made_by: str, extraction: Extraction) -> None:
    """Keep claims that were just taken."""
    with database.writing() as connection:
        writer = Writer(database)
        key = writer.keep(t.DOCUMENTS, [document])[0]
        connection.execute(
            "INSERT OR IGNORE INTO takings (document_key, extractor, extraction_key) VALUES (?, ?, ?)",
            (key, made_by, writer.extraction(extraction)),
        )
