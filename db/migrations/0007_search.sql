-- Full-text search by any part of a word, in any script, in the passages that findings quote, too; ways from a row back to its audits.
DROP TRIGGER claims_text_filled;
DROP TRIGGER findings_text_filled;
DROP TABLE claims_text;
DROP TABLE findings_text;

-- Trigrams, so that words need no blanks between them. Two blanks at the end let the last two letters begin one, too.
CREATE VIRTUAL TABLE claims_text USING fts5 (quote, model, benchmark, caption, content='', tokenize='trigram');

CREATE VIRTUAL TABLE claims_parts USING fts5vocab (claims_text, row);

CREATE TRIGGER claims_text_filled AFTER INSERT ON claims BEGIN
    INSERT INTO claims_text (rowid, quote, model, benchmark, caption)
    VALUES (new.key, new.quote || '  ', new.model || '  ', new.benchmark || '  ', new.caption || '  ');
END;

INSERT INTO claims_text (rowid, quote, model, benchmark, caption)
SELECT key, quote || '  ', model || '  ', benchmark || '  ', caption || '  ' FROM claims;

CREATE VIRTUAL TABLE findings_text USING fts5 (title, message, content='', tokenize='trigram');

CREATE VIRTUAL TABLE findings_parts USING fts5vocab (findings_text, row);

CREATE TRIGGER findings_text_filled AFTER INSERT ON findings BEGIN
    INSERT INTO findings_text (rowid, title, message) VALUES (new.key, new.title || '  ', new.message || '  ');
END;

INSERT INTO findings_text (rowid, title, message) SELECT key, title || '  ', message || '  ' FROM findings;

CREATE VIRTUAL TABLE passages_text USING fts5 (quote, finding_key UNINDEXED, tokenize='trigram');

CREATE VIRTUAL TABLE passages_parts USING fts5vocab (passages_text, row);

CREATE TRIGGER passages_text_filled AFTER INSERT ON evidence WHEN new.kind IN ('text', 'fact') BEGIN
    INSERT INTO passages_text (quote, finding_key) VALUES (new.quote || '  ', new.finding_key);
END;

INSERT INTO passages_text (quote, finding_key) SELECT quote || '  ', finding_key FROM evidence WHERE kind IN ('text', 'fact');

CREATE INDEX members_item ON members (item, bundle);

CREATE INDEX resolved_claims_model ON resolved_claims (model_id);

CREATE INDEX claims_role ON claims (role);

CREATE INDEX judgements_latest ON judgements (finding, provider, model, question, verdict, abstained);

DROP INDEX judgements_finding;
