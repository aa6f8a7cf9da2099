"""Ways to spoil a file so that its reader still gets past the front door: bytes, numbers, tokens, parts of archives."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from random import Random
from typing import Any

from lxml import etree

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = (b"0", b"-1", b"1e308", b"nan", b"99999999999999999999", b"-0.0000001", b"65536", b"2147483648", b"1.5.5")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_TOKENS = {
    "ocr": (b"IHDR", b"IDAT", b"\xff\xd8", b"\xff\xc0", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"II*\x00"),
    "pdf": (
        b" q ",
        b" Q ",
        b" BT ",
        b" ET ",
        b" /X Do ",
        b" [(",
        b")] TJ ",
        b" 0 0 0 0 re f ",
        b" << ",
        b" >> ",
        b" 0 Tf ",
        b" 1 0 0 1 0 0 cm ",
        b" 90 0 R ",
        b"\xff\xfe",
        b" 0 1 -1 0 300 300 Tm ",
        b"/Kids [1 0 R]",
        b"/Rotate 90 ",
    ),
    "md": (
        b"|",
        b"\n|---|\n",
        b"```",
        b"$$",
        b"**",
        b"<table>",
        b"</td>",
        b"[^1]",
        b"[^1]: ",
        b"\n> ",
        b"![](a.png)",
        b"---\n",
        b"&#0;",
        b"{{<",
        b"\xef\xbb\xbf",
        b"\x00",
        b"\n- ",
        b"<sup>",
        b"\xe2\x80\x8b",
        b"\t",
    ),
    "html": (
        b"<table>",
        b"</table>",
        b"<tr>",
        b"<td rowspan=9999>",
        b"<td colspan=-1>",
        b"</td>",
        b"<sup>",
        b"<!--",
        b"-->",
        b"<script>",
        b"<svg><text x=1 y=nan>9.5</text></svg>",
        b'<p style="display:none">',
        b"<math>",
        b"&#x110000;",
        b"<br>",
        b"<template>",
        b"<![CDATA[",
        b'<rect width="1e9"/>',
    ),
    "docx": (
        b"<w:tbl>",
        b"</w:tbl>",
        b"<w:tr>",
        b'<w:gridSpan w:val="9999"/>',
        b"<w:vMerge/>",
        b"<w:p>",
        b"</w:p>",
        b"<w:del>",
        b'<w:vertAlign w:val="superscript"/>',
        b'<w:footnoteReference w:id="1"/>',
        b"&#1;",
        b"<w:fldChar/>",
    ),
    "xlsx": (
        b"<row>",
        b'<c r="ZZZZ1">',
        b'<c t="s"><v>99999</v></c>',
        b"<v>",
        b"</v>",
        b'<mergeCell ref="A1:XFD1048576"/>',
        b'r="A0"',
        b's="-1"',
        b'<c r="A1" t="d"><v>x</v></c>',
        b"<f>1/0</f>",
    ),
    "ipynb": (
        b"{",
        b"}",
        b"[",
        b"]",
        b'"cells": null,',
        b'"outputs": {},',
        b'"text/html": [1],',
        b'"\\ud800"',
        b"null",
        b"1e999",
    ),
    "csv": (b",", b'"', b"\n", b"\r", b";", b"\t", b"\x00", b'""', b"\xff", b"=1+1", b"-"),
}
"""What means something in files of a kind, to be set in at random places."""
_ENDS_OF_NAMES = (".xml", ".rels")


def spoil(data: bytes, kind: str, others: Sequence[bytes], random: Random) -> bytes:
    """The file with one to several faults; the same `random` state gives the same file."""
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        if kind in ("docx", "xlsx") and random.random() < 0.9:
            data = _in_archive(data, kind, random)
        elif kind == "pdf" and random.random() < 0.6:
            data = _in_stream(data, random)
        elif kind == "ipynb" and random.random() < 0.8:
            data = _in_json(data, random)
        elif kind == "ocr" and random.random() < 0.6:
            data = _in_picture(data, random)
        else:
            data = _one(data, kind, others, random)
    return data


def _in_picture(data: bytes, random: Random) -> bytes:
    """The picture turned, squeezed, inverted, sown with specks or with lines; as it is where it cannot be opened."""
    from PIL import Image, ImageChops, ImageDraw

    try:
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        match random.randrange(5):
            case 0:
                picture = picture.rotate(
                    random.choice((90, 180, random.uniform(-8, 8))), expand=True, fillcolor="white"
                )
            case 1:
                wide, high = (random.choice((1, 30, 200, 700, 1500)) for _ in range(2))
                picture = picture.resize((wide, high))
            case 2:
                picture = ImageChops.invert(picture)
            case 3:
                pen = ImageDraw.Draw(picture)
                for _ in range(random.choice((10, 3000))):
                    x, y = random.randrange(picture.width), random.randrange(picture.height)
                    pen.text((x, y), random.choice(".|-_1l0O%"), fill=random.choice(("black", "white", "red")))
            case 4:
                pen = ImageDraw.Draw(picture)
                for _ in range(random.choice((5, 300))):
                    y = random.randrange(picture.height)
                    pen.line(
                        (0, y, picture.width, y + random.choice((0, 0, 7))), fill="black", width=random.randrange(1, 9)
                    )
        packed = io.BytesIO()
        picture.save(packed, random.choice(("PNG", "JPEG", "BMP")))
        return packed.getvalue()
    except (OSError, ValueError, SyntaxError):
        return data


def _one(data: bytes, kind: str, others: Sequence[bytes], random: Random) -> bytes:
    if not data:
        return random.choice(others)
    at = random.randrange(len(data))
    size = min(len(data) - at, int(2 ** random.uniform(0, 12)))
    piece = data[at : at + size]
    match random.randrange(8):
        case 0:
            bits = bytearray(data)
            for _ in range(random.choice((1, 4, 32))):
                bits[random.randrange(len(bits))] ^= 1 << random.randrange(8)
            return bytes(bits)
        case 1:
            return data[:at] + data[at + size :]
        case 2:
            return data[:at] + piece * random.choice((2, 3, 50)) + data[at + size :]
        case 3:
            to = random.randrange(len(data))
            return data[:to] + piece + data[to:]
        case 4:
            numbers = list(_NUMBER.finditer(data, at, at + 4000))
            if not numbers:
                return data[:at]
            one = random.choice(numbers)
            return data[: one.start()] + random.choice(_NUMBERS) + data[one.end() :]
        case 5:
            other = random.choice(others)
            start = random.randrange(len(other) or 1)
            return data[:at] + other[start : start + size] + data[at:]
        case 6:
            return data[:at] + random.choice(_TOKENS[kind]) * random.choice((1, 1, 2, 300)) + data[at:]
        case _:
            return data[:at] if random.random() < 0.3 else data[:at] + bytes(random.randrange(256) for _ in range(8))


def _in_stream(data: bytes, random: Random) -> bytes:
    """A packed stream of a PDF unpacked, spoilt and packed again: what draws the page is reached so."""
    streams = list(_STREAM.finditer(data))
    for _ in range(6):
        if not streams:
            break
        one = random.choice(streams)
        try:
            inner = zlib.decompressobj().decompress(one[1], 1 << 22)
        except zlib.error:
            continue
        packed = zlib.compress(_one(inner, "pdf", (inner,), random), 1)
        # The length that the file states is wrong now; engines look for the end themselves then.
        return data[: one.start(1)] + packed + b"\n" + data[one.end(1) :]
    return _one(data, "pdf", (data,), random)


def _in_archive(data: bytes, kind: str, random: Random) -> bytes:
    """One part of an Office file spoilt, the archive itself whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error, EOFError):
        return _one(data, kind, (data,), random)
    names = [name for name in parts if name.endswith(_ENDS_OF_NAMES)] or list(parts)
    if not names:
        return data
    name = random.choice(names)
    if random.random() < 0.05:
        del parts[name]
    else:
        inner = _in_tree if random.random() < 0.7 else _in_bytes
        parts[name] = inner(parts[name], kind, parts[random.choice(names)], random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()


def _in_bytes(part: bytes, kind: str, other: bytes, random: Random) -> bytes:
    return _one(part, kind, (other,), random)


def _in_tree(part: bytes, kind: str, other: bytes, random: Random) -> bytes:
    """Elements dropped, doubled or moved and attributes changed: the part stays well-formed."""
    try:
        root = etree.fromstring(part)
    except etree.XMLSyntaxError:
        return _in_bytes(part, kind, other, random)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for _ in range(random.choice((1, 3, 10))):
        one, goal = random.choice(elements), random.choice(elements)
        parent = one.getparent()
        match random.randrange(4):
            case 0 if parent is not None:
                parent.remove(one)
            case 1 if parent is not None:
                for _ in range(random.choice((1, 30))):
                    parent.append(etree.fromstring(etree.tostring(one)))
            case 2 if parent is not None and one not in goal.iterancestors() and one is not goal:
                goal.append(one)
            case _:
                if one.attrib:
                    key = random.choice(list(one.attrib))
                    one.attrib[key] = random.choice((*_NUMBERS, b"", b"x")).decode()
                else:
                    one.text = random.choice((*_NUMBERS, b"", b"x")).decode()
    return etree.tostring(root)


def _in_json(data: bytes, random: Random) -> bytes:
    """Values of a JSON file replaced by those of another kind."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return data
    held: list[tuple[Any, Any]] = []
    queue = [whole]
    for one in queue:
        for key in list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ():
            held.append((one, key))
            queue.append(one[key])
    if not held:
        return data
    where, key = random.choice(held)
    where[key] = random.choice(
        (None, True, -1, 1e308, "", "|a|\n|-|\n|1.5|", [], {}, [where[key]] * 3, {"a": where[key]})
    )
    return json.dumps(whole).encode()
