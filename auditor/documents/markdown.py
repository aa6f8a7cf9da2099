"""Markdown, HTML inside it included, to a `Document`: rendered to one HTML tree, then read by the same walker as
HTML pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from auditor.documents import finishing, latex, metadata, plain_tables, shortcodes, tree
from auditor.documents.tree import BULLET, LINE, NOTE
from auditor.records import Document, Place, Unread

_OPENING = re.compile(
    r"<(table|thead|tbody|tr|td|th|p|div|li|ul|ol|img|h[1-6]|pre|details|summary|figure|figcaption|center|section|"
    r"caption|sup|iframe|blockquote)(?=[\s>/])",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_NOTE_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:\s?(.*)$")
_DIVISION = re.compile(r"^\s{0,3}:{3,}\s*\{?\.?([\w-]*)\}?\s*$")
_CELL_BAR = re.compile(r"(?<!\\)\|")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "formula", _formula)
    return parser


def _formula(state: StateInline, silent: bool) -> bool:
    """Keeps TeX between dollar signs from being read as emphasis or escapes."""
    if state.src[state.pos] != "$":
        return False
    match = latex.FORMULA.match(state.src, state.pos)
    if match is None or not latex.is_formula(latex.formula_text(match)) or "|" in match.group(0):
        return False
    if not silent:
        state.push("text", "", 0).content = match.group(0)
    state.pos = match.end()
    return True


def read_markdown(data: bytes, name: str, media_type: str = "text/markdown") -> Document:
    """A Markdown document from its bytes.

    Raises `DocumentError` where the bytes are no text.
    """
    source = finishing.decode(data, name)
    about, skipped = metadata.front_matter(source.text)
    lines = source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines[:skipped] = [""] * min(skipped, len(lines))
    state = tree.Walk(rendered=True)
    shortcodes.lift(lines, state.shortcodes)
    if media_type == "text/plain":
        plain_tables.lift(lines, state.shortcodes)
    _prepare(lines)
    html = render("\n".join(lines))
    root = finishing.parse_html(html)
    if root is not None:
        tree.walk(root, state)
    state.unread[:0] = [
        Unread(what="text", reason=reason, place=Place(line=1)) for reason in [*source.doubts, *about.unread]
    ]
    return finishing.document(data, name, media_type, about, state, source.text)


def prepared(text: str) -> str:
    """The text with its tables repaired, line numbers kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    _prepare(lines)
    return "\n".join(lines)


def render(text: str) -> str:
    """HTML of Markdown with the source line of every element in an attribute."""
    parser = _parser()
    tokens = parser.parse(text)
    _mark_lines(tokens)
    return f"<html><body>{parser.renderer.render(tokens, parser.options, {})}</body></html>"


def _mark_lines(tokens: Sequence[Token]) -> None:
    row = 0
    for token in tokens:
        if token.map is None:
            if row and token.type in ("td_open", "th_open"):
                token.attrSet(LINE, str(row))
            continue
        line = token.map[0] + 1
        if token.type == "html_block":
            token.content = _mark_html(token.content, line)
        elif token.type == "inline":
            _mark_inline(token, line)
        elif token.type in ("fence", "code_block"):
            token.attrSet(LINE, str(line))
        else:
            token.attrSet(LINE, str(line))
            if token.type == "tr_open":
                row = line
            elif token.type == "list_item_open":
                token.attrSet(BULLET, token.markup)
    return


def _mark_inline(token: Token, line: int) -> None:
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "html_inline":
            child.content = _mark_html(child.content, line)
            line += child.content.count("\n")
        elif child.type == "image":
            child.attrSet(LINE, str(line))


def _mark_html(content: str, line: int) -> str:
    """The same HTML with the source line in each opening tag."""
    pieces: list[str] = []
    at = 0
    for match in _OPENING.finditer(content):
        line += content.count("\n", at, match.start())
        pieces.append(content[at : match.end()])
        pieces.append(f' {LINE}="{line}"')
        at = match.end()
    pieces.append(content[at:])
    return "".join(pieces)


def _prepare(lines: list[str]) -> None:
    """Repairs in place, line numbers kept: what GitHub and model hubs show as a table is one, even where the rules
    are broken."""
    fence = ""
    depth = 0
    for index, line in enumerate(lines):
        opened = _FENCE.match(line)
        if fence:
            if (
                opened
                and opened.group(1)[0] == fence[0]
                and len(opened.group(1)) >= len(fence)
                and not line.strip().strip(fence[0])
            ):
                fence = ""
            continue
        if opened and depth == 0:
            fence = opened.group(1)
            continue
        lower = line.lower()
        if depth and line[:4].isspace():
            # Indented HTML after an empty line would be taken for program code.
            lines[index] = line.lstrip()
        if "table" in lower:
            depth = max(0, depth + lower.count("<table") - lower.count("</table"))
        note = _NOTE_DEFINITION.match(line)
        if note and depth == 0:
            _lift_note(lines, index, note.group(1), note.group(2))
            continue
        division = _DIVISION.match(line)
        if division and depth == 0:
            lines[index] = f'<div class="{division.group(1)}">' if division.group(1) else "</div>"
            continue
        if index and depth == 0 and "-" in line and "|" in line and _DELIMITER.match(line) and "|" in lines[index - 1]:
            _repair_delimiter(lines, index)


def _lift_note(lines: list[str], index: int, mark: str, text: str) -> None:
    """Turns a footnote definition and the lines that continue it into one element."""
    following = index + 1
    while following < len(lines) and lines[following].strip() and not _NOTE_DEFINITION.match(lines[following]):
        text += " " + lines[following].strip()
        lines[following] = ""
        following += 1
    lines[index] = f'<div {NOTE}="{mark.replace(chr(34), "")}">{text}</div>'


def _repair_delimiter(lines: list[str], index: int) -> None:
    """An alignment row of another length than its header row is made to fit; so is a header row without bars at its
    ends."""
    wanted = _width(lines[index - 1])
    have = _width(lines[index])
    if index >= 2 and _DELIMITER.match(lines[index - 1]):
        return
    if wanted != have and wanted > 0 and (index < 2 or "|" not in lines[index - 2] or not lines[index - 2].strip()):
        below = _width(lines[index + 1]) if index + 1 < len(lines) and "|" in lines[index + 1] else wanted
        if below > wanted:
            lines[index - 1] = lines[index - 1].rstrip().rstrip("|") + "|" + " |" * (below - wanted)
            wanted = below
        lead = re.match(r"\s*", lines[index]).group(0)  # type: ignore[union-attr]
        lines[index] = lead + "|" + "---|" * wanted


def _width(line: str) -> int:
    text = line.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return len(_CELL_BAR.findall(text)) + 1
