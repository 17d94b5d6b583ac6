"""Blood tests: the tests on the left, tumour markers first; the line, the numbers and their rows on the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.catalogue import labs, pages
from recordkeeper.library import acts
from recordkeeper.prepare.labs import charts_of, series_of
from recordkeeper.prepare.labs_table import test_name
from recordkeeper.records.labs import KeptResult, LabStatus, Series
from recordkeeper.records.provenance import Reason
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.labs.chart import MARKS, Chart
from recordkeeper.ui.labs.putting_right import PuttingRight
from recordkeeper.ui.labs.values import Values
from recordkeeper.ui.page import EmptyPage, Page, button, label
from recordkeeper.ui.records import crops
from recordkeeper.ui.records.field_view import Crop
from recordkeeper.ui.tokens import TARGET

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words

_LIST_WIDE, _LIST_WIDEST = 260, 340
_CHART = Qt.ItemDataRole.UserRole
Charts = tuple[tuple[Series, ...], ...]


class LabsPage(Page):
    """Reads all results when it is opened; one test is shown at a time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._charts: Charts = ()
        self._key = ""
        self._build()
        self._connect()

    def opened(self) -> None:
        self.desk.errands.follow(self.desk.read(_all_charts), self, self._on_charts, newest="charts")

    def _build(self) -> None:
        say = self.desk.words.say
        self.tests = QListWidget()
        self.tests.setAccessibleName(say("labs.heading"))
        self.tests.setMinimumWidth(self.desk.look.pixels(_LIST_WIDE) // 2)
        self.name = label("", "title")
        self.told = label("", "small")
        self.chart = Chart(self.desk)
        self.values = Values(self.desk)
        self.row = label("", "strong")
        self.crop = Crop(self.desk)
        self.accept = button(self.desk, say("labs.accept"), "check")
        self.remove = button(self.desk, say("labs.remove"), "trash")
        self.ask = button(self.desk, say("labs.ask"), "opinion")
        self.putting_right = PuttingRight(self.desk)
        add = button(self.desk, say("ui.add_records"), "add", main=True)
        add.clicked.connect(self.desk.news.add_wanted)
        self.empty = EmptyPage(self.desk, "blood", say("labs.none"), add)
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
        inside.addWidget(split, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(full)
        self._full = full
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
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
        acting = Flow()
        for part in (self.accept, self.putting_right, self.ask, self.remove):
            acting.add(part)
        inside.addWidget(self.name)
        inside.addWidget(self.told)
        inside.addWidget(self.chart)
        inside.addWidget(self.values, 1)
        inside.addWidget(self.row)
        inside.addWidget(self.crop)
        inside.addWidget(acting)
        self._acting = acting
        return area

    def _connect(self) -> None:
        self.desk.news.records_changed.connect(self._on_records_changed)
        self.tests.currentItemChanged.connect(self._on_test_chosen)
        self.values.chosen.connect(self._on_value_chosen)
        self.chart.chosen.connect(self.values.choose)
        self.crop.clicked.connect(self._on_crop_clicked)
        self.accept.clicked.connect(self._on_accept_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self.ask.clicked.connect(self._on_ask_clicked)
        self.putting_right.corrected.connect(self._on_corrected)
        self.putting_right.turned.connect(self._acting.arrange)

    def _on_records_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_charts(self, charts: Charts) -> None:
        """Show the list; the test that was shown stays shown."""
        self._charts = charts
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
        self.told.setText(" ".join(_notes(chart, words)))
        count = words.say("labs.count", count=sum(len(line.points) for line in chart))
        self.chart.show_lines(chart, f"{name}, {count}")
        self.values.show_lines(chart, f"{name}, {count}")
        self.values.setCurrentCell(-1, -1)
        self.values.choose(before)

    def _on_value_chosen(self, point: KeptResult) -> None:
        words, result = self.desk.words, point.result
        self.chart.mark(point)
        told = [f"{result.name}: {result.printed} {result.unit}".strip()]
        if result.range:
            told.append(words.say("labs.range", range=result.range))
        if result.flag:
            told.append(words.say("labs.flag", flag=result.flag))
        self.row.setText(", ".join(told))
        self.crop.clear()
        self.accept.setVisible(point.status is LabStatus.TO_REVIEW)
        self._acting.arrange()
        self.putting_right.ask_about(point)
        if point.record and result.box is not None:
            asked = self.desk.read(_crop_wanted, point)
            self.desk.errands.follow(asked, self, partial(self._on_leaves, point), newest="leaves")

    def _on_leaves(self, point: KeptResult, wanted: tuple[crops.Wanted, ...]) -> None:
        desk = self.desk
        work = desk.fetch(crops.cut_all, desk.library, desk.lanes.workers, point.shown_in, wanted)
        desk.errands.follow(work, self, partial(self._on_crops, point), newest="crops")

    def _on_crops(self, point: KeptResult, found: crops.Crops) -> None:
        current = self.values.current
        picture = found.pictures.get(point.id)
        if picture is not None and current is not None and current.id == point.id:
            self.crop.show_crop(picture, f"{self.row.text()} {self.desk.words.say('labs.show')}")

    def _on_crop_clicked(self) -> None:
        point = self.values.current
        if point is not None and point.record:
            self.desk.news.show_record.emit(point.shown_in, point.result.printed)

    def _on_ask_clicked(self) -> None:
        """A question about this value; one typed by hand stands on no page."""
        point = self.values.current
        if point is None:
            return
        result = point.result
        fields = {"value": f"{result.name}: {result.printed} {result.unit}".strip()}
        if point.record:
            fields["points_at"] = f"{point.shown_in}#{max(1, result.page)}"
        self.desk.news.question_wanted.emit(fields)

    def _on_accept_clicked(self) -> None:
        if (name := self._named()) is not None:
            self.desk.errands.follow(self.desk.act(acts.accept, (name,)), self, self._on_accepted)

    def _on_remove_clicked(self) -> None:
        if (name := self._named()) is not None:
            self.desk.errands.follow(self.desk.act(acts.trash, (name,)), self, self._on_removed)

    def _named(self) -> str | None:
        """What the result chosen is called in an act."""
        point = self.values.current
        return f"{point.record}{labs.SIGN}{point.id}" if point is not None else None

    def _on_accepted(self, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit("accept", touched or ("",))

    def _on_removed(self, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit("remove_result", touched)

    def _on_corrected(self, touched: tuple[str, ...]) -> None:
        self.desk.news.act_done.emit("correct", touched or ("",))


def _all_charts(db: Database) -> Charts:
    """On a reader's thread."""
    return charts_of(series_of(labs.all_results(db)))


def _crop_wanted(db: Database, point: KeptResult) -> tuple[crops.Wanted, ...]:
    result = point.result
    reason = Reason(point.id, result.printed, "lab", result.printed, result.page, result.box, point.file)
    return crops.wanted(((point.id, reason),), pages.leaves(db, point.shown_in))


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
