-- What every release claims on one benchmark, highest first.
-- :benchmark=gpqa-diamond The benchmark's id (`auditor benchmarks` lists them).
-- :limit=100 At most so many rows.
SELECT coalesce(r.model_id, c.model) AS model, c.value, json_extract(c.setting, '$.printed') AS setting, c.role, d.name AS document,
    coalesce(c.page, c.line) AS page_or_line, c.id
FROM resolved_claims AS r
CROSS JOIN members AS i ON i.item = r.key
CROSS JOIN latest_audits AS a ON a.claims_bundle = i.bundle
CROSS JOIN claims AS c ON c.key = r.claim_key
LEFT JOIN documents AS d ON d.key = (SELECT max(e.key) FROM documents AS e WHERE e.id = c.document)
WHERE r.benchmark_id = :benchmark
ORDER BY c.number DESC, c.id
LIMIT :limit;
