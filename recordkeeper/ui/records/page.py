"""Records: find, look, accept or correct; every act can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.catalogue import record_lines, views
from recordkeeper.records.fitting import fitting
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Hit, Listing, RecordLine
from recordkeeper.ui.announce import announce
from recordkeeper.ui.page import EmptyPage, Page, button, label
from recordkeeper.ui.reader.view import ReaderView
from recordkeeper.ui.records import groups, rows
from recordkeeper.ui.records.acting import Acting
from recordkeeper.ui.records.arrange_sheet import Arranging
from recordkeeper.ui.records.chips import Chips
from recordkeeper.ui.records.copying import Copying
from recordkeeper.ui.records.details import Details
from recordkeeper.ui.records.head import Head
from recordkeeper.ui.records.join_sheet import Joining
from recordkeeper.ui.records.keys import PlainKeys
from recordkeeper.ui.records.marking import Marking
from recordkeeper.ui.records.narrow import Narrow
from recordkeeper.ui.records.notes_bar import NotesBar, in_the_middle
from recordkeeper.ui.records.panes import DETAILS, LIST, PAGE, Panes
from recordkeeper.ui.records.record_list import RecordList
from recordkeeper.ui.records.rows import Row
from recordkeeper.ui.records.several import SeveralBar
from recordkeeper.ui.records.shown import Found, Shown, find_pages, look_up
from recordkeeper.ui.records.split_sheet import Splitting
from recordkeeper.ui.records.wiring import wire_details
from recordkeeper.ui.strangers.moving import Moving
from recordkeeper.wording.asking import vocabulary

if TYPE_CHECKING:
    from recordkeeper.records.document import Record
    from recordkeeper.records.provenance import Reason
    from recordkeeper.ui.desk import Desk


class RecordsPage(Page):
    """Everything kept, by year, or what holds the words sought."""

    name = "records"
    empty_icon = "records"
    front = PAGE

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines: tuple[RecordLine, ...] = ()
        self._hits: tuple[Hit, ...] | None = None  # None while nothing is sought
        self._sought = ""
        self._terms = ""  # of what is sought: the words to be marked
        self._names = vocabulary(desk.words)
        self._wanted: tuple[str, str, int] | None = None  # a record, words and a page, once the list is here
        self._page = 0  # of the record that is looked up: where a person asked to go, 0 for nowhere
        self._shown: Shown | None = None
        self._read_once = False
        self._unfolded = set[str]()  # copies a person has asked to see, listed though another is shown for them
        self._build()
        plain = {Qt.Key.Key_E: self.correct, Qt.Key.Key_Q: self.ask_about_page, Qt.Key.Key_Delete: self.trash}
        self._keys = PlainKeys({**plain, **Marking(self).keys}, self.accept)
        self._connect()

    # What the window asks of the page.

    def opened(self) -> None:
        self._read()
        if self.window().isActiveWindow():
            self.list.setFocus()

    def search(self, text: str) -> None:
        """Search as you type: the list shows what holds all the words; "" shows everything again."""
        self._sought = text.strip()
        self.narrow.sought(self._sought)
        if self._sought:
            self.panes.prefer(PAGE)  # the words are marked there
            status = Status.SET_ASIDE if self.chips.chosen == groups.ASIDE else None
            found = self.desk.read(find_pages, self._sought, status, self._names)
            self.desk.errands.follow(found, self, self._on_found, newest="found")
        else:
            self._on_hits(None)
            self.notes.say("", 0)

    def show_record(self, record: str, words: str | None = None) -> None:
        """Choose a record, or record#page, with these words marked on its page."""
        record, _, page = record.partition("#")
        self._wanted = (record, words or "", int(page) if page.isdigit() else 0)
        if self._read_once:
            self._show_wanted()

    def show_group(self, name: str) -> None:
        """Show the records of one group, as if its chip had been pressed."""
        self.chips.pick(name)
        self._on_group_picked(name)

    def stop_for_closing(self) -> None:
        self.moving.stop()

    def find_here(self) -> None:
        self.panes.bring(PAGE)
        self.reader.find_here()

    def listing(self) -> Listing:
        """Which records this page is about."""
        return Listing()

    # How it is built.

    def _build(self) -> None:
        words = self.desk.words
        self.head = Head(self.desk, words.say(f"ui.rail.{self.name}"))
        self.heading, self.ask, self.places = self.head.heading, self.head.ask, self.head.places
        self.notes = NotesBar(self.desk)
        self.chips = Chips(self.desk)
        self.narrow = Narrow(self.desk)
        self.list = RecordList(self.desk, words.say("records.list"), several=True)
        self.reader = ReaderView(self.desk)
        self.details = Details(self.desk)
        self.acting = Acting(self.desk, self)
        self.copying = Copying(self.desk, self)
        self.joining = Joining(self.desk, self)
        self.splitting = Splitting(self.desk, self)
        self.arranging = Arranging(self.desk, self)
        self.moving = Moving(self.desk, self)
        self.several = SeveralBar(self.desk, self.acting, self.chips)
        self.nothing_found = label("", "quiet")
        self._side = QStackedWidget()
        self._side.addWidget(self.list)
        self._side.addWidget(in_the_middle(self.nothing_found))
        panes: dict[str, QWidget] = {LIST: self._side, PAGE: self.reader, DETAILS: self.details}
        self.panes = Panes(self.desk, panes, self.head.switch, front=self.front)
        self._full = QWidget()
        self.empty = self._empty_page()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._full)
        self._stack.addWidget(self.empty)
        inside = QVBoxLayout(self._full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.head)
        inside.addWidget(self.chips)
        inside.addWidget(self.narrow)
        inside.addWidget(self.notes)
        inside.addWidget(self.several)
        inside.addWidget(self.panes, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _empty_page(self) -> QWidget:
        add = button(self.desk, self.desk.words.say("ui.add_records"), "add", main=True)
        add.clicked.connect(self.desk.news.add_wanted)
        return EmptyPage(self.desk, self.empty_icon, self.desk.words.say(f"records.empty.{self.name}"), add)

    def _connect(self) -> None:
        news = self.desk.news
        news.records_changed.connect(self._on_records_changed)
        self.chips.picked.connect(self._on_group_picked)
        self.list.chosen.connect(self._on_list_chosen)
        self.list.clicked.connect(self._on_list_clicked)
        self.panes.arranged.connect(self._size_heading)
        self.details.corrected.connect(self._on_details_corrected)
        self.acting.corrected.connect(self._on_corrected)
        self.details.place_wanted.connect(self._on_details_place_wanted)
        self.details.split_wanted.connect(self._on_details_split_wanted)
        self.places.clicked.connect(self._on_places_clicked)
        self.list.several.connect(self._on_several)
        self.narrow.changed.connect(self._fill)
        wire_details(self)
        panes_key = QShortcut(QKeySequence("F6"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        panes_key.activated.connect(self._on_next_pane)

    # What is read, and shown.

    def _read(self) -> None:
        self.desk.errands.follow(self.desk.read(views.views), self, self.narrow.offer_views, newest="views")
        lines = self.desk.read(record_lines.find, self.listing())
        self.desk.errands.follow(lines, self, self._on_lines, newest="lines")

    def _on_lines(self, lines: tuple[RecordLine, ...]) -> None:
        came = {line.id for line in lines} - {line.id for line in self._lines}
        self._lines = lines
        if not self._read_once:
            came.clear()
        self._read_once = True
        self._fill(back=came, go_on=True)
        self._show_wanted()

    def _on_found(self, found: Found) -> None:
        if found.sought == self._sought:  # else the box was emptied meanwhile
            self._terms = found.terms
            self._on_hits(found.hits)
            self.notes.say(found.sought, found.notes, found.read_as)

    def _on_hits(self, hits: tuple[Hit, ...] | None) -> None:
        self._hits = hits
        self._fill()
        if self._shown is not None and hits is not None and self._shown.sought != self._terms:
            self._look_up(self._shown.record.id)  # the same record, with the words marked

    def _fill(self, *, back: set[str] | None = None, go_on: bool = False) -> None:
        """Show the rows of what was read. One record that came `back` is chosen; `go_on` past one that left."""
        found = rows.by_hits(self._lines, self._hits) if self._hits is not None else ()
        unfolded = rows.folded_up(self._lines, but=self._unfolded)
        listed = tuple(row.line for row in found) if self._hits is not None else unfolded
        self.narrow.offer(listed)
        listed = fitting(listed, self.narrow.filters)
        self.chips.show_counts(groups.counts(listed))
        kept = groups.within(listed, self.chips.chosen)
        shown: tuple[Row, ...]
        if self._hits is not None:
            ids = {line.id for line in kept}
            shown = tuple(row for row in found if row.line.id in ids)
        else:
            shown = rows.by_year(kept)
        came = next(iter(back)) if back and len(back) == 1 else ""
        sought = self._terms if self._hits is not None else ""
        self.list.show_rows(shown, sought=sought, keep=came, go_on=go_on)
        self._say(len(kept))

    def _say(self, count: int) -> None:
        """How many there are; and what to say when there are none."""
        words = self.desk.words
        if self._hits is not None:
            sought = rows.shortened(self._sought)
            self.heading.setText(words.say("records.found", count=count, sought=sought))
            self.nothing_found.setText(words.say("records.nothing_found", sought=sought))
            announce(self.list, self.heading.text())
        else:
            self.heading.setText(words.say(f"records.heading.{self.name}", count=count))
            self.nothing_found.setText(words.say("records.none_in_group"))
        self._size_heading()
        self._side.setCurrentIndex(0 if count else 1)
        self._stack.setCurrentWidget(self._full if self._lines or self._hits is not None else self.empty)

    def _size_heading(self) -> None:
        """A search repeats what was sought, and one pane leaves little room: smaller letters then."""
        self.head.set_small(self._hits is not None or len(self.panes.shown) == 1)

    def _show_wanted(self) -> None:
        """Choose the record somebody asked for, out of whatever list it stands in."""
        if self._wanted is None:
            return
        record, words, page = self._wanted
        self._wanted = None
        line = next((line for line in self._lines if line.id == record), None)
        if line is None:
            self.desk.news.said.emit(self.desk.words.say("records.not_listed"))
            return
        if not self.list.lists(record):
            self._hits, self._sought = None, ""
            self.narrow.clear()
            self._unfolded.add(record)
            self.chips.pick(groups.ASIDE if line.status is Status.SET_ASIDE else groups.ALL)
            self._fill()
        if self.list.current != record:
            self.list.choose(record)
        self._page = page  # choosing a record has asked for its first page before
        self._look_up(record, words)
        self.panes.look_inside()

    # What a person chooses.

    def _on_records_changed(self, touched: tuple[str, ...]) -> None:
        if not self.isVisible():
            return  # it is all read again when the page is opened
        self._read()
        self._search_again()
        current = self.list.current
        if current and (not touched or current in touched):
            self._look_up(current)

    def _on_group_picked(self, _group: str) -> None:
        self._fill()
        self._search_again()

    def _search_again(self) -> None:
        if self._sought:
            self.search(self._sought)

    def _on_list_chosen(self, record: str) -> None:
        if self.details.editing:
            self.details.editor.finish()
        if record:
            self._look_up(record)
        else:
            self._shown = None
            self.reader.clear()
            self.details.clear()

    def _on_list_clicked(self) -> None:
        if self.list.current:
            self.panes.look_inside()

    def _look_up(self, record: str, words: str | None = None) -> None:
        """Read everything about a record; the words sought are marked on its page."""
        hit = next((hit for hit in self._hits or () if hit.record == record), None)
        sought = words if words is not None else self._terms if hit else ""
        asked = self.desk.read(look_up, record, sought, hit.page if hit else None)
        self.desk.errands.follow(asked, self, self._on_shown, newest="shown")

    def _on_shown(self, shown: Shown) -> None:
        if shown.record.id != self.list.current:
            return  # the person has gone on
        before, self._shown = self._shown, shown
        self.desk.news.looked_at.emit(shown.record.id)
        wanted, self._page = self._page, 0
        if wanted or before is None or (before.record.id, before.sought) != (shown.record.id, shown.sought):
            self.reader.show_record(shown.record, page=wanted or shown.page, words=shown.sought)
        # At the loop's next turn: a key need not wait for both panes.
        QTimer.singleShot(0, self, self._tell_details)

    def _tell_details(self) -> None:
        if self._shown is not None and self._shown.record.id == self.list.current:
            self.details.show_record(self._shown)

    # What a person does.

    def _on_several(self, records: tuple[str, ...]) -> None:
        self.several.offer(tuple(line for line in self._lines if line.id in set(records)))

    def accept(self) -> None:
        """The page says this: confirm the record that is shown, and go to the next one."""
        if self.several.chosen:
            self.several.accept()
            return
        shown = self.ready()
        if shown is None:
            return
        if shown.record.status is not Status.CONFIRMED:
            self.acting.accept(shown.record.id)
        self.list.choose_next()

    def trash(self) -> None:
        """Move the record that is shown to the trash, or all that are chosen; the one below takes its place."""
        if self.several.chosen:
            self.several.trash()
            return
        shown = self.ready()
        if shown is not None:
            self.acting.trash(shown.record.id)

    def correct(self) -> None:
        """Open the editor of the record that is shown."""
        if self.ready() is not None:
            self.panes.bring(DETAILS)
            self.details.edit()

    def ready(self) -> Shown | None:
        """The record a person is looking at; None while another one is on its way."""
        shown = self._shown
        return shown if shown is not None and shown.record.id == self.list.current else None

    def _on_details_corrected(self, values: dict[str, str]) -> None:
        if self._shown is not None:
            self.acting.correct(self._shown.record.id, values)

    def _on_corrected(self) -> None:
        self.details.leave_editor()
        self.list.setFocus()

    def ask_about_page(self) -> None:
        """Write down a question about the page that is shown."""
        shown = self.ready()
        if shown is not None:
            self.acting.ask(shown.record, self.reader.page)

    def _on_places_clicked(self) -> None:
        self.desk.news.page_wanted.emit("facilities")

    def _on_details_place_wanted(self, reason: Reason) -> None:
        self.panes.bring(PAGE)
        self.reader.reveal(reason.file, reason.page, reason.box)

    def _on_details_split_wanted(self, record: Record) -> None:
        self.splitting.offer(record, self.reader.page)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter accepts, E corrects, Q asks, S T N mark, Delete goes to the trash. Enter on a button presses it."""
        if self.details.editing or not self._keys.act(event, self.focusWidget()):
            super().keyPressEvent(event)

    def _on_next_pane(self) -> None:
        """F6: list, page, details, and round again."""
        stops = {LIST: self.list, PAGE: self.reader.pages, DETAILS: self.details.accept}
        names = [name for name in stops if name in self.panes.shown]
        inside = {LIST: self._side, PAGE: self.reader, DETAILS: self.details}
        here = next((at for at, name in enumerate(names) if inside[name].isAncestorOf(self.focusWidget())), -1)
        stops[names[(here + 1) % len(names)]].setFocus()
