"""Document → claims: tables first, in two passes, so that clear tables teach names to unclear ones; then sentences."""

from __future__ import annotations

import itertools
import re
from functools import partial

from auditor.claims.columns import Paths
from auditor.claims.failing import costing_only
from auditor.claims.grounding import abbreviations, loose_notes
from auditor.claims.layout import header_path
from auditor.claims.orientation import ModelsOn, Names
from auditor.claims.prose import read_prose
from auditor.claims.roles import is_own
from auditor.claims.sides import Context
from auditor.claims.tables import read_labels, read_table
from auditor.claims.vocabulary import Remembered, Vocabulary
from auditor.records import Blank, Block, BlockKind, Claim, Document, Extraction, Release, Unread

_WITH_GRIDS = (BlockKind.table, BlockKind.figure, BlockKind.picture, BlockKind.metadata)
_TITLES = (BlockKind.paragraph, BlockKind.heading, BlockKind.caption)
_LONGEST_TITLE = 14
"""Words."""
_PAGE = re.compile(r"\W*(?:page|p\.|第)\s*\d+\s*页?\W*", re.I)
"""What a converter prints where a page ends."""
_CLEAR = 0.9
"""Margin of orientation from which on a table's labels count as known names."""


def extract(document: Document, release: Release, vocabulary: Vocabulary) -> Extraction:
    """All claims of a document in reading order, its blanks, and the tables withheld with the reason.

    A table on which this fails costs itself alone."""
    vocabulary = Remembered(vocabulary)
    names = Names(subjects=release.subjects, own=partial(is_own, subjects=release.subjects))
    context = Context(document, release, vocabulary, names)
    tables = [block for block in document.blocks if block.grid is not None and block.kind in _WITH_GRIDS]
    titles, borrowed = _titles(document), _borrowed(tables)
    failed: dict[int, Unread] = {}
    for block in tables:
        title, headers = titles.get(block.order, ""), borrowed.get(block.order)
        with costing_only(failed, block.order, "table", block):
            found, models, benchmarks = read_labels(block, context, title=title, borrowed=headers)
            if found.models in (ModelsOn.columns, ModelsOn.rows) and found.margin > _CLEAR:
                names.learn(models, benchmarks)
    claims: list[Claim] = []
    blanks: list[Blank] = []
    unread: list[Unread] = []
    for block in (block for block in tables if block.order not in failed):
        with costing_only(failed, block.order, "table", block):
            result = read_table(
                block,
                context,
                title=titles.get(block.order, ""),
                loose=(*loose_notes(document, block), *abbreviations(document, block)),
                borrowed=borrowed.get(block.order),
            )
            claims.extend(result.claims)
            blanks.extend(result.blanks)
            if result.unread is not None:
                unread.append(result.unread)
    with costing_only(failed, len(document.blocks), "text"):
        claims.extend(read_prose(document, release, vocabulary, names))
    unread.extend(failed[order] for order in sorted(failed))
    claims.sort(key=lambda claim: claim.block)
    return Extraction(document=document.id, claims=tuple(claims), blanks=tuple(blanks), unread=tuple(unread))


def _titles(document: Document) -> dict[int, str]:
    """For each table, the short text directly above it, which often is its title."""
    blocks = [block for block in document.blocks if not _PAGE.fullmatch(block.text)]
    return {
        block.order: before.text
        for before, block in itertools.pairwise(blocks)
        if block.grid is not None and before.kind in _TITLES and 0 < len(before.text.split()) <= _LONGEST_TITLE
    }


def _borrowed(tables: list[Block]) -> dict[int, Paths]:
    """Column headers for tables that go on from the page before without repeating them."""
    found: dict[int, Paths] = {}
    before: Block | None = None
    for block in tables:
        if block.continues and before is not None and before.grid is not None and block.grid is not None:
            above, grid = before.grid, block.grid
            headed = any(header_path(grid, c, range(grid.header_rows)) for c in range(1, grid.columns))
            if above.columns == grid.columns and not headed:
                rows = range(above.header_rows)
                own = {c: header_path(above, c, rows) for c in range(above.columns)}
                found[block.order] = found.get(before.order, own) if not any(own.values()) else own
        before = block
    return found
