"""Which images of scans went with a bundle, so that the next one holds those that came since."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# bundle/supplement.py says what an image is known by; '' for bundles made before anybody noted it.
_STEP = "ALTER TABLE bundle ADD COLUMN images TEXT NOT NULL DEFAULT ''"


def apply(db: Database) -> None:
    """Make the column."""
    db.execute(_STEP)
