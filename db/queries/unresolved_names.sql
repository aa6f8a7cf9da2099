-- Names in the latest audits that the registry does not know, by how many claims use them.
-- :limit=100 At most so many rows.
SELECT n.what, n.printed, n.claims, n.why
FROM (
    SELECT 'benchmark' AS what, o.printed, sum(u.claims) AS claims, min(o.why) AS why
    FROM (
        SELECT r.benchmark_key AS name, count(*) AS claims
        FROM latest_audits AS a
        CROSS JOIN members AS i ON i.bundle = a.claims_bundle
        CROSS JOIN resolved_claims AS r ON r.key = i.item
        WHERE r.benchmark_id IS NULL
        GROUP BY r.benchmark_key
    ) AS u
    JOIN resolutions AS o ON o.key = u.name
    GROUP BY o.printed
    UNION ALL
    SELECT 'model', o.printed, sum(u.claims), min(o.why)
    FROM (
        SELECT r.model_key AS name, count(*) AS claims
        FROM latest_audits AS a
        CROSS JOIN members AS i ON i.bundle = a.claims_bundle
        CROSS JOIN resolved_claims AS r ON r.key = i.item
        WHERE r.model_id IS NULL
        GROUP BY r.model_key
    ) AS u
    JOIN resolutions AS o ON o.key = u.name
    GROUP BY o.printed
) AS n
ORDER BY n.claims DESC, n.what, n.printed
LIMIT :limit;
