"""The list of studies as cards: three small pictures, what it is, when and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from recordkeeper.records.kinds import Identity
from recordkeeper.ui.scans.captions import when_and_where
from recordkeeper.ui.scans.reading import THUMBNAILS, StudyCard
from recordkeeper.ui.scans.thumbs import Thumbs, paint_thumb
from recordkeeper.ui.tokens import RADIUS

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.ui.desk import Desk

_PAD, _GAP = 12, 12
Index = QModelIndex | QPersistentModelIndex


class StudiesModel(QAbstractListModel):
    """A view of an immutable tuple of studies."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.studies: tuple[StudyCard, ...] = ()

    def take(self, studies: tuple[StudyCard, ...]) -> None:
        self.beginResetModel()
        self.studies = studies
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.studies)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        study = self.studies[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join(
                line for line in (study.title, *quiet_lines(self._desk, study), aside(self._desk, study))
            )
        return None


class StudyDelegate(QStyledItemDelegate):
    """Paints a card. Where there is little room the words stand under the pictures."""

    def __init__(self, desk: Desk, thumbs: Thumbs, view: QListView, model: StudiesModel) -> None:
        super().__init__(view)
        self._desk = desk
        self._thumbs = thumbs
        self._view = view
        self._model = model
        self._title = QFont(view.font())
        self._title.setPixelSize(desk.look.type("lead"))
        self._title.setWeight(QFont.Weight.DemiBold)
        self._small = QFont(view.font())
        self._small.setPixelSize(desk.look.type("small"))
        self._mark = desk.icons.pixmap("info", desk.look.pixels(32), desk.look.palette.edge)
        self._aside, self._look = (
            desk.icons.pixmap(name, desk.look.pixels(18), desk.look.palette.look) for name in ("aside", "look")
        )

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        study = self._model.studies[index.row()]
        width = self._view.viewport().width()
        words = self._words_height(study, self._words_width(width))
        side = self._side(width)
        height = side + _GAP + words if self._narrow(width) else max(side, words)
        return QSize(width, height + 2 * _PAD + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        study = self._model.studies[index.row()]
        whole: QRect = option.rect.adjusted(1, 1, -1, -_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._frame(painter, whole, option)
        side = self._side(option.rect.width())
        left, top = whole.left() + _PAD, whole.top() + _PAD
        for number, place in enumerate(study.thumbnails):
            box = QRect(left + number * (side + 4), top, side, side)
            paint_thumb(painter, box, self._thumbs, place, self._mark)
        if self._narrow(option.rect.width()):
            words = QRect(left, top + side + _GAP, whole.width() - 2 * _PAD, whole.bottom())
        else:
            start = left + THUMBNAILS * (side + 4) + _GAP
            words = QRect(start, top, whole.right() - _PAD - start, whole.height() - 2 * _PAD)
        self._words(painter, words, study)
        painter.restore()

    def _frame(self, painter: QPainter, whole: QRect, option: QStyleOptionViewItem) -> None:
        palette, state = self._desk.look.palette, option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setBrush(QColor(palette.soft if chosen else palette.raised if over else palette.surface))
        painter.setPen(QPen(QColor(palette.accent if chosen else palette.line), 2 if chosen else 1))
        painter.drawRoundedRect(QRectF(whole), RADIUS, RADIUS)

    def _words(self, painter: QPainter, area: QRect, study: StudyCard) -> None:
        palette = self._desk.look.palette
        painter.setFont(self._title)
        painter.setPen(QColor(palette.text))
        wrap = Qt.TextFlag.TextWordWrap
        used = painter.drawText(QRect(area.topLeft(), QSize(area.width(), 1000)), wrap, study.title)
        y = area.top() + used.height() + 4
        painter.setFont(self._view.font())
        painter.setPen(QColor(palette.quiet))
        for line in quiet_lines(self._desk, study):
            y += painter.drawText(QRect(area.left(), y, area.width(), 1000), wrap, line).height() + 2
        if told := aside(self._desk, study):
            mark = self._desk.look.pixels(18)
            painter.drawPixmap(
                QRect(area.left(), y + 3, mark, mark), self._aside if study.set_aside else self._look
            )
            painter.setPen(QColor(palette.look))
            place = QRect(area.left() + mark + 6, y + 2, area.width() - mark - 6, 1000)
            painter.drawText(place, wrap, told)

    def _words_height(self, study: StudyCard, width: int) -> int:
        body = QFontMetrics(self._view.font())
        wrap = int(Qt.TextFlag.TextWordWrap)
        height = QFontMetrics(self._title).boundingRect(QRect(0, 0, width, 1000), wrap, study.title).height() + 4
        for line in quiet_lines(self._desk, study):
            height += body.boundingRect(QRect(0, 0, width, 1000), wrap, line).height() + 2
        if told := aside(self._desk, study):
            narrower = QRect(0, 0, width - self._desk.look.pixels(18) - 6, 1000)
            height += body.boundingRect(narrower, wrap, told).height() + 6
        return height

    def _words_width(self, width: int) -> int:
        pictures = 0 if self._narrow(width) else THUMBNAILS * (self._thumbs.side + 4) + _GAP
        return max(80, width - pictures - 2 * _PAD - 2)

    def _side(self, width: int) -> int:
        """Of a picture: three always stand beside each other."""
        return min(self._thumbs.side, (width - 2 * _PAD - 2) // THUMBNAILS - 4)

    def _narrow(self, width: int) -> bool:
        return width < THUMBNAILS * self._thumbs.side + self._desk.look.pixels(300)


class StudyCards(QListView):
    """The cards; a click or Enter chooses one."""

    chosen = Signal(int)

    def __init__(self, desk: Desk, thumbs: Thumbs) -> None:
        super().__init__()
        self.setObjectName("studies")
        self.setAccessibleName(desk.words.say("scans.studies_name"))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.shown = StudiesModel(desk)
        self.setModel(self.shown)
        self.setItemDelegate(StudyDelegate(desk, thumbs, self, self.shown))
        self.clicked.connect(self._on_clicked)
        thumbs.came.connect(self._on_thumb_came)

    def take(self, studies: tuple[StudyCard, ...]) -> None:
        """Show these; the one chosen before stays chosen while it is among them."""
        row = self.currentIndex().row()
        before = self.shown.studies[row].record if 0 <= row < len(self.shown.studies) else ""
        if studies == self.shown.studies:
            return
        self.shown.take(studies)
        again = next((number for number, study in enumerate(studies) if study.record == before), 0)
        self.setCurrentIndex(self.shown.index(again, 0))

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    def _on_thumb_came(self) -> None:
        self.viewport().update()


def quiet_lines(desk: Desk, study: StudyCard) -> tuple[str, ...]:
    """When and where; how much, and what of it is not here; whether its report is; which disc it came from."""
    words = desk.words
    images = words.say("scans.images", count=study.images)
    much = words.say("scans.in_series", images=images, count=study.series)
    if study.missing:
        much = f"{much} · {words.say('scans.missing', count=study.missing)}"
    report = words.say("scans.has_report" if study.has_report else "scans.no_report")
    if study.source and study.added:
        source = words.say("scans.came_from", source=study.source, date=study.added)
        return when_and_where(desk, study), much, report, source
    return when_and_where(desk, study), much, report


def aside(desk: Desk, study: StudyCard) -> str:
    """Why a study stands aside, or what of its identity should be looked at; "" mostly."""
    if study.set_aside:
        return desk.words.say("scans.set_aside", name=study.patient)
    return desk.words.say("scans.no_identity") if study.identity is Identity.UNKNOWN else ""
