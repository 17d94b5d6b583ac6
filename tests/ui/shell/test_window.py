"""The frame of the window: pages, search, undo, drops, and a sentence for whatever goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.library import acts
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.shell.places import PLACES, Place
from recordkeeper.ui.shell.window import MainWindow
from tests.making.libraries import write


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    made = MainWindow(desk, desk.library.patient, "#0F766E")
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    return made


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_every_page_opens_and_says_which_it_is(window: MainWindow, place: Place) -> None:
    page = window.open_page(place.name)
    assert window.stack.currentWidget() is page
    assert window.rail.findChild(QAbstractButton, f"rail-{place.entry}").isChecked()


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_every_control_of_every_page_has_a_name(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window.open_page(name)
    qtbot.wait(300)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and isinstance(widget, (QAbstractButton, QLineEdit))
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and not _spoken(widget)
    ]
    assert nameless == []


class _Windows(QObject):
    """Hears of every widget that is shown as a window of its own."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown += [] if watched is self._window else [f"{type(watched).__name__} {watched.objectName()}"]
        return False


def test_no_page_shows_a_part_of_it_as_a_window_which_would_take_the_keys(
    qtbot: QtBot, window: MainWindow, qapp: QApplication
) -> None:
    windows = _Windows(window)
    qapp.installEventFilter(windows)
    for place in PLACES:
        window.open_page(place.name)
        qtbot.waitUntil(lambda: not window.desk.errands._under_way, timeout=30_000)
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def _spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_what_waits_for_review_is_counted_in_the_rail(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    window.open_page("home")
    waiting = documents.count_by_status(desk.library.catalogue.reader())[Status.TO_REVIEW]
    entry = window.rail.findChild(QAbstractButton, "rail-review")
    qtbot.waitUntil(lambda: entry.text() == f"To review ({waiting})")


def test_an_act_is_said_and_undo_takes_it_back(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    record = documents.find(desk.library.catalogue.reader(), Listing(status=Status.RECOGNISED))[0]
    touched = desk.act(acts.accept, [record.id]).result()
    desk.news.act_done.emit("accept", touched)
    assert window.undo_bar.isVisible()
    assert status(desk, record.id) is Status.CONFIRMED
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: status(desk, record.id) is Status.RECOGNISED)


def status(desk: Desk, record: str) -> Status:
    return documents.get(desk.library.catalogue.reader(), record).status


def test_typing_in_the_search_box_opens_the_records(qtbot: QtBot, window: MainWindow) -> None:
    window.open_page("home")
    window.search.setFocus()
    qtbot.keyClicks(window.search, "carcinoma")
    qtbot.waitUntil(lambda: window.rail.findChild(QAbstractButton, "rail-records").isChecked())


def test_nothing_to_undo_is_a_sentence(qtbot: QtBot, fresh_desk: Desk) -> None:
    window = MainWindow(fresh_desk, fresh_desk.library.patient, "#0F766E")
    qtbot.addWidget(window)
    window.show()
    window.undo()
    qtbot.waitUntil(window.undo_bar.isVisible)
    assert fresh_desk.words.say("errors.nothing_to_undo") == window.undo_bar.accessibleName()


@pytest.mark.parametrize("error", [PlaceProblem("disk_full", place="x"), RuntimeError("secret name")])
def test_a_failure_is_a_calm_sentence(window: MainWindow, desk: Desk, error: Exception) -> None:
    desk.errands.failed.emit(error)
    assert window.undo_bar.isVisible()
    assert "secret" not in window.undo_bar.accessibleName()


def test_files_dropped_anywhere_are_brought_in(qtbot: QtBot, fresh_desk: Desk, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": "PROGRESS NOTE\nAnna Sample\n", "b.txt": "LETTER\nDear Dr. Other\n"})
    window = MainWindow(fresh_desk, fresh_desk.library.patient, "#0F766E")
    qtbot.addWidget(window)
    window.show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(heap))])
    action, buttons, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(QPoint(600, 400), action, data, buttons, none))
    window.dropEvent(QDropEvent(QPoint(600, 400), action, data, buttons, none))
    query = fresh_desk.library.catalogue.reader()
    qtbot.waitUntil(lambda: len(documents.find(query, Listing())) == 2, timeout=20_000)
