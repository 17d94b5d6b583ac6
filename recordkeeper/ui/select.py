"""A drop-down list that shows it is one: the style sheet has no arrow, so the arrow of our icons is painted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from recordkeeper.ui.page import Dressed


class Select(QComboBox):
    """A QComboBox in our look; it shrinks with the room there is."""

    def __init__(self, dress: Dressed) -> None:
        super().__init__()
        self._side = dress.look.pixels(18)
        self._arrow = dress.icons.pixmap("down", self._side, dress.look.palette.quiet)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        away = self._side + 6
        at = self.width() - away if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else 6
        painter.drawPixmap(at, (self.height() - self._side) // 2, self._arrow)
        painter.end()
