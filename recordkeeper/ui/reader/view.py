"""The reader: tools, find bar, small pages and the pages of one record."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from recordkeeper.catalogue import pages
from recordkeeper.catalogue.pages import Leaf
from recordkeeper.preview.page import PAGE_LOCKED, PagePlace
from recordkeeper.records.errors import KnownProblem
from recordkeeper.ui.reader.beside import Beside
from recordkeeper.ui.reader.highlights import Highlights
from recordkeeper.ui.reader.notice import Notice, names_of, reason_of
from recordkeeper.ui.reader.paper import Paper
from recordkeeper.ui.reader.printing import Printing
from recordkeeper.ui.reader.seeking import Seeking
from recordkeeper.ui.reader.supply import MOST_BYTES, Supply
from recordkeeper.ui.reader.tools import Tools
from recordkeeper.ui.reader.unlock_bar import UnlockBar

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from recordkeeper.preview.painter import Problem, Wanted
    from recordkeeper.records.document import Record
    from recordkeeper.records.provenance import Box
    from recordkeeper.ui.desk import Desk


_OPENED_BY_A_PASSWORD = ("locked", "archive_locked")  # reason codes of files that wait for one


class ReaderView(QWidget):
    """Shows one record at a time; what was asked for last wins."""

    page_changed = Signal(int)  # from 1
    first_painted = Signal()  # something of the record asked for is on the screen

    def __init__(self, desk: Desk, *, most_bytes: int = MOST_BYTES) -> None:
        super().__init__()
        self._desk = desk
        self._record: Record | None = None
        self._title = ""
        self._start = 1
        self._locked: PagePlace | None = None  # a page that waits for the password of its file
        self.supply = Supply(desk, most_bytes)
        self.supply.setParent(self)
        self.paper = Paper(desk, self.supply)
        self.tools = Tools(desk)
        self.seeking = Seeking(desk, self.paper, self)
        self.find_bar = self.seeking.bar
        self.unlock_bar = UnlockBar(desk)
        self.beside = Beside(desk, self.supply, self, self.tools.actions_by_name)
        self.thumbnails, self.contents = self.beside.thumbnails, self.beside.outline
        self.words = QPlainTextEdit()
        self.notice = Notice(desk)
        self.highlights = Highlights(desk, self.paper, self)
        self.printing = Printing(desk, self)
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.clear()

    def _build(self) -> None:
        self.words.setReadOnly(True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        for widget in (self.paper, self.words, self.notice):
            self._stack.addWidget(widget)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.thumbnails)
        middle.addWidget(self.contents)
        middle.addWidget(self._stack, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.tools)
        inside.addWidget(self.find_bar)
        inside.addWidget(self.unlock_bar)
        inside.addLayout(middle, 1)
        inside.addWidget(self.highlights.panel)
        self.highlights.panel.hide()
        for before, after in pairwise(
            (
                *self.tools.stops,
                *self.find_bar.stops,
                self.unlock_bar.enter,
                self.thumbnails,
                self.contents,
                self.paper,
                self.words,
                *self.highlights.panel.stops,
            )
        ):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        actions = self.tools.actions_by_name
        for name, slot in (
            ("previous", self._on_previous),
            ("next", self._on_next),
            ("zoom_out", self.paper.zoom_out),
            ("zoom_in", self.paper.zoom_in),
            ("fit_width", self.paper.fit_width),
            ("rotate", self._on_rotate),
            ("find", self.find_here),
            ("print", self.print),
            ("beside", self._on_beside),
        ):
            actions[name].triggered.connect(slot)
        self.contents.chosen.connect(self.paper.go_to)
        actions["words_only"].toggled.connect(self._on_words_only_toggled)
        actions["findings"].toggled.connect(self._show_findings)
        self.highlights.panel_wanted.connect(partial(actions["findings"].setChecked, True))
        self.highlights.panel.closed.connect(self._on_findings_closed)
        self.tools.page_wanted.connect(self._on_page_wanted)
        self.paper.wishes_changed.connect(self._on_wishes_changed)
        self.paper.moved.connect(self._on_paper_moved)
        self.paper.zoomed.connect(self._on_paper_zoomed)
        self.paper.first_painted.connect(self.first_painted)
        self.paper.text_arrived.connect(self._on_text_arrived)
        self.thumbnails.wishes_changed.connect(self._on_wishes_changed)
        self.thumbnails.chosen.connect(self.paper.go_to)
        self.supply.failed.connect(self._on_supply_failed)
        self.unlock_bar.wanted.connect(self._on_password_wanted)
        self.notice.password_wanted.connect(self._on_password_wanted)

    # What others ask

    def show_record(self, record: Record, *, page: int = 1, words: str = "") -> None:
        """Show a record from a page on (counted from 1 within it), its `words` marked and the first in view."""
        if self._shows(record, page, words.strip()):
            self._record = record
            self._title = _title_of(record)
            self._name()
            return
        self._forget()
        self._record, self._start = record, page
        self._title = _title_of(record)
        self._bring(self.words if self._words_only() else self.paper)
        self.highlights.show_record(record.id)
        follow, read = self._desk.errands.follow, self._desk.read
        follow(read(pages.leaves, record.id), self, self._on_leaves_read, newest="leaves")
        self.seeking.show_record(record.id, page - 1, words.strip())

    def reveal(self, file: str | None, page: int | None, box: Box | None) -> None:
        """Show where a reason was read: the page of the file with this SHA-256, its words framed."""
        leaves = self.paper.leaves
        at = next((n for n, leaf in enumerate(leaves) if leaf.file.sha256 == file and leaf.page == page), None)
        if at is not None:
            self.paper.outlines = {at: (box,)} if box else {}
            self.paper.reveal(at, (box,) if box else ())
            self.paper.viewport().update()

    def clear(self) -> None:
        """Show nothing."""
        self._forget()
        self._record, self._title = None, ""
        self._tell("file", self._desk.words.say("reader.nothing_open"))

    def print(self) -> None:
        """Ask for a printer for the pages that are open."""
        self.printing.ask(self.paper.leaves, max(self.page, 1), self._title)

    @property
    def pages(self) -> QWidget:
        """What keys go to when a person goes to the pages. No focus proxy: Tab would pass the tools by."""
        return self.words if self._stack.currentWidget() is self.words else self.paper

    def find_here(self) -> None:
        """Open the find bar, with the words that are marked already."""
        if self.paper.leaves and self._stack.currentWidget() is not self.notice:
            self.seeking.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys that none of the widgets inside has taken."""
        key = QKeySequence.StandardKey
        if event.matches(key.Find):
            self.find_here()
        elif event.matches(key.FindNext):
            self.seeking.step(1)
        elif event.matches(key.FindPrevious):
            self.seeking.step(-1)
        elif event.matches(key.Print):
            self.print()
        else:
            super().keyPressEvent(event)

    @property
    def page(self) -> int:
        """The present page, from 1; 0 while nothing is shown."""
        return self.paper.sheet + 1 if self.paper.leaves else 0

    # What comes home

    def _on_leaves_read(self, leaves: tuple[Leaf, ...]) -> None:
        if self._record is None:
            return
        if not leaves and self._record.imaging is not None:
            self._tell("scans", self._desk.words.say("reader.is_scan"))
            return
        troubles = {n: reason_of(self._desk.words, leaf) for n, leaf in enumerate(leaves) if leaf.reason_code}
        if len(troubles) == len(leaves):
            icon = "lock" if any(leaf.reason_code.endswith("locked") for leaf in leaves) else "file"
            opens = any(leaf.reason_code in _OPENED_BY_A_PASSWORD for leaf in leaves)
            sentence = troubles.get(0) or self._desk.words.say("reader.no_file")
            self._tell(icon, sentence, names_of(leaves), password_opens=opens)
            return
        self.tools.show()
        self.beside.show_leaves(leaves)
        told = {n: f"{leaves[n].name}\n\n{sentence}" for n, sentence in troubles.items()}
        self.paper.show_record(self._record.id, leaves, told, self._start - 1)
        self._show_findings(self.tools.actions_by_name["findings"].isChecked())
        self.seeking.mark()
        self._on_paper_moved(self.paper.sheet)

    def _on_supply_failed(self, wish: Wanted, problem: Problem) -> None:
        if self.supply.nearest(wish) is not None:
            return  # a coarser picture is there, and better than a sentence
        say = self._desk.words.say
        key = f"page_{problem.trouble}" if not isinstance(problem, KnownProblem) else "file_missing"
        if isinstance(problem, KnownProblem) and problem.code == PAGE_LOCKED:
            key, self._locked = PAGE_LOCKED, wish.place
            self.unlock_bar.show()
        for sheet, leaf in enumerate(self.paper.leaves):
            if (leaf.file, leaf.page) == (wish.place.fingerprint, wish.place.page):
                self.paper.tell(sheet, say(f"reader.{key}"))

    def _on_text_arrived(self, sheet: int) -> None:
        if sheet == self.paper.sheet:
            self._name()

    # What the own widgets say

    def _on_wishes_changed(self) -> None:
        self.supply.want([*self.paper.wishes(), *self.thumbnails.wishes()])

    def _on_paper_moved(self, sheet: int) -> None:
        count = len(self.paper.leaves)
        self.tools.show_page(sheet + 1, count)
        self.thumbnails.follow(sheet)
        self._on_paper_zoomed()
        self._name()
        self.page_changed.emit(sheet + 1)

    def _on_paper_zoomed(self) -> None:
        self.tools.show_zoom(self.paper.zoom)

    def _on_page_wanted(self, page: int) -> None:
        self.paper.go_to(page - 1)
        self.paper.setFocus()

    def _on_previous(self) -> None:
        self.paper.go_to(self.paper.sheet - 1)

    def _on_next(self) -> None:
        self.paper.go_to(self.paper.sheet + 1)

    def _on_beside(self) -> None:
        if self._record is not None:
            self._desk.news.pair_wanted.emit(self._record.id)

    def _on_rotate(self) -> None:
        self.paper.turn()

    def _show_findings(self, shown: bool) -> None:
        self.highlights.panel.setVisible(shown and bool(self.paper.leaves))

    def _on_findings_closed(self) -> None:
        self.tools.actions_by_name["findings"].setChecked(False)
        self.paper.setFocus()

    def _on_words_only_toggled(self, shown: bool) -> None:
        if self._stack.currentWidget() is not self.notice:
            self._bring(self.words if shown else self.paper)

    def _on_password_wanted(self) -> None:
        from recordkeeper.ui.adding.password_sheet import PasswordSheet

        sheet = PasswordSheet(self._desk, self.window(), page=self._locked)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.opened_page.connect(self._on_page_opened)
        sheet.open()

    def _on_page_opened(self) -> None:
        """Show again what is open, where it is open."""
        if self._record is not None and self._locked is not None:
            self.show_record(self._record, page=max(self.page, 1), words=self.seeking.words)

    # Saying

    def _forget(self) -> None:
        self._locked = None
        self.unlock_bar.hide()
        self.supply.forgive()
        self.seeking.forget()
        self.paper.show_record("", (), {}, 0)
        self.highlights.show_record("")
        self.beside.show_leaves(())

    def _tell(self, icon: str, sentence: str, names: str = "", *, password_opens: bool = False) -> None:
        """Say why there is no page."""
        self.notice.tell(icon, sentence, names, password_opens=password_opens)
        self.tools.hide()
        self.beside.hide()
        self.highlights.panel.hide()
        self._bring(self.notice)
        self.find_bar.hide()
        self.setAccessibleName(self._title or sentence)
        self.setAccessibleDescription(sentence)

    def _shows(self, record: Record, page: int, words: str) -> bool:
        """Whether just this is open: asked again after a correction, it stays where it is."""
        open_now = self._record
        return (
            open_now is not None
            and (open_now.id, open_now.files) == (record.id, record.files)
            and (self._start, self.seeking.words) == (page, words)
            and bool(self.paper.leaves)
            and not self.paper.sentences
        )

    def _bring(self, widget: QWidget) -> None:
        """Show pages, words or the notice."""
        self._stack.setCurrentWidget(widget)

    def _words_only(self) -> bool:
        return self.tools.actions_by_name["words_only"].isChecked()

    def _name(self) -> None:
        """Keep names and text for screen readers with what is seen."""
        say, page = self._desk.words.say, self.page
        name = say("reader.view_name", page=page, count=len(self.paper.leaves), title=self._title)
        text = self.paper.text(self.paper.sheet)
        for widget in (self, self.paper):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(text)
        self.words.setAccessibleName(say("reader.words_name", page=page))
        shown = text if text.strip() else say("reader.no_words")
        if shown != self.words.toPlainText():
            self.words.setPlainText(shown)
        QAccessible.updateAccessibility(QAccessibleEvent(self.paper, QAccessible.Event.NameChanged))


def _title_of(record: Record) -> str:
    return record.title or (record.files[0].name if record.files else "")
