"""A card with a count, that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from recordkeeper.ui.page import Dressed, label


class Tile(QPushButton):
    """Picture and number, what they count, and a small line of what that is made of."""

    def __init__(self, dress: Dressed, icon: str, count: int, name: str, made_of: str) -> None:
        super().__init__()
        self.setProperty("choice", True)
        self.setAccessibleName(dress.words.say("ui.counted", name=name, count=count))
        self.setAccessibleDescription(made_of)
        picture = QLabel()
        picture.setPixmap(dress.icons.pixmap(icon, dress.look.pixels(24), dress.look.palette.accent))
        number = label(dress.words.number(count), "title", wraps=False)
        top = QHBoxLayout()
        top.addWidget(picture)
        top.addStretch(1)
        top.addWidget(number)
        shown = (label(name, "strong"), *([label(made_of, "small")] if made_of else []))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        inside.addLayout(top)
        for one in shown:
            inside.addWidget(one)
        inside.addStretch(1)
        for one in (picture, number, *shown):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        inside = self.layout()
        return inside.totalHeightForWidth(width) if inside is not None else -1

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        inside = self.layout()
        return inside.totalSizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        inside = self.layout()
        return inside.totalMinimumSize() if inside is not None else super().minimumSizeHint()
