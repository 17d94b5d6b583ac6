"""The composition root: everything of an open library is built, and everything is closed again."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from recordkeeper.app import opened, workers
from recordkeeper.library import folder
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.pool import WorkerFailure
from tests.making.libraries import ANNA, a_library, bring_in, write


def test_an_open_library_has_everything_a_room_is_given(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app:
        assert app.library.patient == ANNA
        assert app.library.lock is not None
        assert app.rules().modalities
        assert app.words().say("cli.kind.letter") == "Letter"
        assert app.words("es").language == "es"
        assert app.lanes.writer.submit(lambda: threading.current_thread().name).result().startswith("writer")


def test_nothing_is_left_running_when_it_is_closed(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", {"a.txt": "Anna Sample"}))
    assert {thread for thread in threading.enumerate() if thread.is_alive()} <= before
    with opened(tmp_path / "library", writing=True):
        pass  # the lock was let go


def test_it_is_closed_when_what_was_done_with_it_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with a_library(tmp_path / "library"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with opened(tmp_path / "library", writing=True):
        pass


def test_one_writes_while_many_read(tmp_path: Path) -> None:
    with a_library(tmp_path / "library"):
        with (
            opened(tmp_path / "library", writing=False) as first,
            opened(tmp_path / "library", writing=False) as second,
        ):
            assert first.library.patient == second.library.patient == ANNA
            assert first.library.lock is None
        with pytest.raises(PlaceProblem, match="library_in_use"), opened(tmp_path / "library", writing=True):
            pass


def test_opening_brings_a_fresh_catalogue_level_with_the_journal(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", {"a.txt": "Anna Sample", "b.txt": "Anna Sample again"}))
    folder.set_catalogue_aside(tmp_path / "library")
    with opened(tmp_path / "library", writing=True) as app:
        (count,) = app.library.catalogue.reader().execute("SELECT count(*) FROM record").fetchone()
    assert count == 2


def test_readers_may_not_write_and_makers_may(tmp_path: Path) -> None:
    """The worker's own limits, seen from outside: the same task in both pools."""
    source = write(tmp_path, {"a.txt": "words"}) / "a.txt"
    for may_write in (False, True):
        pool = workers(may_write=may_write, slots=1)
        try:
            assert pool.run("inspect", {"path": str(source), "name": "a.txt"}, deadline=60).header["pages"] == 1
            answer = pool.run("sample", {"folder": str(tmp_path / str(may_write)), "seed": 1}, deadline=120)
            assert may_write
            assert answer.header["patient"]["name"]
        except WorkerFailure:
            assert not may_write
        finally:
            pool.close()


def test_slots_follow_the_machine_within_reason() -> None:
    pool = workers(may_write=False)
    pool.close()
    assert 1 <= pool.slots <= 4
