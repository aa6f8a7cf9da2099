"""Packed parts of a file that do not unpack: engines go on without them and say nothing, so it is said here."""

from __future__ import annotations

import re
import zlib

_PACKED = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_OTHER = re.compile(rb"/Subtype\s*/Image|/Subtype\s*/XML|/Type\s*/XRef|/Length1\b|/FontFile")
"""Pictures, metadata, cross-references, fonts: without them the text still stands there."""
_PIECE = 1 << 20
_MOST = 64 << 20
"""Bytes that are unpacked in all: this bounds the work, and documents have a tenth of it."""


def damaged_parts(data: bytes) -> int:
    """How many packed streams of text and drawing break off with an error. Encrypted files are not looked at."""
    if b"/Encrypt" in data:
        return 0
    broken = 0
    left = _MOST
    at = 0
    while left > 0 and (at := data.find(b"stream", at)) >= 0:
        start = at + 6
        at = start
        if data[start - 9 : start - 6] == b"end" or data[start : start + 1] not in (b"\r", b"\n"):
            continue
        entries = data[max(0, start - 400) : start]
        entries = entries[entries.rfind(b" obj") + 1 :]
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        at = end
        if not _PACKED.search(entries) or _OTHER.search(entries):
            continue
        machine = zlib.decompressobj()
        piece = data[start:end]
        try:
            while piece and not machine.eof and left > 0:
                left -= len(machine.decompress(piece, _PIECE))
                piece = machine.unconsumed_tail
        except zlib.error:
            broken += 1
    return broken
