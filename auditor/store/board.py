"""What the latest audits of all releases claim of the models they release, beside what others observed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.store.database import Database

RELEASES = """
SELECT r.id, a.id AS audit, r.subjects, r.model_ids, r.vendor, r.released,
    (SELECT count(*) FROM members AS i JOIN findings AS f ON f.key = i.item
     WHERE i.bundle = a.findings_bundle AND f.severity = 'high') AS high,
    (SELECT size FROM bundles WHERE key = a.findings_bundle) AS findings,
    (SELECT size FROM bundles WHERE key = a.claims_bundle) AS claims
FROM latest_audits AS a
JOIN releases AS r ON r.key = a.release_key
ORDER BY r.released IS NULL, r.released, r.id
"""
# Names decide before the claim itself is read.
CLAIMS = """
SELECT a.release, r.model_id, r.benchmark_id, c.id, c.value, c.number_exact AS number, c.unit, c.quote, c.page, c.line,
    c.label, c.placement, c.setting, c.higher_is_better, c.document
FROM latest_audits AS a
CROSS JOIN members AS i ON i.bundle = a.claims_bundle
CROSS JOIN resolved_claims AS r ON r.key = i.item
CROSS JOIN claims AS c ON c.key = r.claim_key
WHERE r.model_id IS NOT NULL AND r.benchmark_id IS NOT NULL AND c.role = 'own' AND c.number_exact IS NOT NULL
ORDER BY a.key, i.position
"""
COMPARISONS = """
SELECT p.claim, p.difference_exact AS difference, p.standing, u.run_by
FROM latest_audits AS a
CROSS JOIN members AS i ON i.bundle = a.comparisons_bundle
CROSS JOIN comparisons AS p ON p.key = i.item
LEFT JOIN runs AS u ON u.key = (SELECT max(e.key) FROM runs AS e WHERE e.id = p.run)
WHERE p.difference_exact IS NOT NULL AND p.standing <> 'not comparable'
ORDER BY a.key, i.position
"""
FINDINGS = """
SELECT e.ref AS claim, count(DISTINCT f.id) AS findings
FROM latest_audits AS a
CROSS JOIN members AS i ON i.bundle = a.findings_bundle
CROSS JOIN findings AS f ON f.key = i.item
CROSS JOIN evidence AS e ON e.finding_key = f.key
WHERE e.kind = 'claim' GROUP BY e.ref
"""
LATEST = "SELECT * FROM {table} WHERE key IN (SELECT max(key) FROM {table} GROUP BY id) ORDER BY id"
COSTS = """
SELECT model_id, benchmark_id, model, benchmark, score_exact AS score, unit, cost_usd, cost_basis, run_by
FROM runs WHERE key IN (SELECT max(key) FROM runs GROUP BY id) AND cost_usd IS NOT NULL AND model_id IS NOT NULL
ORDER BY model_id, benchmark_id, id
"""
DOCUMENTS = "SELECT id, name, url FROM documents WHERE key IN (SELECT max(key) FROM documents GROUP BY id) ORDER BY id"


def board_rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """The rows of a board by what they are: releases, claims, comparisons, findings, models, vendors,
    benchmarks, costs, documents."""

    def rows(query: str) -> list[dict[str, Any]]:
        return list(_plain(database, query))

    return {
        "releases": rows(RELEASES),
        "claims": rows(CLAIMS),
        "comparisons": rows(COMPARISONS),
        "findings": rows(FINDINGS),
        "models": rows(LATEST.format(table="models")),
        "vendors": rows(LATEST.format(table="vendors")),
        "benchmarks": rows(LATEST.format(table="benchmarks")),
        "costs": rows(COSTS),
        "documents": rows(DOCUMENTS),
    }


def _plain(database: Database, query: str) -> Iterator[dict[str, Any]]:
    for row in database.rows(query):
        yield {name: row[name] for name in row.keys()}  # noqa: SIM118  a sqlite3.Row is no mapping
