"""The table of a test's results: the twin of its chart, and the way to each row of a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from recordkeeper.records.labs import KeptResult, LabStatus, Series
from recordkeeper.ui.tokens import TARGET

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words

_COLUMNS = ("date", "printed", "range", "flag", "lab", "status")
_MOST_ROWS = 5000
_TALLEST = 320  # pixels


class Values(QTableWidget):
    """One row a result, newest first; texts as printed."""

    chosen = Signal(object)  # the KeptResult of the row

    def __init__(self, desk: Desk) -> None:
        super().__init__(0, len(_COLUMNS))
        self._desk = desk
        self.points: tuple[KeptResult, ...] = ()
        say = desk.words.say
        self.setHorizontalHeaderLabels([say(f"labs.column.{name}") for name in _COLUMNS])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(desk.look.pixels(TARGET))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMinimumHeight(desk.look.pixels(_TALLEST // 2))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.currentCellChanged.connect(self._on_current_changed)

    def show_lines(self, series: Sequence[Series], name: str) -> None:
        """Fill the table with the points of these lines."""
        points = [point for line in series for point in line.points]
        points.sort(key=lambda point: (str(point.day or ""), point.result.taken.time), reverse=True)
        self.blockSignals(True)
        self.points = tuple(points[:_MOST_ROWS])
        self.setRowCount(len(self.points))
        for row, point in enumerate(self.points):
            for column, text in enumerate(cells(point, self._desk.words)):
                self.setItem(row, column, QTableWidgetItem(text))
        self.blockSignals(False)
        self.setAccessibleName(name)

    def choose(self, point: KeptResult | None) -> None:
        """Put the selection on a result, on the newest with None."""
        wanted = (point.record, point.id) if point else None
        row = next((at for at, one in enumerate(self.points) if (one.record, one.id) == wanted), 0)
        if self.points:
            self.setCurrentCell(row, 0)

    @property
    def current(self) -> KeptResult | None:
        row = self.currentRow()
        return self.points[row] if 0 <= row < len(self.points) else None

    def _on_current_changed(self, row: int, _column: int, before: int, _other: int) -> None:
        if row != before and 0 <= row < len(self.points):
            self.chosen.emit(self.points[row])


def cells(point: KeptResult, words: Words) -> tuple[str, ...]:
    """What the row of a result says."""
    result = point.result
    status = words.say(f"labs.status.{point.status}")
    if point.status is LabStatus.TO_REVIEW and result.doubts:
        status = f"{status}: {words.say(f'labs.doubt.{result.doubts[0]}')}"
    return (
        words.date(point.day) if point.day else words.say("labs.undated"),
        f"{result.printed} {result.unit}".strip(),
        result.range,
        words.say("labs.flag", flag=result.flag) if result.flag else "",
        point.lab or words.say("labs.unknown_lab"),
        status,
    )
