"""The settings page: a change holds at once, and the library is checked without stopping the window."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.settings import Settings
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.settings.options import OPTIONS, said
from recordkeeper.ui.settings.page import SettingsPage


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SettingsPage:
    made = SettingsPage(desk)
    made.resize(800, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_option_is_a_field_of_the_settings_and_shows_its_value(page: SettingsPage) -> None:
    for option in OPTIONS:
        assert option.field in {field.name for field in dataclasses.fields(Settings)}
        assert page.choices[option.field].currentData() == getattr(page.desk.settings, option.field)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.field)
def test_every_value_has_words_of_its_own(desk: Desk, option) -> None:  # type: ignore[no-untyped-def]
    values = option.values(desk.resources / "wording")
    assert len({said(option, value, desk.words) for value in values}) == len(values) > 1


def test_a_change_by_keyboard_is_told_at_once(qtbot: QtBot, page: SettingsPage) -> None:
    size = page.choices["text_size"]
    size.setFocus()
    with qtbot.waitSignal(page.desk.news.settings_changed) as told:
        qtbot.keyClick(size, Qt.Key.Key_Down)
    assert told.args == [dataclasses.replace(page.desk.settings, text_size=110)]


def test_two_changes_add_up(qtbot: QtBot, page: SettingsPage) -> None:
    heard: list[Settings] = []
    page.desk.news.settings_changed.connect(heard.append)
    for field in ("colour_scheme", "radiology_mouse"):
        qtbot.keyClick(page.choices[field], Qt.Key.Key_Down)
    assert heard[-1] == dataclasses.replace(page.desk.settings, colour_scheme="dark", radiology_mouse=True)


def test_choosing_what_holds_already_changes_nothing(qtbot: QtBot, page: SettingsPage) -> None:
    with qtbot.assertNotEmitted(page.desk.news.settings_changed):
        page.choices["language"].activated.emit(page.choices["language"].currentIndex())


def test_protection_is_found_from_here(qtbot: QtBot, page: SettingsPage) -> None:
    with qtbot.waitSignal(page.desk.news.page_wanted) as wanted:
        page.safety.click()
    assert wanted.args == ["safety"]


def test_where_the_library_is_can_be_read_and_copied(page: SettingsPage) -> None:
    assert page.place.text() == str(page.desk.library.folder)
    assert page.place.isReadOnly()


def test_choices_go_below_their_words_where_there_is_no_room(page: SettingsPage) -> None:
    def beside() -> bool:
        words, choice = page._rows[0]
        return choice.geometry().top() < words.geometry().bottom()

    page.resize(900, 700)
    page.layout().activate()
    page._grid.activate()
    assert beside()
    page.resize(380, 700)
    page._grid.activate()
    assert not beside()
