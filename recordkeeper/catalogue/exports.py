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
        INSERT INTO bundle (made, path, shape, recipient, manifest_sha256, counts, records)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
            entry.made,
            entry.path,
            entry.shape,
            entry.recipient,
            entry.manifest_sha256,
            json.dumps(entry.counts),
            json.dumps(entry.records),
        ],
    )
    return int(cursor.lastrowid or 0)


def all_bundles(db: Database) -> tuple[LedgerEntry, ...]:
    """Every bundle made from this library, oldest first."""
    rows: Any = db.execute(
        "SELECT id, made, path, shape, recipient, manifest_sha256, counts, records FROM bundle ORDER BY id"
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
        )
        for number, made, path, shape, recipient, sha256, counts, records in rows
    )
