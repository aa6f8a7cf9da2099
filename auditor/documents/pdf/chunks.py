"""Print lines of a table and the chunks on them: what one cell prints on one line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.documents.pdf.rules import Rule
from auditor.documents.pdf.words import Word, joined

_TEXT_GAP = 0.62
"""Words closer than this many ems are one cell."""
_MONO_GAP = 0.85
_NUMBER_GAP = 0.3
"""The same for two plain numbers: nobody prints two numbers in one cell with nothing between them."""
_LINE = 0.32
"""Baselines closer than this many ems are one print line."""
_TRAIL = "*∗†‡§¶⋆★☆#✝"
_BESIDE = "+-−–±(↑↓▲▼"
_PLAIN = re.compile(r"[-+−–]?\d[\d.,/|%]*")
_NUMBER = re.compile(r"[$€£¥~≈<>≤≥±(\[]?[-+−–±]?[\d.][\d\s.,%/|()\[\]±+\-−–~<>≈↑↓:;×xX$^]*")
_BLANK = frozenset(
    "- – — − -- --- / × ✓ ✗ ✘ ✔ … ... N/A n/a NA N.A. n.a. OOM TBD ∅ · ⁄ ⨯ ✕ ∼ X".split()  # noqa: SIM905
)
_MONO = re.compile(r"mono|courier|cmtt|consol|typewriter|menlo|inconsolata|sftt|nimbusmon", re.I)


@dataclass(slots=True)
class Chunk:
    """Words of one cell on one print line."""

    words: list[Word]
    x0: float
    x1: float
    base: float
    size: float
    kind: str
    """"number", "blank" or "text"."""

    @property
    def text(self) -> str:
        return joined(self.words)

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def valued(self) -> bool:
        """Whether it is what a value column holds: a number or the sign for none."""
        return self.kind != "text"

    @property
    def count(self) -> int:
        """How many words a reader counts: small capitals and changes of style inside a word part none."""
        return sum(not word.glued for word in self.words)


@dataclass(slots=True)
class PrintLine:
    """All chunks on one baseline, left to right."""

    base: float
    size: float
    chunks: list[Chunk] = field(default_factory=list)

    @property
    def numbers(self) -> int:
        return sum(chunk.kind == "number" for chunk in self.chunks)

    @property
    def valued(self) -> int:
        return sum(chunk.kind != "text" for chunk in self.chunks)


def kind_of(words: Sequence[Word]) -> str:
    """What the words print, scripts and trailing marks aside."""
    text = "".join(word.text if word.glued else " " + word.text for word in words if not word.script).strip()
    bare = text.rstrip(_TRAIL + " ")
    if bare in _BLANK or (not bare and text):
        return "blank"
    if _NUMBER.fullmatch(bare) and any(char.isdigit() for char in bare):
        return "number"
    return "text"


def chunk_of(words: list[Word]) -> Chunk:
    size = max(word.size for word in words)
    return Chunk(words, words[0].x0, max(word.x1 for word in words), words[0].base, size, kind_of(words))


def print_lines(words: Sequence[Word], upright: Sequence[Rule] = ()) -> list[PrintLine]:
    """Lines from words that `scripted` has put on their baselines; upright rules separate chunks."""
    order = sorted(words, key=lambda word: word.base)
    at = [rule.at for rule in upright]
    out: list[PrintLine] = []
    start = 0
    while start < len(order):
        first = order[start]
        end = start + 1
        while end < len(order) and order[end].base - first.base < _LINE * max(order[end].size, first.size):
            end += 1
        line = sorted(order[start:end], key=lambda word: word.x0)
        out.append(_print_line(line, upright, at))
        start = end
    return out


def _print_line(line: list[Word], upright: Sequence[Rule], at: list[float]) -> PrintLine:
    sizes = sorted(word.size for word in line)
    bases = sorted(word.base for word in line)
    out = PrintLine(bases[len(bases) // 2], sizes[len(sizes) // 2])
    group: list[Word] = []
    for word in line:
        if group and _apart(group, word, upright, at):
            out.chunks.append(chunk_of(group))
            group = []
        group.append(word)
    out.chunks.append(chunk_of(group))
    return out


def _apart(group: list[Word], word: Word, upright: Sequence[Rule], at: list[float]) -> bool:
    before = group[-1]
    gap = word.x0 - before.x1
    em = min(before.size, word.size) if not (before.script or word.script) else max(before.size, word.size)
    if gap > _MONO_GAP * em:
        return True
    if at:
        for place in range(bisect_left(at, before.x1 - 1.0), len(at)):
            if at[place] > word.x0 + 1.0:
                break
            if upright[place].start - 1 <= (word.y0 + word.y1) / 2 <= upright[place].end + 1:
                return True
    if gap < _NUMBER_GAP * em:
        return False
    if word.text[0] in _BESIDE and word.size < 0.8 * before.size and gap < _TEXT_GAP * before.size:
        # A gain in small type beside its score.
        return False
    if _PLAIN.fullmatch(before.text.rstrip(_TRAIL)) and _PLAIN.fullmatch(word.text.rstrip(_TRAIL)):
        return True
    return gap > _TEXT_GAP * em and not _MONO.search(word.font)


def part_numbers(lines: Sequence[PrintLine]) -> None:
    """Cuts, in place, numbers off labels that stand close before them.

    They are cells of their own if they stand exactly below each other while the labels end at different places; a
    number in a name follows its name at the width of a blank.
    """
    found: list[tuple[PrintLine, float, float, float]] = []
    for line in lines:
        first = line.chunks[0]
        if first.kind != "text" or len(first.words) < 2 or first.words[-1].glued:
            continue
        last, before = first.words[-1], first.words[-2]
        if _PLAIN.fullmatch(last.text.rstrip(_TRAIL)):
            found.append((line, last.x0 - before.x1, (last.x0 + last.x1) / 2, last.x1))
    rows = sum(line.numbers > 0 for line in lines)
    if len(found) < 2 or len(found) * 2 < rows:
        return
    gaps = [gap for _, gap, _, _ in found]
    spread = min(
        max(middle for _, _, middle, _ in found) - min(middle for _, _, middle, _ in found),
        max(right for _, _, _, right in found) - min(right for _, _, _, right in found),
    )
    size = found[0][0].size
    middle = sorted(middle for _, _, middle, _ in found)[len(found) // 2]
    parted = any(
        len(line.chunks) > 1 and line.chunks[1].kind == "number" and abs(line.chunks[1].middle - middle) < 0.15 * size
        for line in lines
        if all(line is not cut for cut, _, _, _ in found)
    )
    if spread < 0.1 * size and (parted or max(gaps) - min(gaps) > 0.12 * size):
        for line, _, _, _ in found:
            first = line.chunks[0]
            line.chunks[:1] = [chunk_of(first.words[:-1]), chunk_of(first.words[-1:])]


def part_labels(lines: Sequence[PrintLine]) -> None:
    """Cuts, in place, the label of a group off the row label that it nearly touches.

    Most row labels begin at one place; other lines, too, must print something wholly to the left of it.
    """
    rows = [line for line in lines if line.numbers and len(line.chunks) > 1]
    starts = Counter(round(line.chunks[0].x0) for line in rows)
    if not starts:
        return
    left, count = starts.most_common(1)[0]
    count += starts[left - 1] + starts[left + 1]
    outer = [line for line in lines if line.chunks[0].x1 < left + 0.5 and line.chunks[0].kind == "text"]
    count += sum(len(line.chunks) > 1 and abs(line.chunks[1].x0 - left) < 1 for line in outer)
    if count < 3 or count * 2 < len(rows) or not outer:
        return
    for line in rows:
        first = line.chunks[0]
        if first.kind != "text" or first.x0 > left - first.size:
            continue
        for place, word in enumerate(first.words):
            if place and not word.glued and abs(word.x0 - left) < 0.8:
                line.chunks[:1] = [chunk_of(first.words[:place]), chunk_of(first.words[place:])]
                break
