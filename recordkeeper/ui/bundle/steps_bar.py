"""The steps of a longer job as a row of chips: where you are, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.ui.desk import Desk

_PADDING = 26  # the padding and border of a chip, in the style sheet


class StepsBar(QWidget):
    """Where there is no room for all names, only the current step has its own; the others keep their number."""

    chosen = Signal(int)

    def __init__(self, desk: Desk, names: Sequence[str]) -> None:
        super().__init__()
        self._words = desk.words
        self._look = desk.look
        self._names = tuple(names)
        self._step = 0
        self._chips: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for number in range(len(names)):
            chip = QPushButton()
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setAutoDefault(True)
            chip.setObjectName(str(number))
            chip.clicked.connect(self._on_chip_clicked)
            row.addWidget(chip)
            self._chips.append(chip)
        row.addStretch(1)
        self.show_step(0, locked=False)

    def show_step(self, step: int, *, locked: bool) -> None:
        """Step `step` (from 0) is the current one; steps before it can be gone back to unless `locked`."""
        self._step = step
        for number, chip in enumerate(self._chips):
            chip.setChecked(number == step)
            chip.setEnabled(number == step or (number < step and not locked))
            chip.setAccessibleName(
                self._words.say(
                    "bundles.step_now" if number == step else "bundles.step_other",
                    number=number + 1,
                    count=len(self._chips),
                    name=self._names[number],
                )
            )
        self._name_chips()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._name_chips()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hint = super().minimumSizeHint()
        hint.setWidth(0)
        return hint

    def _name_chips(self) -> None:
        """Give each chip its text, and room for it in bold, as the current one is."""
        texts = [f"{number}  {name}" for number, name in enumerate(self._names, start=1)]
        font = QFont(self.font())
        font.setPixelSize(self._look.type("body"))
        font.setWeight(QFont.Weight.DemiBold)
        room = [QFontMetrics(font).horizontalAdvance(text) + self._look.pixels(12) + _PADDING for text in texts]
        short = sum(room) + 8 * len(texts) > self.width()
        for number, chip in enumerate(self._chips):
            shortened = short and number != self._step
            chip.setText(str(number + 1) if shortened else texts[number])
            chip.setMinimumWidth(self._look.pixels(44) if shortened else room[number])

    def _on_chip_clicked(self) -> None:
        number = int(self.sender().objectName())
        self._chips[number].setChecked(number == self._step)
        if number != self._step:
            self.chosen.emit(number)
