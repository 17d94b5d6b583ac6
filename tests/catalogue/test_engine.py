"""The one SQLite: chosen in one module, before sqlite-utils is imported, on either driver."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from recordkeeper.catalogue import engine
from recordkeeper.records.errors import PlaceProblem

ROOT = Path(__file__).resolve().parents[2]
ON_STDLIB = os.environ.get("RECORDKEEPER_SQLITE") == "stdlib"
needs_sqlcipher = pytest.mark.skipif(ON_STDLIB, reason="the standard library's driver protects nothing")


def _python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_nothing_but_the_engine_imports_a_driver() -> None:
    offenders = []
    for path in sorted((ROOT / "recordkeeper").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if {name.split(".")[0] for name in names} & {"sqlite3", "sqlcipher3", "pysqlite3"}:
                offenders.append(path.relative_to(ROOT).as_posix())
    assert set(offenders) == {"recordkeeper/catalogue/engine.py"}


def test_sqlite_utils_uses_the_driver_the_engine_chose() -> None:
    done = _python(
        "from recordkeeper.catalogue import engine\n"
        "import sqlite_utils.utils as u\n"
        "print(u.OperationalError is engine.OperationalError, engine.driver.__name__)",
        RECORDKEEPER_SQLITE="",
    )
    assert done.stdout.split() == ["True", "sqlcipher3.dbapi2"], done.stderr


def test_too_late_a_choice_is_an_error_and_not_two_sqlites() -> None:
    done = _python("import sqlite_utils\nimport recordkeeper.catalogue.engine", RECORDKEEPER_SQLITE="")
    assert "sqlite_utils was imported before its driver was chosen" in done.stderr


def test_the_driver_is_recent_enough_for_wal(tmp_path: Path) -> None:
    db = engine.connect(tmp_path / "a.sqlite")
    (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    assert mode == ("wal" if engine.driver.sqlite_version_info >= (3, 51, 3) else "truncate")
    assert ON_STDLIB or mode == "wal"
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    db.conn.close()


def test_a_shared_folder_gets_the_careful_journal(tmp_path: Path) -> None:
    db = engine.connect(tmp_path / "a.sqlite", local=False)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
    assert db.execute("PRAGMA cache_spill").fetchone() == (0,)
    db.conn.close()


def test_a_reading_connection_cannot_write(tmp_path: Path) -> None:
    writer = engine.connect(tmp_path / "a.sqlite")
    writer.execute("CREATE TABLE t (x)")
    reader = engine.connect(tmp_path / "a.sqlite", read_only=True)
    with pytest.raises(engine.OperationalError, match="readonly"):
        reader.execute("INSERT INTO t VALUES (1)")
    reader.conn.close()
    writer.conn.close()


KEY = bytes(range(32))


@needs_sqlcipher
def test_a_protected_file_opens_with_its_key_and_with_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.sqlite"
    db = engine.connect(path, key=KEY)
    db.execute("CREATE TABLE t (x)")
    db.execute("INSERT INTO t VALUES ('a word in clear')")
    db.conn.close()
    assert b"a word in clear" not in path.read_bytes()
    assert not path.read_bytes().startswith(b"SQLite format")
    db = engine.connect(path, key=KEY)
    assert db.execute("SELECT x FROM t").fetchone() == ("a word in clear",)
    db.conn.close()
    for wrong in (bytes(32), None):
        with pytest.raises(engine.DatabaseError):
            engine.connect(path, key=wrong)
    assert [path.name for path in tmp_path.iterdir()] == ["a.sqlite"]  # and no log of it
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not ON_STDLIB, reason="asked of the standard library's driver")
def test_a_driver_that_would_ignore_a_key_refuses_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot protect"):
        engine.connect(tmp_path / "a.sqlite", key=KEY)


def test_what_the_disk_refuses_has_a_sentence(tmp_path: Path) -> None:
    db = engine.connect(tmp_path / "a.sqlite")
    db.execute("CREATE TABLE t (x)")
    db.execute("PRAGMA max_page_count = 3")
    with pytest.raises(PlaceProblem) as caught, engine.place_problems(tmp_path):
        db.execute("INSERT INTO t VALUES (zeroblob(100000))")
    assert caught.value.code == "disk_full"
    with pytest.raises(engine.OperationalError), engine.place_problems(tmp_path):
        db.execute("SELECT nonsense FROM t")
    db.conn.close()
    with pytest.raises(PlaceProblem) as caught, engine.place_problems(tmp_path):
        engine.connect(tmp_path / "nowhere" / "a.sqlite")
    assert caught.value.code == "place_not_allowed"


def test_text_is_made_storable_at_its_own_length() -> None:
    assert engine.storable("caf\udce9 \0 ü😀") == "caf?   ü😀"
    assert engine.storable("a\0b") == "a b"
    assert engine.storable("plain") == "plain"


@pytest.mark.skipif(ON_STDLIB, reason="this is the run on the standard library's driver")
def test_the_standard_librarys_driver_passes_the_same_tests() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "tests/catalogue", "tests/library"],
        cwd=ROOT,
        env={**os.environ, "RECORDKEEPER_SQLITE": "stdlib"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
