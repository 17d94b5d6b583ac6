"""Small things in lines: from the side people begin to read at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from recordkeeper.ui.flow import Flow


@pytest.mark.parametrize(
    ("direction", "first"), [(Qt.LayoutDirection.LeftToRight, 0), (Qt.LayoutDirection.RightToLeft, 2)]
)
def test_a_line_begins_where_people_begin_to_read(qtbot: QtBot, direction: Qt.LayoutDirection, first: int) -> None:
    flow = Flow()
    qtbot.addWidget(flow)
    flow.setLayoutDirection(direction)
    flow.resize(600, 200)
    chips = [QPushButton(name) for name in ("one", "two", "three")]
    for chip in chips:
        flow.add(chip)
    flow.arrange()
    order = sorted(range(3), key=lambda number: chips[number].x())
    assert order == ([0, 1, 2] if first == 0 else [2, 1, 0])
    assert all(chip.x() >= 0 and chip.geometry().right() < 600 for chip in chips)
    edge = chips[0].x() if first == 0 else 600 - chips[0].geometry().right() - 1
    assert edge == 0
