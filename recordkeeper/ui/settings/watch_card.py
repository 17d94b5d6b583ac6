"""The card of the watched folder: which one, and a way to choose another or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QVBoxLayout

from recordkeeper.settings import Settings
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_NARROW = 460


class WatchCard(QFrame):
    """Emits the settings a person now wants."""

    changed = Signal(object)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._settings = settings
        self._place = str(desk.library.folder)
        say = desk.words.say
        title = label(say("settings.watch"), "strong")
        self.folder = QLineEdit(settings.watched(self._place))
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText(say("settings.watch_none"))
        self.folder.setAccessibleName(title.text())
        self.folder.setAccessibleDescription(say("settings.watch_hint"))
        title.setBuddy(self.folder)
        self.choose = button(desk, say("settings.watch_choose"), "folder")
        self.end = button(desk, say("settings.watch_end"), "close")
        self.end.setVisible(bool(self.folder.text()))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(title)
        inside.addWidget(label(say("settings.watch_hint"), "small"))
        inside.addWidget(Bend(self.folder, self.choose, self.end, narrow=desk.look.pixels(_NARROW)))
        self.choose.clicked.connect(self._on_choose_clicked)
        self.end.clicked.connect(self._on_end_clicked)

    def watch(self, folder: str) -> None:
        """Want this folder watched; "" for none."""
        libraries = tuple(
            replace(known, watch=folder) if known.place == self._place else known
            for known in self._settings.libraries
        )
        self._settings = replace(self._settings, libraries=libraries)
        self.folder.setText(folder)
        self.end.setVisible(bool(folder))
        self.changed.emit(self._settings)

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self.choose.text(), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.watch)
        dialog.open()

    def _on_end_clicked(self) -> None:
        self.watch("")
