"""Pick a group of records: chips in up to two lines, a plain box to choose from where there is no room for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from recordkeeper.ui.records.calm_box import CalmBox
from recordkeeper.ui.records.groups import ALL, ORDER

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_GAP = 8
_MOST_LINES = 2


class Chip(QPushButton):
    """One chip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("chip", True)
        self.setCheckable(True)
        self.setObjectName(name)

    def say(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)


class Chips(QWidget):
    """Shows only groups that hold something, and the one chosen."""

    picked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._group = QButtonGroup(self)
        self._chips: dict[str, Chip] = {}
        self._box = CalmBox(desk, self)
        self._counts: Mapping[str, int] = {}
        self.chosen = ALL
        self._build()
        self._connect()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Put the numbers behind the names."""
        self._counts = {
            name: counts.get(name, 0) for name in ORDER if counts.get(name) or name in (ALL, self.chosen)
        }
        self._box.blockSignals(True)
        self._box.clear()
        for name, count in self._counts.items():
            text = self._desk.words.say(
                "records.counted", name=self._desk.words.say(f"records.group.{name}"), count=count
            )
            self._chips[name].say(text)
            self._box.addItem(text, name)
        self._box.setCurrentIndex(self._box.findData(self.chosen))
        self._box.blockSignals(False)
        self._place()

    def pick(self, name: str) -> None:
        """Choose a group without saying so."""
        self.chosen = name
        self._chips[name].setChecked(True)
        self.show_counts(self._counts)

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._box.setAccessibleName(self._desk.words.say("records.show"))
        for name in ORDER:
            chip = Chip(name, self)
            self._group.addButton(chip)
            self._chips[name] = chip
        self._chips[ALL].setChecked(True)
        self.show_counts({})

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_chip_clicked)
        self._box.activated.connect(self._on_box_activated)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.minimumHeight())

    def _place(self) -> None:
        """Lay the chips out in lines, or show the box in their stead."""
        lines, spots = 1, dict[str, tuple[int, int]]()
        left = 0
        for name in self._counts:
            size = self._chips[name].sizeHint()
            if left and left + size.width() > self.width():
                lines, left = lines + 1, 0
            spots[name] = (left, lines - 1)
            left += size.width() + _GAP
        boxed = lines > _MOST_LINES
        tall = self._box.sizeHint().height() if boxed else self._chips[ALL].sizeHint().height()
        for name, chip in self._chips.items():
            chip.setVisible(not boxed and name in spots)
            if name in spots:
                column, line = spots[name]
                chip.setGeometry(column, line * (tall + _GAP), chip.sizeHint().width(), tall)
        self._box.setVisible(boxed)
        self._box.setGeometry(0, 0, min(self.width(), self._desk.look.pixels(360)), tall)
        self.setFixedHeight(tall if boxed else lines * tall + (lines - 1) * _GAP)

    def _on_chip_clicked(self, chip: QPushButton) -> None:
        self._choose(chip.objectName())

    def _on_box_activated(self, at: int) -> None:
        self._choose(str(self._box.itemData(at)))

    def _choose(self, name: str) -> None:
        self.pick(name)
        self.picked.emit(name)
