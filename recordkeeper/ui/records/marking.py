"""The keys that say something of what is chosen: S a star, T tags, N a note, a number what else it could be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from recordkeeper.ui.records.alternatives import MOST, WHOSE, Choice
from recordkeeper.ui.records.panes import DETAILS

if TYPE_CHECKING:
    from recordkeeper.ui.records.page import RecordsPage


class Marking(QObject):
    """Does it to the record that is shown, or to all that are chosen together."""

    def __init__(self, page: RecordsPage) -> None:
        super().__init__(page)
        self._page = page
        page.details.others.picked.connect(self._on_picked)
        self.keys: Mapping[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_S: self.star,
            Qt.Key.Key_T: self.tag,
            Qt.Key.Key_N: self.note,
            **{Qt.Key(Qt.Key.Key_0 + number): partial(self.pick, number) for number in range(1, MOST + 1)},
        }

    def pick(self, number: int) -> None:
        """Take what else the record could be, by its number."""
        if self._page.ready() is not None:
            self._page.details.others.pick(number)

    def _on_picked(self, choice: Choice) -> None:
        shown = self._page.ready()
        if shown is None:
            return
        if choice.field == WHOSE:
            self._page.acting.say_theirs(shown.record.id)
        else:
            self._page.acting.correct(shown.record.id, {choice.field: choice.value})

    def star(self) -> None:
        """Put a star on it, or take it away."""
        page = self._page
        if page.several.chosen:
            page.several.star()
        elif (shown := page.ready()) is not None:
            page.acting.star((shown.record.id,), on=not shown.record.marks.starred)

    def tag(self) -> None:
        """Go where tags are typed."""
        page = self._page
        if page.several.chosen:
            page.several.tag.setFocus()
        elif page.ready() is not None:
            page.panes.bring(DETAILS)
            page.details.marks.tags.setFocus()

    def note(self) -> None:
        """Go where the note is written."""
        page = self._page
        if page.ready() is not None:
            page.panes.bring(DETAILS)
            page.details.marks.note.setFocus()
