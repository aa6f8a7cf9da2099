-- Headline scores of released models that no independent run could be set beside.
-- :release Only of this release, by id.
-- :limit=100 At most so many rows.
SELECT c.benchmark, c.model, c.value, c.unit, c.setting, c.document_name AS document, coalesce(c.page, c.line) AS page_or_line, c.id
FROM claims_resolved AS c
WHERE c.placement = 'headline' AND c.role = 'own' AND (:release IS NULL OR c.release = :release)
    AND NOT EXISTS (SELECT 1 FROM comparisons AS p WHERE p.claim = c.id AND p.standing <> 'not comparable')
ORDER BY c.release, c.document, c.line, c.page
LIMIT :limit;
