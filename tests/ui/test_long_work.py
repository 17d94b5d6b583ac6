"""Long work: progress arrives on the window's thread, Stop ends it, and so does the end of the window."""

from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.errands import Errands
from recordkeeper.ui.long_work import LongWork, WorkPanel
from recordkeeper.work.progress import Cancelled, CancelToken, Progress, Step


def counts_to_three(progress: Progress, _cancel: CancelToken) -> int:
    progress.begin("check", 3)
    for _ in range(3):
        progress.step()
    return 3


def goes_on_for_ever(progress: Progress, _cancel: CancelToken) -> None:
    progress.begin("check")
    while True:
        threading.Event().wait(0.005)
        progress.step()


class Listener(QObject):
    """Remembers what it was told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[Step, bool]] = []

    def hear(self, step: Step) -> None:
        self.told.append((step, QThread.currentThread() is QApplication.instance().thread()))  # type: ignore[union-attr]


def test_progress_arrives_on_the_windows_thread(qtbot: QtBot) -> None:
    owner, listener = QObject(), Listener()
    work = LongWork(Errands(), owner)
    work.stepped.connect(listener.hear)
    future = work.start(counts_to_three)
    qtbot.waitUntil(lambda: len(listener.told) >= 2)
    assert future.result(timeout=5) == 3
    assert all(here for _, here in listener.told)
    assert listener.told[-1][0].done == 3


def test_work_that_only_counts_can_be_stopped(qtbot: QtBot) -> None:
    owner = QObject()
    work = LongWork(Errands(), owner)
    future = work.start(goes_on_for_ever)
    qtbot.waitUntil(future.running)
    work.stop()
    assert isinstance(future.exception(timeout=5), Cancelled)


def test_the_end_of_the_window_ends_the_work(qtbot: QtBot) -> None:
    owner = QObject()
    future = LongWork(Errands(), owner).start(goes_on_for_ever)
    qtbot.waitUntil(future.running)
    shiboken6.delete(owner)
    assert isinstance(future.exception(timeout=5), Cancelled)


def test_the_panel_says_how_far_and_how_long_yet(qtbot: QtBot, desk: Desk) -> None:
    panel = WorkPanel(desk, "Stop")
    qtbot.addWidget(panel)
    panel.begin("Working")
    panel.show_step(Step("check", 40, 100, 150.0))
    told = panel._how_far.text()
    assert "40" in told
    assert "100" in told
    assert desk.words.say("bundles.work.minutes", count=2) in told


def test_once_stopping_no_progress_hides_it(qtbot: QtBot, desk: Desk) -> None:
    panel = WorkPanel(desk, "Stop")
    qtbot.addWidget(panel)
    panel.begin("Working")
    with qtbot.waitSignal(panel.stop_wanted):
        panel.stop.click()
    panel.show_step(Step("check", 1, 100, None))
    assert panel._what.text() == desk.words.say("bundles.work.stopping")
