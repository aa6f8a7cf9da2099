-- Claims beside independent runs, imported ones included, with the arithmetic or the reason why they cannot be compared.
-- :run_by Only runs by somebody whose name contains this.
-- :standing Only what is consistent, explained, unexplained or not comparable.
-- :limit=100 At most so many rows.
SELECT DISTINCT model, benchmark, claimed, round(coalesce(claimed - difference, observed), 2) AS observed,
    round(difference, 2) AS difference, standing, run_by, source, why
FROM compared
WHERE (:run_by IS NULL OR instr(lower(run_by), lower(:run_by))) AND (:standing IS NULL OR standing = :standing)
ORDER BY model, benchmark, run_by, claimed
LIMIT :limit;
