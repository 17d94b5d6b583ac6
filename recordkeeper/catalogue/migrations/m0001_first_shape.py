"""The first shape: originals, intakes, records, imaging, pages with full text, facts, changes, jobs, bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY, value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE patient (
    id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL   -- records.Patient as JSON
) STRICT;

-- Files kept byte for byte. A row exists only once the file is durable in originals/.
CREATE TABLE original (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
    format TEXT NOT NULL, reader TEXT NOT NULL, reader_version INTEGER NOT NULL,
    condition TEXT NOT NULL, reason_code TEXT NOT NULL, detail TEXT NOT NULL,
    page_count INTEGER, title TEXT NOT NULL, taken TEXT NOT NULL
) STRICT;

CREATE TABLE intake (
    id INTEGER PRIMARY KEY,
    begun TEXT NOT NULL, ended TEXT, sources TEXT NOT NULL
) STRICT;

-- Every file found in an intake, once.
CREATE TABLE source_file (
    id INTEGER PRIMARY KEY,
    intake_id INTEGER NOT NULL REFERENCES intake (id),
    path TEXT NOT NULL, name TEXT NOT NULL,
    size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    original_id INTEGER REFERENCES original (id), sha256 TEXT,
    outcome TEXT NOT NULL, reason_code TEXT NOT NULL, detail TEXT NOT NULL,
    UNIQUE (intake_id, path)
) STRICT;
CREATE INDEX source_file_original ON source_file (original_id);

-- Columns up to `status` are what holds now: what was read, with a person's corrections laid over it.
CREATE TABLE record (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, title TEXT NOT NULL, service_date TEXT, date_role TEXT,
    facility TEXT NOT NULL, author TEXT NOT NULL, accession TEXT NOT NULL,
    status TEXT NOT NULL, set_aside_reason TEXT NOT NULL,
    identity TEXT NOT NULL, page_count INTEGER,
    recognition TEXT NOT NULL,          -- records.Recognition as JSON, without its reasons
    machine_status TEXT NOT NULL, machine_identity TEXT NOT NULL,
    study_uid TEXT NOT NULL
) STRICT;
CREATE INDEX record_by_date ON record (service_date DESC, id);
CREATE INDEX record_by_status ON record (status);

CREATE TABLE record_file (
    record_id INTEGER NOT NULL REFERENCES record (rowid),
    original_id INTEGER NOT NULL REFERENCES original (id),
    position INTEGER NOT NULL, name TEXT NOT NULL,
    first_page INTEGER, last_page INTEGER,
    PRIMARY KEY (record_id, original_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_file_original ON record_file (original_id);

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES record (rowid),
    uid TEXT NOT NULL, number INTEGER, modality TEXT NOT NULL, description TEXT NOT NULL,
    plain_name TEXT NOT NULL, body_part TEXT NOT NULL, missing TEXT,
    UNIQUE (record_id, uid)
) STRICT;

CREATE TABLE instance (
    original_id INTEGER PRIMARY KEY REFERENCES original (id),
    series_id INTEGER NOT NULL REFERENCES series (id),
    uid TEXT NOT NULL, position INTEGER NOT NULL,
    header TEXT NOT NULL                -- records.InstanceRead as JSON
) STRICT;
CREATE INDEX instance_by_series ON instance (series_id, position);
CREATE INDEX instance_by_uid ON instance (uid);

-- One row a page; a study has one row with number 0 that holds its descriptions.
CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    original_id INTEGER REFERENCES original (id), record_id INTEGER REFERENCES record (rowid),
    number INTEGER NOT NULL, text TEXT NOT NULL, words BLOB NOT NULL,
    width REAL NOT NULL, height REAL NOT NULL, from_ocr INTEGER NOT NULL, picture_only INTEGER NOT NULL,
    UNIQUE (original_id, number), UNIQUE (record_id, number)
) STRICT;

CREATE VIRTUAL TABLE page_text USING fts5 (
    text, content = 'page', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO page_text (page_text, rank) VALUES ('hashsize', 67108864);
CREATE TRIGGER page_in AFTER INSERT ON page BEGIN
    INSERT INTO page_text (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER page_out AFTER DELETE ON page BEGIN
    INSERT INTO page_text (page_text, rowid, text) VALUES ('delete', old.id, old.text);
END;

-- What a file says and why it is believed, one row a reason.
CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES record (rowid),
    field TEXT NOT NULL, value TEXT NOT NULL, rule TEXT NOT NULL, words TEXT NOT NULL,
    sha256 TEXT, page INTEGER, box TEXT,
    reader TEXT NOT NULL, reader_version INTEGER NOT NULL
) STRICT;
CREATE INDEX fact_by_record ON fact (record_id);

-- A person's acts, and what they lay over the facts. Corrections name records by id: they outlive a rebuild.
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL, label TEXT NOT NULL,
    forward TEXT NOT NULL, inverse TEXT NOT NULL,
    undoes INTEGER REFERENCES change (seq), undone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE correction (
    record TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (record, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    fingerprint TEXT NOT NULL, step TEXT NOT NULL, reader_version INTEGER NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (fingerprint, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE bundle (
    id INTEGER PRIMARY KEY,
    made TEXT NOT NULL, path TEXT NOT NULL, shape TEXT NOT NULL, recipient TEXT NOT NULL,
    manifest_sha256 TEXT NOT NULL, counts TEXT NOT NULL, records TEXT NOT NULL
) STRICT;
"""


def apply(db: Database) -> None:
    """Make all tables of the first shape."""
    for statement in _statements(_TABLES):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    """Split at semicolons that end a line, keeping a trigger's body whole (executescript would commit)."""
    statements: list[str] = []
    current: list[str] = []
    inside_trigger = False
    for line in script.splitlines():
        current.append(line)
        inside_trigger = inside_trigger or line.startswith("CREATE TRIGGER")
        code = line.split("--")[0].rstrip()
        if code.endswith(";") and (not inside_trigger or code == "END;"):
            statements.append("\n".join(current))
            current, inside_trigger = [], False
    return statements
