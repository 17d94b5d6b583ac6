"""Words with buttons beside them, or under them where the room is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


class Bend(QWidget):
    """`words` takes the room there is; `buttons` follow it, on the next line below `narrow` pixels of width."""

    def __init__(self, words: QWidget, *buttons: QWidget, narrow: int) -> None:
        super().__init__()
        self._words = words
        self._narrow = narrow
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(12)
        self._whole.addWidget(words, 1)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        for one in buttons:
            self._buttons.addWidget(one)
        self._whole.addLayout(self._buttons)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the wider of the two: else nothing could ever get narrow enough to bend."""
        least, buttons = super().minimumSizeHint(), self._buttons.minimumSize()
        return QSize(max(self._words.minimumSizeHint().width(), buttons.width()), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        narrow = self.width() < self._narrow
        self._whole.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
