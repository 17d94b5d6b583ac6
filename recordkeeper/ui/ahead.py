"""What a person will want next is loaded while they look at the first page, a little at each turn of the loop.

Else the first click on Records would stand for as long as reading sixty modules takes. What has nothing of Qt's
(numpy, the bundle's rooms) is loaded on a reader's thread; Qt's classes are made on this one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_WITHOUT_QT = ("numpy", "recordkeeper.intake.add", "recordkeeper.bundle.make", "recordkeeper.bundle.choices")
_ROOMS = ("reader", "records", "scans", "adding", "bundle", "trash", "settings", "help")
_PAUSE_MS = 10  # between two modules: keys and painting go first


class Ahead(QObject):
    """Loads what the pages are made of, says that it is done, and ends."""

    done = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._modules = _modules()
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._on_timeout)
        loading = desk.lanes.readers.submit(_load, _WITHOUT_QT)
        desk.errands.follow(loading, self, self._on_loaded)

    def _on_loaded(self, _: None) -> None:
        self._timer.start()

    def _on_timeout(self) -> None:
        name = next(self._modules, None)
        if name is not None:
            importlib.import_module(name)
            return
        self._timer.stop()
        self.done.emit()
        self.deleteLater()


def _load(names: tuple[str, ...]) -> None:
    """On a reader's thread."""
    for name in names:
        importlib.import_module(name)


def _modules() -> Iterator[str]:
    """The modules of the pages, those most likely to be opened first."""
    for room in _ROOMS:
        package = importlib.import_module(f"recordkeeper.ui.{room}")
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield found.name
