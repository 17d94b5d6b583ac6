"""One result: its number in words, the crop of the row it came from, and what a person can do with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from recordkeeper.catalogue import labs, pages
from recordkeeper.library import acts
from recordkeeper.records.labs import KeptResult, LabStatus
from recordkeeper.records.provenance import Reason
from recordkeeper.ui.labs.putting_right import PuttingRight
from recordkeeper.ui.page import button, label
from recordkeeper.ui.records import crops
from recordkeeper.ui.records.field_view import Crop

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words


class OneResult(QWidget):
    """Does the acts itself; the bar offers to take them back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.point: KeptResult | None = None
        say = desk.words.say
        self.row = label("", "strong")
        self.why = label("", "small")
        self.crop = Crop(desk)
        self.accept = button(desk, say("labs.accept"), "check")
        self.remove = button(desk, say("labs.remove"), "trash")
        self.putting_right = PuttingRight(desk)
        self.acting = QHBoxLayout()
        for widget in (self.accept, self.putting_right, self.remove):
            self.acting.addWidget(widget)
        self.acting.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for shown in (self.row, self.why, self.crop):
            inside.addWidget(shown)
        inside.addLayout(self.acting)
        self.crop.clicked.connect(self._on_crop_clicked)
        self.accept.clicked.connect(self._on_accept_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self.putting_right.corrected.connect(self._on_corrected)

    def show_result(self, point: KeptResult) -> None:
        """Show it; its crop follows, cut off this thread."""
        self.point = point
        self.row.setText(told_of(point, self._desk.words))
        self.why.setText(why_of(point, self._desk.words))
        self.why.setVisible(bool(self.why.text()))
        self.crop.clear()
        self.accept.setVisible(point.status is LabStatus.TO_REVIEW)
        self.putting_right.ask_about(point)
        if point.record and point.result.box is not None:
            asked = self._desk.read(_crop_wanted, point)
            self._desk.errands.follow(asked, self, partial(self._on_leaves, point), newest="leaves")

    def _on_leaves(self, point: KeptResult, wanted: tuple[crops.Wanted, ...]) -> None:
        desk = self._desk
        work = desk.fetch(crops.cut_all, desk.library, desk.lanes.workers, point.shown_in, wanted)
        desk.errands.follow(work, self, partial(self._on_crops, point), newest="crops")

    def _on_crops(self, point: KeptResult, found: crops.Crops) -> None:
        picture = found.pictures.get(point.id)
        if picture is not None and self.point is not None and self.point.id == point.id:
            self.crop.show_crop(picture, f"{self.row.text()} {self._desk.words.say('labs.show')}")

    def _on_crop_clicked(self) -> None:
        if self.point is not None and self.point.record:
            self._desk.news.show_record.emit(self.point.shown_in, self.point.result.printed)

    def _on_accept_clicked(self) -> None:
        if (name := self._named()) is not None:
            self._desk.errands.follow(self._desk.act(acts.accept, (name,)), self, self._on_accepted)

    def _on_remove_clicked(self) -> None:
        if (name := self._named()) is not None:
            self._desk.errands.follow(self._desk.act(acts.trash, (name,)), self, self._on_removed)

    def _named(self) -> str | None:
        """What the result is called in an act."""
        return f"{self.point.record}{labs.SIGN}{self.point.id}" if self.point is not None else None

    def _on_accepted(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("accept", touched or ("",))

    def _on_removed(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("remove_result", touched)

    def _on_corrected(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("correct", touched or ("",))


def told_of(point: KeptResult, words: Words) -> str:
    """The result in words: as printed, with the range and the lab's own mark."""
    result = point.result
    told = [f"{result.name}: {result.printed} {result.unit}".strip()]
    if result.range:
        told.append(words.say("labs.range", range=result.range))
    if result.flag:
        told.append(words.say("labs.flag", flag=result.flag))
    return ", ".join(told)


def why_of(point: KeptResult, words: Words) -> str:
    """All that is doubtful about it, "" where nothing is."""
    if point.status is not LabStatus.TO_REVIEW:
        return ""
    said = "; ".join(words.say(f"labs.doubt.{doubt}") for doubt in point.result.doubts)
    return f"{words.say('labs.status.to_review')}: {said}"


def _crop_wanted(db: Database, point: KeptResult) -> tuple[crops.Wanted, ...]:
    result = point.result
    reason = Reason(point.id, result.printed, "lab", result.printed, result.page, result.box, point.file)
    return crops.wanted(((point.id, reason),), pages.leaves(db, point.shown_in))
