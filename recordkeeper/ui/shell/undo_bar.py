"""The bar that says what was done and offers Undo; it stays ten seconds, longer while pointed at or focused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from recordkeeper.ui.page import label

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

    from recordkeeper.ui.desk import Desk

STAYS_MS = 10_000


class UndoBar(QFrame):
    """Lies over the foot of the page."""

    undo_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self._told = label("", wraps=False)
        self._undo = QPushButton(desk.words.say("ui.undo"))
        self._undo.setAccessibleName(desk.words.say("ui.undo"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self._undo.clicked.connect(self._on_undo_clicked)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(16, 8, 8, 8)
        inside.setSpacing(16)
        inside.addWidget(self._told)
        inside.addWidget(self._undo)
        self.hide()

    def tell(self, sentence: str, *, undoable: bool) -> None:
        """Say it, at the foot of the parent, spoken by screen readers too."""
        self._told.setText(sentence)
        self.setAccessibleName(sentence)
        self._undo.setVisible(undoable)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Centre at the foot of the parent; called again when that is resized."""
        parent = self._over
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 16)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._timer.start()
        super().leaveEvent(event)

    def _on_undo_clicked(self) -> None:
        self.hide()
        self.undo_wanted.emit()
