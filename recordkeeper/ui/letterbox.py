"""What other threads are given in place of anything of Qt's: a box to drop a letter into, at any moment.

A signal emitted for an object that the window's thread is just deleting ends the program, and so does letting go
of the last reference to a Qt object on another thread. So nothing of Qt's leaves the window's thread but the one
bell, which outlives its box: it is rung under the lock that `close` takes, and never after.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any

Letter = tuple[int, Any]  # to whom, and what


class Letterbox:
    """Letters in the order they came. `ring` is called on the thread that drops the first one in."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._lock = Lock()
        self._letters: deque[Letter] = deque()
        self._ring: Callable[[], None] | None = ring
        self._rung = False

    def slip(self, to: int) -> Callable[[Any], None]:
        """What another thread is given: call it with what is to be sent to this address."""
        return partial(self.put, to)

    def put(self, to: int, what: Any) -> None:
        """Drop in a letter, and ring unless somebody is on the way already. Nothing happens once closed."""
        with self._lock:
            if self._ring is None:
                return
            self._letters.append((to, what))
            if not self._rung:
                self._rung = True
                self._ring()

    def take(self) -> Letter | None:
        """The oldest letter; None when the box is empty, and the next one will ring again."""
        with self._lock:
            if self._letters:
                return self._letters.popleft()
            self._rung = False
            return None

    def close(self) -> None:
        """Take no more, and forget what is in it."""
        with self._lock:
            self._ring = None
            self._letters.clear()
