"""One page as a picture, as wide as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QScrollArea, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.frames import Frame

_MARGIN = 12


def image_of(frame: Frame) -> QImage | None:
    """The picture a worker painted; None when it is not as long as it says."""
    header = frame.header
    width, height = int(header["width"]), int(header["height"])
    depth = {"L": 1, "RGB": 3}.get(str(header["mode"]), 0)
    if min(width, height) < 1 or len(frame.buffer) != width * height * depth:
        return None
    form = QImage.Format.Format_Grayscale8 if depth == 1 else QImage.Format.Format_RGB888
    return QImage(frame.buffer, width, height, width * depth, form).copy()


class _Paper(QWidget):
    """Paints the picture scaled to its own width."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._edge = QColor(desk.look.palette.line)
        self._picture = QPixmap()
        self._scaled = QPixmap()

    def show_picture(self, picture: QPixmap) -> None:
        self._picture, self._scaled = picture, QPixmap()
        self.update()

    def height_for(self, width: int) -> int:
        if self._picture.isNull():
            return 0
        return round((width - 2 * _MARGIN) * self._picture.height() / self._picture.width()) + 2 * _MARGIN

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        place = QRect(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if self._scaled.width() != round(place.width() * ratio):
            smooth = Qt.TransformationMode.SmoothTransformation
            self._scaled = self._picture.scaledToWidth(round(place.width() * ratio), smooth)
            self._scaled.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawPixmap(place.topLeft(), self._scaled)
        painter.setPen(QPen(self._edge, 1))
        painter.drawRect(place.adjusted(0, 0, -1, -1))


class SheetView(QScrollArea):
    """Shows one page, fitted to the width and scrolled by keys and wheel."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._most = desk.look.pixels(900)
        self._paper = _Paper(desk)
        self.setWidget(self._paper)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def shows_something(self) -> bool:
        return self._paper.height() > 0

    def show_image(self, image: QImage | None, spoken: str) -> None:
        """Show a page, or nothing; `spoken` says which page it is."""
        self._paper.show_picture(QPixmap.fromImage(image) if image is not None else QPixmap())
        self.setAccessibleName(spoken)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = min(self._most, self.viewport().width())
        self._paper.resize(QSize(width, self._paper.height_for(width)))
