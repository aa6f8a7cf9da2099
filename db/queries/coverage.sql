-- How far the documents of the latest audits were read: claims, blank cells and what could not be read, by document.
SELECT json_extract(r.subjects, '$[0]') AS model, d.name AS document, d.media_type, d.pages,
    (SELECT size FROM bundles WHERE key = x.claims_bundle) AS claims,
    (SELECT size FROM bundles WHERE key = x.blanks_bundle) AS blanks,
    json_array_length(d.unread) + json_array_length(x.unread) AS not_read, NULL AS refused, a.release
FROM latest_audits AS a
CROSS JOIN releases AS r ON r.key = a.release_key
CROSS JOIN members AS i ON i.bundle = a.extractions_bundle
CROSS JOIN extractions AS x ON x.key = i.item
LEFT JOIN documents AS d ON d.key = (SELECT max(e.key) FROM documents AS e WHERE e.id = x.document)
UNION ALL
SELECT json_extract(r.subjects, '$[0]'), f.key, NULL, NULL, NULL, NULL, NULL, f.value, a.release
FROM latest_audits AS a
CROSS JOIN releases AS r ON r.key = a.release_key
CROSS JOIN json_each(a.refused) AS f
ORDER BY 9, 8, 2;
