"""Second opinion: questions, goals, the visit, what was asked for, and the other lists a person keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from recordkeeper.catalogue import held, own, record_lines, sources
from recordkeeper.library import preparing
from recordkeeper.prepare.letters import Templates, letter_for
from recordkeeper.prepare.lists import ListRules
from recordkeeper.prepare.preparing import PrepareRules, said_of
from recordkeeper.prepare.printing import known_of
from recordkeeper.prepare.requests import RequestState, Tracked, track
from recordkeeper.prepare.sheets import SheetKind, sheet
from recordkeeper.prepare.story import story
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.letter import Letter
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.plain import to_plain
from recordkeeper.records.query import Listing, RecordLine
from recordkeeper.records.story import Story
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.opinion.entry_card import EntryCard
from recordkeeper.ui.opinion.form import EntryForm
from recordkeeper.ui.opinion.story_view import cards_of
from recordkeeper.ui.page import Page, button, label
from recordkeeper.ui.records.chips import Chip
from recordkeeper.ui.rolls import rolling
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from concurrent.futures import Future

    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.frames import Frame

ORDER = (
    OwnList.QUESTIONS,
    OwnList.GOALS,
    OwnList.VISIT,
    OwnList.REQUESTS,
    OwnList.SPECIMENS,
    OwnList.MEDICINES,
    OwnList.TREATMENTS,
    OwnList.INSURANCE,
    OwnList.OPINIONS,
)
STORY = "story"  # the one chip that is no list: it is read, not written
_SHEETS = {  # what can be put on paper
    OwnList.QUESTIONS: SheetKind.QUESTIONS,
    OwnList.TREATMENTS: SheetKind.TREATMENTS,
    OwnList.MEDICINES: SheetKind.MEDICINES,
    OwnList.SPECIMENS: SheetKind.LOAN,
    OwnList.REQUESTS: SheetKind.HANDOVER,
    None: SheetKind.STORY,
}
_WIDEST = 860
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows, from one read."""

    rules: dict[OwnList, ListRules]
    entries: dict[OwnList, tuple[Entry, ...]]
    tracked: dict[str, Tracked]
    records: dict[str, RecordLine]  # newest first
    story: Story


class OpinionPage(Page):
    """One list at a time; each entry a card, written and changed in place."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.chosen: OwnList | None = ORDER[0]  # None: the story
        self.seen: Seen | None = None
        self.form: EntryForm | None = None
        self._build()
        self._connect()

    def opened(self) -> None:
        asked = self.desk.read(_read, self.desk.resources / "rules")
        self.desk.errands.follow(asked, self, self._on_read, newest="lists")

    def choose(self, of: OwnList | None) -> None:
        """Show another list, or the story."""
        self.chosen = of
        self.chips[of].setChecked(True)
        self._close_form()
        self._show()

    def show_list(self, name: str) -> None:
        """Show the list of this name."""
        self.choose(OwnList(name))

    def _build(self) -> None:
        say = self.desk.words.say
        self.chips: dict[OwnList | None, Chip] = {}
        self._group = QButtonGroup(self)
        row = Flow()
        for of in ORDER:
            chip = Chip(of.value)
            chip.say(say(f"lists.title.{of}"))
            self._group.addButton(chip)
            self.chips[of] = chip
            row.add(chip)
        story_chip = Chip(STORY)
        story_chip.say(say("opinion.story"))
        self._group.addButton(story_chip)
        self.chips[None] = story_chip
        row.add(story_chip)
        self.chips[self.chosen].setChecked(True)
        self.help = label("", "quiet")
        self.add_button = button(self.desk, say("opinion.add"), "add")
        self._place = QVBoxLayout()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        inner = QWidget()
        inner.setMaximumWidth(self.desk.look.pixels(_WIDEST))
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(8, 0, 16, 8)
        inside.setSpacing(12)
        inside.addWidget(label(say("ui.rail.opinion"), "title"))
        inside.addWidget(row)
        inside.addWidget(self.help)
        inside.addLayout(self._place)
        adding = QHBoxLayout()
        self.print_button = button(self.desk, say("opinion.print"), "print", flat=True)
        adding.addWidget(self.add_button)
        adding.addWidget(self.print_button)
        adding.addStretch(1)
        inside.addLayout(adding)
        inside.addLayout(self._cards)
        inside.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(rolling(inner))

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_chip)
        self.add_button.clicked.connect(self.add)
        self.print_button.clicked.connect(self.ask_where_to_print)
        self.desk.news.records_changed.connect(self._on_changed)

    def _on_chip(self, chip: QPushButton) -> None:
        name = chip.objectName()
        self.choose(None if name == STORY else OwnList(name))

    def _on_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_read(self, seen: Seen) -> None:
        if seen == self.seen:
            return
        self.seen = seen
        self._show()

    def _show(self) -> None:
        if self.seen is None:
            return
        words = self.desk.words
        for of in ORDER:
            chip, count = self.chips[of], len(self.seen.entries[of])
            title = words.say(f"lists.title.{of}")
            chip.say(words.say("ui.counted", name=title, count=count) if count else title)
        self.chips[self.chosen].parentWidget().arrange()  # type: ignore[union-attr]
        self.help.setText(words.say(f"opinion.help.{self.chosen or STORY}"))
        self.add_button.setVisible(self.chosen is not None and self.form is None)
        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.print_button.setVisible(self.chosen in _SHEETS)
        if self.chosen is None:
            for card in cards_of(self.desk, self.seen.story, self.seen.records):
                card.line_wanted.connect(self.desk.news.show_record)
                self._cards.addWidget(card)
            return
        for entry in self.seen.entries[self.chosen]:
            self._cards.addWidget(self._card(self.chosen, entry))

    def _card(self, of: OwnList, entry: Entry) -> EntryCard:
        assert self.seen is not None
        rules = self.seen.rules[of]
        made = EntryCard(self.desk, rules, entry, self.seen.records, self._told(entry))
        made.edit_wanted.connect(self.edit)
        made.remove_wanted.connect(self.remove)
        made.letter_wanted.connect(self.ask_for_place)
        made.sent_wanted.connect(self.sent)
        made.record_wanted.connect(self._on_record)
        return made

    def _told(self, entry: Entry) -> str:
        """How a request stands."""
        tracked = self.seen.tracked.get(entry.id) if self.seen else None
        if tracked is None:
            return ""
        words = self.desk.words
        state = words.say(f"requests.state.{tracked.state}")
        state = state[0].upper() + state[1:] + "."
        if tracked.due is None or tracked.state is RequestState.ANSWERED:
            return state
        return f"{state} {words.say('requests.due', date=tracked.due)}"

    def cards(self) -> list[EntryCard]:
        """The cards shown now."""
        items = (self._cards.itemAt(at) for at in range(self._cards.count()))
        return [one for item in items if item and isinstance(one := item.widget(), EntryCard)]

    def add(self) -> None:
        """Open an empty form."""
        self._open_form(None)

    def edit(self, each: str) -> None:
        """Open the form of an entry."""
        assert self.seen is not None
        assert self.chosen is not None
        self._open_form(next(entry for entry in self.seen.entries[self.chosen] if entry.id == each))

    def _open_form(self, entry: Entry | None) -> None:
        if self.seen is None or self.chosen is None:
            return
        self._close_form()
        self.form = EntryForm(self.desk, self.seen.rules[self.chosen], entry, self.seen.records)
        self.form.saved.connect(self._on_saved)
        self.form.cancelled.connect(self._close_form)
        self._place.addWidget(self.form)
        self.add_button.hide()
        self.form.begin()

    def _close_form(self) -> None:
        self.add_button.setVisible(self.chosen is not None)
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _on_saved(self, fields: dict[str, str]) -> None:
        form = self.form
        if form is None:
            return
        of = form.rules.of
        if form.entry is None:
            self._follow(self.desk.act(preparing.add_entry, of, fields), "write_down")
        elif fields:
            self._follow(self.desk.act(preparing.set_entry, of, form.entry.id, fields), "change_note")
        self._close_form()
        self.add_button.setFocus()

    def remove(self, each: str) -> None:
        """Take an entry off its list; the bar offers to bring it back."""
        if self.chosen is not None:
            self._follow(self.desk.act(preparing.remove_entry, self.chosen, each), "take_off_list")

    def sent(self, each: str) -> None:
        """A request was sent today."""
        today = dt.datetime.now().astimezone().date().isoformat()
        act = self.desk.act(preparing.set_entry, OwnList.REQUESTS, each, {"asked": today})
        self._follow(act, "change_note")

    def _follow(self, act: Future[str], done: str) -> None:
        def tell(_each: str) -> None:
            self.desk.news.act_done.emit(done, ())

        self.desk.errands.follow(act, self, tell)

    def _on_record(self, pointed: str) -> None:
        self.desk.news.show_record.emit(pointed.partition("#")[0], None)

    def ask_where_to_print(self) -> None:
        """Where the sheet of this list is to go."""
        say = self.desk.words.say
        kind = _SHEETS[self.chosen]
        kinds = say("opinion.letter_kinds")
        place, _ = QFileDialog.getSaveFileName(self, say("opinion.print"), f"{kind}.pdf", kinds)
        if place:
            self.print_sheet(kind, Path(place))

    def print_sheet(self, kind: SheetKind, place: Path) -> None:
        """Write a sheet for paper."""
        where = str(self.desk.library.folder)
        asked = self.desk.read(_sheet, kind, self.desk.resources, self.desk.words, where)
        self._write(asked, place, "opinion.sheet_written")

    def ask_for_place(self, each: str) -> None:
        """Where the letter is to go; as its name ends, it is a PDF or an office file."""
        say = self.desk.words.say
        place, _ = QFileDialog.getSaveFileName(
            self, say("opinion.letter"), f"{each}.pdf", say("opinion.letter_kinds")
        )
        if place:
            self.write_letter(each, Path(place))

    def write_letter(self, each: str, place: Path) -> None:
        """Write the letter of a request."""
        asked = self.desk.read(_letter, each, self.desk.resources, self.desk.words.language)
        self._write(asked, place, "opinion.letter_written")

    def _write(self, asked: Future[Letter], place: Path, told: str) -> None:
        """Have a worker write what was asked for, and say where it is."""

        def written(letter: Letter) -> None:
            args = {"letter": to_plain(letter), "out": str(place)}
            made = self.desk.makers.submit("letter", args, deadline=_SECONDS)
            self.desk.errands.follow(made, self, tell)

        def tell(_frame: Frame) -> None:
            self.desk.news.said.emit(self.desk.words.say(told, name=place.name))

        self.desk.errands.follow(asked, self, written)


def _read(db: Database, folder: Path) -> Seen:
    """On a reader's thread."""
    rules = PrepareRules.load(folder)
    entries = {of: own.entries(db, of) for of in ORDER}
    today = dt.datetime.now().astimezone().date()
    requests = entries[OwnList.REQUESTS]
    holding = held.holding(db)
    tracked = track(requests, holding, rules.board, today)
    told = story(holding, said_of(db), rules.story)
    lines = {line.id: line for line in record_lines.find(db, Listing())}
    return Seen(rules.lists, entries, {each.entry.id: each for each in tracked}, lines, told)


def _sheet(db: Database, kind: SheetKind, resources: Path, words: Words, where: str) -> Letter:
    """On a reader's thread."""
    today = dt.datetime.now().astimezone().date()
    known = known_of(db, PrepareRules.load(resources / "rules"), where, today)
    return sheet(kind, known, words, PartialDate.of(today))


def _letter(db: Database, each: str, resources: Path, language: str) -> Letter:
    """On a reader's thread."""
    request = own.get(db, OwnList.REQUESTS, each)
    about = request.get("about").partition("#")[0]
    record = next((one for one in held.holding(db).records if one.id == about), None)
    templates = Templates.load(resources / "letters", language)
    words = Words.load(resources / "wording", templates.language)
    return letter_for(request, record, sources.patient(db), templates, words, dt.datetime.now().astimezone().date())
