"""Captions and footnotes: what stands around a table or figure is attached to it. Works on blocks of any format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from auditor.documents import marks
from auditor.records import Block, BlockKind, Footnote

LABEL = re.compile(
    r"^\W{0,3}(?P<label>(?:(?:supplementary|extended\s+data|appendix)\s+)?(?:table|tab\.|figure|fig\.|chart)\s*"
    r"(?:[A-Z]{1,2}[.\d-]*\d+|\d+(?:[.-]\d+)*(?:\.?[A-Za-z])?|[IVX]{1,5}|[A-H](?:\.\d+)?)(?=[\s.:：|)\]—–-]|$)|"
    r"[表图]\s*\d+(?:[.-]\d+)*(?:[.-]?[A-Z](?![A-Za-z]))?)"
    r"\s*[\])】]?\s*[.:：|—–-]?\s*[\])】]?\s*",
    re.IGNORECASE,
)
_NOTE_LEAD = re.compile(
    r"^\W{0,3}(?:(?:foot)?notes?|remarks?|legend|n\.b\.|注|备注|说明)\s*(?:\d{1,2})?\s*[:：.]\**\s*|^\W{0,3}(?:bold(?:ed)?"
    r"|underlined?|best)\s+(?:\w+\s+){0,4}"
    r"(?:indicates?|denotes?|marks?|numbers?|values?|scores?|results?|is|are)\b",
    re.IGNORECASE,
)
_BULLETED = re.compile(r"^[•·▪◦‣]\s*")
_EXPLAINS_MARK = re.compile(
    rf"(?:with|by|marked|denoted|symbol)\s+(?:an?\s+)?[\"'“(`]?([{re.escape(marks.SYMBOLS)}]+)[\"'”)`]?", re.IGNORECASE
)
_REACH = 14
_TABLE_LIKE = (BlockKind.table, BlockKind.figure)


def caption_of(text: str) -> tuple[str, str] | None:
    """Label and caption of a line such as "Table 3: Results on …", or None. The label is as printed, without point
    or colon."""
    match = LABEL.match(text)
    if match is None:
        return None
    return re.sub(r"\s+", " ", match.group("label")).strip(), text[match.end() :].strip()


def attach(
    blocks: Sequence[Block],
    bullets: Mapping[int, str] | None = None,
    openings: Mapping[int, tuple[Footnote, ...]] | None = None,
) -> list[Block]:
    """The blocks with captions and notes attached; a caption or note stays in place as a block of that kind.

    `bullets`: for list items whose bullet may have been meant as a footnote mark, block number to bullet.
    `openings`: for text that opens with raised marks, block number to what it is if those are footnote marks.
    """
    result = list(blocks)
    bullets = bullets or {}
    openings = openings or {}
    _captions(result, titles=False)
    _captions(result, titles=True)
    for index, block in enumerate(result):
        if block.kind in _TABLE_LIKE:
            result[index] = _with_notes(result, index, bullets, openings)
    definitions = _definitions(result)
    for index, block in enumerate(result):
        if definitions and block.kind in _TABLE_LIKE:
            have = {n.mark for n in block.footnotes}
            more = tuple(definitions[m] for m in dict.fromkeys(_marks_of(block)) if m in definitions and m not in have)
            if more:
                result[index] = block.model_copy(update={"footnotes": block.footnotes + more})
    return result


def _marks_of(block: Block) -> list[str]:
    found = [m for cell in block.grid.cells for m in cell.marks] if block.grid is not None else []
    return found + list(marks.split_text(block.caption)[1]) if block.caption else found


def _captions(blocks: list[Block], *, titles: bool) -> None:
    """A caption goes to the table before or after it: to the neighbour its own kind names, else to the nearer one
    without a caption."""
    for index, block in enumerate(blocks):
        found = None
        if titles != _is_title(blocks, index):
            continue
        if block.kind in (BlockKind.paragraph, BlockKind.caption, BlockKind.heading) and len(block.text) < 3000:
            found = caption_of(block.text.split("\n")[0] if block.kind is not BlockKind.caption else block.text)
        if found is None and block.kind is not BlockKind.caption and not titles:
            continue
        label, caption = found or ("", block.text)
        if found and block.kind is BlockKind.paragraph and "\n" in block.text:
            caption = caption_of(block.text.replace("\n", " "))[1]  # type: ignore[index]
        wants_figure = bool(re.match(r"fig|图|chart", label, re.IGNORECASE))
        if found and block.kind is BlockKind.paragraph and not _reads_as_caption(block.text, label):
            continue
        target = _neighbour(
            blocks, index, wants_figure and not _is_table_title(label), bool(found) or block.kind is BlockKind.caption
        )
        if target is None:
            continue
        table = blocks[target]
        blocks[target] = table.model_copy(
            update={"label": table.label or label, "caption": table.caption or caption.replace("\n", " ")}
        )
        if block.kind is not BlockKind.heading:
            blocks[index] = block.model_copy(update={"kind": BlockKind.caption})


def _is_table_title(label: str) -> bool:
    return label.lower().startswith(("tab", "表"))


def _reads_as_caption(text: str, label: str) -> bool:
    """ "Table 3 shows that …" is a sentence about the table, not its caption."""
    match = LABEL.match(text)
    rest = text[match.end() :] if match else ""
    ended = bool(match) and bool(re.search(r"[.:：|—–\])-]\s*$", match.group(0)))  # type: ignore[union-attr]
    return ended or not re.match(
        r"(?:shows?|presents?|reports?|compares?|lists?|summari[sz]es?|and|is|are|also|in|we|demonstrates?|"
        r"illustrates?|provides?|gives?)\b",
        rest,
    )


def _is_title(blocks: list[Block], index: int) -> bool:
    """A short paragraph right above a table that is no sentence: its title."""
    block = blocks[index]
    if (
        block.kind is not BlockKind.paragraph
        or index + 1 >= len(blocks)
        or blocks[index + 1].kind is not BlockKind.table
    ):
        return False
    text = block.text
    if (
        "\n" in text
        or text.startswith(("(", "[", "（"))
        or not 3 <= len(text) <= 120
        or text.rstrip().endswith((".", ":", "：", "。", "!", "?", ","))
    ):
        return False
    return (
        caption_of(text) is None
        and marks.note(text) is None
        and re.match(r"\W*(?:page|p\.|第)\s*\d+", text, re.IGNORECASE) is None
    )


def _neighbour(blocks: list[Block], index: int, figure: bool, certain: bool) -> int | None:
    """The table (or figure) that a caption at `index` belongs to."""
    order = [index + 1, index - 1] if not figure else [index - 1, index + 1]
    for target in order:
        if 0 <= target < len(blocks):
            block = blocks[target]
            wanted = BlockKind.figure if figure else BlockKind.table
            if block.kind is wanted and not block.label and (not block.caption or certain):
                if target == index - 1 and not certain:
                    continue
                # Below one table and above the next: the next takes it only if the first has one.
                if target == index + 1 and certain and index > 0 and _wants_caption_from_below(blocks, index, wanted):
                    return index - 1
                return target
    return None


def _wants_caption_from_below(blocks: list[Block], index: int, wanted: BlockKind) -> bool:
    before = blocks[index - 1]
    if before.kind is not wanted or before.label or before.caption:
        return False
    later = index + 2
    return (
        later < len(blocks)
        and caption_of(blocks[later].text) is not None
        and blocks[later].kind in (BlockKind.paragraph, BlockKind.caption)
    )


def _with_notes(
    blocks: list[Block], index: int, bullets: Mapping[int, str], openings: Mapping[int, tuple[Footnote, ...]]
) -> Block:
    """The table at `index` with the notes printed under it."""
    table = blocks[index]
    wanted = set(_marks_of(table))
    notes: list[Footnote] = list(table.footnotes)
    at = index + 1
    opened = False
    while at < len(blocks) and at <= index + _REACH:
        block = blocks[at]
        if block.kind is BlockKind.caption:
            at += 1
            continue
        if block.kind not in (BlockKind.paragraph, BlockKind.list_item, BlockKind.footnote):
            break
        lone = bullets.get(at - 1) is None and bullets.get(at + 1) is None
        raised = openings.get(at, ())
        if any(note.mark in wanted for note in raised):
            found = list(raised)
        else:
            found = _notes_in(block, wanted, bullets.get(at, "") if lone and not notes else "")
        if not found and not (opened and block.kind is BlockKind.list_item):
            break
        if not found:
            found = [Footnote(mark="", text=block.text.replace("\n", " "), place=block.place)]
        opened = opened or not found[-1].text
        notes += [n for n in found if n.text]
        if block.kind is not BlockKind.footnote:
            blocks[at] = block.model_copy(update={"kind": BlockKind.footnote})
        at += 1
    if table.caption:
        notes += [
            Footnote(mark=mark, text=table.caption, place=table.place)
            for mark in _explained(table.caption)
            if mark in wanted
        ]
    return table.model_copy(update={"footnotes": tuple(notes)}) if notes else table


def _notes_in(block: Block, wanted: set[str], bullet: str) -> list[Footnote]:
    """The notes of a block right under a table; empty where it is ordinary text."""
    if block.kind is BlockKind.footnote and block.footnotes:
        return [n for n in block.footnotes if n.mark in wanted]
    if bullet and bullet in wanted:
        return [Footnote(mark=bullet, text=block.text.replace("\n", " "), place=block.place)]
    notes: list[Footnote] = []
    for line in _lines(block.text):
        mark_and_text = marks.note(line)
        bare = _BULLETED.sub("", line)
        if mark_and_text is not None and _is_note_mark(mark_and_text[0], wanted):
            notes.append(Footnote(mark=mark_and_text[0], text=mark_and_text[1], place=block.place))
        elif (explained := [m for m in _explained(bare) if m in wanted]) and len(bare) < 600:
            notes += [Footnote(mark=mark, text=bare, place=block.place) for mark in explained]
        elif re.fullmatch(r"\W*(?:(?:foot)?notes?|remarks?|注|备注|说明)\s*[:：]?\W*", line, re.IGNORECASE):
            notes.append(Footnote(mark="", text="", place=block.place))
        elif _NOTE_LEAD.match(bare) or _BULLETED.match(line):
            notes.append(Footnote(mark="", text=_strip_note_lead(bare), place=block.place))
        elif notes:
            last = notes[-1]
            notes[-1] = last.model_copy(update={"text": f"{last.text} {line}".strip()})
        else:
            return []
    return notes


def _strip_note_lead(text: str) -> str:
    match = re.match(r"^\W{0,3}(?:(?:foot)?notes?|注|备注|说明)\s*[:：]\**\s*", text, re.IGNORECASE)
    return text[match.end() :] if match and match.end() < len(text) else text


def _lines(text: str) -> list[str]:
    """Lines; a line with several symbol notes in a row ("* a. † b.") is cut before each mark."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += [
            piece.strip()
            for piece in re.split(r"(?<=[.;,)])\s+(?=[†‡§¶]\s?\S)|(?<=[.;])\s+(?=\*\s?[A-Z]|\([*†‡§¶]+\)\s)", line)
            if piece.strip()
        ]
    return lines


def _is_note_mark(mark: str, wanted: set[str]) -> bool:
    return mark in wanted or all(c in marks.SYMBOLS for c in mark)


def _explained(text: str) -> list[str]:
    """Marks that a sentence explains in passing: "numbers marked with * are …"."""
    return [marks.canonical(m) for m in _EXPLAINS_MARK.findall(text)]


def _definitions(blocks: Sequence[Block]) -> dict[str, Footnote]:
    """Notes that hold for the whole document: footnote blocks that carry a mark of their own."""
    return {n.mark: n for b in blocks if b.kind is BlockKind.footnote for n in b.footnotes if n.mark}
