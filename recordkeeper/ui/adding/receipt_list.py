"""The files of a receipt as a list: a model over its rows, and how a row is painted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from recordkeeper.records.intake import ReceiptRow
from recordkeeper.records.kinds import Outcome
from recordkeeper.ui.adding import summary

if TYPE_CHECKING:
    from recordkeeper.ui.page import Dressed
    from recordkeeper.wording.words import Words

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
SHOWN_PATH = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


def why(words: Words, row: ReceiptRow) -> str:
    """The sentence that says why a file has its outcome; "" where there is nothing to say."""
    return words.say(f"reasons.{row.reason_code}", detail=row.detail) if row.reason_code else ""


def above(sources: Sequence[str]) -> str:
    """The folder that holds all the sources of an add; "" when they have none in common."""
    try:
        return os.path.commonpath([str(PurePath(source).parent) for source in sources])
    except ValueError:
        return ""


def below(path: str, folder: str) -> str:
    """A path as it is seen from `folder`."""
    return path.removeprefix(folder).lstrip("/\\") if folder and path.startswith(folder) else path


class ReceiptFiles(QAbstractListModel):
    """A view of a receipt's rows, all or those of one outcome."""

    def __init__(self, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: tuple[ReceiptRow, ...] = ()
        self._above = ""

    def show(self, rows: tuple[ReceiptRow, ...], outcome: Outcome | None, above: str) -> None:
        """Show these rows, or those of one outcome; paths as seen from the folder `above`."""
        self.beginResetModel()
        self._above = above
        self._rows = rows if outcome is None else tuple(row for row in rows if row.outcome is outcome)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == SHOWN_PATH:
            return below(row.path, self._above)
        if role == Qt.ItemDataRole.DisplayRole:
            return PurePath(row.path).name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            outcome = self._words.say(f"adding.outcome.{row.outcome}")
            return self._words.say("adding.receipt.row", path=row.path, outcome=outcome, why=why(self._words, row))
        return None


class ReceiptRowPainter(QStyledItemDelegate):
    """Icon; the file's name and its folder; below, what became of it and why."""

    def __init__(self, dress: Dressed, parent: QObject) -> None:
        super().__init__(parent)
        self._dress = dress
        self._small = QFont()
        self._small.setPixelSize(dress.look.type("small"))
        self._strong = QFont()
        self._strong.setPixelSize(dress.look.type("body"))
        self._strong.setWeight(QFont.Weight.DemiBold)
        side = dress.look.pixels(20)
        colour = dress.look.palette
        tones = {Outcome.ADDED: colour.good, Outcome.LOCKED: colour.look, Outcome.UNREADABLE: colour.look}
        self._pictures = {
            outcome: dress.icons.pixmap(icon, side, tones.get(outcome, colour.quiet))
            for outcome, icon in summary.ICONS.items()
        }
        self._side = side
        self._words_of = {outcome: dress.words.say(f"adding.outcome.{outcome}") for outcome in Outcome}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, ARG002 - Qt's
        lines = QFontMetrics(self._strong).height() + QFontMetrics(self._small).height()
        return QSize(120, lines + self._dress.look.pixels(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ReceiptRow = index.data(ROW)
        palette, pixels = self._dress.look.palette, self._dress.look.pixels
        painter.save()
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(palette.soft))
        left, edge = box.left() + pixels(12), box.right() - pixels(12)
        top = box.top() + pixels(8)
        painter.drawPixmap(left, top, self._pictures[row.outcome])
        left += self._side + pixels(12)
        self._first_line(
            painter, QRect(left, top, edge - left, QFontMetrics(self._strong).height()), index.data(SHOWN_PATH)
        )
        top += QFontMetrics(self._strong).height() + 2
        self._second_line(painter, QRect(left, top, edge - left, QFontMetrics(self._small).height()), row)
        painter.restore()

    def _first_line(self, painter: QPainter, box: QRect, shown: str) -> None:
        palette = self._dress.look.palette
        path = PurePath(shown)
        painter.setFont(self._strong)
        painter.setPen(QColor(palette.text))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(path.name, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        rest = box.adjusted(metrics.horizontalAdvance(name) + self._dress.look.pixels(12), 0, 0, 0)
        if rest.width() > self._dress.look.pixels(60):
            painter.setFont(self._small)
            painter.setPen(QColor(palette.quiet))
            folder = "" if path.parent == PurePath() else str(path.parent)
            folder = painter.fontMetrics().elidedText(folder, Qt.TextElideMode.ElideMiddle, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, folder)

    def _second_line(self, painter: QPainter, box: QRect, row: ReceiptRow) -> None:
        said = self._words_of[row.outcome]
        said = " · ".join(part for part in (said[:1].upper() + said[1:], why(self._dress.words, row)) if part)
        painter.setFont(self._small)
        painter.setPen(QColor(self._dress.look.palette.quiet))
        painter.drawText(
            box,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, box.width()),
        )
