-- Answers of language models, kept as they come; votes that are none; which judges were left out of an audit.
CREATE TABLE answers (
    key TEXT PRIMARY KEY,  -- SHA-256 of prompt, variables, model, parameters, schema and complaint
    question TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    prompt TEXT NOT NULL,
    prompt_sha256 TEXT NOT NULL,
    schema_sha256 TEXT NOT NULL,
    parameters TEXT NOT NULL,
    text TEXT NOT NULL,  -- the prompt as it was sent
    complaint TEXT NOT NULL,  -- why an earlier answer was not accepted, where it was asked again
    answer TEXT,
    error TEXT NOT NULL,
    said TEXT NOT NULL,  -- what could not be accepted, as it came
    again INTEGER NOT NULL,
    settled INTEGER NOT NULL,  -- 0: a failure on the way, asked anew by the next run
    attempts TEXT NOT NULL
) STRICT;

CREATE INDEX answers_question ON answers (question);

ALTER TABLE judgements ADD COLUMN abstained INTEGER NOT NULL DEFAULT 0;

ALTER TABLE audits ADD COLUMN judges_excluded TEXT NOT NULL DEFAULT '{}';

ALTER TABLE audits ADD COLUMN judges_open TEXT NOT NULL DEFAULT '{}';

DROP VIEW standing;

CREATE VIEW standing AS
SELECT
    f.id,
    CASE
        WHEN f.question_key IS NULL THEN 'decided by code'
        WHEN v.upheld + v.dismissed + v.uncertain > 0 THEN
            CASE v.upheld + v.dismissed + v.uncertain
                WHEN v.upheld THEN 'upheld'
                WHEN v.dismissed THEN 'dismissed'
                WHEN v.uncertain THEN 'uncertain'
                ELSE 'judges disagree'
            END
        WHEN v.abstained > 0 THEN 'uncertain'
        ELSE 'not judged'
    END AS standing,
    f.severity, f.confidence, f.check_name, f.family, f.says, f.title, f.message, f.models, f.benchmarks,
    a.release, a.id AS audit, i.position AS rank,
    coalesce(v.upheld, 0) AS upheld, coalesce(v.dismissed, 0) AS dismissed,
    coalesce(v.uncertain, 0) AS uncertain, coalesce(v.abstained, 0) AS abstained, coalesce(v.unanswered, 0) AS unanswered,
    q.asks AS question, f.key
FROM latest_audits AS a
CROSS JOIN members AS i ON i.bundle = a.findings_bundle
CROSS JOIN findings AS f ON f.key = i.item
LEFT JOIN questions AS q ON q.key = f.question_key
LEFT JOIN (
    SELECT finding, question,
        sum(verdict = 'upheld' AND NOT abstained) AS upheld, sum(verdict = 'dismissed' AND NOT abstained) AS dismissed,
        sum(verdict = 'uncertain' AND NOT abstained) AS uncertain, sum(abstained) AS abstained,
        sum(verdict = 'unanswered') AS unanswered
    FROM latest_judgements GROUP BY finding, question
) AS v ON v.finding = f.id AND v.question = q.id;
