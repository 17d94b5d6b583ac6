"""Which library an intake's files were moved from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """Whose library it was; empty for files that were added."""
    db.execute("ALTER TABLE intake ADD COLUMN moved_from TEXT NOT NULL DEFAULT ''")
