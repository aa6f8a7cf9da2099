"""What the styles of a Word file say of its paragraphs, runs and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from auditor.documents.archive import attribute, first, is_on, local

_HEADING = re.compile(r"heading\s*([1-9])$", re.IGNORECASE)
_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is printed."""

    bold: bool = False
    underline: bool = False
    script: int = 0
    hidden: bool = False
    struck: bool = False
    white: bool = False
    half_points: int | None = None


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph is, and how its runs are printed unless they say otherwise."""

    level: int | None = None
    caption: bool = False
    item: bool = False
    look: Look = Look()


@dataclass(frozen=True, slots=True)
class TableStyle:
    """What a table's style adds to its cells."""

    bold_first_row: bool = False
    shaded: bool = False


def shade(properties: etree._Element | None) -> str:
    """The background colour as a CSS colour; empty where there is none."""
    element = first(properties, "shd")
    fill = (attribute(element, "fill") or "") if element is not None else ""
    return f"#{fill}" if re.fullmatch(r"[0-9A-Fa-f]{6}", fill) and fill.upper() != "FFFFFF" else ""


class Styles:
    """The styles of a file, looked up with what they are based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        for style in root if root is not None else ():
            id = attribute(style, "styleId")
            if local(style) == "style" and id:
                self._styles[id] = style
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}:
                    self._default = id
        self._looks: dict[str, Look] = {}

    def paragraph(self, paragraph: etree._Element) -> ParagraphStyle:
        """What a paragraph is by its style and its own settings."""
        settings = first(paragraph, "pPr")
        id = _value(first(settings, "pStyle")) or self._default
        level: int | None = None
        caption = False
        item = first(settings, "numPr") is not None
        for style in self._chain(id):
            name = (_value(first(style, "name")) or "").strip()
            heading = _HEADING.match(name)
            outline = _value(first(style, "pPr", "outlineLvl"))
            if level is None and heading:
                level = int(heading.group(1))
            elif level is None and name.lower() == "title":
                level = 1
            elif level is None and outline and outline.isdecimal() and int(outline) < 9:
                level = int(outline) + 1
            caption = caption or name.lower() == "caption"
            item = item or name.lower().startswith("list ")
        own = _value(first(settings, "outlineLvl"))
        if own and own.isdecimal():
            level = int(own) + 1 if int(own) < 9 else None
        return ParagraphStyle(min(level, 6) if level else None, caption, item and not level, self.look(id))

    def look(self, id: str) -> Look:
        """How a style prints a run."""
        if id not in self._looks:
            look = Look()
            for style in reversed(self._chain(id)):
                look = changed(look, first(style, "rPr"))
            self._looks[id] = look
        return self._looks[id]

    def run(self, properties: etree._Element | None, base: Look) -> Look:
        """How a run is printed: its paragraph's style, its own style, its own settings."""
        if properties is None:
            return base
        id = _value(first(properties, "rStyle"))
        for style in reversed(self._chain(id)) if id else ():
            base = changed(base, first(style, "rPr"))
        return changed(base, properties)

    def table(self, table: etree._Element) -> TableStyle:
        """What a table's style adds: a bold first row where the table asks for it, and whether it shades any cell."""
        settings = first(table, "tblPr")
        look = first(settings, "tblLook")
        bold = shaded = False
        for style in self._chain(_value(first(settings, "tblStyle"))):
            shaded = shaded or any(local(one) == "shd" for one in style.iter())
            for part in style:
                if local(part) == "tblStylePr" and attribute(part, "type") == "firstRow":
                    bold = bold or is_on(first(part, "rPr", "b"))
        return TableStyle(bold and look is not None and _asks_for_first_row(look), shaded)

    def _chain(self, id: str) -> list[etree._Element]:
        """A style and what it is based on, nearest first."""
        found: list[etree._Element] = []
        seen: set[str] = set()
        while id in self._styles and id not in seen and len(found) < _MAX_CHAIN:
            seen.add(id)
            found.append(self._styles[id])
            id = _value(first(self._styles[id], "basedOn"))
        return found


def changed(look: Look, properties: etree._Element | None) -> Look:
    """A look with the settings of one `rPr` put over it."""
    for one in properties if properties is not None else ():
        match local(one):
            case "b":
                look = replace(look, bold=is_on(one))
            case "u":
                look = replace(look, underline=is_on(one))
            case "strike" | "dstrike":
                look = replace(look, struck=is_on(one))
            case "vanish" | "webHidden":
                look = replace(look, hidden=look.hidden or (local(one) == "vanish" and is_on(one)))
            case "vertAlign":
                look = replace(look, script={"superscript": 1, "subscript": -1}.get(_value(one), 0))
            case "color":
                look = replace(look, white=_value(one).upper() == "FFFFFF")
            case "sz":
                size = _value(one)
                look = replace(look, half_points=int(size) if size.isdecimal() and len(size) < 5 else None)
            case _:
                pass
    return look


def _asks_for_first_row(look: etree._Element) -> bool:
    said = attribute(look, "firstRow")
    if said is not None:
        return said in {"1", "true", "on"}
    value = attribute(look, "val") or ""
    return bool(re.fullmatch(r"[0-9A-Fa-f]{1,8}", value)) and bool(int(value, 16) & 0x20)


def _value(element: etree._Element | None) -> str:
    return (attribute(element, "val") or "") if element is not None else ""
