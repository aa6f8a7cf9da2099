"""Tables of contents: their lines point to text that follows, and say nothing themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from auditor.documents.pdf.text import Draft
from auditor.records import BlockKind

_ENTRY = re.compile(r"\D.*?(?:(?:\.\s?){3,}|\s)(?P<page>\d{1,4})")
_HEADED = re.compile(r"(?:table of )?contents|目录|list of (?:figures|tables)", re.I)
_FEWEST = 4
_LONGEST = 240


def drop_contents(blocks: Sequence[Draft], pages: int) -> list[Draft]:
    """The blocks without the entries of tables of contents.

    Entries end in page numbers that exist and do not fall; they stand under a heading that says contents, or make up
    most of their page. `pages`: how many the document has.
    """
    by_page: dict[int, list[tuple[Draft, int]]] = {}
    lines: dict[int, int] = {}
    headed: set[int] = set()
    for block in blocks:
        if _HEADED.fullmatch(block.text.strip()):
            headed.add(block.page)
        lines[block.page] = lines.get(block.page, 0) + len(block.lines)
        number = _pointed(block)
        # Numbers of roman pages in front make the printed numbers smaller than the counted ones, never larger.
        if number is not None and number <= pages:
            by_page.setdefault(block.page, []).append((block, number))
    gone: set[int] = set()
    for page, entries in sorted(by_page.items()):
        numbers = [number for _, number in entries]
        falls = sum(after < before for before, after in pairwise(numbers))
        listed = 2 * sum(len(block.lines) for block, _ in entries) >= lines[page]
        on = page in headed or page - 1 in headed
        if len(entries) >= _FEWEST and 10 * falls <= len(numbers) and (listed or on):
            gone |= {id(block) for block, _ in entries}
            if on:
                headed.add(page)
    return [block for block in blocks if id(block) not in gone]


def _pointed(block: Draft) -> int | None:
    """The page that an entry points to, or None where the block is no entry."""
    if block.kind not in (BlockKind.paragraph, BlockKind.list_item, BlockKind.heading):
        return None
    text = re.sub(r"^(?:\d+|[A-Z])(?:\.\d+)*\.?\s+", "", block.text)
    match = _ENTRY.fullmatch(text) if len(block.text) <= _LONGEST else None
    return int(match["page"]) if match is not None else None
