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
        canvas = pixels.T if upright else pixels
        for at, line in _lines(np.ascontiguousarray(dark.T) if upright else dark, length):
            found += _runs(line, at, upright=upright)
            canvas[at : at + len(line)][_grown(line, _EDGE)] = 255
    return Image.fromarray(pixels), found


def _lines(dark: npt.NDArray[np.bool_], length: int) -> Iterator[tuple[int, npt.NDArray[np.bool_]]]:
    """Which pixels belong to level lines: bands of the picture, each with its first row and with room around it."""
    high, across = dark.shape
    edges = np.diff(np.pad(dark, ((0, 0), (1, 1))).astype(np.int8).ravel())
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    long = ends - starts >= length
    rows, starts = np.divmod(starts[long], across + 2)
    ends = ends[long] % (across + 2)
    if not len(rows):
        return
    room = _THICKEST * 2 + _EDGE + 1
    for band in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(rows) > 2 * room) + 1):
        top, foot = max(0, int(rows[band[0]]) - room), min(high, int(rows[band[-1]]) + room + 1)
        line = np.zeros((foot - top, across), dtype=np.bool_)
        for row, start, end in zip(rows[band].tolist(), starts[band].tolist(), ends[band].tolist(), strict=True):
            line[row - top, start:end] = True
        # The soft edge of a line is wiped out with it; areas, which are lines upon lines, are let be.
        thick = line.copy()
        for step in range(1, _THICKEST + 1):
            thick[step:] &= line[:-step]
            thick[:step] = False
        yield top, line & ~_grown(thick, _THICKEST)


def _runs(line: npt.NDArray[np.bool_], top: int, *, upright: bool) -> Iterator[Run]:
    edges = np.diff(np.pad(line, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    for (row, start), (_, end) in zip(starts[:_MOST].tolist(), ends[:_MOST].tolist(), strict=True):
        yield Run(upright, top + row, start, end)


def _grown(mask: npt.NDArray[np.bool_], steps: int) -> npt.NDArray[np.bool_]:
    """A mask with the rows around its own."""
    out = mask.copy()
    for step in range(1, steps + 1):
        out[step:] |= mask[:-step]
        out[:-step] |= mask[step:]
    return out
