"""What is addressed to a model is set apart before anything reads a document: kept and told, never read as content."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.documents.addressed import WITHHELD, addressed_to_a_model, withhold
from auditor.records import Block, BlockKind, Cell, Footnote, Grid, Hidden, Place, Unread

WHY = "addressed to a model"
_SCORE = re.compile(r"[-−+±~<>]?\d[\d.,]*\s?%?(?=\s)")


class Quarantine:
    """Takes addressed passages out of blocks and keeps them, each with its place."""

    def __init__(self, smuggled: Iterable[str] = ()) -> None:
        """`smuggled`: messages that were found in the file itself; where their letters are set as text, they go."""
        self.hidden: list[Hidden] = []
        self._smuggled = tuple(text for message in smuggled if len(text := message.strip()) >= 8)

    def blocks(self, blocks: list[Block]) -> list[Block]:
        """The blocks without those passages; a block of text of which nothing is left goes.

        Program code stays as it is: no check and no judge reads it.
        """
        cleaned = (block if block.kind is BlockKind.code else self._block(block) for block in blocks)
        return [
            new
            for old, new in zip(blocks, cleaned, strict=True)
            if new is old or new.text or new.grid is not None or new.caption or not old.text
        ]

    def text(self, text: str, place: Place) -> str:
        """The text without those passages."""
        for message in self._smuggled:
            if message in text:
                text = text.replace(message, " ").strip()
        rest, taken = withhold(text)
        self.hidden += (Hidden(text=passage.strip()[:20_000], why=WHY, place=place) for passage in taken)
        return rest

    def unread(self, unread: list[Unread]) -> list[Unread]:
        """What was not read, with its alternative texts cleaned."""
        return [
            one if (label := self.text(one.label, one.place)) == one.label else one.model_copy(update={"label": label})
            for one in unread
        ]

    def _block(self, block: Block) -> Block:
        changes: dict[str, object] = {}
        for name in ("text", "caption", "label"):
            old = getattr(block, name)
            if old and (new := self.text(old, block.place)) != old:
                changes[name] = new
        notes = tuple(self._note(note) for note in block.footnotes)
        if notes != block.footnotes:
            changes["footnotes"] = tuple(note for note in notes if note.text)
        if block.grid is not None and (grid := self._grid(block.grid)) is not block.grid:
            changes["grid"] = grid
        return block.model_copy(update=changes) if changes else block

    def _note(self, note: Footnote) -> Footnote:
        text = self.text(note.text, note.place)
        return note if text == note.text else note.model_copy(update={"text": text})

    def _grid(self, grid: Grid) -> Grid:
        cells = tuple(self._cell(cell) for cell in grid.cells)
        same = all(new is old for new, old in zip(cells, grid.cells, strict=True))
        return grid if same else grid.model_copy(update={"cells": cells})

    def _cell(self, cell: Cell) -> Cell:
        if len(cell.text) < 6:
            return cell
        text = self.text(cell.text, cell.place)
        if text == cell.text:
            return cell
        # A score that the passage was written behind stays the score that a reader sees.
        score = _SCORE.match(cell.text)
        return cell.model_copy(update={"text": text or (score.group() if score else WITHHELD), "parts": ()})


def named(hidden: Iterable[Hidden]) -> tuple[Hidden, ...]:
    """Hidden passages, each once, with those that are addressed to a model named so, however they are hidden."""
    found = (
        one if one.why == WHY or not addressed_to_a_model(one.text) else one.model_copy(update={"why": WHY})
        for one in hidden
    )
    return tuple(dict.fromkeys(found))
