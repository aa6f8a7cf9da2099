"""Pictures: recorded as unread where they seem to show results, never silently passed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from auditor.documents.inline import tag_of, text_of
from auditor.documents.notes import caption_of
from auditor.records import Block, BlockKind, Place, Unread

if TYPE_CHECKING:
    from auditor.documents.tree import Walk

_RESULTS = re.compile(
    r"benchmark|bench(?![a-z])|eval|perf|result|compar|score|accura|leaderboard|elo\b|win[-_ ]?rate|ranking|chart|"
    r"barplot|bar_|radar|plot"
    r"|mmlu|math|aime|code[-_ ]?bench|swe|gpqa|arena|metric|table|summary|main[-_ ]?fig|teaser|curve|scal(?:e|ing)|"
    r"needle|niah|评测|对比|性能|效果|结果",
    re.IGNORECASE,
)
_DECORATION = re.compile(
    r"logo|badge|shields\.io|icon|banner|qr[-_ ]?code|wechat|discord|twitter|license|favicon|emoji|demo|screenshot|"
    r"sponsor|button"
    r"|colab|star-history|contributors|visitor|architect|pipeline|framework|overview[-_ ]of[-_ ]arch|favour",
    re.IGNORECASE,
)
_RESULTS_SECTION = re.compile(r"benchmark|evaluation|performance|results|评测|性能", re.IGNORECASE)
_RESULTS_TEXT = re.compile(
    r"benchmarks?\b|evaluation results|outperform|state-of-the-art|compared? (?:to|with|against) (?:other|top|"
    r"leading|existing|previous)|competitive (?:results|performance)"
    r"|(?:results|scores|performance) (?:are|is|can be) (?:shown|seen|presented|listed|as follows)|as shown in the "
    r"(?:figure|chart|plot)|评测|基准",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"avatar|image|img|figure|picture|alt(?: text)?|drawing|\s*", re.IGNORECASE)
_PROSE = frozenset({BlockKind.paragraph, BlockKind.list_item, BlockKind.caption})
_REASON = "A chart or table that is only a picture: its numbers could not be read."
_EMBEDDED = "A chart that is loaded from another page: its numbers are not in this document."


def suggests_results(source: str, label: str, heading: str = "", nearby: str = "") -> bool:
    """Whether the file name, alternative text, heading or neighbouring text of a picture suggest benchmark results."""
    if _DECORATION.search(f"{source[:300]} {label}"):
        return False
    name = "" if source.startswith("data:") else unquote(re.split(r"[?#]", source)[0].rsplit("/", 1)[-1])
    return bool(_RESULTS.search(f"{name} {label}") or _RESULTS_SECTION.search(heading) or _RESULTS_TEXT.search(nearby))


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture that was met, until it is known what is printed around it."""

    source: str
    label: str
    place: Place
    at: int
    """Number of the block that follows it."""
    caption: str = ""
    embedded: bool = False
    """Loaded as a page of its own (an `<iframe>`)."""


def unread(seen: Sequence[Seen], blocks: Sequence[Block]) -> list[Unread]:
    """The pictures that may show results: by file name, alternative text, caption, or the heading they stand under."""
    found = []
    for number, picture in enumerate(seen):
        heading = next(
            (b.text for b in reversed(blocks[max(0, picture.at - 40) : picture.at]) if b.level is not None), ""
        )
        # Of several pictures in a row the text above belongs to the first, the text below to the last.
        below = number + 1 == len(seen) or seen[number + 1].at != picture.at
        above = number == 0 or seen[number - 1].at != picture.at
        around = [
            *(blocks[picture.at : picture.at + 1] if below else ()),
            *(blocks[max(0, picture.at - 1) : picture.at] if above else ()),
        ]
        texts = [b.text for b in around if b.kind in _PROSE and len(b.text) < 3000]
        named = next((c for c in map(caption_of, texts) if c and not c[0].lower().startswith(("tab", "表"))), None)
        label, caption = named or ("", "")
        caption = picture.caption or caption.replace("\n", " ")[:200]
        if suggests_results(picture.source, f"{picture.label} {caption}".strip(), heading, " ".join(texts)):
            own = "" if _GENERIC.fullmatch(picture.label) else picture.label
            shown = (
                " ".join(filter(None, (label, own or caption)))
                or unquote(picture.source.split("?")[0].rsplit("/", 1)[-1])[:120]
            )
            reason = _EMBEDDED if picture.embedded else _REASON
            found.append(Unread(what="picture", reason=reason, place=picture.place, label=shown.strip()))
    return found


def one(element: etree._Element, state: Walk) -> None:
    """An `<img>`, `<iframe>` or `<canvas>`."""
    tag = tag_of(element)
    source = element.get("src") or element.get("data-src") or element.get("srcset") or ""
    label = (element.get("alt") or element.get("title") or element.get("aria-label") or "").strip()
    if _small(element):
        return
    caption = ""
    figure = next(element.iterancestors("figure"), None)
    if figure is not None:
        caption = " ".join(text_of(c) for c in figure.iter("figcaption")).strip()[:300]
    if tag == "canvas":
        label = label or element.get("id") or ""
    state.pictures.append(Seen(source, label, state.place(element), len(state.blocks), caption, tag == "iframe"))


def inside(element: etree._Element, state: Walk) -> None:
    """All pictures inside an element whose text is read as a whole."""
    for picture in element.iter("img", "iframe", "canvas"):
        one(picture, state)


def _small(element: etree._Element) -> bool:
    """A declared size under 100 pixels is an icon."""
    for side in ("width", "height"):
        match = re.fullmatch(r"\s*(\d+)(?:px)?\s*", element.get(side) or "")
        if match and int(match.group(1)) < 100:
            return True
    return False
