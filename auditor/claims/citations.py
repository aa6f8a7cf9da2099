"""Citations behind the labels of a table: "Some-7B Writer et al. (2025)" names Some-7B."""

from __future__ import annotations

import re

from auditor.records import Cell, Grid

_YEAR = r"(?:19|20)\d\d[a-z]?"
_BRACKETED = re.compile(rf"\s*[(\[](?:[^()\[\]]*\bet al\b[^()\[\]]*|[A-Z][^()\[\]\d]*,\s?{_YEAR})[)\]]$")
_OPEN = re.compile(rf"\s[A-Z][\w@.’'-]+(?:\set al\.?,?|\s(?:and|&)\s[A-Z][\w’'-]+)?\s[(\[]{_YEAR}[)\]]$")
_SAYS_SO = re.compile(rf"\bet al\.?,?\s[(\[]?{_YEAR}")


def without_citations(grid: Grid) -> Grid:
    """The grid with labels free of citations.

    A word before a year in brackets ("Team (2025)") counts as a citation only where another label of the table has
    "et al." before one; elsewhere it may be part of the name.
    """
    labels = [cell for cell in grid.cells if _is_label(cell, grid)]
    openly = any(_SAYS_SO.search(cell.text) for cell in labels)
    changed = False
    cells = []
    for cell in grid.cells:
        text = cell.text
        if _is_label(cell, grid):
            text = _BRACKETED.sub("", text)
            text = _OPEN.sub("", text) if openly else text
        if text and text != cell.text:
            changed = True
            cell = cell.model_copy(update={"text": text})
        cells.append(cell)
    return grid.model_copy(update={"cells": tuple(cells)}) if changed else grid


def _is_label(cell: Cell, grid: Grid) -> bool:
    return cell.row < grid.header_rows or cell.column < max(1, grid.label_columns)
