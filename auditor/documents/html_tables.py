"""A `<table>` element to rows of drafts, malformed nesting included."""

from __future__ import annotations

import re

from lxml import etree

from auditor.documents import grid
from auditor.documents.inline import HideHook, runs, styled_by, tag_of
from auditor.documents.runs import settle
from auditor.records import Part, Place

_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
_UNSHADED = re.compile(
    r"none|transparent|inherit|initial|unset|white|#f{3}(?:f{3})?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|var\(",
    re.IGNORECASE,
)
MAX_CELLS = 150_000
LONGEST_CELL = 20_000
"""Characters of one cell, its markup left out."""


def rows_of(table: etree._Element) -> tuple[list[tuple[etree._Element | None, list[etree._Element]]], int | None]:
    """The rows of a table, nested tables left out, each with its cells; and how many leading rows `<thead>` declares.

    Cells that stand in no row form a row of their own; rows and groups are found at any depth of stray elements
    between.
    """
    rows: list[tuple[etree._Element | None, list[etree._Element]]] = []
    head = 0
    stray: list[etree._Element] = []
    stack: list[tuple[etree._Element, bool]] = [(child, False) for child in reversed(table)]
    feet: list[tuple[etree._Element | None, list[etree._Element]]] = []
    while stack:
        element, in_head = stack.pop()
        tag = tag_of(element)
        if tag in ("td", "th"):
            stray.append(element)
            continue
        if stray and tag:
            rows.append((None, stray))
            stray = []
        if tag == "tr":
            cells, nested = _cells(element)
            target = feet if tag_of(element.getparent()) == "tfoot" else rows  # type: ignore[arg-type]
            if cells:
                target.append((element, cells))
                if in_head and len(rows) == head + 1:
                    head += 1
            stack.extend((row, in_head) for row in reversed(nested))
        elif tag in (
            "thead",
            "tbody",
            "tfoot",
            "form",
            "div",
            "center",
            "span",
            "p",
            "font",
            "small",
            "b",
            "strong",
            "sup",
        ):
            stack.extend((child, in_head or tag == "thead") for child in reversed(element))
    if stray:
        rows.append((None, stray))
    return rows + feet, head or None


def _cells(row: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """The cells of a row, and rows that were nested in it because it was not closed."""
    cells: list[etree._Element] = []
    nested: list[etree._Element] = []
    stack = list(reversed(row))
    while stack:
        element = stack.pop()
        tag = tag_of(element)
        if tag in ("td", "th"):
            cells.append(element)
        elif tag == "tr":
            nested.append(element)
        elif tag and tag != "table":
            stack.extend(reversed(element))
    return cells, nested


def draft(cell: etree._Element, row: etree._Element | None, hide: HideHook, line: int | None) -> grid.Draft:
    """One cell as a draft."""
    tag = tag_of(cell)
    base = styled_by(cell, tag, _PLAIN)
    if row is not None and row.get("style"):
        base = styled_by(row, "tr", base)
    settled = settle(runs(cell, hide, base))
    name = cell.get("class") or ""
    return grid.Draft(
        text=settled.text,
        marks=settled.marks,
        bold=settled.bold,
        underline=settled.underline,
        shaded=_shaded(cell, row),
        parts=settled.parts,
        header=(tag == "th" and cell.get("scope") != "row" and "ltx_th_row" not in name) or "ltx_th_column" in name,
        row_span=_span(cell.get("rowspan"), 100_000),
        column_span=_span(cell.get("colspan"), grid.MAX_COLUMNS),
        place=Place(line=line) if line is not None else _NOWHERE,
    )


_PLAIN = Part(text="")
_NOWHERE = Place()


def _span(value: str | None, limit: int) -> int:
    if value is None:
        return 1
    match = re.match(r"\D{0,3}(\d{1,9})", value.strip())
    if match is None:
        return 1
    number = int(match.group(1))
    return min(number, limit) or (limit if limit > grid.MAX_COLUMNS else 1)


def _shaded(cell: etree._Element, row: etree._Element | None) -> bool | None:
    for element in (cell, row):
        if element is None:
            continue
        colour = element.get("bgcolor")
        found = _BACKGROUND.search((element.get("style") or "")[:4000])
        value = (found.group(1) if found else colour) or ""
        if value.strip():
            return not _UNSHADED.match(value.strip())
    return None
