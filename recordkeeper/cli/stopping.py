"""Ctrl+C, heard as a wish to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from recordkeeper.work.progress import CancelToken


@contextmanager
def stopped_by_ctrl_c() -> Iterator[CancelToken]:
    """A token that the first Ctrl+C cancels, so that what is finished is kept; the second ends the command.

    Away from the main thread nothing can be heard, and the token stays as it is.
    """
    token = CancelToken()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if token.cancelled:
            raise KeyboardInterrupt
        token.cancel()

    if threading.current_thread() is not threading.main_thread():
        yield token
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, before)
