"""Timeline: lanes to look at and a list to read, both leading to the page where an event stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.catalogue import held, labs
from recordkeeper.prepare.labs_pins import pinned
from recordkeeper.prepare.labs_treatments import LANES as TREATED
from recordkeeper.prepare.preparing import PrepareRules, said_of
from recordkeeper.prepare.sheets import SheetKind
from recordkeeper.prepare.timeline import timeline
from recordkeeper.prepare.timeline_curves import MARKERS, MarkerCurve, marker_curves
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.story import Event
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.opinion.on_paper import OnPaper
from recordkeeper.ui.page import EmptyPage, Page, button, label, tool
from recordkeeper.ui.records.chips import Chip
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.timeline.lanes import NAMES, Lanes
from recordkeeper.ui.timeline.one_page import OnePage
from recordkeeper.ui.timeline.scale import LEAST, Scale
from recordkeeper.ui.timeline.strip import Strip
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk

ALL = "all"
_LEAST_LIST = 260  # pixels at 100 %: with large letters the page rolls
_STEP = 0.5  # of the part in sight, a press of the button
_NARROW = 480  # pixels at 100 %: below it the button stands under the heading
_AT_ONCE = 400  # rows made in one go; more are made when the list is rolled to its end
_FACTS = frozenset(kind.value for kind in FactKind)


@dataclass(frozen=True, slots=True)
class Seen:
    """The events, the lanes in their order, and the curves of tumor markers."""

    events: tuple[Event, ...]
    lanes: tuple[str, ...]
    curves: tuple[MarkerCurve, ...] = ()


class TimelinePage(Page):
    """Everything that has a date, oldest first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._seen: Seen | None = None
        self._shown: tuple[Event, ...] = ()
        self._whole: Scale | None = None  # the line that holds everything
        self._part: Scale | None = None  # what is in sight of it; None: all
        self.chosen = ALL
        self._build()
        self._connect()

    def opened(self) -> None:
        asked = self.desk.read(_read, self.desk.resources / "rules", self.desk.words)
        self.desk.errands.follow(asked, self, self._on_read, newest="events")

    def _build(self) -> None:
        say = self.desk.words.say
        self._chips: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        self._row = Flow()
        self.lanes = Lanes(self.desk)
        self.strip = Strip(self.desk, self.desk.look.pixels(NAMES))
        self.part_told = label("", "quiet")
        self.closer = tool(self.desk, say("timeline.closer"), "zoom_in")
        self.farther = tool(self.desk, say("timeline.farther"), "zoom_out")
        self.all = tool(self.desk, say("timeline.everything"), "fit_width")
        self.list = QListWidget()
        self.list.setAccessibleName(say("ui.rail.timeline"))
        self.list.setObjectName("events")
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(self.desk.look.pixels(_LEAST_LIST))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(8, 0, 8, 8)
        inside.setSpacing(12)
        self.papers = OnPaper(self.desk, self, (SheetKind.TIMELINE,))
        self.print = self.papers.buttons[SheetKind.TIMELINE]
        self.one_page = OnePage(self.desk, self)
        inside.addWidget(
            Bend(
                label(say("ui.rail.timeline"), "title"),
                self.one_page.button,
                self.print,
                narrow=self.desk.look.pixels(_NARROW),
            )
        )
        inside.addWidget(self._row)
        looking = QHBoxLayout()
        looking.addWidget(self.part_told, 1)
        for each in (self.closer, self.farther, self.all):
            looking.addWidget(each)
        inside.addLayout(looking)
        inside.addWidget(self.strip)
        inside.addWidget(self.lanes)
        inside.addWidget(label(say("timeline.help"), "quiet"))
        inside.addWidget(self.list, 1)
        self._add = button(self.desk, say("ui.add_records"), "add", main=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(rolling(full))
        self._stack.addWidget(EmptyPage(self.desk, "timeline", say("timeline.empty"), self._add))
        self._stack.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self._add.clicked.connect(self.desk.news.add_wanted)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.papers.ask_for_sheet)
        self._group.buttonClicked.connect(self._on_chip)
        self.lanes.picked.connect(self.choose)
        self.lanes.opened.connect(self._open)
        self.lanes.zoom_wanted.connect(self._on_zoom_wanted)
        self.lanes.move_wanted.connect(self._on_move_wanted)
        self.strip.wanted.connect(self.look_at)
        self.closer.clicked.connect(partial(self._on_zoom_wanted, _STEP, 0.5))
        self.farther.clicked.connect(partial(self._on_zoom_wanted, 1 / _STEP, 0.5))
        self.all.clicked.connect(self._on_all_clicked)
        self.list.currentRowChanged.connect(self.lanes.choose)
        self.list.itemActivated.connect(self._on_activated)
        self.list.verticalScrollBar().valueChanged.connect(self._on_rolled)
        self.desk.news.records_changed.connect(self._on_changed)

    def _on_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_read(self, seen: Seen) -> None:
        self._stack.setCurrentIndex(0 if seen.events else 1)
        self._stack.show()
        if seen == self._seen:
            return
        self._seen = seen
        self._fill_chips(seen)
        self._show()

    def _fill_chips(self, seen: Seen) -> None:
        words = self.desk.words
        self._row.clear()
        self._chips = {}
        counts = {lane: sum(_group(event) == lane for event in seen.events) for lane in (*seen.lanes, MARKERS)}
        if self.chosen != ALL and not counts.get(self.chosen):
            self.chosen = ALL
        for name in (ALL, *(lane for lane, count in counts.items() if count)):
            chip = Chip(name)
            title = words.say("timeline.all") if name == ALL else words.say(f"story.lane.{name}")
            chip.say(words.say("ui.counted", name=title, count=counts.get(name, len(seen.events))))
            chip.setChecked(name == self.chosen)
            self._group.addButton(chip)
            self._chips[name] = chip
            self._row.add(chip)

    def look_at(self, part: Scale) -> None:
        """Show a part of the line, and list what stands in it."""
        self._part = part if part != self._whole else None
        self._show()

    def _show(self) -> None:
        """Put the events of the lanes chosen, within the part in sight, into the lanes and the list."""
        seen = self._seen
        assert seen is not None
        dates = [date for event in seen.events for date in (event.date, event.end) if date]
        self._whole = Scale.of(dates) if dates else None
        if self._whole is None:
            return
        part = self._part.within(self._whole) if self._part else self._whole
        of_lane = [event for event in seen.events if self._is_chosen(event)]
        self._shown = tuple(event for event in of_lane if part.holds(event.date, event.end))
        used = {event.lane for event in of_lane}
        lanes = [lane for lane in seen.lanes if lane in used]
        self.lanes.show_events(self._shown, lanes, [curve for curve in seen.curves if curve.lane in used], part)
        self.one_page.hold(self._shown, lanes)
        told = self._part_told(part, len(of_lane))
        self.part_told.setText(told)
        self.strip.show_part([event.date for event in of_lane], self._whole, part, told)
        self.closer.setEnabled(part.days > LEAST)
        for each in (self.farther, self.all):
            each.setEnabled(part != self._whole)
        self.list.clear()
        self._more()

    def _part_told(self, part: Scale, count: int) -> str:
        words = self.desk.words
        if part == self._whole:
            return words.say("timeline.all_shown", count=count)
        dates = words.dates(*part.ends())
        return words.say("timeline.part_shown", dates=dates, shown=len(self._shown), count=count)

    def _on_zoom_wanted(self, factor: float, at: float) -> None:
        if self._whole is not None:
            self.look_at((self._part or self._whole).zoomed(factor, at, self._whole))

    def _on_move_wanted(self, days: int) -> None:
        if self._whole is not None and self._part is not None:
            self.look_at(self._part.moved(days, self._whole))

    def _on_all_clicked(self) -> None:
        if self._whole is not None:
            self.look_at(self._whole)

    def _is_chosen(self, event: Event) -> bool:
        """Tumor markers are looked at over the treatments."""
        with_it = TREATED if self.chosen == MARKERS else ()
        return self.chosen in (ALL, _group(event)) or event.lane in with_it

    def _more(self, until: int = 0) -> None:
        begin = self.list.count()
        for event in self._shown[begin : max(begin + _AT_ONCE, until)]:
            self.list.addItem(QListWidgetItem(self._told(event)))

    def _told(self, event: Event) -> str:
        words = self.desk.words
        when = words.date(event.date)
        if event.end is not None:
            when = words.dates(event.date, event.end)
        what = (
            words.say("facts.quoted_here", printed=event.what)
            if event.kind in _FACTS and event.record
            else event.what
        )
        typed = f" ({words.say('story.typed')})" if not event.record else ""
        return f"{when}  ·  {words.say(f'story.lane.{_group(event)}')}  ·  {what}{typed}"

    def _on_rolled(self, value: int) -> None:
        if value >= self.list.verticalScrollBar().maximum() and self.list.count() < len(self._shown):
            self._more()

    def _on_chip(self, chip: QPushButton) -> None:
        self.chosen = chip.objectName()
        self._show()

    def choose(self, number: int) -> None:
        """An event was picked in the lanes: go to its row."""
        if number >= self.list.count():
            self._more(number + 1)
        self.list.setCurrentRow(number)
        self.list.setFocus()

    def _on_activated(self, item: QListWidgetItem) -> None:
        self._open(self.list.row(item))

    def _open(self, number: int) -> None:
        """Show the page where an event stands."""
        event = self._shown[number]
        if event.value is not None and not event.record:
            self.desk.news.page_wanted.emit("labs")
        elif event.value is not None:
            self.desk.news.show_record.emit(f"{event.record}#{event.page}", None)
        elif event.record:
            self.desk.news.show_record.emit(event.record, event.what if event.kind in _FACTS else None)
        else:
            self.desk.news.list_wanted.emit("treatments")


def _group(event: Event) -> str:
    """The lane people know it by: each marker has a line of its own, all are one lane."""
    return MARKERS if event.value is not None else event.lane


def _read(db: Database, folder: Path, words: Words) -> Seen:
    """On a reader's thread."""
    rules = PrepareRules.load(folder).story
    found = timeline(held.holding(db), said_of(db), rules)
    curves = marker_curves(labs.all_results(db), pinned(db), words)
    values = [event for curve in curves for event in curve.events]
    events = tuple(sorted([*found, *values], key=lambda event: event.date))
    return Seen(events, tuple(lane.name for lane in rules.lanes), curves)
