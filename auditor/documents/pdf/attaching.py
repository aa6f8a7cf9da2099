"""Which caption belongs to which table, and which table goes on from the page before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.documents.pdf import captions
from auditor.documents.pdf.profile import Profile
from auditor.documents.pdf.text import Draft
from auditor.records import BlockKind, Unread

_DECIMAL = re.compile(r"\d\.\d")


def is_captioned(table: Draft, found: Sequence[Draft], usual: Profile) -> bool:
    """Whether the caption of a table stands right above or below."""
    return any(
        d.caption_of is not None
        and d.caption_of.kind == "table"
        and min(d.x1, table.x1) > max(d.x0, table.x0)
        and max(table.y0 - d.y1, d.y0 - table.y1) < 3 * usual.size
        for d in found
    )


def attach_captions(things: Sequence[Draft], found: Sequence[Draft], usual: Profile) -> list[Unread]:
    """Gives tables their captions, in place (figures were found by theirs); captions whose table could not be found
    though numbers stand beside them are reported."""
    tables = [thing for thing in things if thing.kind is BlockKind.table]
    free = [d for d in found if d.caption_of is not None and d.caption_of.kind == "table"]
    pairs = captions.attach(
        [("table", d) for d in free], [("table", t) for t in tables], reach=4 * usual.size, above={"table": None}
    )
    for i, j in pairs.items():
        tables[j].label, tables[j].caption = free[i].label, free[i].caption
    for table in tables:
        above_or_below = next((t for t in tables if t.label and not table.label and _stacked(t, table, usual)), None)
        if above_or_below is not None:
            table.label, table.caption = above_or_below.label, above_or_below.caption
    lost = [d for i, d in enumerate(free) if i not in pairs and _numbers_beside(d, found, usual)]
    reason = "The numbers that stand at this caption could not be read as a table."
    return [Unread(what="table", reason=reason, place=d.place, label=d.label) for d in lost]


def _stacked(first: Draft, second: Draft, usual: Profile) -> bool:
    """Whether two tables stand on each other like parts of one: one caption holds for both."""
    apart = max(first.y0 - second.y1, second.y0 - first.y1)
    return apart < 1.6 * usual.size and abs(first.x0 - second.x0) < 8 and abs(first.x1 - second.x1) < 24


def _numbers_beside(caption: Draft, found: Sequence[Draft], usual: Profile) -> bool:
    """Whether lines of numbers stand within reach of a caption, on one side of it."""
    counts = {True: 0, False: 0}
    for draft in found:
        apart = max(caption.y0 - draft.y1, draft.y0 - caption.y1)
        if draft is caption or draft.kind is BlockKind.heading or apart > 15 * usual.size:
            continue
        if min(draft.x1, caption.x1) < max(draft.x0, caption.x0):
            continue
        for line in draft.lines:
            words = line.text.split()
            numbers = sum(bool(_DECIMAL.search(word)) for word in words)
            counts[draft.y0 < caption.y0] += numbers if 3 * numbers >= len(words) else 0
    return max(counts.values()) >= 6


def continue_tables(blocks: Sequence[Draft]) -> None:
    """Marks, in place, a table at the top of a page that goes on with the columns of the one before the page break."""
    last: Draft | None = None
    between = 0
    for block in blocks:
        if block.kind is BlockKind.table:
            if (
                last is not None
                and block.page == last.page + 1
                and not block.label
                and (block.continues or (between == 0 and _alike(last, block)))
            ):
                block.continues, block.label, block.caption = True, last.label, last.caption
                block.footnotes = block.footnotes or last.footnotes
            last, between = block, 0
        elif block.kind not in (BlockKind.caption, BlockKind.footnote):
            between += 1


def _alike(first: Draft, second: Draft) -> bool:
    """Whether two tables have their columns in the same places."""
    if not first.columns or len(first.columns) != len(second.columns):
        return False
    apart = [abs(a[0] + a[1] - b[0] - b[1]) / 2 for a, b in zip(first.columns, second.columns, strict=True)]
    return max(apart) < 14
