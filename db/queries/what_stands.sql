-- Findings that stand: code decides them, or the judges upheld them.
-- :release Only of this release, by id.
-- :severity=low At least this severe: info, low, medium or high.
-- :limit=100 At most so many rows.
SELECT s.severity, s.confidence, s.standing, s.title, s.check_name AS "check", s.overturned_by, s.release, s.id
FROM (
    SELECT t.*, f.overturned_by FROM standing AS t JOIN findings AS f ON f.key = t.key
    WHERE t.standing IN ('decided by code', 'upheld') AND (:release IS NULL OR t.release = :release)
        AND instr('info low medium high', t.severity) >= instr('info low medium high', :severity)
) AS s
ORDER BY instr('info low medium high', s.severity) DESC, s.release, s.rank
LIMIT :limit;
