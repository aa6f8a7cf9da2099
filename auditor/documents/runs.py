"""Styled runs of characters to the text, marks and emphasis of a cell or paragraph: shared by the text readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.documents import marks
from auditor.documents.concealed import strip_invisible
from auditor.records import Part

_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u2604\u2607-\u265f\u2668-\u27bf\u2b05-\u2b07\u2b1b\u2b1c"
    "\u2b50\u2b55\ufe0e\ufe0f\u20e3\u200d]+"
)
_SHORTNAME = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]{2,30}:(?!\S)")


@dataclass(frozen=True, slots=True)
class Settled:
    """What a cell's runs amount to."""

    text: str
    marks: tuple[str, ...]
    parts: tuple[Part, ...]
    bold: bool
    underline: bool


def tidy(text: str) -> str:
    """One line: every kind of space and line break is one space, invisible characters are gone."""
    if text.isascii() and "\n" not in text and "  " not in text and "\t" not in text:
        return text.strip()
    return _squeeze(strip_invisible(text)).strip()


def without_emoji(text: str) -> str:
    """The text without pictographs and ":shortnames:"; unchanged where nothing else would be left."""
    if text.isascii() and ":" not in text:
        return text
    rest = _SPACES.sub(" ", _EMOJI.sub(" ", _SHORTNAME.sub(" ", text))).strip()
    return rest if rest else text


def plain(parts: Sequence[Part]) -> str:
    """The text of runs as it stands, raised and lowered text included, line breaks kept as line breaks."""
    return "".join(p.text for p in parts)


def merge(parts: Sequence[Part]) -> list[Part]:
    """Neighbouring runs of one style joined."""
    merged: list[Part] = []
    for _, group in groupby((part for part in parts if part.text), lambda p: (p.bold, p.underline, p.script, p.small)):
        first, *rest = group
        merged.append(first.model_copy(update={"text": first.text + "".join(p.text for p in rest)}) if rest else first)
    return merged


def settle(parts: Sequence[Part], *, cell: bool = True) -> Settled:
    """Text, marks and emphasis of runs. In a cell pictographs are dropped; bold and underline are those of most
    characters."""
    if len(parts) == 1 and parts[0].script == 0:
        only = parts[0]
        text, found = marks.split_text(tidy(only.text))
        return Settled(without_emoji(text) if cell else text, found, (), only.bold, only.underline)
    merged = merge([p.model_copy(update={"text": strip_invisible(p.text)}) for p in parts])
    kept, found = marks.split_parts(merged)
    cleaned = [p.model_copy(update={"text": _squeeze(p.text)}) for p in kept]
    text = tidy("".join(p.text for p in cleaned))
    if cell:
        text = without_emoji(text)
    main = [p for p in cleaned if p.text.strip() and p.script == 0 and not p.small] or [
        p for p in cleaned if p.text.strip()
    ]
    weight = sum(_weight(p.text) for p in main) or 1
    bold = sum(_weight(p.text) for p in main if p.bold) * 2 > weight
    underline = sum(_weight(p.text) for p in main if p.underline) * 2 > weight
    visible = [p.model_copy(update={"text": p.text.strip()}) for p in merge(cleaned) if p.text.strip()]
    styles = {(p.bold, p.underline, p.script, p.small) for p in visible}
    return Settled(text, found, tuple(visible) if len(styles) > 1 else (), bold, underline)


def _squeeze(text: str) -> str:
    # A pattern for breaks with the spaces around them would look at long runs of spaces once for each of them.
    if "\n" in text:
        first, *rest = text.split("\n")
        text = " ".join([first.rstrip(), *(line.strip() for line in rest[:-1]), *(line.lstrip() for line in rest[-1:])])
    return _SPACES.sub(" ", text)


def _weight(text: str) -> int:
    """Letters and digits count; punctuation and spaces do not decide what is bold."""
    return sum(unicodedata.category(c)[0] in "LN" for c in text)
