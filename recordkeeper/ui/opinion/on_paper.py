"""Sheets, letters and the calendar of the page "Second opinion": where each is to go, written by a worker."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from recordkeeper.library import preparing
from recordkeeper.prepare.sheets import SheetKind
from recordkeeper.records.own import OwnList
from recordkeeper.records.plain import to_plain
from recordkeeper.ui.opinion import reading
from recordkeeper.ui.page import button

if TYPE_CHECKING:
    from concurrent.futures import Future

    from recordkeeper.records.letter import Letter
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.frames import Frame

# What can be put on paper while a list is shown, the first of them by Ctrl+P.
SHEETS = {
    OwnList.QUESTIONS: (SheetKind.QUESTIONS, SheetKind.COMPANION),
    OwnList.GOALS: (SheetKind.GOALS, SheetKind.TALK),
    OwnList.VISIT: (SheetKind.VISIT, SheetKind.COMPANION, SheetKind.HANDOVER),
    OwnList.CHECKLIST: (SheetKind.CHECKLIST, SheetKind.BOARD),
    OwnList.REQUESTS: (SheetKind.REQUESTS, SheetKind.HANDOVER),
    OwnList.SPECIMENS: (SheetKind.SPECIMENS, SheetKind.LOAN),
    OwnList.STORY: (SheetKind.STORY,),
    OwnList.MEDICINES: (SheetKind.MEDICINES,),
    OwnList.HELPERS: (SheetKind.HANDOVER,),
    OwnList.TREATMENTS: (SheetKind.TREATMENTS,),
    OwnList.INSURANCE: (SheetKind.INSURANCE,),
    OwnList.OPINIONS: (SheetKind.OPINIONS,),
}
_CALENDAR = "calendar"  # the one button that makes no sheet
_SECONDS = 60.0


class OnPaper(QObject):
    """The buttons, and what they make. A page with no lists names the sheets it has."""

    def __init__(self, desk: Desk, page: QWidget, sheets: tuple[SheetKind, ...] = ()) -> None:
        super().__init__(page)
        self.desk = desk
        self._page = page
        self._offered = sheets
        say = desk.words.say
        self.buttons: dict[str, QPushButton] = {}
        for kind in sheets or dict.fromkeys(kind for kinds in SHEETS.values() for kind in kinds):
            text = say("opinion.print_sheet", what=say(f"sheets.title.{kind}"))
            self._button(kind.value, button(desk, text, "print", flat=True)).clicked.connect(self._on_sheet)
        if not sheets:
            made = self._button(_CALENDAR, button(desk, say("opinion.calendar"), "calendar", flat=True))
            made.clicked.connect(self.ask_for_calendar)

    def _button(self, name: str, made: QPushButton) -> QPushButton:
        made.setObjectName(name)
        self.buttons[name] = made
        return made

    def offer(self, of: OwnList | None) -> None:
        """Show the buttons that go with a list; none with None."""
        self._offered = SHEETS.get(of, ()) if of is not None else ()
        for name, made in self.buttons.items():
            calendar = name == _CALENDAR and of in (OwnList.REQUESTS, OwnList.VISIT)
            made.setVisible(calendar or name in self._offered)

    def ask_for_sheet(self) -> None:
        """Where the first sheet offered is to go."""
        if self._offered:
            self._ask(self._offered[0])

    def _on_sheet(self) -> None:
        self._ask(SheetKind(self.sender().objectName()))

    def _ask(self, kind: SheetKind) -> None:
        say = self.desk.words.say
        title = say(f"sheets.title.{kind}")
        if place := self._place(title, f"{title}.pdf", say("opinion.letter_kinds")):
            self.print_sheet(kind, Path(place))

    def print_sheet(self, kind: SheetKind, place: Path) -> None:
        """Write a sheet at `place`: a PDF or an office file, as its name ends."""
        last = self.desk.glance(preparing.last_backup, self.desk.library)

        def ask(backup: tuple[dt.date, str] | None) -> None:
            where, desk = str(self.desk.library.folder), self.desk
            asked = desk.read(reading.paper, kind, desk.resources, desk.words, where, backup, private=False)
            self._write(asked, place, "opinion.sheet_written")

        self.desk.errands.follow(last, self, ask)

    def ask_for_letter(self, each: str) -> None:
        """Where the letter of a request is to go."""
        say = self.desk.words.say
        if place := self._place(say("opinion.letter"), f"{each}.pdf", say("opinion.letter_kinds")):
            self.write_letter(each, Path(place))

    def write_letter(self, each: str, place: Path) -> None:
        """Write the letter of a request at `place`, as its words stand now."""
        asked = self.desk.read(reading.letter, each, self.desk.resources, self.desk.words.language)
        self._write(asked, place, "opinion.letter_written")

    def ask_for_calendar(self) -> None:
        """Where the calendar file is to go."""
        say = self.desk.words.say
        if place := self._place(say("opinion.calendar"), "recordkeeper.ics", say("opinion.calendar_kinds")):
            self.write_calendar(Path(place))

    def write_calendar(self, place: Path) -> None:
        """Write the calendar file at `place`."""

        def write(text: str) -> None:
            done = self.desk.fetch(place.write_bytes, text.encode("utf-8"))
            self.desk.errands.follow(done, self, tell)

        def tell(_count: int) -> None:
            self.desk.news.said.emit(self.desk.words.say("opinion.calendar_written", name=place.name))

        asked = self.desk.read(reading.calendar_text, self.desk.resources / "rules", self.desk.words)
        self.desk.errands.follow(asked, self, write)

    def _place(self, title: str, name: str, kinds: str) -> str:
        place, _ = QFileDialog.getSaveFileName(self._page, title, name, kinds)
        return place

    def _write(self, asked: Future[Letter], place: Path, told: str) -> None:
        """Have a worker write what was asked for, and say where it is."""

        def written(letter: Letter) -> None:
            args = {"letter": to_plain(letter), "out": str(place)}
            made = self.desk.makers.submit("letter", args, deadline=_SECONDS)
            self.desk.errands.follow(made, self, tell)

        def tell(_frame: Frame) -> None:
            self.desk.news.said.emit(self.desk.words.say(told, name=place.name))

        self.desk.errands.follow(asked, self, written)
