"""Every control of the bundle, settings and help pages has a name to be spoken and is large enough to hit."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.ui.bundle.page import BundlePage
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.help.page import HelpPage
from recordkeeper.ui.page import Page
from recordkeeper.ui.settings.page import SettingsPage
from recordkeeper.ui.tokens import TARGET

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit)
OURS = "qt_"  # what Qt makes inside its own controls has such a name


@pytest.mark.parametrize("kind", [BundlePage, SettingsPage, HelpPage])
def test_every_control_has_a_name(qtbot: QtBot, desk: Desk, kind: type[Page]) -> None:
    page = kind(desk)
    qtbot.addWidget(page)
    nameless = [repr(control) for control in controls(page) if not spoken(control)]
    assert not nameless


@pytest.mark.parametrize("kind", [BundlePage, SettingsPage, HelpPage])
def test_every_control_is_large_enough(qtbot: QtBot, desk: Desk, kind: type[Page]) -> None:
    page = kind(desk)
    qtbot.addWidget(page)
    page.resize(800, 640)
    page.show()
    small = [
        (control.accessibleName(), control.sizeHint().height())
        for control in controls(page)
        if isinstance(control, QAbstractButton) and control.sizeHint().height() < TARGET - 4
    ]
    assert not small


def controls(page: QWidget) -> list[QWidget]:
    found = [widget for widget in page.findChildren(QWidget) if isinstance(widget, CONTROLS)]
    return [
        widget
        for widget in found
        if not widget.objectName().startswith(OURS)
        and not isinstance(widget.parent(), (QComboBox, QLineEdit))
        and not any(isinstance(parent, QComboBox) for parent in _parents(widget))
    ]


def _parents(widget: QWidget) -> list[QWidget]:
    found = []
    parent = widget.parentWidget()
    while parent is not None:
        found.append(parent)
        parent = parent.parentWidget()
    return found


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return str(interface.text(QAccessible.Text.Name))
