"""Pinned blood tests on Home: the newest value in words and the line behind it, each a way to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from recordkeeper.catalogue import labs
from recordkeeper.prepare.labs import series_of
from recordkeeper.prepare.labs_pins import pinned, trends
from recordkeeper.prepare.labs_table import test_name
from recordkeeper.records.lab_scale import Scale, spots_of
from recordkeeper.records.labs import Series
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import label

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk

_WIDE, _TALL = 210, 48  # pixels
_DOT = 2.5
Charts = tuple[tuple[Series, ...], ...]


class Trends(QWidget):
    """Reads when told to; hidden while nothing is pinned."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Charts = ()
        self.cards: list[TrendCard] = []
        self._flow = Flow(gap=12, column=desk.look.pixels(_WIDE))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(label(desk.words.say("labs.pinned"), "heading"))
        inside.addWidget(self._flow)
        self.hide()

    def refresh(self) -> None:
        """Read them anew, off this thread."""
        self._desk.errands.follow(self._desk.read(_pinned), self, self._on_pinned, newest="pinned")

    def _on_pinned(self, charts: Charts) -> None:
        if charts == self._shown:
            return
        self._shown = charts
        self._flow.clear()
        self.cards = [TrendCard(self._desk, chart) for chart in charts]
        for made in self.cards:
            made.clicked.connect(self._on_clicked)
            self._flow.add(made)
        self.setVisible(bool(charts))

    def _on_clicked(self) -> None:
        self._desk.news.page_wanted.emit("labs")


class TrendCard(QPushButton):
    """One test."""

    def __init__(self, desk: Desk, chart: tuple[Series, ...]) -> None:
        super().__init__()
        self.setProperty("choice", True)
        words = desk.words
        points = [point for line in chart for point in line.points]
        newest = max(points, key=lambda point: (str(point.day or ""), point.result.taken.time))
        date = words.date(newest.day) if newest.day else words.say("labs.undated")
        result = newest.result
        said = [words.say("labs.newest", printed=result.printed, unit=result.unit, date=date)]
        if result.flag:
            said.append(words.say("labs.flag", flag=result.flag))
        name = test_name(chart[0], words)
        self.setAccessibleName(f"{name}: {', '.join(said)}")
        self.setAccessibleDescription(words.say("labs.count", count=len(points)))
        shown = (label(name, "strong"), _Line(desk, chart), *(label(each, "small") for each in said))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        for one in shown:
            inside.addWidget(one)
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addStretch(1)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        inside = self.layout()
        return inside.totalSizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        inside = self.layout()
        return inside.totalMinimumSize() if inside is not None else super().minimumSizeHint()


class _Line(QWidget):
    """The lines of one test, small, without numbers: those are in the words beside it."""

    def __init__(self, desk: Desk, chart: tuple[Series, ...]) -> None:
        super().__init__()
        self._colour = desk.look.palette.accent
        self._lines = tuple(spots for line in chart if (spots := spots_of(line)))
        self.setFixedHeight(desk.look.pixels(_TALL))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        spots = [spot for line in self._lines for spot in line]
        if not spots:
            return
        scale = Scale.of(spots)
        first, last = min(spot.day for spot in spots), max(spot.day for spot in spots)
        room = self.rect().adjusted(4, 4, -4, -4)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour), 2.0))
        painter.setBrush(QColor(self._colour))
        for line in self._lines:
            places = [
                QPointF(
                    room.left() + room.width() * ((spot.day - first) / (last - first) if last > first else 0.5),
                    room.bottom() - room.height() * scale.place(spot.value),
                )
                for spot in line
            ]
            painter.drawPolyline(QPolygonF(places))
            for place in places:
                painter.drawEllipse(place, _DOT, _DOT)
        painter.end()


def _pinned(db: Database) -> Charts:
    """On a reader's thread."""
    keys = pinned(db)
    return trends(series_of(labs.all_results(db)), keys) if keys else ()
