"""The lanes: a line for each sort of event, a mark for each, a band where it lasted; below, curves of markers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from recordkeeper.prepare.labs_treatments import LANES as TREATED
from recordkeeper.prepare.timeline_curves import MarkerCurve
from recordkeeper.records.story import Event
from recordkeeper.ui.timeline.scale import Scale

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_LANE, _HEAD, _MARK = 34, 26, 6  # pixels at 100 %
NAMES = 152  # width of the lanes' names
_ZOOM, _NOTCH = 0.8, 120  # of the line, a notch of the wheel (QWheelEvent.angleDelta)
_CURVE, _EDGE, _DOT = 84, 10, 3.5  # of a lane with a curve: its height, what is free above and below, half a mark
_SHADE = 0.14  # of the colour of treatments behind the curves
DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
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
        self._curves: dict[str, MarkerCurve] = {}
        self._scale: Scale | None = None
        self.chosen = -1
        self._held: float | None = None  # where the line is held while it is dragged
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_events(
        self,
        events: Sequence[Event],
        lanes: Sequence[str],
        curves: Sequence[MarkerCurve] = (),
        scale: Scale | None = None,
    ) -> None:
        """Show these events, on a line that holds them all in the lanes that have any; with `scale` on that line,
        in just these lanes. Values of `curves` stand in lanes of their own, those with any.
        """
        self._events = tuple(events)
        used = {event.lane for event in events}
        self._curves = {curve.lane: curve for curve in curves if scale or curve.lane in used}
        self._lanes = (*(lane for lane in lanes if scale or lane in used), *self._curves)
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
        return QSize(pixels(420), pixels(_HEAD) + sum(map(self._height, self._lanes)) + 8 if self._lanes else 0)

    def _height(self, lane: str) -> int:
        return self._desk.look.pixels(_CURVE if lane in self._curves else _LANE)

    def _top(self, lane: str) -> int:
        """Where a lane begins."""
        above = self._lanes[: self._lanes.index(lane)]
        return self._desk.look.pixels(_HEAD) + sum(map(self._height, above))

    def _name(self, lane: str) -> str:
        curve = self._curves.get(lane)
        if curve is None:
            return self._desk.words.say(f"story.lane.{lane}")
        return f"{curve.name}, {curve.unit}" if curve.unit else curve.name

    def _count(self, lane: str) -> int:
        return sum(event.lane == lane for event in self._events)

    def place_of(self, number: int) -> QRectF:
        """Where an event is painted: a mark, or a band from its beginning to its end."""
        event, pixels = self._events[number], self._desk.look.pixels
        assert self._scale is not None
        if event.value is not None:
            dot, spot = _DOT * self._desk.look.scale, self._spot(event)
            return QRectF(spot.x() - dot, spot.y() - dot, 2 * dot, 2 * dot)
        left, width = self._span()
        middle = self._top(event.lane) + 0.5 * pixels(_LANE)
        begin = left + self._scale.share(event.date) * width
        end = left + self._scale.share(event.end) * width if event.end else begin
        side = pixels(_MARK)
        return QRectF(begin - side, middle - side, end - begin + 2 * side, 2 * side)

    def _spot(self, event: Event) -> QPointF:
        """Where a value stands on its curve."""
        assert self._scale is not None
        assert event.value is not None
        left, width = self._span()
        edge, height = self._desk.look.pixels(_EDGE), self._height(event.lane)
        up = self._curves[event.lane].scale.place(event.value) * (height - 2 * edge)
        return QPointF(left + self._scale.beyond(event.date) * width, self._top(event.lane) + height - edge - up)

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
        for curve in self._curves.values():
            self._paint_curve(painter, curve, self._scale)
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
        bottom = look.pixels(_HEAD) + sum(map(self._height, self._lanes))
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
        for lane in self._lanes:
            middle = self._top(lane) + self._height(lane) / 2
            painter.setPen(QColor(look.palette.text))
            box = QRectF(0, middle - look.pixels(_LANE) / 2, left - 12, look.pixels(_LANE))
            name = painter.fontMetrics().elidedText(self._name(lane), Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
            if lane not in self._curves:
                painter.setPen(QPen(QColor(look.palette.line), 1))
                painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))

    def _paint_curve(self, painter: QPainter, curve: MarkerCurve, scale: Scale) -> None:
        """Treatments behind it, shaded from first to last day; its lines, and its lowest and highest value."""
        look, top, height = self._desk.look, self._top(curve.lane), self._height(curve.lane)
        left, width = self._span()
        shade = QColor(look.palette.accent)
        shade.setAlphaF(_SHADE)
        for one in self._events:
            if one.lane in TREATED:
                begin = left + scale.share(one.date) * width
                wide = (left + scale.share(one.end) * width if one.end else begin) - begin
                painter.fillRect(QRectF(begin - 1, top + 2, max(2.0, wide), height - 4), shade)
        painter.setPen(QPen(QColor(look.palette.line), 1))
        painter.drawLine(QPointF(left, top + height), QPointF(left + width, top + height))
        painter.setPen(QColor(look.palette.quiet))
        below = QRectF(0, top + height / 2 + look.pixels(_LANE) / 4, left - 12, look.pixels(_LANE))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), _reach(curve))
        painter.save()
        painter.setClipRect(QRectF(left, top, width, height))  # a line comes from values that are not in sight
        for number, line in enumerate(curve.lines):
            painter.setPen(QPen(QColor(look.palette.accent), 2.0, DASHES[number % len(DASHES)]))
            for before, after in pairwise(line):
                painter.drawLine(self._spot(before), self._spot(after))
        painter.restore()

    def at(self, point: QPointF) -> int:
        """The number of the event nearest to a point, -1 for none near."""
        near = self._desk.look.pixels(_NEAR)
        best, distance = -1, float(near)
        for number in range(len(self._events)):
            place = self.place_of(number)
            value = self._events[number].value is not None
            tall = near if value else self._desk.look.pixels(_LANE) / 2
            if abs(place.center().y() - point.y()) > tall:
                continue
            away = max(place.left() - point.x(), point.x() - place.right(), 0.0)
            if value:  # marks of one curve lie one above the other
                away = max(away, place.top() - point.y(), point.y() - place.bottom())
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


def _reach(curve: MarkerCurve) -> str:
    """The lowest and the highest value as printed, without the unit that stands above."""
    ordered = sorted(curve.events, key=lambda event: event.value or 0.0)
    ends = (
        event.what.removeprefix(f"{curve.name}: ").removesuffix(curve.unit) for event in (ordered[0], ordered[-1])
    )
    return " – ".join(dict.fromkeys(end.strip() for end in ends))
