"""Broken lines made whole: hyphens at line ends undone, sentences that run over a column or page joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_END = re.compile(r"[.!?:。！？：…]['\"”’)\]]*\d{0,3}$")
_HALF = re.compile(r"([^\W\d_]+)[-‐]$")
_REST = re.compile(r"^([^\W\d_]+)")
_CJK = re.compile(r"[\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")


def glue(lines: Sequence[str], words: Counter[str]) -> str:
    """One paragraph of its printed lines. `words` (small letters) are those of the document inside lines: they decide
    whether a hyphen at a line's end belongs to the word ("open-source") or only divides it ("perfor-mance")."""
    text = ""
    for line in lines:
        line = line.strip()
        if not text:
            text = line
        elif line:
            text = _pair(text, line, words)
    return text


def _pair(text: str, line: str, words: Counter[str]) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + line
    # Only the end can matter: searching a long paragraph again for each of its lines is slow.
    end = text[-60:]
    half = _HALF.search(end) if end[-1] in "-‐" else None
    if half is None:
        if text[-1] in "-‐/" and len(text) > 1 and not text[-2].isspace():
            # "Qwen2.5-" / "72B", "R1-" / "Zero": no letters before the hyphen that a printer could have divided.
            return text + line
        if _CJK.match(text[-1]) and _CJK.match(line[0]):
            return text + line
        return f"{text} {line}"
    rest = _REST.match(line)
    if rest is None or not line[0].islower():
        return text + line
    first, second = half[1].lower(), rest[1].lower()
    whole = f"{first}{second}"
    kept = f"{first}-{second}"
    if words[kept] > words[whole]:
        return text + line
    if words[whole]:
        return text[:-1] + line
    stem = re.search(r"[^\W_]+(?:-[^\W_]+)*-$", end)
    if stem is not None and stem.group().count("-") > 1:
        # A second hyphen in one word: "state-of-the-" / "art".
        return text + line if words[second] else text[:-1] + line
    if words[first] and words[second] and len(first) > 2 and len(second) > 2:
        return text + line
    return text[:-1] + line


def runs_on(text: str) -> bool:
    """Whether a paragraph breaks off in the middle of a sentence."""
    return bool(text) and not _END.search(text[-12:])
