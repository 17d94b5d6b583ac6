"""Mending: only what is asked for, with what is proven whole; what was damaged is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from recordkeeper.app import App, opened
from recordkeeper.catalogue import changes, documents
from recordkeeper.library import acts, backups, repair
from recordkeeper.library.check import check
from recordkeeper.library.full_backup import back_up
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.libraries import a_library, bring_in, write

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)
HEAD = "Anna Sample  Born 03/05/1964\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    heap = {"a.txt": f"{HEAD}PROGRESS NOTE\nseen on 01/02/2024", "b.txt": f"{HEAD}OPERATIVE REPORT\non 05/02/2024"}
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", heap))
        backups.keep(app.library, NOW)
        acts.correct(app.library, titles(app)[0][0], "title", "said after the copy")
        back_up(app.library, tmp_path / "stick", NOW, Progress(), CancelToken())
    for path in (tmp_path / "library" / "backups").glob("catalogue-000002*"):
        path.unlink()  # made at the end; the one from before the change is to be gone on from
    return tmp_path / "library"


def titles(app: App) -> list[tuple[str, str]]:
    return sorted((each.id, each.title) for each in documents.find(app.library.catalogue.writer, Listing()))


def spoil(place: Path) -> None:
    with (place / "catalogue.sqlite").open("r+b") as file:
        file.seek(20_000)
        file.write(b"\xff" * 40_000)


def test_the_list_comes_from_a_copy_and_is_brought_level_with_the_journal(place: Path) -> None:
    with opened(place, writing=False) as app:
        db = app.library.catalogue.reader()
        before = sorted((each.id, each.title) for each in documents.find(db, Listing()))
        acts_before = changes.history(db)
    spoil(place)
    mended = repair.mend_list(place)
    assert mended.copy is not None
    assert mended.kept is not None
    assert mended.kept.is_file()
    with opened(place, writing=True) as app:
        assert titles(app) == before
        assert "said after the copy" in dict(before).values()
        assert changes.history(app.library.catalogue.writer) == acts_before
        assert check(app.library, Progress(), CancelToken()).ok


def test_a_copy_that_is_damaged_itself_is_not_used(place: Path) -> None:
    (copy,) = (place / "backups").glob("catalogue-*.sqlite")
    copy.write_bytes(copy.read_bytes()[:30_000])
    assert repair.mend_list(place).copy is None
    with opened(place, writing=True) as app:
        assert len(titles(app)) == 2


def test_an_open_library_is_not_mended(place: Path) -> None:
    with opened(place, writing=True), pytest.raises(PlaceProblem, match="library_in_use"):
        repair.mend_list(place)


def test_lost_and_changed_files_come_back_and_the_changed_one_is_kept(place: Path, tmp_path: Path) -> None:
    with opened(place, writing=True) as app:
        (one, first), (two, second) = app.library.originals.everything()
        first.unlink()
        second.chmod(0o600)
        second.write_bytes(b"spoiled")
        found = check(app.library, Progress(), CancelToken())
        assert (found.missing, found.changed) == ((one,), (two,))
        assert repair.likely_backup(app.library) == tmp_path / "stick"
        brought = repair.bring_back(app.library, [one, two], tmp_path / "stick", Progress(), CancelToken())
        assert (set(brought.files), brought.still) == ({one, two}, ())
        assert check(app.library, Progress(), CancelToken()).ok
        assert (place / "backups" / f"damaged-{two}").read_bytes() == b"spoiled"


def test_what_the_backup_holds_damaged_does_not_come_back(place: Path, tmp_path: Path) -> None:
    with opened(place, writing=True) as app:
        (one, first), _ = app.library.originals.everything()
        first.unlink()
        held = tmp_path / "stick" / "originals" / one[0] / one
        held.write_bytes(b"spoiled too")
        brought = repair.bring_back(app.library, [one], tmp_path / "stick", Progress(), CancelToken())
        assert (brought.files, brought.still) == ((), (one,))
