"""Before the computer sleeps a protected library is locked, and the system waits until it is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication

from recordkeeper.ui.protect.locker import Locker
from recordkeeper.ui.protect.sleep import Sleep, system_bus
from tests.fakes.logind import Logind, logind
from tests.making.waiting import until

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="logind takes Linux, a bus its daemon"
)


@pytest.fixture
def asleep(tmp_path: Path) -> Iterator[Logind]:
    with logind(tmp_path) as made:
        yield made


@pytest.fixture
def bus(asleep: Logind, qapp: QApplication) -> Iterator[QDBusConnection]:
    del qapp
    made = QDBusConnection.connectToBus(asleep.address, "test of sleep")
    assert made.isConnected(), made.lastError().message()
    yield made
    del made
    QDBusConnection.disconnectFromBus("test of sleep")


def test_the_system_waits_until_it_is_locked(qapp: QApplication, asleep: Logind, bus: QDBusConnection) -> None:
    heard: list[bool] = []
    locker = Locker(qapp, 0, sleep=Sleep(bus, "The records are being locked."), busy=lambda: True)
    until(lambda: bool(asleep.asked))
    assert asleep.asked == [("sleep", "Recordkeeper", "The records are being locked.", "delay")]
    until(lambda: locker._sleep is not None and locker._sleep._hold >= 0)

    def lock() -> None:
        heard.append(asleep.may_sleep())
        locker.close()

    locker.lock_wanted.connect(lock)
    asleep.tell(before=True)
    until(lambda: bool(heard))
    assert heard == [False]
    until(asleep.may_sleep)


def test_after_sleep_it_asks_again_and_when_it_ends_nobody_waits(
    qapp: QApplication, asleep: Logind, bus: QDBusConnection
) -> None:
    del qapp
    heard: list[bool] = []
    sleep = Sleep(bus, "why")
    sleep.coming.connect(lambda: heard.append(True))
    until(lambda: sleep._hold >= 0)
    asleep.tell(before=True)
    until(asleep.may_sleep)
    asleep.tell(before=False)
    until(lambda: sleep._hold >= 0)
    assert (len(asleep.asked), asleep.may_sleep()) == (2, False)
    sleep.close()
    until(asleep.may_sleep)
    asleep.tell(before=True)
    until(lambda: len(heard) == 1)


def test_a_bus_that_is_no_socket_of_this_computer_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=192.0.2.1,port=80")
    assert system_bus() is None


def test_without_a_bus_nothing_is_told_and_nothing_fails(qapp: QApplication) -> None:
    locker = Locker(qapp, 0, sleep=Sleep(None, "why"))
    locker.close()
