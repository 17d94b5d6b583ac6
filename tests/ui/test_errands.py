"""Results come home to the window's thread, and only to those who still want them."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from recordkeeper.ui.errands import Errands


class Hearer(QObject):
    """Remembers what it was told."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard: list[object] = []

    def hear(self, what: object) -> None:
        self.heard.append(what)


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


def test_a_line_brings_everything_in_order_and_to_the_windows_thread(qtbot: QtBot) -> None:
    errands, hearer = Errands(), Hearer()
    tell = errands.line(hearer.hear)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: [tell(n) for n in range(1000)]).result()
        assert hearer.heard == []
        qtbot.waitUntil(lambda: len(hearer.heard) == 1000)
    assert hearer.heard == list(range(1000))


def test_after_close_nothing_arrives(qtbot: QtBot) -> None:
    errands, hearer, late = Errands(), Hearer(), Future[str]()
    tell = errands.line(hearer.hear)
    errands.follow(late, hearer, hearer.hear)
    tell("in the box already")
    errands.close()
    tell("too late")
    late.set_result("too late")
    qtbot.wait(20)
    assert hearer.heard == []


def test_a_fault_in_one_receiver_does_not_cost_the_next_its_letter(qtbot: QtBot) -> None:
    errands, hearer, broken = Errands(), Hearer(), Future[int]()
    errands.follow(broken, hearer, lambda n: 1 / n)  # type: ignore[arg-type, return-value]
    tell = errands.line(hearer.hear)
    with qtbot.capture_exceptions() as faults:
        broken.set_result(0)
        tell("after it")
        qtbot.waitUntil(lambda: bool(hearer.heard))
    assert [kind for kind, _, _ in faults] == [ZeroDivisionError]


def test_a_burst_leaves_the_loop_its_turns(qtbot: QtBot) -> None:
    """A hundred letters of a millisecond each are not handed out in one go."""
    errands, owner, turns = Errands(), QObject(), list[int]()
    left = [100]

    def slow(_: object) -> None:
        until = time.perf_counter() + 0.001
        while time.perf_counter() < until:
            pass
        left[0] -= 1

    for _ in range(100):
        done = Future[None]()
        errands.follow(done, owner, slow)
        done.set_result(None)
    while left[0]:
        QCoreApplication.processEvents()
        turns.append(left[0])
    assert len(turns) > 10


def test_the_end_of_receivers_is_no_danger_to_who_talks_to_them(qtbot: QtBot) -> None:
    """Threads go on telling while what they tell is deleted and made anew: this ended the program."""
    errands, stop = Errands(), threading.Event()

    def talk(tell: Callable[[object], None], ended: threading.Event) -> None:
        while not ended.is_set() and not stop.is_set():
            tell("word")
            time.sleep(0.0002)

    with ThreadPoolExecutor(4) as pool:
        for n in range(200):
            ended, parent = threading.Event(), QObject()
            pool.submit(talk, errands.line(Hearer(parent).hear), ended).add_done_callback(Future[None].result)
            QCoreApplication.processEvents()
            if n % 2:
                shiboken6.delete(parent)
            del parent
            QCoreApplication.processEvents()
            ended.set()
        gc.collect()
        stop.set()
    errands.close()
