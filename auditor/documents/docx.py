"""Word documents to a `Document`: written out as one HTML tree, then read by the same walker as HTML pages.

A place's line counts paragraphs and table rows from the start of the document: such files have no lines of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from auditor.documents import finishing, metadata, plots, tree
from auditor.documents.archive import Archive, attribute, first, is_on, local
from auditor.documents.docx_charts import read_chart
from auditor.documents.docx_runs import Inline, Notes
from auditor.documents.docx_styles import Styles, shade
from auditor.documents.tree import LINE, NOTE
from auditor.records import BlockKind, Document, Place, Unread

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_THROUGH = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "Choice"})
"""Wrappers whose content stands in the text as if they were not there."""
_MAX_DEPTH = 40


def read_docx(data: bytes, name: str) -> Document:
    """The document in a Word file.

    Raises `DocumentError` for damaged, encrypted and oversized files and for those without content.
    """
    with Archive(data, name) as archive:
        writer = _written(archive)
        about = _about(archive.properties())
    state = tree.Walk(rendered=True, shortcodes=writer.figures)
    tree.walk(writer.page, state)
    state.unread += writer.unread
    text = "\n".join(block.text for block in state.blocks)
    return _numbered(finishing.document(data, name, MEDIA_TYPE, about, state, text))


def pictures_at(data: bytes, name: str, line: int) -> list[tuple[str, bytes]]:
    """The pictures that stand on a line of a Word file: their description or else the name of their part, and the
    picture files.

    Raises `DocumentError` as `read_docx` does.
    """
    with Archive(data, name) as archive:
        page = _written(archive).page
        found = [image for image in page.iter("img") if tree.Walk(rendered=True).place(image).line == line]
        parts = [(image.get("alt") or "", image.get("src") or "") for image in found]
        return [
            (described or part.rpartition("/")[2], archive.content(part))
            for described, part in dict.fromkeys(parts)
            if archive.has(part)
        ]


def _written(archive: Archive) -> _Writer:
    main = archive.main()
    related = archive.related(main)
    parts = dict(related.values())
    writer = _Writer(
        Styles(archive.tree(parts["styles"]) if "styles" in parts else None),
        Notes(archive, parts),
        {id: part for id, (kind, part) in related.items() if kind == "image"},
        {id: read_chart(archive, part) for id, (kind, part) in related.items() if kind == "chart"},
    )
    writer.blocks(archive.tree(main), writer.body, 0)
    writer.notes()
    return writer


def _about(said: dict[str, str]) -> metadata.About:
    return metadata.About(title=said.get("title"), language=said.get("language"))


def _numbered(document: Document) -> Document:
    """A table without a printed number gets its position in the file as its label."""
    blocks = []
    count = 0
    for block in document.blocks:
        if block.kind is BlockKind.table:
            count += 1
            if not block.label:
                block = block.model_copy(update={"label": f"unnumbered table {count}"})
        blocks.append(block)
    return document.model_copy(update={"blocks": tuple(blocks)})


class _Writer:
    """Writes the parts of a Word file out as HTML."""

    def __init__(
        self, styles: Styles, notes: Notes, images: dict[str, str], charts: Mapping[str, plots.Chart | None]
    ) -> None:
        self.styles, self.footnotes, self.images, self.charts = styles, notes, images, charts
        self.page = etree.Element("html")
        self.body = etree.SubElement(self.page, "body")
        self.line = 0
        self.unread: list[Unread] = []
        self.figures: list[Callable[[tree.Walk, Place], None]] = []
        """What is added to the blocks where a placeholder stands."""

    def blocks(self, source: etree._Element, target: etree._Element, depth: int) -> None:
        """Paragraphs and tables in order, wrappers passed through."""
        if depth > _MAX_DEPTH:
            self.unread.append(
                Unread(what="text", reason="Content nested too deeply was not read.", place=Place(line=self.line))
            )
            return
        for child in source:
            name = local(child)
            if name == "p":
                self._paragraph(child, target, depth)
            elif name == "tbl":
                self._table(child, target, depth)
            elif name in _THROUGH or name == "AlternateContent":
                self.blocks(child, target, depth + 1)

    def notes(self) -> None:
        """The footnotes and endnotes that the text points to, after it."""
        for mark, note in self.footnotes.used():
            self.line += 1
            element = etree.SubElement(self.body, "div", {NOTE: mark, LINE: str(self.line)})
            for number, paragraph in enumerate(p for p in note.iter() if local(p) == "p"):
                if number:
                    etree.SubElement(element, "br")
                self._inline(element, paragraph).paragraph(paragraph)

    def _inline(self, target: etree._Element, paragraph: etree._Element, *, shaded: bool = False) -> Inline:
        style = self.styles.paragraph(paragraph)
        return Inline(target, self.styles, style, self.footnotes, self.images, shaded=shaded)

    def _paragraph(self, source: etree._Element, target: etree._Element, depth: int, *, shaded: bool = False) -> None:
        self.line += 1
        style = self.styles.paragraph(source)
        tag = (
            f"h{style.level}"
            if style.level
            else "figcaption"
            if style.caption
            else "li"
            if style.item and target is self.body
            else "p"
        )
        if is_on(first(source, "pPr", "rPr", "del")) and not any(local(c) == "r" for c in source):
            return
        element = etree.SubElement(target, tag, {LINE: str(self.line)})
        inline = self._inline(element, source, shaded=shaded or bool(shade(first(source, "pPr"))))
        inline.paragraph(source)
        for id, described in inline.charts:
            self._chart(self.charts.get(id), described, target)
        for box in inline.boxes:
            self.blocks(box, target, depth + 1)

    def _chart(self, chart: plots.Chart | None, described: str, target: etree._Element) -> None:
        """A chart in its place: as a figure, or as something that was not read."""
        if chart is None:
            reason = "A chart drawn by the word processor: its numbers could not be read."
            self.unread.append(Unread(what="figure", reason=reason, place=Place(line=self.line), label=described))
            return
        etree.SubElement(target, "div", {tree.SHORTCODE: str(len(self.figures)), LINE: str(self.line)})
        self.figures.append(lambda state, place: plots.add(chart, place, state))

    def _table(self, source: etree._Element, target: etree._Element, depth: int) -> None:
        table = etree.SubElement(target, "table", {LINE: str(self.line + 1)})
        look = self.styles.table(source)
        groups: list[etree._Element] = []
        open_cells: dict[int, etree._Element] = {}
        rows = list(_rows(source, 0))
        for number, row in enumerate(rows):
            self.line += 1
            settings = first(row, "trPr")
            head = is_on(first(settings, "tblHeader")) and (not groups or local(groups[-1]) == "thead")
            if not groups or (local(groups[-1]) == "thead") != head:
                groups.append(etree.SubElement(table, "thead" if head else "tbody"))
            out = etree.SubElement(groups[-1], "tr", {LINE: str(self.line)})
            row_line = self.line
            column = _number(first(settings, "gridBefore"))
            if column:
                etree.SubElement(out, "td", {"colspan": str(column)})
            covered: set[int] = set()
            for cell in _cells(row, 0):
                said = first(cell, "tcPr")
                span = max(1, _number(first(said, "gridSpan")))
                merged = first(said, "vMerge")
                if merged is not None and (attribute(merged, "val") or "continue") == "continue":
                    above = open_cells.get(column)
                    if above is not None:
                        above.set("rowspan", str(int(above.get("rowspan", "1")) + 1))
                        covered.add(column)
                        column += span
                        continue
                attributes = {LINE: str(row_line)}
                if span > 1:
                    attributes["colspan"] = str(span)
                fill = shade(said)
                if fill:
                    attributes["bgcolor"] = fill
                if number == 0 and look.bold_first_row:
                    attributes["style"] = "font-weight:bold"
                element = etree.SubElement(out, "td", attributes)
                if merged is not None:
                    open_cells[column] = element
                    covered.add(column)
                self._cell(cell, element, depth + 1, shaded=bool(fill) or look.shaded)
                column += span
            self.line = row_line
            open_cells = {at: cell for at, cell in open_cells.items() if at in covered}

    def _cell(self, source: etree._Element, target: etree._Element, depth: int, *, shaded: bool) -> None:
        """The content of a cell; all of it stands on the line of its row."""
        here = self.line
        for child in source:
            name = local(child)
            self.line = here - 1
            if name == "p":
                self._paragraph(child, target, depth, shaded=shaded)
            elif name == "tbl" and depth < _MAX_DEPTH:
                self.line = here
                self._table(child, target, depth)
            elif name in _THROUGH and depth < _MAX_DEPTH:
                self.line = here
                self._cell(child, target, depth + 1, shaded=shaded)
        self.line = here


def _rows(source: etree._Element, depth: int) -> list[etree._Element]:
    """The rows of a table, deleted ones left out."""
    found: list[etree._Element] = []
    for child in source:
        if local(child) == "tr":
            if first(child, "trPr", "del") is None:
                found.append(child)
        elif local(child) in _THROUGH and depth < _MAX_DEPTH:
            found += _rows(child, depth + 1)
    return found


def _cells(source: etree._Element, depth: int) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in source:
        if local(child) == "tc":
            found.append(child)
        elif local(child) in _THROUGH and depth < _MAX_DEPTH:
            found += _cells(child, depth + 1)
    return found


def _number(element: etree._Element | None) -> int:
    value = attribute(element, "val") if element is not None else None
    return min(int(value), 500) if value and value.isdecimal() and len(value) < 6 else 0
