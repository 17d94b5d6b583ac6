"""A page of bundles in a window of its own."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from recordkeeper.ui.bundle.page import BundlePage
from recordkeeper.ui.desk import Desk
from tests.ui.bundle.person import Person


@pytest.fixture
def person(qtbot: QtBot, desk: Desk) -> Person:
    page = BundlePage(desk)
    page.resize(800, 640)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.opened()
    qtbot.waitUntil(page.isActiveWindow)
    return Person(qtbot, page)
