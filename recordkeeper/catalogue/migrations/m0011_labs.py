"""Results of laboratories as printed, and how sure the words of a picture are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """One row a result. `id` is lasting within its record: a person's word on it outlives reading again.

    Libraries from before have their results once their files are read again (`renewals`).
    """
    db.execute(
        """
        CREATE TABLE lab (
            record_id INTEGER NOT NULL REFERENCES record (rowid),
            id TEXT NOT NULL, position INTEGER NOT NULL,
            test TEXT NOT NULL, result TEXT NOT NULL, sha256 TEXT,
            reader TEXT NOT NULL, reader_version INTEGER NOT NULL,
            PRIMARY KEY (record_id, id)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute("ALTER TABLE page ADD COLUMN sure BLOB NOT NULL DEFAULT x''")
