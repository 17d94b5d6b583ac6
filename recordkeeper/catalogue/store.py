"""One catalogue file: created, brought to today's shape, opened by one writer and several readers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.catalogue import engine
from recordkeeper.catalogue.migrations import STEPS
from recordkeeper.records.errors import PlaceProblem

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SET = "recordkeeper"


class Catalogue:
    """The open catalogue. `writer` belongs to the writer lane; `reader()` gives each thread its own connection."""

    def __init__(self, path: Path, writer: Database | None, key: bytes | None) -> None:
        self.path = path
        self._writer = writer
        self._key = key
        self._mine = threading.local()
        self._readers: list[Database] = []

    @property
    def writer(self) -> Database:
        if self._writer is None:
            raise PlaceProblem("library_read_only")
        return self._writer

    def reader(self) -> Database:
        """This thread's reading connection."""
        db: Database | None = getattr(self._mine, "db", None)
        if db is None:
            db = self._mine.db = engine.connect(self.path, key=self._key, read_only=True)
            self._readers.append(db)
        return db

    def copy_to(self, place: Path) -> bool:
        """Write the catalogue as it is now to a new file, while others go on; returns whether the copy is whole."""
        db = engine.connect(self.path, key=self._key, read_only=True)
        try:
            db.execute("PRAGMA query_only = OFF")  # else SQLite takes the new file for a change of this one
            return write_copy(db, place, key=self._key)
        finally:
            db.conn.close()

    def open_copy(self, path: Path) -> Database:
        """Open a copy of this catalogue for writing; the caller closes it. The driver's DatabaseError."""
        return engine.connect(path, key=self._key, local=False)

    def close(self) -> None:
        for db in self._readers:
            db.conn.close()
        if self._writer is not None:
            self._writer.conn.close()


def open_for_writing(
    path: Path, *, key: bytes | None = None, local: bool = True, backup: Callable[[Database, str], None]
) -> Catalogue:
    """Open or create the file and bring it to today's shape. `backup` is called before each step on existing data.

    PlaceProblem "library_too_new" when a newer program has made it, "library_damaged" when it is no database,
    and what the disk refuses. What a step that fails had done is taken back.
    """
    with _opening(path):
        db = engine.connect(path, key=key, local=local)
        try:
            _bring_up_to_date(db, backup)
        except BaseException:
            db.conn.close()
            raise
    return Catalogue(path, db, key)


def write_copy(db: Database, place: Path, *, key: bytes | None = None) -> bool:
    """Write an open database to a new file and open that to prove it; returns whether it is whole."""
    db.execute("VACUUM INTO ?", [str(place)])
    copy = engine.connect(place, key=key, read_only=True)
    try:
        return is_whole(copy)
    finally:
        copy.conn.close()


def is_whole(db: Database, *, quick: bool = False) -> bool:
    """What SQLite itself finds; `quick` leaves out whether indices agree with their tables."""
    try:
        (verdict,) = db.execute(f"PRAGMA {'quick' if quick else 'integrity'}_check").fetchone()
    except engine.DatabaseError:
        return False
    return bool(verdict == "ok")


def is_sound(db: Database) -> bool:
    """Whether a catalogue is whole, every row's neighbours are there, and its full text says what its pages say."""
    if not is_whole(db):
        return False
    try:
        if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
            return False
        (pages, texts) = db.execute(
            "SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM page_text_docsize)"
        ).fetchone()
    except engine.DatabaseError:
        return False
    return bool(pages == texts)


def open_for_reading(path: Path, *, key: bytes | None = None) -> Catalogue:
    """Open an existing file for queries only; PlaceProblem when it is absent, too new, too old or damaged."""
    if not path.is_file():
        raise PlaceProblem("library_damaged")
    catalogue = Catalogue(path, None, key)
    try:
        with _opening(path):
            applied = _applied(catalogue.reader())
        _refuse_unknown(applied)
        if len(applied) < len(STEPS):
            raise PlaceProblem("library_too_old_to_read")
    except BaseException:
        catalogue.close()
        raise
    return catalogue


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    """Whatever else a file answers than what the disk refuses: it is not a catalogue of ours any more."""
    try:
        with engine.place_problems(path.parent):
            yield
    except engine.DatabaseError as error:
        raise PlaceProblem("library_damaged") from error


def _bring_up_to_date(db: Database, backup: Callable[[Database, str], None]) -> None:
    from sqlite_utils.migrations import Migrations

    applied = _applied(db)
    _refuse_unknown(applied)
    migrations = Migrations(_SET)
    for name, step in STEPS:
        migrations(name=name)(step)
        if name not in applied:
            if applied:
                backup(db, name)
            migrations.apply(db)


def _applied(db: Database) -> list[str]:
    if "_sqlite_migrations" not in db.table_names():
        return []
    rows = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", [_SET])
    return [str(name) for (name,) in rows]


def _refuse_unknown(applied: list[str]) -> None:
    """A step we do not know was made by a newer program; writing here could lose what it keeps."""
    if set(applied) - {name for name, _ in STEPS}:
        raise PlaceProblem("library_too_new")


def is_of_today(db: Database) -> bool:
    """Whether a catalogue has exactly today's shape."""
    return _applied(db) == [name for name, _ in STEPS]


def get_meta(db: Database, key: str, default: str) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return str(row[0]) if row else default


def set_meta(db: Database, key: str, value: str) -> None:
    db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, value]
    )
