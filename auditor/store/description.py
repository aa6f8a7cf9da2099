"""`python -m auditor.store.description` writes what is generated in db/: schema.sql and README.md."""

from __future__ import annotations

import inspect
import re
import sqlite3
from typing import Any

from auditor import resources
from auditor.records import Place
from auditor.store import tables
from auditor.store.database import migrations, statements
from auditor.store.shapes import PLACE, Shape

HEADING = """# The database

One SQLite file holds everything an audit knows. Generated from the records by `python -m auditor.store.description`;
the tables themselves are in `schema.sql`, their history in `migrations/`.

- A record is kept once for each content it ever had: `key` is the row, `id` the thing, `digest` its whole content.
- A bundle is an ordered set of rows of one table, kept once for each content: `members.item` is a key of the table
  that `bundles.kind` names. An audit points to bundles, so auditing the same files again adds one row to `audits`.
- An empty column always means that the source does not say.
- Exact decimals are text in `<name>_exact`; `<name>` is the same as a number, for sorting and comparing.
- Lists and nested values are JSON with defaults left out: `json_extract(setting, '$.printed')`.
- `claims_text`, `findings_text` and `passages_text` are full-text indexes of trigrams: any three letters or more, in
  any script, in quotation marks: `SELECT quote FROM claims WHERE key IN (SELECT rowid FROM claims_text('"diamond"'))`.
  `claims_parts` and the like list the trigrams themselves; `auditor query search` finds shorter words by them.
- Imported results are apart from the runs that audits saw: `imports` are files, `imported_runs` their results,
  `run_labels` the names they print with the ids they have now, `run_items` the items of a result.
- `answers` hold what language models replied, with the prompt as it was sent, under a hash of all that was asked. A
  reply that is only a failure on the way is not `settled` and asked anew. Judgements are made of them.
- `readings` and `takings` remember documents read and claims taken, so that a stopped audit goes on where it was.

## Views

| view | what it shows |
|---|---|
| `latest_audits` | the latest audit of each release: what is current |
| `claims_resolved` | every claim of the latest audits with its names resolved |
| `standing` | the findings of the latest audits with what the judges made of them |
| `latest_judgements` | the latest answer of each judge to each finding |
| `compared` | claimed beside observed, for the latest audits |
| `imported` | imported results with their names resolved |

## Tables
"""


def schema() -> str:
    """All tables, indexes, triggers and views as the migrations leave them."""
    connection = sqlite3.connect(":memory:")
    try:
        folder = resources.folder("db") / "migrations"
        for name in (migration.name for migration in migrations()._migrations):
            for statement in statements((folder / f"{name}.sql").read_text(encoding="utf-8")):
                connection.execute(statement)
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
            "AND NOT (type = 'table' AND name GLOB '*_text_*') ORDER BY rowid"
        ).fetchall()
    finally:
        connection.close()
    return "-- Generated from db/migrations; see db/README.md.\n\n" + "\n\n".join(f"{row[0]};" for row in rows) + "\n"


def readme() -> str:
    """What every table and column means, in the words of the records."""
    return HEADING + "\n".join(_table(shape) for shape in tables.SHAPES)


def _table(shape: Shape[Any]) -> str:
    lines = [
        f"\n### {shape.table}\n",
        f"{_line(inspect.getdoc(shape.record) or '')}\n",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    for column in shape.columns:
        fields = Place.model_fields if column.name in PLACE else shape.record.model_fields
        field = column.name if column.name in ("page", "line") else "box" if column.name in PLACE else column.field
        said = _line(fields[field].description or "")
        name = f"`{column.name}`" + (f", `{column.name.removesuffix('_exact')}`" if column.exact else "")
        lines.append(f"| {name} | {column.type} | {said} |")
    return "\n".join(lines)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").strip()


def main() -> None:
    folder = resources.folder("db")
    (folder / "schema.sql").write_text(schema(), encoding="utf-8")
    (folder / "README.md").write_text(readme(), encoding="utf-8")


if __name__ == "__main__":
    main()
