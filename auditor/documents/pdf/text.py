"""The text of a page as blocks: headings, paragraphs, list items, captions, code and the notes at its foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.documents.pdf.captions import Label, begins_caption
from auditor.documents.pdf.lines import Line
from auditor.documents.pdf.paragraphs import glue, runs_on
from auditor.documents.pdf.profile import Profile
from auditor.records import BlockKind, Box, Footnote, Grid, Place

_NUMBERED = re.compile(
    r"(?:(?:Appendix|Chapter|Section|Part)\s+)?(?P<number>(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4})[.:]?\s+(?=\S)"
)
_CHINESE_NUMBERED = re.compile(r"(?:第[一二三四五六七八九十\d]+[章节部]|[一二三四五六七八九十]+[、.])")
_BULLET = re.compile(r"(?:[•●○◦▪■□➢➤‣⁃·∙]|[-–—*](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[).](?=\s)|\[\d{1,3}\]\s)\s*")
_TOC_ENTRY = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|\s\d{1,4}$")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w")
_LEADERS = re.compile(r"(?:\.\s?){5,}")
_CONTENTS = re.compile(r"(?:table of )?contents|目录|list of (?:figures|tables)", re.I)
_KNOWN_HEADING = re.compile(
    r"(?:abstract|introduction|references|bibliography|acknowledge?ments?|conclusions?|appendix|appendices|contents|摘要|参考文献|附录)\W*",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?;。！？；]['\"”’)]*$")


@dataclass
class Draft:
    """A block before its number, section and placement are known."""

    kind: BlockKind
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    level: int | None = None
    label: str = ""
    caption: str = ""
    caption_of: Label | None = None
    """Of a caption: what it says that it belongs to."""
    grid: Grid | None = None
    footnotes: tuple[Footnote, ...] = ()
    continues: bool = False
    turns: list[tuple[int, int]] = field(default_factory=list)
    """Where in the text another page begins, and which."""
    columns: tuple[tuple[float, float], ...] = ()
    """Of a table: the left and right ends of its columns."""
    size: float = 0.0
    bold: bool = False
    edge: float = 0.0
    """Right edge of the column that it stands in."""

    @property
    def place(self) -> Place:
        box = Box(x0=round(self.x0, 2), y0=round(self.y0, 2), x1=round(self.x1, 2), y1=round(self.y1, 2))
        return Place(page=self.page, box=box)


def drafts(lines: Sequence[Line], usual: Profile, *, page: int, edges: tuple[float, float | None]) -> list[Draft]:
    """The blocks that a page's lines make, unordered. `edges`: the right edge of the text, and the gutter if any."""
    return [_draft(group, usual, page, edges) for group in groups(lines, usual, edges)]


def groups(lines: Sequence[Line], usual: Profile, edges: tuple[float, float | None]) -> list[list[Line]]:
    """Lines that follow each other closely in one style, from the top."""
    done: list[list[Line]] = []
    open_: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        best: list[Line] | None = None
        still: list[list[Line]] = []
        for group in open_:
            last = group[-1]
            drop = line.base - last.base
            if drop > 2.2 * usual.pitch * max(usual.size, last.size):
                done.append(group)
                continue
            still.append(group)
            overlap = min(line.x1, last.x1) - max(line.x0, last.x0)
            if drop > 0.35 * line.size and overlap > 0.25 * min(line.x1 - line.x0, last.x1 - last.x0):
                best = group if best is None or best[-1].base < last.base else best
        open_ = still
        if best is not None and _follows(line, best, usual, _edge(line, edges)):
            best.append(line)
        else:
            if best is not None:
                # What lies under a line that does not take it ends that line's group.
                open_ = [group for group in open_ if group is not best]
                done.append(best)
            open_.append([line])
    done += open_
    return sorted(done, key=lambda group: (group[0].base, group[0].x0))


def _edge(line: Line, edges: tuple[float, float | None]) -> float:
    right, middle = edges
    return middle if middle is not None and line.x1 <= middle + 2 else right


def _follows(line: Line, group: list[Line], usual: Profile, edge: float) -> bool:
    """Whether the line continues the block."""
    last, first = group[-1], group[0]
    size = max(line.size, last.size)
    drop = line.base - last.base
    pitch = usual.pitch if abs(size - usual.size) < 1 else min(usual.pitch, 1.35)
    if len(group) > 1:
        own = (last.base - first.base) / (len(group) - 1)
        if drop > own + 0.3 * size:
            return False
    if drop > 1.28 * pitch * size:
        return False
    if abs(line.size - last.size) > 0.09 * size and not (_is_formula(line) or _is_formula(last)):
        return False
    if line.mark and line.size < 0.95 * usual.size:
        return False
    if line.mono != last.mono and (len(line.text) > 12 and len(last.text) > 12) and line.mono == (len(group) > 1):
        return False
    captioning = begins_caption(first.text, first.lead or (first.text if first.bold else ""), alone=True) is not None
    heading_like = first.bold and all(part.bold for part in group) and not captioning
    if heading_like and not line.bold:
        return False
    if line.bold and not captioning and not last.bold and not (runs_on(last.text) and line.text[:1].islower()):
        return False
    if begins_caption(line.text, line.lead, alone=_SENTENCE_END.search(last.text[-8:]) is not None) is not None:
        return False
    if _BULLET.match(line.text) and _starts_item(line, group, usual):
        return False
    if captioning:
        return True
    if heading_like:
        return not (_NUMBERED.match(line.text) and line.x0 <= first.x0 + 1)
    if "....." in last.text.replace(" ", "") and _LEADERS.search(last.text):
        return False
    is_item = bool(_BULLET.match(first.text))
    em = usual.size
    if not is_item and line.x0 > last.x0 + 0.8 * em and line.x0 > min(part.x0 for part in group) + 0.8 * em:
        # An indented line begins a paragraph, unless everything is centred.
        centred = abs((line.x0 + line.x1) - (last.x0 + last.x1)) < 0.8 * em
        if not centred:
            return False
    if is_item and line.x0 < first.x0 - 0.8 * em:
        return False
    short = last.x1 < edge - 4 * em and last.x1 < max(part.x1 for part in group) + 1
    return not (short and _SENTENCE_END.search(last.text[-8:]) and len(group) > 1 and drop > 1.02 * usual.pitch * size)


def _is_formula(line: Line) -> bool:
    letters = sum(char.isascii() and char.isalpha() for char in line.text)
    return letters < 0.5 * len(line.text)


def _starts_item(line: Line, group: list[Line], usual: Profile) -> bool:
    """A bullet begins an item; a number with a point only where the line above does not run into it."""
    if line.text[0] in "•●○◦▪■□➢➤‣⁃∙":
        return True
    if _BULLET.match(group[0].text) and abs(line.x0 - group[0].x0) < 1.5 * usual.size:
        return True
    return bool(_SENTENCE_END.search(group[-1].text[-8:]) or group[-1].text.endswith(":"))


def _draft(group: list[Line], usual: Profile, page: int, edges: tuple[float, float | None]) -> Draft:
    first = group[0]
    weight: Counter[float] = Counter()
    for line in group:
        line.page = page
        weight[line.size] += len(line.text)
    draft = Draft(
        kind=BlockKind.paragraph,
        page=page,
        x0=min(line.x0 for line in group),
        y0=min(line.y0 for line in group),
        x1=max(line.x1 for line in group),
        y1=max(line.y1 for line in group),
        lines=group,
        size=weight.most_common(1)[0][0],
        bold=all(line.bold for line in group),
        edge=_edge(first, edges),
    )
    if all(line.mono for line in group) and sum(len(line.text) for line in group) > 40:
        draft.kind = BlockKind.code
        draft.text = "\n".join(line.text for line in group)
        return draft
    draft.text = glue([line.text for line in group], usual.words)
    caption = begins_caption(draft.text, first.lead or (first.text if first.bold else ""), alone=True)
    if caption is not None:
        draft.kind = BlockKind.caption
        draft.caption_of = caption
        draft.label, draft.caption = caption.label, caption.rest
    elif _is_heading(draft, usual):
        draft.kind = BlockKind.heading
    elif _BULLET.match(draft.text) and len(draft.text) > 2:
        draft.kind = BlockKind.list_item
    return draft


def _is_heading(draft: Draft, usual: Profile) -> bool:
    text = draft.text
    if len(draft.lines) > 4 or len(text) > 220 or sum(char.isalpha() for char in text) < 2:
        return False
    if _LEADERS.search(text) or _ADDRESS.search(text):
        return False
    if len(draft.lines) == 1 and _KNOWN_HEADING.fullmatch(text):
        return True
    numbered = bool(_NUMBERED.match(text) or _CHINESE_NUMBERED.match(text))
    larger = draft.size > 1.11 * usual.size
    if draft.size < 0.96 * usual.size:
        return False
    if larger and (draft.bold or numbered or draft.size > 1.25 * usual.size):
        return True
    if not draft.bold or text.endswith((",", ";")):
        return False
    return len(draft.lines) <= 2 and (numbered or not text.endswith((".", ":")) or (larger and len(text) < 80))


def set_levels(blocks: Sequence[Draft]) -> None:
    """Heading levels, in place: by numbering where there is one, else by the type that numbered headings of that depth
    have, else by the order of sizes. Level 1 is left to the title."""
    demote_contents(blocks)
    headings = [block for block in blocks if block.kind == BlockKind.heading and block.level is None]
    styles: dict[tuple[float, bool], Counter[int]] = {}
    for block in headings:
        match = _NUMBERED.match(block.text)
        if match:
            block.level = 2 + match["number"].count(".")
            styles.setdefault(_style(block), Counter())[block.level] += 1
    known = {style: count.most_common(1)[0][0] for style, count in styles.items()}
    unknown = sorted(
        {_style(block) for block in headings if block.level is None and _style(block) not in known}, reverse=True
    )
    for style in unknown:
        larger = [level for other, level in known.items() if other[0] > style[0] + 0.2]
        same = [level for other, level in known.items() if abs(other[0] - style[0]) <= 0.2]
        if same:
            known[style] = max(same) + (0 if style[1] else 1)
        else:
            known[style] = min(max(larger) + 1, 6) if larger else 2
    for block in headings:
        if block.level is None:
            block.level = min(known[_style(block)], 6)


def _style(block: Draft) -> tuple[float, bool]:
    return round(block.size * 2) / 2, block.bold


def _ends_an_entry(text: str) -> bool:
    return text[-1:].isdigit() and _TOC_ENTRY.search(text) is not None


def demote_contents(blocks: Sequence[Draft]) -> None:
    """The entries of a table of contents are no headings, in place: lines that end in a page number, on a page full of
    such lines or under a heading that says so."""
    entries: dict[int, list[bool]] = {}
    for block in blocks:
        for line in block.lines:
            entries.setdefault(line.page, []).append(_ends_an_entry(line.text))
    listings = {page for page, found in entries.items() if sum(found) >= 6 and sum(found) >= 0.5 * len(found)}
    last = -9
    for block in blocks:
        if _CONTENTS.fullmatch(block.text.strip()):
            last = block.page
        elif block.kind is BlockKind.heading and _ends_an_entry(block.text):
            if block.page in listings or block.page <= last + 1:
                block.kind = BlockKind.paragraph
                last = max(last, block.page)
        elif block.kind is BlockKind.heading:
            last = -9


def join_over_breaks(blocks: list[Draft], usual: Profile) -> list[Draft]:
    """Paragraphs that a column or page break divides made whole; what floats between the halves stays behind them."""
    found: list[Draft] = []
    halved: Draft | None = None
    for block in blocks:
        if block.kind in (BlockKind.paragraph, BlockKind.list_item) and block.lines:
            if halved is not None and block.kind == BlockKind.paragraph and _continues(halved, block, usual):
                halved.text = glue([halved.text, block.text], usual.words)
                if block.page != (halved.turns[-1][1] if halved.turns else halved.page):
                    halved.turns.append((len(halved.text) - len(block.text), block.page))
                halved.lines = [*halved.lines, *block.lines]
                halved = halved if runs_on(block.text) else None
                continue
            halved = block if runs_on(block.text) else None
        elif block.kind in (BlockKind.heading, BlockKind.code):
            halved = None
        found.append(block)
    return found


def _continues(first: Draft, second: Draft, usual: Profile) -> bool:
    last, start = first.lines[-1], second.lines[0]
    moved = start.page > last.page or start.base < last.base - 2 * usual.size
    if not moved or start.page > last.page + 1 or abs(first.size - second.size) > 0.6:
        return False
    if abs(last.size - usual.size) > 0.6 or not _fills(last, first.edge, usual):
        return False
    return start.text[:1].islower() or start.text[:1].isdigit() or start.x0 <= second.x0 + 1


def _fills(line: Line, edge: float, usual: Profile) -> bool:
    """Whether a line reaches the right edge of its column: the last one of a paragraph seldom does."""
    return line.x1 > edge - 5 * usual.size
