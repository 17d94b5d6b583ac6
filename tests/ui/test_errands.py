"""Results come home to the window's thread, and only to those who still want them."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from recordkeeper.ui.errands import Errands


def test_a_result_arrives_on_the_windows_thread(qtbot: QtBot) -> None:
    errands, owner, got = Errands(), QObject(), []
    here = QThread.currentThread()
    with ThreadPoolExecutor(1) as pool:
        errands.follow(pool.submit(int, "7"), owner, lambda n: got.append((n, QThread.currentThread() is here)))
        qtbot.waitUntil(lambda: bool(got))
    assert got == [(7, True)]


def test_only_the_newest_of_a_name_counts(qtbot: QtBot) -> None:
    errands, owner, got = Errands(), QObject(), list[str]()
    first, second = Future[str](), Future[str]()
    errands.follow(first, owner, got.append, newest="page")
    errands.follow(second, owner, got.append, newest="page")
    second.set_result("second")
    first.set_result("first")
    qtbot.waitUntil(lambda: bool(got))
    qtbot.wait(20)
    assert got == ["second"]


def test_a_result_for_a_widget_that_died_is_dropped(qtbot: QtBot) -> None:
    errands, owner, got = Errands(), QObject(), list[str]()
    late = Future[str]()
    errands.follow(late, owner, got.append)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    late.set_result("too late")
    qtbot.wait(20)
    assert got == []


def test_a_failure_nobody_asked_about_is_told_to_the_window(qtbot: QtBot) -> None:
    errands, owner = Errands(), QObject()
    failing = Future[str]()
    errands.follow(failing, owner, str)
    with qtbot.waitSignal(errands.failed) as told:
        failing.set_exception(OSError(5))
    assert isinstance(told.args[0], OSError)
