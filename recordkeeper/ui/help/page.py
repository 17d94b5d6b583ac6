"""The page of help: topics on the left with a search, the text on the right. Nothing here needs a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.ui.help.book import Topic, find, licence_text, read_book
from recordkeeper.ui.help.typography import mark, set_in_type
from recordkeeper.ui.page import Page, label
from recordkeeper.ui.rows import RowDelegate

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.ui.desk import Desk


class HelpPage(Page):
    """Links lead to other topics and to licences, never out of the program."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._topics: tuple[Topic, ...] = ()
        self._found: tuple[Topic, ...] = ()
        self._current = ""
        self._places: list[int] = []
        self._build()
        self._connect()

    def opened(self) -> None:
        if not self._topics:
            future = self.desk.glance(read_book, self.desk.resources, self.desk.words)
            self.desk.errands.follow(future, self, self._on_read, newest="book")

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def show_topic(self, name: str) -> None:
        """Show a topic by its name; nothing happens when there is none."""
        for number, topic in enumerate(self._found):
            if topic.name == name:
                self.list.setCurrentIndex(self._titles.index(number))

    def _build(self) -> None:
        say = self.desk.words.say
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("help.search"))
        self.search.setAccessibleName(say("help.search"))
        self.search.setClearButtonEnabled(True)
        self._titles = QStringListModel()
        self.list = QListView()
        self.list.setModel(self._titles)
        self._delegate = RowDelegate(self.desk)
        self.list.setItemDelegate(self._delegate)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(say("help.topics"))
        self.nothing: QLabel = label(say("help.nothing"), "quiet")
        self.nothing.hide()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        self._title = label(say("help.title"), "title")
        for widget in (self._title, self.search, self.nothing):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(say("help.text"))
        self.text.setMaximumWidth(self.desk.look.pixels(760))  # longer lines are hard to read
        right = QWidget()
        beside = QHBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.text, 1)
        beside.addStretch(0)
        self.both = QSplitter(Qt.Orientation.Horizontal)
        self.both.setChildrenCollapsible(False)
        self.both.addWidget(left)
        self.both.addWidget(right)
        self.both.setStretchFactor(1, 1)
        self.both.setSizes([self.desk.look.pixels(240), self.desk.look.pixels(560)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.both)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search_changed)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self.text.anchorClicked.connect(self._on_text_link)
        find_next = QShortcut(QKeySequence(QKeySequence.StandardKey.FindNext), self)
        find_next.activated.connect(self._on_find_next)
        self.search.returnPressed.connect(self._on_find_next)

    def _on_read(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topics)
        self._show_found()

    def _on_search_changed(self, _text: str) -> None:
        self._show_found()

    def _show_found(self) -> None:
        """List the topics that hold what is typed; stay on the current one while it is among them."""
        before = self._current
        self._found = find(self._topics, self.search.text())
        self._titles.setStringList([topic.title for topic in self._found])
        self.nothing.setVisible(bool(self._topics) and not self._found)
        names = [topic.name for topic in self._found]
        if names:
            self.list.setCurrentIndex(self._titles.index(names.index(before) if before in names else 0))

    def _on_list_current_changed(self, current: QModelIndex) -> None:
        if not 0 <= current.row() < len(self._found):
            return
        topic = self._found[current.row()]
        self._current = topic.name
        self.text.setMarkdown(topic.text)
        set_in_type(self.text.document(), self.desk.look)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._mark()

    def _mark(self) -> None:
        """Mark every word typed, and go to the first of them."""
        self._places = mark(self.text, self.search.text().split(), self.desk.look)
        if self._places:
            self._go_to(self._places[0])

    def _go_to(self, position: int) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(position)
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()

    def _on_find_next(self) -> None:
        """Go to the next word marked; after the last comes the first."""
        here = self.text.textCursor().position()
        if self._places:
            self._go_to(next((place for place in self._places if place > here), self._places[0]))

    def _on_text_link(self, link: QUrl) -> None:
        """A link to a licence, or to another topic by the name of its page."""
        if link.scheme() == "licence":
            future = self.desk.glance(licence_text, self.desk.resources, link.path())
            self.desk.errands.follow(future, self, self._on_licence_read, newest="licence")
        elif not link.scheme():
            self.search.clear()
            self.show_topic(link.path().removesuffix(".md"))

    def _on_licence_read(self, text: str) -> None:
        self._current = ""
        self.text.setExtraSelections([])
        self._places = []
        self.list.clearSelection()
        self.list.setCurrentIndex(self._titles.index(-1))
        self.text.setPlainText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        beside = self.width() >= self.desk.look.pixels(560)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.both.orientation() is not orientation:
            self.both.setOrientation(orientation)
            self.both.setSizes([240, 560] if beside else [260, 360])
            self._title.setVisible(beside)
