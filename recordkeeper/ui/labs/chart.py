"""A chart of one test over time, painted: the lab's own range as a band, a line for each unit and lab, marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.flow import Treatment
from recordkeeper.records.lab_scale import Scale, Spot, days_shown, spots_of
from recordkeeper.records.labs import KeptResult, LabStatus, Series

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_TALL, _TALLEST = 260, 360  # pixels
_LEFT, _RIGHT, _TOP, _FOOT = 64, 24, 16, 32
_MARK = 5.0
_NEAR = 16.0  # pixels from a mark that is meant by a click
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_SHADE = 0.14  # of the colour of treatments
_DAY_WIDTH = 96  # pixels a date needs
MARKS = ("●", "■")  # how the marks of one line and the next are told in words


class Chart(QWidget):
    """Shows the lines it is given. Its twin for those who do not see it is the table below."""

    chosen = Signal(object)  # the KeptResult whose mark was pressed

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: tuple[tuple[Spot, ...], ...] = ()
        self._scale = Scale(0.0, 1.0, by_tens=False)
        self._first, self._last = 0, 1
        self._current = ("", "")
        self.treatments: tuple[Treatment, ...] = ()  # those drawn
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(min(desk.look.pixels(_TALL), _TALLEST))

    def show_lines(self, series: Sequence[Series], name: str, treatments: Sequence[Treatment] = ()) -> None:
        """Draw these lines on one scale; they are of one test in units that are exactly equal.

        Of the treatments, those that fall among the days of its values are drawn behind them.
        """
        self._lines = tuple(spots_of(line) for line in series)
        spots = [spot for line in self._lines for spot in line]
        self._scale = Scale.of(spots)
        days = [spot.day for spot in spots]
        self._first, self._last = min(days, default=0), max(days, default=1)
        self.treatments = tuple(one for one in treatments if one.meets(self._first, self._last)) if spots else ()
        self.setAccessibleName(name)
        self.setVisible(bool(spots))
        self.update()

    @property
    def by_tens(self) -> bool:
        """Whether each step up the scale is ten times the last, which has to be said."""
        return bool(self._lines) and self._scale.by_tens

    def mark(self, point: KeptResult | None) -> None:
        """Ring the mark of one result."""
        self._current = (point.record, point.id) if point else ("", "")
        self.update()

    def places(self) -> list[tuple[QPointF, Spot, int]]:
        """Where each mark is, with its value and the number of its line."""
        return [(self._place(spot), spot, number) for number, line in enumerate(self._lines) for spot in line]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = event.position()
        near = [(_distance(place, at), spot) for place, spot, _ in self.places()]
        distance, spot = min(near, key=lambda pair: pair[0], default=(_NEAR, None))
        if spot is not None and distance < self._desk.look.pixels(_NEAR):
            self.chosen.emit(spot.point)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bands(painter)
        self._paint_treatments(painter)
        self._paint_axes(painter)
        for number, line in enumerate(self._lines):
            self._paint_line(painter, line, number)
        painter.end()

    def _room(self) -> QRectF:
        left, right, top, foot = map(self._desk.look.pixels, (_LEFT, _RIGHT, _TOP, _FOOT))
        return QRectF(left, top, max(1.0, self.width() - left - right), max(1.0, self.height() - top - foot))

    def _place(self, spot: Spot) -> QPointF:
        room = self._room()
        return QPointF(self._x(spot.day), room.bottom() - room.height() * self._scale.place(spot.value))

    def _x(self, day: int) -> float:
        room, span = self._room(), self._last - self._first
        return room.center().x() if not span else room.left() + room.width() * (day - self._first) / span

    def _paint_bands(self, painter: QPainter) -> None:
        """The range each paper prints, from half way to the value before to half way to the next."""
        room = self._room()
        colour = QColor(self._desk.look.palette.soft)
        for line in self._lines:
            for number, spot in enumerate(line):
                if spot.low is None and spot.high is None:
                    continue
                left = room.left() if not number else (self._x(line[number - 1].day) + self._x(spot.day)) / 2
                last = number + 1 == len(line)
                right = room.right() if last else (self._x(spot.day) + self._x(line[number + 1].day)) / 2
                upper = self._scale.place(spot.high) if spot.high is not None else 1.0
                lower = self._scale.place(spot.low) if spot.low is not None else 0.0
                band = QRectF(
                    left, room.bottom() - room.height() * upper, right - left, room.height() * (upper - lower)
                )
                painter.fillRect(band, colour)

    def _paint_treatments(self, painter: QPainter) -> None:
        """Behind the lines: shaded from first to last day, a line where only one day is known; by number."""
        room, palette = self._room(), self._desk.look.palette
        font = painter.font()
        font.setPixelSize(self._desk.look.type("small"))
        font.setBold(True)
        painter.setFont(font)
        shade = QColor(palette.accent)
        shade.setAlphaF(_SHADE)
        for number, one in enumerate(self.treatments, 1):
            left = self._x(max(one.start.ordinal, self._first))
            right = self._x(min((one.end or one.start).ordinal, self._last))
            if one.end is not None:
                painter.fillRect(QRectF(left, room.top(), max(2.0, right - left), room.height()), shade)
            else:
                painter.setPen(QPen(QColor(palette.quiet), 1.0))
                painter.drawLine(QPointF(left, room.top()), QPointF(left, room.bottom()))
            painter.setPen(QColor(palette.text))
            painter.drawText(QPointF(left + 2, room.top() - 3), str(number))
        font.setBold(False)
        painter.setFont(font)

    def _paint_axes(self, painter: QPainter) -> None:
        room, palette, words = self._room(), self._desk.look.palette, self._desk.words
        font = painter.font()
        font.setPixelSize(self._desk.look.type("small"))
        painter.setFont(font)
        for value in self._scale.ticks():
            y = room.bottom() - room.height() * self._scale.place(value)
            painter.setPen(QColor(palette.line))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(QColor(palette.quiet))
            said = f"{value:g}".replace(".", words.say("common.decimal"))
            box = QRectF(0, y - room.height(), room.left() - self._desk.look.pixels(8), 2 * room.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
        wide = self._desk.look.pixels(_DAY_WIDTH)
        days = [spot.day for line in self._lines for spot in line]
        written: float | None = None
        for day in days_shown(days, max(2, int(room.width() / (1.5 * wide)))):
            if written is not None and self._x(day) - written < wide:
                continue  # two days that lie close together
            written = self._x(day)
            said = words.date(PartialDate.of(dt.date.fromordinal(day)))
            left = min(max(self._x(day) - wide / 2, 0.0), self.width() - wide)
            box = QRectF(left, room.bottom() + 4, wide, self._desk.look.pixels(_FOOT) - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_line(self, painter: QPainter, line: Sequence[Spot], number: int) -> None:
        palette = self._desk.look.palette
        pen = QPen(QColor(palette.accent), 2.0, _DASHES[number % len(_DASHES)])
        painter.setPen(pen)
        for before, after in pairwise(line):
            painter.drawLine(self._place(before), self._place(after))
        for spot in line:
            self._paint_mark(painter, spot, number)

    def _paint_mark(self, painter: QPainter, spot: Spot, number: int) -> None:
        """A mark: of another shape for each line, hollow where a person should look, pointing where it is below."""
        palette, size = self._desk.look.palette, _MARK * self._desk.look.scale
        place = self._place(spot)
        painter.setPen(QPen(QColor(palette.accent), 2.0))
        hollow = spot.point.status is LabStatus.TO_REVIEW
        painter.setBrush(QColor(palette.surface if hollow else palette.accent))
        if spot.point.result.comparator:
            down = spot.point.result.comparator[0] in "<≤="
            way = size if down else -size
            points = (QPointF(-size, -way), QPointF(size, -way), QPointF(0, way))
            painter.drawPolygon(QPolygonF([place + point for point in points]))
        elif number % len(MARKS):
            painter.drawRect(QRectF(place.x() - size, place.y() - size, 2 * size, 2 * size))
        else:
            painter.drawEllipse(place, size, size)
        if (spot.point.record, spot.point.id) == self._current:
            painter.setPen(QPen(QColor(palette.text), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, 2 * size, 2 * size)


def _distance(one: QPointF, other: QPointF) -> float:
    return float(((one.x() - other.x()) ** 2 + (one.y() - other.y()) ** 2) ** 0.5)
