-- Every audit in the database: when, of what, and how much it found.
SELECT
    a.id AS audit, a.started, a.release, json_extract(r.subjects, '$[0]') AS model, r.vendor, r.released,
    (SELECT size FROM bundles WHERE key = a.documents_bundle) AS documents,
    (SELECT size FROM bundles WHERE key = a.claims_bundle) AS claims,
    (SELECT size FROM bundles WHERE key = a.findings_bundle) AS findings,
    a.version
FROM audits AS a JOIN releases AS r ON r.key = a.release_key
ORDER BY a.key DESC;
