"""A box to choose from that shows where it opens and lets the mouse wheel pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class CalmBox(QComboBox):
    """Nothing is changed by scrolling past it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = desk.look.pixels(16)
        self._arrow = desk.icons.pixmap("down", self._side)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.drawPixmap(self.width() - self._side - 8, (self.height() - self._side) // 2, self._arrow)
        painter.end()
