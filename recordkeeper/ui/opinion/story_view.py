"""The story in the window: what the records say, as printed, each line with the way to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from recordkeeper.prepare.sheets_whole import told_by
from recordkeeper.records.own import OwnList
from recordkeeper.records.query import RecordLine
from recordkeeper.records.story import Story, StoryLine, StoryPart
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.opinion.entry_card import called
from recordkeeper.ui.opinion.saying import Saying
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from recordkeeper.ui.desk import Desk

_NARROW = 760
_AT_ONCE = 12  # lines nobody has confirmed that are shown in one go


class StoryCard(QFrame):
    """One part of the story; a part without lines says that nothing is found."""

    line_wanted = Signal(str, object)  # a record, and the words to mark
    edit_wanted = Signal(str)  # a line a person typed here
    remove_wanted = Signal(str)
    accepted = Signal(str)  # a line nobody had confirmed, as an act calls it
    refused = Signal(str)
    corrected = Signal(str, str)  # and its words
    shown_waiting = Signal(str, bool)  # a part, and whether its unconfirmed lines are seen

    def __init__(
        self, desk: Desk, part: StoryPart, records: Mapping[str, RecordLine], *, waiting: bool = False
    ) -> None:
        super().__init__()
        self._desk = desk
        self._records = records
        self.part = part
        self.waiting: list[StoryRow] = []
        self.rows: list[StoryRow] = []
        words = desk.words
        frame, inside = card()
        inside.setContentsMargins(16, 12, 12, 12)
        inside.addWidget(label(words.say(f"story.part.{part.name}"), "strong"))
        if part.side_by_side:
            inside.addWidget(label(words.say("story.side_by_side"), "small"))
        if not part.lines:
            inside.addWidget(label(words.say(f"story.{part.blank}"), "quiet"))
        for line in part.lines:
            self.rows.append(self._row(line, inside))
        if part.left_out:
            inside.addWidget(label(words.say("story.left_out", count=part.left_out), "small"))
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        inside.addLayout(self._place)
        self.show_button = button(desk, "", flat=True)
        self.more_button = button(desk, words.say("story.waiting_more"), flat=True)
        acts = Flow()
        acts.add(self.show_button)
        acts.add(self.more_button)
        inside.addWidget(acts)
        acts.setVisible(bool(part.waiting))
        self._acts = acts
        self.show_button.clicked.connect(self._on_show)
        self.more_button.clicked.connect(self._more)
        self._say_shown()
        if waiting:
            self._more()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def _row(self, line: StoryLine, place: QVBoxLayout) -> StoryRow:
        row = StoryRow(self._desk, line, self._records, waiting=line in self.part.waiting)
        row.wanted.connect(self.line_wanted)
        row.edit_wanted.connect(self.edit_wanted)
        row.remove_wanted.connect(self.remove_wanted)
        row.saying.accepted.connect(self.accepted)
        row.saying.refused.connect(self.refused)
        row.saying.corrected.connect(self.corrected)
        place.addWidget(row)
        return row

    def _more(self) -> None:
        """Show more of the lines nobody has confirmed."""
        for line in self.part.waiting[len(self.waiting) : len(self.waiting) + _AT_ONCE]:
            self.waiting.append(self._row(line, self._place))
        self._say_shown()

    def _on_show(self) -> None:
        self.shown_waiting.emit(self.part.name, not self.waiting)
        if not self.waiting:
            self._more()
            return
        for row in self.waiting:
            self._place.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.waiting = []
        self._say_shown()

    def _say_shown(self) -> None:
        words = self._desk.words
        named = words.say("story.waiting_show", part=words.say(f"story.part.{self.part.name}"))
        self.show_button.setText(words.say("story.waiting_hide") if self.waiting else named)
        self.more_button.setVisible(0 < len(self.waiting) < len(self.part.waiting))
        self._acts.arrange()


class StoryRow(QWidget):
    """One line with its date and where it stands."""

    wanted = Signal(str, object)
    edit_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(
        self, desk: Desk, line: StoryLine, records: Mapping[str, RecordLine], *, waiting: bool = False
    ) -> None:
        super().__init__()
        self._line = line
        words = desk.words
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        date = f"{words.dates(line.date, line.end or line.date)}: " if line.date else ""
        who = f" {words.say('story.proposed_by', name=line.by)}" if line.by else ""
        printed = words.say("facts.quoted_here", printed=line.printed) if line.kind else line.printed
        column.addWidget(label(f"{date}{printed}{who}"))
        column.addWidget(label(_where(desk, line, records), "small"))
        self.look = button(desk, words.say("readiness.show_page"), flat=True)
        self.look.setAccessibleDescription(line.printed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.edit = button(desk, words.say("opinion.edit"), flat=True)
        self.remove = button(desk, words.say("opinion.remove"), flat=True)
        self.saying = Saying(desk, line.printed, line.fact, confirmed=not waiting)
        whole.addWidget(
            Bend(told, self.look, self.edit, self.remove, self.saying, narrow=desk.look.pixels(_NARROW))
        )
        whole.addWidget(self.saying.wording)
        typed_here = line.entry.startswith(OwnList.STORY[0])
        self.look.setVisible(bool(line.record))  # only now: without a parent it would be a window of its own
        self.edit.setVisible(typed_here)
        self.remove.setVisible(typed_here)
        self.look.clicked.connect(self._on_look)
        self.edit.clicked.connect(self._on_edit)
        self.remove.clicked.connect(self._on_remove)

    def _on_edit(self) -> None:
        self.edit_wanted.emit(self._line.entry)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self._line.entry)

    def _on_look(self) -> None:
        self.wanted.emit(self._line.record, self._line.printed if self._line.kind else None)


def _where(desk: Desk, line: StoryLine, records: Mapping[str, RecordLine]) -> str:
    """Where a line stands, or who wrote it down."""
    words = desk.words
    page = f"#{line.page}" if line.page else ""
    pointed = [f"{line.record}{page}", *line.others] if line.record else []
    told = told_by(line, words)
    return ", ".join([*(called(words, each, records) for each in pointed), *([told] if told else [])])


def cards_of(
    desk: Desk, story: Story, records: Mapping[str, RecordLine], waiting: Collection[str] = ()
) -> list[StoryCard]:
    """A card for each part, in order; `waiting` are the parts whose unconfirmed lines are seen."""
    return [StoryCard(desk, part, records, waiting=part.name in waiting) for part in story.parts]
