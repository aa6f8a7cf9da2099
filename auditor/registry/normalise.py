"""Printed names made comparable: one spelling for case, punctuation, Unicode variants and abbreviations.

Nothing here knows a model or a benchmark. Every function is pure, and `normalise` is idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_DROPPED = dict.fromkeys(map(ord, "'’‘`´ʼ′\"“”\u200b\u200c\u200d\u2060\ufeff\u00ad*†‡§¶↑↓⬆⬇▲▼★☆$\\"), None)
_LOOSE_SUPERSCRIPT = re.compile(r"(?<=[\s)\]])[¹²³⁰⁴-⁹]+\s*$")
_SCORE_AT_K = re.compile(r"(pass|avg|mean|average|cons|maj|majority|best|acc|prompt|cot|pass\^)@")
_SEPARATORS = re.compile(r"[\s\-_/:;,|()\[\]{}<>#=~&!?%·•→]+")
_TRAILING_ZERO = re.compile(r"^(v?\d+)\.0$")
_WORD_THEN_NUMBER = re.compile(r"(?<=[a-z]{2})(?=\d)|(?<=\d)(?=[a-z]{3})")

_SYNONYMS = {
    "inst": "instruct",
    "ins": "instruct",
    "it": "instruct",
    "pretrained": "base",
    "pt": "base",
    "think": "thinking",
    "experimental": "exp",
}
_PHRASES = (
    (re.compile(r"\bw/\s*o\b\.?|\bwo/"), "without "),
    (re.compile(r"\bw/|\bw\.(?=\s)"), "with "),
    (re.compile(r"\bpre-?\s?trained\b"), "pretrained"),
    (re.compile(r"\b(?:no|without|wo)\s+(?:any\s+)?tools?(?:\s+use)?\b"), "notools"),
    (re.compile(r"\b(?:with|plus|\+)\s*tools?(?:\s+use)?\b"), "withtools"),
    (re.compile(r"\bnon[\s-]?thinking\b|\b(?:no|without|w/o)\s+(?:extended\s+)?(?:think|thinking)\b"), "nothinking"),
    (re.compile(r"\bnon[\s-]?reasoning\b|\b(?:no|without)\s+reasoning\b"), "nothinking"),
)


def plain(text: str) -> str:
    """The text in lower case and plain Unicode, without footnote marks, quotation marks and invisible characters."""
    text = _LOOSE_SUPERSCRIPT.sub("", text.replace("\x00", " "))
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_DROPPED)
    text = unicodedata.normalize("NFKC", text.casefold())
    return re.sub(r"\s+", " ", text.replace("τ", "tau").replace("β", "beta").replace("α", "alpha")).strip()


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a name: separators gone, abbreviations written out, `2.0` written `2`, `+` written `plus`."""
    text = plain(text)
    for pattern, spelled in _PHRASES:
        text = pattern.sub(spelled, text)
    text = _SCORE_AT_K.sub(lambda match: match.group(1).replace("^", "hat") + "\x00", text)
    text = text.replace("@", " ").replace("\x00", "@").replace("^", "")
    text = re.sub(r"\+", " plus ", text)
    found: list[str] = []
    for word in _SEPARATORS.split(text):
        word = word.strip(".")
        if not word:
            continue
        word = _TRAILING_ZERO.sub(r"\1", word)
        found.append(_SYNONYMS.get(word, word) if found else word)
    return tuple(found)


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """The words of a name joined by single spaces. Idempotent."""
    return " ".join(words(text))


@lru_cache(maxsize=65536)
def compact(text: str) -> str:
    """The words of a name run together: `DeepSeek-V3.1 Terminus` and `DeepSeekV3.1Terminus` are one."""
    return "".join(words(text))


@lru_cache(maxsize=65536)
def bag(text: str) -> str:
    """The words of a name in alphabetical order, numbers parted from words: the order of words no longer counts."""
    parts = [part for word in words(text) for part in _WORD_THEN_NUMBER.split(word)]
    return " ".join(sorted(_TRAILING_ZERO.sub(r"\1", part) for part in parts if part))


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers(text: str) -> tuple[str, ...]:
    """All numbers of a name, sorted: versions, sizes, years."""
    return tuple(sorted(_NUMBER.findall(normalise(text))))
