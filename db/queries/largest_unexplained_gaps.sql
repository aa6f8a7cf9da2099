-- Claims furthest from an independent run under conditions that are not known to differ.
-- :limit=50 At most so many rows.
SELECT model, benchmark, claimed, round(claimed - difference, 2) AS observed, round(difference, 2) AS difference, round(stderr, 2) AS stderr, round(z, 2) AS z, source, date, why, claim
FROM compared
WHERE standing = 'unexplained'
ORDER BY abs(difference) DESC
LIMIT :limit;
