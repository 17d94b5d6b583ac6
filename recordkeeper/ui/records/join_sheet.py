"""The sheet in which a person picks the record that another one belongs to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from recordkeeper.catalogue import record_lines
from recordkeeper.records.query import Listing, RecordLine
from recordkeeper.ui.page import button, label
from recordkeeper.ui.records import rows
from recordkeeper.ui.records.record_list import RecordList

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_TO_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class JoinSheet(QDialog):
    """All records but one, narrowed as somebody types; Enter takes the one chosen."""

    picked = Signal(str)

    def __init__(self, desk: Desk, record: RecordLine, others: tuple[RecordLine, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._say = rows.RowWords(desk.words)
        self._others = others
        self._build(self._say.title(record))
        self.sought.textChanged.connect(self._on_sought)
        self.sought.installEventFilter(self)
        self.go.clicked.connect(self._on_go_clicked)
        self.list.doubleClicked.connect(self._on_go_clicked)
        self.leave.clicked.connect(self.reject)
        self._on_sought("")

    def _build(self, title: str) -> None:
        say = self._desk.words.say
        self.setWindowTitle(say("records.kin.another_title"))
        self.resize(self._desk.look.pixels(520), self._desk.look.pixels(560))
        self.sought = QLineEdit()
        self.sought.setPlaceholderText(say("records.kin.another_hint"))
        self.sought.setAccessibleName(say("records.kin.another_hint"))
        self.list = RecordList(self._desk, say("records.list"))
        self.go = button(self._desk, say("records.kin.join_these"), "check", main=True)
        self.go.setDefault(True)
        self.leave = button(self._desk, say("records.cancel"), flat=True)
        self.leave.setAutoDefault(False)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(label(say("records.kin.another_title"), "title"))
        inside.addWidget(label(say("records.kin.another_help", title=title), "quiet"))
        inside.addWidget(self.sought)
        inside.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.go)
        inside.addLayout(foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows move in the list while a person types."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if watched is self.sought and pressed and event.key() in _TO_THE_LIST:  # type: ignore[attr-defined]
            self.list.keyPressEvent(event)  # type: ignore[arg-type]
            return True
        return super().eventFilter(watched, event)

    def _on_sought(self, text: str) -> None:
        words = text.casefold().split()
        fitting = tuple(line for line in self._others if all(word in self._spoken(line) for word in words))
        self.list.show_rows(rows.by_year(fitting), sought="", keep="", go_on=False)
        if fitting and not self.list.current:
            self.list.choose(fitting[0].id)
        self.go.setEnabled(bool(fitting))

    def _spoken(self, line: RecordLine) -> str:
        return self._say.spoken(rows.Entry(line)).casefold()

    def _on_go_clicked(self) -> None:
        if self.list.current:
            self.picked.emit(self.list.current)
            self.accept()


class Joining(QObject):
    """Opens the sheet for a record."""

    picked = Signal(str, str)  # a record, and the one a person put it together with

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.sheet: JoinSheet | None = None

    def offer(self, record: str) -> None:
        """Ask which other record it belongs to."""
        listed = self._desk.read(record_lines.find, Listing())
        self._desk.errands.follow(listed, self, partial(self._on_listed, record), newest="join")

    def _on_listed(self, record: str, lines: tuple[RecordLine, ...]) -> None:
        here = next((line for line in lines if line.id == record), None)
        others = tuple(line for line in rows.folded_up(lines) if line.id != record)
        if here is None or not others:
            return
        self.sheet = JoinSheet(self._desk, here, others, self._page)
        self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sheet.picked.connect(partial(self.picked.emit, record))
        self.sheet.open()
