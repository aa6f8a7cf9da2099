-- Generated from db/migrations; see db/README.md.

CREATE TABLE bundles (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,  -- the table its items are keys of
    size INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
    bundle INTEGER NOT NULL REFERENCES bundles (key),
    position INTEGER NOT NULL,
    item INTEGER NOT NULL,
    PRIMARY KEY (bundle, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    title TEXT,
    publisher TEXT,
    url TEXT,
    published TEXT,
    pages INTEGER,
    language TEXT,
    blocks BLOB NOT NULL,
    unread TEXT NOT NULL,
    hidden TEXT NOT NULL
, retrieved TEXT) STRICT;

CREATE TABLE claims (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    block INTEGER NOT NULL,
    row INTEGER,
    column INTEGER,
    page INTEGER,
    line INTEGER,
    x0 REAL,
    y0 REAL,
    x1 REAL,
    y1 REAL,
    quote TEXT NOT NULL,
    origin TEXT NOT NULL,
    label TEXT NOT NULL,
    caption TEXT NOT NULL,
    section TEXT NOT NULL,
    placement TEXT NOT NULL,
    row_path TEXT NOT NULL,
    column_path TEXT NOT NULL,
    model TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    metric TEXT,
    value TEXT NOT NULL,
    number_exact TEXT,
    number REAL GENERATED ALWAYS AS (CAST(number_exact AS REAL)) VIRTUAL,
    decimals INTEGER,
    unit TEXT NOT NULL,
    bound TEXT,
    uncertainty TEXT,
    emphasis TEXT NOT NULL,
    marks TEXT NOT NULL,
    footnotes TEXT NOT NULL,
    setting TEXT NOT NULL,
    role TEXT NOT NULL,
    provenance TEXT NOT NULL,
    higher_is_better INTEGER,
    found_by TEXT NOT NULL,
    confidence REAL,
    doubts TEXT NOT NULL
) STRICT;

CREATE TABLE blanks (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    document TEXT NOT NULL,
    block INTEGER NOT NULL,
    row INTEGER NOT NULL,
    column INTEGER NOT NULL,
    page INTEGER,
    line INTEGER,
    x0 REAL,
    y0 REAL,
    x1 REAL,
    y1 REAL,
    label TEXT NOT NULL,
    model TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    printed TEXT NOT NULL,
    marks TEXT NOT NULL,
    footnotes TEXT NOT NULL,
    setting TEXT NOT NULL,
    role TEXT NOT NULL,
    placement TEXT NOT NULL
) STRICT;

CREATE TABLE extractions (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    document TEXT NOT NULL,
    unread TEXT NOT NULL,
    claims_bundle INTEGER NOT NULL REFERENCES bundles (key),
    blanks_bundle INTEGER NOT NULL REFERENCES bundles (key)
) STRICT;

CREATE TABLE resolutions (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    printed TEXT NOT NULL,
    id TEXT,
    how TEXT NOT NULL,
    score REAL,
    candidates TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE TABLE resolved_claims (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    claim_key INTEGER NOT NULL REFERENCES claims (key),
    model_key INTEGER NOT NULL REFERENCES resolutions (key),
    benchmark_key INTEGER NOT NULL REFERENCES resolutions (key),
    model_id TEXT,
    benchmark_id TEXT
) STRICT;

CREATE TABLE resolved_blanks (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    blank_key INTEGER NOT NULL REFERENCES blanks (key),
    model_key INTEGER NOT NULL REFERENCES resolutions (key),
    benchmark_key INTEGER NOT NULL REFERENCES resolutions (key),
    model_id TEXT,
    benchmark_id TEXT
) STRICT;

CREATE TABLE releases (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    subjects TEXT NOT NULL,
    model_ids TEXT NOT NULL,
    vendor TEXT,
    released TEXT,
    documents TEXT NOT NULL,
    known TEXT NOT NULL
) STRICT;

CREATE TABLE earlier_releases (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    release_key INTEGER NOT NULL REFERENCES releases (key),
    documents_bundle INTEGER NOT NULL REFERENCES bundles (key),
    claims_bundle INTEGER NOT NULL REFERENCES bundles (key),
    blanks_bundle INTEGER NOT NULL REFERENCES bundles (key)
, reported TEXT NOT NULL DEFAULT '[]') STRICT;

CREATE TABLE sources (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    publisher TEXT NOT NULL,
    url TEXT,
    licence TEXT NOT NULL,
    attribution TEXT NOT NULL,
    retrieved TEXT,
    independence TEXT NOT NULL,
    quotes TEXT NOT NULL,
    notes TEXT
) STRICT;

CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    run_by TEXT NOT NULL,
    independence TEXT NOT NULL,
    model TEXT NOT NULL,
    model_id TEXT,
    benchmark TEXT NOT NULL,
    benchmark_id TEXT,
    metric TEXT,
    score_exact TEXT NOT NULL,
    score REAL GENERATED ALWAYS AS (CAST(score_exact AS REAL)) VIRTUAL,
    unit TEXT NOT NULL,
    stderr REAL,
    n INTEGER,
    setting TEXT NOT NULL,
    date TEXT,
    cost_usd REAL,
    cost_basis TEXT,
    tokens INTEGER,
    locator TEXT NOT NULL,
    notes TEXT
) STRICT;

CREATE TABLE comparisons (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    claim TEXT NOT NULL,
    run TEXT NOT NULL,
    difference_exact TEXT,
    difference REAL GENERATED ALWAYS AS (CAST(difference_exact AS REAL)) VIRTUAL,
    stderr REAL,
    z REAL,
    p_value REAL,
    interval TEXT,
    tau REAL,
    conditions TEXT NOT NULL,
    standing TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE TABLE benchmarks (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    parent TEXT,
    family TEXT,
    variants TEXT NOT NULL,
    publisher TEXT,
    conflict_of_interest TEXT,
    made_by_vendors TEXT NOT NULL,
    released TEXT,
    domain TEXT NOT NULL,
    n_items INTEGER,
    n_items_note TEXT,
    metric TEXT NOT NULL,
    chance_level REAL,
    task TEXT,
    evaluation_method TEXT,
    judge TEXT,
    harness TEXT,
    settings_that_move_scores TEXT NOT NULL,
    public_test_set TEXT,
    contamination TEXT NOT NULL,
    label_noise TEXT NOT NULL,
    endorsements TEXT NOT NULL,
    retired TEXT NOT NULL,
    practical_ceiling REAL,
    human_reference TEXT,
    saturated_since TEXT,
    status TEXT,
    superseded_by TEXT NOT NULL,
    leaderboard_maintainer TEXT,
    notes TEXT,
    sources TEXT NOT NULL,
    grade TEXT NOT NULL
, judge_vendors TEXT NOT NULL DEFAULT '[]', rubric_vendors TEXT NOT NULL DEFAULT '[]', fresh_twin_of TEXT, n_scored INTEGER) STRICT;

CREATE TABLE models (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    vendor TEXT NOT NULL,
    aliases TEXT NOT NULL,
    family TEXT,
    tier TEXT,
    variant_of TEXT,
    stage TEXT,
    thinking TEXT,
    released TEXT,
    training_cutoff TEXT,
    price_in REAL,
    price_out REAL,
    price_note TEXT,
    context_window INTEGER,
    effort_levels TEXT,
    open_weights INTEGER,
    params_total TEXT,
    params_active TEXT,
    predecessor TEXT,
    availability TEXT,
    notes TEXT,
    sources TEXT NOT NULL,
    grade TEXT NOT NULL
) STRICT;

CREATE TABLE vendors (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL,
    harness TEXT,
    owns_benchmarks TEXT NOT NULL
, drift TEXT NOT NULL DEFAULT '[]') STRICT;

CREATE TABLE questions (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    judge TEXT NOT NULL,
    asks TEXT NOT NULL,
    variables TEXT NOT NULL,
    features TEXT NOT NULL,
    evidence TEXT NOT NULL
) STRICT;

CREATE TABLE findings (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    check_name TEXT NOT NULL,
    family TEXT NOT NULL,
    check_version INTEGER NOT NULL,
    severity TEXT NOT NULL,
    confidence TEXT NOT NULL,
    says TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    arithmetic TEXT NOT NULL,
    overturned_by TEXT NOT NULL,
    models TEXT NOT NULL,
    benchmarks TEXT NOT NULL,
    question_key INTEGER REFERENCES questions (key)
) STRICT;

CREATE TABLE evidence (
    finding_key INTEGER NOT NULL REFERENCES findings (key),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    ref TEXT NOT NULL,
    document TEXT,
    page INTEGER,
    line INTEGER,
    x0 REAL,
    y0 REAL,
    x1 REAL,
    y1 REAL,
    label TEXT NOT NULL,
    quote TEXT NOT NULL,
    source TEXT,
    is_primary INTEGER NOT NULL,
    PRIMARY KEY (finding_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE judgements (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    question TEXT NOT NULL,
    finding TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    prompt TEXT NOT NULL,
    prompt_sha256 TEXT NOT NULL,
    schema_sha256 TEXT NOT NULL,
    parameters TEXT NOT NULL,
    reason TEXT NOT NULL,
    verdict TEXT NOT NULL,
    severity TEXT,
    confidence REAL,
    quotes TEXT NOT NULL,
    would_change TEXT NOT NULL
, abstained INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE attempts (
    judgement_key INTEGER NOT NULL REFERENCES judgements (key),
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    started TEXT NOT NULL,
    latency REAL,
    usage TEXT NOT NULL,
    cost_usd REAL,
    raw TEXT,
    error TEXT,
    PRIMARY KEY (judgement_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE audits (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL UNIQUE,
    release TEXT NOT NULL,
    started TEXT NOT NULL,
    version TEXT NOT NULL,
    registry_sha256 TEXT NOT NULL,
    runs_sha256 TEXT NOT NULL,
    arguments TEXT NOT NULL,
    checks_failed TEXT NOT NULL,
    refused TEXT NOT NULL,
    release_key INTEGER NOT NULL REFERENCES releases (key),
    documents_bundle INTEGER NOT NULL REFERENCES bundles (key),
    extractions_bundle INTEGER NOT NULL REFERENCES bundles (key),
    claims_bundle INTEGER NOT NULL REFERENCES bundles (key),
    blanks_bundle INTEGER NOT NULL REFERENCES bundles (key),
    runs_bundle INTEGER NOT NULL REFERENCES bundles (key),
    sources_bundle INTEGER NOT NULL REFERENCES bundles (key),
    comparisons_bundle INTEGER NOT NULL REFERENCES bundles (key),
    benchmarks_bundle INTEGER NOT NULL REFERENCES bundles (key),
    models_bundle INTEGER NOT NULL REFERENCES bundles (key),
    vendors_bundle INTEGER NOT NULL REFERENCES bundles (key),
    earlier_bundle INTEGER NOT NULL REFERENCES bundles (key),
    findings_bundle INTEGER NOT NULL REFERENCES bundles (key),
    judgements_bundle INTEGER NOT NULL REFERENCES bundles (key)
, pictures_bundle INTEGER REFERENCES bundles (key), judges_excluded TEXT NOT NULL DEFAULT '{}', judges_open TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE TABLE readings (
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    reader TEXT NOT NULL,
    document_key INTEGER NOT NULL REFERENCES documents (key),
    PRIMARY KEY (sha256, name, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE takings (
    document_key INTEGER NOT NULL REFERENCES documents (key),
    extractor TEXT NOT NULL,
    extraction_key INTEGER NOT NULL REFERENCES extractions (key),
    PRIMARY KEY (document_key, extractor)
) STRICT, WITHOUT ROWID;

CREATE INDEX documents_id ON documents (id);

CREATE INDEX claims_id ON claims (id);

CREATE INDEX releases_id ON releases (id);

CREATE INDEX sources_id ON sources (id);

CREATE INDEX runs_id ON runs (id);

CREATE INDEX comparisons_id ON comparisons (id);

CREATE INDEX questions_id ON questions (id);

CREATE INDEX findings_id ON findings (id);

CREATE INDEX judgements_id ON judgements (id);

CREATE INDEX benchmarks_id ON benchmarks (id);

CREATE INDEX models_id ON models (id);

CREATE INDEX vendors_id ON vendors (id);

CREATE INDEX claims_document ON claims (document);

CREATE INDEX resolved_claims_claim ON resolved_claims (claim_key);

CREATE INDEX resolved_claims_names ON resolved_claims (benchmark_id, model_id);

CREATE INDEX runs_names ON runs (benchmark_id, model_id);

CREATE INDEX comparisons_claim ON comparisons (claim);

CREATE INDEX evidence_ref ON evidence (ref);

CREATE INDEX findings_check ON findings (check_name);

CREATE INDEX audits_release ON audits (release, key);

CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'documents only grow'); END;

CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'documents only grow'); END;

CREATE TRIGGER claims_no_update BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'claims only grow'); END;

CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'claims only grow'); END;

CREATE TRIGGER findings_no_update BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'findings only grow'); END;

CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings BEGIN SELECT RAISE(ABORT, 'findings only grow'); END;

CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence only grow'); END;

CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence only grow'); END;

CREATE TRIGGER questions_no_update BEFORE UPDATE ON questions BEGIN SELECT RAISE(ABORT, 'questions only grow'); END;

CREATE TRIGGER questions_no_delete BEFORE DELETE ON questions BEGIN SELECT RAISE(ABORT, 'questions only grow'); END;

CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements only grow'); END;

CREATE TRIGGER judgements_no_delete BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements only grow'); END;

CREATE TRIGGER attempts_no_update BEFORE UPDATE ON attempts BEGIN SELECT RAISE(ABORT, 'attempts only grow'); END;

CREATE TRIGGER attempts_no_delete BEFORE DELETE ON attempts BEGIN SELECT RAISE(ABORT, 'attempts only grow'); END;

CREATE TRIGGER audits_no_update BEFORE UPDATE ON audits BEGIN SELECT RAISE(ABORT, 'audits only grow'); END;

CREATE TRIGGER audits_no_delete BEFORE DELETE ON audits BEGIN SELECT RAISE(ABORT, 'audits only grow'); END;

CREATE VIEW latest_audits AS
SELECT * FROM audits AS a WHERE a.key = (SELECT max(b.key) FROM audits AS b WHERE b.release = a.release);

CREATE VIEW claims_resolved AS
SELECT
    c.id, a.release, r.model_id, r.benchmark_id, c.model, c.benchmark, c.metric, c.value, c.number, c.unit,
    json_extract(c.setting, '$.printed') AS setting, c.role, c.provenance, c.origin, c.placement, c.emphasis,
    d.name AS document_name, c.page, c.line, c.label, c.caption, c.quote,
    m.how AS model_how, b.how AS benchmark_how, c.document, a.id AS audit, c.key
FROM latest_audits AS a
CROSS JOIN members AS i ON i.bundle = a.claims_bundle
CROSS JOIN resolved_claims AS r ON r.key = i.item
CROSS JOIN claims AS c ON c.key = r.claim_key
CROSS JOIN resolutions AS m ON m.key = r.model_key
CROSS JOIN resolutions AS b ON b.key = r.benchmark_key
LEFT JOIN documents AS d ON d.key = (SELECT max(e.key) FROM documents AS e WHERE e.id = c.document);

CREATE VIEW latest_judgements AS
SELECT * FROM judgements AS j
WHERE j.key = (SELECT max(k.key) FROM judgements AS k
               WHERE k.finding = j.finding AND k.provider = j.provider AND k.model = j.model AND k.question = j.question);

CREATE VIEW compared AS
SELECT
    p.id, p.standing, c.model, c.benchmark, c.number AS claimed, u.score AS observed, p.difference, p.stderr, p.z, p.p_value,
    s.name AS source, u.run_by, u.independence, u.date, p.why, c.role, c.placement, p.claim, p.run,
    u.model_id, u.benchmark_id, a.release, a.id AS audit, p.key
FROM latest_audits AS a
CROSS JOIN members AS i ON i.bundle = a.comparisons_bundle
CROSS JOIN comparisons AS p ON p.key = i.item
LEFT JOIN claims AS c ON c.key = (SELECT max(e.key) FROM claims AS e WHERE e.id = p.claim)
LEFT JOIN runs AS u ON u.key = (SELECT max(e.key) FROM runs AS e WHERE e.id = p.run)
LEFT JOIN sources AS s ON s.key = (SELECT max(e.key) FROM sources AS e WHERE e.id = u.source);

CREATE TABLE imports (
    key INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,  -- its path below what was imported
    format TEXT NOT NULL,
    source_key INTEGER NOT NULL REFERENCES sources (key),
    imported TEXT NOT NULL,  -- ISO time, UTC, of the first time
    taken INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    UNIQUE (sha256, file)
) STRICT;

CREATE TABLE run_labels (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('model', 'benchmark')),
    source TEXT NOT NULL,
    printed TEXT NOT NULL,
    bare TEXT NOT NULL,  -- without a suffix that only states a condition of the run
    id TEXT,
    why TEXT NOT NULL,
    registry TEXT NOT NULL,
    UNIQUE (kind, source, printed, bare)
) STRICT;

CREATE TABLE imported_runs (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    import_key INTEGER NOT NULL REFERENCES imports (key),
    model_label INTEGER NOT NULL REFERENCES run_labels (key),
    benchmark_label INTEGER NOT NULL REFERENCES run_labels (key),
    run_by TEXT NOT NULL,
    independence TEXT NOT NULL,
    metric TEXT,
    score_exact TEXT NOT NULL,
    score REAL GENERATED ALWAYS AS (CAST(score_exact AS REAL)) VIRTUAL,
    unit TEXT NOT NULL,
    stderr REAL,
    n INTEGER,
    setting TEXT NOT NULL,  -- conditions as name=value, joined by "; "
    part TEXT,  -- the subset among them
    date TEXT,
    cost_usd REAL,
    cost_basis TEXT,
    tokens INTEGER,
    locator TEXT NOT NULL,
    notes TEXT,
    facts INTEGER NOT NULL  -- how much the row states: of two copies the fuller one stays
) STRICT;

CREATE TABLE run_items (
    run_key INTEGER NOT NULL REFERENCES imported_runs (key),
    item TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (run_key, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_labels_id ON run_labels (kind, id, source);

CREATE INDEX imported_runs_pair ON imported_runs (model_label, benchmark_label);

CREATE INDEX imported_runs_part ON imported_runs (benchmark_label, part) WHERE part IS NOT NULL;

CREATE INDEX imported_runs_import ON imported_runs (import_key);

CREATE VIEW imported AS
SELECT r.id, m.source, r.run_by, r.independence, m.printed AS model, m.id AS model_id, b.printed AS benchmark,
    b.id AS benchmark_id, r.metric, r.score, r.unit, r.stderr, r.n, r.setting, r.date, r.cost_usd, r.cost_basis,
    r.tokens, r.locator, r.notes, i.file, i.format
FROM imported_runs AS r
JOIN run_labels AS m ON m.key = r.model_label
JOIN run_labels AS b ON b.key = r.benchmark_label
JOIN imports AS i ON i.key = r.import_key;

CREATE TABLE pictures (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    document TEXT NOT NULL,
    page INTEGER,
    line INTEGER,
    x0 REAL,
    y0 REAL,
    x1 REAL,
    y1 REAL,
    media_type TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    data BLOB,
    missing TEXT
) STRICT;

CREATE INDEX pictures_document ON pictures (document, page);

CREATE TRIGGER pictures_no_update BEFORE UPDATE ON pictures BEGIN SELECT RAISE(ABORT, 'pictures only grow'); END;

CREATE TRIGGER pictures_no_delete BEFORE DELETE ON pictures BEGIN SELECT RAISE(ABORT, 'pictures only grow'); END;

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

CREATE VIRTUAL TABLE claims_text USING fts5 (quote, model, benchmark, caption, content='', tokenize='trigram');

CREATE VIRTUAL TABLE claims_parts USING fts5vocab (claims_text, row);

CREATE TRIGGER claims_text_filled AFTER INSERT ON claims BEGIN
    INSERT INTO claims_text (rowid, quote, model, benchmark, caption)
    VALUES (new.key, new.quote || '  ', new.model || '  ', new.benchmark || '  ', new.caption || '  ');
END;

CREATE VIRTUAL TABLE findings_text USING fts5 (title, message, content='', tokenize='trigram');

CREATE VIRTUAL TABLE findings_parts USING fts5vocab (findings_text, row);

CREATE TRIGGER findings_text_filled AFTER INSERT ON findings BEGIN
    INSERT INTO findings_text (rowid, title, message) VALUES (new.key, new.title || '  ', new.message || '  ');
END;

CREATE VIRTUAL TABLE passages_text USING fts5 (quote, finding_key UNINDEXED, tokenize='trigram');

CREATE VIRTUAL TABLE passages_parts USING fts5vocab (passages_text, row);

CREATE TRIGGER passages_text_filled AFTER INSERT ON evidence WHEN new.kind IN ('text', 'fact') BEGIN
    INSERT INTO passages_text (quote, finding_key) VALUES (new.quote || '  ', new.finding_key);
END;

CREATE INDEX members_item ON members (item, bundle);

CREATE INDEX resolved_claims_model ON resolved_claims (model_id);

CREATE INDEX claims_role ON claims (role);

CREATE INDEX judgements_latest ON judgements (finding, provider, model, question, verdict, abstained);
