"""The window: arranges rail, search box, pages, progress and the undo bar. It owns no page's business."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from recordkeeper.catalogue import dating
from recordkeeper.catalogue.dating import ToLookAt
from recordkeeper.ui.adding.panel import AddingPanel
from recordkeeper.ui.adding.reading_bar import ReadingBar
from recordkeeper.ui.adding.watching import Watching
from recordkeeper.ui.page import Page, button, label
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.ui.shell.looking import Looking
from recordkeeper.ui.shell.palette import Palette, actions_of
from recordkeeper.ui.shell.places import ENTRIES, PLACES
from recordkeeper.ui.shell.rail import Rail
from recordkeeper.ui.shell.relating import Relating
from recordkeeper.ui.shell.safekeeping import Safekeeping
from recordkeeper.ui.shell.search_box import SearchBox
from recordkeeper.ui.shell.undo_bar import UndoBar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent

    from recordkeeper.library.folder import Library
    from recordkeeper.records.patient import Patient
    from recordkeeper.ui.desk import Desk


class MainWindow(QMainWindow):
    """One library's window."""

    switch_wanted = Signal()
    closed = Signal()
    closing = Signal()  # the library is about to be closed: nothing more may be begun

    def __init__(self, desk: Desk, patient: Patient, colour: str) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle(desk.words.say("ui.window_title", name=patient.name))
        self.setAcceptDrops(True)
        self._pages: dict[str, Page] = {}
        self.current = ""  # the name of the page in front
        self._build(patient, colour)
        self._connect()
        self._actions()
        self.resize(1280, 820)

    def _build(self, patient: Patient, colour: str) -> None:
        desk = self.desk
        self.rail = Rail(desk, patient, colour)
        self.search = SearchBox(desk)
        self._simple_head(patient)
        self.stack = QStackedWidget()
        self.adding = AddingPanel(desk)
        self.reading = ReadingBar(desk)
        self._watching = Watching(desk, self)
        self._relating = Relating(desk, self)
        self._safekeeping = Safekeeping(desk, self)
        self._looking = Looking(desk, self)
        right = QVBoxLayout()
        right.setContentsMargins(16, 12, 16, 16)
        right.setSpacing(12)
        right.addLayout(self._search_row())
        right.addWidget(self.adding)
        right.addWidget(self.reading)
        right.addWidget(self.stack, 1)
        middle = QWidget()
        middle.setObjectName("window")
        whole = QHBoxLayout(middle)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self.setCentralWidget(middle)
        self.undo_bar = UndoBar(desk, middle)

    def _simple_head(self, patient: Patient) -> None:
        """In the Simple view: no rail; whose records these are, and the way back, stand above the page."""
        self.whose = label(patient.name, "strong", wraps=False)
        self.back = button(self.desk, self.desk.words.say("home.simple.back"), "back")
        self.back.clicked.connect(self._on_back)
        self.simple = self.desk.settings.simple
        for widget in (self.rail,) if self.simple else (self.whose, self.back):
            widget.hide()  # shown while they stand in no window yet, they would be windows of their own

    def _on_back(self) -> None:
        self.open_page("simple")

    def _search_row(self) -> QHBoxLayout:
        look = self.desk.look
        glass = QLabel()
        glass.setPixmap(self.desk.icons.pixmap("search", look.pixels(20), look.palette.quiet))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.whose)
        row.addWidget(glass)
        row.addWidget(self.search, 1)
        return row

    def _connect(self) -> None:
        self.rail.chosen.connect(self.open_page)
        self.rail.add_wanted.connect(self.adding.ask)
        self.rail.switch_wanted.connect(self.switch_wanted)
        self.search.wanted.connect(self._on_search)
        self.undo_bar.undo_wanted.connect(self.undo)
        self.adding.receipt_wanted.connect(self._on_receipt_wanted)
        self.adding.adder.ended.connect(self._on_adding_ended)
        self._watching.found.connect(self.desk.news.paths_wanted)
        self.desk.errands.failed.connect(self._on_errand_failed)
        news = self.desk.news
        news.records_changed.connect(self._on_records_changed)
        news.act_done.connect(self._on_act_done)
        news.said.connect(self._on_said)
        news.show_record.connect(self._on_show_record)
        news.show_study.connect(self._on_show_study)
        news.show_image.connect(self._on_show_study)
        news.page_wanted.connect(self.open_page)
        news.facility_wanted.connect(self._on_facility_wanted)
        news.group_wanted.connect(self._on_group_wanted)
        news.pair_wanted.connect(self._on_pair_wanted)
        news.search_wanted.connect(self._on_search_wanted)
        news.list_wanted.connect(self._on_list_wanted)
        news.question_wanted.connect(self._on_question_wanted)
        news.notes_wanted.connect(self._on_notes_wanted)
        news.bundle_wanted.connect(self._on_bundle_wanted)
        news.add_wanted.connect(self.adding.ask)

    def _actions(self) -> None:
        """Everything the keyboard reaches wherever the focus is."""
        standard = QKeySequence.StandardKey
        for name, keys, slot in (
            ("undo", QKeySequence(standard.Undo), self.undo),
            ("redo", QKeySequence(standard.Redo), self.redo),
            ("find", QKeySequence(standard.Find), self._on_find),
            ("search", QKeySequence("Ctrl+Shift+F"), self._on_focus_search),
            ("add", QKeySequence("Ctrl+O"), self.adding.ask),
            ("palette", QKeySequence("Ctrl+K"), self._on_palette),
            ("help", QKeySequence("F1"), self._on_help),
        ):
            action = QAction(self.desk.words.say(f"ui.action.{name}"), self)
            action.setShortcut(keys)
            action.triggered.connect(slot)
            self.addAction(action)
        for number, place in enumerate(sorted(ENTRIES, key=lambda each: each.foot), start=1):
            action = QAction(self.desk.words.say(f"ui.rail.{place.name}"), self)
            action.setObjectName(place.name)
            if not place.foot:
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(self._on_place_action)
            self.addAction(action)

    def page(self, name: str) -> Page:
        """A page, made if nobody has asked for it yet. It reads nothing before it is opened."""
        if name not in self._pages:
            (place,) = (p for p in PLACES if p.name == name)
            self._pages[name] = place.make(self.desk)
            self.stack.addWidget(self._pages[name])
        return self._pages[name]

    def open_page(self, name: str) -> Page:
        """Bring a page to the front."""
        page = self.page(name)
        self.current = name
        self.stack.setCurrentWidget(page)
        self.rail.select(name)
        for widget in (self.back, self.whose):  # the three buttons stand below the name
            widget.setVisible(self.simple and name != "simple")
        page.opened()
        self._recount()
        return page

    def is_adding(self) -> bool:
        """Whether records are coming in, which must not be cut off."""
        return bool(self.adding.adder.under_way)

    def begin_background_work(self) -> None:
        """Go on with pictures nobody has read yet; look after the watched folder, and after backups."""
        self.search.read()
        self.reading.begin()
        self._relating.begin()
        self._watching.watch(self.desk.settings.watched(str(self.desk.library.folder)))
        self._safekeeping.begin()

    def stop_for_closing(self) -> None:
        """End what runs here before the library is closed."""
        self.closing.emit()
        self._relating.stop()
        self._watching.close()
        self._safekeeping.close()
        self.adding.stop_for_closing()
        self.reading.stop_for_closing()
        for page in self._pages.values():
            page.stop_for_closing()

    def undo(self) -> None:
        self.desk.errands.follow(self.desk.act(_undo), self, self._on_undone, failed=self._on_errand_failed)

    def redo(self) -> None:
        self.desk.errands.follow(self.desk.act(_redo), self, self._on_undone, failed=self._on_errand_failed)

    def _recount(self) -> None:
        counts = self.desk.read(dating.to_look_at)
        self.desk.errands.follow(counts, self, self._on_counted, newest="counts")

    def _on_counted(self, counts: ToLookAt) -> None:
        self.rail.count({"review": counts.all})

    def _on_undone(self, touched: tuple[str, ...]) -> None:
        self.desk.news.records_changed.emit(touched)
        self.undo_bar.tell(self.desk.words.say("ui.undone"), undoable=False)

    def _on_act_done(self, label: str, touched: tuple[str, ...]) -> None:
        self.desk.news.records_changed.emit(touched)
        self.undo_bar.tell(self.desk.words.say(f"ui.done.{label}", count=len(touched)), undoable=True)

    def _on_records_changed(self, _touched: object) -> None:
        self._recount()

    def _on_said(self, sentence: str) -> None:
        self.undo_bar.tell(sentence, undoable=False)

    def _on_errand_failed(self, error: BaseException) -> None:
        self.undo_bar.tell(sentence_of(self.desk.words, error), undoable=False)

    def _on_search(self) -> None:
        self.search.stop_waiting()
        text = self.search.text()
        if text.strip() or self.current == "records":
            page = self._pages["records"] if self.current == "records" else self.open_page("records")
            page.search(text)  # type: ignore[attr-defined]

    def _on_search_wanted(self, words: str) -> None:
        self.open_page("records")
        self.search.setText(words)
        self._on_search()

    def _on_show_record(self, record: str, words: object) -> None:
        self.open_page("records").show_record(record, words)  # type: ignore[attr-defined]

    def _on_group_wanted(self, name: str) -> None:
        self.open_page("records").show_group(name)  # type: ignore[attr-defined]

    def _on_pair_wanted(self, record: str) -> None:
        self.open_page("pair").show_beside(record)  # type: ignore[attr-defined]

    def _on_facility_wanted(self, record: str) -> None:
        self.open_page("facilities").show_place_of(record)  # type: ignore[attr-defined]

    def _on_list_wanted(self, name: str) -> None:
        self.open_page("opinion").show_list(name)  # type: ignore[attr-defined]

    def _on_question_wanted(self, fields: object) -> None:
        self.open_page("opinion").ask(fields)  # type: ignore[attr-defined]

    def _on_notes_wanted(self, words: str) -> None:
        self.open_page("opinion").find_words(words)  # type: ignore[attr-defined]

    def _on_bundle_wanted(self, recipient: str, preset: str) -> None:
        self.open_page("bundles").make(recipient, preset)  # type: ignore[attr-defined]

    def _on_show_study(self, record: str, image: str = "") -> None:
        self.open_page("scans").show_study(record, image)  # type: ignore[attr-defined]

    def _on_receipt_wanted(self, intake: int) -> None:
        self.open_page("receipt").show_intake(intake)  # type: ignore[attr-defined]

    def _on_adding_ended(self) -> None:
        self.reading.begin()

    def _on_find(self) -> None:
        if self.current:
            self._pages[self.current].find_here()

    def _on_focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _on_palette(self) -> None:
        """Everything that can be done here and now, to be found by its words."""
        self.palette_sheet = Palette(self.desk, actions_of(self, self._pages.get(self.current)), self)
        self.palette_sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.palette_sheet.open()

    def _on_help(self) -> None:
        self.open_page("help")

    def _on_place_action(self) -> None:
        self.open_page(self.sender().objectName())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.adding.add(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.undo_bar.place()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self.stop_for_closing()
        self.closed.emit()
        super().closeEvent(event)


def _undo(library: Library) -> tuple[str, ...]:
    from recordkeeper.intake import whose  # dear to load: comparing people comes with it

    return whose.undo(library)


def _redo(library: Library) -> tuple[str, ...]:
    from recordkeeper.intake import whose

    return whose.redo(library)
