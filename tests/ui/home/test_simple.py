"""The Simple view, and going on where one stopped."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import left_at, record_lines
from recordkeeper.records.query import Listing
from recordkeeper.settings import Settings
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.home.page import HomePage
from recordkeeper.ui.shell.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    simple = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, simple=True))
    made = MainWindow(simple, desk.library.patient, "#0F766E")
    qtbot.addWidget(made)
    made.resize(1024, 768)
    made.show()
    made.open_page("simple")
    return made


def test_three_buttons_lead_where_they_say_and_back(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.rail.isVisible()
    assert not window.back.isVisible()
    page = window.page("simple")
    for pressed, name in ((page.needed, "home"), (page.bundle, "bundles")):
        qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
        assert window.current == name
        assert window.whose.isVisible()
        assert window.whose.text() == window.desk.library.patient.name
        qtbot.mouseClick(window.back, Qt.MouseButton.LeftButton)
        assert window.current == "simple"
    with qtbot.waitSignal(window.desk.news.settings_changed) as changed:
        qtbot.mouseClick(page.all, Qt.MouseButton.LeftButton)
    assert changed.args == [Settings(colour_scheme="light", simple=False)]


def test_the_full_window_has_its_rail_and_no_way_back(desk: Desk, qtbot: QtBot) -> None:
    full = MainWindow(desk, desk.library.patient, "#0F766E")
    qtbot.addWidget(full)
    full.show()
    full.open_page("home")
    assert full.rail.isVisible()
    assert not full.back.isVisible()


def test_home_goes_on_with_the_record_one_stayed_with(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    line = next(each for each in desk.read(record_lines.find, Listing()).result() if not each.is_study)
    window.open_page("records").show_record(line.id)
    qtbot.waitUntil(lambda: (last := desk.read(left_at.last).result()) is not None and last.id == line.id)
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(home._carry_on.isVisible)
    window.page("records").list.choose_none()
    qtbot.mouseClick(home._carry_on.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.current == "records" and window.page("records").list.current == line.id)
    desk.act(lambda library: left_at.remember(library.catalogue.writer, "")).result()


def test_small_jobs_of_getting_ready_stand_at_home_and_lead_there(fresh_desk: Desk, qtbot: QtBot) -> None:
    home = HomePage(fresh_desk)
    qtbot.addWidget(home)
    home.board.refresh()
    qtbot.waitUntil(lambda: set(home.jobs.steps) == {"ask_for", "question", "helper"}, timeout=20_000)
    with qtbot.waitSignal(fresh_desk.news.question_wanted):
        home.jobs.steps["question"].go.click()
    with qtbot.waitSignal(fresh_desk.news.list_wanted) as asked:
        home.jobs.steps["helper"].go.click()
    assert asked.args == ["helpers"]
    with qtbot.waitSignal(fresh_desk.news.list_wanted, timeout=20_000) as asked:
        home.jobs.steps["ask_for"].go.click()
    assert asked.args == ["requests"]
