-- Claims and findings in whose cells, labels, captions, titles or quoted passages all the words stand, newest first.
-- :words=score The words, or parts of them, in any script; upper and lower case are alike.
-- :limit=50 At most so many rows.
WITH
-- A list in JSON is the way to the single words.
word AS (
    SELECT value AS w
    FROM json_each('["' || replace(replace(replace(replace(:words, '\', '\\'), '"', '\"'), char(9), ' '), ' ', '","') || '"]')
    WHERE value <> ''
),
-- A word is a phrase, so that nothing in it is an operator. One or two letters are all the trigrams that begin with them.
term AS (
    SELECT
        CASE WHEN length(w) > 2 THEN '"' || replace(w, '"', '""') || '"' ELSE '(' || (
            SELECT group_concat('"' || replace(p.term, '"', '""') || '"', ' OR ')
            FROM (SELECT term FROM claims_parts WHERE term >= lower(w) AND term < lower(w) || char(1114111) LIMIT 500) AS p
        ) || ')' END AS in_claims,
        CASE WHEN length(w) > 2 THEN '"' || replace(w, '"', '""') || '"' ELSE '(' || (
            SELECT group_concat('"' || replace(p.term, '"', '""') || '"', ' OR ')
            FROM (SELECT term FROM findings_parts WHERE term >= lower(w) AND term < lower(w) || char(1114111) LIMIT 500) AS p
        ) || ')' END AS in_findings,
        CASE WHEN length(w) > 2 THEN '"' || replace(w, '"', '""') || '"' ELSE '(' || (
            SELECT group_concat('"' || replace(p.term, '"', '""') || '"', ' OR ')
            FROM (SELECT term FROM passages_parts WHERE term >= lower(w) AND term < lower(w) || char(1114111) LIMIT 500) AS p
        ) || ')' END AS in_passages
    FROM word
),
-- A word that stands nowhere makes the whole NULL, which matches nothing.
asked AS (
    SELECT
        CASE WHEN count(*) = count(in_claims) THEN group_concat(in_claims, ' AND ') END AS of_claims,
        CASE WHEN count(*) = count(in_findings) THEN group_concat(in_findings, ' AND ') END AS of_findings,
        CASE WHEN count(*) = count(in_passages) THEN group_concat(in_passages, ' AND ') END AS of_passages
    FROM term
),
finding AS (
    SELECT rowid AS key FROM findings_text WHERE findings_text MATCH (SELECT coalesce(of_findings, '""') FROM asked)
    UNION
    SELECT finding_key FROM passages_text WHERE passages_text MATCH (SELECT coalesce(of_passages, '""') FROM asked)
)
SELECT * FROM (
    SELECT 'finding' AS kind, f.title AS what, f.severity AS value,
        (SELECT group_concat(e.quote, ' … ') FROM evidence AS e WHERE e.finding_key = f.key AND e.kind IN ('text', 'fact')) AS quote,
        NULL AS document, NULL AS page_or_line, f.id
    FROM finding AS t
    CROSS JOIN findings AS f ON f.key = t.key
    WHERE f.key = (SELECT max(g.key) FROM findings AS g WHERE g.id = f.id)
    ORDER BY f.key DESC
    LIMIT :limit
)
UNION ALL
SELECT * FROM (
    SELECT 'claim', c.benchmark || ' · ' || c.model, c.value, c.quote,
        (SELECT d.name FROM documents AS d WHERE d.id = c.document ORDER BY d.key DESC LIMIT 1), coalesce(c.page, c.line), c.id
    FROM claims_text AS t
    CROSS JOIN claims AS c ON c.key = t.rowid
    WHERE claims_text MATCH (SELECT coalesce(of_claims, '""') FROM asked)
        AND c.key = (SELECT max(e.key) FROM claims AS e WHERE e.id = c.id)
    ORDER BY t.rowid DESC
    LIMIT :limit
)
LIMIT :limit;
