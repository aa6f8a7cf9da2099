"""A PDF while it is read: pages first, then what is usual in the document, then its blocks in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.documents.pdf import captions, figures, frontpage, hidden, layout, notes
from auditor.documents.pdf.attaching import attach_captions, continue_tables, is_captioned
from auditor.documents.pdf.contents import drop_contents
from auditor.documents.pdf.cutting import cut_texts, mark_cut
from auditor.documents.pdf.glyphs import PageUnreadable, PdfPage
from auditor.documents.pdf.lines import Line, segments
from auditor.documents.pdf.objects import Survey
from auditor.documents.pdf.opening import Source
from auditor.documents.pdf.profile import Profile, Sheet, drop_running, profile
from auditor.documents.pdf.tables import FoundTable, find_tables
from auditor.documents.pdf.text import Draft, drafts, join_over_breaks, set_levels
from auditor.records import BlockKind, Hidden, Place, Unread

_DECIMAL = re.compile(r"\d\.\d")
_OWN_DECIMAL = re.compile(r"(?<!\S)(?!\S*//)(?!10\.\d{4})(?!\d{4}\.\d{4,5}(?!\d))(?!\d+\.\d+\.\d)[^\sA-Za-z]*\d\.\d\S*")
"""Print with decimals that is no part of a name, of an address or of a reference's or section's number."""
_VALUE = re.compile(r"(?:[+\-−]\s?\d{1,3}(?:\.\d+)?\s?%?|\d{1,3}(?:\.\d+)?\s?%)(?:\s?\([a-z -]+\))?$")
"""A cell that is a share or a difference and nothing else: few of them make a table, however short."""


@dataclass
class Reading:
    """One document while it is read: pages first, then what is usual in it, then its blocks."""

    source: Source
    sheets: list[Sheet] = field(default_factory=list)
    pages: dict[int, PdfPage] = field(default_factory=dict)
    surveys: dict[int, Survey] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    title: str | None = None
    publisher: str | None = None
    published: str | None = None

    def take_pages(self) -> None:
        """The lines, tables and objects of each page."""
        if self.source.damaged:
            reason = f"Packed parts of the file are damaged ({self.source.damaged}): what they print may be missing."
            self.unread.append(Unread(what="text", reason=reason))
        for number in range(1, len(self.source.pages) + 1):
            try:
                with self.source.pages.loaded(number):
                    page = self.source.pages.page(number)
                    survey = self.source.survey(page)
                    page.leave_out(hidden.unseen_places(survey))
                    # The first page often bears a stamp in its margin that reads upwards.
                    runs, unseen, whole = hidden.split(page, survey, exact=number == 1)
                    sheet = Sheet(number, page.width, page.height, segments(runs))
                    if _may_hold_tables(sheet):
                        page.take_text()
            except Exception as error:
                self._lose(number, error)
                continue
            self.hidden += unseen
            self.unread += whole
            self.pages[number] = page
            self.surveys[number] = survey
            self.sheets.append(sheet)

    def _lose(self, number: int, error: Exception) -> None:
        """Notes that a page could not be read: one page never costs the others. Raises MemoryError again."""
        if isinstance(error, MemoryError):
            raise error
        known = isinstance(error, PageUnreadable)
        reason = str(error) if known else f"Page {number} cannot be taken apart ({type(error).__name__}: {error})."
        self.unread.append(Unread(what="page", reason=reason, place=Place(page=number)))

    def take_blocks(self) -> None:
        """The blocks of all pages in reading order."""
        margin = [line.text for sheet in self.sheets[:1] for line in sheet.lines]
        drop_running(self.sheets)
        usual = profile(self.sheets)
        try:
            stamps = _turned_text(self.pages.get(1))
        except PageUnreadable:
            stamps = []
        for sheet in self.sheets:
            try:
                self.drafts += self._page(sheet, usual)
            except Exception as error:
                # Its text was read before: without tables and figures it is better than nothing.
                self._lose(sheet.number, error)
                self.drafts += _text(sheet, [], usual)[1]
            # What was taken of a page is large; nothing later asks for it again.
            del self.pages[sheet.number], self.surveys[sheet.number]
        continue_tables(self.drafts)
        notes.overleaf(self.drafts, usual)
        self.drafts = join_over_breaks(drop_contents(self.drafts, len(self.source.pages)), usual)
        self.title = frontpage.set_title(self.drafts, self.source.metadata, usual)
        set_levels(self.drafts)
        self.publisher = frontpage.publisher(self.source.metadata, self.drafts)
        self.published = frontpage.published(self.drafts, [*margin, *stamps])

    def _page(self, sheet: Sheet, usual: Profile) -> list[Draft]:
        page, survey = self.pages[sheet.number], self.surveys[sheet.number]
        tables = self._tables(page, sheet)
        middle, found = _text(sheet, tables, usual)
        sure = [
            table
            for table in tables
            if table.grid is not None and not table.grid.doubts and is_captioned(table, found, usual)
        ]
        if len(sure) < len(tables):
            # Labels and numbers of a chart can look like a table: in a figure only what has a caption is one.
            middle, found = _text(sheet, sure, usual)
            shapes = figures.extents(page, found, sure, survey, usual, middle)
            tables = [t for t in tables if t in sure or not any(figures.holds(shape, t) for shape in shapes)]
            middle, found = _text(sheet, tables, usual)
        pictured, rest, unread = figures.find_figures(page, found, tables, survey, usual, middle)
        self.unread += unread
        self._mark_cut(tables, page)
        things = [*tables, *pictured]
        self.unread += attach_captions(things, rest, usual)
        notes.at_foot(rest, things, usual, sheet.height)
        notes.under(things, rest, usual)
        notes.from_foot([*things, *(d for d in rest if d.kind is not BlockKind.footnote)], rest)
        return layout.in_order([*rest, *things], middle)

    def _tables(self, page: PdfPage, sheet: Sheet) -> list[Draft]:
        if not _may_hold_tables(sheet) and not self._runs_on(sheet):
            return []
        try:
            return [_table(found, page) for found in find_tables(page)]
        except PageUnreadable as error:
            self.unread.append(Unread(what="table", reason=str(error), place=Place(page=page.number)))
            return []

    def _runs_on(self, sheet: Sheet) -> bool:
        """Whether a table at the foot of the page before may run on over the first lines of this page."""
        last = next((draft for draft in reversed(self.drafts) if draft.kind is BlockKind.table), None)
        if last is None or last.page != sheet.number - 1 or last.y1 < 0.75 * sheet.height:
            return False
        rows: dict[int, int] = {}
        for line in sheet.lines:
            if line.y0 < 0.2 * sheet.height:
                rows[round(line.base / 2)] = rows.get(round(line.base / 2), 0) + sum(
                    word[:1].isdigit() for word in line.text.split()
                )
        return max(rows.values(), default=0) > 1

    def _mark_cut(self, tables: Sequence[Draft], page: PdfPage) -> None:
        """Marks and reports, in place, table columns that the edge of the page or of a frame cuts."""
        # TeX lays out what it prints; only what is made for a screen can be too wide for its page.
        if not tables or "tex" in self.source.metadata.producer.lower():
            return
        with self.source.pages.loaded(page.number) as handle:
            cuts = cut_texts(handle)
        for table in tables:
            if table.grid is None:
                continue
            table.grid, names = mark_cut(table.grid, cuts, page.width)
            if names:
                reason = f"Cut at the edge of the page; its values are not whole: {', '.join(names)}."
                self.unread.append(Unread(what="column", reason=reason, place=table.place, label=table.label))


def _table(found: FoundTable, page: PdfPage) -> Draft:
    box = found.box
    draft = Draft(BlockKind.table, page.number, box.x0, box.y0, box.x1, box.y1, grid=found.grid, edge=page.width)
    draft.columns, draft.continues = found.edges, found.continues
    return draft


def _text(sheet: Sheet, tables: list[Draft], usual: Profile) -> tuple[float | None, list[Draft]]:
    """The gutter of a page and the blocks that its lines outside tables make."""
    free = [line for line in sheet.lines if not any(_holds(table, line) for table in tables)]
    middle = layout.gutter(free)
    lines = layout.rows(free, middle)
    right = sorted(line.x1 for line in lines)[int(0.95 * (len(lines) - 1))] if lines else sheet.width
    return middle, drafts(lines, usual, page=sheet.number, edges=(right, middle))


def _may_hold_tables(sheet: Sheet) -> bool:
    """Whether a page has numbers enough for a table, or the caption of one: most pages need no closer look."""
    decimals = rows = values = 0
    captioned = False
    bases: dict[int, list[str]] = {}
    for line in sheet.lines:
        if "." in line.text:
            decimals += len(_DECIMAL.findall(line.text))
        values += _VALUE.match(line.text) is not None
        bases.setdefault(round(line.base / 2), []).append(line.text)
        if not captioned:
            label = captions.read_label(line.text)
            captioned = label is not None and label.kind == "table"
    for texts in bases.values():
        words = (" ".join(texts) if len(texts) > 1 else texts[0]).split()
        if len(words) < 3:
            continue
        numbers = sum([word[0].isdigit() for word in words])
        rows += numbers >= 3 and 3 * numbers >= len(words)
    if (captioned and (decimals >= 2 or rows >= 1)) or rows >= 3 or values >= 3:
        return True
    # Lists of references and of contents have decimals too.
    return decimals >= 12 and _own_decimals(sheet) >= 8


def _own_decimals(sheet: Sheet) -> int:
    texts = [line.text for line in sheet.lines if "." in line.text]
    return sum(len(_DECIMAL.findall(found)) for text in texts for found in _OWN_DECIMAL.findall(text))


def _holds(table: Draft, line: Line) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return table.x0 - 2 <= x <= table.x1 + 2 and table.y0 - 1 <= y <= table.y1 + 1


def _turned_text(page: PdfPage | None) -> list[str]:
    """Text that runs upwards on a page: a preprint's stamp."""
    if page is None:
        return []
    columns: dict[int, list[tuple[float, str]]] = {}
    for glyph in page.turned:
        if glyph.angle == 90:
            columns.setdefault(round(glyph.base), []).append((-glyph.y1, glyph.char))
    return ["".join(char for _, char in sorted(column)) for column in columns.values()]
