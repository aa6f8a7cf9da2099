"""HTML inline content to styled runs: emphasis, raised and lowered text, line breaks, formulas, hidden spans."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice, zip_longest

from lxml import etree

from auditor.documents import concealed, latex
from auditor.records import Part

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "template",
        "noscript",
        "table",
        "svg",
        "canvas",
        "iframe",
        "object",
        "video",
        "audio",
        "select",
        "button",
        "head",
    }
)
_LONGEST_STYLE = 4000
_FARTHEST_TWIN = 200
_BOLD = frozenset({"b", "strong"})
_UNDERLINED = frozenset({"u", "ins"})
_LINES = frozenset(
    {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "center", "section", "blockquote"}
)
_LEFTOVER = re.compile(
    r"\*\*(?P<bold>[^*\s](?:[^*\n]*[^*\s])?)\*\*|(?<!\w)__(?P<strong>[^_\s](?:[^_\n]*[^_\s])?)__(?!\w)"
    r"|!\[[^\]\n]*\]\([^)\n]*\)|\[(?P<link>[^\]\n]+)\]\((?:https?:|#|/|\./)[^)\n]*\)|`(?P<code>[^`\n]+)`"
)
_BOLD_CLASS = re.compile(r"(?:^|[\s_-])(?:bold|fw-bold|fw-semibold|semibold|strong)(?:$|[\s_-])", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)|font\s*:\s*[^;]*\bbold", re.IGNORECASE)
_UNDERLINE_STYLE = re.compile(r"text-decoration[a-z-]*\s*:[^;]*underline|border-bottom\s*:\s*(?!0|none)", re.IGNORECASE)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(super|sub)", re.IGNORECASE)
_SMALL_STYLE = re.compile(
    r"font-size\s*:\s*(?:0?\.[1-8]\d*\s*r?em|[1-7]\d?(?:\.\d+)?%|(?:x-|xx-)?small|smaller|[4-9]px|10px)", re.IGNORECASE
)
_MAX_DEPTH = 120

HideHook = Callable[[etree._Element, str, str], None]
"""Called with an element, its text and why a reader does not see it."""


def tag_of(element: etree._Element) -> str:
    """The lower-case tag name; empty for comments and processing instructions."""
    return element.tag.lower().rpartition(":")[2] if isinstance(element.tag, str) else ""


def text_of(element: etree._Element, limit: int = 200_000) -> str:
    """All text inside an element, comments left out, at most `limit` characters."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext(etree.Element, "*"):
        pieces.append(str(piece))
        size += len(piece)
        if size > limit:
            break
    return "".join(pieces)[:limit]


def hidden_reason(element: etree._Element) -> str | None:
    """Why an element is not shown to a reader, or None. What a reader can open counts as shown: tabs, panels,
    slides, tables."""
    if element.get("hidden") is not None:
        reason: str | None = "invisible"
    else:
        style = (element.get("style") or "")[:_LONGEST_STYLE]
        reason = concealed.why_hidden(style) if style else None
    if reason == "invisible":
        if next(element.iter("table"), None) is not None or _has_twin(element):
            return None
        node: etree._Element | None = element
        for _ in range(3):
            if node is None:
                break
            if concealed.may_be_revealed(node.get("role") or "", f"{node.get('class') or ''} {node.get('id') or ''}"):
                return None
            node = node.getparent()
    return reason


def _has_twin(element: etree._Element) -> bool:
    """Whether a neighbour of the same tag and class stands beside an element: the slides of a carousel, the pages of
    a tab set."""
    name = element.get("class")
    if not name:
        return False
    own = set(name.split())
    # Both ways at once, and not far: the twins of a carousel stand close.
    both = zip_longest(element.itersiblings(element.tag, preceding=True), element.itersiblings(element.tag))
    near = (twin for pair in islice(both, _FARTHEST_TWIN) for twin in pair if twin is not None)
    return any(own & set((twin.get("class") or "").split()) for twin in near)


def styled_by(element: etree._Element, tag: str, base: Part) -> Part:
    """The style inside an element, starting from the style around it."""
    changes: dict[str, object] = {}
    style = (element.get("style") or "")[:_LONGEST_STYLE]
    name = element.get("class")
    if tag in _BOLD or (style and _BOLD_STYLE.search(style)) or (name and _BOLD_CLASS.search(name)):
        changes["bold"] = True
    if tag in _UNDERLINED or (style and _UNDERLINE_STYLE.search(style)) or (name and "underline" in name):
        changes["underline"] = True
    if tag in ("sup", "sub"):
        changes["script"] = 1 if tag == "sup" else -1
    elif (
        style
        and "vertical-align" in style
        and (raised := _RAISED_STYLE.search(style))
        and tag not in ("td", "th", "tr")
    ):
        changes["script"] = 1 if raised.group(1).lower() == "super" else -1
    if tag in ("small",) or (style and _SMALL_STYLE.search(style)):
        changes["small"] = True
    return base.model_copy(update=changes) if changes else base


def text_runs(text: str, base: Part) -> list[Part]:
    """Runs of a piece of text: formulas between dollar signs and Markdown emphasis left over inside HTML are read."""
    if "$" in text or "\\(" in text:
        parts: list[Part] = []
        at = 0
        for match in latex.FORMULA.finditer(text):
            tex = latex.formula_text(match)
            if not latex.is_formula(tex):
                continue
            parts += _markdown_runs(text[at : match.start()], base)
            parts += latex.styled(tex, base)
            at = match.end()
        return parts + _markdown_runs(text[at:], base)
    return _markdown_runs(text, base)


def _markdown_runs(text: str, base: Part) -> list[Part]:
    if not text:
        return []
    if not ("**" in text or "__" in text or "](" in text or "`" in text):
        return [base.model_copy(update={"text": text})]
    parts: list[Part] = []
    at = 0
    for match in _LEFTOVER.finditer(text):
        bold = match.group("bold") or match.group("strong")
        inner = bold or match.group("link") or match.group("code") or ""
        parts.append(base.model_copy(update={"text": text[at : match.start()]}))
        parts.append(base.model_copy(update={"text": inner, "bold": base.bold or bool(bold)}))
        at = match.end()
    parts.append(base.model_copy(update={"text": text[at:]}))
    return [p for p in parts if p.text]


def runs(element: etree._Element, hide: HideHook, base: Part | None = None, depth: int = 0) -> list[Part]:
    """The runs of everything inside an element; block elements inside it are set on lines of their own."""
    base = base or Part(text="")
    parts: list[Part] = []
    if element.text:
        parts += text_runs(element.text, base)
    for child in element:
        parts += child_runs(child, hide, base, depth)
        if child.tail:
            parts += text_runs(child.tail, base)
    return parts


def child_runs(child: etree._Element, hide: HideHook, base: Part, depth: int) -> list[Part]:
    """The runs of one element, its tail left out."""
    tag = tag_of(child)
    if not tag:
        if isinstance(child, etree._Comment) and child.text and child.text.strip():
            hide(child, child.text.strip(), "comment")
        return []
    if tag == "br":
        return [base.model_copy(update={"text": "\n"})]
    if tag == "script" and (child.get("type") or "").startswith("math/tex"):
        return latex.styled(child.text or "", base)
    if tag in _SKIPPED or tag in ("del", "s", "strike"):
        return []
    if tag == "math":
        return _math_runs(child, base)
    if tag == "wbr":
        return []
    name = child.get("class") or ""
    if name and ("katex" in name or "MathJax" in name):
        annotation = next((a for a in child.iter("annotation") if "tex" in (a.get("encoding") or "")), None)
        if annotation is not None:
            return latex.styled(annotation.text or "", base)
        if "katex-html" in name or "MathJax" in name:
            return []
    reason = hidden_reason(child)
    if reason is not None:
        content = text_of(child).strip()
        if len(content) > 2:
            hide(child, content, reason)
        return []
    if depth >= _MAX_DEPTH:
        return text_runs(text_of(child), base)
    if tag in ("input", "img", "source", "meta", "link", "hr"):
        return []
    inner = runs(child, hide, styled_by(child, tag, base), depth + 1)
    if tag in _LINES and inner:
        newline = base.model_copy(update={"text": "\n"})
        return [newline, *inner, newline]
    return inner


def _math_runs(element: etree._Element, base: Part) -> list[Part]:
    """A MathML formula: its TeX where it is given, else its text."""
    annotation = next(
        (a for a in element.iter() if tag_of(a) == "annotation" and "tex" in (a.get("encoding") or "")), None
    )
    tex = element.get("alttext") or (annotation.text if annotation is not None else None)
    if tex:
        return latex.styled(tex, base)
    return [base.model_copy(update={"text": text_of(element)})]
