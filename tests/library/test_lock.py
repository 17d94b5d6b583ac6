"""One writer a library, and no lock outlives its holder."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recordkeeper.library import lock
from recordkeeper.library.lock import Lock
from recordkeeper.records.errors import PlaceProblem

ROOT = Path(__file__).resolve().parents[2]
_HOLDER = """
import sys, time
from pathlib import Path
from recordkeeper.library.lock import Lock
held = Lock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def _held_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "held\n"
        yield holder
        holder.kill()


def test_a_second_holder_is_refused_in_this_process_too(tmp_path: Path) -> None:
    first = Lock(tmp_path / "lock")
    with pytest.raises(PlaceProblem, match="library_in_use"):
        Lock(tmp_path / "lock")
    first.release()
    Lock(tmp_path / "lock").release()


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    with _held_elsewhere(tmp_path / "lock"), pytest.raises(PlaceProblem, match="library_in_use"):
        Lock(tmp_path / "lock")


def test_a_holder_that_was_killed_frees_the_lock(tmp_path: Path) -> None:
    with _held_elsewhere(tmp_path / "lock") as holder:
        holder.kill()
        holder.wait()
        Lock(tmp_path / "lock").release()


def test_a_process_started_meanwhile_does_not_keep_the_lock(tmp_path: Path) -> None:
    held = Lock(tmp_path / "lock")
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    held.release()
    Lock(tmp_path / "lock").release()
    child.communicate(b"")


def test_a_place_that_cannot_lock_is_not_called_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(lock, "_take", refuse)
    with pytest.raises(OSError, match="no locks here"):
        Lock(tmp_path / "lock")
