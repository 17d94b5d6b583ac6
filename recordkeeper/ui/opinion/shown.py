"""What stands below the chips: the cards of a list, the story, opinions side by side, or what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recordkeeper.prepare.requests import RequestState, Tracked
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.query import OwnHit
from recordkeeper.ui.opinion.advice_card import AdviceCard
from recordkeeper.ui.opinion.compare import Compare
from recordkeeper.ui.opinion.entry_card import EntryCard
from recordkeeper.ui.opinion.lines_view import LinesCard
from recordkeeper.ui.opinion.reading import Seen
from recordkeeper.ui.opinion.story_view import cards_of
from recordkeeper.ui.page import label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_FEWEST = 2  # opinions that can be compared
_BACK = "first_doctor"  # what a bundle back to the first doctor starts from (resources/bundle/presets.toml)


class Shown(QWidget):
    """Made anew whenever something has changed; hands on what a person wants of an entry."""

    edit_wanted = Signal(str)
    remove_wanted = Signal(str)
    set_wanted = Signal(str, object)
    letter_wanted = Signal(str)
    report_wanted = Signal(str)
    list_wanted = Signal(object)  # an OwnList
    accepted = Signal(str)  # a quotation, as an act calls it
    refused = Signal(str)
    corrected = Signal(str, str)  # and its words
    visit_wanted = Signal(str)  # a visit to somebody of this specialty
    questions_wanted = Signal()  # those to ask both

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._seen: Seen | None = None
        self._waiting: set[str] = set()  # parts of the story whose unconfirmed lines are seen
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(8)

    def show_list(self, seen: Seen, of: OwnList) -> None:
        """The entries of a list, and what belongs beside them."""
        self._begin(seen)
        if of is OwnList.GOALS:
            self._inside.addWidget(AdviceCard(self._desk))
        if of is OwnList.STORY:
            self._add_story(seen)
            return
        if of is OwnList.OPINIONS and len(seen.entries[of]) >= _FEWEST:
            self._add_compare(seen)
        for entry in seen.entries[of]:
            self._add_card(seen, entry)
        if seen.read.get(of):
            lines = LinesCard(self._desk, seen.read[of], seen.records)
            lines.line_wanted.connect(self._desk.news.show_record)
            lines.accepted.connect(self.accepted)
            lines.refused.connect(self.refused)
            lines.corrected.connect(self.corrected)
            self._inside.addWidget(lines)

    def show_hits(self, seen: Seen, hits: Sequence[OwnHit]) -> None:
        """The entries that hold the words sought, list by list."""
        self._begin(seen)
        before: OwnList | None = None
        for hit in hits:
            entry = next((each for each in seen.entries[hit.list] if each.id == hit.entry), None)
            if entry is None:
                continue
            if hit.list is not before:
                self._inside.addWidget(label(self._desk.words.say(f"lists.title.{hit.list}"), "heading"))
            before = hit.list
            self._add_card(seen, entry)

    def cards(self) -> list[EntryCard]:
        """The cards of entries shown now."""
        items = (self._inside.itemAt(at) for at in range(self._inside.count()))
        return [one for item in items if item and isinstance(one := item.widget(), EntryCard)]

    def _begin(self, seen: Seen) -> None:
        self._seen = seen
        while (item := self._inside.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _add_card(self, seen: Seen, entry: Entry) -> None:
        tracked = seen.tracked.get(entry.id)
        closed = tracked is not None and tracked.state is RequestState.ANSWERED
        told = self._told(entry, tracked, seen)
        made = EntryCard(self._desk, seen.rules[entry.list], entry, seen.records, told, closed=closed)
        made.edit_wanted.connect(self.edit_wanted)
        made.remove_wanted.connect(self.remove_wanted)
        made.set_wanted.connect(self.set_wanted)
        made.letter_wanted.connect(self.letter_wanted)
        made.report_wanted.connect(self.report_wanted)
        made.record_wanted.connect(self._on_record)
        made.image_wanted.connect(self._desk.news.show_image)
        self._inside.addWidget(made)

    def _told(self, entry: Entry, tracked: Tracked | None, seen: Seen) -> str:
        """How a request stands; a word on a visit online."""
        say = self._desk.words.say
        if entry.list is OwnList.VISIT and entry.get("online") == "yes":
            return say("sheets.online")
        if tracked is None:
            return ""
        state = say(f"requests.state.{tracked.state}")
        told = [state[0].upper() + state[1:] + "."]
        came = seen.records.get(tracked.answered_by)
        if came is not None:
            told.append(say("requests.closed_by", title=came.title or say(f"cli.kind.{came.kind}")))
        elif tracked.due is not None and tracked.state is not RequestState.ANSWERED:
            told.append(say("requests.due", date=tracked.due))
        return " ".join(told)

    def _add_story(self, seen: Seen) -> None:
        for card in cards_of(self._desk, seen.story, seen.records, self._waiting):
            card.line_wanted.connect(self._desk.news.show_record)
            card.edit_wanted.connect(self.edit_wanted)
            card.remove_wanted.connect(self.remove_wanted)
            card.accepted.connect(self.accepted)
            card.refused.connect(self.refused)
            card.corrected.connect(self.corrected)
            card.shown_waiting.connect(self._on_shown_waiting)
            self._inside.addWidget(card)

    def _on_shown_waiting(self, part: str, seen: bool) -> None:
        (self._waiting.add if seen else self._waiting.discard)(part)

    def _add_compare(self, seen: Seen) -> None:
        made = Compare(self._desk, seen.entries[OwnList.OPINIONS], seen.records)
        made.compared.connect(self._on_compared)
        made.page_wanted.connect(self._on_record)
        made.ask_both_wanted.connect(self.questions_wanted)
        made.third_wanted.connect(self.visit_wanted)
        made.bundle_wanted.connect(self._on_bundle_back)
        self._inside.addWidget(made)

    def _on_bundle_back(self, recipient: str) -> None:
        self._desk.news.bundle_wanted.emit(recipient, _BACK)

    def _on_compared(self, entry: str, field: str, value: str) -> None:
        self.set_wanted.emit(entry, {field: value})

    def _on_record(self, pointed: str) -> None:
        record = pointed.partition("#")[0]
        line = self._seen.records.get(record) if self._seen is not None else None
        if line is not None and line.is_study:
            self._desk.news.show_study.emit(record)
        else:
            self._desk.news.show_record.emit(pointed, None)
