"""Long work in this process stands back while the window's thread shows what has come home.

Threads share the interpreter's lock in turns: beside five that copy, hash and write, a record that takes 13 ms to
show took 50. Whoever asks here between two files waits until the window has shown and painted it.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer

_PAINTS_MS = 5  # the loop's next turns, in which what was changed is painted
_AT_MOST = 0.02  # seconds: a loop that never rests may slow the work, not stop it


class GivingWay(QObject):
    """Whether the window's thread is at work, as far as it says so."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rests = threading.Event()
        self._rests.set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAINTS_MS)
        self._timer.timeout.connect(self._rests.set)

    def busy(self) -> None:
        """The window's thread has something to do, until its loop has rested for some milliseconds."""
        self._rests.clear()
        self._timer.start()

    def wait(self) -> None:
        """On any other thread: return when the window's rests, or after a little while."""
        if not self._rests.is_set():
            self._rests.wait(_AT_MOST)
