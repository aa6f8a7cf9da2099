-- Which benchmarks releases report of their own models, by how many releases do, with the highest score printed.
-- :vendor Only releases of this vendor, by id or name.
-- :limit=100 At most so many rows.
SELECT r.benchmark_id AS benchmark, count(DISTINCT a.release) AS releases, count(DISTINCT l.vendor) AS vendors,
    count(*) AS claims, sum(c.placement = 'headline') AS in_headline, max(c.number) AS highest, min(l.released) AS first, max(l.released) AS last
FROM claims AS c
CROSS JOIN resolved_claims AS r ON r.claim_key = c.key
CROSS JOIN members AS i ON i.item = r.key
CROSS JOIN latest_audits AS a ON a.claims_bundle = i.bundle
CROSS JOIN releases AS l ON l.key = a.release_key
WHERE c.role = 'own' AND r.benchmark_id IS NOT NULL AND (:vendor IS NULL OR lower(l.vendor) = lower(:vendor))
GROUP BY r.benchmark_id
ORDER BY releases DESC, claims DESC, benchmark
LIMIT :limit;
