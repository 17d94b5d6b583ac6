"""While the window is open: copies of the catalogue, and a first look at the library."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from recordkeeper import diagnostics, paths
from recordkeeper.catalogue import sources
from recordkeeper.library import backups
from recordkeeper.records.reading import Format, Reading
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.shell.safekeeping import Safekeeping
from tests.making.entries import READER
from tests.making.libraries import write


def test_changes_are_copied_while_the_window_is_open(qtbot: QtBot, fresh_desk: Desk) -> None:
    folder = fresh_desk.library.folder / "backups"
    for old in backups.kept(folder):
        old.path.unlink()
    keeping = Safekeeping(fresh_desk, fresh_desk.news, every_ms=20)
    keeping.begin()
    qtbot.waitUntil(lambda: len(backups.kept(folder)) == 1)
    keeping.close()


def test_a_missing_original_is_told_soon_after_the_start(qtbot: QtBot, fresh_desk: Desk) -> None:
    library = fresh_desk.library
    staged = library.originals.stage(io.BytesIO(b"a record"), lambda: None)
    fresh_desk.act(lambda library: sources.add_original(
        library.catalogue.writer, staged.fingerprint, Reading(Format.TEXT, READER)
    )).result()  # fmt: skip
    keeping = Safekeeping(fresh_desk, fresh_desk.news, first_look_ms=10)
    with qtbot.waitSignal(fresh_desk.news.said) as told:
        keeping.begin()
    assert told.args == ["1 file of your library is not there. Please check your library under Safety."]
    keeping.close()


def test_a_sound_library_says_nothing(qtbot: QtBot, fresh_desk: Desk) -> None:
    keeping = Safekeeping(fresh_desk, fresh_desk.news, first_look_ms=10)
    with qtbot.assertNotEmitted(fresh_desk.news.said):
        keeping.begin()
        qtbot.waitUntil(lambda: keeping.looked)
    keeping.close()


def test_a_crash_is_told_at_the_next_start_and_once(
    qtbot: QtBot, fresh_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECORDKEEPER_HOME", str(tmp_path))
    write(paths.places().logs, {diagnostics.CRASHES: "Fatal Python error: Segmentation fault\n"})
    keeping = Safekeeping(fresh_desk, fresh_desk.news, first_look_ms=10)
    with qtbot.waitSignal(fresh_desk.news.said) as told:
        keeping.begin()
    assert told.args == [fresh_desk.words.say("safety.trouble_crashed")]
    keeping.close()
    assert not diagnostics.crashed_before(paths.places().logs)
