"""What records say about the illness, quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """One row a fact. `id` is lasting within its record: a person's word on a fact outlives reading again."""
    db.execute(
        """
        CREATE TABLE clinical (
            record_id INTEGER NOT NULL REFERENCES record (rowid),
            id TEXT NOT NULL, position INTEGER NOT NULL,
            kind TEXT NOT NULL, name TEXT NOT NULL, printed TEXT NOT NULL, date TEXT,
            sha256 TEXT, page INTEGER NOT NULL, box TEXT, words TEXT NOT NULL, confidence REAL NOT NULL,
            reader TEXT NOT NULL, reader_version INTEGER NOT NULL,
            PRIMARY KEY (record_id, id)
        ) STRICT, WITHOUT ROWID
        """
    )
