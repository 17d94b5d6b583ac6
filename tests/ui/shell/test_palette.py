"""Ctrl+K finds every action; the search box remembers what was sought."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import recent
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.shell.palette import Palette, actions_of
from recordkeeper.ui.shell.places import ENTRIES
from recordkeeper.ui.shell.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    made = MainWindow(desk, desk.library.patient, "#0F766E")
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.palette_sheet is not None and window.palette_sheet.isVisible())
    return window.palette_sheet


def test_an_action_is_found_by_a_part_of_its_name_and_done(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("home")
    sheet = palette(window, qtbot)
    qtbot.keyClicks(sheet.typed, "timel")
    assert sheet.list.currentItem().text().startswith("Timeline")
    qtbot.keyClick(sheet.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current == "timeline")


def test_every_page_and_every_button_that_can_be_pressed_is_there(window: MainWindow, qtbot: QtBot) -> None:
    page = window.open_page("records")
    qtbot.waitUntil(lambda: bool(page.list.rows))
    page.list.choose_first()
    qtbot.waitUntil(lambda: page.details.shown is not None)
    names = {action.name for action in actions_of(window, page)}
    rail = {window.desk.words.say(f"ui.rail.{place.name}") for place in ENTRIES}
    assert rail <= names
    pressed = [
        b for b in page.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled() and b.accessibleName()
    ]
    plain = {button.accessibleName() for button in pressed if not getattr(button, "menu", lambda: None)()}
    assert plain <= names
    assert any(name.startswith("Year: ") for name in names)


def test_what_is_not_there_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("home")
    sheet = palette(window, qtbot)
    qtbot.keyClicks(sheet.typed, "zyzzyva")
    assert sheet.nothing.isVisible()
    qtbot.keyClick(sheet.typed, Qt.Key.Key_Return)
    assert sheet.isVisible()
    qtbot.keyClick(sheet.typed, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.current == "home")


def test_past_searches_are_offered_and_kept_with_the_records(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.open_page("home")
    window.search.setFocus()
    qtbot.keyClicks(window.search, "margins")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.read(recent.recent).result()[:1] == ("margins",))
    window.search.setText("margins clear")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.read(recent.recent).result()[:1] == ("margins clear",))
    assert "margins" not in desk.read(recent.recent).result()  # it was only the beginning
    qtbot.waitUntil(lambda: window.search.recent.stringList()[:1] == ["margins clear"])
    window.search.clear()
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.search._offer.popup().isVisible())
    qtbot.keyClick(window.search._offer.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(window.search._offer.popup(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.search.text() == "margins clear")
    desk.act(lambda library: recent.forget(library.catalogue.writer)).result()
