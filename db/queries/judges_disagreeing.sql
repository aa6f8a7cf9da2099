-- Findings on which judges gave different verdicts, with every vote.
-- :limit=200 At most so many rows.
SELECT s.severity, s.title, s.upheld, s.dismissed, s.uncertain, j.provider, j.model, j.verdict, j.reason, s.id
FROM standing AS s
JOIN latest_judgements AS j ON j.finding = s.id
WHERE s.standing = 'judges disagree'
ORDER BY instr('info low medium high', s.severity) DESC, s.id, j.key
LIMIT :limit;
