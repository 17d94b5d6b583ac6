"""Rows of two lines with a mark or an icon in front, for lists that look alike."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a row gives besides its first line."""

    SECOND = Qt.ItemDataRole.UserRole + 1  # the quiet second line
    MARK = Qt.ItemDataRole.UserRole + 2  # a Mark, or None
    HEADING = Qt.ItemDataRole.UserRole + 3  # whether the row heads a section
    ICON = Qt.ItemDataRole.UserRole + 4  # the name of an icon in place of a mark, or ""


class Mark(StrEnum):
    """Whether a record, or a section of them, goes."""

    IN = "in"
    PARTLY = "partly"
    OUT = "out"
    FIXED = "fixed"


class RowDelegate(QStyledItemDelegate):
    """Paints a row; knows nothing of what it is about."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._look = desk.look
        self._pictures: dict[tuple[str, int, str], QPixmap] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        first, second = self._fonts(bool(index.data(Role.HEADING)))
        lines = _height(first) + (_height(second) + 2 if index.data(Role.SECOND) else 0)
        return QSize(self._look.pixels(160), max(self._look.pixels(36), lines + self._look.pixels(14)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        widget = option.widget
        style = widget.style() if widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._look.palette.accent), 2))
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 6, 6)
        heading = bool(index.data(Role.HEADING))
        pad, side = self._look.pixels(8), self._look.pixels(20)
        left = option.rect.left() + pad + (0 if heading else self._look.pixels(12))
        box = QRect(left, option.rect.center().y() - side // 2, side, side)
        if self._paint_mark(painter, box, index):
            left = box.right() + self._look.pixels(10)
        text = QRect(left, option.rect.top(), option.rect.right() - pad - left, option.rect.height())
        self._paint_lines(painter, text, index, heading=heading)
        painter.restore()

    def _paint_mark(self, painter: QPainter, box: QRect, index: Index) -> bool:
        """Paint the mark or icon; False when there is none."""
        palette = self._look.palette
        mark, icon = _mark(index), index.data(Role.ICON)
        if icon or mark is Mark.FIXED:
            painter.drawPixmap(box, self._picture(icon or "lock", box.width(), palette.quiet))
            return True
        if mark is None:
            return False
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = mark in (Mark.IN, Mark.PARTLY)
        painter.setPen(QPen(QColor(palette.accent if filled else palette.edge), 1.5))
        painter.setBrush(QColor(palette.accent if filled else palette.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        if mark is Mark.IN:
            painter.drawPixmap(box, self._picture("check", box.width(), palette.on_accent))
        elif mark is Mark.PARTLY:
            painter.fillRect(
                QRect(box.left() + 5, box.center().y() - 1, box.width() - 10, 3), QColor(palette.on_accent)
            )
        return True

    def _picture(self, name: str, size: int, colour: str) -> QPixmap:
        """An icon, drawn once: painting reads no file."""
        key = (name, size, colour)
        if key not in self._pictures:
            self._pictures[key] = self._desk.icons.pixmap(name, size, colour)
        return self._pictures[key]

    def _paint_lines(self, painter: QPainter, box: QRect, index: Index, *, heading: bool) -> None:
        first, second = self._fonts(heading)
        below = index.data(Role.SECOND) or ""
        height = _height(first) + (_height(second) + 2 if below else 0)
        top = box.top() + (box.height() - height) // 2
        out = _mark(index) in (Mark.OUT, Mark.FIXED) and not heading
        self._line(
            painter, QRect(box.left(), top, box.width(), _height(first)), index.data() or "", first, quiet=out
        )
        if below:
            under = QRect(box.left(), top + _height(first) + 2, box.width(), _height(second))
            self._line(painter, under, below, second, quiet=True)

    def _line(self, painter: QPainter, box: QRect, text: str, font: QFont, *, quiet: bool) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self._look.palette.quiet if quiet else self._look.palette.text))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)

    def _fonts(self, heading: bool) -> tuple[QFont, QFont]:
        first, second = QFont(QApplication.font()), QFont(QApplication.font())
        first.setPixelSize(self._look.type("body"))
        second.setPixelSize(self._look.type("small"))
        if heading:
            first.setWeight(QFont.Weight.DemiBold)
        return first, second


def _mark(index: Index) -> Mark | None:
    value = index.data(Role.MARK)  # Qt gives an enum of text back as text
    return Mark(value) if value else None


def _height(font: QFont) -> int:
    return QFontMetrics(font).height()
