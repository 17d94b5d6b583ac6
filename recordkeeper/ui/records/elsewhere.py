"""A button that takes a record to the library of the person it belongs to; hidden where there is no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class Elsewhere(QPushButton):
    """Its menu names the other libraries this computer knows."""

    picked = Signal(str)  # the folder of a library

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.words.say("records.elsewhere"))
        self.setAccessibleName(self.text())
        self.setToolTip(desk.words.say("records.elsewhere_hint"))
        self.setIcon(desk.icons.icon("switch"))
        self.names = QMenu(self)
        here = str(desk.library.folder)
        for known in desk.settings.libraries:
            if known.place != here:
                action = QAction(known.name.replace("&", "&&"), self.names)
                action.setData(known.place)
                action.triggered.connect(self._on_triggered)
                self.names.addAction(action)
        self.setMenu(self.names)
        if self.names.isEmpty():
            self.hide()

    def _on_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.picked.emit(str(action.data()))
