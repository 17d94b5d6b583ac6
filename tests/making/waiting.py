"""Waiting as a person does: Qt's loop runs meanwhile, and so do Python's other threads.

QTest.qWait keeps the interpreter's lock while it waits, so that nothing done on another thread ever comes home.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer


def until(
    ready: Callable[[], object], what: str = "what was waited for", *, seconds: float = 60, every_ms: int = 2
) -> None:
    """Run the loop until `ready`; RuntimeError when that does not come in time."""
    loop, look, patience = QEventLoop(), QTimer(), time.monotonic() + seconds

    def check() -> None:
        if ready() or time.monotonic() > patience:
            loop.quit()

    look.timeout.connect(check)
    look.start(every_ms)
    while not ready():  # again, as what the loop did between looking and ending may have taken it away
        if time.monotonic() > patience:
            raise RuntimeError(f"never came: {what}")
        loop.exec()


def turn(milliseconds: int) -> None:
    """Run the loop for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
