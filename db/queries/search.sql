-- Claims whose cell, sentence, labels or caption contain words.
-- :words=score The words, in the syntax of SQLite's full-text search.
-- :limit=50 At most so many rows.
SELECT c.model, c.benchmark, c.value, c.quote, c.caption, d.name AS document, coalesce(c.page, c.line) AS page_or_line, c.id
FROM claims_text AS t
JOIN claims AS c ON c.key = t.rowid
LEFT JOIN documents AS d ON d.key = (SELECT max(key) FROM documents WHERE id = c.document)
WHERE claims_text MATCH :words AND c.key = (SELECT max(e.key) FROM claims AS e WHERE e.id = c.id)
ORDER BY t.rank
LIMIT :limit;
