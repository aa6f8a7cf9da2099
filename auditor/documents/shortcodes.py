"""Shortcodes of site generators in Markdown ("{{< figure … >}}"): lifted out of the text before it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from auditor.documents import pictures
from auditor.records import Place

if TYPE_CHECKING:
    from auditor.documents.tree import Walk

_CODE = re.compile(r"\{\{[<%]\s*(?P<close>/)?\s*(?P<name>[\w/.-]+)(?P<options>[^\n]*?)/?\s*[>%]\}\}")
_OPTION = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")


def lift(lines: list[str], found: list[Callable[[Walk, Place], None]]) -> None:
    """Replaces shortcodes by placeholders, line numbers kept, and appends what each stands for to `found`."""
    for index, line in enumerate(lines):
        if "{{" not in line:
            continue
        lines[index] = _CODE.sub(lambda m: _placeholder(m, found), line)


def _placeholder(match: re.Match[str], found: list[Callable[[Walk, Place], None]]) -> str:
    options = {m[0]: m[1] or m[2] or m[3] for m in _OPTION.findall(match.group("options"))}
    if match.group("name") != "figure" or match.group("close"):
        return ""

    def figure(state: Walk, place: Place) -> None:
        caption = options.get("caption", "") or options.get("title", "")
        state.pictures.append(
            pictures.Seen(options.get("src", ""), options.get("alt", ""), place, len(state.blocks), caption)
        )

    found.append(figure)
    return f'<div data-shortcode="{len(found) - 1}"></div>'
