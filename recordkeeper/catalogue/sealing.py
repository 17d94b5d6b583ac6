"""A catalogue under another key, or under none: copied by SQLCipher itself, then compared row for row."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.catalogue import engine, store

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def copy(path: Path, key: bytes | None, place: Path, other: bytes | None) -> bool:
    """Write the database at `path` (opened with `key`) to `place`, to be opened with `other`.

    Returns whether the copy is whole and says the same. The driver's DatabaseError when `path` does not open.
    """
    db = engine.connect(path, key=key, read_only=True)
    try:
        db.execute("PRAGMA query_only = OFF")  # else the new file counts as a change of this one
        engine.export(db, place, other)
        there = engine.connect(place, key=other, read_only=True)
        try:
            return store.is_whole(there) and _same(db, there)
        finally:
            there.conn.close()
    finally:
        db.conn.close()


def opens(path: Path, key: bytes | None) -> bool:
    """Whether the file is a database that this key opens. The driver's DatabaseError when it is not."""
    db = engine.connect(path, key=key, read_only=True)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        db.conn.close()
    return True


def _same(db: Database, other: Database) -> bool:
    """Whether both hold the same tables with the same rows under the same numbers."""
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    if list(map(tuple, db.execute(schema))) != list(map(tuple, other.execute(schema))):
        return False
    tables = [
        (str(name), str(sql))
        for name, sql in db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    version = "PRAGMA user_version"
    if tuple(db.execute(version).fetchone()) != tuple(other.execute(version).fetchone()):
        return False
    return all(_same_rows(db, other, name, sql) for name, sql in tables if "VIRTUAL TABLE" not in sql.upper())


def _same_rows(db: Database, other: Database, table: str, sql: str) -> bool:
    """A virtual table's rows are those of its shadow tables, which are compared like any other."""
    numbered = "WITHOUT ROWID" not in sql.upper()
    query = f'SELECT {"rowid, " if numbered else ""}* FROM "{table}" ORDER BY {"rowid" if numbered else "1, 2"}'
    return all(a == b for a, b in zip_longest(map(tuple, db.execute(query)), map(tuple, other.execute(query))))
