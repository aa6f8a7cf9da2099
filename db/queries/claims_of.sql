-- What every release says one model scores, benchmark by benchmark: its own vendor and the others side by side.
-- :model=gpt-5.5 The model's id (`auditor models` lists them).
-- :benchmark Only on this benchmark, by id.
-- :limit=200 At most so many rows.
SELECT c.benchmark, c.value, json_extract(c.setting, '$.printed') AS setting, l.vendor AS printed_by, c.role, d.name AS document,
    coalesce(c.page, c.line) AS page_or_line, c.label, c.placement, c.id
FROM resolved_claims AS r
CROSS JOIN members AS i ON i.item = r.key
CROSS JOIN latest_audits AS a ON a.claims_bundle = i.bundle
CROSS JOIN releases AS l ON l.key = a.release_key
CROSS JOIN claims AS c ON c.key = r.claim_key
LEFT JOIN documents AS d ON d.key = (SELECT max(e.key) FROM documents AS e WHERE e.id = c.document)
WHERE r.model_id = :model AND (:benchmark IS NULL OR r.benchmark_id = :benchmark)
ORDER BY coalesce(r.benchmark_id, c.benchmark), c.number DESC, c.id
LIMIT :limit;
