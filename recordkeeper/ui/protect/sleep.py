"""Tells that the computer is about to sleep, before it does, where the system says so: on Linux, logind.

logind is asked over the system bus, a socket of this computer, to wait a moment before each sleep. Where there
is no such service nothing is told, and `Locker` sees afterwards that the computer slept.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

log = logging.getLogger(__name__)

_SERVICE, _PLACE, _MANAGER = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
_TOLD = "PrepareForSleep"  # true before sleep, false after it
_SLOT: Any = SLOT("_on_told(bool)")  # its types ask for bytes, while it takes text only
_ADDRESS = "DBUS_SYSTEM_BUS_ADDRESS"
_LOCAL = "unix:"
_PAINTED_MS = 200  # what stands in the place of the records is painted by then; logind waits for 5 seconds


class Sleep(QObject):
    """Slots of `coming` are done before the computer sleeps."""

    coming = Signal()

    def __init__(self, bus: QDBusConnection | None, why: str) -> None:
        """Listen on `bus`, None where there is none; `why` is what the system may show of us."""
        super().__init__()
        self._bus, self._why = bus, why
        self._hold = -1  # while this descriptor is open, logind waits
        self._asked: QDBusPendingCallWatcher | None = None
        if bus is not None:
            bus.connect(_SERVICE, _PLACE, _MANAGER, _TOLD, self, _SLOT)
            self._ask_to_wait()

    def close(self) -> None:
        """Listen no more. A sleep that is being told still waits until what it asked for is painted."""
        if self._bus is not None:
            self._bus.disconnect(_SERVICE, _PLACE, _MANAGER, _TOLD, self, _SLOT)
        self._bus = self._asked = None
        self._let_go()
        self.deleteLater()

    @Slot(bool)
    def _on_told(self, before: bool) -> None:
        if before:
            hold, self._hold = self._hold, -1
            self.coming.emit()
            if hold >= 0:
                QTimer.singleShot(_PAINTED_MS, lambda: os.close(hold))
        elif self._bus is not None:
            self._ask_to_wait()

    def _ask_to_wait(self) -> None:
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        assert self._bus is not None
        call = QDBusMessage.createMethodCall(_SERVICE, _PLACE, _MANAGER, "Inhibit")
        call.setArguments(["sleep", "Recordkeeper", self._why, "delay"])
        self._asked = QDBusPendingCallWatcher(self._bus.asyncCall(call), self)
        self._asked.finished.connect(self._on_answer)

    def _on_answer(self, asked: QDBusPendingCallWatcher) -> None:
        from PySide6.QtDBus import QDBusUnixFileDescriptor

        answer = asked.reply().arguments()
        self._asked = None
        asked.deleteLater()  # it holds a descriptor of its own
        if self._bus is None or len(answer) != 1 or not isinstance(answer[0], QDBusUnixFileDescriptor):
            log.info("the system does not wait before it sleeps")
            return
        self._let_go()
        self._hold = os.dup(answer[0].fileDescriptor())

    def _let_go(self) -> None:
        if self._hold >= 0:
            with suppress(OSError):
                os.close(self._hold)
        self._hold = -1


def system_bus() -> QDBusConnection | None:
    """The bus of the system; None where there is none, or where it is no socket of this computer's own."""
    if sys.platform != "linux" or not os.environ.get(_ADDRESS, _LOCAL).startswith(_LOCAL):
        return None
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.systemBus()
    return bus if bus.isConnected() else None
