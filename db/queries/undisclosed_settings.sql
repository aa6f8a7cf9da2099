-- Scores whose conditions are not stated, or are not alike within one row.
-- :limit=100 At most so many rows.
SELECT s.severity, s.check_name AS "check", s.title, s.models, s.benchmarks, s.release, s.id
FROM standing AS s
WHERE s.family = 'harness' OR s.says = 'undisclosed'
ORDER BY instr('info low medium high', s.severity) DESC, s.release, s.rank
LIMIT :limit;
