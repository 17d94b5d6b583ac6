"""The watched folder of the open library: looked at now and then, on a thread of its own; what is new is added."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from recordkeeper.catalogue import sources
from recordkeeper.library.folder import Library

if TYPE_CHECKING:
    from recordkeeper.intake.watch import Watch
    from recordkeeper.ui.desk import Desk

_EVERY_MS = 10_000


class Watching(QObject):
    """Does nothing until `watch` names a folder. A slow folder delays the next look, and nothing else."""

    found = Signal(object)  # tuple[str, ...] of paths to add

    def __init__(self, desk: Desk, parent: QObject, *, every_ms: int = _EVERY_MS) -> None:
        super().__init__(parent)
        self._desk = desk
        self._watch: Watch | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="watching")
        self._due = QTimer(self)
        self._due.setInterval(every_ms)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._on_due)

    def watch(self, folder: str) -> None:
        """Look at this folder from now on; "" looks at none."""
        self._watch = _watch_of(folder) if folder else None
        self._on_due()

    def close(self) -> None:
        """Look no more, and return when the last look is over."""
        self._watch = None
        self._due.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _on_due(self) -> None:
        if self._watch is not None:
            looked = self._thread.submit(_look, self._desk.library, self._watch)
            self._desk.errands.follow(looked, self, self._on_looked, failed=self._on_failed, newest="look")

    def _on_looked(self, new: tuple[str, ...]) -> None:
        if self._watch is not None:
            if new:
                self.found.emit(new)
            self._due.start()

    def _on_failed(self, _error: BaseException) -> None:
        """A folder that cannot be looked at now is looked at again."""
        if self._watch is not None:
            self._due.start()


def _look(library: Library, watch: Watch) -> tuple[str, ...]:
    """On the watching thread, which has a reading connection of its own."""
    return watch.look(sources.settled_everywhere(library.catalogue.reader()))


def _watch_of(folder: str) -> Watch:
    """Loaded only where a folder is watched: the first page waits for nothing of adding."""
    from recordkeeper.intake.watch import Watch

    return Watch(folder)
