"""Shortcodes of site generators in Markdown ("{{< figure … >}}"): lifted out of the text before it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from auditor.documents import pictures, plots
from auditor.records import Place, Unread

if TYPE_CHECKING:
    from auditor.documents.tree import Walk

_CODE = re.compile(r"\{\{[<%]\s*(?P<close>/)?\s*(?P<name>[\w/.-]+)(?P<options>[^\n]*?)/?\s*[>%]\}\}")
_OPTION = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_CHART_NAME = re.compile(r"chart|plot|graph|bar|echarts|radar|csv|data", re.IGNORECASE)
_MAX_LINES = 5000

Lifted = Callable[["Walk", Place], None]


def lift(lines: list[str], found: list[Lifted]) -> None:
    """Replaces shortcodes by placeholders, line numbers kept, and appends what each stands for to `found`."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if "{{" not in line:
            index += 1
            continue
        opening = _CODE.search(line)
        end = _closing(lines, index, opening.group("name")) if opening and not opening.group("close") else None
        if opening is not None and end is not None and not line[opening.end() :].strip():
            body = "\n".join(lines[index + 1 : end])
            lifted = _chart(opening, body)
            if lifted is not None:
                found.append(lifted)
                lines[index] = line[: opening.start()] + _placeholder(found)
                lines[index + 1 : end + 1] = [""] * (end - index)
                index = end + 1
                continue
        lines[index] = _CODE.sub(lambda m: _single(m, found), line)
        index += 1


def _closing(lines: list[str], index: int, name: str) -> int | None:
    """The line of the closing tag of a paired shortcode."""
    for at in range(index + 1, min(len(lines), index + _MAX_LINES)):
        if "{{" in lines[at]:
            match = _CODE.search(lines[at])
            if match and match.group("close") and match.group("name") == name:
                return at
    return None


def _options(match: re.Match[str]) -> dict[str, str]:
    return {m[0]: m[1] or m[2] or m[3] for m in _OPTION.findall(match.group("options"))}


def _chart(match: re.Match[str], body: str) -> Lifted | None:
    """A paired shortcode around chart data; None where its body is text to be read in place."""
    charts = plots.from_body(body)
    if charts is None and not (_CHART_NAME.search(match.group("name")) and re.match(r"\s*(?:\[|\{(?!\{))", body)):
        return None
    options = _options(match)
    caption = options.get("title") or options.get("caption") or options.get("ylabel") or options.get("xlabel") or ""

    def figure(state: Walk, place: Place) -> None:
        for chart in charts or ():
            plots.add(chart, place, state, caption)
        if not charts:
            reason = "A chart whose data in the page's source could not be read."
            state.unread.append(Unread(what="figure", reason=reason, place=place, label=caption))

    return figure


def _single(match: re.Match[str], found: list[Lifted]) -> str:
    """A shortcode of its own: a picture is noted, anything else prints nothing."""
    if match.group("name") != "figure" or match.group("close"):
        return ""
    options = _options(match)

    def picture(state: Walk, place: Place) -> None:
        caption = options.get("caption", "") or options.get("title", "")
        state.pictures.append(
            pictures.Seen(options.get("src", ""), options.get("alt", ""), place, len(state.blocks), caption)
        )

    found.append(picture)
    return _placeholder(found)


def _placeholder(found: list[Lifted]) -> str:
    return f'<div data-shortcode="{len(found) - 1}"></div>'
