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
from recordkeeper.ui.opinion.entry_card import called
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from recordkeeper.ui.desk import Desk

_NARROW = 520


class StoryCard(QFrame):
    """One part of the story; a part without lines says that nothing is found."""

    line_wanted = Signal(str, object)  # a record, and the words to mark
    edit_wanted = Signal(str)  # a line a person typed here
    remove_wanted = Signal(str)

    def __init__(self, desk: Desk, part: StoryPart, records: Mapping[str, RecordLine]) -> None:
        super().__init__()
        self._desk = desk
        self.part = part
        self.rows: list[StoryRow] = []
        words = desk.words
        frame, inside = card()
        inside.setContentsMargins(16, 12, 12, 12)
        inside.addWidget(label(words.say(f"story.part.{part.name}"), "strong"))
        if part.side_by_side:
            inside.addWidget(label(words.say("story.side_by_side"), "small"))
        if not part.lines:
            inside.addWidget(label(words.say("story.not_found"), "quiet"))
        for line in part.lines:
            row = StoryRow(desk, line, records)
            row.wanted.connect(self.line_wanted)
            row.edit_wanted.connect(self.edit_wanted)
            row.remove_wanted.connect(self.remove_wanted)
            self.rows.append(row)
            inside.addWidget(row)
        if part.left_out:
            inside.addWidget(label(words.say("story.left_out", count=part.left_out), "small"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)


class StoryRow(QWidget):
    """One line with its date and where it stands."""

    wanted = Signal(str, object)
    edit_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, desk: Desk, line: StoryLine, records: Mapping[str, RecordLine]) -> None:
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
        whole.addWidget(Bend(told, self.look, self.edit, self.remove, narrow=desk.look.pixels(_NARROW)))
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


def cards_of(desk: Desk, story: Story, records: Mapping[str, RecordLine]) -> list[StoryCard]:
    """A card for each part, in order."""
    return [StoryCard(desk, part, records) for part in story.parts]
