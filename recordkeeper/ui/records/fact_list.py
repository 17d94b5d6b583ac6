"""What a record says about the illness: quotations, one open at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recordkeeper.ui.page import label, line
from recordkeeper.ui.records import crops
from recordkeeper.ui.records.fact_row import FactRow

if TYPE_CHECKING:
    from recordkeeper.records.clinical import KeptFact
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.crops import Crops
    from recordkeeper.ui.records.shown import Shown

MOST_SHOWN = 60  # rows; a person reads no more in a side pane, and the page itself is beside it


class FactList(QWidget):
    """Hidden where a record says nothing of the kind."""

    place_wanted = Signal(object)  # a Reason
    accepted = Signal(str)  # a fact by name
    removed = Signal(str)
    corrected = Signal(str, str)  # and its words

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Shown | None = None
        self.rows: list[FactRow] = []
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(line())
        inside.addWidget(label(desk.words.say("facts.heading"), "strong"))
        inside.addWidget(label(desk.words.say("facts.explained"), "small"))
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        inside.addLayout(self._place)
        self.hide()

    def show_facts(self, shown: Shown) -> None:
        """Show a record's facts; the row that was open stays so."""
        open_one = next((row.name for row in self.rows if row.is_open), "")
        for row in self.rows:
            self._place.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = shown
        self.rows = [self._row(kept, shown) for kept in shown.facts[:MOST_SHOWN]]
        self.setVisible(bool(self.rows))
        again = next((row for row in self.rows if row.name == open_one), None)
        if again is not None:
            self._open(again)

    def _row(self, kept: KeptFact, shown: Shown) -> FactRow:
        places = ((leaf.file.sha256, leaf.page) for leaf in shown.leaves)
        page = next((at for at, place in enumerate(places, 1) if place == (kept.file, kept.fact.page)), None)
        row = FactRow(self._desk, kept, page if len(shown.leaves) > 1 else None)
        row.opened.connect(self._on_row_opened)
        row.place_wanted.connect(self._on_row_place_wanted)
        row.accepted.connect(self._on_row_accepted)
        row.removed.connect(self._on_row_removed)
        row.corrected.connect(self._on_row_corrected)
        self._place.addWidget(row)
        return row

    def _asking(self) -> FactRow | None:
        asking = self.sender()
        return next((row for row in self.rows if row is asking), None)

    def _on_row_opened(self) -> None:
        row = self._asking()
        if row is not None and row.is_open:
            row.show_open(opened=False)
        elif row is not None:
            self._open(row)

    def _open(self, row: FactRow) -> None:
        """Open one row, close the others, and fetch its piece of the page off this thread."""
        for other in self.rows:
            if other.is_open:
                other.show_open(opened=False)
        row.show_open(opened=True)
        shown, desk = self._shown, self._desk
        asked = crops.wanted([(row.name, row.reason)], shown.leaves) if shown is not None else ()
        if asked and shown is not None:
            work = desk.fetch(crops.cut_all, desk.library, desk.lanes.workers, shown.record.id, asked)
            desk.errands.follow(work, self, self._on_crops, newest="fact crop")

    def _on_crops(self, made: Crops) -> None:
        for row in self.rows:
            crop = made.pictures.get(row.name)
            if crop is not None and row.is_open:
                row.show_crop(crop)

    def _on_row_place_wanted(self) -> None:
        row = self._asking()
        if row is not None:
            self.place_wanted.emit(row.reason)

    def _on_row_accepted(self) -> None:
        row = self._asking()
        if row is not None:
            self.accepted.emit(row.name)

    def _on_row_removed(self) -> None:
        row = self._asking()
        if row is not None:
            self.removed.emit(row.name)

    def _on_row_corrected(self, words: str) -> None:
        row = self._asking()
        if row is not None:
            self.corrected.emit(row.name, words)
