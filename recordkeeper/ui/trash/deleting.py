"""Deleting for good: what would go and what would still hold it is told first, and the button names the act."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox, QWidget

from recordkeeper.library import deleting
from recordkeeper.prepare.deleted_told import what_is_left
from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.records.deleting import Outlook
    from recordkeeper.ui.desk import Desk


class Deleting(QObject):
    """Asks, deletes, and says what came of it."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._records: tuple[str, ...] = ()
        self.question: QMessageBox | None = None

    def ask(self, records: tuple[str, ...]) -> None:
        """Tell what would go and ask whether to; nothing goes before the button is pressed."""
        self._records = records
        told = self._desk.glance(deleting.outlook, self._desk.library, records, _now().date())
        self._desk.errands.follow(told, self, self._on_outlook, newest="outlook")

    def _on_outlook(self, told: Outlook) -> None:
        words = self._desk.words
        left = list(what_is_left(told, words, by_name=False))
        count = len(told.records)
        box = self.question = QMessageBox(self._over)
        box.setIcon(QMessageBox.Icon.NoIcon)
        if count == 0:
            box.setText(words.say("trash.nothing_to_delete"))
            box.setInformativeText("\n\n".join(left))
            box.addButton(words.say("trash.delete_not"), QMessageBox.ButtonRole.RejectRole)
            box.open()
            return
        self._records = told.records
        box.setText(words.say("trash.delete_ask", count=count))
        box.setInformativeText("\n\n".join([words.say("trash.no_undo", count=count), *left]))
        go = box.addButton(words.say("trash.delete_go", count=count), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(words.say("trash.delete_not"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        go.clicked.connect(self._on_go)
        box.open()

    def _on_go(self) -> None:
        act = self._desk.act(deleting.delete, self._records, _now())
        self._desk.errands.follow(act, self, self._on_deleted)

    def _on_deleted(self, told: Outlook) -> None:
        self._desk.news.records_changed.emit(())
        self._desk.news.said.emit(self._desk.words.say("trash.deleted", count=len(told.records)))


class OldOnes(QFrame):
    """Says how many have been in the trash for long; nothing where there are none."""

    wanted = Signal(object)  # their ids

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._records: tuple[str, ...] = ()
        self._told = label("")
        self.go = button(desk, desk.words.say("trash.delete_old"), "trash", flat=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self._told, 1)
        row.addWidget(self.go)
        self.go.clicked.connect(self._on_clicked)

    def show_records(self, records: tuple[str, ...]) -> None:
        self._records = records
        self._told.setText(self._desk.words.say("trash.old", count=len(records)) if records else "")
        self.setVisible(bool(records))

    def _on_clicked(self) -> None:
        self.wanted.emit(self._records)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
