"""What is seen while a library takes its time to open, and no window is there yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from recordkeeper.ui.page import label, set_busy
from recordkeeper.ui.style import Look


class Opening(QWidget):
    """A sentence and a bar that moves."""

    def __init__(self, look: Look, sentence: str) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.setWindowTitle(sentence)
        self.setAccessibleName(sentence)
        told = label(sentence, "lead")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        set_busy(look, bar)
        bar.setTextVisible(False)
        bar.setAccessibleName(sentence)
        bar.setFixedWidth(320)
        inside = QVBoxLayout(self)
        inside.setSpacing(16)
        inside.addStretch(1)
        inside.addWidget(told)
        inside.addWidget(bar, alignment=Qt.AlignmentFlag.AlignCenter)
        inside.addStretch(1)
        self.resize(1280, 820)
