"""What stands around a claim: the footnotes its marks point to, who obtained the score, how it is emphasised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from auditor.records import Block, BlockKind, Cell, Document, Emphasis, Footnote, Provenance, Unit

_COPIED = re.compile(
    r"\b(?:taken|copied|sourced|cited|quoted|drawn|obtained|collected|borrowed|adopted|referenced?|reported"
    r"|results?|scores?|numbers?|data|figures?|values?)\b[^.;]{0,40}?\b(?:from|by|in)\b[^.;]{0,60}?"
    r"\b(?:report|reports|paper|papers|blog|blogs|leaderboards?|website|card|cards|publication|publications"
    r"|public|official|original|authors?|their|vendors?|release|technical|repository|literature|work)\b"
    r"|\bas reported (?:by|in)\b|\bofficial(?:ly)? (?:reported|results?|scores?|numbers?)\b"
    r"|\breported (?:results?|scores?|numbers?)\b|\bpublicly (?:reported|available) (?:results?|scores?)\b"
    r"|\bself-reported\b"
    r"|来自|引用自|官方报告",
    re.I,
)
_RERUN = re.compile(
    r"\bre-?(?:run|ran|evaluated?|tested|produced|implemented|measured|graded)\b|\breproduc(?:ed|tion)\b"
    r"|\b(?:we|our)\b[^.;]{0,50}\b(?:evaluat|test|run|ran|measur|reproduc|re-)\w*|\b(?:evaluated|tested|run"
    r"|obtained|measured|conducted)\b[^.;]{0,30}\b(?:by us|in-?house|internally|"
    r"ourselves|with our|using our|in our)\b|\bour (?:own )?(?:internal )?(?:evaluation|framework|harness"
    r"|pipeline|setup|implementation|sandbox|infrastructure)\b|\binternal (?:evaluation|sandbox|harness"
    r"|framework|infrastructure)\b|via api\b",
    re.I,
)


def notes_for(marks: Iterable[str], footnotes: tuple[Footnote, ...]) -> tuple[Footnote, ...]:
    """The notes that marks point to, in the order of the notes."""
    wanted = {_plain(mark) for mark in marks}
    return tuple(note for note in footnotes if _plain(note.mark) in wanted)


def _plain(mark: str) -> str:
    return mark.strip("[](){}^ \\").replace("∗", "*").replace("⁎", "*").replace("＊", "*")


_LOOSE = re.compile(r"^\W*?(?P<mark>[*∗†‡§¶^]+|\[\d{1,2}\])\s*[:：]?\s*(?P<text>\S.*)$", re.S)


_REMARK = re.compile(
    r"^\W*(?:the |these |this |all |we |our |results?|evaluat\w+|reported|denotes?|indicates?|means|marked"
    r"|values?|scores?|numbers?|models?|taken|sourced|obtained|using|with|without|as|from|for)\b",
    re.I,
)


def loose_notes(document: Document, block: Block) -> tuple[Footnote, ...]:
    """Notes directly below a table for marks that its reader left unresolved.

    In Markdown "* text" below a table reads as a list of one item; where the table has an unresolved star, that
    item is its note. A table that goes on over the page has its notes below its last part, and a note may name its mark
    in words ("values marked with an asterisk are copied").
    """
    if block.grid is None:
        return ()
    printed = {_plain(mark) for cell in block.grid.cells for mark in cell.marks}
    open_marks = printed - {_plain(note.mark) for note in block.footnotes}
    if not open_marks:
        return ()
    found: list[Footnote] = []
    for after in document.blocks[block.order + 1 : block.order + 4]:
        if after.grid is not None and after.grid.columns == block.grid.columns:
            found += [note for note in after.footnotes if _plain(note.mark) in open_marks]
            continue
        if after.kind not in (BlockKind.paragraph, BlockKind.list_item, BlockKind.footnote) or len(after.text) > 700:
            break
        match = _LOOSE.match(after.text)
        if match and _plain(match["mark"]) in open_marks:
            found.append(Footnote(mark=_plain(match["mark"]), text=match["text"], place=after.place))
        elif (
            len(open_marks) == 1
            and not found
            and (after.kind is BlockKind.list_item or (_REMARK.match(after.text) and len(after.text) < 240))
        ):
            found.append(Footnote(mark=next(iter(open_marks)), text=after.text, place=after.place))
            break
        elif found:
            break
    return tuple(found) or _described(document, block, open_marks)


_ABBREVIATION = re.compile(r"[(（]([A-Z][A-Z\d]{1,5})[)）]")


def abbreviations(document: Document, block: Block) -> tuple[Footnote, ...]:
    """Notes below a table that explain an abbreviation in its header ("Metric (AA)" and "AA: all scores …")."""
    if block.grid is None:
        return ()
    heads = [cell.text for cell in block.grid.cells if cell.row < max(1, block.grid.header_rows)]
    wanted = {name for text in heads for name in _ABBREVIATION.findall(text)}
    found = []
    for after in document.blocks[block.order + 1 : block.order + 5] if wanted else ():
        name, colon, text = after.text.partition(":")
        if colon and name.strip(" *_•-") in wanted and after.grid is None:
            found.append(Footnote(mark=name.strip(" *_•-"), text=text.strip(), place=after.place))
    return tuple(found)


_NAMED_MARKS = {
    "*": r"(?<!\*)\*(?!\*)|(?<!two )(?<!double )(?:asterisks?|starred|stars?)",
    "**": r"\*\*|(?:two|double) (?:asterisks?|stars)",
    "†": r"†|(?<!double )daggers?",
    "‡": r"‡|double daggers?",
}
_MARKED = (
    r"\b(?:mark(?:ed|s|ing)?|denot\w+|indicat\w+|labell?ed|annotated|asterisks?|starred|with an? |superscript|symbol)"
)


def _described(document: Document, block: Block, marks: set[str]) -> tuple[Footnote, ...]:
    """Sentences of the table's section that say in words what its marks mean."""
    found = []
    for mark in sorted(marks & set(_NAMED_MARKS)):
        named = re.compile(
            rf"{_MARKED}[^.;]{{0,60}}(?:{_NAMED_MARKS[mark]})|(?:{_NAMED_MARKS[mark]})[^.;]{{0,20}}{_MARKED}", re.I
        )
        for near in document.blocks[max(0, block.order - 3) : block.order + 9]:
            if near.kind not in (BlockKind.paragraph, BlockKind.list_item, BlockKind.footnote):
                continue
            parts = re.split(r"(?<=[.。])\s+", near.text)
            at = next((number for number, part in enumerate(parts) if named.search(part)), None)
            if at is not None:
                rest = parts[at + 1 : at + 2] if _OTHERS.search("".join(parts[at + 1 : at + 2])) else []
                clauses = re.split(r"[,;]?\s+(?:while|whereas)\s+|;\s+", parts[at])
                # "Those with one star are ours, while those with two are copied": each mark has its own clause.
                own = [clause for clause in clauses if named.search(clause)]
                said = own[0] if len(own) == 1 and sum(map(_any_mark, clauses)) > 1 else parts[at]
                found.append(Footnote(mark=mark, text=" ".join((said, *rest)), place=near.place))
                break
    return tuple(found)


def _any_mark(clause: str) -> bool:
    return re.search(f"{_MARKED}.*?(?:{'|'.join(_NAMED_MARKS.values())})", clause, re.I) is not None


_OTHERS = re.compile(
    r"(?:^|[.;。,]\s*|\b(?:while|whereas|and)\s+)(?:all )?(?:the )?(?:others?|remaining|rest|unmarked)\b[^.;。]*", re.I
)
_OBTAINED = re.compile(r"\b(?:obtain|evaluat|run|ran|test|measur|reproduc|comput)\w*|\bours?\b", re.I)


def unmarked(notes: Iterable[Footnote], own: bool) -> Provenance:
    """Who obtained a score without a mark, where the note of a mark goes on to say so of all others."""
    for note in notes:
        others = _OTHERS.search(note.text)
        if others is None:
            continue
        if _COPIED.search(others[0]):
            return Provenance.unknown if own else Provenance.copied
        if _OBTAINED.search(others[0]):
            return Provenance.own_run if own else Provenance.rerun
    return Provenance.unknown


def provenance(notes: Iterable[Footnote], own: bool) -> Provenance:
    """Who obtained the score, where a note of the cell, row or column says so.

    A note on one's own model that says "we ran" is an own run.
    """
    text = " ".join(_OTHERS.sub(" ", note.text) for note in notes)
    if not text:
        return Provenance.unknown
    if _RERUN.search(text):
        return Provenance.own_run if own else Provenance.rerun
    if _COPIED.search(text):
        return Provenance.copied
    return Provenance.unknown


def emphasis(cell: Cell, value: str) -> Emphasis:
    """Bold and underline of the printed value itself; unknown only where neither can be told."""
    bold, underline = cell.bold, cell.underline
    if cell.parts:
        # A value can be the only bold run of its cell, or the only plain one.
        squeezed = value.replace(" ", "")
        for part in cell.parts:
            if squeezed and squeezed in part.text.replace(" ", ""):
                bold, underline = part.bold, part.underline
                break
    if bold is None and underline is None:
        return Emphasis.unknown
    if bold and underline:
        return Emphasis.bold_underline
    if bold:
        return Emphasis.bold
    return Emphasis.underline if underline else Emphasis.none


_LOWER = re.compile(
    r"[↓⬇]|\blower (?:is|the|values? (?:is|are)) better\b|\b(?:wer|cer|perplexity|ppl|bpb|bpc|fid"
    r"|edit[- ]distance|error rate|hallucination rate|loss|mae|rmse|mse)\b",
    re.I,
)
_HIGHER = re.compile(r"[↑⬆]|\bhigher (?:is|the|values? (?:is|are)) better\b", re.I)


@lru_cache(maxsize=8192)
def direction(*texts: str) -> bool | None:
    """Whether higher is better, where arrows, words or the measure's name say so; the first text that says it
    counts."""
    for text in texts:
        if _LOWER.search(text):
            return False
        if _HIGHER.search(text):
            return True
    return None


_ELO = re.compile(r"\belo\b", re.I)
_RATING = re.compile(r"\brating\b", re.I)
_OTHER = re.compile(r"\b(?:bpb|bpc|bpw|perplexity|ppl|fid|bits[- ]per[- ]byte|loss|xent|mae|rmse|mse)\b", re.I)
_PERCENT = re.compile(
    r"%|\b(?:acc(?:uracy|\.)?|em|exact[- ]match|f1|pass\s?[@^]\s?\d*|resolved|win[- ]?rate|lc[- ]winrate"
    r"|percentile|correct|success rate|percent(?:age)?|maj@|cons@|avg@|mean@|wer|cer|anls|recall@\d+)(?![\w])",
    re.I,
)
_POINTS = re.compile(r"\b(?:chrf|bleu|rouge|bleurt|comet|points?|1-10|out of 10)\b|\bmt-?bench\b", re.I)
_SECONDS = re.compile(r"\(\s?(?:s|sec|seconds|ms)\s?\)", re.I)
_MONEY = re.compile(r"[$€£¥]|\b(?:usd|net worth|dollars?)\b", re.I)


def unit(value: str, labels: str, column_is_fraction: bool) -> Unit:
    """The unit where it is printed with the value or named by the labels; a table whose values all lie in 0 to 1
    gives fractions. Else unknown."""
    if "%" in value or "％" in value:
        return Unit.percent
    if _ELO.search(labels):
        return Unit.elo
    if _RATING.search(labels):
        return Unit.rating
    if _OTHER.search(labels):
        return Unit.other
    if _POINTS.search(labels):
        return Unit.points
    if _MONEY.search(labels) or _MONEY.search(value):
        return Unit.currency
    if _SECONDS.search(labels):
        return Unit.seconds
    if column_is_fraction:
        return Unit.fraction
    if _PERCENT.search(labels):
        return Unit.percent
    return Unit.unknown


def near_text(block: Block) -> str:
    """Caption and label of a table, as context."""
    return f"{block.label} {block.caption}".strip()
