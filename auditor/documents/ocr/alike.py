"""Signs that a program takes for each other: told apart by their height in the picture, or never sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

_ROUND = re.compile(
    # "GPT-4o" and "GPT-40", "o1" and "01": a round sign beside one digit; behind several, or before a unit, a nought.
    r"(?:(?<=[A-Za-z][1-9])|(?<=[A-Za-z]-[1-9]))[0O](?![\d.%BbMmKk])|(?<![\w.])[0O](?=[1-9](?![\d.,%]))"
)
_STROKE = re.compile(
    r"\d[lI](?![A-Za-z])|(?<![A-Za-z])[lI]\d|(?<![A-Za-z])[oO0][lI](?![A-Za-z])|[A-Z]l(?![A-Za-z])|"
    r"[A-Z]B8|8B[\dA-Z]|[oO]0|0[oO]|[A-Z]S5|5S[\dA-Z]"
)
"""Upright strokes where one, an el and a capital I are likely alike ("o1", "OpenAI"), and signs that are read twice
("GSMB8K")."""
_LOW = 0.86
"""A round sign at most so high beside a digit or capital is a small letter; the height of one is 0.65 to 0.78."""
_HIGH = 0.93
_SMALL = 0.8
"""A digit lower than this beside the others, whose top is level with theirs, is raised."""
_LEVEL = 0.9
_CONTRAST = 60
"""Difference of the lightest and the darkest pixel of a word that can be measured."""


def settled(text: str, word: Image.Image) -> tuple[str, bool]:
    """The text with its doubtful signs told by the picture of the word, and whether no doubt is left."""
    if _STROKE.search(text):
        return text, False
    places = [match.start() for match in _ROUND.finditer(text)]
    if not places and not text[-1:].isdigit():
        return text, True
    signs = _signs(np.asarray(word.convert("L")))
    if _raised(text, signs):
        return text, False
    chars = list(text)
    for place in places:
        share = _share(text, place, signs) if signs else None
        if share is None or _LOW < share < _HIGH:
            return text, False
        chars[place] = "o" if share <= _LOW else "0"
    return "".join(chars), True


def _raised(text: str, signs: Sequence[_Sign]) -> bool:
    """Whether the last digit is the raised mark of a note and no part of the number or name."""
    if not text[-1:].isdigit() or not text[-2:-1].isalnum() or len(signs) < 2:
        return False
    *others, last = signs[-4:]
    tall = max(others, key=lambda sign: sign.thick)
    return last.thick < _SMALL * tall.thick and last.high > _LEVEL * tall.high


def _share(text: str, place: int, signs: Sequence[_Sign]) -> float | None:
    """How high a sign is beside the digits next to it. Letters further on may touch each other, so that only what
    stands between the sign and the nearer end of the word is asked to be parted. None: it cannot be told."""
    for reverse in (True, False):
        chars = text[::-1] if reverse else text
        at = len(text) - 1 - place if reverse else place
        asked = chars[: at + 2]
        found = list(reversed(signs) if reverse else signs)[: len(asked)]
        if len(found) < len(asked):
            continue
        tall = [sign.high for sign, char in zip(found, asked, strict=True) if _is_tall(char) and char not in "oO0"]
        alike = all(
            (sign.high >= _HIGH * max(tall)) if _is_tall(char) and char not in "oO0" else sign.high <= 1.2 * max(tall)
            for sign, char in zip(found, asked, strict=True)
            if tall
        )
        dashes = all(
            sign.thick < 0.35 * max(tall) for sign, char in zip(found, asked, strict=True) if char == "-" and tall
        )
        if tall and alike and dashes:
            return found[at].high / max(tall)
    return None


def _is_tall(char: str) -> bool:
    return char.isdigit() or char.isupper()


class _Sign(NamedTuple):
    high: float
    """How far it reaches above the foot of the word, in pixels."""
    thick: float
    """From its top to its own foot."""


def _signs(grey: npt.NDArray[np.uint8]) -> list[_Sign]:
    """The signs of a word as far as blank columns part them, from left to right."""
    if grey.size == 0 or int(grey.max()) - int(grey.min()) < _CONTRAST:
        return []
    ground = int(np.median(grey))
    # Pale print on dark ground is measured like dark print on pale ground.
    ink = np.abs(grey.astype(np.int16) - ground) > (int(grey.max()) - int(grey.min())) // 2
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns):
        return []
    parted = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    rows = [np.flatnonzero(ink[:, sign].any(axis=1)) for sign in parted]
    foot = float(np.median([row[-1] for row in rows])) + 1
    return [_Sign(foot - float(row[0]), float(row[-1] - row[0] + 1)) for row in rows]
