"""The runs of a Word paragraph as inline HTML: emphasis, raised text, hidden text, note marks, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from auditor.documents.archive import Archive, attribute, first, is_on, local
from auditor.documents.docx_styles import Look, ParagraphStyle, Styles

_THROUGH = frozenset(
    {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "Choice", "dir", "bdo"}
)
_SYMBOLS = {
    "symbol": {0xB1: "±", 0x2D: "−", 0xB4: "×", 0xA3: "≤", 0xB3: "≥", 0xBB: "≈", 0xAE: "→", 0xAD: "↑", 0xAF: "↓"},
    "wingdings": {0xFC: "✓", 0xFB: "✗", 0xE0: "→", 0xE1: "↑", 0xE2: "↓"},
}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_DEPTH = 40
_SMALL = 0.8


class Notes:
    """The footnotes and endnotes of a file, with the mark each is printed with."""

    def __init__(self, archive: Archive, parts: Mapping[str, str]) -> None:
        self._notes: dict[tuple[str, str], etree._Element] = {}
        self._marks: dict[tuple[str, str], str] = {}
        self._counts = {"footnote": 0, "endnote": 0}
        for kind in self._counts:
            if f"{kind}s" in parts and archive.has(parts[f"{kind}s"]):
                for note in archive.tree(parts[f"{kind}s"]):
                    if attribute(note, "type") in (None, "normal"):
                        self._notes[kind, attribute(note, "id") or ""] = note

    def mark(self, kind: str, id: str, custom: str) -> str:
        """The mark of the note that a reference points to; automatic ones count in the order of the text."""
        key = (kind, id)
        if key not in self._notes:
            return ""
        if key not in self._marks:
            if custom:
                self._marks[key] = custom
            else:
                self._counts[kind] += 1
                number = self._counts[kind]
                self._marks[key] = str(number) if kind == "footnote" else _roman(number)
        return self._marks[key]

    def used(self) -> Iterator[tuple[str, etree._Element]]:
        """Marks and notes in the order of the text."""
        for key, mark in self._marks.items():
            yield mark, self._notes[key]


def _roman(number: int) -> str:
    pieces = []
    for value, letters in _ROMAN:
        while number >= value:
            pieces.append(letters)
            number -= value
    return "".join(pieces)


class Inline:
    """Writes the runs of one paragraph into an element."""

    def __init__(
        self,
        target: etree._Element,
        styles: Styles,
        style: ParagraphStyle,
        notes: Notes,
        images: Mapping[str, str],
        *,
        shaded: bool,
    ) -> None:
        self.target, self.styles, self.style, self.notes, self.images = target, styles, style, notes, images
        self.shaded = shaded
        self.boxes: list[etree._Element] = []
        """Text boxes that are anchored in the paragraph."""
        self.charts: list[tuple[str, str]] = []
        """Ids and descriptions of charts in the paragraph."""

    def paragraph(self, source: etree._Element, depth: int = 0) -> None:
        """Everything printed in a paragraph, in order."""
        for child in source:
            name = local(child)
            if name == "r":
                self._run(child)
            elif name == "AlternateContent" or (name in _THROUGH and depth < _MAX_DEPTH):
                self.paragraph(child, depth + 1)
            elif name in ("oMath", "oMathPara"):
                self._formula(child, 0)
            elif name in ("drawing", "pict", "object"):
                self._drawing(child)

    def _run(self, run: etree._Element) -> None:
        look = self.styles.run(first(run, "rPr"), self.style.look)
        text: list[str] = []

        def flush() -> None:
            if text:
                self._text("".join(text), look)
                text.clear()

        for child in run:
            name = local(child)
            if name == "t":
                text.append(child.text or "")
            elif name in ("tab", "ptab"):
                text.append("\t")
            elif name == "noBreakHyphen":
                text.append("-")
            elif name == "sym":
                text.append(_symbol(child))
            elif name in ("br", "cr"):
                flush()
                if attribute(child, "type") in (None, "textWrapping"):
                    etree.SubElement(self.target, "br")
            elif name in ("footnoteReference", "endnoteReference"):
                flush()
                self._reference(child, name.removesuffix("Reference"), run)
            elif name in ("drawing", "pict", "object"):
                flush()
                self._drawing(child)
            elif name == "AlternateContent":
                flush()
                chosen = first(child, "Choice")
                for inner in chosen if chosen is not None else ():
                    self._drawing(inner)
        flush()

    def _reference(self, element: etree._Element, kind: str, run: etree._Element) -> None:
        own = is_on(element) and attribute(element, "customMarkFollows") in {"1", "true", "on"}
        custom = "".join(t.text or "" for t in run if local(t) == "t").strip() if own else ""
        mark = self.notes.mark(kind, attribute(element, "id") or "", custom)
        if mark and not own:
            etree.SubElement(self.target, "sup").text = mark

    def _text(self, text: str, look: Look) -> None:
        style = ""
        if look.hidden:
            style = "display:none"
        elif look.white and not self.shaded:
            style = "color:#ffffff"
        elif look.half_points is not None and look.half_points <= 4:
            style = "font-size:1pt"
        usual = self.style.look.half_points
        smaller = bool(usual and look.half_points and look.half_points < _SMALL * usual)
        wraps = [
            tag
            for tag, on in (
                ("del", look.struck),
                ("b", look.bold),
                ("u", look.underline),
                ("small", smaller),
                ("sup", look.script == 1),
                ("sub", look.script == -1),
            )
            if on
        ]
        element = self.target
        if style:
            element = etree.SubElement(element, "span", {"style": style})
        for tag in wraps:
            element = etree.SubElement(element, tag)
        if element is self.target and len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text

    def _drawing(self, element: etree._Element) -> None:
        """Pictures, charts and text boxes, wherever they stand inside a drawing."""
        described = ""
        for one in _outside_boxes(element):
            name = local(one)
            if name == "docPr":
                described = attribute(one, "descr") or attribute(one, "title") or ""
            elif name in ("blip", "imagedata"):
                part = self.images.get(attribute(one, "embed") or attribute(one, "id") or "", "")
                etree.SubElement(self.target, "img", {"src": part, "alt": described})
            elif name == "chart" and attribute(one, "id"):
                self.charts.append((attribute(one, "id") or "", described))
            elif name == "txbxContent":
                self.boxes.append(one)

    def _formula(self, element: etree._Element, script: int) -> None:
        """The text of a formula; powers and indices are raised and lowered."""
        for child in element:
            name = local(child)
            if name == "t":
                self._text(child.text or "", Look(bold=self.style.look.bold, script=script))
            elif name in ("sup", "sub"):
                self._formula(child, 1 if name == "sup" else -1)
            elif isinstance(child.tag, str):
                self._formula(child, script)


def _outside_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """An element and all inside it in order, the content of text boxes and what is kept for old programs left out."""
    stack = [element]
    while stack:
        one = stack.pop()
        yield one
        if local(one) not in ("txbxContent", "Fallback"):
            stack.extend(reversed(one))


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    font = (attribute(element, "font") or "").lower()
    for name, table in _SYMBOLS.items():
        if name in font:
            return table.get(code & 0xFF, "\ufffd")
    return chr(code) if 0x20 <= code < 0xD800 else "\ufffd"
