"""HTML pages to a `Document`."""

from __future__ import annotations

from lxml import etree

from auditor.documents import finishing, metadata, tree
from auditor.documents.inline import tag_of, text_of
from auditor.documents.runs import tidy
from auditor.errors import DocumentError
from auditor.records import Block, BlockKind, Document, Place, Unread


def read_html(data: bytes, name: str) -> Document:
    """An HTML document from its bytes.

    Raises `DocumentError` where the bytes are no text or hold no element.
    """
    source = finishing.decode(data, name)
    root = finishing.parse_html(source.text)
    if root is None:
        raise DocumentError(f"{name} holds no HTML element.", advice="Check that the page was saved whole.")
    about = _about(root)
    state = tree.Walk()
    tree.walk(root, state)
    state.unread[:0] = [
        Unread(what="text", reason=reason, place=Place(line=1)) for reason in [*source.doubts, *about.unread]
    ]
    return finishing.document(data, name, "text/html", about, state, source.text)


def _about(root: etree._Element) -> metadata.About:
    """Title, publisher, address, date and language from JSON-LD, `<meta>` and `<title>`, in this order."""
    about = metadata.About()
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if key and element.get("content"):
            meta.setdefault(key, tidy(element.get("content") or ""))
    linked: dict[str, str] = {}
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "") and element.text:
            found, data = metadata.linked_data(element.text)
            for key, value in found.items():
                linked.setdefault(key, value)
            place = Place(line=element.sourceline)
            if data is None:
                about.unread.append("A JSON-LD script is not valid JSON.")
            else:
                about.blocks.append(
                    Block(
                        kind=BlockKind.metadata,
                        order=0,
                        text=element.text.strip()[:100_000],
                        label="JSON-LD",
                        place=place,
                    )
                )
                about.blocks += metadata.result_blocks(data, place)
    titles = (
        t for t in root.iter("title") if (parent := t.getparent()) is not None and tag_of(parent) in ("head", "html")
    )
    title = next((tidy(text_of(t)) for t in titles), None)
    canonical = next((e.get("href") for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"), None)
    dated = next((e.get("datetime") for e in root.iter("time") if e.get("datetime")), None)
    about.title = linked.get("title") or meta.get("og:title") or meta.get("citation_title") or title or None
    about.publisher = meta.get("og:site_name") or linked.get("publisher") or meta.get("author") or None
    about.url = canonical or meta.get("og:url") or linked.get("url")
    about.published = metadata.iso_date(
        meta.get("article:published_time")
        or meta.get("citation_date")
        or meta.get("date")
        or linked.get("published")
        or dated
    )
    about.language = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or linked.get("language")
    )
    return about
