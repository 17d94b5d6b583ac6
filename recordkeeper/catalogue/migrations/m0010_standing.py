"""Where a record stands among the places, apart from whose papers it is read as: a person may say another place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    """Make the column; records whose place a person put right stand under that one."""
    db.execute("ALTER TABLE record ADD COLUMN place_key TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX record_place ON record (place_key) WHERE place_key <> ''")
    db.execute("UPDATE record SET place_key = facility_key WHERE facility_key <> ''")
    said = db.execute("SELECT record, value FROM correction WHERE field = 'facility'").fetchall()
    for record, value in said:
        name = " ".join(str(json.loads(value)).split())
        if name:
            row = db.execute(
                "SELECT key FROM facility WHERE key = ? OR name = ? COLLATE NOCASE", [name.casefold(), name]
            ).fetchone()
            key = row[0] if row else name.casefold()
            db.execute("INSERT OR IGNORE INTO facility (key, name) VALUES (?, ?)", [key, name])
            db.execute("UPDATE record SET place_key = ? WHERE id = ?", [key, record])
