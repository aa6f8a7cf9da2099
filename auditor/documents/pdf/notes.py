"""Notes: at the foot of a page, and under tables and figures; which mark each of them explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.documents.marks import canonical, split_text
from auditor.documents.pdf.lines import Line
from auditor.documents.pdf.paragraphs import glue
from auditor.documents.pdf.profile import Profile
from auditor.documents.pdf.text import Draft
from auditor.records import BlockKind, Box, Footnote, Place

_SMALL = 0.93
"""Notes are set smaller than the body: at most this part of its size."""
_REACH = 2.6
"""A note under a table begins within this many body sizes of it, or of the note before."""
_AFTER = 6
_LEAD = re.compile(
    r"(?:foot)?notes?\s*[:：.]|remarks?\s*[:：]|注\s*[:：]|(?:bold(?:ed)?|underlined?)\b.*\b(?:indicates?|denotes?|marks?|best)\b",
    re.I,
)
_PLAIN_NUMBER = re.compile(r"(?P<mark>\d{1,2})[.)]?\s+(?=[^\W\d])")
_LETTER_MARK = re.compile(r"(?P<mark>[a-z]|\d{1,2})[.):]?\s+(?=\S)")
_EXPLAINS = re.compile(
    r"(?:with|by|marked|denoted|symbol)\s+(?:an?\s+)?(?:asterisks?|stars?|daggers?|superscript)?\s*[\"'“(`]?([*∗†‡§¶]+)[\"'”)`]?",
    re.I,
)
_NEXT = re.compile(r"(?<=[.;,)])\s+(?=[*∗†‡§¶])")


def at_foot(drafts: Sequence[Draft], things: Sequence[Draft], usual: Profile, height: float) -> None:
    """Makes notes at the foot of a page footnotes, in place: small type, a mark in front, under all running text.

    Word processors set the number of a note on the line; it is one where something on the page bears that mark.
    """
    wanted = {mark for one in (*things, *drafts) for mark in _marks(one)}
    body = [
        d
        for d in drafts
        if d.kind in (BlockKind.paragraph, BlockKind.list_item, BlockKind.heading) and d.size > 0.96 * usual.size
    ]
    for draft in drafts:
        if (
            draft.kind not in (BlockKind.paragraph, BlockKind.list_item, BlockKind.code)
            or draft.size > _SMALL * usual.size
        ):
            continue
        numbered = _PLAIN_NUMBER.match(draft.text)
        if draft.y0 < 0.4 * height or not (draft.lines[0].mark or (numbered and numbered["mark"] in wanted)):
            continue
        above = [d for d in body if min(d.x1, draft.x1) > max(d.x0, draft.x0)]
        if all(d.y1 <= draft.y0 + 2 for d in above):
            draft.kind = BlockKind.footnote
            if draft.lines[0].mark or not numbered:
                draft.footnotes = tuple(_read(draft, usual))
            else:
                text = draft.text[numbered.end() :]
                draft.footnotes = (Footnote(mark=numbered["mark"], text=text, place=draft.place),)


def under(things: Sequence[Draft], drafts: Sequence[Draft], usual: Profile) -> None:
    """Attaches the notes printed under tables and figures, in place; the notes stay as blocks of kind footnote."""
    for thing in things:
        wanted = _marks(thing)
        bottom = thing.y1
        notes: list[Footnote] = []
        below = sorted(
            (
                d
                for d in drafts
                if d is not thing and d.y0 >= thing.y1 - 3 and min(d.x1, thing.x1) > max(d.x0, thing.x0)
            ),
            key=lambda d: d.y0,
        )
        for draft in below:
            if draft.y0 - bottom > _REACH * usual.size:
                break
            if draft.kind is BlockKind.caption and draft.label == thing.label:
                bottom = draft.y1
                continue
            if draft.kind not in (BlockKind.paragraph, BlockKind.list_item, BlockKind.footnote):
                break
            found = _notes(draft, wanted, usual)
            if not found:
                break
            notes += found
            bottom = draft.y1
            draft.kind = BlockKind.footnote
            draft.footnotes = tuple(found)
        if thing.caption:
            explained = {canonical(mark) for mark in _EXPLAINS.findall(thing.caption)}
            notes += [Footnote(mark=m, text=thing.caption, place=thing.place) for m in sorted(explained & wanted)]
        thing.footnotes = (*thing.footnotes, *notes)


def overleaf(blocks: Sequence[Draft], usual: Profile) -> None:
    """Attaches the notes at the top of a page to the table that ends the page before, in place."""
    for place, table in enumerate(blocks):
        if table.kind is not BlockKind.table:
            continue
        wanted = _marks(table)
        for draft in blocks[place + 1 : place + 1 + _AFTER]:
            if (draft.kind is BlockKind.footnote and draft.page == table.page) or draft.kind is BlockKind.caption:
                continue
            if draft.page != table.page + 1 or draft.kind is not BlockKind.paragraph:
                break
            found = _notes(draft, wanted, usual)
            if not any(note.mark in wanted for note in found) and not _LEAD.match(draft.text):
                if len(draft.lines) > 1:
                    break
                continue
            draft.kind, draft.footnotes = BlockKind.footnote, tuple(found)
            table.footnotes = (*table.footnotes, *found)


def from_foot(things: Sequence[Draft], drafts: Sequence[Draft]) -> None:
    """Gives tables, figures and paragraphs the page's footnotes that their marks point to, in place."""
    known = {note.mark: note for d in drafts if d.kind is BlockKind.footnote for note in d.footnotes if note.mark}
    if not known:
        return
    for thing in things:
        have = {note.mark for note in thing.footnotes}
        marks = _marks(thing)
        thing.footnotes = (
            *thing.footnotes,
            *(note for mark, note in known.items() if mark in marks and mark not in have),
        )


def _marks(draft: Draft) -> set[str]:
    found = {canonical(mark) for line in draft.lines for mark in line.marks}
    if draft.grid is not None:
        found |= {canonical(mark) for cell in draft.grid.cells for mark in cell.marks}
    if draft.caption:
        found |= set(split_text(draft.caption)[1])
    return found


def _notes(draft: Draft, wanted: set[str], usual: Profile) -> list[Footnote]:
    """The notes that a block under a table holds; empty where it is running text."""
    first = draft.lines[0]
    if draft.kind is BlockKind.footnote:
        return [note for note in draft.footnotes if note.mark in wanted]
    if first.mark and (canonical(first.mark) in wanted or not first.mark.isalnum() or draft.size < _SMALL * usual.size):
        return list(_read(draft, usual))
    explained = [canonical(mark) for mark in _EXPLAINS.findall(draft.text) if canonical(mark) in wanted]
    if explained and len(draft.text) < 600:
        return [Footnote(mark=mark, text=draft.text, place=draft.place) for mark in dict.fromkeys(explained)]
    if _LEAD.match(draft.text):
        return [Footnote(mark="", text=draft.text, place=draft.place)]
    letter = _LETTER_MARK.match(draft.text)
    if letter and letter["mark"] in wanted and draft.size < 0.97 * usual.size:
        return [Footnote(mark=letter["mark"], text=draft.text[letter.end() :], place=draft.place)]
    if not wanted and draft.size < 0.88 * usual.size and draft.lines[0].italic:
        return [Footnote(mark="", text=draft.text, place=draft.place)]
    return []


def _read(draft: Draft, usual: Profile) -> Iterator[Footnote]:
    """One note for each line that begins with a mark, and for each symbol that follows in it."""
    groups: list[list[Line]] = []
    for line in draft.lines:
        if line.mark or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    for group in groups:
        mark = canonical(group[0].mark)
        place = Place(
            page=draft.page,
            box=Box(
                x0=round(min(line.x0 for line in group), 2),
                y0=round(group[0].y0, 2),
                x1=round(max(line.x1 for line in group), 2),
                y1=round(group[-1].y1, 2),
            ),
        )
        first, *others = _NEXT.split(glue([line.text for line in group], usual.words))
        yield Footnote(mark=mark, text=first, place=place)
        for other in others:
            yield Footnote(mark=canonical(other[0]), text=other[1:].strip(), place=place)
