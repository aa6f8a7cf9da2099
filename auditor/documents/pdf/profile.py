"""What is usual in one document: its body type, its line pitch, its running heads, its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.documents.pdf.lines import Line

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|\||-)\s*\d{1,4})?\W*", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MARGIN = 0.105
"""Running heads and feet stand within this part of the page's height from its edges."""


@dataclass
class Sheet:
    """The lines of one page before they become blocks."""

    number: int
    width: float
    height: float
    lines: list[Line]


@dataclass
class Profile:
    """The usual type of a document."""

    size: float = 10.0
    """Size of most of the text, in points."""
    pitch: float = 1.2
    """Distance of baselines in running text, in ems."""
    left: float = 72.0
    """Left edge of most of the running text."""
    words: Counter[str] = field(default_factory=Counter)
    """Words in small letters as they stand inside lines."""


def profile(sheets: Sequence[Sheet]) -> Profile:
    """Measured over all pages; lines that are broken into few characters (charts, formulas) do not count."""
    sizes: Counter[float] = Counter()
    within: list[str] = []
    for sheet in sheets:
        for line in sheet.lines:
            if len(line.text) >= 24:
                sizes[round(line.size * 2) / 2] += len(line.text)
            inner = line.text.lower()
            found = _WORD.findall(inner)
            # The last word of a line may be a half of one, and so may the first.
            within += found[1:-1] if inner.endswith("-") else found[1:]
    words = Counter(within)
    if not sizes:
        return Profile(words=words)
    size = sizes.most_common(1)[0][0]
    pitches: Counter[float] = Counter()
    lefts: Counter[int] = Counter()
    for sheet in sheets:
        body = [line for line in sheet.lines if abs(line.size - size) <= 0.5 and len(line.text) >= 24]
        lefts.update(round(line.x0) for line in body)
        for a, b in pairwise(body):
            drop = (b.base - a.base) / size
            if 0.9 < drop < 2.6 and abs(a.x0 - b.x0) < 3 * size:
                pitches[round(drop * 20) / 20] += 1
    pitch = pitches.most_common(1)[0][0] if pitches else 1.2
    return Profile(size, pitch, float(lefts.most_common(1)[0][0]), words)


def drop_running(sheets: Sequence[Sheet]) -> None:
    """Takes page heads, page feet and page numbers off the pages, in place.

    A line is a running head where the same text (numbers aside) stands at the same height on several pages.
    """
    seen: dict[tuple[str, int], set[int]] = {}
    margins: list[tuple[Sheet, Line, tuple[str, int]]] = []
    for sheet in sheets:
        for line in sheet.lines:
            if _in_margin(line, sheet):
                key = (_DIGITS.sub("#", line.text), round(line.base / 4))
                margins.append((sheet, line, key))
                for near in (-1, 0, 1):
                    seen.setdefault((key[0], key[1] + near), set()).add(sheet.number)
    least = 2 if len(sheets) <= 4 else max(3, len(sheets) // 12)
    gone: dict[int, set[int]] = {}
    for sheet, line, key in margins:
        worded = any(char.isalpha() for char in key[0])
        repeated = worded and len(seen[key]) >= least and len(sheets) > 1
        numbered = bool(_PAGE_NUMBER.fullmatch(line.text)) and _outermost(line, sheet)
        if repeated or numbered:
            gone.setdefault(sheet.number, set()).add(id(line))
    for sheet in sheets:
        if sheet.number in gone:
            sheet.lines = [line for line in sheet.lines if id(line) not in gone[sheet.number]]


def _in_margin(line: Line, sheet: Sheet) -> bool:
    return line.base < _MARGIN * sheet.height or line.base > (1 - _MARGIN) * sheet.height


def _outermost(line: Line, sheet: Sheet) -> bool:
    """No text stands between the line and its edge of the page, and no other number on its own baseline."""
    upper = line.base < sheet.height / 2
    for other in sheet.lines:
        if abs(other.base - line.base) > line.size:
            if (other.base <= line.base) if upper else (other.base >= line.base):
                return False
        elif other is not line and any(char.isdigit() for char in other.text):
            return False
    return True
