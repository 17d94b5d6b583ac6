"""Long work waits while the window's thread shows something, and never for long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from recordkeeper.ui.giving_way import GivingWay
from tests.making.waiting import until


@pytest.fixture
def way(qtbot: QtBot) -> Iterator[GivingWay]:
    owner = QObject()
    yield GivingWay(owner)
    owner.deleteLater()


def test_work_waits_while_something_is_shown_and_goes_on_when_the_loop_rests(way: GivingWay) -> None:
    shown, passed = list[float](), list[float]()

    def work() -> None:
        way.wait()
        passed.append(time.perf_counter())

    def show() -> None:
        way.busy()
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(0.01)  # lets the other thread run, as painting in Qt does
        shown.append(time.perf_counter())
        assert not passed

    QTimer.singleShot(0, show)
    until(lambda: bool(passed))
    assert passed[0] >= shown[0]


def test_a_loop_that_never_rests_slows_the_work_but_does_not_stop_it(way: GivingWay) -> None:
    passed = list[bool]()

    def work() -> None:
        way.wait()
        passed.append(True)

    way.busy()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert passed


def test_nobody_waits_for_a_window_that_has_nothing_to_show(way: GivingWay) -> None:
    way.busy()
    turned = list[bool]()
    QTimer.singleShot(50, lambda: turned.append(True))
    until(lambda: bool(turned))
    begun = time.perf_counter()
    for _ in range(1000):
        way.wait()
    assert time.perf_counter() - begun < 1
