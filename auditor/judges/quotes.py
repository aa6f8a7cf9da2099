"""Whether quoted words stand in the evidence: verbatim but for white space, dashes and hyphenation, digits exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from auditor.records import Quote

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = {
    **dict.fromkeys(map(ord, "’‘‛ʼ´`"), "'"),
    **dict.fromkeys(map(ord, "“”„‟"), '"'),
    # Prompts set runs of angle brackets so, of which their own markers are made.
    ord("‹"): "<",
    ord("›"): ">",
}
_PRINTS_NOTHING = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts that set words without spaces between them."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_BEFORE_SIGN = re.compile(r"(?<=\d)\s+(?=[%‰°])")
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])")
_WORD = re.compile(rf"[^\W_{_WIDE}]")


def folded(text: str) -> str:
    """Text with compatibility forms, white space, dashes and hyphenation folded.

    Digits that are not plain ones (², ½, ①) stay as they are: folding would make 58.6² the number 58.62. A hyphen
    between two letters goes, with the line break after it, because nobody can tell a broken word from a compound;
    one beside a digit stays (GPT-5, −5.7).
    """
    even = text
    if not text.isascii():
        seen = text.translate(_PRINTS_NOTHING)
        kept = "".join(
            ch if ch.isnumeric() and not ch.isdecimal() else unicodedata.normalize("NFKC", ch) for ch in seen
        )
        even = unicodedata.normalize("NFC", kept)
    even = even.translate(_DASHES).translate(_QUOTES)
    even = _BEFORE_SIGN.sub("", _HYPHEN.sub("", even))
    return re.sub(r"\s+", " ", _BETWEEN_WIDE.sub("", even)).strip()


def stands_in(quote: str, text: str) -> bool:
    """Whether the quote stands in the text, and begins and ends at the border of a word and of a number.

    A number is quoted with its sign and with the letters that are set to it: 5.7 does not stand in "−5.7", nor 1.5
    in "1.5B".
    """
    wanted, whole = folded(quote), folded(text)
    if not wanted:
        return False
    word = rf"[^\W_{_WIDE}]"
    before = rf"(?<!{word})" if _WORD.match(wanted) else ""
    after = rf"(?!{word})" if _WORD.match(wanted[-1]) else ""
    if wanted[0].isdecimal():
        before += r"(?<![.,]|[+±])(?<!^-)(?<![^\w.]-)"
    if wanted[-1].isdecimal():
        after += r"(?![.,]\d)"
    return re.search(before + re.escape(wanted) + after, whole) is not None


def misquoted(quotes: Iterable[Quote], evidence: Mapping[str, str]) -> list[Quote]:
    """The quotes that do not stand in the evidence they name."""
    return [quote for quote in quotes if not stands_in(quote.text, evidence.get(quote.evidence, ""))]
