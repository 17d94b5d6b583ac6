"""The sheet in which a person says where one record ends and the next begins, and sees what the parts would be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from recordkeeper.catalogue import pages
from recordkeeper.library import acts
from recordkeeper.records.errors import InputProblem
from recordkeeper.ui.announce import announce
from recordkeeper.ui.page import button, label
from recordkeeper.ui.records.field_view import Mark
from recordkeeper.ui.records.split_pages import SplitPages
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.sentences import sentence_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.library.folder import Library
    from recordkeeper.records.document import Recognition, Record
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.pool import Workers

_REST_MS = 250  # somebody still setting borders wants no readings
_BESIDE = 620  # pixels at 100 %: below it the parts stand under the pages
_MOST = (1100, 780)  # pixels: larger letters get no larger screen
Span = tuple[int, int]
Read = dict[Span, "Recognition | None"]


class PartRow(QWidget):
    """One part: its pages, and what it would be taken for."""

    def __init__(self, desk: Desk, part: int, span: Span) -> None:
        super().__init__()
        self._desk = desk
        words, (first, last) = desk.words, span
        named = words.say("records.split.part", part=part)
        spanned = words.say("records.split.span", first=first, last=last, count=last - first + 1)
        self.told = label(words.say("records.split.reading"), "small")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 4)
        inside.setSpacing(0)
        inside.addWidget(label(f"{named} · {spanned}", "strong"))
        inside.addWidget(self.told)

    def say(self, read: Recognition | None) -> None:
        """What this part is read as, when it stands alone."""
        words = self._desk.words
        if read is None:
            self.told.setText(words.say("records.split.unread"))
            return
        date = words.date(read.service_date) if read.service_date else words.say("common.no_date")
        self.told.setText(" · ".join((words.say(f"cli.kind.{read.kind}"), date)))


class SplitSheet(QDialog):
    """Pages on one side, the parts on the other; opened with `open()`."""

    asked = Signal(object)  # the pages, from 1, at which another record begins

    def __init__(
        self, desk: Desk, record: Record, leaves: Sequence[Leaf], starts: Sequence[int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._record = desk, record
        self._read: Read = {}
        self.rows: dict[Span, PartRow] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self.pages = SplitPages(desk, leaves, starts)
        self._build()
        self._connect()
        self.pages.choose(max(starts, default=min(2, len(leaves))))
        self._show_parts()

    def complain(self, sentence: str) -> None:
        """Say why it could not be done; nothing is lost."""
        self.trouble.say("look", "look", sentence)
        self.go.setEnabled(True)
        announce(self, sentence)

    def _build(self) -> None:
        desk, say = self._desk, self._desk.words.say
        self.setWindowTitle(say("records.split.title"))
        self.resize(min(desk.look.pixels(860), _MOST[0]), min(desk.look.pixels(620), _MOST[1]))
        self.begins = button(desk, "", "apart")
        self.begins.setCheckable(True)
        self.begins.setAutoDefault(False)
        self.trouble = Mark(desk, wraps=True)
        self.trouble.hide()
        self.go = button(desk, "", "check", main=True)
        self.go.setDefault(True)
        self.leave = button(desk, say("records.cancel"), flat=True)
        self.leave.setAutoDefault(False)
        parts = QWidget()
        self._parts = QVBoxLayout(parts)
        self._parts.setContentsMargins(0, 0, 8, 0)
        self._parts.addStretch(1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(16)
        self._sides.addWidget(self.pages, 3)
        self._sides.addWidget(rolling(parts), 2)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(label(say("records.split.title"), "title"))
        inside.addWidget(label(say("records.split.help"), "quiet"))
        inside.addWidget(self.begins)
        inside.addLayout(self._sides, 1)
        inside.addWidget(self.trouble)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.go)
        inside.addLayout(foot)

    def _connect(self) -> None:
        self.pages.turned.connect(self._show_parts)
        self.pages.page_changed.connect(self._say_page)
        self.begins.clicked.connect(self.pages.turn)
        self.go.clicked.connect(self._on_go_clicked)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self.pages.close_supply)
        self._rest.timeout.connect(self._look)

    def _show_parts(self) -> None:
        """The parts as the borders stand; what was read of a part before is not read again."""
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        spans = self.pages.pages.spans
        self.rows = {span: PartRow(self._desk, part, span) for part, span in enumerate(spans, start=1)}
        for at, (span, row) in enumerate(self.rows.items()):
            self._parts.insertWidget(at, row)
            if span in self._read:
                row.say(self._read[span])
        say = self._desk.words.say
        self.go.setText(say("records.split.go", count=len(spans)))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(len(spans) > 1)
        self._say_page()
        announce(self, say("records.split.count", count=len(spans)))
        self._rest.start()

    def _say_page(self) -> None:
        page = self.pages.page
        text = self._desk.words.say("records.split.begins", page=page)
        self.begins.setText(text)
        self.begins.setAccessibleName(text)
        self.begins.setChecked(page in self.pages.pages.starts)
        self.begins.setEnabled(page > 1)

    def _look(self) -> None:
        """Have the parts nobody has read yet read, off this thread."""
        wanted = tuple(span for span in self.rows if span not in self._read)
        if wanted:
            desk = self._desk
            read = desk.fetch(_look_ahead, desk.library, desk.lanes.workers, self._record, wanted)
            desk.errands.follow(read, self, self._on_read, failed=partial(self._on_not_read, wanted))

    def _on_read(self, read: Read) -> None:
        self._read.update(read)
        for span, row in self.rows.items():
            if span in self._read:
                row.say(self._read[span])

    def _on_not_read(self, wanted: tuple[Span, ...], _error: BaseException) -> None:
        """A part can be made all the same; it is looked at afterwards."""
        self._on_read(dict.fromkeys(wanted))

    def _on_go_clicked(self) -> None:
        self.go.setEnabled(False)
        self.asked.emit(tuple(sorted(self.pages.pages.starts - {1})))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        beside = self.width() >= self._desk.look.pixels(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)


class Splitting(QObject):
    """Opens the sheet for a record, parts it, and puts parts together again."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self.sheet: SplitSheet | None = None

    def offer(self, record: Record, page: int) -> None:
        """Ask where to part a record; the page that is open, from 1, is where another one begins at first."""
        starts = (page,) if page > 1 else ()
        read = self._desk.read(pages.leaves, record.id)
        self._desk.errands.follow(read, self, partial(self._on_leaves, record, starts), newest="split")

    def rejoin(self, part: str) -> None:
        """Put all parts of the document together again that this one was parted from."""
        joined = self._desk.act(acts.rejoin, part)
        self._desk.errands.follow(joined, self, self._on_rejoined)

    def _on_leaves(self, record: Record, starts: tuple[int, ...], leaves: tuple[Leaf, ...]) -> None:
        if len(leaves) < 2:
            return
        sheet = self.sheet = SplitSheet(self._desk, record, leaves, starts, self._over)
        sheet.asked.connect(partial(self._split, record.id))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()
        sheet.pages.setFocus()

    def _split(self, record: str, starts: tuple[int, ...]) -> None:
        split = self._desk.act(acts.split, record, starts)
        self._desk.errands.follow(split, self, self._on_split, failed=self._on_refused)

    def _on_split(self, parts: tuple[str, ...]) -> None:
        if self.sheet is not None:
            self.sheet.accept()
            self.sheet = None
        self._desk.news.act_done.emit("split", parts)

    def _on_rejoined(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("rejoin", touched)

    def _on_refused(self, error: BaseException) -> None:
        if self.sheet is not None and isinstance(error, InputProblem):
            self.sheet.complain(sentence_of(self._desk.words, error))
        else:
            self._desk.errands.failed.emit(error)


def _look_ahead(library: Library, workers: Workers, record: Record, spans: tuple[Span, ...]) -> Read:
    """Off the window's thread. Pages count within the record."""
    from recordkeeper.intake.parts import recognised  # dear to load: the recogniser's people come with it

    (file,) = record.files
    before = (file.first_page or 1) - 1
    db = library.catalogue.reader()
    country = library.patient.country
    found: dict[Span, Recognition | None] = {}
    for first, last in spans:
        document = recognised(db, workers, file, (before + first, before + last), country)
        found[first, last] = document.recognition if document is not None else None
    return found
