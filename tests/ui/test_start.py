"""The window's beginning: what a person sees while a library opens, and what new settings leave alone."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper import __version__, paths, settings
from recordkeeper.app import open_for_window, workers
from recordkeeper.catalogue import documents
from recordkeeper.library import folder
from recordkeeper.library.seal import Seal
from recordkeeper.records.query import Listing
from recordkeeper.ui.libraries.damaged import DamagedScreen
from recordkeeper.ui.opened import Opened
from recordkeeper.ui.opening import Opening
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.start import Start
from tests.making.libraries import ANNA, write
from tests.making.protected import protect

PATIENCE = 60_000


class Door:
    """Opens libraries, but not before it is let."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.let.set()
        self.opened = 0

    def open(self, place: Path, seal: Seal | None = None) -> Opened:
        self.let.wait(60)
        self.opened += 1
        return open_for_window(place, seal)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def start(door: Door, tmp_path: Path, qapp: QApplication) -> Iterator[Start]:
    folder.create(tmp_path / "anna", ANNA, readme="A library made by a test.").close()
    made = Start(
        qapp,
        door.open,
        makers=lambda: workers(may_write=True, slots=1),
        resources=paths.resources(),
        settings_file=tmp_path / "settings" / "settings.json",
    )
    yield made
    door.let.set()
    made.end()
    if made.window is not None:
        made.window.close()


def opened(start: Start, qtbot: QtBot, place: Path) -> MainWindow:
    start.begin(place)
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow), timeout=PATIENCE)
    assert isinstance(start.window, MainWindow)
    return start.window


def test_a_library_that_takes_its_time_is_said_to_be_opening(
    start: Start, door: Door, tmp_path: Path, qtbot: QtBot
) -> None:
    door.let.clear()
    start.begin(tmp_path / "anna")
    qtbot.waitUntil(lambda: isinstance(start.window, Opening), timeout=PATIENCE)
    assert start.window is not None
    assert start.window.accessibleName() == "One moment. The records are being opened."
    start.open(tmp_path / "anna", failed=start.welcome)  # impatience opens nothing twice
    door.let.set()
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow), timeout=PATIENCE)
    assert door.opened == 1


def test_the_program_may_end_while_a_library_is_opening(
    start: Start, door: Door, tmp_path: Path, qtbot: QtBot
) -> None:
    door.let.clear()
    start.begin(tmp_path / "anna")
    threading.Timer(0.1, door.let.set).start()
    start.end()
    folder.open_for_writing(tmp_path / "anna").close()  # nobody holds it


def test_new_settings_show_the_same_library_in_the_new_look_where_a_person_was(
    start: Start, door: Door, tmp_path: Path, qtbot: QtBot
) -> None:
    before = opened(start, qtbot, tmp_path / "anna")
    before.open_page("settings")
    start.change(dataclasses.replace(start.settings, text_size=150, colour_scheme="dark"))
    after = start.window
    assert isinstance(after, MainWindow)
    assert after is not before
    assert (after.current, after.desk.look.scale, after.desk.look.dark) == ("settings", 1.5, True)
    assert door.opened == 1
    start.end()
    assert settings.load(tmp_path / "settings" / "settings.json").text_size == 150


def test_new_settings_do_not_stop_what_is_being_added(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    window = opened(start, qtbot, tmp_path / "anna")
    heap = write(
        tmp_path / "heap", {f"{n}.txt": f"Old Hospital\nPatient: Anna Sample\nNo. {n}" for n in range(300)}
    )
    window.adding.add([heap])
    qtbot.waitUntil(lambda: window.adding._bar.value() > 5, timeout=PATIENCE)
    start.change(dataclasses.replace(start.settings, text_size=125))
    after = start.window
    assert isinstance(after, MainWindow)
    with qtbot.waitSignal(after.adding.adder.ended, timeout=PATIENCE) as ended:
        pass
    assert ended.args[0].receipt.finished
    assert len(documents.find(after.desk.library.catalogue.reader(), Listing())) == 300


def test_settings_that_cannot_be_kept_hold_all_the_same(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    opened(start, qtbot, tmp_path / "anna")
    (tmp_path / "settings" / "settings.json").unlink()
    (tmp_path / "settings").rmdir()
    write(tmp_path, {"settings": "a file where the folder was"})
    start.change(dataclasses.replace(start.settings, text_size=125))
    window = start.window
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(window.undo_bar.isVisible, timeout=PATIENCE)
    assert window.undo_bar._told.text().startswith("This holds for now")
    assert window.desk.look.scale == 1.25


def test_a_damaged_list_is_mended_and_the_library_opens_again(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(start, qtbot, tmp_path / "anna")
    window.desk.news.mend_wanted.emit()
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow) and start.window is not window, timeout=PATIENCE)
    assert list((tmp_path / "anna" / "backups").glob("set-aside-*.sqlite"))


@pytest.mark.parametrize("protected", [False, True])
def test_a_library_whose_list_cannot_be_read_is_mended_when_a_person_wants_it(
    start: Start, qtbot: QtBot, tmp_path: Path, protected: bool
) -> None:
    place = tmp_path / "anna"
    seal = protect(place).seal if protected else None
    (place / "catalogue.sqlite").write_bytes(b"spoiled" * 1000)
    start.open(place, seal=seal, failed=start.welcome)
    qtbot.waitUntil(lambda: isinstance(start.window, DamagedScreen), timeout=PATIENCE)
    screen = start.window
    assert isinstance(screen, DamagedScreen)
    assert (place / "catalogue.sqlite").read_bytes().startswith(b"spoiled"), "nothing is mended unasked"
    screen.mend.click()
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow), timeout=PATIENCE)
    assert isinstance(start.window, MainWindow)
    assert start.window.desk.library.patient == ANNA
    (kept,) = (place / "backups").glob("set-aside-*.sqlite")
    assert kept.read_bytes().startswith(b"spoiled")


def test_what_cannot_be_mended_either_is_said(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "anna" / "recordkeeper.json").write_bytes(b"{")
    start.begin(tmp_path / "anna")
    qtbot.waitUntil(lambda: isinstance(start.window, DamagedScreen), timeout=PATIENCE)
    screen = start.window
    assert isinstance(screen, DamagedScreen)
    screen.mend.click()
    qtbot.waitUntil(lambda: screen.trouble.isVisible(), timeout=PATIENCE)
    assert start.window is screen


def test_a_library_is_moved_and_opened_where_it_is_then(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    opened(start, qtbot, tmp_path / "anna").desk.news.relocate_wanted.emit(str(tmp_path / "elsewhere"))
    qtbot.waitUntil(lambda: _place(start) == tmp_path / "elsewhere", timeout=PATIENCE)
    assert not (tmp_path / "anna").exists()
    assert [known.place for known in start.settings.libraries] == [str(tmp_path / "elsewhere")]


def test_a_protected_library_is_mended_and_moved_and_stays_open(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    seal = protect(tmp_path / "anna").seal
    start.open(tmp_path / "anna", seal=seal, failed=start.welcome)
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow), timeout=PATIENCE)
    first = start.window
    assert isinstance(first, MainWindow)
    first.desk.news.mend_wanted.emit()
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow) and start.window is not first, timeout=PATIENCE)
    assert list((tmp_path / "anna" / "backups").glob("set-aside-*.sqlite"))
    second = start.window
    assert isinstance(second, MainWindow)
    second.desk.news.relocate_wanted.emit(str(tmp_path / "elsewhere"))
    qtbot.waitUntil(lambda: _place(start) == tmp_path / "elsewhere", timeout=PATIENCE)
    assert isinstance(start.window, MainWindow)
    assert start.window.desk.library.seal == seal
    assert not (tmp_path / "anna").exists()


def test_a_library_that_cannot_be_moved_is_open_where_it_was(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(start, qtbot, tmp_path / "anna")
    write(tmp_path / "full", {"a.txt": "something of the person's"})
    window.desk.news.relocate_wanted.emit(str(tmp_path / "full"))
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow) and start.window is not window, timeout=PATIENCE)
    assert _place(start) == tmp_path / "anna"


def _place(start: Start) -> Path | None:
    return start.window.desk.library.folder if isinstance(start.window, MainWindow) else None


def test_after_an_update_it_says_once_where_to_read_what_is_new(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    start.settings = dataclasses.replace(start.settings, version="0.0.1")
    window = opened(start, qtbot, tmp_path / "anna")
    assert window.undo_bar.accessibleName().endswith("under What's new.")
    assert start.settings.version == __version__
    window.undo_bar.tell("", undoable=False)
    start.change(dataclasses.replace(start.settings, text_size=110))
    assert isinstance(start.window, MainWindow)
    assert not start.window.undo_bar.accessibleName()
