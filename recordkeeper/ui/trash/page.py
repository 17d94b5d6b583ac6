"""The trash: everything in it is kept, and goes back with one key; or it is deleted for good, once asked twice."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from recordkeeper.catalogue import record_lines
from recordkeeper.library import acts
from recordkeeper.library.deleting import old_in_trash
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing, RecordLine
from recordkeeper.ui.page import EmptyPage, Page, button, label
from recordkeeper.ui.records import rows
from recordkeeper.ui.records.record_list import RecordList
from recordkeeper.ui.trash.deleting import Deleting, OldOnes

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_WIDEST = 640  # a list alone is easier to read when it is not as wide as the window


class TrashPage(Page):
    """What a person moved out of sight."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._count = 0
        self.deleting = Deleting(desk, self)
        self._build()
        self._connect()

    def opened(self) -> None:
        self._read()
        if self.window().isActiveWindow():
            self.list.setFocus()

    def _build(self) -> None:
        words = self.desk.words
        self.heading = label(words.say("trash.heading", count=0), "title")
        self.list = RecordList(self.desk, words.say("trash.list"))
        self.list.setMaximumWidth(self.desk.look.pixels(_WIDEST))
        self.put_back_button = button(self.desk, words.say("trash.put_back"), "undo", main=True)
        self.delete_button = button(self.desk, words.say("trash.delete"), "trash", flat=True)
        self.delete_button.setAccessibleDescription(words.say("trash.delete_hint"))
        self.old = OldOnes(self.desk)
        self.old.hide()
        self.empty = EmptyPage(self.desk, "trash", words.say("trash.empty"))
        self._full = QWidget()
        inside = QVBoxLayout(self._full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        told = label(words.say("trash.explained"), "quiet")
        told.setMaximumWidth(self.desk.look.pixels(_WIDEST))
        row = QHBoxLayout()
        row.addWidget(self.put_back_button)
        row.addWidget(self.delete_button)
        row.addStretch(1)
        inside.addWidget(self.heading)
        inside.addWidget(told)
        inside.addLayout(row)
        inside.addWidget(self.old)
        inside.addWidget(self.list, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._full)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.desk.news.records_changed.connect(self._on_records_changed)
        self.put_back_button.clicked.connect(self.put_back)
        self.delete_button.clicked.connect(self._on_delete_clicked)
        self.old.wanted.connect(self.deleting.ask)

    def _read(self) -> None:
        lines = self.desk.read(record_lines.find, Listing(status=Status.TRASHED))
        self.desk.errands.follow(lines, self, self._on_lines, newest="lines")
        old = self.desk.glance(old_in_trash, self.desk.library, dt.datetime.now(dt.UTC))
        self.desk.errands.follow(old, self, self.old.show_records, newest="old")

    def _on_lines(self, lines: tuple[RecordLine, ...]) -> None:
        self._count = len(lines)
        self.heading.setText(self.desk.words.say("trash.heading", count=self._count))
        self.list.show_rows(rows.by_year(lines), go_on=True)
        if lines and not self.list.current:
            self.list.choose_first()
        self._stack.setCurrentWidget(self._full if lines else self.empty)

    def _on_records_changed(self, _touched: object) -> None:
        if self.isVisible():
            self._read()

    def put_back(self) -> None:
        """Put the record chosen back among the others."""
        record = self.list.current
        if record:
            act = self.desk.act(acts.untrash, (record,))
            self.desk.errands.follow(act, self, self._on_put_back)

    def _on_delete_clicked(self) -> None:
        if self.list.current:
            self.deleting.ask((self.list.current,))

    def _on_put_back(self, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit("untrash", touched)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.put_back()
        else:
            super().keyPressEvent(event)
