"""Imported results: kept once each, named by the registry at hand, and fetched for the audited names only."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from auditor.errors import UsageError
from auditor.evidence.run_csv import format_setting, parse_setting
from auditor.evidence.run_names import RunNames, bare_model
from auditor.evidence.runs import RunLibrary
from auditor.records import ConditionName, Independence, Run, Source, Unit
from auditor.store import tables as t
from auditor.store.database import Database
from auditor.store.work import maker
from auditor.store.writing import Writer

FIELDS = (
    "run_by",
    "independence",
    "metric",
    "score_exact",
    "unit",
    "stderr",
    "n",
    "setting",
    "part",
    "date",
    "cost_usd",
    "cost_basis",
    "tokens",
    "locator",
    "notes",
    "facts",
)
_INSERT = (
    f"INSERT INTO imported_runs (id, import_key, model_label, benchmark_label, {', '.join(FIELDS)}) "
    f"VALUES ({', '.join('?' * (len(FIELDS) + 4))}) ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in ("import_key", "model_label", *FIELDS))
    + " WHERE excluded.facts > facts"
)
_INSERT_FILE = (
    "INSERT INTO imports (sha256, file, format, source_key, imported, taken, skipped) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (sha256, file) DO UPDATE SET format = excluded.format, source_key = excluded.source_key, "
    "taken = excluded.taken, skipped = excluded.skipped"
)
_INSERT_LABEL = (
    "INSERT INTO run_labels (kind, source, printed, bare, id, why, registry) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING key"
)
_COLUMNS = (
    "r.key, r.id, m.source, r.run_by, r.independence, m.printed AS model, m.id AS model_id, b.printed AS benchmark, "
    "b.id AS benchmark_id, r.metric, r.score_exact, r.unit, r.stderr, r.n, r.setting, r.date, r.cost_usd, "
    "r.cost_basis, r.tokens, r.locator, r.notes"
)
# CROSS JOIN fixes the order: the few names first, then their rows by the index on the pair.
ON_PAIRS = f"""
SELECT {_COLUMNS}
FROM json_each(?) AS asked
CROSS JOIN run_labels AS m ON m.kind = 'model' AND m.id = json_extract(asked.value, '$[0]')
CROSS JOIN run_labels AS b ON b.kind = 'benchmark' AND b.id = json_extract(asked.value, '$[1]') AND b.source = m.source
CROSS JOIN imported_runs AS r ON r.model_label = m.key AND r.benchmark_label = b.key
ORDER BY r.key
"""
"""Results on (model, benchmark) pairs given as JSON."""
PARTS = """
SELECT DISTINCT b.id AS benchmark_id, r.part
FROM json_each(?) AS asked
CROSS JOIN run_labels AS b ON b.kind = 'benchmark' AND b.id = asked.value
CROSS JOIN imported_runs AS r ON r.benchmark_label = b.key AND r.part IS NOT NULL
"""
"""Parts that results on the benchmarks name."""
ONE = f"""
SELECT {_COLUMNS} FROM imported_runs AS r
JOIN run_labels AS m ON m.key = r.model_label JOIN run_labels AS b ON b.key = r.benchmark_label
"""


@dataclass(frozen=True)
class File:
    """A file that was read: what the imports table says of it."""

    sha256: str
    name: str
    format: str
    skipped: int


@dataclass(frozen=True)
class Kept:
    """What an import added."""

    new: int
    known: int
    items: int


@dataclass(frozen=True)
class Origin:
    """An imported source, as its latest file states it."""

    source: Source
    files: int
    runs: int


def keep(
    database: Database,
    file: File,
    source: Source,
    runs: Sequence[Run],
    items: Mapping[str, Mapping[str, float]],
    names: RunNames,
    stamp: str,
    imported: str,
) -> Kept:
    """Keep the results of one file. Results that are there already stay; a copy that says more takes their place."""
    with database.writing() as connection:
        connection.execute(
            _INSERT_FILE,
            (
                file.sha256,
                file.name,
                file.format,
                Writer(database).keep(t.SOURCES, [source])[0],
                imported,
                len(runs),
                file.skipped,
            ),
        )
        key = connection.execute(
            "SELECT key FROM imports WHERE sha256 = ? AND file = ?", (file.sha256, file.name)
        ).fetchone()[0]
        labels = _Labels(database, names, stamp)
        ids = json.dumps([run.id for run in runs])
        there = "SELECT count(*) FROM imported_runs WHERE id IN (SELECT value FROM json_each(?))"
        before = connection.execute(there, (ids,)).fetchone()[0]
        connection.executemany(_INSERT, (_row(run, key, labels) for run in runs))
        added = 0
        for id, scores in items.items():
            run = connection.execute("SELECT key FROM imported_runs WHERE id = ?", (id,)).fetchone()[0]
            cursor = connection.executemany(
                "INSERT OR IGNORE INTO run_items (run_key, item, score) VALUES (?, ?, ?)",
                ((run, item, score) for item, score in scores.items()),
            )
            added += max(cursor.rowcount, 0)
        new = connection.execute(there, (ids,)).fetchone()[0] - before
    return Kept(new, len(runs) - new, added)


def beside(
    database: Database, library: RunLibrary, pairs: Collection[tuple[str, str]], registry_sha256: str
) -> RunLibrary:
    """The library with what was imported on these (model, benchmark) pairs; all else stays in the database."""
    if library.names is None or not _any(database):
        return library
    found = on_pairs(database, pairs, library.names, stamp(registry_sha256))
    parts = parts_on(database, {benchmark for _, benchmark in pairs})
    return library.with_runs(found, sources_of(database, {run.source for run in found}), parts)


def stamp(registry_sha256: str) -> str:
    """Names the registry and the code that resolve names."""
    return f"{registry_sha256[:16]}/{maker(('auditor.registry', 'auditor.evidence'))}"


def on_pairs(database: Database, pairs: Collection[tuple[str, str]], names: RunNames, stamp: str) -> tuple[Run, ...]:
    """The imported results of these models on these benchmarks, with the ids that `names` gives them."""
    if not pairs or not _any(database):
        return ()
    resolve_again(database, names, stamp)
    return tuple(map(_made(), database.rows(ON_PAIRS, (json.dumps(sorted(pairs)),))))


def parts_on(database: Database, benchmarks: Collection[str]) -> dict[str, frozenset[str]]:
    """By benchmark: the parts that imported results of any model name."""
    found: dict[str, set[str]] = {}
    for row in database.rows(PARTS, (json.dumps(sorted(benchmarks)),)):
        found.setdefault(row["benchmark_id"], set()).add(row["part"])
    return {id: frozenset(parts) for id, parts in found.items()}


def every(
    database: Database,
    *,
    benchmark: str | None = None,
    model: str | None = None,
    source: str | None = None,
    limit: int = -1,
) -> Iterator[Run]:
    """Imported results by source, and by names as printed or as ids of the registry; in the order kept."""
    named = "SELECT key FROM run_labels WHERE kind = '{0}' AND (id = :{0} OR printed = :{0})"
    conditions = ["1"]
    if source is not None:
        conditions.append("m.source = :source")
    if model is not None:
        conditions.append(f"r.model_label IN ({named.format('model')})")
    if benchmark is not None:
        conditions.append(f"r.benchmark_label IN ({named.format('benchmark')})")
    query = f"{ONE} WHERE {' AND '.join(conditions)} ORDER BY r.key LIMIT :limit"
    asked = {"benchmark": benchmark, "model": model, "source": source, "limit": limit}
    return map(_made(), database.rows(query, asked))


def sources(database: Database) -> tuple[Origin, ...]:
    """Every imported source, by id."""
    query = (
        "SELECT s.id, count(DISTINCT i.key) AS files, count(r.key) AS runs FROM imports AS i JOIN sources AS s "
        "ON s.key = i.source_key LEFT JOIN imported_runs AS r ON r.import_key = i.key GROUP BY s.id"
    )
    counts = {row["id"]: row for row in database.rows(query)}
    return tuple(Origin(one, counts[one.id]["files"], counts[one.id]["runs"]) for one in sources_of(database, counts))


def sources_of(database: Database, ids: Collection[str]) -> tuple[Source, ...]:
    """The imported sources with these ids, each as its latest file states it."""
    rows = database.rows(
        "SELECT s.* FROM sources AS s JOIN (SELECT max(s.key) AS key FROM sources AS s JOIN imports AS i "
        "ON i.source_key = s.key WHERE s.id IN (SELECT value FROM json_each(?)) GROUP BY s.id) AS l "
        "ON l.key = s.key ORDER BY s.id",
        (json.dumps(sorted(ids)),),
    )
    return tuple(t.SOURCES.made(row) for row in rows)


def one(database: Database, start: str) -> Run:
    """The imported result whose id begins like this. Raises UsageError where none or several do."""
    rows = list(database.rows(f"{ONE} WHERE r.id >= ? AND r.id < ? LIMIT 3", (start, start + "\U0010ffff")))
    exact = [row for row in rows if row["id"] == start]
    if len(exact or rows) != 1:
        if rows:
            raise UsageError(f"Several imported runs have an id that begins with {start}.", advice="Give more of it.")
        raise UsageError(f"No imported run has the id {start}.", advice="`auditor runs list` shows ids.")
    return _made()((exact or rows)[0])


def items_of(database: Database, run: str) -> dict[str, float]:
    """The items of an imported run with their scores; empty where its file held none."""
    rows = database.rows(
        "SELECT item, score FROM run_items WHERE run_key = (SELECT key FROM imported_runs WHERE id = ?) ORDER BY item",
        (run,),
    )
    return {row["item"]: row["score"] for row in rows}


def resolve_again(database: Database, names: RunNames, stamp: str) -> None:
    """Look up names that another registry resolved; the results themselves stay as they are."""
    stale = "SELECT 1 FROM run_labels WHERE registry <> ? LIMIT 1"
    if next(database.rows(stale, (stamp,)), None) is None:
        return
    with database.writing() as connection:
        rows = connection.execute(
            "SELECT key, kind, source, printed, bare FROM run_labels WHERE registry <> ?", (stamp,)
        )
        changed = []
        for row in rows.fetchall():
            found = _resolution(names, row["kind"], row["source"], row["printed"], row["bare"])
            changed.append((found[0], found[1], stamp, row["key"]))
        connection.executemany("UPDATE run_labels SET id = ?, why = ?, registry = ? WHERE key = ?", changed)


def _any(database: Database) -> bool:
    return next(database.rows("SELECT 1 FROM imported_runs LIMIT 1"), None) is not None


class _Labels:
    """Keys of names, each looked up once a file."""

    def __init__(self, database: Database, names: RunNames, stamp: str) -> None:
        self._connection, self._names, self._stamp = database.connection, names, stamp
        self._keys: dict[tuple[str, str, str, str], int] = {}

    def key(self, kind: str, source: str, printed: str, bare: str) -> int:
        label = (kind, source, printed, bare)
        if label not in self._keys:
            row = self._connection.execute(
                "SELECT key FROM run_labels WHERE kind = ? AND source = ? AND printed = ? AND bare = ?", label
            ).fetchone()
            if row is None:
                row = self._connection.execute(
                    _INSERT_LABEL,
                    (*label, *_resolution(self._names, *label), self._stamp),
                ).fetchone()
            self._keys[label] = row[0]
        return self._keys[label]


def _resolution(names: RunNames, kind: str, source: str, printed: str, bare: str) -> tuple[str | None, str]:
    found = names.model(source, printed, bare) if kind == "model" else names.benchmark(source, printed)
    return found.id, found.why or str(found.how or "")


def _row(run: Run, import_key: int, labels: _Labels) -> tuple[Any, ...]:
    facts = sum(value is not None for value in run.__dict__.values()) + len(run.setting.conditions)
    return (
        run.id,
        import_key,
        labels.key("model", run.source, run.model, bare_model(run)),
        labels.key("benchmark", run.source, run.benchmark, run.benchmark),
        run.run_by,
        run.independence,
        run.metric,
        str(run.score),
        run.unit,
        run.stderr,
        run.n,
        format_setting(run.setting),
        run.setting.get(ConditionName.subset),
        run.date,
        run.cost_usd,
        run.cost_basis,
        run.tokens,
        run.locator,
        run.notes,
        facts,
    )


def _made() -> Callable[[Any], Run]:
    """Makes runs of rows that this module wrote, so nothing is validated a second time."""
    units, kinds = {str(u): u for u in Unit}, {str(i): i for i in Independence}

    def made(row: Any) -> Run:
        return Run.model_construct(
            id=row["id"],
            source=row["source"],
            run_by=row["run_by"],
            independence=kinds[row["independence"]],
            model=row["model"],
            model_id=row["model_id"],
            benchmark=row["benchmark"],
            benchmark_id=row["benchmark_id"],
            metric=row["metric"],
            score=Decimal(row["score_exact"]),
            unit=units[row["unit"]],
            stderr=row["stderr"],
            n=row["n"],
            setting=parse_setting(row["setting"]),
            date=row["date"],
            cost_usd=row["cost_usd"],
            cost_basis=row["cost_basis"],
            tokens=row["tokens"],
            locator=row["locator"],
            notes=row["notes"],
        )

    return made
