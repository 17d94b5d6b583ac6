"""Places of care that one file names for files beside it: the clinics of a phone's health export."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """Make the table. `path` is the other file's, from the folder the telling file lies in."""
    db.execute(
        """
        CREATE TABLE place_told (
            original_id INTEGER NOT NULL REFERENCES original (id), path TEXT NOT NULL, place TEXT NOT NULL,
            PRIMARY KEY (original_id, path)
        ) STRICT, WITHOUT ROWID
        """
    )
