-- Printed names that the registry does not know, by how many claims use them.
-- :limit=100 At most so many rows.
SELECT what, printed, count(*) AS claims, min(why) AS why
FROM (
    SELECT 'benchmark' AS what, b.printed, b.why
    FROM resolved_claims AS r JOIN resolutions AS b ON b.key = r.benchmark_key WHERE r.benchmark_id IS NULL
    UNION ALL
    SELECT 'model', m.printed, m.why
    FROM resolved_claims AS r JOIN resolutions AS m ON m.key = r.model_key WHERE r.model_id IS NULL
)
GROUP BY what, printed
ORDER BY claims DESC, what, printed
LIMIT :limit;
