"""Where records come from, one entity for all spellings of a hospital; what a person is asked about a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STEPS = (
    # The spelling a place is called by: the first one met. A person's word on it is a correction of "facility:KEY".
    "CREATE TABLE facility (key TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # The place a record comes from, after merging; "" for records read before, which tell it when read again.
    "ALTER TABLE record ADD COLUMN facility_key TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX record_facility ON record (facility_key) WHERE facility_key <> ''",
    # Why a person is asked (records.Doubt), with spaces between.
    "ALTER TABLE record ADD COLUMN doubts TEXT NOT NULL DEFAULT ''",
)


def apply(db: Database) -> None:
    """Make the table and the columns."""
    for statement in _STEPS:
        db.execute(statement)
