"""Text of documents made harmless: shown as it is printed, obeyed by nothing."""

from __future__ import annotations

import re

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text on one line, with a mark where a terminal or a page would obey a character instead of showing it."""
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def safe(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would take it for a formula.

    Plain signed numbers stay as they are. Blanks and control characters before the sign do not hide it.
    """
    formula = text.lstrip(" \t\r\n\0\ufeff\xa0")[:1] in set("=+-@＝＋－＠") or text[:1] in set("\t\r\n")
    return "'" + text if formula and not re.fullmatch(r"[+-]?\d+(\.\d+)?%?", text) else text
