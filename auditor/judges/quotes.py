"""Whether quoted words stand in the evidence: verbatim but for white space and dashes, digits exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from auditor.records import Quote

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}


def folded(text: str) -> str:
    """Text with compatibility forms, white space and dashes folded.

    Digits that are not plain ones (², ½, ①) stay as they are: folding would make 58.6² the number 58.62.
    """
    kept = "".join(ch if ch.isnumeric() else unicodedata.normalize("NFKC", ch) for ch in text)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept).translate(_DASHES).translate(_QUOTES)).strip()


def stands_in(quote: str, text: str) -> bool:
    """Whether the quote stands in the text, and does not begin or end in the middle of a number."""
    wanted, whole = folded(quote), folded(text)
    if not wanted:
        return False
    before = r"(?<!\d)(?<!\d[.,])" if wanted[0].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if wanted[-1].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, whole) is not None


def misquoted(quotes: Iterable[Quote], evidence: Mapping[str, str]) -> list[Quote]:
    """The quotes that do not stand in the evidence they name."""
    return [quote for quote in quotes if not stands_in(quote.text, evidence.get(quote.evidence, ""))]
