"""Keeping why the machine's fields of a record are what they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from recordkeeper.catalogue.engine import storable
from recordkeeper.records.provenance import Reader, Reason

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def put_reasons(db: Database, rowid: int, reasons: Sequence[Reason], reader: Reader) -> None:
    """Keep them in place of those before, with the reader that gave them."""
    db.execute("DELETE FROM fact WHERE record_id = ?", [rowid])
    db.conn.executemany(
        """
        INSERT INTO fact (record_id, field, value, rule, words, sha256, page, box, reader, reader_version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                rowid,
                r.field,
                storable(r.value),
                r.rule,
                storable(r.words),
                r.file,
                r.page,
                json.dumps(r.box) if r.box else None,
                reader.name,
                reader.version,
            )
            for r in reasons
        ],
    )
