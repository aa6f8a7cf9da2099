"""Numbers in page scripts and shortcodes: chart data where its structure is plain, else recorded as unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from auditor.documents.tree import Walk


def script(element: etree._Element, state: Walk) -> None:
    """A `<script>` element."""
