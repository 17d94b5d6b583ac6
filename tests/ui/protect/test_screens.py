"""The protected library in the window: made step by step, locked, opened by its doors, and made plain again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from recordkeeper import paths
from recordkeeper.app import open_for_window, workers
from recordkeeper.library import folder, keys, recovery
from recordkeeper.ui.protect.convert_screen import ConvertScreen
from recordkeeper.ui.protect.locker import Locker
from recordkeeper.ui.protect.unlock_screen import UnlockScreen
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.start import Start
from tests.making.libraries import ANNA
from tests.making.protected import PASSPHRASE, protect, sheet
from tests.making.waiting import until


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "library"
    folder.create(place, ANNA, readme="").close()
    return place


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path) -> Iterator[Start]:
    made = Start(
        qapp,
        open_for_window,
        makers=lambda: workers(may_write=True, slots=1),
        resources=paths.resources(),
        settings_file=tmp_path / "settings.json",
    )
    yield made
    made.end()
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()


def shown(start: Start, kind: type) -> None:
    until(lambda: isinstance(start.window, kind) and start.window.isEnabled())


def test_step_by_step_it_is_protected_locked_opened_and_made_plain(
    start: Start, place: Path, tmp_path: Path
) -> None:
    start.begin(place)
    shown(start, MainWindow)
    start._on_protect_wanted("protect", False)
    shown(start, ConvertScreen)
    screen = start.window
    assert isinstance(screen, ConvertScreen)
    screen.next.click()
    screen.passphrase.setText(PASSPHRASE)
    screen.next.click()
    assert screen.step == "passphrase"  # the two are not the same
    screen.again.setText(PASSPHRASE)
    screen.next.click()
    until(lambda: screen.step == "sheet" and screen.isEnabled())
    assert not screen.next.isEnabled()  # not before there is a sheet
    screen.save_to(str(tmp_path / "sheet.pdf"))
    until(screen.next.isEnabled)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    screen.next.click()
    assert screen.new is not None
    screen.next.click()
    assert screen.step == "check"  # nothing was typed
    assert keys.protection_of(place) is None
    words = recovery.words_of(screen.new.secret, screen.dress.words.language)
    for number, asked in screen.typed.items():
        asked.setText(words[number - 1])
    screen.next.click()
    until(lambda: screen.step == "done")
    assert keys.protection_of(place) is not None
    screen.next.click()
    shown(start, MainWindow)
    assert start.settings.libraries[0].name == "library"  # not whose it is
    assert "Anna" not in (tmp_path / "settings.json").read_text() or start.settings.libraries[0].name == "library"

    start.lock_now()
    shown(start, UnlockScreen)
    doors = start.window
    assert isinstance(doors, UnlockScreen)
    doors.passphrase.setText("not this one at all")
    doors.open_passphrase.click()
    until(lambda: doors.isEnabled() and not doors.trouble.isHidden())
    assert start.window is doors
    doors.words.setPlainText(" ".join(words))
    doors.open_words.click()
    shown(start, MainWindow)

    start._on_protect_wanted("unprotect", False)
    shown(start, ConvertScreen)
    last = start.window
    assert isinstance(last, ConvertScreen)
    last.next.click()
    until(lambda: last.step == "done")
    assert keys.protection_of(place) is None
    last.next.click()
    shown(start, MainWindow)


def test_a_locked_library_shows_its_doors_and_opens_by_its_passphrase(start: Start, place: Path) -> None:
    protect(place, PASSPHRASE)
    start.begin(place)
    shown(start, UnlockScreen)
    doors = start.window
    assert isinstance(doors, UnlockScreen)
    assert not doors.by_computer.isVisible()
    doors.passphrase.setText(PASSPHRASE)
    doors.open_passphrase.click()
    shown(start, MainWindow)


def test_what_was_cut_off_goes_on_with_the_words_of_the_sheet(start: Start, place: Path) -> None:
    from recordkeeper.library import protecting
    from tests.making.protected import TODAY

    new = protecting.begin(place, "protect", TODAY)
    start.begin(place)
    shown(start, MainWindow)
    start._on_protect_wanted("protect", True)
    shown(start, ConvertScreen)
    screen = start.window
    assert isinstance(screen, ConvertScreen)
    screen.all_words.setPlainText(sheet(new))
    screen.next.click()
    until(lambda: screen.step == "done")
    assert keys.unlock(place, sheet(new)) == new.seal


class Clocks:
    """The clock on the wall, and one that stands still in sleep."""

    wall = awake = 1000.0


@pytest.mark.parametrize(
    ("minutes", "wall", "awake", "busy", "locks"),
    [
        (10, 599, 599, False, False),
        (10, 600, 600, False, True),
        (0, 9999, 9999, False, False),
        (10, 600, 600, True, False),
        (0, 60, 5, False, True),  # it slept
        (0, 20, 5, False, False),
    ],
)
def test_it_locks_when_nobody_is_there_and_after_sleep(
    qapp: QApplication, minutes: int, wall: float, awake: float, busy: bool, locks: bool
) -> None:
    clocks, heard = Clocks(), []
    locker = Locker(qapp, minutes, busy=lambda: busy, wall=lambda: clocks.wall, awake=lambda: clocks.awake)
    locker.lock_wanted.connect(lambda: heard.append(True))
    clocks.wall += wall
    clocks.awake += awake
    locker.look()
    locker.close()
    assert bool(heard) == locks
