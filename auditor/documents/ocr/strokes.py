"""The straight lines of a picture: where they run, and the picture without them, so that they pass for no letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

_DARK = 215
"""Pixels darker than this are ink."""
_EDGE = 3
"""Pixels of the soft edge of a line."""
_THICKEST = 8
"""Pixels of the thickest line of a grid."""
_MOST = 20_000
"""Runs of ink that are looked at: a drawing has many, a table few."""


class Run(NamedTuple):
    """A row (of a level line) or column (of an upright one) of a line's pixels, from `start` up to before `end`."""

    upright: bool
    at: int
    start: int
    end: int


def parted(grey: Image.Image, length: int) -> tuple[Image.Image, list[Run]]:
    """The picture without the straight lines of at least so many pixels, and what was taken out.

    Read with them, a grid becomes dashes, bars and lost letters.
    """
    pixels = np.array(grey)
    dark = pixels < _DARK
    found: list[Run] = []
    for upright in (False, True):
        line = _lines(dark.T if upright else dark, length)
        if line is None:
            continue
        found += _runs(line, upright=upright)
        wiped = _grown(line, _EDGE)
        pixels[wiped.T if upright else wiped] = 255
    return Image.fromarray(pixels), found


def _lines(dark: npt.NDArray[np.bool_], length: int) -> npt.NDArray[np.bool_] | None:
    """Which pixels belong to level lines."""
    across = dark.shape[1]
    if across <= length:
        return None
    # How many of the `length` pixels from each one on are dark: all of them where a line runs.
    sums = np.cumsum(np.pad(dark, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = (sums[:, length:] - sums[:, :-length]) == length
    ends = np.zeros((dark.shape[0], across + 1), dtype=np.int32)
    ends[:, : full.shape[1]] += full
    ends[:, length : length + full.shape[1]] -= full
    line: npt.NDArray[np.bool_] = np.cumsum(ends, axis=1)[:, :across] > 0
    # The soft edge of a line is wiped out with it; areas, which are lines upon lines, are let be.
    thick = line.copy()
    for step in range(1, _THICKEST + 1):
        thick[step:] &= line[:-step]
    line &= ~_grown(thick, _THICKEST)
    return line


def _runs(line: npt.NDArray[np.bool_], *, upright: bool) -> Iterator[Run]:
    edges = np.diff(np.pad(line, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    for (row, start), (_, end) in zip(starts[:_MOST].tolist(), ends[:_MOST].tolist(), strict=True):
        yield Run(upright, row, start, end)


def _grown(mask: npt.NDArray[np.bool_], steps: int) -> npt.NDArray[np.bool_]:
    """A mask with the rows around its own."""
    out = mask.copy()
    for step in range(1, steps + 1):
        out[step:] |= mask[:-step]
        out[:-step] |= mask[step:]
    return out
