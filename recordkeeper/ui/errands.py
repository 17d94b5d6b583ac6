"""Work sent off the window's thread, and its results brought home to it.

The long-lived Errands owns the one signal. A result whose widget has died, or whose request is no longer the
newest of its kind, is dropped.
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(slots=True)
class _Errand:
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None] | None
    kind: tuple[int, str] | None
    number: int


class Errands(QObject):
    """Follows futures; calls back on the window's thread."""

    # Carries nothing; what arrived waits in a queue, and its slot is declared with @Slot. Python objects in signals
    # to undeclared slots, emitted on another thread, ended the program now and then (PYSIDE-3124).
    _arrived = Signal()
    failed = Signal(object)  # an exception nobody asked about: the window says a sentence

    def __init__(self) -> None:
        # The application keeps it: the last reference may be let go of on another thread, where no QObject may die.
        super().__init__(QCoreApplication.instance())
        self._numbers = itertools.count(1)
        self._newest: dict[tuple[int, str], int] = {}
        self._under_way: dict[int, _Errand] = {}  # touched on the window's thread only
        self._home: deque[tuple[int, Future[Any]]] = deque()
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def follow(
        self,
        future: Future[T],
        owner: QObject,
        done: Callable[[T], None],
        *,
        failed: Callable[[BaseException], None] | None = None,
        newest: str = "",
    ) -> None:
        """Call `done` with the result while `owner` lives; with `newest`, only the last request so named counts."""
        kind = (id(owner), newest) if newest else None
        number = next(self._numbers)
        self._under_way[number] = _Errand(owner, done, failed, kind, number)
        if kind is not None:
            self._newest[kind] = number
        # Only the number goes along: a widget must not be let go of on another thread.
        future.add_done_callback(lambda finished: self._arrive(number, finished))

    def close(self) -> None:
        """Bring nothing home any more: the library is being closed, and a result could lead to another question."""
        self._under_way.clear()

    def _arrive(self, number: int, finished: Future[Any]) -> None:
        """On whatever thread finished; the window may be gone by now."""
        self._home.append((number, finished))
        if shiboken6.isValid(self):
            self._arrived.emit()

    @Slot()
    def _on_arrived(self) -> None:
        number, finished = self._home.popleft()
        errand = self._under_way.pop(number, None)
        if errand is None or not shiboken6.isValid(errand.owner) or finished.cancelled():
            return
        if errand.kind is not None and self._newest.get(errand.kind) != errand.number:
            return
        error = finished.exception()
        if error is None:
            errand.done(finished.result())
        elif errand.failed is not None:
            errand.failed(error)
        else:
            log.error("an errand failed: %s", type(error).__name__)
            self.failed.emit(error)
