"""Datasette with two pages of our own: anything by its id, and the pictures; ids in all tables lead there."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from auditor.cli.browse.description import metadata
from auditor.cli.telling import told
from auditor.errors import UsageError
from auditor.records import Document, Finding, Place
from auditor.store import lookup
from auditor.store.database import Database, only_asking, open_for_reading

ID = re.compile(r"\b(?:find|claim|doc|rel|audit|run|comparison|judg|ques)-[0-9a-f]{8,}\b")
IMAGES = frozenset({"image/png", "image/jpeg", "image/webp"})
SETTINGS = {
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1000,
    "facet_suggest_time_limit_ms": 200,
    "max_returned_rows": 2000,
    "truncate_cells_html": 400,
    "allow_download": False,
}


def application(db: Path) -> tuple[Datasette, Callable[[], None]]:
    """Datasette on the database, read only; and what takes its plugin away again."""
    with open_for_reading(db) as database:
        rows = database.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        tables = [row["name"] for row in rows]
    name = db.stem
    plugin = _Plugin(db, name)
    pm.register(plugin, name="auditor")
    # It would print a page of local variables for each mistake in a person's SQL. Imported before `datasette.app` it is
    # registered half made.
    importlib.import_module("datasette.handle_exception").rich = None  # type: ignore[attr-defined]
    made = Datasette(
        files=[str(db)],
        metadata=metadata(name, tables),
        settings=SETTINGS,
        template_dir=str(Path(__file__).parent / "templates"),
    )
    return made, lambda: pm.unregister(name="auditor")


class _Plugin:
    """What Datasette asks of a plugin."""

    def __init__(self, db: Path, name: str) -> None:
        self.db = db
        self.name = name
        # Plugins are modules as a rule, and Datasette shows their names.
        self.__name__ = "auditor"

    @hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
    def prepare_connection(self, conn: Any, database: str) -> None:
        """Questions only, as in `auditor query`."""
        if database == self.name:
            conn.set_authorizer(only_asking)

    @hookimpl  # type: ignore[untyped-decorator]
    def register_routes(self) -> list[tuple[str, Any]]:
        return [(r"^/-/show/(?P<id>[\w-]+)$", self._show), (r"^/-/picture/(?P<key>\d+)$", self._picture)]

    @hookimpl  # type: ignore[untyped-decorator]
    def menu_links(self, datasette: Datasette) -> list[dict[str, str]]:
        return [
            {"href": datasette.urls.table(self.name, "standing"), "label": "Findings"},
            {"href": datasette.urls.table(self.name, "claims_resolved"), "label": "Claims"},
            {"href": datasette.urls.query(self.name, "search"), "label": "Search"},
        ]

    @hookimpl  # type: ignore[untyped-decorator]
    def render_cell(self, row: Any, value: Any, column: str, table: str | None, database: str) -> Markup | None:
        if database != self.name:
            return None
        if table == "pictures" and column == "data" and value is not None:
            return Markup('<img src="/-/picture/{}" alt="part of a page" style="max-width: 40em">').format(row["key"])
        if isinstance(value, str) and ID.search(value):
            return linked(value)
        return None

    async def _show(self, request: Any, datasette: Datasette) -> Response:
        try:
            found = await asyncio.to_thread(self._told, request.url_vars["id"])
        except UsageError as error:
            return Response.text(error.message, status=404)
        return Response.html(await datasette.render_template("show.html", found, request=request))

    def _told(self, id: str) -> dict[str, Any]:
        with open_for_reading(self.db) as database:
            table, record, row = lookup.find(database, id)
            return {
                "id": getattr(record, "id", id),
                "kind": table.removesuffix("s"),
                "lines": [linked(line) for line in told(database, table, record)],
                "sources": list(_sources(database, record)),
                "pictures": list(_pictures(database, record)) if isinstance(record, Finding) else [],
                "row": datasette_row(self.name, table, row["key"]),
            }

    async def _picture(self, request: Any) -> Response:
        def load() -> Any:
            with open_for_reading(self.db) as database:
                query = "SELECT media_type, data FROM pictures WHERE key = ? AND data IS NOT NULL"
                return next(database.rows(query, (int(request.url_vars["key"]),)), None)

        row = await asyncio.to_thread(load)
        if row is None or row["media_type"] not in IMAGES:
            return Response.text("There is no such picture.", status=404)
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'"}
        return Response(row["data"], headers=headers, content_type=row["media_type"])


def linked(text: str) -> Markup:
    """Text with every id leading to its page; all else is inert."""
    parts = []
    last = 0
    for found in ID.finditer(text):
        parts.append(escape(text[last : found.start()]))
        parts.append(Markup('<a href="/-/show/{0}">{0}</a>').format(found[0]))
        last = found.end()
    parts.append(escape(text[last:]))
    return Markup("").join(parts)


def datasette_row(database: str, table: str, key: int) -> str:
    """The address of the row itself."""
    return f"/{database}/{table}/{key}"


def _sources(database: Database, record: Any) -> Iterator[dict[str, str]]:
    """Where on the web the documents of a record stand, where that is known, at the page."""
    places: list[tuple[str, Place]] = []
    if isinstance(record, Finding):
        places = [(item.document, item.place) for item in record.evidence if item.document]
    elif isinstance(record, Document):
        places = [(record.id, Place())]
    elif getattr(record, "document", None):
        places = [(record.document, record.place)]
    for document, place in dict.fromkeys(places):
        row = next(
            database.rows("SELECT name, url FROM documents WHERE id = ? ORDER BY key DESC LIMIT 1", (document,)), None
        )
        if row is None:
            continue
        where = f"page {place.page}" if place.page else f"line {place.line}" if place.line else ""
        page = f"#page={place.page}" if place.page else ""
        address = row["url"] or ""
        yield {
            "name": ", ".join(part for part in (row["name"], where) if part),
            "url": f"{address}{page}" if address.startswith(("http://", "https://")) else "",
        }


def _pictures(database: Database, finding: Finding) -> Iterator[dict[str, Any]]:
    """The pictures of the pages that a finding stands on, those of its own places only."""
    places = {(item.document, item.place.page, item.place.line) for item in finding.evidence if item.document}
    wanted = json.dumps(sorted({document for document, _, _ in places if document}))
    query = (
        "SELECT key, document, page, line, x0, y0, x1, y1 FROM pictures "
        "WHERE data IS NOT NULL AND document IN (SELECT value FROM json_each(?)) ORDER BY document, page, y0"
    )
    for row in database.rows(query, (wanted,)):
        if any(_shows(row, item.document, item.place) for item in finding.evidence):
            yield {"key": row["key"], "alt": f"page {row['page']}, where the finding stands"}


def _shows(row: Any, document: str | None, place: Place) -> bool:
    """Whether a picture shows a place: the same page, and the middle of its box inside."""
    if row["document"] != document or row["page"] is None or row["page"] != place.page:
        return False
    if row["x0"] is None or place.box is None:
        return True
    x, y = (place.box.x0 + place.box.x1) / 2, (place.box.y0 + place.box.y1) / 2
    return bool(row["x0"] <= x <= row["x1"] and row["y0"] <= y <= row["y1"])
