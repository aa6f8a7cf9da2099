-- What every release claims on one benchmark, highest first.
-- :benchmark=gpqa-diamond The benchmark's id (`auditor benchmarks` lists them).
-- :limit=100 At most so many rows.
SELECT coalesce(model_id, model) AS model, value, setting, role, document_name AS document, coalesce(page, line) AS page_or_line, id
FROM claims_resolved
WHERE key IN (
    SELECT r.claim_key FROM resolved_claims AS r WHERE r.benchmark_id = :benchmark
)
ORDER BY number DESC
LIMIT :limit;
