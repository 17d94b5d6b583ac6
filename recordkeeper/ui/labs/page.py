"""Blood tests: the tests on the left, tumour markers first; the line, the numbers and their rows on the right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.catalogue import labs
from recordkeeper.library import preparing
from recordkeeper.prepare.labs import charts_of, series_of
from recordkeeper.prepare.labs_pins import CHOICE, pinned, with_pin
from recordkeeper.prepare.labs_print import treatments
from recordkeeper.prepare.labs_table import test_name
from recordkeeper.prepare.preparing import PrepareRules
from recordkeeper.records.flow import Treatment
from recordkeeper.records.labs import KeptResult, Series
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.labs.chart import MARKS, Chart
from recordkeeper.ui.labs.one_result import OneResult
from recordkeeper.ui.labs.taking_out import TakingOut
from recordkeeper.ui.labs.typing_form import TypingForm
from recordkeeper.ui.labs.values import Values
from recordkeeper.ui.page import EmptyPage, Page, button, label
from recordkeeper.ui.tokens import TARGET

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words

_LIST_WIDE, _LIST_WIDEST = 260, 340
_CHART = Qt.ItemDataRole.UserRole
Charts = tuple[tuple[Series, ...], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows: the tests, the treatments behind their lines, the tests pinned to Home."""

    charts: Charts
    treatments: tuple[Treatment, ...]
    pins: tuple[str, ...]


class LabsPage(Page):
    """Reads all results when it is opened; one test is shown at a time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._charts: Charts = ()
        self._treatments: tuple[Treatment, ...] = ()
        self._pins: tuple[str, ...] = ()
        self._key = ""
        self._build()
        self._connect()

    def opened(self) -> None:
        self.desk.errands.follow(
            self.desk.read(_read, self.desk.resources / "rules", self.desk.words),
            self,
            self._on_seen,
            newest="charts",
        )

    def _build(self) -> None:
        say = self.desk.words.say
        self.tests = QListWidget()
        self.tests.setAccessibleName(say("labs.heading"))
        self.tests.setMinimumWidth(self.desk.look.pixels(_LIST_WIDE) // 2)
        self.name = label("", "title")
        self.told = label("", "small")
        self.chart = Chart(self.desk)
        self.values = Values(self.desk)
        self.behind = label("", "small")
        self.one = OneResult(self.desk)
        self.pin = button(self.desk, say("labs.pin"), "home", flat=True)
        self.type = button(self.desk, say("labs.type"), "add")
        self.table = button(self.desk, say("labs.table"), "down", flat=True)
        self.print = button(self.desk, say("labs.print"), "print", flat=True)
        self.form = TypingForm(self.desk)
        self.taking_out = TakingOut(self.desk, self)
        add = button(self.desk, say("ui.add_records"), "add", main=True)
        add.clicked.connect(self.desk.news.add_wanted)
        self.type_first = button(self.desk, say("labs.type"), "edit")
        self.empty = EmptyPage(self.desk, "blood", say("labs.none"), add)
        below = self.empty.layout()
        assert below is not None, "made with one"
        below.addWidget(self.type_first)
        below.setAlignment(self.type_first, Qt.AlignmentFlag.AlignCenter)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tests)
        split.addWidget(self._right())
        split.setStretchFactor(1, 1)
        split.setSizes([min(self.desk.look.pixels(_LIST_WIDE), _LIST_WIDEST), 1000])
        split.setChildrenCollapsible(False)
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(label(say("labs.heading"), "title"))
        inside.addWidget(label(say("labs.explained"), "quiet"))
        doing = Flow(gap=8)
        for each in (self.type, self.table, self.print):
            doing.add(each)
        inside.addWidget(doing)
        inside.addWidget(split, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(full)
        self._full = full
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.form)
        whole.addWidget(self._stack)

    def _right(self) -> QScrollArea:
        """All of a test; large letters in a small window scroll it."""
        right = QWidget()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(right)
        inside = QVBoxLayout(right)
        inside.setContentsMargins(12, 0, 0, 0)
        inside.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.pin)
        inside.addLayout(top)
        inside.addWidget(self.told)
        inside.addWidget(self.chart)
        inside.addWidget(self.behind)
        inside.addWidget(self.values, 1)
        inside.addWidget(self.one)
        return area

    def _connect(self) -> None:
        self.desk.news.records_changed.connect(self._on_records_changed)
        self.tests.currentItemChanged.connect(self._on_test_chosen)
        self.values.chosen.connect(self._on_value_chosen)
        self.chart.chosen.connect(self.values.choose)
        self.pin.clicked.connect(self._on_pin_clicked)
        self.type.clicked.connect(self._on_type_clicked)
        self.type_first.clicked.connect(self._on_type_clicked)
        self.form.left.connect(self.type.setFocus)
        self.table.clicked.connect(self.taking_out.ask_for_table)
        self.print.clicked.connect(self.taking_out.ask_for_paper)

    def _on_records_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_seen(self, seen: Seen) -> None:
        """Show the list; the test that was shown stays shown."""
        charts = self._charts = seen.charts
        self._treatments, self._pins = seen.treatments, seen.pins
        self._stack.setCurrentWidget(self._full if charts else self.empty)
        self.tests.blockSignals(True)
        self.tests.clear()
        group = None
        for number, chart in enumerate(charts):
            if chart[0].test.group != group:
                group = chart[0].test.group
                self.tests.addItem(self._heading(group))
            self.tests.addItem(self._item(number, chart))
        self.tests.blockSignals(False)
        items = [self.tests.item(row) for row in range(self.tests.count())]
        of_tests = [item for item in items if item.data(_CHART) is not None]
        if of_tests:
            same = (item for item in of_tests if charts[item.data(_CHART)][0].test.key == self._key)
            chosen = next(same, of_tests[0])
            self.tests.setCurrentItem(chosen)
            self._show(charts[chosen.data(_CHART)])

    def _target(self) -> QSize:
        """Every row is as tall as anything to click."""
        return QSize(self.desk.look.pixels(_LIST_WIDE) // 2, self.desk.look.pixels(TARGET))

    def _heading(self, group: str) -> QListWidgetItem:
        item = QListWidgetItem(self.desk.words.say(f"labs.group.{group or 'unnamed'}"))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(self._target())
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        return item

    def _item(self, number: int, chart: tuple[Series, ...]) -> QListWidgetItem:
        words = self.desk.words
        name = test_name(chart[0], words)
        count = sum(len(line.points) for line in chart)
        item = QListWidgetItem(words.say("labs.counted", name=name, count=count))
        item.setData(_CHART, number)
        item.setSizeHint(self._target())
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {words.say('labs.count', count=count)}")
        return item

    def _on_test_chosen(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None and item.data(_CHART) is not None:
            self._show(self._charts[item.data(_CHART)])

    def _show(self, chart: tuple[Series, ...]) -> None:
        words = self.desk.words
        before = self.values.current
        self._key = chart[0].test.key
        name = test_name(chart[0], words)
        unit = chart[0].unit or words.say("labs.no_unit")
        self.name.setText(f"{name} ({unit})")
        count = words.say("labs.count", count=sum(len(line.points) for line in chart))
        self.chart.show_lines(chart, f"{name}, {count}", self._treatments)
        notes = _notes(chart, words) + ([words.say("labs.scale_by_tens")] if self.chart.by_tens else [])
        self.told.setText(" ".join(notes))
        self.behind.setText(_behind(self.chart.treatments, words))
        self.behind.setVisible(bool(self.chart.treatments))
        self._say_pin()
        self.values.show_lines(chart, f"{name}, {count}")
        self.values.setCurrentCell(-1, -1)
        self.values.choose(before)

    def _on_value_chosen(self, point: KeptResult) -> None:
        self.chart.mark(point)
        self.one.show_result(point)

    def _on_type_clicked(self) -> None:
        """For another result of the test that is shown its name and unit are filled in."""
        chart = next((chart for chart in self._charts if chart[0].test.key == self._key), None)
        if chart is None:
            self.form.open_form()
        else:
            self.form.open_form(test_name(chart[0], self.desk.words), chart[0].unit)

    def _on_pin_clicked(self) -> None:
        on = self._key not in self._pins
        said = with_pin(self._pins, self._key, on=on)
        work = self.desk.act(preparing.choose, CHOICE, said)
        self.desk.errands.follow(work, self, partial(self._on_pinned, "pin" if on else "unpin"))

    def _on_pinned(self, done: str, _nothing: None) -> None:
        self.desk.news.act_done.emit(done, ())

    def _say_pin(self) -> None:
        words = self.desk.words.say("labs.unpin" if self._key in self._pins else "labs.pin")
        self.pin.setText(words)
        self.pin.setAccessibleName(words)


def _read(db: Database, rules: Path, words: Words) -> Seen:
    """On a reader's thread."""
    charts = charts_of(series_of(labs.all_results(db)))
    today = dt.datetime.now().astimezone().date()
    behind = treatments(db, PrepareRules.load(rules), words, today) if charts else ()
    return Seen(charts, behind, pinned(db))


def _notes(chart: tuple[Series, ...], words: Words) -> list[str]:
    """What is to be said of a chart of several lines."""
    say = words.say
    units = list(dict.fromkeys(line.unit for line in chart))
    notes = [say("labs.same_scale", unit=units[0], other=other) for other in units[1:]]
    if len(chart) > 1:
        notes.append(say("labs.new_line"))
        lines = (
            f"{MARKS[number % len(MARKS)]} {line.lab or say('labs.unknown_lab')} ({line.unit})"
            for number, line in enumerate(chart)
        )
        notes.append("   ".join(lines))
    return notes


def _behind(treatments: tuple[Treatment, ...], words: Words) -> str:
    """The treatments drawn behind the line, by the numbers beside them."""
    named = (
        words.say("labs.treatment", number=number, what=one.what, dates=words.dates(one.start, one.end))
        for number, one in enumerate(treatments, 1)
    )
    return words.say("labs.behind", what="; ".join(named))
