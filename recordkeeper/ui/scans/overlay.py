"""What stands written on an image: whose it is, when, which, and how it lies. Light on black in every look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from recordkeeper.ui.tokens import DARK

if TYPE_CHECKING:
    from recordkeeper.ui.style import Look

_MARGIN = 12
_REMEMBERED = 500
_PLATE = QColor(0, 0, 0, 150)  # under the words: an image may be white
_TEXT = QColor(DARK.text)


@dataclass(frozen=True, slots=True)
class Lines:
    """The words of the corners; `edges` are the orientation letters. `always` is never hidden."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    above_foot: tuple[str, ...] = ()  # across the whole width
    foot: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # stands elsewhere on the image already: only said
    always: str = ""
    edges: dict[str, str] = field(default_factory=dict)

    def spoken(self) -> str:
        """All of it in one line, for a screen reader."""
        parts = (*self.top_left, *self.top_right, *self.above_foot, *self.beside, *self.foot, self.always)
        return ". ".join(part for part in parts if part)


class Overlay:
    """Paints lines onto a view."""

    def __init__(self, look: Look) -> None:
        self._fitted: dict[tuple[str, int], tuple[str, ...]] = {}
        self._small = QFont()
        self._small.setPixelSize(look.type("small"))
        self._letter = QFont()
        self._letter.setPixelSize(look.type("lead"))
        self._letter.setWeight(QFont.Weight.DemiBold)

    def paint(self, painter: QPainter, area: QRect, lines: Lines, *, text: bool) -> None:
        """`text` False leaves only what always stands there."""
        inside = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        between = QFontMetrics(self._letter).horizontalAdvance("WW")  # left free for the letters of an edge
        half = max(40, (inside.width() - between) // 2)
        painter.setFont(self._small)
        flag = Qt.AlignmentFlag
        self._corner(painter, inside, half, (lines.always,), flag.AlignRight | flag.AlignBottom)
        if not text:
            return
        self._corner(painter, inside, half, lines.top_left, flag.AlignLeft | flag.AlignTop)
        self._corner(painter, inside, half, lines.top_right, flag.AlignRight | flag.AlignTop)
        self._corner(painter, inside, half, lines.foot, flag.AlignLeft | flag.AlignBottom)
        above = inside.adjusted(0, 0, 0, -QFontMetrics(self._letter).height())
        self._corner(painter, above, inside.width(), lines.above_foot, flag.AlignLeft | flag.AlignBottom)
        painter.setFont(self._letter)
        for edge, letters in lines.edges.items():
            self._write(painter, self._edge(painter, inside, edge, letters), letters, flag.AlignCenter)

    def above_foot(self, area: QRect, lines: Lines) -> int:
        """How high the lines across the foot are in a view of this size."""
        metrics = QFontMetrics(self._small)
        width = area.width() - 2 * _MARGIN
        return metrics.lineSpacing() * sum(
            len(self._wrapped(line, width, metrics)) for line in lines.above_foot if line
        )

    def _corner(
        self, painter: QPainter, inside: QRect, width: int, lines: tuple[str, ...], corner: Qt.AlignmentFlag
    ) -> None:
        metrics = painter.fontMetrics()
        shown = [part for line in lines if line for part in self._wrapped(line, width, metrics)]
        height = metrics.lineSpacing()
        left = inside.left() if corner & Qt.AlignmentFlag.AlignLeft else inside.right() + 1 - width
        at_foot = bool(corner & Qt.AlignmentFlag.AlignBottom)
        top = inside.bottom() + 1 - height * len(shown) if at_foot else inside.top()
        side = corner & Qt.AlignmentFlag.AlignHorizontal_Mask
        for number, line in enumerate(shown):
            place = QRect(left, top + number * height, width, height)
            self._write(painter, place, line, side | Qt.AlignmentFlag.AlignVCenter)

    def _wrapped(self, line: str, width: int, metrics: QFontMetrics) -> tuple[str, ...]:
        """A line in as many as it needs, so that no name is cut. Remembered, being asked at every painting."""
        key = (line, width)
        if key not in self._fitted:
            if len(self._fitted) > _REMEMBERED:
                self._fitted.clear()
            parts = [""]
            for word in line.split():
                longer = f"{parts[-1]} {word}".strip()
                if parts[-1] and metrics.horizontalAdvance(longer) > width:
                    parts.append(word)
                else:
                    parts[-1] = longer
            self._fitted[key] = tuple(parts)
        return self._fitted[key]

    def _edge(self, painter: QPainter, inside: QRect, edge: str, letters: str) -> QRect:
        metrics = painter.fontMetrics()
        place = QRect(0, 0, metrics.horizontalAdvance(letters) + 8, metrics.height())
        place.moveCenter(inside.center())
        if edge == "left":
            place.moveLeft(inside.left())
        elif edge == "right":
            place.moveRight(inside.right())
        elif edge == "top":
            place.moveTop(inside.top())
        else:
            place.moveBottom(inside.bottom())
        return place

    def _write(self, painter: QPainter, place: QRect, text: str, flags: Qt.AlignmentFlag) -> None:
        if not text:
            return
        plate = QRect(0, 0, painter.fontMetrics().horizontalAdvance(text) + 6, place.height())
        plate.moveCenter(place.center())
        if flags & Qt.AlignmentFlag.AlignLeft:
            plate.moveLeft(place.left() - 3)
        elif flags & Qt.AlignmentFlag.AlignRight:
            plate.moveRight(place.right() + 3)
        painter.fillRect(plate, _PLATE)
        painter.setPen(_TEXT)
        painter.drawText(place, int(flags | Qt.TextFlag.TextSingleLine), text)
