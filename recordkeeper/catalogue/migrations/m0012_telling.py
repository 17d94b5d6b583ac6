"""What each document tells of other records: a scan compared with, a biopsy, an addendum to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STEPS = (
    # records.Telling as JSON, made with the trace.
    "ALTER TABLE trace ADD COLUMN telling TEXT NOT NULL DEFAULT '{}'",
    # Records that are here already are read for it when the library is next written to.
    "INSERT OR REPLACE INTO job VALUES ('library', 'belong', 1, 'waiting')",
)


def apply(db: Database) -> None:
    """Make the column."""
    for statement in _STEPS:
        db.execute(statement)
