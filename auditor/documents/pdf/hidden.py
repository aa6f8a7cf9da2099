"""Text that a reader of the page does not see: kept apart with the reason, never part of a block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.documents.pdf.engines import Run
from auditor.documents.pdf.glyphs import PdfPage
from auditor.documents.pdf.ink import lightness
from auditor.documents.pdf.lines import runs_of, turned
from auditor.documents.pdf.objects import Rectangle, Survey
from auditor.documents.pdf.words import words
from auditor.records import Box, Hidden, Place, Unread

_TINY = 1.5
"""Type smaller than this (points) cannot be read on the page."""
_PALE = 0.93
_LONGEST = 4000
_FULL_PAGE = 0.7
"""A picture that covers this part of the page is the page."""
_FEWEST_LETTERS = 6
"""Fewer unseen letters are the filling of a column or a stray mark, not a message."""
_LETTER = re.compile(r"[^\W\d_]")


def split(page: PdfPage, found: Survey, *, exact: bool) -> tuple[list[Run], list[Hidden], list[Unread]]:
    """The upright runs that a reader sees, the text that is hidden, and the page itself where it is a scanned picture.

    `exact` builds the runs from single glyphs; so do turned pages and text in the colour of paper.
    """
    place = Place(page=page.number)
    covered = max((_share(box, page) for box in found.pictures), default=0.0)
    if covered > _FULL_PAGE and not found.texts:
        reason = (
            "The page is a scanned picture; the text laid under it was recognised by a machine and is not read."
            if found.inkless
            else "The page is a picture without text."
        )
        return (
            [],
            [],
            [
                Unread(
                    what="page",
                    reason=reason,
                    place=Place(page=page.number, box=Box(x0=0, y0=0, x1=page.width, y1=page.height)),
                )
            ],
        )
    hidden: list[Hidden] = []
    runs: list[Run] = list(page.runs)
    if exact or page.rotation or any(lightness(run.ink) > _PALE for run in runs) or turned(runs):
        _tell(hidden, " ".join(run.text for run in runs_of(words(page.unseen))), "invisible", place)
        runs = runs_of(page.words)
    if found.inkless:
        _tell(hidden, " ".join(text for text, _ in found.inkless), "invisible", place)
        runs = [kept for run in runs if (kept := _without(run, found)) is not None]
    tiny = [run for run in runs if run.size < _TINY and run.x1 - run.x0 < 1.2 * _TINY * len(run.text)]
    if tiny:
        _tell(hidden, " ".join(run.text for run in tiny), "tiny", place)
        gone = set(map(id, tiny))
        runs = [run for run in runs if id(run) not in gone]
    inside = [
        run
        for run in runs
        if run.x1 > 0 and run.x0 < page.width and run.base > 0 and run.base - 0.8 * run.size < page.height
    ]
    if found.outside or len(inside) < len(runs):
        known = _bare("".join(found.outside))
        on_page = set(inside)
        more = [run.text for run in runs if run not in on_page and _bare(run.text) not in known]
        _tell(hidden, " ".join([*found.outside, *more]), "off page", place)
    return inside, hidden, []


def _tell(hidden: list[Hidden], text: str, why: str, place: Place) -> None:
    text = " ".join(text.split())
    if len(_LETTER.findall(text)) >= _FEWEST_LETTERS:
        hidden.append(Hidden(text=text[:_LONGEST], why=why, place=place))


def _share(box: Rectangle, page: PdfPage) -> float:
    wide = max(0.0, min(box[2], page.width) - max(box[0], 0.0))
    high = max(0.0, min(box[3], page.height) - max(box[1], 0.0))
    return wide * high / (page.width * page.height)


def _without(run: Run, found: Survey) -> Run | None:
    """What is left of a run without the text that is drawn without ink. Text that is printed in its place too stays."""
    own = _bare(run.text)
    for text, box in found.inkless:
        other = _bare(text)
        if not other or not _over(run, box) or (own not in other and other not in own):
            continue
        if any(own in _bare(seen) and _over(run, where) for seen, where in found.inked):
            continue
        if own in other:
            return None
        return run._replace(text=run.text.replace(text.strip(), " "))
    return run


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _over(run: Run, box: Rectangle) -> bool:
    middle = run.base - 0.3 * run.size
    return box[1] - 1 <= middle <= box[3] + 1 and min(run.x1, box[2]) > max(run.x0, box[0]) - 1


def unseen_places(found: Survey) -> Sequence[Rectangle]:
    """Where text without ink stands and nothing is printed over it, for readers of single glyphs."""
    return [
        box
        for _, box in found.inkless
        if not any(
            box[0] < seen[2] and seen[0] < box[2] and box[1] < seen[3] and seen[1] < box[3] for _, seen in found.inked
        )
    ]
