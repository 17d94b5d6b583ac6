"""The lanes: a line for each sort of event, a mark for each event, a band where it lasted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from recordkeeper.records.story import Event
from recordkeeper.ui.timeline.scale import Scale

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_LANE, _HEAD, _MARK = 34, 26, 6  # pixels at 100 %
NAMES = 152  # width of the lanes' names
_ZOOM, _NOTCH = 0.8, 120  # of the line, a notch of the wheel (QWheelEvent.angleDelta)
_NEAR = 12  # pixels from a mark that still count as it


class Lanes(QWidget):
    """Emits the number of the event clicked. The list under it says the same to keyboard and screen reader."""

    picked = Signal(int)
    opened = Signal(int)  # the event double-clicked: show its page
    zoom_wanted = Signal(float, float)  # times as long a line, about a share of it (Ctrl and the wheel)
    move_wanted = Signal(int)  # later by so many days (dragged with the mouse)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._events: tuple[Event, ...] = ()
        self._lanes: tuple[str, ...] = ()
        self._scale: Scale | None = None
        self.chosen = -1
        self._held: float | None = None  # where the line is held while it is dragged
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_events(self, events: Sequence[Event], lanes: Sequence[str], scale: Scale | None = None) -> None:
        """Show these events, on a line that holds them all in the lanes that have any; with `scale` on that line,
        in just these lanes.
        """
        self._events = tuple(events)
        self._lanes = tuple(lane for lane in lanes if scale or any(event.lane == lane for event in events))
        dates = [date for event in events for date in (event.date, event.end) if date]
        self._scale = scale or (Scale.of(dates) if dates else None)
        self.chosen = -1
        told = [
            self._desk.words.say("ui.counted", name=self._name(lane), count=self._count(lane))
            for lane in self._lanes
        ]
        self.setAccessibleName(", ".join(told))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def choose(self, number: int) -> None:
        """Mark an event as the one chosen in the list."""
        self.chosen = number
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        pixels = self._desk.look.pixels
        return QSize(pixels(420), pixels(_HEAD) + len(self._lanes) * pixels(_LANE) + 8 if self._lanes else 0)

    def _name(self, lane: str) -> str:
        return self._desk.words.say(f"story.lane.{lane}")

    def _count(self, lane: str) -> int:
        return sum(event.lane == lane for event in self._events)

    def place_of(self, number: int) -> QRectF:
        """Where an event is painted: a mark, or a band from its beginning to its end."""
        event, pixels = self._events[number], self._desk.look.pixels
        assert self._scale is not None
        left, width = self._span()
        middle = pixels(_HEAD) + (self._lanes.index(event.lane) + 0.5) * pixels(_LANE)
        begin = left + self._scale.share(event.date) * width
        end = left + self._scale.share(event.end) * width if event.end else begin
        side = pixels(_MARK)
        return QRectF(begin - side, middle - side, end - begin + 2 * side, 2 * side)

    def _span(self) -> tuple[float, float]:
        """Where the line begins, and how long it is."""
        left = float(self._desk.look.pixels(NAMES))
        return left, max(1.0, self.width() - left - self._desk.look.pixels(8))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        if self._scale is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, self._scale)
        palette = self._desk.look.palette
        numbers = sorted(
            range(len(self._events)), key=lambda number: number == self.chosen
        )  # the chosen one on top
        for number in numbers:
            each = self._events[number]
            place = self.place_of(number)
            colour = QColor(palette.accent if each.record else palette.look)
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(colour if number == self.chosen else QColor(palette.soft))
            radius = place.height() / 2
            painter.drawRoundedRect(place, radius, radius)
        painter.end()

    def _paint_ground(self, painter: QPainter, scale: Scale) -> None:
        look, words = self._desk.look, self._desk.words
        left, width = self._span()
        bottom = look.pixels(_HEAD) + len(self._lanes) * look.pixels(_LANE)
        free = 0.0
        for tick in scale.ticks():
            across = left + scale.begin(tick) * width
            painter.setPen(QPen(QColor(look.palette.line), 1))
            painter.drawLine(QPointF(across, look.pixels(_HEAD)), QPointF(across, bottom))
            text = words.date(tick)
            room = painter.fontMetrics().horizontalAdvance(text) + 8
            if across >= free and across + room < left + width:
                painter.setPen(QColor(look.palette.quiet))
                painter.drawText(QPointF(across, look.pixels(_HEAD) - 8), text)
                free = across + room
        for at, lane in enumerate(self._lanes):
            middle = look.pixels(_HEAD) + (at + 0.5) * look.pixels(_LANE)
            painter.setPen(QColor(look.palette.text))
            box = QRectF(0, middle - look.pixels(_LANE) / 2, left - 12, look.pixels(_LANE))
            name = painter.fontMetrics().elidedText(self._name(lane), Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
            painter.setPen(QPen(QColor(look.palette.line), 1))
            painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))

    def at(self, point: QPointF) -> int:
        """The number of the event nearest to a point, -1 for none near."""
        near = self._desk.look.pixels(_NEAR)
        best, distance = -1, float(near)
        for number in range(len(self._events)):
            place = self.place_of(number)
            if abs(place.center().y() - point.y()) > self._desk.look.pixels(_LANE) / 2:
                continue
            away = max(place.left() - point.x(), point.x() - place.right(), 0.0)
            if away <= distance:
                best, distance = number, away
        return best

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if (number := self.at(event.position())) >= 0:
            self.picked.emit(number)
        else:
            self._held = event.position().x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._held is None or self._scale is None:
            return
        a_day = self._span()[1] / self._scale.days
        days = int((event.position().x() - self._held) / a_day)
        if days:
            self._held += days * a_day
            self.move_wanted.emit(-days)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002 - Qt's
        self._held = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if (number := self.at(event.position())) >= 0:
            self.opened.emit(number)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl and the wheel zoom about the pointer; the wheel alone rolls the page."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or self._scale is None:
            event.ignore()
            return
        left, width = self._span()
        share = min(1.0, max(0.0, (event.position().x() - left) / width))
        self.zoom_wanted.emit(_ZOOM ** (event.angleDelta().y() / _NOTCH), share)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Say what a mark is when it is pointed at."""
        if isinstance(event, QHelpEvent):
            number = self.at(QPointF(event.pos()))
            if number >= 0:
                QToolTip.showText(event.globalPos(), self._told(self._events[number]), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _told(self, event: Event) -> str:
        return f"{self._desk.words.date(event.date)}: {event.what}"
