"""Python's garbage is collected on the window's thread only.

The collector runs on whatever thread happens to ask for memory. Widgets it meets there may not be deleted there;
PySide's way around that ended the program now and then (Shiboken::BindingManager::runDeletionInMainThread).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Tidy(QObject):
    """While it lives, Python collects nothing by itself; this does, by Python's own measure of when it is due."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def settle(self) -> None:
        """What is here now, modules and classes above all, is here to stay: no need to look at it again.

        Without collecting first, which would stand for 100 ms; what garbage is among it waits for `unsettle`.
        """
        gc.freeze()

    def unsettle(self) -> None:
        """Some of it may be garbage soon: a window is about to go."""
        gc.unfreeze()

    def _on_timer_timeout(self) -> None:
        collect_what_is_due()


def collect_what_is_due() -> int:
    """Collect the oldest generation that is due; returns which, or -1."""
    due = [
        n for n, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
    ]
    if not due:
        return -1
    gc.collect(due[-1])
    return due[-1]
