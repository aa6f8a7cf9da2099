-- Scores of other vendors' models that differ from what those vendors print, or that nobody is named for.
-- :vendor Only in releases of this vendor, by id or name.
-- :limit=100 At most so many rows.
SELECT s.severity, r.vendor AS printed_by, s.title, e.quote, d.name AS document, coalesce(e.page, e.line) AS page_or_line, s.standing, s.id
FROM standing AS s
JOIN audits AS a ON a.id = s.audit
JOIN releases AS r ON r.key = a.release_key
JOIN evidence AS e ON e.finding_key = s.key AND e.is_primary
LEFT JOIN documents AS d ON d.key = (SELECT max(key) FROM documents WHERE id = e.document)
WHERE s.check_name IN ('misquoted_rival', 'unsourced_rival') AND (:vendor IS NULL OR lower(r.vendor) = lower(:vendor))
ORDER BY s.check_name, instr('info low medium high', s.severity) DESC, s.release, s.rank, e.position
LIMIT :limit;
