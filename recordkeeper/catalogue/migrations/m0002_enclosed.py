"""What lay inside what: attachments of a mail, a document in a DICOM instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """Make the table. It names files by content: what is inside is settled before what is around it."""
    db.execute(
        """
        CREATE TABLE enclosed (
            outer_sha256 TEXT NOT NULL, inner_sha256 TEXT NOT NULL,
            PRIMARY KEY (outer_sha256, inner_sha256)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX enclosed_inner ON enclosed (inner_sha256)")
