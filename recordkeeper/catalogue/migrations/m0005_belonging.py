"""What ties records together: a trace of each document's text, texts that are there twice, and families."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = (
    # What a document is compared by (records.Trace). No row: it is still to be made; `compared`: with all others.
    """
    CREATE TABLE trace (
        record_id INTEGER PRIMARY KEY REFERENCES record (rowid) ON DELETE CASCADE,
        version INTEGER NOT NULL, compared INTEGER NOT NULL DEFAULT 0,
        sketch BLOB NOT NULL, filed BLOB NOT NULL,
        revision TEXT NOT NULL, reported TEXT, cues TEXT NOT NULL
    ) STRICT
    """,
    # Two records of one text. `shown` is the one that replaces the other, NULL when neither does.
    """
    CREATE TABLE twin (
        one INTEGER NOT NULL REFERENCES record (rowid) ON DELETE CASCADE,
        other INTEGER NOT NULL REFERENCES record (rowid) ON DELETE CASCADE,
        likeness TEXT NOT NULL, confidence REAL NOT NULL, shown INTEGER,
        pages TEXT NOT NULL, reasons TEXT NOT NULL,
        PRIMARY KEY (one, other)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX twin_other ON twin (other)",
    # `record_id` belongs to `to_id`, as the machine sees it; what a person says of it is a correction.
    """
    CREATE TABLE pairing (
        record_id INTEGER NOT NULL REFERENCES record (rowid) ON DELETE CASCADE,
        to_id INTEGER NOT NULL REFERENCES record (rowid) ON DELETE CASCADE,
        kind TEXT NOT NULL, confidence REAL NOT NULL, reasons TEXT NOT NULL,
        PRIMARY KEY (record_id, to_id, kind)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX pairing_to ON pairing (to_id)",
    # The record that is shown in place of this one, "" for those shown themselves.
    "ALTER TABLE record ADD COLUMN shown_as TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX record_shown_as ON record (shown_as) WHERE shown_as <> ''",
    # Records that are here already are compared when the library is next written to.
    "INSERT OR REPLACE INTO job VALUES ('library', 'belong', 1, 'waiting')",
)


def apply(db: Database) -> None:
    """Make the tables; nothing is known yet."""
    for statement in _TABLES:
        db.execute(statement)
