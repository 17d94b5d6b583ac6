"""Paints the rows of a list of records; what was laid out once is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from recordkeeper.ui.records.groups import GROUP_OF, MARKS
from recordkeeper.ui.records.model import Index, RecordModel
from recordkeeper.ui.records.rows import Entry, Heading, from_the_words, marked

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_KEPT = 2000  # layouts; a screenful has forty


class Lettering:
    """Lines of text laid out and cut to a width, kept for the next painting."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, int, bool], QTextLayout] = {}
        self._metrics: dict[str, QFontMetrics] = {}

    def line(
        self, text: str, font: QFont, width: int, bold: Sequence[tuple[int, int]] | None = None
    ) -> QTextLayout:
        """One line of `text`, ended with "…" where it is too long. `bold` are spans of (start, length)."""
        key = (text, font.key(), width, bold is not None)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            made = self._made[key] = self._laid_out(text, font, width, bold or ())
        return made

    def _laid_out(self, text: str, font: QFont, width: int, bold: Sequence[tuple[int, int]]) -> QTextLayout:
        room = width - self._wider(text, font, bold) if bold else width
        shown = self._of(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        layout = QTextLayout(shown, font)
        layout.setCacheEnabled(True)
        layout.setFormats([_strong(start, min(length, len(shown) - start)) for start, length in bold])
        layout.beginLayout()
        layout.createLine().setNumColumns(len(shown))
        layout.endLayout()
        return layout

    def _wider(self, text: str, font: QFont, bold: Sequence[tuple[int, int]]) -> int:
        """How much wider the bold spans stand than the same words in the common weight."""
        strong = QFont(font)
        strong.setWeight(QFont.Weight.Bold)
        spans = "".join(text[start : start + length] for start, length in bold)
        return self._of(strong).horizontalAdvance(spans) - self._of(font).horizontalAdvance(spans)

    def _of(self, font: QFont) -> QFontMetrics:
        return self._metrics.setdefault(font.key(), QFontMetrics(font))


def _strong(start: int, length: int) -> QTextLayout.FormatRange:
    """A bold span; none at all where it was cut off with the end of the line."""
    span = QTextLayout.FormatRange()
    span.start, span.length = start, max(length, 0)
    form = QTextCharFormat()
    form.setFontWeight(QFont.Weight.Bold)
    span.format = form
    return span


class RowDelegate(QStyledItemDelegate):
    """Three lines a record: what it is called, when and what it is, from where. A search puts its words third."""

    def __init__(self, desk: Desk, model: RecordModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._model = model
        self._lettering = Lettering()
        self._pictures: dict[tuple[str, str], QPixmap] = {}
        self.sought = ""
        look = desk.look
        body = QFont(parent.font())
        body.setPixelSize(look.type("body"))
        self._strong, self._small, self._heading = QFont(body), QFont(body), QFont(body)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small.setPixelSize(look.type("small"))
        self._heading.setPixelSize(look.type("small"))
        self._heading.setWeight(QFont.Weight.DemiBold)
        self._step = QFontMetrics(self._small).height() + look.pixels(2)
        self._title_step = QFontMetrics(self._strong).height() + look.pixels(2)
        self._pad = look.pixels(8)
        self._entry_size = QSize(0, 2 * self._pad + self._title_step + 2 * self._step)
        self._heading_size = QSize(0, self._step + self._pad + look.pixels(6))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        del option
        row = self._model.rows[index.row()]
        return self._heading_size if isinstance(row, Heading) else self._entry_size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row)
        else:
            self._paint_ground(painter, rect, state)
            self._paint_entry(painter, rect, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        palette, left = self._desk.look.palette, rect.left() + self._pad
        text = self._lettering.line(self._model.say.heading(row), self._heading, rect.width() - 2 * self._pad)
        top = rect.bottom() - self._step - self._desk.look.pixels(3)
        self._draw(painter, text, left, top, palette.accent)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(left, rect.bottom(), rect.right() - self._pad, rect.bottom())

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        palette = self._desk.look.palette
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if not selected and not state & QStyle.StateFlag.State_MouseOver:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.soft if selected else palette.raised))
        painter.drawRoundedRect(QRectF(rect).adjusted(2, 1, -2, -1), 6, 6)
        if selected:
            painter.setBrush(QColor(palette.accent))
            painter.drawRoundedRect(QRectF(rect.left() + 2, rect.top() + 8, 3, rect.height() - 16), 1.5, 1.5)

    def _paint_entry(self, painter: QPainter, rect: QRect, row: Entry) -> None:
        say, line, look = self._model.say, row.line, self._desk.look
        icon = look.pixels(20)
        left, top = rect.left() + self._pad + look.pixels(2), rect.top() + self._pad
        self._picture(painter, GROUP_OF[line.kind].icon, look.palette.quiet, left, top, icon)
        left += icon + self._pad
        width = rect.right() - self._pad - left
        starred = look.pixels(16) if line.starred else 0
        if starred:
            self._picture(painter, "star", look.palette.accent, left + width - starred, top + 1, starred)
        title = self._lettering.line(say.title(line), self._strong, width - starred)
        self._draw(painter, title, left, top, look.palette.text)
        top += self._title_step
        room = width if row.hit is None else self._paint_mark(painter, row, left + width, top, width)
        second = self._lettering.line(say.when_and_kind(line), self._small, room)
        self._draw(painter, second, left, top, look.palette.quiet)
        top += self._step
        if row.hit is not None:
            self._paint_snippet(painter, row.hit.snippet, left, top, width)
            return
        room = self._paint_mark(painter, row, left + width, top, width)
        third = self._lettering.line(say.origin(line), self._small, room)
        self._draw(painter, third, left, top, look.palette.quiet)

    def _paint_snippet(self, painter: QPainter, snippet: str, left: int, top: int, width: int) -> None:
        text = from_the_words(snippet, self.sought)
        bold = tuple(marked(text, self.sought))
        self._draw(
            painter, self._lettering.line(text, self._small, width, bold), left, top, self._desk.look.palette.text
        )

    def _paint_mark(self, painter: QPainter, row: Entry, right: int, top: int, width: int) -> int:
        """The state at the right, as icon and word; returns the width left for what stands before it."""
        if row.line.status not in MARKS:
            return width
        look = self._desk.look
        icon, tone = MARKS[row.line.status]
        colour, side = getattr(look.palette, tone), look.pixels(14)
        text = self._lettering.line(self._model.say.mark(row.line), self._heading, width)
        wide = round(text.boundingRect().width()) + side + look.pixels(4)
        self._picture(painter, icon, colour, right - wide, top + look.pixels(2), side)
        self._draw(painter, text, right - wide + side + look.pixels(4), top, colour)
        return width - wide - self._pad

    def _draw(self, painter: QPainter, text: QTextLayout, left: int, top: int, colour: str) -> None:
        painter.setPen(QColor(colour))
        text.draw(painter, QPointF(left, top))

    def _picture(self, painter: QPainter, name: str, colour: str, left: int, top: int, side: int) -> None:
        key = (name, colour)
        if key not in self._pictures:
            self._pictures[key] = self._desk.icons.pixmap(name, side, colour)
        painter.drawPixmap(left, top, self._pictures[key])
