"""Finding in the record that is open: the bar, the places found, which is the present one, and their marks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from recordkeeper.catalogue import pages
from recordkeeper.ui.reader.find_bar import FindBar
from recordkeeper.ui.reader.hits import Hits

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from recordkeeper.catalogue.pages import Found
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.paper import Paper


class Seeking(QObject):
    """Between the find bar and the paper."""

    def __init__(self, desk: Desk, paper: Paper, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._paper = paper
        self._record = ""
        self._start = 0  # the sheet the record was opened at
        self._hits = Hits()
        self.words = ""  # those that are marked since the record was opened
        self.bar = FindBar(desk)
        self.bar.wanted.connect(self._on_wanted)
        self.bar.step.connect(self.step)
        self.bar.closed.connect(self._on_closed)
        self.bar.hide()

    def show_record(self, record: str, start: int, words: str) -> None:
        """Mark `words` in a record that is opened at sheet `start`."""
        self._record, self._start, self.words = record, start, words
        if words:
            self._ask(words, phrase=False)

    def forget(self) -> None:
        """Another record, or none, is about to be open."""
        self._record, self._hits, self.words = "", Hits(), ""
        self.bar.forget()

    def open(self) -> None:
        """Show the bar, with the words that are marked already."""
        self.bar.open(self.bar.words or self.words)

    def step(self, way: int) -> None:
        """Go to the next place, or the one before."""
        self._hits.step(way)
        self.mark()

    def mark(self) -> None:
        """Mark all places, frame the present one and bring it into view."""
        self.bar.say_count(self._hits.number, len(self._hits))
        if not self._paper.leaves:
            return
        present = self._hits.present
        self._paper.marks = self._hits.boxes()
        self._paper.outlines = {present.leaf: present.boxes} if present else {}
        if present is not None:
            self._paper.reveal(present.leaf, present.boxes)
        self._paper.viewport().update()

    def _ask(self, words: str, *, phrase: bool) -> None:
        found = self._desk.read(pages.find_in, self._record, words, phrase=phrase)
        self._desk.errands.follow(found, self, partial(self._on_found, self._record), newest="found")

    def _on_found(self, record: str, found: tuple[Found, ...]) -> None:
        if record == self._record:
            self._hits = Hits(found)
            self._hits.start(max(self._paper.sheet, self._start) if self._paper.leaves else self._start)
            self.mark()

    def _on_wanted(self, words: str) -> None:
        if self._record:
            self._ask(words, phrase=True)

    def _on_closed(self) -> None:
        self.bar.hide()
        self._paper.setFocus()
