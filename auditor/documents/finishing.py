"""What the text readers share at both ends: bytes to text, text to a tree, blocks to a `Document`."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import re
from dataclasses import dataclass

from lxml import etree

from auditor.documents import concealed, notes, outline, pictures
from auditor.documents.metadata import About
from auditor.documents.quarantine import Quarantine, named
from auditor.documents.tree import Walk
from auditor.errors import DocumentError
from auditor.records import Block, BlockKind, Document, Hidden, Place, Unread

MAX_BYTES = 16 * 1024 * 1024
"""Cards and pages have a tenth of one megabyte, seldom more than one."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{2,30})",
    re.IGNORECASE,
)

_LONG_TAG = re.compile(r"(<[A-Za-z][\w-]*)[^<>]{10000,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SECTION = re.compile(
    r"\d+\.?\s|(?:[IVX]+\.\s*)?(?:intro(?:duction)?|latest news|model information|overview|contents|table of "
    r"contents|news|updates?|highlights?|description|model (?:details|summary|introduction|description))\W*$",
    re.IGNORECASE,
)
"""A heading that opens a section rather than naming the document."""


@dataclass(frozen=True, slots=True)
class Source:
    """Decoded text and what was doubtful about its encoding."""

    text: str
    doubts: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Source:
    """Text from bytes: by byte-order mark, as UTF-8, by the declared charset, else as Windows-1252 with a doubt
    recorded.

    Raises `DocumentError` for empty and binary files and for files over `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"{name} is larger than {MAX_BYTES // 2**20} MB.", advice="Cut it down to the part with the results."
        )
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise DocumentError(f"{name} is empty.", advice="Check that the download finished.")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            lost = text.count("\ufffd")
            return Source(text, (f"{lost} characters could not be decoded as {encoding}.",) if lost else ())
    sample = data[:65536]
    if b"\x00" in sample or sum(b < 9 or (13 < b < 32 and b != 27) for b in sample) > 0.02 * len(sample):
        raise DocumentError(f"{name} is not a text document.", advice="Text, PDF, Word and Excel files can be read.")
    try:
        return Source(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    if declared:
        encoding = (declared.group(1) or declared.group(2)).decode("ascii")
        # Names of codecs that are no encoding of text, or undo escapes, stand in hostile pages only.
        with contextlib.suppress(LookupError, ValueError):
            text = data.decode(encoding)
            if not _SURROGATE.search(text):
                return Source(text)
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    if lost <= max(3, len(text) // 1000):
        return Source(text, (f"{lost} bytes are not valid UTF-8 and were read as �.",))
    text = data.decode("cp1252", errors="replace")
    return Source(
        text,
        (
            "The file declares no encoding and is not UTF-8; it was read as Windows-1252, so accented letters may "
            "be wrong.",
        ),
    )


def parse_html(text: str) -> etree._Element | None:
    """The tree of an HTML text, however malformed; None where there is nothing in it."""
    parser = etree.HTMLParser(huge_tree=True, remove_comments=False, remove_pis=True, no_network=True, encoding="utf-8")
    cleaned = _LONG_TAG.sub(_without_attributes, text)
    cleaned = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", cleaned)
    try:
        root: etree._Element | None = etree.fromstring(cleaned.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None
    return root


def _without_attributes(match: re.Match[str]) -> str:
    """A tag as it is, unless it has attributes by the thousand, each of which is compared with all before it."""
    return match.group(0) if match.group(0).count("=") + len(match.group(0).split()) < 4000 else match.group(1)


def document(data: bytes, name: str, media_type: str, about: About, state: Walk, text: str) -> Document:
    """The finished record: captions and notes attached, outline set, hidden text listed.

    Raises `DocumentError` where nothing printable was found.
    """
    state.unread += pictures.unread(state.pictures, state.blocks)
    smuggled = concealed.smuggled(text)
    apart = Quarantine(smuggled)
    blocks = apart.blocks(notes.attach(state.blocks, state.bullets, state.openings))
    if not blocks and not about.blocks and not state.unread and not state.hidden and not apart.hidden:
        raise DocumentError(f"{name} has no readable content.", advice="Save the page with its text, or use its PDF.")
    state.hidden += (Hidden(text=message, why="zero width", place=Place()) for message in smuggled)
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        id=f"doc-{sha256[:16]}",
        name=name,
        sha256=sha256,
        media_type=media_type,
        title=(apart.text(about.title, Place()) if about.title else None) or _first_heading(blocks),
        publisher=(apart.text(about.publisher, Place()) or None) if about.publisher else None,
        url=about.url,
        published=about.published,
        language=about.language,
        blocks=outline.finish([*apart.blocks(about.blocks), *blocks]),
        unread=_distinct(apart.unread(state.unread)),
        hidden=named([*state.hidden, *apart.hidden]),
    )


def _first_heading(blocks: list[Block]) -> str | None:
    headings = [b for b in blocks if b.kind is BlockKind.heading]
    best = min((h.level or 1 for h in headings[:6]), default=None)
    title = next((h.text for h in headings if (h.level or 1) == best), None)
    return None if title is None or _SECTION.match(title) else title


def _distinct(unread: list[Unread]) -> tuple[Unread, ...]:
    return tuple(dict.fromkeys(unread))
