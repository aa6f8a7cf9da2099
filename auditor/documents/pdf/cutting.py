"""Cells that the edge of the page, or of a frame on it, cuts off: what shows of them is no value."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from pypdfium2 import PdfPage as Handle
from pypdfium2 import raw

from auditor.documents.pdf.objects import Frame, Rectangle, frame_of
from auditor.records import Cell, Grid

CUT = "…"
"""Follows what is left of a cell that is cut."""
_LEAST = 0.8
"""Letters that reach less than this (points) over the edge are whole."""
_MOST_CLIPS = 12
"""Clipping paths, and points of one, that are looked at."""
_MOST_OBJECTS = 50_000

Cuts = Sequence[tuple[Rectangle, Rectangle]]


def cut_texts(page: Handle) -> list[tuple[Rectangle, Rectangle]]:
    """The texts that a clipping path cuts, each with the part of the page that shows; in displayed coordinates."""
    frame = frame_of(page)
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    out: list[tuple[Rectangle, Rectangle]] = []
    for place in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(page.raw, place)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        seen = _clip(item, frame)
        if seen is not None and raw.FPDFPageObj_GetBounds(item, *pointers):
            box = frame.box(*(edge.value for edge in edges))
            if box[0] < seen[0] - _LEAST or box[2] > seen[2] + _LEAST:
                out.append((box, seen))
    return out


def _clip(item: Any, frame: Frame) -> Rectangle | None:
    """The rectangle outside of which an object does not show. PDFium keeps none for what lies wholly inside."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    if not clip:
        return None
    seen: Rectangle | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(raw.FPDFClipPath_CountPaths(clip), _MOST_CLIPS)):
        count = raw.FPDFClipPath_CountPathSegments(clip, path)
        if not 4 <= count <= _MOST_CLIPS:
            continue
        xs, ys = [], []
        for place in range(count):
            if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, place), x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            box = frame.box(min(xs), min(ys), max(xs), max(ys))
            if seen is not None:
                box = max(seen[0], box[0]), max(seen[1], box[1]), min(seen[2], box[2]), min(seen[3], box[3])
            seen = box
    return seen


def mark_cut(grid: Grid, cuts: Cuts, width: float) -> tuple[Grid, tuple[str, ...]]:
    """The grid with its cut columns marked, and the names of these columns.

    `cuts`: texts with the part of the page that shows; `width`: of the page, in points. Where letters of a column are
    cut, none of its values is known to be whole: what did not show at all may be missing from the file.
    """
    columns = sorted({cell.column for cell in grid.cells if cell.column_span == 1 and _cut(cell, cuts, width)})
    if not columns:
        return grid, ()
    cells = tuple(
        cell.model_copy(update={"text": f"{cell.text}{CUT}", "parts": ()})
        if cell.text and cell.column_span == 1 and cell.column in columns
        else cell
        for cell in grid.cells
    )
    names = []
    for column in columns:
        heads = [cell.text for cell in cells if cell.column == column and cell.row < grid.header_rows]
        names.append(" ".join(heads) or f"column {column + 1}")
    doubts = (*grid.doubts, f"Cut at the edge of the page, so that their values are not whole: {', '.join(names)}.")
    return (
        Grid(
            rows=grid.rows,
            columns=grid.columns,
            header_rows=grid.header_rows,
            label_columns=grid.label_columns,
            cells=cells,
            doubts=doubts,
        ),
        tuple(names),
    )


def _cut(cell: Cell, cuts: Cuts, width: float) -> bool:
    box = cell.place.box
    if box is None:
        return False
    if box.x1 > width + _LEAST:
        return True
    return any(
        (text[2] > seen[2] + _LEAST and box.x1 > seen[2] - _LEAST)
        or (text[0] < seen[0] - _LEAST and box.x0 < seen[0] + _LEAST)
        for text, seen in cuts
        if text[0] < box.x1 and text[2] > box.x0 and text[1] < box.y1 and text[3] > box.y0
    )
