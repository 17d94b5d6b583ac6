"""Tells when a protected library is to be locked: nobody touched anything for a while, or the computer sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from recordkeeper.ui.protect.sleep import Sleep

_LOOK_MS = 5_000
_SLEPT = 30.0  # seconds by which the clock on the wall is ahead of the one that stands still in sleep
_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.Drop,
})  # fmt: skip


class Locker(QObject):
    """Lives as long as a protected library is open. `busy` tells of work that must not be cut off."""

    lock_wanted = Signal()

    def __init__(
        self,
        application: QApplication,
        minutes: int,
        *,
        sleep: Sleep | None = None,
        busy: Callable[[], bool] = lambda: False,
        wall: Callable[[], float] = time.time,
        awake: Callable[[], float] = time.monotonic,
    ) -> None:
        """`minutes` without a touch until it locks, 0 for never. `sleep` tells of sleep before it comes."""
        super().__init__(application)
        self._application = application
        self._minutes = minutes
        self._busy = busy
        self._wall, self._awake = wall, awake
        self._touched, self._ahead = awake(), wall() - awake()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()
        application.installEventFilter(self)
        self._sleep = sleep
        if sleep is not None:
            sleep.coming.connect(self._on_sleep_coming)

    def close(self) -> None:
        """Look no more."""
        if self._sleep is not None:
            self._sleep.close()
        self._look.stop()
        self._application.removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in _TOUCHES:
            self._touched = self._awake()
        return False

    def look(self) -> None:
        """Whether it is time. In sleep one clock stands still, and the one on the wall goes on."""
        now, ahead = self._awake(), self._wall() - self._awake()
        slept, self._ahead = ahead - self._ahead > _SLEPT, ahead
        if self._busy():
            self._touched = now
        if slept or (self._minutes and now - self._touched >= self._minutes * 60):
            self._want()

    def _on_sleep_coming(self) -> None:
        """Now, even while records come in: they go on when the library is opened again."""
        self._want()

    def _want(self) -> None:
        self._look.stop()
        self.lock_wanted.emit()
