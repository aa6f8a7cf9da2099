"""When documents say that they, or the model they describe, came out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.records import Document, Known

_MONTHS = {
    name: f"{number:02d}"
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DATE_WORDS = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(20[12]\d)\b",
    re.I,
)
_DATE_ISO = re.compile(r"\b(20[12]\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?\b")


def _iso(text: str) -> str | None:
    match = _DATE_ISO.search(text)
    if match:
        return "-".join(part for part in match.groups() if part)
    match = _DATE_WORDS.search(text)
    if match:
        day = match.group(1) or match.group(3)
        return f"{match.group(4)}-{_MONTHS[match.group(2).lower()[:3]]}" + (f"-{int(day):02d}" if day else "")
    return None


def date_of(documents: Sequence[Document]) -> Known:
    """The date, as precise as printed, with the words that give it."""
    labelled = re.compile(
        r"\b(?:model )?(?:releas(?:e|ed)|publish(?:ed)?|publication|launch(?:ed)?|updated|dated?)\b[^.\n]{0,30}", re.I
    )
    for document in documents:
        if document.published:
            return Known(value=document.published, how=f"date of {document.name}")
    for document in documents:
        for block in document.blocks[:80]:
            for match in labelled.finditer(block.text[:600]):
                found = _iso(block.text[match.start() : match.end() + 20])
                if found and not re.search(
                    r"cut-?off|knowledge", block.text[max(0, match.start() - 30) : match.end()], re.I
                ):
                    return Known(
                        value=found, how=f"“{block.text[match.start() : match.end()].strip()[:60]}” in {document.name}"
                    )
    for document in documents:
        for block in document.blocks[:6]:
            found = _iso(block.text[:300])
            if found:
                return Known(value=found, how=f"opening of {document.name}")
    return Known(value=None, how="no document states it")
