-- What releases leave out or put where few look, by vendor.
-- :vendor Only of this vendor, by id or name.
-- :limit=100 At most so many rows.
SELECT r.vendor, json_extract(r.subjects, '$[0]') AS model, s.severity, s.title, s.benchmarks, s.standing, s.id
FROM standing AS s
JOIN audits AS a ON a.id = s.audit
JOIN releases AS r ON r.key = a.release_key
WHERE s.family = 'omission' AND (:vendor IS NULL OR lower(r.vendor) = lower(:vendor))
ORDER BY r.vendor, instr('info low medium high', s.severity) DESC, s.rank
LIMIT :limit;
