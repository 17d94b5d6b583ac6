"""Remembers the record a person looked at last, once they have stayed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from recordkeeper.catalogue import left_at

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.ui.desk import Desk

_STAYED_MS = 1500  # who passes by many records looks at none of them


class Looking(QObject):
    """Writes at most once for each record somebody stays with."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record = self._kept = ""
        self._stayed = QTimer(self)
        self._stayed.setSingleShot(True)
        self._stayed.setInterval(_STAYED_MS)
        self._stayed.timeout.connect(self._on_stayed)
        desk.news.looked_at.connect(self._on_looked_at)

    def _on_looked_at(self, record: str) -> None:
        self._record = record
        self._stayed.start()

    def _on_stayed(self) -> None:
        if self._record != self._kept and self._desk.library.lock is not None:
            self._kept = self._record
            self._desk.act(_remember, self._record)


def _remember(library: Library, record: str) -> None:
    left_at.remember(library.catalogue.writer, record)
