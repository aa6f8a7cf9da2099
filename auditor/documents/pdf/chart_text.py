"""The text in a chart as labels with a direction: whole names and whole numbers."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from auditor.documents.pdf.bars import Label
from auditor.documents.pdf.engines import Run
from auditor.documents.pdf.glyphs import PdfPage
from auditor.documents.pdf.objects import Rectangle
from auditor.documents.pdf.words import Word

_MOST_LETTERS = 2000
_FEWEST_DIGITS = 3
_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"\d[\d.,%\s]{2,}")


def read_labels(page: PdfPage, box: Rectangle) -> list[Label]:
    """The text in a figure: the engine's runs say the words, the glyphs at their start the direction.

    None where so few digits are printed that no chart can be read: single glyphs are the most of the work.
    """
    found: list[Label] = []
    x0, y0, x1, y1 = box[0] - 4, box[1] - 4, box[2] + 4, box[3] + 8
    inside = [run for run in page.runs if x0 <= run.x0 <= x1 and y0 <= run.base <= y1]
    if sum([len(_DIGIT.findall(run.text)) for run in inside]) < _FEWEST_DIGITS:
        return []
    for run in inside:
        text = " ".join(run.text.split())
        if not text:
            continue
        length = (run.x1 - run.x0) * (len(run.text.rstrip()) / len(run.text))
        angle = _direction(page, run) if page.turned else 0.0
        found.append(Label(text, run.x0, run.base, length, run.size, angle, run.bold))
    return _unglued(_rejoined(_facing(_apart(found, page))))


def _facing(labels: list[Label]) -> list[Label]:
    """Slanted letters printed one by one, in a drawing that is turned over, stand in a line that rises where their
    angle falls: the line counts."""
    out = list(labels)
    for angle in {label.angle for label in labels if label.angle % 90}:
        letters = [label for label in labels if label.angle == angle and len(label.text) <= 3][:_MOST_LETTERS]
        falling, rising = (_runs_on(letters, math.radians(tilt)) for tilt in (angle, -angle))
        if len(letters) > 5 and rising > 2 * falling:
            out = [replace(label, angle=-angle) if label.angle == angle else label for label in out]
    return out


def _runs_on(letters: list[Label], tilt: float) -> int:
    """How many of the letters have another one right where they end."""
    starts = {(round(label.x), round(label.base)) for label in letters}
    count = 0
    for label in letters:
        x, y = label.x + label.length * math.cos(tilt), label.base - label.length * math.sin(tilt)
        near = {(round(x) + i, round(y) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
        count += bool((near - {(round(label.x), round(label.base))}) & starts)
    return count


def _apart(labels: list[Label], page: PdfPage) -> list[Label]:
    """Numbers on neighbouring bars can come as one run: the gaps between the glyphs tell them apart."""
    glued = [label for label in labels if not label.angle and _NUMBERS.fullmatch(label.text)]
    if not glued:
        return labels
    lines: dict[int, list[Word]] = {}
    for word in page.words:
        lines.setdefault(round(word.base), []).append(word)
    out: list[Label] = []
    several = set(map(id, glued))
    for label in labels:
        own = [
            word
            for step in (-1, 0, 1)
            for word in lines.get(round(label.base) + step, ())
            if abs(word.base - label.base) < 0.5
            and label.x - 0.5 <= word.x0
            and word.x1 <= label.x + label.length + 0.5
        ]
        pieces = [Label(word.text, word.x0, word.base, word.x1 - word.x0, word.size, 0.0, word.bold) for word in own]
        if id(label) not in several or len(pieces) < 2 or any(piece.number is None for piece in pieces):
            out.append(label)
        else:
            out += pieces
    return out


def _direction(page: PdfPage, run: Run) -> float:
    """The direction of a run that begins where a glyph does."""
    for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
        direction = page.directions.get((round(run.x0) + dx, round(run.base) + dy))
        if direction is not None:
            return float(direction if direction <= 180 else direction - 360)
    return _quarter(page, run.x0, run.base)


def _quarter(page: PdfPage, x: float, base: float) -> float:
    """The direction of a run that begins where a glyph turned by a quarter does."""
    for glyph in page.turned:
        if glyph.angle == 90 and abs(glyph.base - x) < 1 and abs(glyph.y1 - base) < 1:
            return 90.0
        if glyph.angle == 270 and abs(glyph.base - x) < 1 and abs(glyph.y0 - base) < 1:
            return -90.0
    return 0.0


def _unglued(labels: list[Label]) -> list[Label]:
    """Numbers on neighbouring bars can touch ("23.323.3"): cut where the chart's numbers all have as many decimals."""
    decimals = {
        len(label.text.partition(".")[2].rstrip("% "))
        for label in labels
        if label.number is not None and "." in label.text
    }
    if len(decimals) != 1 or 0 in decimals:
        return labels
    number = re.compile(rf"\d{{1,3}}\.\d{{{decimals.pop()}}}")
    out: list[Label] = []
    for label in labels:
        pieces = number.findall(label.text)
        if label.angle or label.number is not None or len(pieces) < 2 or "".join(pieces) != label.text.replace(" ", ""):
            out.append(label)
            continue
        width = label.length / len(label.text)
        rest = label.text
        for piece in pieces:
            start = label.x + (len(label.text) - len(rest) + rest.index(piece)) * width
            out.append(replace(label, text=piece, x=start, length=len(piece) * width))
            rest = rest[rest.index(piece) + len(piece) :]
    return out


def _rejoined(labels: list[Label]) -> list[Label]:
    """Runs that continue each other without a gap (a change of font inside a name, a raised mark) as one label."""
    out: list[Label] = []
    for angle in sorted({label.angle for label in labels}):
        same = [(label, *label.along) for label in labels if label.angle == angle]
        same.sort(key=lambda placed: placed[1])
        while same:
            label, u, v = same.pop(0)
            place = 0
            while place < len(same):
                after, x, y = same[place]
                gap = x - u - label.length
                if gap > 0.35 * label.size:
                    if x > u + label.length + label.size:
                        break
                elif (
                    gap > -0.3 * label.size
                    and abs(y - v) < 0.45 * label.size
                    and (label.number is None or after.number is None)
                ):
                    text = after.text if gap < 0.15 * label.size else f" {after.text}"
                    label = replace(label, text=label.text + text, length=label.length + gap + after.length)
                    same.pop(place)
                    continue
                place += 1
            out.append(label)
    return out
