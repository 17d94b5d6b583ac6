"""The list of keys and hands that work on the image just now, laid over it on `?`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from recordkeeper.ui.page import label
from recordkeeper.ui.scans.hands import hands

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_HANDS = ("wheel", "ctrl_wheel", "middle", "right", "double")


class KeysPanel(QFrame):
    """Made anew each time it is asked for, since what works depends on the series."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 8, 12)
        inside.setSpacing(8)
        inside.addWidget(label(desk.words.say("scans.do.keys"), "strong"))
        inside.addWidget(self._scroll)
        self.hide()

    def show_for(
        self, works: Callable[[str], bool], name: Callable[[str], str], *, with_cross: bool = False
    ) -> None:
        """Fill in what `works`, each with the `name` of what it does, and show it."""
        known = hands(with_cross=with_cross)
        rows = [(hand.shown, name(hand.action)) for hand in known if hand.shown and works(hand.action)]
        say = self._desk.words.say
        rows += [(say(f"scans.hands.{hand}"), say(f"scans.hands.{hand}_does")) for hand in _HANDS]
        self._scroll.setWidget(self._listing(rows))
        self.setAccessibleName(". ".join(f"{key}: {does}" for key, does in rows))
        self.place()
        self.show()
        self.raise_()

    def scroll_by(self, pages: float) -> None:
        """Where not all of it is seen at once."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + round(pages * bar.pageStep()))

    def place(self) -> None:
        """In the middle of the image, as large as it needs to be and may be."""
        listing = self._scroll.widget()
        over = self.parentWidget()
        if listing is None or over is None:
            return
        wanted = listing.sizeHint() if self._columns() == 2 else over.size()
        title = self._desk.look.type("body") * 2 + 40
        width = min(over.width() - 16, wanted.width() + 48)
        height = min(over.height() - 16, wanted.height() + title)
        self.setGeometry((over.width() - width) // 2, (over.height() - height) // 2, width, height)

    def _listing(self, rows: list[tuple[str, str]]) -> QWidget:
        """Two columns, so that most of it is seen at once."""
        listing = QWidget()
        listing.setObjectName("scan_keys")
        grid = QGridLayout(listing)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        columns = self._columns()
        grid.setColumnStretch(1, 1 if columns == 1 else 0)
        grid.setColumnMinimumWidth(2, 12)
        half = -(-len(rows) // columns)
        for number, (key, does) in enumerate(rows):
            row, column = number % half, 3 * (number // half)
            grid.addWidget(label(key, "strong", wraps=False), row, column)
            grid.addWidget(label(does, wraps=columns == 1), row, column + 1)
        return listing

    def _columns(self) -> int:
        over = self.parentWidget()
        return 2 if over is not None and over.width() >= self._desk.look.pixels(600) else 1
