"""A document as it was read: blocks in reading order with their places; and what could not be read, with the reason."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from pydantic import Field

from auditor.records._base import Record


class Box(Record):
    """A rectangle on a page, in PDF points from the page's top-left corner as it is displayed."""

    x0: float
    y0: float
    x1: float
    y1: float


class Place(Record):
    """Where something stands in its document. PDF places have a page and box, text places have a line."""

    page: int | None = None
    """1-based page number (PDF)."""
    line: int | None = None
    """1-based number of the first source line (Markdown, HTML and other text)."""
    box: Box | None = None
    """The rectangle on that page."""


class Placement(StrEnum):
    """How prominently a block stands in its document."""

    headline = "headline"
    """Before or at the first results a reader meets: title, abstract, first results table or figure."""
    body = "body"
    appendix = "appendix"
    footnote = "footnote"


class BlockKind(StrEnum):
    heading = "heading"
    paragraph = "paragraph"
    list_item = "list_item"
    table = "table"
    caption = "caption"
    footnote = "footnote"
    figure = "figure"
    picture = "picture"
    """A table that is only a picture, as a program recognised its text."""
    code = "code"
    metadata = "metadata"
    """Front matter, JSON-LD and the like: machine-readable text inside the document."""


class Part(Record):
    """A run of characters of one style inside a cell."""

    text: str
    bold: bool = False
    underline: bool = False
    script: int = 0
    """1 raised (superscript), -1 lowered (subscript), 0 on the line."""
    small: bool = False
    """Clearly smaller than the cell's main type (deltas, units, second values)."""


class Cell(Record):
    """One cell of a table as printed."""

    row: int
    """0-based first row."""
    column: int
    """0-based first column."""
    row_span: int = 1
    column_span: int = 1
    text: str
    """The printed text on the line and subscripts, broken lines joined by one space, footnote marks taken off."""
    marks: tuple[str, ...] = ()
    """Footnote marks printed at the cell ("*", "†", "1"), as printed, without brackets or carets."""
    bold: bool | None = None
    """Whether the cell's main text is bold. None: cannot be told."""
    underline: bool | None = None
    """Whether the cell's main text is underlined. None: cannot be told."""
    shaded: bool | None = None
    """Whether the cell has a background of its own. None: cannot be told."""
    parts: tuple[Part, ...] = ()
    """The styled runs, only where the style changes inside the cell."""
    header: bool = False
    """Whether the cell is a column header (in the header rows) or, in the body, a row label marked as header."""
    place: Place = Place()


class Grid(Record):
    """A table: cells on a rectangle of rows and columns. A merged cell stands once, with its spans."""

    rows: int
    columns: int
    header_rows: int
    """How many rows at the top are column headers. 0: the table has none."""
    label_columns: int = 1
    """How many columns at the left hold row labels, groups or settings rather than values. 0: none."""
    cells: tuple[Cell, ...]
    """In reading order (row, column). A position no cell covers is empty."""
    doubts: tuple[str, ...] = ()
    """Self-checks of the reader that failed, each one sentence. Empty: the reader trusts the table."""
    origins: tuple[float | None, ...] = ()
    """Of a bar chart: the value at which the bars of each body row begin, measured by their heights. None: cannot be
    told. Empty: not a chart, or not measured."""

    @cached_property
    def _index(self) -> dict[tuple[int, int], Cell]:
        index: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    index.setdefault((row, column), cell)
        return index

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position, or None where nothing is printed."""
        return self._index.get((row, column))


class Footnote(Record):
    """A note that a mark in a table, figure or text points to."""

    mark: str
    """The mark as printed, without brackets or carets ("*", "†", "1")."""
    text: str
    """The note's full text, verbatim, the mark taken off."""
    place: Place = Place()


class Block(Record):
    """One piece of a document in reading order."""

    kind: BlockKind
    order: int
    """0-based position in the reading order of the document."""
    text: str = ""
    """The plain text: of a heading, paragraph, caption, footnote; of a table or figure what is not in its grid."""
    place: Place = Place()
    section: tuple[str, ...] = ()
    """The headings above, outermost first."""
    level: int | None = None
    """Heading level, 1 outermost. Only of headings."""
    placement: Placement = Placement.body
    grid: Grid | None = None
    """The table; or, of a figure with printed numbers, those as a table (rows benchmarks, columns models)."""
    label: str = ""
    """"Table 3", "Figure 1": as printed, without the point or colon. Empty: unnumbered."""
    caption: str = ""
    """The caption of a table or figure without its label. Empty: none."""
    footnotes: tuple[Footnote, ...] = ()
    """The notes that the marks in this table, figure or paragraph may point to."""
    continues: bool = False
    """A table that continues the one before it on the next page."""
    turns: tuple[tuple[int, int], ...] = ()
    """Of a paragraph that runs on over a page break: character offsets of its text with the page that begins there."""


class Unread(Record):
    """Something in the document that could not be read, and why: a value, not silence."""

    what: str
    """What it is: "table", "figure", "page", "picture", "text"."""
    reason: str
    """One sentence a reader understands."""
    place: Place = Place()
    label: str = ""
    """Its label or alternative text, if any."""


class Hidden(Record):
    """Text that a reader of the page does not see, or that is addressed to a model: never shown to a judge."""

    text: str
    why: str
    """"invisible", "tiny", "off page", "comment", "zero width", "addressed to a model"."""
    place: Place = Place()


class Document(Record):
    """One file of a release, as read."""

    id: str
    """`doc-` and the first 16 hex digits of the SHA-256 of the file's bytes."""
    name: str
    """The file's name."""
    sha256: str
    media_type: str
    """text/markdown, text/html, application/pdf …"""
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    retrieved: str | None = None
    """ISO date on which it was downloaded from `url`; empty for files that were given."""
    published: str | None = None
    """ISO date, as precise as the document says it (2026, 2026-04 or 2026-04-23)."""
    pages: int | None = None
    """Number of pages (PDF)."""
    language: str | None = None
    """Language tag where the document declares one."""
    blocks: tuple[Block, ...] = Field(default=(), repr=False)
    unread: tuple[Unread, ...] = ()
    hidden: tuple[Hidden, ...] = ()
