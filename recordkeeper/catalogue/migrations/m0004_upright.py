"""How far a page that is a picture has to be turned for its text to stand upright."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """`turn` in degrees clockwise (0, 90, 180, 270), then `skew` degrees clockwise to level the lines."""
    db.execute("ALTER TABLE page ADD COLUMN turn INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE page ADD COLUMN skew REAL NOT NULL DEFAULT 0")
