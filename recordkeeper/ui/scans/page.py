"""The scans page: studies as cards, newest first; choosing one opens the viewer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from recordkeeper.ui.page import EmptyPage, Page, button, label
from recordkeeper.ui.scans import reading
from recordkeeper.ui.scans.brightness import load_presets
from recordkeeper.ui.scans.cards import StudyCards
from recordkeeper.ui.scans.feed import Feed
from recordkeeper.ui.scans.reading import StudyCard, StudyShown
from recordkeeper.ui.scans.thumbs import Thumbs
from recordkeeper.ui.scans.viewer import Viewer

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class ScansPage(Page):
    """Cards, an empty page that teaches, and one viewer that is kept."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.feed = Feed(desk, self)
        self.thumbs = Thumbs(desk, self.feed, self)
        self.viewer = Viewer(desk, self.feed, self.thumbs, load_presets(desk.resources / "rules"))
        self.cards = StudyCards(desk, self.thumbs)
        self.feed.serve(self.viewer.next_wish)
        self.feed.serve(self.thumbs.next_wish)
        self._build()
        self._connect()

    def opened(self) -> None:
        self._read()

    def show_study(self, record: str, image: str = "") -> None:
        """Open the viewer on one study, from wherever a person came; at one image, if it is named and there."""
        reads, then = self.desk.read(reading.study, record), partial(self._on_study_read, image)
        self.desk.errands.follow(reads, self, then, newest="study", failed=self._on_failed)

    def _build(self) -> None:
        say = self.desk.words.say
        self._add = button(self.desk, say("ui.add_records"), "add", main=True)
        self._empty = EmptyPage(self.desk, "scans", say("scans.empty"), self._add)
        listed = QWidget()
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(label(say("scans.title"), "title"))
        inside.addWidget(self.cards, 1)
        self._blank = QWidget()  # for the moment before the first answer
        self._listed = listed
        self.stack = QStackedWidget()
        for part in (self._blank, self._empty, listed, self.viewer):
            self.stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _connect(self) -> None:
        self.cards.chosen.connect(self._on_chosen)
        self.viewer.left.connect(self._on_left)
        self._add.clicked.connect(self.desk.news.add_wanted)
        self.desk.news.records_changed.connect(self._on_records_changed)

    def _read(self) -> None:
        self.desk.errands.follow(
            self.desk.read(reading.studies), self, self._on_read, newest="studies", failed=self._on_failed
        )

    def _on_read(self, studies: tuple[StudyCard, ...]) -> None:
        self.cards.take(studies)
        if self.stack.currentWidget() is not self.viewer:
            self._show_list()

    def _on_study_read(self, image: str, study: StudyShown) -> None:
        self.stack.setCurrentWidget(self.viewer)
        self.viewer.show_study(study)
        self.viewer.asking.open_at(image)

    def _on_failed(self, error: BaseException) -> None:
        self.desk.errands.failed.emit(error)

    def _on_chosen(self, row: int) -> None:
        self.show_study(self.cards.shown.studies[row].record)

    def _on_left(self) -> None:
        self._show_list()
        self.cards.setFocus()

    def _show_list(self) -> None:
        self.stack.setCurrentWidget(self._listed if self.cards.shown.studies else self._empty)

    def _on_records_changed(self, touched: tuple[str, ...]) -> None:
        if self.isVisible():
            if self.stack.currentWidget() is self.viewer:
                self.viewer.marking.refresh(touched)
            self._read()
