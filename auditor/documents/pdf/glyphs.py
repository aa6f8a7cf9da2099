"""A PDF page as glyphs, drawn lines, areas and pictures, in points from the displayed page's top-left corner.

One interface, two engines: pdf_oxide (fast) reads every page; pdfplumber reads a page again where pdf_oxide fails or
loses text against PDFium. PDFium's plain text (`PdfPages.text`) is the cheap pass that decides which pages need more.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2
import pypdfium2.raw as raw

from auditor.documents.pdf import engines
from auditor.documents.pdf.engines import RGB, Area, Glyph, Picture, Run, Stroke
from auditor.documents.pdf.ink import split_ink
from auditor.documents.pdf.objects import Rectangle, fills
from auditor.documents.pdf.words import Word, words
from auditor.errors import AuditorError, DocumentError

if TYPE_CHECKING:
    from auditor.documents.pdf.reference import Reference

__all__ = ["Area", "Glyph", "PageUnreadable", "PdfPage", "PdfPages", "Picture", "Run", "Stroke", "open_pages"]

MOST_GLYPHS = 50_000
"""Glyphs of one page that are read; a page with more is refused, so that the work is bounded."""


_CHAR = attrgetter("char")
UNKNOWN = "\ufffd"
"""What an engine gives for a letter it has no name for."""


class PageUnreadable(AuditorError):
    """A page whose content cannot be taken apart: malformed, or beyond the bounds of the work."""


class PageSize(NamedTuple):
    """The displayed page, and how its own coordinates become displayed ones."""

    width: float
    height: float
    rotation: int
    """Clockwise quarter turns in degrees that the viewer applies: 0, 90, 180, 270."""
    crop: tuple[float, float, float, float]


class PdfPage:
    """One page. Everything is read on first use; a malformed page raises PageUnreadable then."""

    def __init__(
        self,
        number: int,
        size: PageSize,
        load_glyphs: Callable[[], tuple[Glyph, ...]],
        load_drawings: Callable[[], tuple[tuple[Stroke, ...], tuple[Area, ...]]],
        load_pictures: Callable[[], tuple[Picture, ...]],
        load_text: Callable[[], str],
        load_runs: Callable[[], tuple[Run, ...]],
        load_before: Callable[[], PdfPage | None],
        load_fills: Callable[[], list[tuple[Rectangle, RGB]]],
        memory: dict[tuple[str, int], Any],
    ) -> None:
        self.number = number
        """1-based."""
        self.width = size.width
        self.height = size.height
        self.rotation = size.rotation
        self._load_glyphs = load_glyphs
        self._load_drawings = load_drawings
        self._load_pictures = load_pictures
        self._load_text = load_text
        self._load_runs = load_runs
        self._load_before = load_before
        self._load_fills = load_fills
        self._without: Sequence[Rectangle] = ()
        self.memory = memory
        """What readers of the file keep for other pages, by a name and the page's number."""

    @cached_property
    def before(self) -> PdfPage | None:
        """The page before, None for the first."""
        return self._load_before()

    @cached_property
    def text(self) -> str:
        """The page's plain text as PDFium reads it (order is PDFium's)."""
        return self._load_text()

    def take_text(self) -> None:
        """Reads the plain text now, for later use: cheap while the page is loaded."""
        self.text  # noqa: B018

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Styled runs of text, in reading order: a tenth of the work of `glyphs`. Boxes are exact at the left
        edge only, blanks inside are guessed and a run can hold several cells: for prose, never for tables."""
        return self._load_runs()

    def leave_out(self, places: Sequence[Rectangle]) -> None:
        """Takes glyphs in these boxes for no text: they have no ink. To be said before glyphs are asked for."""
        self._without = places

    @cached_property
    def _inked(self) -> tuple[tuple[Glyph, ...], tuple[Glyph, ...]]:
        glyphs = self._load_glyphs()
        if len(glyphs) > MOST_GLYPHS:
            raise PageUnreadable(f"Page {self.number} holds {len(glyphs)} characters, more than are read.")
        if self._without:
            glyphs = tuple(glyph for glyph in glyphs if not _inside(glyph, self._without))
        return split_ink(glyphs, self)

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """The glyphs a reader sees: blanks, ink in the colour of its ground left out; unordered."""
        return self._inked[0]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The upright words of the glyphs."""
        return words(self.glyphs)

    @cached_property
    def directions(self) -> dict[tuple[int, int], int]:
        """Where glyphs stand (left edge and baseline to the next point) and which way each reads."""
        return {(round(glyph.x0), round(glyph.base)): glyph.angle for glyph in self.glyphs}

    @cached_property
    def turned(self) -> tuple[Glyph, ...]:
        """The glyphs that do not read from left to right."""
        return tuple(glyph for glyph in self.glyphs if glyph.angle)

    @property
    def unseen(self) -> tuple[Glyph, ...]:
        """Glyphs in the colour of the ground they stand on (white on white): never part of a word."""
        return self._inked[1]

    @cached_property
    def _drawings(self) -> tuple[tuple[Stroke, ...], tuple[Area, ...]]:
        return self._load_drawings()

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """Straight horizontal and vertical lines, thin filled rectangles included."""
        return self._drawings[0]

    @property
    def areas(self) -> tuple[Area, ...]:
        """Filled rectangles that are not lines, in painting order."""
        return self._drawings[1]

    @cached_property
    def fills(self) -> list[tuple[Rectangle, RGB]]:
        """Filled paths as PDFium lists them: it knows colour spaces that the engine of `areas` does not."""
        return self._load_fills()

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """Boxes of raster images."""
        return self._load_pictures()


class PdfPages:
    """The pages of one file. Iterating yields each page once; pages are made when asked for and not kept."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._pdfium = pypdfium2.PdfDocument(data)
            self._count = len(self._pdfium)
        except pypdfium2.PdfiumError as error:
            if "assword" in str(error):
                raise DocumentError("The PDF is encrypted.", advice="Give an unencrypted copy.") from error
            raise DocumentError(f"The PDF cannot be opened ({error}).") from error
        if not self._count:
            raise DocumentError("The PDF has no pages.")
        self._fast = engines.Fast.open(data)
        self._reference: Reference | None = None
        self._memory: dict[tuple[str, int], Any] = {}
        self._loaded: tuple[int, pypdfium2.PdfPage] | None = None

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[PdfPage]:
        return (self.page(number) for number in range(1, self._count + 1))

    def text(self, number: int) -> str:
        """PDFium's plain text of the page with this 1-based number."""
        try:
            with self.loaded(number) as handle:
                textpage = handle.get_textpage()
                text: str = textpage.get_text_range()
                textpage.close()
        except Exception as error:
            raise PageUnreadable(f"Page {number} cannot be read ({error}).") from error
        return text.replace("\r\n", "\n")

    def page(self, number: int) -> PdfPage:
        """The page with this 1-based number."""
        with self.loaded(number) as handle:
            return self._page_of(number, handle)

    @contextmanager
    def loaded(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        """The page in PDFium, which takes it apart anew each time unless it is loaded already."""
        if self._loaded is not None and self._loaded[0] == number:
            yield self._loaded[1]
            return
        try:
            handle = self._pdfium[number - 1]
        except Exception as error:
            raise PageUnreadable(f"Page {number} cannot be read ({error}).") from error
        before, self._loaded = self._loaded, (number, handle)
        try:
            yield handle
        finally:
            self._loaded = before
            handle.close()

    def _page_of(self, number: int, handle: pypdfium2.PdfPage) -> PdfPage:
        try:
            crop = handle.get_cropbox()
            media = handle.get_mediabox()
            rotation = handle.get_rotation() % 360
        except Exception as error:
            raise PageUnreadable(f"Page {number} cannot be read ({error}).") from error
        crop = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
        if crop[2] <= crop[0] or crop[3] <= crop[1]:
            crop = tuple(media)
        across, up = crop[2] - crop[0], crop[3] - crop[1]
        size = PageSize(*((up, across) if rotation in (90, 270) else (across, up)), rotation, crop)

        def engine() -> engines.Fast | Reference:
            if self._fast is not None and number not in self._refused:
                return self._fast
            if self._reference is None:
                self._reference = self._open_reference()
            return self._reference

        def careful(take: str) -> Callable[[], Any]:
            def run() -> Any:
                try:
                    return getattr(engine(), take)(number - 1, size)
                except BaseException as error:
                    if not engines.is_failure(error):
                        raise
                    if number not in self._refused and self._fast is not None:
                        self._refused.add(number)
                        return run()
                    raise PageUnreadable(f"Page {number} cannot be taken apart ({error}).") from error

            return run

        return PdfPage(
            number,
            size,
            lambda: self._mended(number, size, careful("glyphs")()),
            careful("drawings"),
            careful("pictures"),
            lambda: self.text(number),
            careful("runs"),
            lambda: self.page(number - 1) if number > 1 else None,
            lambda: self._fills(number),
            self._memory,
        )

    def _open_reference(self) -> Reference:
        # Loaded only where it is needed: it costs more than the whole fast reading of a short file.
        from auditor.documents.pdf.reference import Reference

        return Reference(io.BytesIO(self._data))

    def _fills(self, number: int) -> list[tuple[Rectangle, RGB]]:
        with self.loaded(number) as handle:
            return fills(handle)

    def _mended(self, number: int, size: PageSize, glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
        """Letters the fast engine has no name for, as PDFium reads them; those that PDFium does not print are none."""
        if UNKNOWN not in map(_CHAR, glyphs):
            return glyphs
        page = self._pdfium[number - 1]
        textpage = page.get_textpage()
        out = []
        for glyph in glyphs:
            if glyph.char == UNKNOWN:
                x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
                char, width = _pdfium_letters(textpage.raw, *engines.undisplayed(size, x, y))
                if not char:
                    continue
                glyph = glyph._replace(char=char, x1=max(glyph.x1, glyph.x0 + width) if not glyph.angle else glyph.x1)
            out.append(glyph)
        textpage.close()
        page.close()
        return tuple(out)

    @cached_property
    def _refused(self) -> set[int]:
        """Pages the fast engine failed on."""
        return set()

    def read_again(self, number: int) -> PdfPage:
        """The page as the reference engine reads it: for a second opinion on what the fast engine gave."""
        self._refused.add(number)
        return self.page(number)

    def close(self) -> None:
        """Lets go of the file; pages made before must not be used afterwards."""
        self._pdfium.close()
        if self._reference is not None:
            self._reference.close()

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _inside(glyph: Glyph, places: Sequence[Rectangle]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return any(box[0] - 0.5 <= x <= box[2] + 0.5 and box[1] - 0.5 <= y <= box[3] + 0.5 for box in places)


def _pdfium_letters(textpage: Any, x: float, y: float) -> tuple[str, float]:
    """What PDFium reads at a place, and how wide it prints: a ligature is letters of one width that touch exactly."""
    index = raw.FPDFText_GetCharIndexAtPos(textpage, x, y, 1.0, 1.5)
    if index < 0:
        return "", 0.0

    def box(place: int) -> tuple[float, float]:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(textpage, place, left, right, bottom, top)
        return left.value, right.value

    def one(before: tuple[float, float], after: tuple[float, float]) -> bool:
        return abs(before[1] - after[0]) < 0.01 and abs((before[1] - before[0]) - (after[1] - after[0])) < 0.01

    while index > 0 and one(box(index - 1), box(index)):
        index -= 1
    start = last = box(index)
    out = ""
    while len(out) < 4:
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or not chr(code).isprintable():
            break
        out += chr(code)
        index += 1
        if not one(last, box(index)):
            break
        last = box(index)
    return out.strip(), last[1] - start[0]


def open_pages(data: bytes) -> PdfPages:
    """The pages of a PDF file.

    Raises:
        DocumentError: the file is encrypted, truncated or no PDF.
    """
    return PdfPages(data)
