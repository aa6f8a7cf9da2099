-- Pictures of the tables and passages that findings stand on.
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

ALTER TABLE audits ADD COLUMN pictures_bundle INTEGER REFERENCES bundles (key);
