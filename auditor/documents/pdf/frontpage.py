"""What the first pages say of the document itself: title, publisher, date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from auditor.documents.pdf.opening import Metadata
from auditor.documents.pdf.profile import Profile
from auditor.documents.pdf.text import Draft
from auditor.records import BlockKind

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATES = (
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>20\d\d)\b", re.I),
    re.compile(rf"\b{_MONTH},?\s+(?P<year>20\d\d)\b", re.I),
    re.compile(r"\b(?P<year>20\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})\b"),
    re.compile(r"(?P<year>20\d\d)\s*年\s*(?P<number>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?"),
)
_PUBLISHED = re.compile(
    r"\b(?:published|publication date|released|release date|date|dated|issued|发布(?:时间|日期)?)\b\s*[:：]?\s*$", re.I
)
_STAMP = re.compile(r"arXiv:\d{4}\.\d{4,5}(?:v\d+)?\s*(?:\[[\w.\-]+\])?\s*", re.I)
_NO_TITLE = re.compile(r"(?:abstract|contents|table of contents|introduction|summary|摘要|目录)\W*|\d+\.?\s.*", re.I)
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|tex|dvi|pptx?|indd|md|html?)\b|untitled|^microsoft (?:word|powerpoint)|^\W*$", re.I
)
_PERSONS = re.compile(r",|;|\band\b|\bet al\b|@", re.I)


def set_title(drafts: Sequence[Draft], metadata: Metadata, usual: Profile) -> str | None:
    """The title: the largest type on the first page that has some, made the heading of level 1 in place; else what the
    file states, unless that is a file name."""
    pages = sorted({draft.page for draft in drafts})[:2]
    for page in pages:
        candidates = [
            draft
            for draft in drafts
            if draft.page == page
            and draft.kind in (BlockKind.heading, BlockKind.paragraph)
            and draft.lines
            and draft.size > 1.15 * usual.size
            and len(draft.text) <= 300
            and len(re.findall(r"[^\W\d_]", draft.text)) >= 3
            and not _NO_TITLE.fullmatch(draft.text)
            and len(draft.lines) <= 6
        ]
        if not candidates:
            continue
        largest = max(draft.size for draft in candidates)
        title = next(draft for draft in candidates if draft.size > 0.97 * largest)
        title.kind, title.level = BlockKind.heading, 1
        return title.text
    stated = metadata.title
    if stated and not _FILE_NAME.search(stated):
        return stated
    first = next((d for d in drafts if d.kind is BlockKind.heading), None)
    if first is not None and first.page == pages[0] and not _NO_TITLE.fullmatch(first.text):
        first.level = 1
        return first.text
    return None


def publisher(metadata: Metadata, drafts: Sequence[Draft]) -> str | None:
    """The stated author, if it is one name that the first page prints too; a list of persons publishes nothing."""
    author = metadata.author
    if not author or len(author) > 60 or _PERSONS.search(author):
        return None
    first = " ".join(draft.text for draft in drafts if draft.page == drafts[0].page) if drafts else ""
    return author if re.search(rf"(?<!\w){re.escape(author)}(?!\w)", first, re.I) else None


def published(drafts: Sequence[Draft], margin: Sequence[str]) -> str | None:
    """The printed date as ISO date: one that is called the publication's, else a line on the first page that is nothing
    but a date, else the date of a preprint stamp. `margin`: lines in the margins and turned text of the first page."""
    early = [draft for draft in drafts if draft.page <= drafts[0].page + 1] if drafts else []
    lines = [line.text for draft in early for line in draft.lines] + list(margin)
    for text in lines:
        for pattern in _DATES:
            for match in pattern.finditer(text):
                if _PUBLISHED.search(text[: match.start()]) and (found := _iso(match)):
                    return found
    first = [line.text for draft in early if draft.page == drafts[0].page for line in draft.lines] + list(margin)
    for text in first:
        for pattern in _DATES:
            whole = pattern.fullmatch(text.strip(" .()[]|•·")) if len(text) < 40 else None
            if whole and (found := _iso(whole)):
                return found
    for text in [*margin, *first]:
        stamp = _STAMP.search(text)
        if stamp:
            for pattern in _DATES:
                dated = pattern.match(text[stamp.end() :])
                if dated and (found := _iso(dated)):
                    return found
    return None


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"])
    named = parts.get("month")
    month = (
        next(i for i, name in enumerate(_MONTHS, 1) if named.lower().startswith(name))
        if named
        else int(parts["number"])
    )
    day = parts.get("day")
    try:
        date = dt.date(year, month, int(day) if day else 1)
    except ValueError:
        return None
    return date.isoformat() if day else f"{year:04d}-{month:02d}"
