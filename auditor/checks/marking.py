"""Cells with a mark, and the note or caption that explains it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.rows import score
from auditor.checks.wording import Said, plain, sentences
from auditor.records import Dossier, Footnote, ResolvedClaim

STARS = str.maketrans({"∗": "*", "＊": "*", "⋆": "*", "†": "†", "✝": "†"})
IN_CAPTION = re.compile(r"\(([*†‡§])\)|(?:^|\s)([*†‡§])\s?(?:denot|indicat|mark|mean|:)", re.IGNORECASE)


def marked_cells(dossier: Dossier, words: re.Pattern[str]) -> Iterator[tuple[Said, list[ResolvedClaim]]]:
    """Notes and sentences of captions that have the words and explain a mark, each with the numbers that bear it."""
    for document in dossier.documents:
        for block in document.blocks:
            cells = [
                r
                for r in dossier.claims
                if r.claim.document == document.id and r.claim.block == block.order and r.claim.marks
            ]
            if not cells:
                continue
            notes = [(note.mark.translate(STARS), explaining(note)) for note in block.footnotes]
            for sentence in sentences(block.caption):
                match = IN_CAPTION.search(plain(sentence).translate(STARS))
                if match:
                    notes.append((match[1] or match[2], sentence))
            for mark, text in notes:
                if words.search(plain(text)):
                    bearing = [
                        r
                        for r in cells
                        if score(r) is not None and any(m.translate(STARS) == mark for m in r.claim.marks)
                    ]
                    if bearing:
                        yield Said(document, block, text), bearing


def explaining(note: Footnote) -> str:
    """The sentence of a note that names the mark, or all of it where none does."""
    mark = note.mark.translate(STARS)
    return next((s for s in sentences(note.text) if mark in s.translate(STARS)), note.text)
