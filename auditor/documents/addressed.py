"""Passages that are addressed to a language model that reads the document: found, and taken out of what is read.

A passage counts where it orders its reader to drop what it was told, speaks to machine readers of this document,
demands a verdict, or imitates a turn, an answer or a marker of a conversation. Describing such a passage (in
quotation marks, as an example of an attack), printing a prompt template, or telling what models are instructed to do
does not count.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from auditor.documents.concealed import strip_invisible
from auditor.documents.orders import ORDERS, TURN, rules_for

SHORTEST = 14
"""Letters of the shortest order in Latin letters: most cells are shorter."""
WITHHELD = "[withheld]"
"""What stands in a cell of which nothing else is left."""

_MENTION = re.compile(
    r"\b(?:attacks?|injections?|injected|jailbreak\w*|adversarial|red[- ]?team\w*|such\s+as|phrases?|for\s+example|"
    r"e\.g\.|"
    r"strings?)\b"
)
_QUOTED = re.compile(r"[\"“'‘«`][^\"”'’»`]{0,200}[\"”'’»`]")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|(?<=[。！？؟])|\n+")
_CLAUSE = re.compile(r"(?<=[;:|])\s+|\s+(?=[—–(\[<{])|(?<=[)\]>}])\s*|\s+[—–-]\s+")
_ASIDE = re.compile(r"\([^()]{6,}\)|\[[^\[\]]{6,}\]|\{[^{}]{6,}\}")
_ENCODED = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/_-]{24,}={0,2}(?![\w+/=])")
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁոԛԝвкмнтАВЕКМНОРСТУХІЅοιαεκνρτυχΑΒΕΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdnqwbkmhtABEKMHOPCTYXISoiaekvptuxABEHIKMNOPTYX",
)
_LEET = str.maketrans("013457@$", "oieastas")


def addressed_to_a_model(text: str) -> bool:
    """Whether the text, or what it encodes, is addressed to a language model that reads the document."""
    return any(_orders(form) for form in _forms(text))


def withhold(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the passages that are addressed to a model, and those passages.

    A clause is taken out where the clause alone is one, else its sentence, else the whole text.
    """
    return _withhold(text)


@lru_cache(maxsize=1 << 14)
def _withhold(text: str) -> tuple[str, tuple[str, ...]]:
    if len(text) < (SHORTEST if text.isascii() else 4) or not addressed_to_a_model(text):
        return text, ()
    kept: list[str] = []
    taken = [
        found.group()
        for border in (_ASIDE, _ENCODED)
        for found in border.finditer(text)
        if addressed_to_a_model(found.group())
    ]
    without = text
    for passage in taken:
        without = without.replace(passage, " ")
    for sentence, gap in _pieces(without, _SENTENCE):
        if not addressed_to_a_model(sentence):
            kept += (sentence, gap)
            continue
        clauses = list(_pieces(sentence, _CLAUSE))
        flagged = [addressed_to_a_model(clause) for clause, _ in clauses]
        if not any(flagged):
            taken.append(sentence)
            kept.append(gap)
            continue
        address = False
        for (clause, between), bad in zip(clauses, flagged, strict=True):
            if bad or address:
                taken.append(clause)
                # What follows a colon after an address is what is said to the model.
                address = address or clause.rstrip().endswith(":")
            else:
                kept += (clause, between)
        kept.append(gap)
    rest = re.sub(r"[ \t]+(?=[,.;:!?] |[,.;:!?]?$)", "", re.sub(r"[ \t]{2,}", " ", "".join(kept))).strip()
    if not taken or addressed_to_a_model(rest):
        return "", (text,)
    return rest, tuple(taken)


def _pieces(text: str, border: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The pieces between borders, each with the border after it."""
    start = 0
    for match in border.finditer(text):
        if match.start() > start:
            yield text[start : match.start()], match.group() or ""
            start = match.end()
    if start < len(text):
        yield text[start:], ""


def _orders(text: str) -> bool:
    low = text.lower()
    for rule in rules_for(low):
        if any(not _is_mention(low, match) for match in rule.matches(low)):
            return True
    if "<" not in low and "[" not in low and ":" not in low:
        return False
    # An order follows the turn it pretends to be close by.
    return any(ORDERS.search(low[turn.end() : turn.end() + 240]) for turn in TURN.finditer(low))


def _is_mention(text: str, match: re.Match[str]) -> bool:
    """Whether the words stand in quotation marks, in a sentence that speaks of such words."""
    inside = any(q.start() <= match.end() - 1 and match.start() < q.end() - 1 for q in _QUOTED.finditer(text))
    return inside and bool(_MENTION.search(text))


def _forms(text: str) -> Iterator[str]:
    """The text as it reads, and as it may be disguised: other letters, spaced letters, encoded."""
    plain = unicodedata.normalize("NFKC", strip_invisible(text)) if not text.isascii() else text
    yield plain
    if not plain.isascii():
        latin = plain.translate(_LOOKALIKES)
        if latin != plain and re.search(r"[A-Za-z]{3}", plain):
            yield latin
    if re.search(r"(?:\b\w[ .·_-]){6,}\w\b", plain):
        yield re.sub(r"(?<=\b\w)[ .·_-](?=\w\b)", "", plain)
    if re.search(r"[A-Za-z][013457@$]+[A-Za-z]", plain):
        yield re.sub(r"\b(?=\w*[A-Za-z])[\w@$]+\b", lambda m: m.group().translate(_LEET), plain)
    if "%20" in plain:
        yield unquote(plain, errors="replace")
    for match in _ENCODED.finditer(plain):
        decoded = _decoded(match.group())
        if decoded:
            yield decoded


def _decoded(token: str) -> str:
    """The text that a token encodes in base64 or hexadecimal digits; empty where it encodes none."""
    readers: list[Callable[[], bytes]] = [
        lambda: base64.b64decode(token.replace("-", "+").replace("_", "/") + "=" * (-len(token) % 4))
    ]
    if re.fullmatch(r"(?:[0-9a-fA-F]{2})+", token):
        readers.insert(0, lambda: bytes.fromhex(token))
    for read in readers:
        try:
            text = read().decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if text.isprintable() and " " in text:
            return text
    return ""
