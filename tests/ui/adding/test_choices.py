"""The three ways to add, by mouse and keyboard, with the system's own file dialogs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from recordkeeper.ui.adding.choices import Choice, Choices
from recordkeeper.ui.adding.panel import AddingPanel
from recordkeeper.ui.adding.volumes import Volume, carried, mounted
from recordkeeper.ui.desk import Desk

DISC = Volume("NORTHFIELD", "/media/sam/NORTHFIELD", "iso9660")


def with_a_disc(_: Callable[[], tuple[Volume, ...]]) -> Future[tuple[Volume, ...]]:
    found: Future[tuple[Volume, ...]] = Future()
    found.set_result((DISC,))
    return found


@pytest.fixture
def choices(fresh_desk: Desk, qtbot: QtBot) -> Choices:
    made = Choices(fresh_desk, with_a_disc, fresh_desk.errands)
    qtbot.addWidget(made)
    made.show()
    return made


def dialog_of(choices: Choices, qtbot: QtBot) -> QFileDialog:
    qtbot.waitUntil(lambda: bool(choices.window().findChildren(QFileDialog)))
    return choices.window().findChildren(QFileDialog)[-1]


def test_a_disc_that_is_in_is_one_click_away(choices: Choices, qtbot: QtBot) -> None:
    choices._ways["disc"].click()
    qtbot.waitUntil(lambda: choices._listed.count() == 1)
    found = choices._listed.itemAt(0).widget()
    assert isinstance(found, Choice)
    assert found.accessibleName() == "NORTHFIELD"
    with qtbot.waitSignal(choices.chosen) as chosen:
        found.click()
    assert chosen.args == [(Path("/media/sam/NORTHFIELD"),)]


def test_the_keyboard_chooses_too(choices: Choices, qtbot: QtBot) -> None:
    choices.begin_again()
    choices._ways["disc"].setFocus()
    qtbot.keyClick(choices._ways["disc"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: choices._listed.count() == 1)


def test_a_folder_is_chosen_in_the_dialog_and_the_next_opens_beside_it(
    choices: Choices, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "Downloads").mkdir()
    choices._ways["folder"].click()
    dialog = dialog_of(choices, qtbot)
    with qtbot.waitSignal(choices.chosen) as chosen:
        dialog.filesSelected.emit([str(tmp_path / "Downloads")])
    assert chosen.args == [(tmp_path / "Downloads",)]
    dialog.close()
    choices._ways["files"].click()
    assert Path(dialog_of(choices, qtbot).directory().absolutePath()) == tmp_path


def test_what_a_person_carries_around_is_listed_discs_first_and_nothing_else() -> None:
    stick = Volume("SAM", "/media/sam/SAM", "vfat")
    by_hand = Volume("old", "/mnt/old", "exfat")
    system = [Volume("boot", "/boot", "ext4"), Volume("work", "/mnt/work", "9p"), Volume("home", "/home", "btrfs")]
    assert carried([stick, *system, DISC, by_hand]) == (DISC, by_hand, stick)


def test_the_system_is_asked_without_harm() -> None:
    assert all(volume.place for volume in mounted())


def test_the_sheet_opens_where_the_last_add_came_from(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    panel = AddingPanel(fresh_desk)
    qtbot.addWidget(panel)
    heap = tmp_path / "sticks" / "one"
    heap.mkdir(parents=True)
    (heap / "a.txt").write_text("Letter", "utf-8")
    with qtbot.waitSignal(panel.adder.ended, timeout=60_000):
        panel.add([heap])
    panel.ask()
    assert panel.sheet is not None
    qtbot.waitUntil(lambda: panel.sheet is not None and panel.sheet.choices._last_place == str(tmp_path / "sticks"))
    assert panel.sheet.isVisible()
    with qtbot.waitSignal(panel.adder.ended, timeout=60_000):
        panel.sheet.choices.chosen.emit((heap,))
    assert not panel.sheet.isVisible()
    panel.stop_for_closing()
