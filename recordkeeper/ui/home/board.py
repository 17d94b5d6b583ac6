"""The readiness board of Home: a card for each kind of record a second opinion needs, and what is not whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from recordkeeper.library import preparing
from recordkeeper.prepare.asking import request_for, request_for_slot
from recordkeeper.prepare.board import next_visit
from recordkeeper.prepare.five_minutes import FiveMinutes
from recordkeeper.prepare.gap_rules import GapRules
from recordkeeper.prepare.preparing import Prepared, PrepareRules, prepared
from recordkeeper.prepare.requests import RequestState, track
from recordkeeper.prepare.telling import note, sentence
from recordkeeper.prepare.wishes import recipients
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.readiness import Slot, SlotState
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.home.going_by import GoingBy, Wishes
from recordkeeper.ui.home.slot_card import ASK, LEAVE, SlotCard, step_of
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk

_CARD_WIDTH = 250
_NARROW = 520
_MOST_GAPS = 8  # shown at first; the others by a button
_MORE_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """What the board shows, and the rules it was found by."""

    found: Prepared
    rules: GapRules
    visit: Entry | None = None  # the next one that has a day
    late: int = 0  # answers whose time is over
    cancers: tuple[str, ...] = ()  # the sorts a person may choose
    jobs: FiveMinutes | None = None  # how long small jobs take


class Board(QWidget):
    """Reads for itself when asked to; emits through the desk's news."""

    read = Signal(object)  # what the board was made from, a Seen
    agenda = Signal(str)  # the next visit and how many answers are late, in a sentence or two; "" for neither

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._seen: Seen | None = None
        self._cards: dict[str, tuple[Slot, str, SlotCard]] = {}  # those that say the same as before stay
        self._shown = 0
        say = desk.words.say
        self.cards = Flow(gap=12, column=desk.look.pixels(_CARD_WIDTH))
        self._gaps_heading = label(say("readiness.gaps"), "heading")
        self._gaps = QWidget()
        self._rows = QVBoxLayout(self._gaps)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.more = button(desk, "", flat=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(label(say("readiness.title"), "heading"))
        self.going_by = GoingBy(desk)
        self.going_by.chosen.connect(self._on_chosen)
        inside.addWidget(self.going_by)
        inside.addWidget(self.cards)
        self.wishes = Wishes(desk)
        self.wishes.said.connect(self._on_wish)
        inside.addWidget(self.wishes)
        inside.addWidget(self._gaps_heading)
        inside.addWidget(self._gaps)
        inside.addWidget(self.more)
        for one in (self._gaps_heading, self._gaps, self.more):
            one.hide()
        self.more.clicked.connect(self._on_more)

    def refresh(self) -> None:
        """Read the board anew, off this thread."""
        asked = self.desk.read(_read, self.desk.resources / "rules")
        self.desk.errands.follow(asked, self, self._on_read, newest="board")

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Those that are told below the cards: a slot that is empty says so itself."""
        found = self._seen.found.board.gaps if self._seen else ()
        return tuple(gap for gap in found if gap.kind is not GapKind.SLOT_EMPTY)

    def _on_read(self, seen: Seen) -> None:
        found = seen.found
        self.agenda.emit(self._agenda(seen))
        self.read.emit(seen)
        if self._seen is not None and _same(seen, self._seen):
            return
        self._seen = seen
        records = {record.id: record for record in found.holding.records}
        self.going_by.show_board(found.board, seen.cancers, recipients(found.said.of(OwnList.CHECKLIST)))
        self.wishes.show_wishes(found.board.wishes)
        before, self._cards = self._cards, {}
        for slot in found.board.slots:
            told = note(self.desk.words, slot, records)
            same = before.get(slot.name)
            self._cards[slot.name] = (
                same if same and same[:2] == (slot, told) else (slot, told, self._card(slot, told))
            )
        self.cards.hold([card for _, _, card in self._cards.values()])
        self._clear_rows()
        self._show(_MOST_GAPS)

    def _card(self, slot: Slot, told: str) -> SlotCard:
        made = SlotCard(self.desk, slot, told)
        made.step_wanted.connect(self._on_step)
        made.said.connect(self._on_said)
        return made

    def _agenda(self, seen: Seen) -> str:
        """The next visit, and the answers that are late."""
        words, told = self.desk.words, list[str]()
        if seen.visit is not None:
            date = PartialDate.parse(seen.visit.get("date"))
            told.append(words.say("readiness.next_visit", doctor=seen.visit.get("doctor"), date=date))
        if seen.late:
            told.append(words.say("readiness.late", count=seen.late))
        return " ".join(told)

    def _clear_rows(self) -> None:
        self._shown = 0
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _show(self, count: int) -> None:
        gaps = self.gaps
        for gap in gaps[self._shown : self._shown + count]:
            row = GapRow(self.desk, gap)
            row.ask_wanted.connect(self._on_ask)
            self._rows.addWidget(row)
        self._shown = min(len(gaps), self._shown + count)
        left = len(gaps) - self._shown
        self._gaps_heading.setVisible(bool(gaps))
        self._gaps.setVisible(bool(gaps))
        self.more.setVisible(left > 0)
        if left > 0:
            text = self.desk.words.say("readiness.more_gaps", count=left)
            self.more.setText(text)
            self.more.setAccessibleName(text)

    def _on_more(self) -> None:
        self._show(_MORE_AT_ONCE)

    def _on_step(self, name: str) -> None:
        slot = self._slot(name)
        step = step_of(slot)
        if step == "add":
            self.desk.news.add_wanted.emit()
        elif step == "see":
            self.desk.news.show_record.emit(slot.records[0], None)
        else:
            gap = next((gap for gap in slot.why if gap.record), None)
            record, words = (gap.record, marked(gap)) if gap else (slot.only_in, None)
            self.desk.news.show_record.emit(record, words)

    def _slot(self, name: str) -> Slot:
        assert self._seen is not None
        return next(slot for slot in self._seen.found.board.slots if slot.name == name)

    def ask_for(self, slot: str) -> None:
        """Draw up a request for all there is of a slot."""
        self._ask(request_for_slot(slot))

    def _on_said(self, name: str, state: str) -> None:
        if state == ASK:
            self.ask_for(name)
            return
        said = None if state == LEAVE else SlotState(state)
        act = self.desk.act(preparing.say_slot, name, said)
        self.desk.errands.follow(act, self, self._on_done)

    def _on_ask(self, gap: Gap) -> None:
        assert self._seen is not None
        records = {record.id: record for record in self._seen.found.holding.records}
        self._ask(request_for(gap, records, self._seen.rules, sentence(self.desk.words, gap)))

    def _ask(self, fields: dict[str, str]) -> None:
        """Draw up the request; the page of requests is where it becomes a letter."""
        act = self.desk.act(preparing.add_entry, OwnList.REQUESTS, fields)
        self.desk.errands.follow(act, self, self._on_asked)

    def _on_asked(self, _entry: str) -> None:
        QTimer.singleShot(0, self, self._tell_asked)

    def _tell_asked(self) -> None:
        self.desk.news.act_done.emit("write_down", ())
        self.desk.news.list_wanted.emit(OwnList.REQUESTS.value)

    def _on_chosen(self, name: str, value: str) -> None:
        """Another sort of cancer, or another recipient's checklist."""
        self.desk.errands.follow(self.desk.act(preparing.choose, name, value), self, self._on_choice_kept)

    def _on_choice_kept(self, _nothing: object) -> None:
        self.desk.news.act_done.emit("choose", ())

    def _on_wish(self, entry: str, value: str) -> None:
        act = self.desk.act(preparing.set_entry, OwnList.CHECKLIST, entry, {"here": value})
        self.desk.errands.follow(act, self, self._on_wish_kept)

    def _on_wish_kept(self, _entry: object) -> None:
        QTimer.singleShot(0, self, self._tell_wish)  # its row is made anew: not while its button is pressed

    def _tell_wish(self) -> None:
        self.desk.news.act_done.emit("change_note", ())

    def _on_done(self, _nothing: object) -> None:
        # Once the menu that asked for it has gone: its card is made anew.
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        self.desk.news.act_done.emit("say_slot", ())


class GapRow(QFrame):
    """One gap: the sentence, the words that tell of it, the way to their page, and asking for what is not here."""

    ask_wanted = Signal(object)  # the gap

    def __init__(self, desk: Desk, gap: Gap) -> None:
        super().__init__()
        self._desk = desk
        self.gap = gap
        told = sentence(desk.words, gap)
        frame, inside = card()
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(told))
        if gap.words:
            column.addWidget(label(self._quoted(), "small"))
        self.look = button(desk, desk.words.say("readiness.show_page"), flat=True)
        self.look.setAccessibleDescription(told)
        self.ask = button(desk, desk.words.say("readiness.ask"), flat=True)
        self.ask.setAccessibleDescription(told)
        inside.setContentsMargins(16, 10, 12, 10)
        inside.addWidget(Bend(words, self.look, self.ask, narrow=desk.look.pixels(_NARROW)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.look.setVisible(gap.record is not None)  # only now: without a parent it would be a window of its own
        self.ask.setVisible(gap.kind is not GapKind.STALE_LABS)
        self.look.clicked.connect(self._on_look)
        self.ask.clicked.connect(self._on_ask)

    def _on_ask(self) -> None:
        self.ask_wanted.emit(self.gap)

    def _quoted(self) -> str:
        if self.gap.page is None:
            return self.gap.words
        return self._desk.words.say("facts.quoted", printed=self.gap.words, page=self.gap.page)

    def _on_look(self) -> None:
        self._desk.news.show_record.emit(self.gap.record, marked(self.gap))


def marked(gap: Gap) -> str | None:
    """The words to mark on the page: those that tell of the gap, without what was cut."""
    return gap.words.strip("…") if gap.page is not None and gap.words else None


def _read(db: Database, folder: Path) -> Seen:
    """On a reader's thread."""
    rules, today = PrepareRules.load(folder), dt.datetime.now().astimezone().date()
    found = prepared(db, rules, today)
    tracked = track(found.said.of(OwnList.REQUESTS), found.holding, rules.board, today)
    late = sum(each.state is RequestState.OVERDUE for each in tracked)
    visit = next_visit(found.said.of(OwnList.VISIT), today)
    dated = visit if visit is not None and visit.get("date") else None
    return Seen(found, rules.gaps, dated, late, tuple(rules.board.cancers), FiveMinutes.load(folder))


def _same(one: Seen, other: Seen) -> bool:
    """Whether nothing has changed that the board shows."""
    lists = (seen.found.said.of(OwnList.CHECKLIST) for seen in (one, other))
    return one.found.board == other.found.board and next(lists) == next(lists)
