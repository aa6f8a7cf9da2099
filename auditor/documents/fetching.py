"""Documents from the web: one file from one address, within limits of time, size and reach.

The address and each redirect are checked before anything is sent there; nothing is run, no cookie kept.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from auditor import __version__
from auditor.errors import DocumentError

if TYPE_CHECKING:
    import httpcore2

    from auditor.records import Document

MAX_REDIRECTS = 5
MAX_BYTES = 150 * 1024 * 1024
"""Bytes of a document as it is unpacked."""
MAX_SECONDS = 120.0
"""Time for the whole download, redirects included."""
_URL = re.compile(r"https?://", re.IGNORECASE)
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/x-ipynb+json": ".ipynb",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
"""Content type → ending given to a name that has none that says what it is."""
_NO_DOCUMENT = re.compile(r"(?:image|audio|video|font)/|application/(?:x-)?(?:tar|gzip|executable|java-archive)")
_KNOWN = re.compile(r"\.(?:md|markdown|mdx|html?|xhtml|pdf|txt|rst|csv|tsv|ipynb|docx|xlsx)$", re.IGNORECASE)
_STATUS = {
    401: ("asks for a login", "Download it in a browser and give the file."),
    403: ("refuses programs or asks for a login", "Download it in a browser and give the file."),
    404: ("has no such page", "Check the address."),
    410: ("has taken the page away", "An archived copy may exist; give its address."),
    429: ("is asked too often", "Wait a while, or download it in a browser and give the file."),
}
_SAVE = "Download it in a browser and give the file."


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came."""

    url: str
    """Where it was asked for, without the part behind "#"."""
    final_url: str
    """Where it was found after redirects."""
    name: str
    """A file name for it."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file was downloaded from, and when."""

    url: str
    retrieved: str
    """ISO date."""

    def on(self, document: Document) -> Document:
        """The document with its origin; it replaces what the document says of its own address."""
        return document.model_copy(update={"url": self.url, "retrieved": self.retrieved})


def is_url(text: str) -> bool:
    """Whether an argument is the address of a web page rather than a path."""
    return _URL.match(text) is not None


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    seconds: float = MAX_SECONDS,
    most_bytes: int = MAX_BYTES,
) -> Fetched:
    """The document at an address.

    `allow_private`: also from this computer and its network; refused otherwise, for redirects too.

    Raises `DocumentError` where it cannot be had, with the way out.
    """
    import httpcore2

    from auditor.documents.addresses import Guarded, PrivateAddress, TooLate

    guard = Guarded(time.monotonic() + seconds, allow_private=allow_private)
    asked = here = _checked(url)
    try:
        with httpcore2.ConnectionPool(network_backend=guard, max_connections=1, max_keepalive_connections=0) as pool:
            for _ in range(MAX_REDIRECTS + 1):
                with pool.stream("GET", here, headers=_headers(here)) as response:
                    target = _target(response, here)
                    if target is None:
                        data, kind = _body(response, here, most_bytes)
                        return Fetched(asked, here, _name(here, kind), data)
                here = target
    except PrivateAddress as error:
        raise DocumentError(
            f"{here} leads to {error}, an address that is not public.",
            advice="Add --allow-private if you mean a server of your own.",
        ) from error
    except (TooLate, httpcore2.TimeoutException) as error:
        said = f"did not answer in time or took longer than {seconds:.0f} s"
        raise DocumentError(f"{here} {said}.", advice=_SAVE) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        raise DocumentError(
            f"{here} cannot be reached: {str(error) or type(error).__name__}.",
            advice="Check the address and the connection (proxies are not used), or give the file.",
        ) from error
    raise DocumentError(f"{asked} redirects more than {MAX_REDIRECTS} times.", advice="Give the final address.")


def _checked(url: str) -> str:
    """An address in its plain form. Raises DocumentError for what is no address of a web page."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise DocumentError(f"{url} is not an address.", advice="Check its spelling.") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise DocumentError(f"{url} is not the address of a web page.", advice="It starts with https://.")
    if parts.username is not None or parts.password is not None:
        raise DocumentError("An address must not hold a name or password.", advice=_SAVE)
    place = f"[{host}]" if ":" in host else host
    path = re.sub(r"[^!-~]", lambda m: "".join(f"%{b:02X}" for b in m.group().encode()), parts.path) or "/"
    query = re.sub(r"[^!-~]", lambda m: "".join(f"%{b:02X}" for b in m.group().encode()), parts.query)
    return urlunsplit(SplitResult(parts.scheme.lower(), f"{place}:{port}" if port else place, path, query, ""))


def _headers(url: str) -> Mapping[bytes | str, bytes | str]:
    return {
        "Host": urlsplit(url).netloc,
        "User-Agent": f"auditor/{__version__} (reads one document for a person)",
        "Accept": "text/html, application/pdf, text/markdown, text/plain, */*;q=0.5",
        "Accept-Encoding": "gzip",
    }


def _header(response: httpcore2.Response, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in response.headers if key.lower() == name), "")


def _target(response: httpcore2.Response, here: str) -> str | None:
    """Where an answer redirects to; None where it is the document. Raises DocumentError for refusals."""
    if response.status == 200:
        return None
    where = _header(response, b"location")
    if response.status in (301, 302, 303, 307, 308) and where:
        target = _checked(urljoin(here, where))
        if here.startswith("https:") and not target.startswith("https:"):
            raise DocumentError(f"{here} redirects to {target}, which is not protected.", advice=_SAVE)
        return target
    host = urlsplit(here).hostname or ""
    said, advice = _STATUS.get(
        response.status,
        ("has a fault of its own", "Try again later.") if response.status >= 500 else ("does not hand it out", _SAVE),
    )
    raise DocumentError(f"{here} cannot be had: {host} {said} (status {response.status}).", advice=advice)


def _body(response: httpcore2.Response, here: str, most: int) -> tuple[bytes, str]:
    """The unpacked content and its declared type. Raises DocumentError where it is too large or cut off."""
    kind = _header(response, b"content-type").partition(";")[0].strip().lower()
    if _NO_DOCUMENT.match(kind):
        raise DocumentError(f"{here} is no document ({kind}).", advice="Give the page or paper with the results.")
    declared = _header(response, b"content-length")
    too_large = DocumentError(f"{here} is larger than {most / 2**20:.0f} MB.", advice=_SAVE)
    if declared.isdecimal() and int(declared) > most:
        raise too_large
    coding = _header(response, b"content-encoding").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise DocumentError(f"{here} is sent in a packing that was not asked for ({coding}).", advice=_SAVE)
    packed = "gzip" in coding
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
    pieces: list[bytes] = []
    size = 0
    try:
        for chunk in response.iter_stream():
            piece = unpack.decompress(chunk, most + 1 - size) if unpack else chunk
            size += len(piece)
            if size > most:
                raise too_large
            pieces.append(piece)
    except zlib.error as error:
        raise DocumentError(f"{here} came damaged.", advice="Try again.") from error
    if unpack is not None and not unpack.eof and size:
        raise DocumentError(f"{here} came incomplete.", advice="Try again.")
    return b"".join(pieces), kind


def _name(url: str, kind: str) -> str:
    """A file name: the end of the path, and an ending that the content type gives where it has none of its own."""
    parts = urlsplit(url)
    last = unquote(PurePosixPath(parts.path).name) or parts.hostname or "page"
    name = re.sub(r"[\x00-\x1f/\\:]+", "_", last).lstrip(".")[:150] or "page"
    return name if _KNOWN.search(name) else name + _SUFFIXES.get(kind, "")
