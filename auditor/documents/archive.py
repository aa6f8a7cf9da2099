"""Office files: the parts inside the zip, each within limits and parsed without outside entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import IO

from lxml import etree

from auditor.errors import DocumentError

MAX_PART = 48 * 1024 * 1024
"""Bytes of one part that is held as a tree."""
MAX_STREAMED = 512 * 1024 * 1024
"""Bytes of one part that is read piece by piece."""
MAX_PARTS = 20_000
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
KINDS = {
    "wordprocessingml.document": "docx",
    "wordprocessingml.template": "docx",
    "ms-word.document": "docx",
    "ms-word.template": "docx",
    "spreadsheetml.sheet": "xlsx",
    "spreadsheetml.template": "xlsx",
    "ms-excel.sheet.macroenabled": "xlsx",
    "presentationml": "slides",
    "ms-powerpoint": "slides",
    "ms-excel.sheet.binary": "xlsb",
}
"""A piece of the main part's content type → what the file is."""


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: strict and transitional files differ in nothing else."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    value = element.get(name)
    if value is not None:
        return value
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def first(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The child at the end of a path of names."""
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if local(child) == name), None)
    return element


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch is set: it stands there and is not turned off."""
    return element is not None and (attribute(element, "val") or "true").lower() not in {"0", "false", "off", "none"}


class Archive:
    """An open Office file. Use as a context manager."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises `DocumentError` where the bytes are no whole zip archive."""
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self.broken() from error
        if len(self._zip.namelist()) > MAX_PARTS:
            raise DocumentError(f"{name} has more than {MAX_PARTS:,} parts.", advice="Save it anew, or as a PDF.")
        self.parts = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        self._folded = {part.lower(): part for part in self.parts}

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def broken(self) -> DocumentError:
        return DocumentError(
            f"{self.name} is a damaged Office file or was cut off.", advice="Download or save it again."
        )

    def has(self, part: str) -> bool:
        return part.lower() in self._folded

    def content(self, part: str, limit: int = MAX_PART) -> bytes:
        """A part's bytes. Raises `DocumentError` where it is missing, damaged or larger than `limit`."""
        with self.stream(part, limit) as stream:
            try:
                data = stream.read(limit + 1)
            except _BROKEN as error:
                raise self.broken() from error
        if len(data) > limit:
            raise self._large(limit)
        return data

    def stream(self, part: str, limit: int = MAX_STREAMED) -> IO[bytes]:
        """A part to be read piece by piece; the size it declares is checked. Raises `DocumentError`."""
        info = self.parts.get(self._folded.get(part.lower(), ""))
        if info is None:
            raise self.broken()
        if info.flag_bits & 1:
            raise DocumentError(f"{self.name} is encrypted.", advice="Save it without a password.")
        if info.file_size > limit:
            raise self._large(limit)
        try:
            return self._zip.open(info)
        except _BROKEN as error:
            raise self.broken() from error

    def tree(self, part: str) -> etree._Element:
        """A part as a tree. Raises `DocumentError`."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(self.content(part), parser)
        except etree.XMLSyntaxError as error:
            raise self.broken() from error

    def events(self, part: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """The closed elements of these names in a part, each forgotten after it was handed out. Raises
        `DocumentError`."""
        with self.stream(part) as stream:
            try:
                walker = etree.iterparse(
                    stream, tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True
                )
                for _, element in walker:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            except (etree.XMLSyntaxError, *_BROKEN) as error:
                raise self.broken() from error

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to inside the file: id → (kind, part). `""` asks for the file as a whole."""
        folder, _, own = part.rpartition("/")
        source = posixpath.join(folder, "_rels", f"{own}.rels")
        if not self.has(source):
            return {}
        found = {}
        for one in self.tree(source):
            target = one.get("Target") or ""
            if one.get("TargetMode") != "External" and target:
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = (one.get("Type") or "").rpartition("/")[2]
                found[one.get("Id") or ""] = (kind, posixpath.normpath(whole))
        return found

    def main(self) -> str:
        """The part with the document itself. Raises `DocumentError`."""
        found = next((part for kind, part in self.related("").values() if kind == "officeDocument"), None)
        if found is None or not self.has(found):
            raise self.broken()
        return found

    def kind(self) -> str:
        """`docx`, `xlsx`, `xlsb`, `slides`, `opendocument`, `epub`, or empty for any other archive."""
        if self.has("mimetype"):
            said = self.content("mimetype", 4096).decode("ascii", errors="replace").strip()
            return "opendocument" if "opendocument" in said else "epub" if "epub" in said else ""
        if not self.has("[Content_Types].xml") or not self.has("_rels/.rels"):
            return ""
        part = "/" + self.main()
        types = self.tree("[Content_Types].xml")
        suffix = part.rpartition(".")[2].lower()
        said = next((one.get("ContentType") or "" for one in types if one.get("PartName") == part), "") or next(
            (one.get("ContentType") or "" for one in types if (one.get("Extension") or "").lower() == suffix), ""
        )
        return next((kind for piece, kind in KINDS.items() if piece in said.lower()), "")

    def properties(self) -> dict[str, str]:
        """What the file says of itself: title, creator, language and so on."""
        part = next((p for kind, p in self.related("").values() if kind == "core-properties"), "")
        if not self.has(part):
            return {}
        return {local(one): (one.text or "").strip() for one in self.tree(part) if (one.text or "").strip()}

    def _large(self, limit: int) -> DocumentError:
        return DocumentError(
            f"{self.name} unpacks to more than {limit // 2**20} MB.",
            advice="Cut it down to the part with the results.",
        )
