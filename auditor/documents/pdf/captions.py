"""Captions: how they begin, and which table or figure each of them belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.documents.pdf.layout import Placed

Kind = Literal["table", "figure"]

_NUMBER = r"(?:[A-Z]{1,2}[.\-–]?)?\d{1,3}(?:[.\-–]\d{1,3}){0,3}(?:\.?[A-Z](?![\w])|[a-z])?|[IVX]{1,5}\b|[A-Z]\b"
_LABEL = re.compile(
    r"(?P<label>(?P<kind>(?:Supplementary |Extended Data |Appendix |Supp\. )?"
    r"(?:Table|Tab\.|TABLE|Figure|Fig\.|FIGURE|FIG\.|Chart|Exhibit|表格?|图表?))"
    rf"\s*(?P<number>{_NUMBER}))(?!\w)"
)
_FIRST = frozenset("SEATFC表图")
"""The letters that labels begin with: most lines begin with none of them."""
_STOP = re.compile(r"\s*(?:[:|.：．。│¦–—]|-(?=\s)|\((?=[a-z]\)))\s*")
_TABLE_WORDS = re.compile(r"tab|表", re.I)


@dataclass(frozen=True)
class Label:
    """The beginning of a caption."""

    kind: Kind
    label: str
    """"Table 3", as printed, without the point or colon."""
    rest: str
    """What follows it on the line."""
    stopped: bool
    """A point, colon or bar closes the label: it cannot be the start of a sentence about the table."""


def read_label(text: str) -> Label | None:
    """The caption label that a line begins with, or None."""
    match = _LABEL.match(text) if text[:1] in _FIRST else None
    if match is None:
        return None
    rest = text[match.end() :]
    stop = _STOP.match(rest)
    # "图表" is a chart; "表" and "Table" are tables.
    kind: Kind = "table" if _TABLE_WORDS.search(match["kind"]) and not match["kind"].startswith("图") else "figure"
    if rest and not stop and not rest[0].isspace() and not _chinese(match["kind"]):
        return None
    return Label(
        kind, " ".join(match["label"].split()), rest[stop.end() :].strip() if stop else rest.strip(), bool(stop)
    )


def _chinese(word: str) -> bool:
    return word[0] in "表图"


def begins_caption(text: str, lead: str, *, alone: bool) -> Label | None:
    """The label, if this line begins a caption and not a sentence that happens to start with "Table 3 shows".

    `lead` is the bold text the line starts with; `alone` says that the line is no continuation of running text above.
    """
    label = read_label(text)
    if label is None:
        return None
    if label.stopped:
        # "… as shown in / Table 3. Next sentence": only a line that stands apart is a caption.
        return label if alone else None
    if not alone:
        return None
    if not label.rest:
        return label
    printed = re.sub(r"\s+", "", label.label)
    if lead and re.sub(r"\s+", "", lead).startswith(printed):
        return label
    begins = label.rest.split()[0]
    if _chinese(label.label):
        return label if text[len(label.label) : len(label.label) + 1].isspace() else None
    # Without a stop, a capital letter begins a title; a verb in small letters begins a sentence.
    return label if begins[:1].isupper() or begins[:1].isdigit() else None


def attach(
    captions: Sequence[tuple[Kind, Placed]],
    things: Sequence[tuple[Kind, Placed]],
    *,
    reach: float,
    above: dict[Kind, bool | None],
) -> dict[int, int]:
    """Which caption (by index) belongs to which thing (by index), one to one, nearest first.

    `above` says for each kind whether this document prints captions above (True) or below (False), where that is known:
    it settles which neighbour a caption between two tables belongs to. Distances over `reach` points never join.
    """
    offers: list[tuple[float, int, int]] = []
    for i, (kind, caption) in enumerate(captions):
        for j, (other, thing) in enumerate(things):
            if kind != other:
                continue
            overlap = min(caption.x1, thing.x1) - max(caption.x0, thing.x0)
            if overlap < 0.3 * min(caption.x1 - caption.x0, thing.x1 - thing.x0):
                continue
            is_above = (caption.y0 + caption.y1) / 2 < (thing.y0 + thing.y1) / 2
            gap = thing.y0 - caption.y1 if is_above else caption.y0 - thing.y1
            if gap > reach:
                continue
            usual = above.get(kind)
            penalty = 0.0 if usual is None or usual == is_above else 0.6 * reach
            offers.append((max(gap, 0.0) + penalty, i, j))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(offers):
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    return taken


def usual_side(pairs: Sequence[tuple[Kind, Placed, Placed]]) -> dict[Kind, bool | None]:
    """For each kind, whether captions stand above in this document, by (kind, caption, thing)."""
    votes: dict[Kind, list[int]] = {"table": [0, 0], "figure": [0, 0]}
    for kind, caption, thing in pairs:
        votes[kind][caption.y1 <= thing.y0 + 2] += 1
    return {kind: (None if below == upper else upper > below) for kind, (below, upper) in votes.items()}
