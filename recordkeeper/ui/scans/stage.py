"""The image with what lies over it: a sentence in its place, whose it seems to be, the keys, and its position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollBar, QVBoxLayout, QWidget

from recordkeeper.ui.page import label
from recordkeeper.ui.scans.canvas import Canvas
from recordkeeper.ui.scans.caption_bar import CaptionBar
from recordkeeper.ui.scans.keys_panel import KeysPanel

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from recordkeeper.ui.desk import Desk


class Laid(QFrame):
    """A sentence with an icon on a small surface over the image. It takes no clicks."""

    def __init__(self, desk: Desk, icon: str, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("scan_laid")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._mark = QLabel()
        self._mark.setPixmap(desk.icons.pixmap(icon, desk.look.pixels(20), colour))
        self.sentence = label("")
        inside = QHBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(8)
        inside.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.sentence, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show the sentence; an empty one hides."""
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def place(self) -> None:
        """In the middle of what it lies over."""
        over = self.parentWidget()
        if over is None:
            return
        beside = self._mark.sizeHint().width() + 40
        most = max(120, min(over.width() - 24, 560 + beside))
        text = self.sentence.fontMetrics().horizontalAdvance(self.sentence.text()) + 4
        width = min(most, text + beside)
        self.setFixedWidth(width)
        height = self.sentence.heightForWidth(width - beside) + 20
        self.setGeometry((over.width() - width) // 2, (over.height() - height) // 2, width, height)


class Stage(QWidget):
    """Goes full screen as a whole, and comes back."""

    position_wanted = Signal(int)
    close_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        palette = desk.look.palette
        self.setObjectName("scan_stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.canvas = Canvas(desk)
        self.canvas.setAccessibleName(desk.words.say("scans.viewer.image_name"))
        self.position = QScrollBar(Qt.Orientation.Vertical)
        self.position.setAccessibleName(desk.words.say("scans.viewer.position_name"))
        self.position.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the image has the same keys
        self.notice = Laid(desk, "info", palette.text, self.canvas)
        self.banner = Laid(desk, "look", palette.look, self)
        self.keys = KeysPanel(desk, self.canvas)
        self.caption = CaptionBar(desk)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.canvas, 1)
        beside.addWidget(self.position)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self.banner)  # above the image, in full screen too: it covers nothing
        inside.addLayout(beside, 1)
        inside.addWidget(self.caption)
        self.position.valueChanged.connect(self.position_wanted)
        self.canvas.resized.connect(self.place)

    def tell(self, sentence: str) -> None:
        """A calm sentence in the image's place; "" takes it away."""
        self.notice.say(sentence)
        self.place()

    def warn(self, sentence: str) -> None:
        """Whose these pictures seem to be, for as long as they are shown."""
        if sentence != self.banner.sentence.text():
            self.banner.say(sentence)

    def place(self) -> None:
        """Put what lies over the image where it belongs."""
        self.notice.place()
        self.keys.place()

    def take_position(self, index: int, count: int) -> None:
        """Show which image of how many, without asking for it."""
        self.position.blockSignals(True)
        self.position.setRange(0, max(0, count - 1))
        self.position.setPageStep(max(1, count // 10))
        self.position.setValue(index)
        self.position.blockSignals(False)
        self.position.setVisible(count > 1)

    def set_full_screen(self, *, on: bool) -> None:
        """As a window of its own over the whole screen, or back in its place."""
        self.setWindowFlags(Qt.WindowType.Window if on else Qt.WindowType.Widget)
        if on:
            self.showFullScreen()
        else:
            self.show()
        self.canvas.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing the full-screen window means leaving it."""
        if self.isWindow():
            event.ignore()
            self.close_wanted.emit()
        else:
            super().closeEvent(event)
