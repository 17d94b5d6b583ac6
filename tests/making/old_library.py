"""A library as a program without facts and families left it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from recordkeeper.library import folder

# What the catalogue was before facts and families: tables away, their steps not taken, nothing asked for.
_OLD = (
    "DROP TABLE clinical",
    "DROP TABLE twin",
    "DROP TABLE pairing",
    "DROP TABLE trace",
    "DROP INDEX record_shown_as",
    "ALTER TABLE record DROP COLUMN shown_as",
    "DELETE FROM _sqlite_migrations WHERE name IN ('m0005_belonging', 'm0006_clinical', 'm0012_telling')",
    "DELETE FROM meta WHERE key = 'readings'",
    "DELETE FROM job",
    "UPDATE record SET machine_identity = 'agrees', identity = 'agrees' WHERE machine_identity = 'unknown'",
)


def age(place: Path) -> None:
    """Take away what is of today; the library must be closed."""
    with closing(folder.open_for_writing(place)) as library:
        db = library.catalogue.writer
        for statement in _OLD:
            db.execute(statement)
        db.conn.commit()
