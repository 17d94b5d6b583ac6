"""What is in sight of the timeline, on one page of paper: asks where to, and has a worker write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from recordkeeper.prepare.timeline_page import timeline_page
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.plain import to_plain
from recordkeeper.ui.page import button

if TYPE_CHECKING:
    from recordkeeper.records.story import Event, TimelinePage
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.frames import Frame

_SECONDS = 60.0


class OnePage(QObject):
    """The button, and what it makes."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._events: tuple[Event, ...] = ()
        self._lanes: tuple[str, ...] = ()
        self.button = button(desk, desk.words.say("timeline.one_page"), "print", flat=True)
        self.button.clicked.connect(self.ask)

    def hold(self, events: Sequence[Event], lanes: Sequence[str]) -> None:
        """These are in sight; values of blood tests have a page of their own."""
        self._events = tuple(event for event in events if event.value is None)
        self._lanes = tuple(lanes)
        self.button.setEnabled(bool(self._events))

    def ask(self) -> None:
        """Where the page is to go."""
        say = self._desk.words.say
        title = say("sheets.title.timeline")
        place, _ = QFileDialog.getSaveFileName(self._page, title, f"{title}.pdf", say("timeline.pdf"))
        if place:
            self.write(Path(place))

    def write(self, place: Path) -> None:
        """Write the page at `place`."""
        today = PartialDate.of(dt.datetime.now().astimezone().date())
        read = self._desk.read(timeline_page, self._events, self._lanes, today)
        self._desk.errands.follow(read, self, partial(self._on_read, place))

    def _on_read(self, place: Path, page: TimelinePage) -> None:
        asked = {"page": to_plain(page), "out": str(place), "language": self._desk.words.language}
        made = self._desk.makers.submit("timeline_page", asked, deadline=_SECONDS)
        self._desk.errands.follow(made, self, partial(self._on_made, place))

    def _on_made(self, place: Path, frame: Frame) -> None:
        say, left_out = self._desk.words.say, int(frame.header["left_out"])
        told = say("timeline.one_page_short", count=left_out, name=place.name) if left_out else ""
        self._desk.news.said.emit(told or say("opinion.sheet_written", name=place.name))
