"""Home: whose records these are, what is here, and the one next step. It counts and points; it judges nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from recordkeeper.catalogue.overview import Overview, overview
from recordkeeper.prepare import five_minutes
from recordkeeper.records.patient import Patient
from recordkeeper.records.query import RecordLine
from recordkeeper.ui.adding.summary import moment, name_of
from recordkeeper.ui.facilities.date_asking import DateAsking
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.home.board import Board, Seen
from recordkeeper.ui.home.five_minutes import FiveMinuteJobs
from recordkeeper.ui.home.tile import Tile
from recordkeeper.ui.home.trends import Trends
from recordkeeper.ui.page import EmptyPage, Page, button, label
from recordkeeper.ui.records.groups import GROUPS, Group
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.step import Step
from recordkeeper.ui.strangers.asking import Asking

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk

_TILE_WIDTH = 210


class HomePage(Page):
    """A calm start. Everything on it comes from one read of the catalogue."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._seen: Overview | None = None
        self._build()
        self._connect()

    def opened(self) -> None:
        self.desk.errands.follow(self.desk.read(_glance), self, self._on_glance, newest="glance")
        self.board.refresh()
        self.trends.refresh()
        self.asking.ask()
        self.dates.ask()

    def stop_for_closing(self) -> None:
        self.asking.stop()

    def _build(self) -> None:
        say = self.desk.words.say
        self._add = button(self.desk, say("ui.add_records"), "add", main=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(rolling(EmptyPage(self.desk, "home", say("home.empty"), self._add)))
        self._stack.addWidget(self._build_full())
        self._stack.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _build_full(self) -> QWidget:
        say = self.desk.words.say
        self._name = label("", "display")
        self._told = label("", "lead")
        self._tiles = Flow(gap=12, column=self.desk.look.pixels(_TILE_WIDTH))
        self.asking = Asking(self.desk)
        self.dates = DateAsking(self.desk)
        self.board = Board(self.desk)
        self.jobs = FiveMinuteJobs(self.desk)
        self.trends = Trends(self.desk)
        self._review = Step(self.desk, "review", "home.review_go", main=True)
        self._carry_on = Step(self.desk, "records", "home.carry_on_go")
        self._carry_on.hide()
        self._left_at = ""
        self._unfinished = Step(self.desk, "pause", "home.unfinished_go")
        self._bundle = Step(self.desk, "bundle", "home.bundle_go")
        self._agenda = Step(self.desk, "calendar", "home.agenda_go")
        self._agenda.hide()
        self._more = Step(self.desk, "add", "ui.add_records")
        self._more.say(say("home.more"))
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(8, 0, 16, 8)
        inside.setSpacing(12)
        inside.addWidget(self._name)
        inside.addWidget(self._told)
        inside.addSpacing(4)
        inside.addWidget(self.asking)
        inside.addWidget(self.dates)
        inside.addWidget(self._carry_on)
        inside.addWidget(self._review)
        inside.addWidget(self._unfinished)
        inside.addWidget(self._agenda)
        inside.addWidget(self.jobs)
        inside.addSpacing(4)
        inside.addWidget(self.trends)
        inside.addWidget(self.board)
        inside.addSpacing(4)
        inside.addWidget(label(say("home.what_is_here"), "heading"))
        inside.addWidget(self._tiles)
        inside.addSpacing(4)
        inside.addWidget(label(say("home.what_next"), "heading"))
        inside.addWidget(self._more)
        inside.addWidget(self._bundle)
        inside.addStretch(1)
        return rolling(full)

    def _connect(self) -> None:
        news = self.desk.news
        self._add.clicked.connect(news.add_wanted)
        self._more.go.clicked.connect(news.add_wanted)
        self._review.go.clicked.connect(self._on_review_clicked)
        self._bundle.go.clicked.connect(self._on_bundle_clicked)
        self._carry_on.go.clicked.connect(self._on_carry_on_clicked)
        self._unfinished.go.clicked.connect(self._on_unfinished_clicked)
        self.board.agenda.connect(self._on_agenda)
        self.board.read.connect(self._on_board_read)
        self.jobs.ask_wanted.connect(self.board.ask_for)
        self._agenda.go.clicked.connect(self._on_agenda_clicked)
        news.records_changed.connect(self._on_records_changed)

    def _on_board_read(self, seen: Seen) -> None:
        """The small jobs of getting ready; what else waits has a card of its own here."""
        found = seen.found
        if seen.jobs is not None:
            waiting = five_minutes.of_board(found.board, found.said, seen.late)
            slot = next(iter(five_minutes.missing(found.board)), "")
            self.jobs.offer(seen.jobs, waiting, slot)

    def _on_agenda(self, sentence: str) -> None:
        self._agenda.setVisible(bool(sentence))
        self._agenda.say(sentence)

    def _on_agenda_clicked(self) -> None:
        self.desk.news.page_wanted.emit("opinion")

    def _on_records_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_glance(self, glance: tuple[Patient, Overview, RecordLine | None]) -> None:
        patient, seen, left = glance
        self._say_left(left)
        self._stack.setCurrentIndex(1 if seen.records or seen.set_aside or seen.unfinished else 0)
        self._stack.show()
        if seen == self._seen:
            return
        self._seen = seen
        self._say_whose(patient, seen)
        self._say_steps(seen)
        self._fill_tiles(seen)

    def _say_left(self, left: RecordLine | None) -> None:
        """Where the person stopped, if they did."""
        words = self.desk.words
        self._left_at = left.id if left is not None else ""
        self._carry_on.setVisible(left is not None)
        if left is not None:
            title = left.title or words.say(f"cli.kind.{left.kind}")
            key = "home.carry_on" if left.service_date else "home.carry_on_undated"
            self._carry_on.say(words.say(key, title=title, date=left.service_date or ""))

    def _on_carry_on_clicked(self) -> None:
        self.desk.news.show_record.emit(self._left_at, None)

    def _say_whose(self, patient: Patient, seen: Overview) -> None:
        words = self.desk.words
        self._name.setText(patient.name)
        told = [words.say("home.records", count=seen.records)]
        if seen.first is not None:
            told.append(words.say("home.from_to", dates=words.dates(seen.first, seen.last)))
        if patient.birth_date is not None:
            told.insert(0, words.say("home.born", date=patient.birth_date))
        self._told.setText(" ".join(told))

    def _say_steps(self, seen: Overview) -> None:
        words = self.desk.words
        self._review.setVisible(bool(seen.to_review))
        self._review.say(words.say("home.review", count=seen.to_review))
        self._unfinished.setVisible(bool(seen.unfinished))
        if seen.unfinished:
            name = name_of(words, seen.unfinished[0].sources)
            self._unfinished.say(words.say("home.unfinished", name=name))
        bundle = seen.last_bundle
        if bundle is None:
            self._bundle.say(words.say("home.no_bundle"))
        else:
            when = moment(words, bundle.made)
            self._bundle.say(
                words.say("home.last_bundle", recipient=bundle.recipient, when=when, count=len(bundle.records))
            )

    def _fill_tiles(self, seen: Overview) -> None:
        self._tiles.clear()
        for group in GROUPS:
            tile = self._tile(group, seen)
            if tile is not None:
                tile.clicked.connect(self._on_tile_clicked)
                self._tiles.add(tile)

    def _tile(self, group: Group, seen: Overview) -> Tile | None:
        words = self.desk.words
        counts = {kind: seen.by_kind[kind] for kind in group.kinds if seen.by_kind.get(kind)}
        if not counts:
            return None
        listed = [
            words.say("home.kind_counted", kind=words.say(f"cli.kind.{kind}"), count=counts[kind])
            for kind in counts
        ]
        made_of = ", ".join(listed) if len(listed) > 1 else ""
        name = words.say(f"records.group.{group.name}")
        tile = Tile(self.desk, group.icon, sum(counts.values()), name, made_of)
        tile.setObjectName(group.name)
        return tile

    def _on_tile_clicked(self) -> None:
        self.desk.news.group_wanted.emit(self.sender().objectName())

    def _on_review_clicked(self) -> None:
        self.desk.news.page_wanted.emit("review")

    def _on_bundle_clicked(self) -> None:
        self.desk.news.page_wanted.emit("bundles")

    def _on_unfinished_clicked(self) -> None:
        if self._seen is not None and self._seen.unfinished:
            self.desk.news.paths_wanted.emit(self._seen.unfinished[0].sources)


def _glance(db: Database) -> tuple[Patient, Overview, RecordLine | None]:
    from recordkeeper.catalogue import left_at, sources

    return sources.patient(db), overview(db), left_at.last(db)
