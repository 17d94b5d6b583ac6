"""The watched folder: what is new is offered to the adder, and closing waits for the last look."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from recordkeeper.settings import KnownLibrary
from recordkeeper.ui.adding.watching import Watching
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.settings.watch_card import WatchCard


def test_a_new_file_is_found_once_it_lies_still(fresh_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    watching = Watching(fresh_desk, fresh_desk.news, every_ms=20)
    watching.watch(str(inbox))
    with qtbot.waitSignal(watching.found, timeout=10_000) as found:
        (inbox / "a.txt").write_text("a letter")
    assert found.args == [(str(inbox / "a.txt"),)]
    watching.close()


def test_watching_none_looks_at_nothing(fresh_desk: Desk, qtbot: QtBot) -> None:
    watching = Watching(fresh_desk, fresh_desk.news, every_ms=20)
    watching.watch("")
    with qtbot.waitSignal(watching.found, timeout=200, raising=False) as found:
        pass
    assert not found.signal_triggered
    watching.close()


def test_the_card_keeps_the_folder_with_the_library_that_is_open(fresh_desk: Desk, qtbot: QtBot) -> None:
    place = str(fresh_desk.library.folder)
    others = KnownLibrary("/elsewhere", "Ben", "#123456", "/his/inbox")
    known = (KnownLibrary(place, "Anna", "#654321"), others)
    settings = fresh_desk.settings.__class__(libraries=known)
    card = WatchCard(fresh_desk, settings)
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.changed) as changed:
        card.watch("/downloads")
    assert changed.args is not None
    assert changed.args[0].watched(place) == "/downloads"
    assert changed.args[0].watched("/elsewhere") == "/his/inbox"
    with qtbot.waitSignal(card.changed) as changed:
        card.end.click()
    assert changed.args is not None
    assert changed.args[0].watched(place) == ""
    assert card.end.isHidden()
