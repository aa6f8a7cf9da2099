"""Document → claims: tables first, in two passes, so that clear tables teach names to unclear ones; then charts, metadata and prose."""

from __future__ import annotations

from functools import partial

from auditor.claims.grounding import loose_notes
from auditor.claims.orientation import ModelsOn, Names
from auditor.claims.prose import read_prose
from auditor.claims.roles import is_own
from auditor.claims.tables import Context, read_labels, read_table
from auditor.claims.vocabulary import Remembered, Vocabulary
from auditor.records import Block, BlockKind, Claim, Document, Extraction, Release, Unread


_WITH_GRIDS = (BlockKind.table, BlockKind.figure, BlockKind.metadata)


def extract(document: Document, release: Release, vocabulary: Vocabulary) -> Extraction:
    """All claims of a document."""
    vocabulary = Remembered(vocabulary)
    names = Names(subjects=release.subjects, own=partial(is_own, subjects=release.subjects))
    context = Context(document, release, vocabulary, names)
    tables = [block for block in document.blocks if block.grid is not None and block.kind in _WITH_GRIDS]
    titles = _titles(document)
    for block in tables:
        found, models, benchmarks = read_labels(block, context, title=titles.get(block.order, ""))
        if found.models in (ModelsOn.columns, ModelsOn.rows) and found.margin > 0.9:
            names.learn(models, benchmarks)
    claims: list[Claim] = []
    blanks = []
    unread: list[Unread] = []
    for block in tables:
        result = read_table(block, context, title=titles.get(block.order, ""), loose=loose_notes(document, block))
        claims.extend(result.claims)
        blanks.extend(result.blanks)
        if result.unread is not None:
            unread.append(result.unread)
    claims.extend(read_prose(document, release, vocabulary, names))
    claims.sort(key=lambda claim: claim.block)
    return Extraction(document=document.id, claims=tuple(claims), blanks=tuple(blanks), unread=tuple(unread))


def _titles(document: Document) -> dict[int, str]:
    """For each table, the short text directly above it, which often is its title."""
    titles: dict[int, str] = {}
    before: Block | None = None
    for block in document.blocks:
        if (
            block.grid is not None
            and before is not None
            and before.kind in (BlockKind.paragraph, BlockKind.heading, BlockKind.caption)
        ):
            if 0 < len(before.text.split()) <= 14:
                titles[block.order] = before.text
        before = block
    return titles
