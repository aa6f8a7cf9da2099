-- How many findings each check made in the latest audits, by severity.
SELECT
    family, check_name AS "check", count(*) AS findings,
    sum(severity = 'high') AS high, sum(severity = 'medium') AS medium, sum(severity = 'low') AS low,
    sum(severity = 'info') AS info, sum(standing = 'dismissed') AS dismissed
FROM standing
GROUP BY family, check_name
ORDER BY family, check_name;
