"""The window for everyone: controls are named, reached by keys, seen with the focus; nothing moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressBar, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.ui.page import set_busy
from recordkeeper.ui.shell.places import PLACES
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.style import look_for
from tests.ui.conftest import desk_of

_ROLE = QAccessible.Role
# A picture that stands beside its own words has no name: it would be read twice.
NAMED = frozenset({
    _ROLE.Button, _ROLE.ButtonMenu, _ROLE.ButtonDropDown, _ROLE.EditableText, _ROLE.ComboBox, _ROLE.CheckBox,
    _ROLE.RadioButton, _ROLE.List, _ROLE.Table, _ROLE.Tree, _ROLE.Slider, _ROLE.SpinBox, _ROLE.ProgressBar,
    _ROLE.PageTab, _ROLE.Dialog, _ROLE.Chart, _ROLE.Link,
})  # fmt: skip
MOST_STOPS, MOST_LINKS, QUIET_LOOKS = 400, 120, 8


@pytest.fixture(scope="module")
def window(sample: App, qapp: QApplication) -> Iterator[MainWindow]:
    del qapp
    desk = desk_of(sample)
    made = MainWindow(desk, sample.library.patient, "#0F766E")
    made.resize(1280, 820)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    desk.errands.close()
    made.deleteLater()


def opened(window: MainWindow, qtbot: QtBot, name: str) -> QWidget:
    page = window.open_page(name)
    quiet = 0

    def settled() -> bool:
        """Nothing is under way at several looks in a row: one thing read asks for the next."""
        nonlocal quiet
        quiet = 0 if window.desk.errands._under_way else quiet + 1
        return quiet > QUIET_LOOKS

    qtbot.waitUntil(settled, timeout=30_000)
    return page


def below(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What a screen reader can walk to: all that is not hidden. Cells and rows are tested where they are made."""
    yield interface
    if interface.role() in (_ROLE.List, _ROLE.Table, _ROLE.Tree):
        return
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from below(child)


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_every_control_a_screen_reader_meets_has_a_name(window: MainWindow, qtbot: QtBot, name: str) -> None:
    opened(window, qtbot, name)
    met = list(below(QAccessible.queryAccessibleInterface(window)))
    controls = [each for each in met if each.role() in NAMED]
    assert len(controls) > 10
    nameless = [
        (each.role().name, each.object().metaObject().className(), each.object().objectName())
        for each in controls
        if not each.text(QAccessible.Text.Name).strip()
    ]
    assert nameless == []


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_the_tab_key_reaches_every_control(window: MainWindow, qtbot: QtBot, name: str) -> None:
    opened(window, qtbot, name)
    window.activateWindow()
    window.search.setFocus()
    qtbot.waitUntil(window.search.hasFocus)
    reached, stayed = list[QWidget](), 0
    while len(reached) < MOST_STOPS and stayed < MOST_LINKS:
        focus = QApplication.focusWidget()
        assert focus is not None
        stayed = stayed + 1 if reached and reached[-1] is focus else 0  # a text goes from link to link
        if not stayed and focus in reached:
            break
        if not stayed:
            reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab, _leaving(focus))
    assert reached[0] is window.search
    stops = {each for each in window.findChildren(QWidget) if _is_stop(each)}
    missed = {_called(each) for each in stops - set(reached)}
    assert missed == set(), f"went round at {_called(focus)}"


def _called(each: QWidget) -> str:
    return f"{type(each).__name__} {each.accessibleName() or each.objectName()}"


def _leaving(focus: QWidget) -> Qt.KeyboardModifier:
    """A field for longer text keeps the tab key; Ctrl+Tab leaves it, as everywhere."""
    keeps = focus.property("tabChangesFocus") is False and focus.property("readOnly") is False
    return Qt.KeyboardModifier.ControlModifier if keeps else Qt.KeyboardModifier.NoModifier


def _is_stop(each: QWidget) -> bool:
    return (
        each.isVisible()
        and each.isEnabled()
        and bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and each.focusProxy() is None
        and not isinstance(each, QScrollArea)
    )


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_what_has_the_focus_looks_different(window: MainWindow, qtbot: QtBot, name: str) -> None:
    opened(window, qtbot, name)
    window.activateWindow()
    window.search.setFocus()
    qtbot.waitUntil(window.search.hasFocus)
    unseen = []
    for each in window.findChildren(QWidget):
        if not _is_stop(each) or each.width() < 2:
            continue
        window.search.setFocus() if each is not window.search else window.rail.setFocus()
        before = each.grab().toImage()
        each.setFocus(Qt.FocusReason.TabFocusReason)
        if each.hasFocus() and each.grab().toImage() == before:
            unseen.append(_called(each))
    assert unseen == []


def test_nothing_moves_by_itself(window: MainWindow, qtbot: QtBot) -> None:
    for place in PLACES:
        opened(window, qtbot, place.name)
        moving = [
            each
            for each in window.findChildren(QAbstractAnimation)
            if each.state() is QAbstractAnimation.State.Running
        ]
        assert moving == []


def test_less_motion_makes_bars_of_unknown_length_stand_still(qtbot: QtBot) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    set_busy(look_for("light", 100), bar)
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    set_busy(look_for("light", 100, still=True), bar)
    assert (bar.minimum(), bar.maximum(), bar.value()) == (0, 1, 0)
