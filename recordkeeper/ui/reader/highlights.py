"""Key findings of the record that is open: reads them, draws them, and does what a person wants with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

from recordkeeper.catalogue import findings
from recordkeeper.library import acts_findings
from recordkeeper.ui.reader.findings_panel import FindingsPanel
from recordkeeper.ui.reader.hovering import Hovering
from recordkeeper.ui.reader.pick_bar import PickBar

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PySide6.QtWidgets import QWidget

    from recordkeeper.records.findings import Placed
    from recordkeeper.records.provenance import Box
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.paper import Paper


class Highlights(QObject):
    """Between the paper, the panel and the library. Acts are undone like any other."""

    panel_wanted = Signal()  # something was marked: show the panel

    def __init__(self, desk: Desk, paper: Paper, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._paper = paper
        self._record = ""
        self._chosen = ""  # the finding just marked, to be gone to once it is read
        self.panel = FindingsPanel(desk)
        self._hovering = Hovering(desk, paper)
        self.bar = PickBar(desk, paper.viewport())
        desk.news.records_changed.connect(self._on_records_changed)
        paper.mark_wanted.connect(self.mark)
        paper.picked.connect(self._on_picked)
        paper.choice_changed.connect(self.bar.hide)
        paper.wishes_changed.connect(self.bar.hide)
        self.bar.mark_wanted.connect(self.mark)
        self.bar.copy_wanted.connect(self._on_copy_wanted)
        self.panel.chosen.connect(self._on_chosen)
        self.panel.noted.connect(self._on_noted)
        self.panel.removed.connect(self._on_removed)

    def show_record(self, record: str) -> None:
        """Show the findings of another record; "" for none."""
        self._record, self._chosen = record, ""
        self._show(())
        self._read()

    def mark(self) -> None:
        """Mark the words that are chosen."""
        pieces = self._paper.chosen_pieces()
        self.bar.hide()
        if self._record and pieces:
            act = self._desk.act(acts_findings.mark, self._record, pieces)
            self._follow("mark_finding", act, self._on_marked)
        elif self._record:
            self._desk.news.said.emit(self._desk.words.say("errors.nothing_marked"))

    def _follow(self, label: str, act: Future[str], then: object = None) -> None:
        self._desk.errands.follow(act, self, partial(self._on_done, label, then))

    def _on_done(self, label: str, then: object, each: str) -> None:
        if callable(then):
            then(each)
        self._desk.news.act_done.emit(label, ())

    def _on_marked(self, each: str) -> None:
        self._chosen = each
        self._paper.clear_choice()
        self.panel_wanted.emit()

    def _on_records_changed(self, _touched: object) -> None:
        self._read()

    def _read(self) -> None:
        if self._record:
            read = self._desk.read(findings.of_record, self._record)
            self._desk.errands.follow(read, self, partial(self._on_read, self._record), newest="findings")

    def _on_read(self, record: str, found: tuple[Placed, ...]) -> None:
        if record == self._record:
            self._show(found)

    def _show(self, found: tuple[Placed, ...]) -> None:
        boxes: dict[int, tuple[Box, ...]] = {}
        for placed in found:
            sheet = placed.page - 1
            boxes[sheet] = (*boxes.get(sheet, ()), *placed.finding.boxes)
        self._paper.findings = boxes
        self._hovering.findings = found
        self._paper.viewport().update()
        self.panel.show_findings(found, self._chosen)
        if self._chosen and self.panel.current is not None and self.panel.current.finding.id == self._chosen:
            self._chosen = ""
            self.panel.write()

    def _on_picked(self, at: QPoint) -> None:
        if self._record:
            self.bar.offer(at)

    def _on_copy_wanted(self) -> None:
        self._paper.copy()
        self.bar.hide()

    def _on_chosen(self, placed: Placed) -> None:
        self._paper.reveal(placed.page - 1, placed.finding.boxes)

    def _on_noted(self, each: str, note: str) -> None:
        self._follow("note_finding", self._desk.act(acts_findings.write_note, each, note))

    def _on_removed(self, each: str) -> None:
        self._follow("unmark_finding", self._desk.act(acts_findings.unmark, each))
