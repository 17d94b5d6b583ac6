"""The strip above the lanes: how much there is when, and which part of it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from recordkeeper.records.dates import PartialDate
from recordkeeper.ui.timeline.scale import Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from recordkeeper.ui.desk import Desk

_HEIGHT, _GAP = 52, 1  # pixels at 100 %
_STEP = 0.8  # of the part in sight, a key
_MOVE = 0.2
_DRAG = 4  # pixels; less is a click


class Strip(QWidget):
    """Drag over a part to see only that; keys do the same. Emits the part wanted, as a Scale."""

    wanted = Signal(object)

    def __init__(self, desk: Desk, names: int) -> None:
        """`names` is the room the names of the lanes take, in pixels: the strip stands over the lanes."""
        super().__init__()
        self._desk = desk
        self._names = names
        self._whole = self._part = Scale(1, 2)
        self._counts: list[int] = []
        self._pressed: float | None = None
        self._drawn: float | None = None  # where the mouse is, while a part is drawn
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(desk.look.pixels(_HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(desk.words.say("timeline.strip"))
        self.setToolTip(desk.words.say("timeline.strip_hint"))

    def show_part(self, dates: Sequence[PartialDate], whole: Scale, part: Scale, told: str) -> None:
        """Show how many dates stand where on the `whole` line, and which part of it is in sight."""
        self._whole, self._part = whole, part
        self._counts = whole.counts(dates)
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._desk.look.pixels(420), self.height())

    def _span(self) -> tuple[float, float]:
        return float(self._names), max(1.0, self.width() - self._names - self._desk.look.pixels(8))

    def _share(self, across: float) -> float:
        left, width = self._span()
        return min(1.0, max(0.0, (across - left) / width))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        painter = QPainter(self)
        palette = self._desk.look.palette
        left, width = self._span()
        low, high = self._looked_at()
        painter.fillRect(QRectF(left + low * width, 0, (high - low) * width, self.height()), QColor(palette.soft))
        most, each = max([*self._counts, 1]), width / max(1, len(self._counts))
        for at, count in enumerate(self._counts):
            if count:
                tall = max(4.0, count / most * (self.height() - 8))
                inside = low <= (at + 0.5) / len(self._counts) <= high
                bar = QRectF(left + at * each + _GAP / 2, self.height() - 2 - tall, max(2.0, each - _GAP), tall)
                painter.fillRect(bar, QColor(palette.accent if inside else palette.edge))
        painter.setPen(QPen(QColor(palette.accent), 2))
        for share in (low, high):
            across = left + share * width
            painter.drawLine(int(across), 0, int(across), self.height())
        painter.setPen(
            QPen(QColor(palette.accent if self.hasFocus() else palette.edge), 2 if self.hasFocus() else 1)
        )
        painter.drawRect(QRectF(left - 1, 1, width + 2, self.height() - 2))
        painter.end()

    def _looked_at(self) -> tuple[float, float]:
        """The part in sight, or the one being drawn, as shares."""
        if self._pressed is not None and self._drawn is not None:
            low, high = sorted((self._pressed, self._drawn))
            return low, high
        days = self._whole.days
        return (self._part.first - self._whole.first) / days, (self._part.last - self._whole.first) / days

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._drawn = self._share(event.position().x()), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._pressed is not None:
            self._drawn = self._share(event.position().x())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        pressed, self._pressed, self._drawn = self._pressed, None, None
        if pressed is None:
            return
        here = self._share(event.position().x())
        if abs(here - pressed) * self._span()[1] < _DRAG:  # a click brings the part in sight there
            middle = self._whole.first + here * self._whole.days
            self._want(self._part.moved(round(middle - (self._part.first + self._part.last) / 2), self._whole))
        else:
            self._want(self._whole.between(pressed, here))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002 - Qt's
        self._pressed = None
        self._want(self._whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move, plus and minus zoom, Esc and 0 show everything."""
        act = self._keys().get(Qt.Key(event.key()))
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            self._want(act())

    def _keys(self) -> dict[Qt.Key, Callable[[], Scale]]:
        key, part, whole = Qt.Key, self._part, self._whole
        step = max(1, round(part.days * _MOVE))

        def closer() -> Scale:
            return part.zoomed(_STEP, 0.5, whole)

        def farther() -> Scale:
            return part.zoomed(1 / _STEP, 0.5, whole)

        def everything() -> Scale:
            return whole

        return {
            key.Key_Left: lambda: part.moved(-step, whole),
            key.Key_Right: lambda: part.moved(step, whole),
            key.Key_Home: lambda: part.moved(-whole.days, whole),
            key.Key_End: lambda: part.moved(whole.days, whole),
            key.Key_Plus: closer,
            key.Key_Equal: closer,
            key.Key_Minus: farther,
            key.Key_0: everything,
            key.Key_Escape: everything,
        }

    def _want(self, part: Scale) -> None:
        self.update()
        self.wanted.emit(part)
