"""Python's garbage is collected, and on the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from recordkeeper.ui.tidy import Tidy


class Ring:
    """Refers to itself, so that only the collector can end it."""

    def __init__(self, ended_on: list[str]) -> None:
        self.me = self
        weakref.finalize(self, lambda: ended_on.append(threading.current_thread().name))


def test_rings_made_on_another_thread_end_on_the_windows(qtbot: QtBot) -> None:
    ended_on: list[str] = []
    parent = QObject()
    tidy = Tidy(parent)
    tidy._timer.setInterval(10)
    worker = threading.Thread(target=lambda: [Ring(ended_on) for _ in range(5000)], name="another")
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert ended_on == []
    qtbot.waitUntil(lambda: len(ended_on) == 5000)
    assert set(ended_on) == {threading.main_thread().name}
