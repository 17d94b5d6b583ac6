"""The line under an image in which a person says why they mark it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from recordkeeper.ui.desk import Desk

_LONGEST = 200


class CaptionBar(QFrame):
    """Enter keeps, Esc leaves all as it was. It knows nothing of which image it is about."""

    kept = Signal(str)
    removed = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say = desk.words.say
        self.setProperty("card", True)
        self.line = QLineEdit()
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(say("scans.key.caption"))
        self.line.setPlaceholderText(say("scans.key.caption_hint"))
        self.keep = button(desk, say("scans.key.keep"), "star", main=True)
        self.remove = button(desk, say("scans.key.remove"))
        self.cancel = button(desk, say("scans.key.cancel"), flat=True)
        told = label(say("scans.key.caption"), "strong", wraps=False)
        told.setBuddy(self.line)
        asked = QHBoxLayout()
        asked.setSpacing(8)
        asked.addWidget(told)
        asked.addWidget(self.line, 1)
        self._buttons = Flow(gap=8)
        for part in (self.keep, self.cancel, self.remove):
            self._buttons.add(part)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(8)
        inside.addLayout(asked)
        inside.addWidget(self._buttons)
        self.line.returnPressed.connect(self._on_keep)
        self.keep.clicked.connect(self._on_keep)
        self.remove.clicked.connect(self._on_remove)
        self.cancel.clicked.connect(self.close_bar)
        self.hide()

    def ask(self, caption: str, *, marked: bool) -> None:
        """Ask for the caption of an image, which may be marked already."""
        self.line.setText(caption)
        self.remove.setVisible(marked)
        self.show()
        self._buttons.arrange()
        self.line.selectAll()
        self.line.setFocus()

    def close_bar(self) -> None:
        """Away with it; the image has the keys again."""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _on_keep(self) -> None:
        self.kept.emit(self.line.text())
        self.close_bar()

    def _on_remove(self) -> None:
        self.removed.emit()
        self.close_bar()
