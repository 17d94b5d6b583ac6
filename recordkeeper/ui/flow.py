"""Small things side by side that go on in the next line where the room ends: chips, tiles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Lays its children out like words of a text. With `column`, all are as wide, at least that many pixels."""

    def __init__(self, gap: int = 8, column: int = 0) -> None:
        super().__init__()
        self._gap = gap
        self._column = column
        self._items: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, item: QWidget) -> None:
        item.setParent(self)
        item.show()
        self._items.append(item)
        self.arrange()

    def hold(self, items: Sequence[QWidget]) -> None:
        """Hold these, in this order; those that were here before and are not among them are taken away."""
        for item in self._items:
            if item not in items:
                item.hide()
                item.deleteLater()
        for item in items:
            if item not in self._items:
                item.setParent(self)
                item.show()
        self._items = list(items)
        self.arrange()

    def clear(self) -> None:
        """Take all away."""
        self.hold(())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self._place(width, move=False))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        widest = max((item.minimumSizeHint().width() for item in self._shown()), default=0)
        return QSize(widest, self._place(max(self.width(), widest), move=False))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place(self.width(), move=True)
        self.updateGeometry()

    def arrange(self) -> None:
        """Place all anew, after an item has changed its size."""
        self._place(self.width(), move=True)
        self.updateGeometry()

    def _place(self, width: int, *, move: bool) -> int:
        """Put each item where it belongs at this width; returns the height of all."""
        across, down, row = 0, 0, 0
        fixed = self._fixed(width)
        for line in self._lines(width, fixed):
            row = max(self._height(item, fixed or item.sizeHint().width()) for item in line)
            across = 0
            for item in line:
                wide = fixed or min(item.sizeHint().width(), width)
                if move:
                    left = width - across - wide if self.isRightToLeft() else across
                    item.setGeometry(left, down, wide, row)
                across += wide + self._gap
            down += row + self._gap
        return max(0, down - self._gap)

    def _fixed(self, width: int) -> int:
        """The width of a column; 0 when each item has its own."""
        if not self._column:
            return 0
        count = max(1, min(len(self._shown()) or 1, (width + self._gap) // (self._column + self._gap)))
        return (width - self._gap * (count - 1)) // count

    def _shown(self) -> list[QWidget]:
        """Those that nobody has hidden: an item without a place leaves no gap."""
        return [item for item in self._items if not item.isHidden()]

    def _lines(self, width: int, fixed: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        across = width + 1
        for item in self._shown():
            wide = fixed or min(item.sizeHint().width(), width)
            if across + wide > width:
                lines.append([])
                across = 0
            lines[-1].append(item)
            across += wide + self._gap
        return lines

    @staticmethod
    def _height(item: QWidget, width: int) -> int:
        high = item.heightForWidth(width) if item.hasHeightForWidth() else -1
        return max(
            high, item.sizeHint().height() if high < 0 else 0, item.minimumSizeHint().height() if high < 0 else 0
        )
