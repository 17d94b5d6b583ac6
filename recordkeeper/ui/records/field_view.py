"""One field of a record: its value, the very words it was read from, and the piece of the page they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from recordkeeper.ui.page import label

if TYPE_CHECKING:
    from recordkeeper.records.reading import Picture
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records import crops

_SHOWN_AT = 0.62  # of the pixels of a crop: print of 11 points stands as tall as the text beside it
_TALLEST = 132
_RIM = 3


def pixmap_of(picture: Picture) -> QPixmap:
    """What a worker painted, as Qt keeps it."""
    form, depth = (
        (QImage.Format.Format_RGB888, 3) if picture.mode == "RGB" else (QImage.Format.Format_Grayscale8, 1)
    )
    image = QImage(picture.pixels, picture.width, picture.height, picture.width * depth, form)
    return QPixmap.fromImage(image)


class Crop(QAbstractButton):
    """A piece of a page; pressing it shows the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._picture = QPixmap()
        self._words = (0, 0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_crop(self, crop: crops.Crop, name: str) -> None:
        self._picture = pixmap_of(crop.picture)
        self._words = (crop.first, crop.last)
        self.setAccessibleName(name)
        self.setToolTip(self._desk.words.say("records.show_on_page"))
        self._fit()
        self.show()

    def clear(self) -> None:
        self._picture = QPixmap()
        self.hide()

    def _fit(self) -> None:
        if not self._picture.isNull():
            self.setFixedHeight(max(round(self._placed()[1].height()) + 2 * _RIM, self._desk.look.pixels(32)))

    def _placed(self) -> tuple[QRectF, QRectF]:
        """The part of the picture that is shown, and where: the words whole, and what has room beside them."""
        room, (first, last) = max(self.width() - 2 * _RIM, 1), self._words
        scale = min(
            _SHOWN_AT * self._desk.look.scale,
            room / max(last - first + 2 * _RIM, 1),
            self._desk.look.pixels(_TALLEST) / self._picture.height(),
        )
        wide = min(room / scale, self._picture.width())
        left = min(max((first + last - wide) / 2, 0), self._picture.width() - wide)
        part = QRectF(left, 0, wide, self._picture.height())
        return part, QRectF(_RIM, _RIM, part.width() * scale, part.height() * scale)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._desk.look.pixels(120), self._desk.look.pixels(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        if self._picture.isNull():
            return
        palette, (part, target) = self._desk.look.palette, self._placed()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(target, self._picture, part)
        near = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(palette.accent if near else palette.edge), 2 if self.hasFocus() else 1))
        painter.drawRect(target.adjusted(-1, -1, 1, 1))
        painter.end()


class Mark(QWidget):
    """A state as icon and word; with `wraps`, as a sentence of any length."""

    def __init__(self, desk: Desk, *, wraps: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._icon, self._word = QLabel(), label("", "small", wraps=wraps)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self._word, 1)

    @property
    def text(self) -> str:
        return self._word.text()

    def say(self, icon: str, tone: str, word: str) -> None:
        look = self._desk.look
        self._icon.setPixmap(self._desk.icons.pixmap(icon, look.pixels(16), getattr(look.palette, tone)))
        self._word.setProperty("tone", tone)
        self._word.style().polish(self._word)
        self._word.setText(word)
        self.setVisible(bool(word))


class FieldView(QWidget):
    """The value with its reason; hidden while there is nothing to say."""

    place_wanted = Signal()  # the person wants to see the words on their page

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk = desk
        self._heading = label(name, "heading")
        self._unsure = Mark(desk)
        self._value = label("", "strong")
        self._reason = label("", "small")
        self.crop = Crop(desk)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._value.setAccessibleName(name)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._unsure)
        inside.addLayout(top)
        for widget in (self._value, self._reason, self.crop):
            inside.addWidget(widget)
        self.crop.clicked.connect(self.place_wanted)

    def say(self, value: str, reason: str = "", *, unsure: bool = False) -> None:
        """Show a value; "" hides the field."""
        words = self._desk.words
        self._value.setProperty("type", "quiet" if value == words.say("records.not_found_here") else "strong")
        self._value.style().polish(self._value)
        self._value.setText(value)
        self._value.setAccessibleDescription(value)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._unsure.say("look", "look", words.say("cli.status.to_review") if unsure else "")
        self.crop.clear()
        self.setVisible(bool(value))
