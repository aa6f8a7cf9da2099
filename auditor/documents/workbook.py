"""The inside of an Excel workbook: its sheets, shared texts and cell styles, as far as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from auditor.documents import number_formats
from auditor.documents.archive import Archive, attribute, first, is_on, local
from auditor.records import Part

MAX_CELLS = 150_000
"""Cells of all sheets that are read: far more than any leaderboard has."""
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")


_PLAIN = Part(text="")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell prints its value."""

    code: str = "General"
    part: Part = _PLAIN
    shaded: bool = False


@dataclass(slots=True)
class Sheet:
    """One sheet: printed runs of its cells by row and column, both from 1."""

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], tuple[list[Part], Style]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    cut: bool = False
    """Whether the sheet has more cells than are read."""
    pictures: int = 0
    charts: int = 0


class Workbook:
    """Reads the sheets of an open workbook."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        main = archive.main()
        self._related = archive.related(main)
        parts = dict(self._related.values())
        root = archive.tree(main)
        self._from_1904 = (attribute(p, "date1904") if (p := first(root, "workbookPr")) is not None else None) in {
            "1",
            "true",
        }
        self._listed = list(first(root, "sheets") if first(root, "sheets") is not None else ())  # type: ignore[arg-type]
        self._styles = _styles(archive.tree(parts["styles"])) if "styles" in parts else []
        shared = parts.get("sharedStrings")
        self._shared = [_runs(item) for item in archive.events(shared, ("si",))] if shared else []
        self._left = MAX_CELLS

    def sheets(self) -> Iterator[Sheet]:
        """Every sheet with cells, in the order of its tabs."""
        for listed in self._listed:
            id = next((v for k, v in listed.attrib.items() if str(k).endswith("}id")), None)
            kind, part = self._related.get(str(id), ("", ""))
            if kind == "worksheet" and self._archive.has(part):
                yield self._sheet(attribute(listed, "name") or "", attribute(listed, "state") or "visible", part)

    def _sheet(self, name: str, state: str, part: str) -> Sheet:
        sheet = Sheet(name, hidden=state != "visible")
        row = column = 0
        within: etree._Element | None = None
        for element in self._archive.events(part, ("row", "col", "mergeCell", "c")):
            match local(element):
                case "c":
                    # Rows and cells may leave out where they stand: then they follow each other.
                    if (parent := element.getparent()) is not within:
                        within, row, column = parent, _whole(parent, "r", row + 1), 0
                    row, column = _place(attribute(element, "r") or "") or (row, column + 1)
                    if self._left <= 0:
                        sheet.cut = True
                    elif (made := self._cell(element)) is not None:
                        sheet.cells[row, column] = made
                        self._left -= 1
                case "row":
                    if is_hidden(element):
                        sheet.hidden_rows.add(_whole(element, "r", row))
                case "col":
                    if is_hidden(element):
                        low, high = _whole(element, "min", 0), _whole(element, "max", 0)
                        sheet.hidden_columns.update(range(low, min(high, low + 20_000) + 1))
                case "mergeCell":
                    ends = [_place(end) for end in (attribute(element, "ref") or "").split(":")]
                    if len(ends) == 2 and ends[0] and ends[1] and len(sheet.merged) < MAX_CELLS:
                        sheet.merged.append((*ends[0], *ends[1]))
        for kind, drawing in self._archive.related(part).values():
            if kind == "drawing" and self._archive.has(drawing):
                shown = [kind for kind, _ in self._archive.related(drawing).values()]
                sheet.pictures += shown.count("image")
                sheet.charts += sum(1 for kind in shown if kind.startswith("chart"))
        return sheet

    def _cell(self, element: etree._Element) -> tuple[list[Part], Style] | None:
        number = attribute(element, "s") or "0"
        index = int(number) if number.isdecimal() else 0
        style = self._styles[index] if index < len(self._styles) else Style()
        kind = attribute(element, "t") or "n"
        value = first(element, "v")
        text = (value.text or "") if value is not None else ""
        if kind == "inlineStr":
            inline = first(element, "is")
            parts = _runs(inline) if inline is not None else []
        elif kind == "s":
            parts = self._shared[int(text)] if text.isdecimal() and int(text) < len(self._shared) else []
        elif kind == "n":
            parts = [Part(text=number_formats.printed(text, style.code, from_1904=self._from_1904))] if text else []
        elif kind == "b":
            parts = [Part(text="TRUE" if text == "1" else "FALSE")]
        else:
            parts = [Part(text=text)]
        if not any(part.text.strip() for part in parts) and not style.shaded:
            return None
        return [_under(part, style.part) for part in parts], style


def is_hidden(element: etree._Element) -> bool:
    return attribute(element, "hidden") in {"1", "true"}


def _whole(element: etree._Element | None, name: str, otherwise: int) -> int:
    """An attribute that is a whole number, or another number where it is none."""
    value = attribute(element, name) if element is not None else None
    return int(value) if value and value.isdecimal() and len(value) < 9 else otherwise


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column


def _under(part: Part, base: Part) -> Part:
    """A run with the cell's own style under it."""
    if not (base.bold or base.underline or base.script):
        return part
    return Part(
        text=part.text,
        bold=part.bold or base.bold,
        underline=part.underline or base.underline,
        script=part.script or base.script,
        small=part.small,
    )


def _runs(item: etree._Element) -> list[Part]:
    """The runs of a text, hints for pronunciation left out."""
    parts = []
    for child in item:
        if local(child) == "t":
            parts.append(Part(text=child.text or ""))
        elif local(child) == "r":
            text = "".join(one.text or "" for one in child if local(one) == "t")
            parts.append(_font(first(child, "rPr"), text))
    return parts


def _font(font: etree._Element | None, text: str = "") -> Part:
    if font is None:
        return Part(text=text)
    raised = first(font, "vertAlign")
    script = {"superscript": 1, "subscript": -1}.get((attribute(raised, "val") or "") if raised is not None else "", 0)
    return Part(text=text, bold=is_on(first(font, "b")), underline=is_on(first(font, "u")), script=script)


def _styles(root: etree._Element) -> list[Style]:
    """The cell styles of a workbook by their number."""

    def children(name: str) -> list[etree._Element]:
        found = first(root, name)
        return [one for one in found if isinstance(one.tag, str)] if found is not None else []

    codes = {attribute(one, "numFmtId"): attribute(one, "formatCode") or "General" for one in children("numFmts")}
    fonts = [_font(one) for one in children("fonts")]
    fills = [_is_fill(one) for one in children("fills")]
    styles = []
    for one in children("cellXfs"):
        id = attribute(one, "numFmtId") or "0"
        code = codes.get(id) or number_formats.BUILT_IN.get(int(id) if id.isdecimal() else 0, "General")
        font, fill = (attribute(one, key) or "0" for key in ("fontId", "fillId"))
        styles.append(
            Style(
                code,
                fonts[int(font)] if font.isdecimal() and int(font) < len(fonts) else _PLAIN,
                fills[int(fill)] if fill.isdecimal() and int(fill) < len(fills) else False,
            )
        )
    return styles


def _is_fill(fill: etree._Element) -> bool:
    pattern = first(fill, "patternFill")
    if pattern is None or attribute(pattern, "patternType") in (None, "none", "gray125"):
        return False
    colour = first(pattern, "fgColor")
    return colour is None or (attribute(colour, "rgb") or "").upper() not in {"FFFFFFFF", "00FFFFFF", "FFFFFF"}
