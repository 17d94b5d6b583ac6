"""The small bar beside words just chosen with the mouse: mark them, or copy them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from recordkeeper.ui.page import button

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_AWAY = 12  # pixels from the pointer


class PickBar(QFrame):
    """Takes no focus: the keys K and Ctrl+C and the menu do the same."""

    mark_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        say = desk.words.say
        self.setObjectName("scan_laid")  # a small surface on what is shown, as on scans
        self.mark = button(desk, say("reader.mark"), "star", flat=True)
        self.mark.setToolTip(f"{say('reader.mark')} (K)")
        self.copy = button(desk, say("reader.copy"), flat=True)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.setSpacing(4)
        for each, wanted in ((self.mark, self.mark_wanted), (self.copy, self.copy_wanted)):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            each.clicked.connect(wanted)
            inside.addWidget(each)
        self.hide()

    def offer(self, at: QPoint) -> None:
        """Come up beside a point, within what is seen."""
        self.adjustSize()
        room = self._over.rect().adjusted(4, 4, -4, -4)
        below = at.y() + _AWAY
        top = below if below + self.height() <= room.bottom() else at.y() - _AWAY - self.height()
        left = min(at.x(), room.right() - self.width())
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()
        self.raise_()
