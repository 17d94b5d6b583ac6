"""A clip stays on each of its images as long as its file says of that image."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.ui.scans.viewer import Viewer
from tests.ui.scans.test_viewer import press

LASTS = {0: 400.0, 1: 900.0, 2: 3.0, 3: 0.0}  # too short to be shown, and not said
WAITS = {0: 400, 1: 900, 2: 15, 3: 80}


def test_each_image_stays_for_its_own_time_not_for_that_of_the_one_before(viewer: Viewer, qtbot: QtBot) -> None:
    uid = viewer.stack.series.uid if viewer.stack.series else ""
    for index, lasts in LASTS.items():
        image = viewer.stack.at(index)
        assert image is not None
        facts = dataclasses.replace(image.facts, shown_ms=lasts)
        viewer.stack.put(uid, index, dataclasses.replace(image, facts=facts))
    viewer.pane.show_current()
    press(qtbot, viewer, Qt.Key.Key_C)
    timer = viewer.playing.timer
    stays = {viewer.stack.current: timer.interval()}
    for _ in range(3):
        timer.timeout.emit()
        stays[viewer.stack.current] = timer.interval()
    press(qtbot, viewer, Qt.Key.Key_C)
    assert stays == WAITS
    assert not timer.isActive()
