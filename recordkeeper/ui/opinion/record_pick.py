"""A record to point at, and the page of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from recordkeeper.records.query import RecordLine
from recordkeeper.ui.opinion.entry_card import called
from recordkeeper.ui.page import label
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_PAGE = 64


class RecordPick(QWidget):
    """The records, newest first, and beside them the number of a page; no number points at the whole."""

    def __init__(self, desk: Desk, records: Mapping[str, RecordLine], value: str) -> None:
        super().__init__()
        record, _, page = value.partition("#")
        self._page_name = desk.words.say("opinion.page_box")
        self.record = Select(desk)
        self.record.addItem("", "")
        for each in dict.fromkeys([*([record] if record else []), *records]):
            self.record.addItem(called(desk.words, each, records), each)
        self.page = QLineEdit(page)
        self.page.setValidator(QIntValidator(1, 99_999, self))
        self.page.setFixedWidth(desk.look.pixels(_PAGE))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.record, 1)
        row.addWidget(label(self._page_name, "small", wraps=False))
        row.addWidget(self.page)
        self.setFocusProxy(self.record)
        self.record.setCurrentIndex(max(0, self.record.findData(record)))

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self.record.setAccessibleName(name)
        self.page.setAccessibleName(f"{name}: {self._page_name}")

    def choose(self, value: str) -> None:
        """Point at "record#page"."""
        record, _, page = value.partition("#")
        self.record.setCurrentIndex(max(0, self.record.findData(record)))
        self.page.setText(page)

    @property
    def value(self) -> str:
        """ "record#page", "record", or ""."""
        record, page = str(self.record.currentData() or ""), self.page.text().strip()
        return f"{record}#{page}" if record and page else record
