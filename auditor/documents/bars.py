"""Tables drawn with bars in running text, without the alignment row that would make them Markdown tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.documents import grid
from auditor.documents.runs import settle
from auditor.records import Grid, Part, Place

_RULE = re.compile(r"[\s|+:=_-]*")
_DOUBT = "The table has no alignment row; it was read from its bars."


def grid_of(parts: Sequence[Part], place: Place) -> Grid | None:
    """The table that a paragraph is, or None: three or more lines that all begin with a bar and hold cells."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        for number, piece in enumerate(part.text.split("\n")):
            if number:
                lines.append([])
            lines[-1].append(part.model_copy(update={"text": piece}))
    lines = [line for line in lines if "".join(p.text for p in line).strip()]
    texts = ["".join(p.text for p in line).strip() for line in lines]
    if len(lines) < 3 or not all(text.startswith("|") and text.count("|") >= 2 for text in texts):
        return None
    rows = [_cells(line, place, number) for number, line in enumerate(lines) if not _RULE.fullmatch(texts[number])]
    built = grid.build(rows)
    return built.model_copy(update={"doubts": (*built.doubts, _DOUBT)}) if built is not None else None


def _cells(line: Sequence[Part], place: Place, number: int) -> list[grid.Draft]:
    cells: list[list[Part]] = [[]]
    for part in line:
        for position, piece in enumerate(part.text.split("|")):
            if position:
                cells.append([])
            cells[-1].append(part.model_copy(update={"text": piece}))
    ends = slice(1, -1) if not "".join(p.text for p in cells[-1]).strip() else slice(1, None)
    where = Place(line=place.line + number) if place.line is not None else place
    drafts = []
    for cell in cells[ends]:
        settled = settle(cell)
        drafts.append(
            grid.Draft(
                settled.text,
                marks=settled.marks,
                bold=settled.bold,
                underline=settled.underline,
                parts=settled.parts,
                place=where,
            )
        )
    return drafts
