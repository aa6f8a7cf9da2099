-- Claims that their own documents, another document or an independent run contradict.
-- :limit=100 At most so many rows.
SELECT s.severity, s.title, e.quote, d.name AS document, coalesce(e.page, e.line) AS page_or_line, e.label, s.standing, s.id
FROM standing AS s
JOIN evidence AS e ON e.finding_key = s.key AND e.is_primary
LEFT JOIN documents AS d ON d.key = (SELECT max(key) FROM documents WHERE id = e.document)
WHERE s.says = 'contradicted'
ORDER BY instr('info low medium high', s.severity) DESC, s.release, s.rank, e.position
LIMIT :limit;
