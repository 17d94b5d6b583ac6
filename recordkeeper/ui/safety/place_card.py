"""Where the library lies, what that means, and moving it to a better place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout

from recordkeeper.library.where import Place, place_of
from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class PlaceCard(QFrame):
    """Says what kind of place it is; the window moves the library, as that closes it for a while."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        say = desk.words.say
        self.told = label("")
        self.move_button = button(desk, say("safety.place_move"), "move")
        self.move_button.setAccessibleDescription(say("safety.place_move_hint"))
        self.move_button.setAutoDefault(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        where = label(str(desk.library.folder), "quiet")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for each in (label(say("safety.place_heading"), "strong"), where, self.told):
            inside.addWidget(each)
        inside.addWidget(self.move_button, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(label(say("safety.place_move_hint"), "small"))
        self.move_button.clicked.connect(self._on_move_clicked)
        self.look()

    def look(self) -> None:
        """Ask anew what kind of place it is."""
        place = self._desk.glance(place_of, self._desk.library.folder)
        self._desk.errands.follow(place, self, self._on_place, newest="place")

    def move_to(self, chosen: str) -> None:
        """Move into the folder chosen; into one inside it, when something is in it already."""
        folder = self._desk.library.folder
        target = self._desk.glance(_target, Path(chosen), folder.name)
        self._desk.errands.follow(target, self, self._on_target)

    def _on_place(self, place: Place) -> None:
        self.told.setText(self._desk.words.say(f"safety.place_{place.kind}", name=place.name))

    def _on_move_clicked(self) -> None:
        dialog = QFileDialog(self, self.move_button.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.move_to)
        dialog.open()

    def _on_target(self, target: Path) -> None:
        self._desk.news.relocate_wanted.emit(str(target))


def _target(chosen: Path, name: str) -> Path:
    return chosen / name if chosen.is_dir() and any(chosen.iterdir()) else chosen
