"""Which lines of a table are its header, which columns hold labels, and where a second table begins."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from auditor.documents.pdf.chunks import PrintLine
from auditor.documents.pdf.columns import Column
from auditor.documents.pdf.rules import Rule

FULL = 0.9
"""Rules of at least this share of the table's width part all its columns."""

_SENTENCE = 5
"""Words of a note."""


def split_header(
    lines: Sequence[PrintLine], level: Sequence[Rule], width: float
) -> tuple[list[PrintLine], list[PrintLine]]:
    """Header lines and body lines."""
    full = [rule.at for rule in level if rule.length >= FULL * width]
    inner = [at for at in full if lines[0].base < at < lines[-1].base]
    usual = max(line.valued for line in lines)
    for at in inner:
        above = [line for line in lines if line.base < at + 0.5]
        exact = any(_decimals(line) for line in lines[len(above) :])
        if any(_data(line) and line.valued * 2 > usual and (_decimals(line) or not exact) for line in above):
            break
        if any(len(line.chunks) > 1 for line in above):
            return above, [line for line in lines if line.base >= at + 0.5]
    first = next((place for place, line in enumerate(lines) if _data(line)), None)
    if first is None:
        first = next((place for place, line in enumerate(lines) if line.numbers and len(line.chunks) > 1), None)
    if first is None:
        first = 1 if len(lines) > 1 else 0
    # Label lines above the first numbers, but below a rule, are no header.
    ruled = max((at for at in full if at < lines[first].base), default=None)
    if ruled is not None:
        enough = max(2, 0.4 * len(lines[first].chunks))
        named = [place for place in range(first) if lines[place].base > ruled and len(lines[place].chunks) >= enough]
        if not named and (inner or any(line.base < ruled for line in lines)):
            first = next(place for place, line in enumerate(lines) if line.base > ruled)
            return list(lines[:first]), list(lines[first:])
    # A section head between header and first row is a row, not a header.
    while first > 1 and len(lines[first - 1].chunks) == 1 and any(len(line.chunks) > 1 for line in lines[: first - 1]):
        first -= 1
    return list(lines[:first]), list(lines[first:])


def without_notes(lines: list[PrintLine]) -> list[PrintLine]:
    """The lines without sentences that stand below the last row, well apart from it: notes of a slide, say."""
    kept = list(lines)
    while len(kept) > 3:
        last, above = kept[-1], kept[-2]
        pitch = max(after.base - before.base for before, after in itertools.pairwise(kept[:-1]))
        single = len(last.chunks) == 1 and last.chunks[0].kind == "text" and last.chunks[0].count >= _SENTENCE
        if not single or last.base - above.base < 1.3 * pitch:
            break
        kept.pop()
    return kept


def _decimals(line: PrintLine) -> bool:
    """Whether numbers on a line are scores for certain; whole numbers can be years, versions or sizes in a header."""
    return any("." in chunk.text or "%" in chunk.text for chunk in line.chunks if chunk.kind == "number")


def _data(line: PrintLine) -> bool:
    """Whether a line holds scores rather than names: a decimal or a percentage as a cell, or many numbers."""
    numbers = [chunk.text for chunk in line.chunks if chunk.kind == "number"]
    if any("." in text or "%" in text for text in numbers):
        return True
    texts = sum(chunk.kind == "text" for chunk in line.chunks)
    return len(numbers) > 1 and texts <= 1 and len(numbers) + texts == len(line.chunks)


def label_columns(columns: Sequence[Column]) -> int:
    """Columns at the left up to the last that holds words before the values begin."""
    first = next((place for place, column in enumerate(columns) if column.valued), len(columns))
    if first == 0:
        # A running number or a numeric name stands left of the labels.
        worded = next((place for place, column in enumerate(columns) if not column.valued), None)
        return worded + 1 if worded is not None and worded <= 2 else 1
    return min(first, len(columns) - 1) or 1


def second_header(lines: Sequence[PrintLine], level: Sequence[Rule], width: float) -> float | None:
    """The height of the rule above a header that is printed again in the middle of a table with other names."""
    full = [rule.at for rule in level if rule.length >= FULL * width]
    usual = max(line.valued for line in lines)
    first = next((line for line in lines if len(line.chunks) > 1), None)
    seen = False
    for top, bottom in itertools.pairwise(full):
        band = [line for line in lines if top < line.base - 0.2 * line.size < bottom]
        data = any(line.valued * 2 > usual and _data(line) for line in band)
        if data or first is None:
            seen = seen or data
            continue
        names = max((sum(not chunk.valued for chunk in line.chunks) for line in band), default=0)
        after = any(_data(line) for line in lines if line.base > bottom)
        alike = any(
            {chunk.text for chunk in line.chunks[:3]} & {chunk.text for chunk in first.chunks[:3]} for line in band
        )
        if seen and after and names * 5 >= 3 * usual and names > 2 and alike:
            return top
    return None


def underline(rule: Rule, lines: Sequence[PrintLine]) -> bool:
    """Whether a rule only underlines the words of one chunk."""
    for line in lines:
        if line.base - 0.1 * line.size <= rule.at <= line.base + 0.42 * line.size:
            for chunk in line.chunks:
                if abs(rule.start - chunk.x0) < 0.5 * line.size and abs(rule.end - chunk.x1) < 0.5 * line.size:
                    # A rule under a header is as close only where the header is set very tight.
                    return rule.at - line.base < 0.3 * line.size
    return False
