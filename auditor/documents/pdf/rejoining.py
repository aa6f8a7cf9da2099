"""Words that a narrow column has broken without a hyphen ("thinki ng", "Son net"), put together again.

Only where the document itself shows the whole word, and shows one of the halves hardly anywhere but beside the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from auditor.records import Block, Cell, Grid

_TOKEN = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"(?<![^\W\d_])(?P<head>[^\W\d_]+) (?P<tail>[a-z]+)(?![^\W_])")
_SHARE = 3
"""Of three times that a half stands there, it stands twice beside the other."""

Pair = tuple[str, str]


def rejoined(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with words put together in the headers and labels of their tables."""
    suspects = {pair for block in blocks if block.grid for cell in _labels(block.grid) for pair in _breaks(cell.text)}
    if not suspects:
        return list(blocks)
    broken = _broken(suspects, blocks)
    if not broken:
        return list(blocks)
    return [
        block if block.grid is None else block.model_copy(update={"grid": _mended(block.grid, broken)})
        for block in blocks
    ]


def _labels(grid: Grid) -> Iterable[Cell]:
    return (cell for cell in grid.cells if cell.row < grid.header_rows or cell.column < grid.label_columns)


def _breaks(text: str) -> Iterable[Pair]:
    at = 0
    while match := _BREAK.search(text, at):
        yield match["head"].lower(), match["tail"]
        at = match.start("tail")


def _broken(suspects: Iterable[Pair], blocks: Sequence[Block]) -> frozenset[Pair]:
    """The suspects that are one word."""
    words: Counter[str] = Counter()
    beside: Counter[Pair] = Counter()
    for text in _texts(blocks):
        tokens = _TOKEN.findall(text.lower())
        words.update(tokens)
        beside.update(pairwise(tokens))
    wholes = Counter(head + tail for head, tail in beside)
    return frozenset(
        (head, tail)
        for head, tail in suspects
        if (words[head + tail] or wholes[head + tail] > 1)
        and _SHARE * beside[head, tail] >= (_SHARE - 1) * min(words[head], words[tail])
    )


def _texts(blocks: Sequence[Block]) -> Iterable[str]:
    for block in blocks:
        yield block.text
        yield block.caption
        if block.grid is not None:
            yield from (cell.text for cell in block.grid.cells)


def _mended(grid: Grid, broken: frozenset[Pair]) -> Grid:
    labels = {(cell.row, cell.column) for cell in _labels(grid)}
    cells = [_cell(cell, broken) if (cell.row, cell.column) in labels else cell for cell in grid.cells]
    # A new grid: a copy would keep the index of the old cells where they have been looked up.
    return Grid(**{**{name: getattr(grid, name) for name in Grid.model_fields}, "cells": tuple(cells)})


def _cell(cell: Cell, broken: frozenset[Pair]) -> Cell:
    text = _joined(cell.text, broken)
    if text == cell.text:
        return cell
    parts = tuple(part.model_copy(update={"text": _joined(part.text, broken)}) for part in cell.parts)
    return cell.model_copy(update={"text": text, "parts": parts})


def _joined(text: str, broken: frozenset[Pair]) -> str:
    for head, tail in [pair for pair in _breaks(text) if pair in broken]:
        text = re.sub(rf"(?i)(?<![^\W\d_])({head}) ({tail})(?![^\W_])", r"\1\2", text)
    return text
