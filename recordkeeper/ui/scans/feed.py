"""Fetches pictures off the window's thread: a few at a time, each time the one that is wanted most just then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from recordkeeper.work.lanes import VIEWERS

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

AT_ONCE = VIEWERS


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to fetch: `work` runs on a lane, one of the others on the window's thread."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None]


class Feed(QObject):
    """Asks its sources in turn for a wish whenever a place is free, so that a newer want never queues."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sources: list[Callable[[], Wish | None]] = []
        self._under_way = 0
        self._closed = False

    def serve(self, source: Callable[[], Wish | None]) -> None:
        """Ask `source` too, after those that came before it."""
        self._sources.append(source)

    def kick(self) -> None:
        """Somebody may want something new."""
        while self._under_way < AT_ONCE and not self._closed and (wish := self._most_wanted()) is not None:
            self._begin(wish)

    def _most_wanted(self) -> Wish | None:
        return next((wish for source in self._sources if (wish := source()) is not None), None)

    def _begin(self, wish: Wish) -> None:
        future = self._desk.view(wish.work)
        if future.cancelled():  # the library is being closed
            self._closed = True
            return
        self._under_way += 1
        done, failed = partial(self._on_ended, wish.done), partial(self._on_ended, wish.failed)
        self._desk.errands.follow(future, self, done, failed=failed)

    def _on_ended(self, tell: Callable[[Any], None], result: Any) -> None:
        self._under_way -= 1
        tell(result)
        self.kick()
