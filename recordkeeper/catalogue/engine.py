"""The one import of the SQLite driver.

`sqlcipher3` brings one recent SQLite with FTS5 to every system, for plain and protected libraries alike.
sqlite-utils takes its exception classes from `pysqlite3` when that can be imported, so the driver is put under
that name before sqlite-utils is imported for the first time. RECORDKEEPER_SQLITE=stdlib chooses the standard
library's driver (plain libraries only); the suite passes on both.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from recordkeeper.records.errors import PlaceProblem

if TYPE_CHECKING:
    from sqlite_utils import Database as Database

BESIDE = ("-wal", "-shm", "-journal")  # endings of the files SQLite keeps beside a database
_WAL_IS_SOUND_FROM = (3, 51, 3)  # before it, two connections could corrupt a file (WAL-reset bug)

_FTS5_IS_INNOCUOUS_FROM = (3, 44)  # before it, with an untrusted schema, our triggers may not feed the full text


def _choose_driver() -> ModuleType:
    if os.environ.get("RECORDKEEPER_SQLITE") == "stdlib":
        import sqlite3

        return sqlite3
    import sqlcipher3.dbapi2

    if "sqlite_utils" in sys.modules and sys.modules.get("pysqlite3") is not sqlcipher3.dbapi2:
        raise ImportError("sqlite_utils was imported before its driver was chosen")
    sys.modules["pysqlite3"] = sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2
    return sqlcipher3.dbapi2


def _database_class() -> type[Database]:
    """The Database of sqlite-utils, which would load numpy to know its types: a third of a start, for nothing."""
    wanted = "sqlite_utils" not in sys.modules and "numpy" not in sys.modules
    if wanted:
        sys.modules["numpy"] = None  # type: ignore[assignment]  # Python's own way to say: not here
    try:
        from sqlite_utils import Database
    finally:
        if wanted:
            del sys.modules["numpy"]
    return Database


driver: Any = _choose_driver()
DatabaseError: type[Exception] = driver.DatabaseError
OperationalError: type[Exception] = driver.OperationalError


def connect(path: Path | str, *, key: bytes | None = None, read_only: bool = False, local: bool = True) -> Database:
    """Open a database file. `key` (32 bytes) opens a protected one; `local` False chooses the careful journal.

    The driver's DatabaseError when the file is no database or the key is wrong; ValueError when there is a key
    and a driver that would ignore it.
    """
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
    try:
        if key is not None:
            _unlock(connection, key)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if driver.sqlite_version_info >= _FTS5_IS_INNOCUOUS_FROM:
            connection.execute("PRAGMA trusted_schema = OFF")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            _choose_journal(connection, local=local)
    except BaseException:
        connection.close()
        raise
    return _database_class()(connection, execute_plugins=False)


def _unlock(connection: Any, key: bytes) -> None:
    if connection.execute("PRAGMA cipher_version").fetchone() is None:
        raise ValueError("this SQLite driver cannot protect a library")
    connection.execute("PRAGMA cipher_log_level = NONE")  # "cipher_log = none" would log into a file of that name
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def export(db: Database, place: Path, key: bytes | None) -> None:
    """Write an open database to a new file under another key, None for none. DatabaseError; ValueError as above."""
    if db.execute("PRAGMA cipher_version").fetchone() is None:
        raise ValueError("this SQLite driver cannot protect a library")
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    secret = "''" if key is None else f"\"x'{key.hex()}'\""
    db.execute("PRAGMA cipher_log_level = NONE")
    db.execute("PRAGMA trusted_schema = ON")  # the export writes the schema of the full text itself
    db.execute("PRAGMA foreign_keys = OFF")  # it copies table by table
    db.execute(f"ATTACH DATABASE ? AS other KEY {secret}", [str(place)])
    db.execute("PRAGMA other.journal_mode = MEMORY")  # whoever asked flushes the file when it is whole
    db.execute("PRAGMA other.synchronous = OFF")
    db.execute("SELECT sqlcipher_export('other')")
    db.execute(f"PRAGMA other.user_version = {version}")
    db.execute("DETACH DATABASE other")


def _choose_journal(connection: Any, *, local: bool) -> None:
    """WAL lets searches go on while batches commit; shared folders and older SQLites get a rollback journal."""
    if local and driver.sqlite_version_info >= _WAL_IS_SOUND_FROM:
        connection.execute("PRAGMA journal_mode = WAL")
    else:
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA cache_spill = OFF")
    connection.execute("PRAGMA synchronous = FULL")


_REFUSALS = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_READONLY": "place_read_only",
    "SQLITE_CANTOPEN": "place_not_allowed",
    "SQLITE_PERM": "place_not_allowed",
    "SQLITE_IOERR": "disk_trouble",
    "SQLITE_BUSY": "library_in_use",
    "SQLITE_NOTADB": "library_damaged",
    "SQLITE_CORRUPT": "library_damaged",
}


def refusal(error: BaseException, place: Path | str) -> PlaceProblem | None:
    """What the disk or the file refused, as a problem that has a sentence; None for mistakes of our own."""
    name = str(getattr(error, "sqlite_errorname", "")) if isinstance(error, DatabaseError) else ""
    code = _REFUSALS.get("_".join(name.split("_")[:2]))  # SQLITE_IOERR_FSYNC is a SQLITE_IOERR
    return PlaceProblem(code, place=str(place)) if code is not None else None


@contextmanager
def place_problems(place: Path | str) -> Iterator[None]:
    """Turn what the disk or the file refuses into a PlaceProblem that has a sentence. Our own mistakes stay."""
    try:
        yield
    except DatabaseError as error:
        problem = refusal(error, place)
        if problem is None:
            raise
        raise problem from error


def storable(text: str) -> str:
    """The text as a database takes it, as long as it was: no half characters, no NUL."""
    return text if text.isascii() and "\0" not in text else _without_holes(text)


def _without_holes(text: str) -> str:
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
