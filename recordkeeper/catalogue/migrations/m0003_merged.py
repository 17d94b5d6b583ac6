"""Records a person made one: whose pages now stand in which record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """A record that is part of another keeps its row; its files are lent, and `home` is where they go back to."""
    db.execute("ALTER TABLE record ADD COLUMN merged_into TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE record_file ADD COLUMN home INTEGER REFERENCES record (rowid)")
    db.execute("CREATE INDEX record_file_home ON record_file (home) WHERE home IS NOT NULL")
    db.execute("CREATE INDEX record_merged ON record (merged_into) WHERE merged_into <> ''")
