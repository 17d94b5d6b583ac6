"""What belongs to a record: each relative as a row that opens it, with why, and what a person can say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from recordkeeper.ui.page import button, label, tool
from recordkeeper.ui.records.groups import GROUP_OF

if TYPE_CHECKING:
    from recordkeeper.records.belonging import Relative
    from recordkeeper.records.query import RecordLine
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.shown import Shown

_REASONS = 3  # told of each relative, the weightiest
_SHOWN_AT_ONCE = 6


class KinRow(QWidget):
    """One relative: how it belongs, what it is, why, and the words a person may have for it."""

    def __init__(self, desk: Desk, relative: Relative, line: RecordLine, *, offered: bool) -> None:
        super().__init__()
        self.relative = relative
        words = desk.words
        how = words.say(f"records.kin.{relative.relation}")
        date = words.date(line.service_date) if line.service_date else words.say("common.no_date")
        said = words.say("records.kin.perhaps", how=how) if offered else how
        self.how = label(f"{said} · {date}", "small")
        self.open = Link(desk, line)
        self.apart = tool(desk, words.say("records.kin.apart"), "apart")
        self.join = button(desk, words.say("records.kin.join"), "check", flat=True)
        self.why = label(self._because(desk), "small")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(self.how)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.open, 1)
        row.addWidget(self.apart, alignment=Qt.AlignmentFlag.AlignTop)
        inside.addLayout(row)
        inside.addWidget(self.why)
        inside.addWidget(self.join, alignment=Qt.AlignmentFlag.AlignLeft)
        self.why.setVisible(bool(self.why.text()))  # once they have a parent: alone they would be windows
        self.join.setVisible(offered)

    def _because(self, desk: Desk) -> str:
        """The signs that spoke for it, in words; "You said so" where a person did."""
        words = desk.words
        if self.relative.said:
            return words.say("records.kin.you_said")
        keys = (f"records.because.{why.rule.replace(' ', '_')}" for why in self.relative.reasons)
        said = [words.say(key) for key in dict.fromkeys(keys) if words.has(key)]
        return words.say("records.kin.because", reasons=", ".join(said[:_REASONS])) if said else ""


class Kin(QWidget):
    """All relatives of the record shown, and a way to name another one."""

    wanted = Signal(str)  # the record to open
    joined = Signal(str, str, str)  # the record shown, a relative, and how it belongs (a Relation, seen from here)
    another_wanted = Signal(str)  # the record shown, to be put together with one to be chosen
    put_apart = Signal(str, str)  # the record shown, and a relative that does not belong here

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record = ""
        self.rows: tuple[KinRow, ...] = ()
        self.heading = label(desk.words.say("records.kin.heading"), "heading")
        self.hidden = label("", "small")
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        self.more = button(desk, "", flat=True)
        self.another = button(desk, desk.words.say("records.kin.another"), "add", flat=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for widget in (self.heading, self.hidden):
            whole.addWidget(widget)
        whole.addLayout(self._inside)
        for act in (self.more, self.another):
            whole.addWidget(act, alignment=Qt.AlignmentFlag.AlignLeft)
        self.another.clicked.connect(self._on_another_clicked)
        self.more.clicked.connect(self._on_more_clicked)

    def say(self, shown: Shown) -> None:
        """Show the relatives of a record: pairings, then copies and versions, then offers."""
        for row in self.rows:
            row.deleteLater()
        self._record = shown.record.id
        found, known = shown.record.relatives, shown.kin
        told = [(each, False) for each in (*found.pairings, *found.twins)] + [(each, True) for each in found.offers]
        self.rows = tuple(
            KinRow(self._desk, each, known[each.record], offered=offered)
            for each, offered in told
            if each.record in known
        )
        for at, row in enumerate(self.rows):
            self._inside.addWidget(row)
            row.open.clicked.connect(self._on_row_clicked)
            row.apart.clicked.connect(self._on_row_clicked)
            row.join.clicked.connect(self._on_row_clicked)
            row.setVisible(at < _SHOWN_AT_ONCE)
        self.hidden.setText(self._desk.words.say("records.kin.shown_as") if found.shown_as else "")
        self.hidden.setVisible(bool(found.shown_as))
        self._offer_more()
        self.heading.setVisible(bool(self.rows))

    def _offer_more(self) -> None:
        left = sum(row.isHidden() for row in self.rows)
        self.more.setText(self._desk.words.say("records.kin.more", count=left))
        self.more.setAccessibleName(self.more.text())
        self.more.setVisible(bool(left))

    def _on_another_clicked(self) -> None:
        self.another_wanted.emit(self._record)

    def _on_more_clicked(self) -> None:
        for row in self.rows:
            row.show()
        self._offer_more()

    def _on_row_clicked(self) -> None:
        pressed = self.sender()
        for row in self.rows:
            if pressed is row.open:
                self.wanted.emit(row.relative.record)
            elif pressed is row.apart:
                self.put_apart.emit(self._record, row.relative.record)
            elif pressed is row.join:
                self.joined.emit(self._record, row.relative.record, row.relative.relation.value)


class Link(QPushButton):
    """A relative as a button that opens it; what has no room ends in dots."""

    def __init__(self, desk: Desk, line: RecordLine) -> None:
        super().__init__()
        words = desk.words
        self._whole = line.title or words.say(f"cli.kind.{line.kind}")
        self.setProperty("flat", True)
        self.setProperty("row", True)
        self.setIcon(desk.icons.icon(GROUP_OF[line.kind].icon, desk.look.palette.text))
        self.setIconSize(QSize(desk.look.pixels(18), desk.look.pixels(18)))
        self.setAccessibleName(self._whole)
        self.setToolTip(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._room = self.iconSize().width() + desk.look.pixels(20)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        room = max(self.width() - self._room, 1)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
