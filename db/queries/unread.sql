-- What could not be read of the documents of the latest audits, and why.
SELECT DISTINCT d.name AS document, json_extract(u.value, '$.what') AS what, json_extract(u.value, '$.label') AS label,
    coalesce(json_extract(u.value, '$.place.page'), json_extract(u.value, '$.place.line')) AS page_or_line,
    json_extract(u.value, '$.reason') AS reason
FROM latest_audits AS a
CROSS JOIN members AS i ON i.bundle = a.documents_bundle
CROSS JOIN documents AS d ON d.key = i.item
CROSS JOIN json_each(d.unread) AS u
UNION ALL
SELECT DISTINCT d.name, json_extract(u.value, '$.what'), json_extract(u.value, '$.label'),
    coalesce(json_extract(u.value, '$.place.page'), json_extract(u.value, '$.place.line')), json_extract(u.value, '$.reason')
FROM latest_audits AS a
CROSS JOIN members AS i ON i.bundle = a.extractions_bundle
CROSS JOIN extractions AS x ON x.key = i.item
CROSS JOIN json_each(x.unread) AS u
LEFT JOIN documents AS d ON d.key = (SELECT max(key) FROM documents WHERE id = x.document)
ORDER BY 1, 4;
