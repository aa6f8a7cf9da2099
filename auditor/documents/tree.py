"""An HTML tree to blocks in reading order: the one walker behind HTML pages and rendered Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from auditor.documents import bars, concealed, grid, html_tables, marks, pictures, plots
from auditor.documents.inline import child_runs, hidden_reason, runs, styled_by, tag_of, text_of, text_runs
from auditor.documents.runs import merge, settle, tidy
from auditor.records import Block, BlockKind, Footnote, Hidden, Part, Place, Unread

LINE = "data-source-line"
"""Attribute in which the Markdown reader leaves the source line of an element."""
BULLET = "data-bullet"
"""Attribute in which the Markdown reader leaves the bullet of a list item as written."""
NOTE = "data-note"
"""Attribute with the mark of a footnote definition."""
SHORTCODE = "data-shortcode"
"""Attribute with the number of a shortcode that was lifted out of the text."""

_BLOCKS = frozenset([
    "div", "section", "article", "main", "center", "details", "figure", "table", "pre", "ul", "ol", "dl", "li",
    "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "hr", "form", "fieldset", "header", "footer", "aside",
    "address", "summary", "figcaption", "img", "iframe", "canvas", "script", "style", "dd", "dt", "nav",
    "picture", "video", "template", "svg", "menu", "hgroup", "noscript"
])  # fmt: skip
_SKIPPED = frozenset(
    [
        "style",
        "template",
        "noscript",
        "nav",
        "button",
        "select",
        "svg",
        "video",
        "audio",
        "object",
        "head",
        "option",
        "textarea",
        "input",
        "link",
        "meta",
        "map",
    ]
)
_BREAKING = frozenset({"body", "div", "center", "section", "article", "main", "details"})
"""Where a line break ends a paragraph; inside a `<p>` or list item it does not."""
_HEADING = re.compile(r"h([1-6])")
_MAX_DEPTH = 150
_MAX_BLOCKS = 200_000
_LONGEST_TEXT = 20_000
_TABLE_IN_CODE = re.compile(r"^(?=[^\n]*\d)[^|\n]*\|[^|\n]+\|[^\n]*$", re.MULTILINE)


@dataclass(slots=True)
class Walk:
    """The state of one walk and what it found."""

    blocks: list[Block] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    bullets: dict[int, str] = field(default_factory=dict)
    """Block number to the bullet it was written with, where that may be a footnote mark."""
    openings: dict[int, tuple[Footnote, ...]] = field(default_factory=dict)
    """Block number to the notes that its text is, where its lines open with raised marks."""
    shortcodes: list[Callable[[Walk, Place], None]] = field(default_factory=list)
    pictures: list[pictures.Seen] = field(default_factory=list)
    rendered: bool = False
    """Whether the tree was rendered from Markdown: lines come from attributes, pictures from Markdown."""

    def place(self, element: etree._Element) -> Place:
        """The source line of an element or of the nearest one around it that has one."""
        if not self.rendered:
            return Place(line=element.sourceline) if element.sourceline else Place()
        node: etree._Element | None = element
        while node is not None and not isinstance(node.tag, str):
            # A comment has no attributes: the element before it is near enough.
            before = node.getprevious()
            node = before if before is not None else node.getparent()
        while node is not None:
            line = node.get(LINE)
            if line and line.isdigit():
                return Place(line=int(line))
            node = node.getparent()
        return Place()

    def hide(self, element: etree._Element, text: str, why: str) -> None:
        text = tidy(text)
        if text and len(self.hidden) < 5000:
            self.hidden.append(Hidden(text=text[:20_000], why=why, place=self.place(element)))

    def add(
        self,
        kind: BlockKind,
        parts: list[Part],
        place: Place,
        *,
        level: int | None = None,
        bullet: str = "",
        note: str = "",
    ) -> None:
        """A block of text, unless it prints nothing. Footnote marks in running text are taken off."""
        if kind is BlockKind.paragraph and any("|" in part.text for part in parts):
            table = bars.grid_of(parts, place)
            if table is not None:
                self.blocks.append(Block(kind=BlockKind.table, order=0, place=place, grid=table))
                return
        if kind is BlockKind.heading:
            settled = settle(parts)
            text = settled.text
        else:
            text = _running_text(parts)
        if not text or len(self.blocks) >= _MAX_BLOCKS:
            return
        footnotes = (Footnote(mark=note, text=tidy(text), place=place),) if note else ()
        if bullet:
            self.bullets[len(self.blocks)] = bullet
        if any(part.script == 1 for part in parts) and (raised := _raised_notes(parts, place)):
            self.openings[len(self.blocks)] = raised
        for piece in _pieces(text):
            self.blocks.append(Block(kind=kind, order=0, text=piece, place=place, level=level, footnotes=footnotes))
            footnotes = ()


def _pieces(text: str) -> Iterator[str]:
    """The text, cut between words where it is longer than any paragraph: all that reads it later looks far around."""
    at = 0
    while len(text) - at > _LONGEST_TEXT:
        end = text.rfind(" ", at + 1, at + _LONGEST_TEXT)
        end = end if end > 0 else at + _LONGEST_TEXT
        yield text[at:end].strip()
        at = end
    yield text[at:].strip()


def _running_text(parts: list[Part]) -> str:
    """Plain text of a paragraph, its line breaks kept; raised marks are taken off, raised text stays."""
    pieces: list[str] = []
    merged = merge(parts)
    whole = not any(p.script != 1 and p.text.strip() for p in merged)
    for index, part in enumerate(merged):
        if part.script == 1 and not whole:
            after = merged[index + 1].text if index + 1 < len(merged) else ""
            found = marks.raised_marks(part.text, "".join(pieces[-12:])[-12:], after)
            if found is not None:
                continue
            if part.text[:1].isdigit() and pieces and pieces[-1][-1:].isdigit():
                pieces.append("^")
        pieces.append(part.text)
    text = marks.REFERENCE.sub("", concealed.strip_invisible("".join(pieces)))
    return "\n".join(line for line in (tidy(line) for line in text.split("\n")) if line)


def _raised_notes(parts: list[Part], place: Place) -> tuple[Footnote, ...]:
    """The notes of a text that opens with a raised mark: one for each line that does, other lines continue it."""
    found: list[tuple[str, list[str]]] = []
    fresh = True
    for part in merge(parts):
        raised = marks.raised_marks(part.text) if part.script == 1 and fresh else None
        if raised and len(raised) == 1:
            found.append((raised[0], []))
            fresh = False
        elif part.text.strip():
            if not found:
                return ()
            found[-1][1].append(part.text)
            fresh = part.text.rstrip(" \t").endswith("\n")
        elif "\n" in part.text:
            fresh = True
    said = [(mark, tidy("".join(pieces)).lstrip(":. ")) for mark, pieces in found]
    return tuple(Footnote(mark=mark, text=text, place=place) for mark, text in said if text)


def walk(root: etree._Element, state: Walk) -> Walk:
    """Reads everything under `root` into `state`."""
    _container(root, state, Part(text=""), 0, BlockKind.paragraph)
    return state


def _container(
    element: etree._Element, state: Walk, style: Part, depth: int, kind: BlockKind, bullet: str = ""
) -> None:
    """Children in order: inline ones are gathered into paragraphs, block ones become blocks of their own."""
    pending: list[Part] = []
    element_tag = tag_of(element)
    place = state.place(element)
    note = element.get(NOTE) or ""

    def flush() -> None:
        nonlocal pending, bullet
        if pending:
            state.add(BlockKind.footnote if note else kind, pending, place, bullet=bullet, note=note)
            pending, bullet = [], ""

    if element.text:
        pending += text_runs(element.text, style)
    for child in element:
        tag = tag_of(child)
        if not tag:
            pending += child_runs(child, state.hide, style, depth)
        elif tag in _BLOCKS or _holds_block(child, depth):
            flush()
            _block(child, tag, state, style, depth + 1, kind)
            place = state.place(child) if not state.rendered else place
        elif tag not in _SKIPPED:
            if tag == "br" and element_tag in _BREAKING:
                flush()
            if not any(p.text.strip() for p in pending) and (child.get(LINE) or not state.rendered):
                pending = []
                place = state.place(child)
            pending += child_runs(child, state.hide, style, depth)
        if child.tail:
            pending += text_runs(child.tail, style)
    flush()


def _holds_block(element: etree._Element, depth: int) -> bool:
    if depth > _MAX_DEPTH or len(element) == 0:
        return False
    return any(tag_of(inner) in _BLOCKS for inner in element.iter(etree.Element) if inner is not element)


def _block(element: etree._Element, tag: str, state: Walk, style: Part, depth: int, kind: BlockKind) -> None:
    """One block element."""
    if depth > _MAX_DEPTH:
        state.add(kind, text_runs(text_of(element), style), state.place(element))
        return
    if tag == "script":
        plots.script(element, state)
        return
    if tag in _SKIPPED:
        return
    reason = hidden_reason(element)
    if reason is not None:
        text = text_of(element).strip()
        if len(text) > 2:
            state.hide(element, text, reason)
        return
    if element.get(SHORTCODE):
        number = element.get(SHORTCODE) or ""
        if number.isdigit() and int(number) < len(state.shortcodes):
            state.shortcodes[int(number)](state, state.place(element))
        return
    heading = _HEADING.fullmatch(tag)
    if heading and not element.findall(".//table"):
        pictures.inside(element, state)
        state.add(
            BlockKind.heading, runs(element, state.hide, style), state.place(element), level=int(heading.group(1))
        )
    elif tag == "table":
        _table(element, state, style, depth)
    elif tag == "pre":
        _code(element, state)
    elif tag in ("img", "iframe", "canvas"):
        pictures.one(element, state)
    elif tag in ("figcaption", "caption"):
        state.add(BlockKind.caption, runs(element, state.hide, style), state.place(element))
    elif tag in ("li", "dd", "dt"):
        _container(element, state, style, depth, BlockKind.list_item, element.get(BULLET) or "")
    elif tag == "hr":
        return
    else:
        inner = BlockKind.caption if "caption" in (element.get("class") or "").split() else kind
        _container(element, state, styled_by(element, tag, style), depth, inner)


def _code(element: etree._Element, state: Walk) -> None:
    text = concealed.strip_invisible(text_of(element)).strip("\n")
    inner = element.find(".//code")
    place = state.place(inner if inner is not None and inner.get(LINE) else element)
    if not text.strip():
        return
    state.blocks.append(Block(kind=BlockKind.code, order=0, text=text, place=place))
    if len(_TABLE_IN_CODE.findall(text)) >= 3:
        state.unread.append(
            Unread(
                what="table",
                reason="What looks like a table is set as program code and was not read as results.",
                place=place,
            )
        )


def _table(element: etree._Element, state: Walk, style: Part, depth: int) -> None:
    """A table; one that only lays out other tables, code or pictures is walked through instead."""
    rows, declared = html_tables.rows_of(element)
    cells = sum(len(cells) for _, cells in rows)
    nested = [cell for _, cells in rows for cell in cells if cell.find(".//table") is not None]
    code = [cell for _, cells in rows for cell in cells if cell.find(".//pre") is not None]
    layout = (nested and len(nested) * 2 >= cells) or (code and len(rows) <= 2) or (cells == 1)
    for caption in element.findall("caption"):
        state.add(BlockKind.caption, runs(caption, state.hide, style), state.place(caption))
    if layout or not rows:
        for _, group in rows:
            for cell in group:
                _container(cell, state, style, depth + 1, BlockKind.paragraph)
        if not rows:
            _container(element, state, style, depth + 1, BlockKind.paragraph)
        return
    place = state.place(element)
    if cells > html_tables.MAX_CELLS:
        state.unread.append(
            Unread(what="table", reason=f"A table of {cells:,} cells is too large to be read.", place=place)
        )
        return
    if any(sum(map(len, cell.itertext())) > html_tables.LONGEST_CELL for _, group in rows for cell in group):
        reason = "A table whose cells hold whole pages of text was read as text, not as results."
        state.unread.append(Unread(what="table", reason=reason, place=place))
        for _, group in rows:
            for cell in group:
                _container(cell, state, style, depth + 1, BlockKind.paragraph)
        return
    drafts = []
    for row, group in rows:
        drafts.append([html_tables.draft(cell, row, state.hide, state.place(cell).line) for cell in group])
    title = _title_row(drafts)
    if title is not None:
        state.add(BlockKind.caption, [Part(text=title)], place)
        drafts, declared = drafts[1:], (declared - 1 if declared else declared)
    built = grid.build(drafts, declared=declared)
    for loose in _loose_text(element):
        state.add(BlockKind.paragraph, text_runs(loose, style), place)
    if built is not None:
        state.blocks.append(Block(kind=BlockKind.table, order=0, place=place, grid=built))
    pictures.inside(element, state)
    for cell in nested:
        for inner in cell.iter("table"):
            if next(inner.iterancestors("table"), None) is element:
                _table(inner, state, style, depth + 1)


def _title_row(drafts: list[list[grid.Draft]]) -> str | None:
    """The text of a first row that is one cell across the whole table and reads like a title ("Table 2: …")."""
    if len(drafts) < 3 or len(drafts[0]) != 1 or drafts[0][0].column_span < 2:
        return None
    text = drafts[0][0].text
    return text if re.match(r"(?:table|tab\.|表)\s*\d", text, re.IGNORECASE) else None


def _loose_text(element: etree._Element) -> list[str]:
    """Text that stands in a table but in no cell: browsers print it before the table."""
    found = []
    for node in [element, *element.iter("thead", "tbody", "tfoot", "tr")]:
        pieces = (
            [node.text, *(child.tail for child in node)]
            if node is element or next(node.iterancestors("table"), None) is element
            else []
        )
        found += [tidy(piece) for piece in pieces if piece and len(piece.strip()) > 1]
    return found
