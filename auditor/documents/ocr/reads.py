"""Several reads of one picture compared: only what two of them read alike, and none otherwise, counts as read."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import median

from PIL import Image

from auditor.documents.ocr.alike import settled
from auditor.documents.ocr.program import Token, Unclear, words
from auditor.documents.ocr.strokes import Run, parted
from auditor.documents.pdf.engines import Stroke
from auditor.documents.pdf.words import Word

_HEIGHT = 30.0
"""Pixels of a capital letter at which the program reads best."""
_LARGEST = 40_000_000
"""Pixels of a picture as it is read."""
_READS = ((1.0, 6), (0.72, 6), (1.0, 11), (1.35, 11))
"""The reads: size against the best one, and mode of segmentation. The first gives the words, the others judge them."""
_FEWEST = 4
"""Words with capitals or digits without which the size of the letters is not known."""
_RULE = 3.2
"""A straight stroke of so many heights of a capital is no letter and no dash."""
_RULES = re.compile(r"[|\[\]_=~¦‖'`\\]+")
_JOINING = frozenset("&+±")
"""Signs that stand alone between words; others are specks."""
_DESCENDING = frozenset("gjpqy,;()[]{}Q/|@$")
_DASHES = str.maketrans("—–−‐", "----")
_EMS = 0.72
"""Height of capitals and digits, in ems."""


@dataclass(frozen=True)
class Read:
    """The words of a picture in its own pixels, and which of them are not sure."""

    words: tuple[Word, ...]
    unsure: frozenset[int]
    """Places in `words` of those that the reads do not agree on."""
    strokes: tuple[Stroke, ...] = ()
    """The straight lines drawn in the picture, in its own pixels."""


def read(picture: Image.Image) -> Read:
    """The words of a picture.

    Raises:
        Unclear: hardly anything in it can be read, or it is too large.
        NoReader: there is no program that reads pictures.
    """
    grey = picture.convert("L")
    if grey.width * grey.height > _LARGEST or min(grey.size) < 40:
        raise Unclear("The picture is too large or too small to be read.")
    best = _best_scale(grey)
    runs: list[Run] = []
    first, *others = [
        _read(grey, best * size, mode, rule=_RULE * _HEIGHT * size, runs=None if number else runs)
        for number, (size, mode) in enumerate(_READS)
    ]
    if len(first) < 6:
        raise Unclear("The picture holds hardly any text that can be read.")
    beside = [_Rows(tokens) for tokens in others]
    found: list[Word] = []
    unsure: set[int] = set()
    for line in [*_lines(first), *_passed_over(_Rows(first), beside)]:
        base, size = _baseline(line), _size(line)
        for token in line:
            text, sure = _voted(token, [rows.over(token) for rows in beside])
            if not text:
                continue
            if sure:
                text, sure = settled(text, grey.crop((int(token.x0), int(token.y0), ceil(token.x1), ceil(token.y1))))
            if not sure:
                unsure.add(len(found))
            box = (token.x0, base - 0.76 * size, token.x1, base + 0.22 * size)
            found.append(Word(text, *box, base, size, "", False, (0.0, 0.0, 0.0), False))
    return Read(tuple(found), frozenset(unsure), tuple(_stroke(run, best) for run in runs))


class _Rows:
    """The words of a read by where they stand, to be asked for those over a place."""

    _HIGH = 32.0

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._rows: dict[int, list[Token]] = {}
        for token in tokens:
            for row in self._range(token):
                self._rows.setdefault(row, []).append(token)

    def _range(self, token: Token) -> range:
        return range(int(token.y0 / self._HIGH), int(token.y1 / self._HIGH) + 1)

    def over(self, token: Token) -> list[Token]:
        """The words that mostly lie over a word, from left to right."""
        near = {id(other): other for row in self._range(token) for other in self._rows.get(row, ())}
        return sorted((other for other in near.values() if _over(token, other) > 0.5), key=lambda other: other.x0)


def _passed_over(first: _Rows, others: Sequence[_Rows]) -> list[list[Token]]:
    """Words that two later reads have alike and the first has not: without them a name may be cut short."""
    out = []
    for number, read in enumerate(others):
        for token in read.tokens:
            if first.over(token) or any(rows.over(token) for rows in others[:number]):
                continue
            if any(_plain(token.text) == _plain(o.text) for rows in others[number + 1 :] for o in rows.over(token)):
                out.append([token])
    return out


def _best_scale(grey: Image.Image) -> float:
    """The factor at which capitals have the height that is read best."""
    heights: list[float] = []
    for longest in (1600, 700):
        tokens = _read(grey, min(3.0, max(0.25, longest / max(grey.size))), 11)
        heights = [token.y1 - token.y0 for token in tokens if len(token.text) > 1 and _tall(token)]
        if len(heights) >= _FEWEST:
            break
    if len(heights) < _FEWEST:
        raise Unclear("The picture holds hardly any text that can be read.")
    wanted = _HEIGHT / median(heights)
    return min(wanted, 6.0, sqrt(_LARGEST / (grey.width * grey.height)) / 1.4)


def _read(
    grey: Image.Image, scale: float, mode: int, *, rule: float = 0.0, runs: list[Run] | None = None
) -> list[Token]:
    """One read at a scale, in pixels of the picture as it is.

    `rule`: lines at least so long (pixels of the scaled picture) are wiped out first, 0 none; what is left of them and
    passes for letters is left out. `runs` is given what was wiped out.
    """
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    packed = io.BytesIO()
    scaled = grey.resize(size, Image.Resampling.LANCZOS)
    if rule:
        scaled, found = parted(scaled, round(rule))
        if runs is not None:
            runs += found
    scaled.save(packed, "PNG", compress_level=1)
    return [
        Token(t.text, t.x0 / scale, t.y0 / scale, t.x1 / scale, t.y1 / scale, t.line)
        for t in words(packed.getvalue(), mode=mode)
        if not _RULES.fullmatch(t.text)
    ]


def _stroke(run: Run, scale: float) -> Stroke:
    along, across = (run.start / scale, run.end / scale), (run.at / scale, (run.at + 1) / scale)
    (x0, x1), (y0, y1) = (across, along) if run.upright else (along, across)
    return Stroke(x0, y0, x1, y1, 1 / scale, (0.0, 0.0, 0.0))


def _plain(text: str) -> str:
    return text.translate(_DASHES).strip("|_")


def _voted(token: Token, others: Sequence[Sequence[Token]]) -> tuple[str, bool]:
    """The text that most reads give in a word's place, and whether it is sure.

    It is sure where all reads but one at most give it to the letter; whether letters are capitals is often not seen and
    decides nothing. `others`: the words there in the other reads,
    from left to right. Empty: lines or specks that were taken for a word.
    """
    own = _plain(token.text)
    forms = [own]
    for there in others:
        texts = [_plain(other.text) for other in there]
        forms.append(own if own in texts else "".join(texts))
    votes = Counter(form.casefold() for form in forms)
    key, count = max(votes.items(), key=lambda vote: (vote[1], vote[0] == own.casefold()))
    text = next(form for form, _ in Counter(forms).most_common() if form.casefold() == key)
    if text not in _JOINING and text != "-" and not any(map(str.isalnum, text)):
        # Where one read sees letters there are some, and a name without them would be another name.
        text = next((form for form in forms if any(map(str.isalnum, form))), "")
        return text, False
    return text, count >= len(others)


def _over(a: Token, b: Token) -> float:
    """The part of the narrower of two words that lies over the other."""
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.y1, b.y1) - max(a.y0, b.y0)
    if wide <= 0 or high <= 0:
        return 0.0
    return min(wide / max(1.0, min(a.x1 - a.x0, b.x1 - b.x0)), high / max(1.0, min(a.y1 - a.y0, b.y1 - b.y0)))


def _lines(tokens: Sequence[Token]) -> list[list[Token]]:
    lines: dict[tuple[int, int, int], list[Token]] = {}
    for token in tokens:
        lines.setdefault(token.line, []).append(token)
    return list(lines.values())


def _tall(token: Token) -> bool:
    return any(char.isdigit() or char.isupper() for char in token.text) and not _DESCENDING & set(token.text)


def _baseline(line: Sequence[Token]) -> float:
    standing = [t.y1 for t in line if not _DESCENDING & set(t.text) and any(char.isalnum() for char in t.text)]
    return median(standing or [t.y1 for t in line])


def _size(line: Sequence[Token]) -> float:
    heights = [t.y1 - t.y0 for t in line if _tall(t)]
    return median(heights or [t.y1 - t.y0 for t in line]) / _EMS
