"""Two records side by side: an old report and a new one, or one and its translation; they can scroll together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from recordkeeper.catalogue import documents, record_lines
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing, RecordLine
from recordkeeper.ui.opinion.entry_card import called
from recordkeeper.ui.page import Page, button, label
from recordkeeper.ui.reader.view import ReaderView
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from recordkeeper.records.document import Record
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.sheets import SheetArea

_MOST_BYTES = 96 * 1024 * 1024  # of painted pages, each side
_SIDES = ("left", "right")


class Linked(QObject):
    """Keeps two papers as far apart as they were when they were linked, in sheets and parts of them."""

    def __init__(self, one: SheetArea, other: SheetArea) -> None:
        super().__init__(one)
        self._papers = (one, other)
        self._apart: float | None = None  # the second before the first; None while each scrolls alone
        self._going = False
        one.scrolled.connect(self._on_scrolled)
        other.scrolled.connect(self._on_scrolled)

    def link(self, linked: bool) -> None:
        """Scroll together from how they stand now, or each alone again."""
        one, other = self._papers
        self._apart = other.position - one.position if linked else None

    def _on_scrolled(self) -> None:
        if self._apart is None or self._going:
            return
        one, other = self._papers
        self._going = True
        if self.sender() is one:
            other.go_to_position(one.position + self._apart)
        else:
            one.go_to_position(other.position - self._apart)
        self._going = False


class Side(QWidget):
    """One record, chosen from all, and its pages."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk = desk
        self.pick = Select(desk)
        self.pick.setAccessibleName(desk.words.say(f"reader.pair.{name}"))
        self.reader = ReaderView(desk, most_bytes=_MOST_BYTES)
        self.reader.tools.actions_by_name["beside"].setEnabled(False)  # it stands there already
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.pick)
        inside.addWidget(self.reader, 1)
        self.pick.activated.connect(self._on_activated)

    @property
    def record(self) -> str:
        """The id of what is shown, "" for nothing."""
        return str(self.pick.currentData() or "")

    def offer(self, lines: Mapping[str, RecordLine]) -> None:
        """What can be chosen; what is shown stays chosen while it is among them."""
        before = self.record
        self.pick.clear()
        self.pick.addItem("", "")
        for each in lines:
            self.pick.addItem(called(self._desk.words, each, lines), each)
        self.pick.setCurrentIndex(max(0, self.pick.findData(before)))

    def show_record(self, record: str) -> None:
        """Choose a record and show its pages; "" shows nothing."""
        self.pick.setCurrentIndex(max(0, self.pick.findData(record)))
        if self.record:
            read = self._desk.read(documents.get, self.record)
            self._desk.errands.follow(read, self, self._on_read, newest="record")
        else:
            self.reader.clear()

    def _on_read(self, record: Record) -> None:
        if record.id == self.record:
            self.reader.show_record(record)

    def _on_activated(self, _index: int) -> None:
        self.show_record(self.record)
        self.chosen.emit(self.record)


class PairPage(Page):
    """Opened from the reader with a record on the left; the next older one of its kind is proposed beside it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines: dict[str, RecordLine] = {}
        self._wanted = ""
        say = desk.words.say
        self.left, self.right = (Side(desk, name) for name in _SIDES)
        self.together = QCheckBox(say("reader.pair.together"))
        self.swap = button(desk, say("reader.pair.swap"), "switch", flat=True)
        self.back = button(desk, say("reader.pair.back"), "back", flat=True)
        self._linked = Linked(self.left.reader.paper, self.right.reader.paper)
        self._build()
        self.together.toggled.connect(self._linked.link)
        self.swap.clicked.connect(self._on_swap_clicked)
        self.back.clicked.connect(self._on_back_clicked)
        for side in (self.left, self.right):
            side.chosen.connect(self._on_chosen)
        desk.news.records_changed.connect(self._on_records_changed)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(label(self.desk.words.say("reader.pair.title"), "title"), 1)
        head.addWidget(self.together)
        head.addWidget(self.swap)
        self.both = QSplitter(Qt.Orientation.Horizontal)
        self.both.setObjectName("panes")
        self.both.setChildrenCollapsible(False)
        for side in (self.left, self.right):
            self.both.addWidget(side)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self.both, 1)

    def opened(self) -> None:
        read = self.desk.read(record_lines.find, Listing())
        self.desk.errands.follow(read, self, self._on_lines, newest="lines")

    def show_beside(self, record: str) -> None:
        """Show this record on the left, and beside it what it is best compared with."""
        self._wanted = record
        self.opened()

    def find_here(self) -> None:
        focus = self.focusWidget()
        beside = focus is not None and self.right.isAncestorOf(focus)
        (self.right if beside else self.left).reader.find_here()

    def _on_lines(self, lines: Sequence[RecordLine]) -> None:
        shown = (self._wanted, self.left.record, self.right.record)
        self._lines = {
            line.id: line
            for line in lines
            if not line.is_study and (line.status is not Status.SET_ASIDE or line.id in shown)  # nobody else's
        }
        for side in (self.left, self.right):
            side.offer(self._lines)
        if self._wanted in self._lines:
            self.together.setChecked(False)
            self.left.show_record(self._wanted)
            self.right.show_record(older(self._wanted, tuple(self._lines.values())))
        self._wanted = ""

    def _on_records_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_chosen(self, _record: str) -> None:
        self.together.setChecked(False)  # other pages: how they stood to each other says nothing any more

    def _on_swap_clicked(self) -> None:
        left, right = self.left.record, self.right.record
        self.together.setChecked(False)
        self.left.show_record(right)
        self.right.show_record(left)

    def _on_back_clicked(self) -> None:
        if self.left.record:
            self.desk.news.show_record.emit(self.left.record, None)
        else:
            self.desk.news.page_wanted.emit("records")


def older(record: str, lines: Sequence[RecordLine]) -> str:
    """Of records, newest first: the next older one of the same kind, else the newest other of it; "" for none."""
    of = next(line for line in lines if line.id == record)
    same = [line.id for line in lines if line.kind is of.kind or line.id == record]
    at = same.index(record)
    return same[at + 1] if at + 1 < len(same) else same[0] if at else ""
