"""Places: every hospital, practice and laboratory as one entry, whatever its papers call it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from recordkeeper.library import acts
from recordkeeper.records.kinds import DateOrder
from recordkeeper.ui.facilities.detail import FacilityDetail
from recordkeeper.ui.facilities.known import Known, known, records_from
from recordkeeper.ui.facilities.model import FacilityModel
from recordkeeper.ui.page import EmptyPage, Page, button, label
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.rows import RowDelegate

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from recordkeeper.records.query import RecordLine
    from recordkeeper.ui.desk import Desk

_BESIDE = 680  # pixels at 100 %: below it the place stands under the list
_LIST = (290, 160)  # the list's width beside, its height above


class FacilitiesPage(Page):
    """The list of places and the one chosen; every act can be taken back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = ""  # the record whose place is to be shown
        self._chosen = ""  # the key of the place shown
        self._build()
        self._connect()

    def opened(self) -> None:
        read = self.desk.read(known, self._wanted)
        self.desk.errands.follow(read, self, self._on_known, newest="known")

    def show_place_of(self, record: str) -> None:
        """Choose the place a record comes from."""
        self._wanted = record
        self.opened()

    def _build(self) -> None:
        desk, say = self.desk, self.desk.words.say
        self._model = FacilityModel(desk.words)
        self._delegate = RowDelegate(desk)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(say("facilities.list"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.detail = FacilityDetail(desk)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(16)
        self._parts.addWidget(self.list)
        self._parts.addWidget(rolling(self.detail), 1)
        self.back = button(desk, say("facilities.back"), "back", flat=True)
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.back, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(label(say("facilities.title"), "title"))
        inside.addWidget(label(say("facilities.explained"), "quiet"))
        inside.addLayout(self._parts, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(full)
        add = button(desk, say("ui.add_records"), "add", main=True)
        add.clicked.connect(desk.news.add_wanted)
        self.empty = EmptyPage(desk, "facility", say("facilities.empty"), add)
        self._stack.addWidget(self.empty)
        self._stack.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.detail.named.connect(self._on_named)
        self.detail.merged.connect(self._on_merged)
        self.detail.parted.connect(self._on_parted)
        self.detail.dated.connect(self._on_dated)
        self.detail.record_wanted.connect(self._on_record_wanted)
        self.back.clicked.connect(self._on_back_clicked)
        self.desk.news.records_changed.connect(self._on_records_changed)

    def _on_known(self, found: Known) -> None:
        if self._wanted:
            self._chosen, self._wanted = found.wanted or self._chosen, ""
        self._model.show(found.facilities)
        self._stack.setCurrentIndex(0 if found.facilities else 1)
        self._stack.show()
        row = self._model.at(self._chosen)
        if found.facilities:
            self.list.setCurrentIndex(self._model.index(row or 0))
            self._show(row or 0)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self._show(current.row())

    def _show(self, row: int) -> None:
        facility = self._model.facilities[row]
        if facility.key != self._chosen:
            self.detail.show_records(())
        self._chosen = facility.key
        others = sorted(self._model.facilities, key=lambda other: other.name.casefold())
        self.detail.show_facility(facility, [other for other in others if other.key != facility.key])
        read = self.desk.read(records_from, facility.key)
        self.desk.errands.follow(read, self, self._on_records, newest="records")

    def _on_records(self, read: tuple[str, tuple[RecordLine, ...]]) -> None:
        key, lines = read
        if key == self._chosen:
            self.detail.show_records(lines)

    def _on_records_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_named(self, called: str) -> None:
        self._do("name_facility", acts.name_facility, self._chosen, called)

    def _on_merged(self, other: str) -> None:
        one, self._chosen = self._chosen, other
        self._do("merge_facilities", acts.merge_facilities, one, other)

    def _on_parted(self, key: str) -> None:
        self._do("part_facility", acts.part_facility, key)

    def _on_dated(self, order: str) -> None:
        self._do("say_date_order", acts.say_date_order, self._chosen, DateOrder(order))

    def _do(self, name: str, act: Callable[..., tuple[str, ...]], *args: object) -> None:
        self.desk.errands.follow(self.desk.act(act, *args), self, partial(self._on_done, name))

    def _on_done(self, name: str, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit(name, touched)

    def _on_record_wanted(self, record: str) -> None:
        self.desk.news.show_record.emit(record, None)

    def _on_back_clicked(self) -> None:
        self.desk.news.page_wanted.emit("records")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        look = self.desk.look
        beside = self.width() >= look.pixels(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(way)
        self.list.setMinimumSize(0, 0)
        self.list.setMaximumSize(16_777_215, 16_777_215)
        if beside:
            self.list.setFixedWidth(look.pixels(_LIST[0]))
        else:
            self.list.setFixedHeight(min(look.pixels(_LIST[1]), self.height() // 3))
