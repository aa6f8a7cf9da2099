-- Findings on which judges gave different verdicts, with every vote; abstentions are no votes.
-- :limit=200 At most so many rows.
SELECT s.severity, s.title, s.upheld, s.dismissed, s.uncertain, j.provider, j.model, j.verdict, j.reason, s.id
FROM standing AS s
JOIN findings AS f ON f.key = s.key
JOIN questions AS q ON q.key = f.question_key
JOIN latest_judgements AS j ON j.finding = s.id AND j.question = q.id
WHERE s.standing = 'judges disagree' AND NOT j.abstained AND j.verdict <> 'unanswered'
ORDER BY instr('info low medium high', s.severity) DESC, s.id, j.key
LIMIT :limit;
