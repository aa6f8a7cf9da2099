"""Titles, facets, searches and named questions: what Datasette calls metadata."""

from __future__ import annotations

import re
from typing import Any

from auditor.store.queries import Query, named

ABOUT = (
    "Findings, claims and comparisons of audited model releases. Every id leads to a page with its evidence. "
    "Nothing here can change the database."
)
SHOWN: dict[str, dict[str, Any]] = {
    "standing": {
        "title": "Findings",
        "description": "The findings of the latest audits with what the judges made of them.",
        "facets": ["severity", "standing", "family"],
        "fts_table": "findings_text",
        "fts_pk": "key",
    },
    "claims_resolved": {
        "title": "Claims",
        "description": "Every claim of the latest audits with its names resolved.",
        "facets": ["role", "placement", "origin", "document_name"],
        "fts_table": "claims_text",
        "fts_pk": "key",
    },
    "compared": {
        "title": "Claimed against observed",
        "description": "Claims of the latest audits beside independent runs.",
        "facets": ["standing", "source", "independence"],
    },
    "imported": {
        "title": "Imported results",
        "description": "Independent results of your own imports.",
        "facets": ["source", "independence", "format"],
    },
    "latest_audits": {"title": "Latest audits", "description": "The latest audit of each release."},
    "evidence": {
        "title": "Evidence",
        "description": "What each finding stands on.",
        "facets": ["kind"],
    },
    "documents": {"title": "Documents", "description": "The documents as read.", "facets": ["media_type"]},
    "judgements": {
        "title": "Judgements",
        "description": "Every answer of every judge.",
        "facets": ["verdict", "model"],
    },
    "runs": {"title": "Runs", "description": "Independent runs that audits saw.", "facets": ["source"]},
    "pictures": {"title": "Pictures", "description": "The pages that findings stand on, as they look."},
}
"""What is worth looking at. All other tables are there, and hidden in the list."""


def metadata(database: str, tables: list[str]) -> dict[str, Any]:
    """Titles, facets, searches and canned queries for a database with these tables and views."""
    shown = {name: said for name, said in SHOWN.items() if name in tables}
    hidden = {name: {"hidden": True} for name in tables if name not in SHOWN}
    return {
        "title": "auditor",
        "description": ABOUT,
        "databases": {
            database: {
                "description": ABOUT,
                "tables": shown | hidden,
                "queries": {name: canned(query) for name, query in named().items()},
            }
        },
    }


def canned(query: Query) -> dict[str, Any]:
    """A named question as Datasette knows it. An empty field of its form means the parameter's default."""
    options = "; ".join(
        f"{one.name}: {one.help}{f' Default: {one.default}.' if one.default is not None else ''}"
        for one in query.parameters
    )
    return {
        "title": query.name.replace("_", " ").capitalize(),
        "description": f"{query.help} {options}".strip(),
        "sql": with_defaults(query),
        "params": [one.name for one in query.parameters],
        "hide_sql": True,
    }


def with_defaults(query: Query) -> str:
    """The SQL, in which an empty text stands for each parameter's default."""
    sql = "\n".join(line for line in query.sql.splitlines() if not line.startswith("--"))
    for one in query.parameters:
        if one.default is None:
            meant = f"nullif(:{one.name}, '')"
        else:
            quoted = one.default if one.default.isdigit() else "'" + one.default.replace("'", "''") + "'"
            meant = f"coalesce(nullif(:{one.name}, ''), {quoted})"
        sql = re.sub(rf"(?<![:\w]):{one.name}\b", meant.replace("\\", r"\\"), sql)
    return sql.rstrip().rstrip(";")
