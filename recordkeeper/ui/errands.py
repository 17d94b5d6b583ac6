"""Work sent off the window's thread, and what comes of it brought home to it.

The long-lived Errands owns the one bell (ui/letterbox.py). What arrives for a widget that has died, or for a
request that is no longer the newest of its kind, is dropped.
"""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot

from recordkeeper.ui.giving_way import GivingWay
from recordkeeper.ui.letterbox import Letterbox

log = logging.getLogger(__name__)

T = TypeVar("T")
_AT_A_TIME = 0.004  # seconds of letters before keys and painting have their turn; half a frame is left for them


@dataclass(frozen=True, slots=True)
class _Errand:
    """A future that is followed: it arrives once."""

    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None] | None
    kind: tuple[int, str] | None


class Errands(QObject):
    """Follows futures and keeps lines open to other threads; calls back on the window's thread."""

    _rung = Signal()  # carries nothing: what arrived waits in the letterbox
    failed = Signal(object)  # an exception nobody asked about: the window says a sentence

    def __init__(self) -> None:
        # The application keeps it: the last reference may be let go of on another thread, where no QObject may die.
        super().__init__(QCoreApplication.instance())
        self.way = GivingWay(self)
        self._numbers = itertools.count(1)
        self._newest: dict[tuple[int, str], int] = {}
        self._under_way: dict[int, _Errand] = {}
        self._lines: dict[int, WeakMethod[Callable[[Any], None]]] = {}
        self._box = Letterbox(self._rung.emit)
        self._rung.connect(self._on_rung, Qt.ConnectionType.QueuedConnection)

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
        self._under_way[number] = _Errand(owner, done, failed, kind)
        if kind is not None:
            self._newest[kind] = number
        future.add_done_callback(self._box.slip(number))

    def line(self, receive: Callable[[T], None]) -> Callable[[T], None]:
        """A function for any thread: what it is given arrives at `receive`, a method of a QObject that lives."""
        number = next(self._numbers)
        self._lines[number] = WeakMethod(receive)
        return self._box.slip(number)

    def close(self) -> None:
        """Bring nothing home any more: the library is being closed, and a result could lead to another question."""
        self._box.close()
        self._under_way.clear()
        self._lines.clear()

    @Slot()
    def _on_rung(self) -> None:
        """Hand out what is there, a few milliseconds' worth at a time; a fault at one letter costs no other."""
        self.way.busy()
        until, more = time.perf_counter() + _AT_A_TIME, True
        try:
            while more and time.perf_counter() < until:
                letter = self._box.take()
                if letter is None:
                    more = False
                else:
                    self._hand_out(*letter)
        finally:
            self.way.busy()  # what was handed out is painted next
            if more:
                QTimer.singleShot(0, self, self._on_rung)

    def _hand_out(self, number: int, what: Any) -> None:
        if (errand := self._under_way.pop(number, None)) is not None:
            self._bring_home(number, errand, what)
        elif (line := self._lines.get(number)) is not None:
            receive = line()
            if receive is None or not shiboken6.isValid(receive.__self__):  # type: ignore[attr-defined]
                del self._lines[number]
            else:
                receive(what)

    def _bring_home(self, number: int, errand: _Errand, finished: Future[Any]) -> None:
        if not shiboken6.isValid(errand.owner) or finished.cancelled():
            return
        if errand.kind is not None and self._newest.get(errand.kind) != number:
            return
        error = finished.exception()
        if error is None:
            errand.done(finished.result())
        elif errand.failed is not None:
            errand.failed(error)
        else:
            log.error("an errand failed: %s", type(error).__name__)
            self.failed.emit(error)
