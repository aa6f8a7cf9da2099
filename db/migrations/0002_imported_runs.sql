-- Results of others that a person imported. They are apart from `runs`, which hold what audits saw.

-- A file of results that was imported, and what was taken of it.
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

-- A name as a source prints it, once for each source. `id` is what the registry named in `registry` makes of it.
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

-- One imported result, once for each id. Names are kept in `run_labels`, so that another registry changes no row here.
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

-- One item of an imported run with its own score, 0 to 1.
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

-- Imported results with their names as the registry last used resolves them.
CREATE VIEW imported AS
SELECT r.id, m.source, r.run_by, r.independence, m.printed AS model, m.id AS model_id, b.printed AS benchmark,
    b.id AS benchmark_id, r.metric, r.score, r.unit, r.stderr, r.n, r.setting, r.date, r.cost_usd, r.cost_basis,
    r.tokens, r.locator, r.notes, i.file, i.format
FROM imported_runs AS r
JOIN run_labels AS m ON m.key = r.model_label
JOIN run_labels AS b ON b.key = r.benchmark_label
JOIN imports AS i ON i.key = r.import_key;
