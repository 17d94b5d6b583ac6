"""The ledger: which bundle went where, with what in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from recordkeeper.records.bundle import LedgerEntry

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def add(db: Database, entry: LedgerEntry) -> int:
    """Note a finished bundle; returns its number."""
    cursor = db.execute(
        """
        INSERT INTO bundle (made, path, shape, recipient, manifest_sha256, counts, records, images)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            entry.made,
            entry.path,
            entry.shape,
            entry.recipient,
            entry.manifest_sha256,
            json.dumps(entry.counts),
            json.dumps(entry.records),
            "" if entry.images is None else json.dumps(entry.images),
        ],
    )
    return int(cursor.lastrowid or 0)


def all_bundles(db: Database) -> tuple[LedgerEntry, ...]:
    """Every bundle made from this library, oldest first."""
    rows: Any = db.execute(
        "SELECT id, made, path, shape, recipient, manifest_sha256, counts, records, images FROM bundle ORDER BY id"
    ).fetchall()
    return tuple(
        LedgerEntry(
            id=number,
            made=made,
            path=path,
            shape=shape,
            recipient=recipient,
            manifest_sha256=sha256,
            counts=json.loads(counts),
            records=tuple(json.loads(records)),
            images=tuple(json.loads(images)) if images else None,
        )
        for number, made, path, shape, recipient, sha256, counts, records, images in rows
    )
