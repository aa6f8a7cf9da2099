"""Which glyphs a reader sees: ink in the colour of its ground is no text."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol

from auditor.documents.pdf.engines import Area, Glyph, Picture

_INK = attrgetter("ink")
_WHITE = 0.93
_CLOSE = 0.06
"""Largest difference of lightness between ink and ground that counts as none."""


class Ground(Protocol):
    @property
    def areas(self) -> tuple[Area, ...]: ...
    @property
    def pictures(self) -> tuple[Picture, ...]: ...


def lightness(ink: tuple[float, float, float]) -> float:
    """0 black to 1 white (Rec. 709 luma weights)."""
    return 0.2126 * ink[0] + 0.7152 * ink[1] + 0.0722 * ink[2]


def split_ink(glyphs: Sequence[Glyph], page: Ground) -> tuple[tuple[Glyph, ...], tuple[Glyph, ...]]:
    """Seen and unseen glyphs."""
    inks = set(map(_INK, glyphs))
    if not any(lightness(ink) > _WHITE for ink in inks):
        return tuple(glyphs), ()
    seen: list[Glyph] = []
    unseen: list[Glyph] = []
    light: dict[tuple[float, float, float], bool] = {}
    for glyph in glyphs:
        pale = light.get(glyph.ink)
        if pale is None:
            pale = light[glyph.ink] = lightness(glyph.ink) > _WHITE
        if pale and not _on_other_ground(glyph, page):
            unseen.append(glyph)
        else:
            seen.append(glyph)
    return tuple(seen), tuple(unseen)


def _on_other_ground(glyph: Glyph, page: Ground) -> bool:
    """Whether pale ink stands on a ground it can be read against (the last area painted there, or a picture)."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    for area in reversed(page.areas):
        if area.x0 <= x <= area.x1 and area.y0 <= y <= area.y1:
            return abs(lightness(area.ink) - lightness(glyph.ink)) > _CLOSE
    return any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in page.pictures)
