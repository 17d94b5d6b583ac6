"""What is said of a word that is pointed at: the note beside a key finding, or what the word means."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QToolTip

from recordkeeper.ui.help.explaining import Explains

if TYPE_CHECKING:
    from recordkeeper.records.findings import Placed
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.paper import Paper


class Hovering(QObject):
    """Explains and never interprets. Nothing is looked up before somebody points."""

    def __init__(self, desk: Desk, paper: Paper) -> None:
        super().__init__(paper)
        self._desk = desk
        self._paper = paper
        self._explains: Explains | None = None
        self._asked = False
        self._where = (QPoint(), QPoint())
        self.findings: Sequence[Placed] = ()
        paper.pointed_at.connect(self._on_pointed_at)

    def _on_pointed_at(self, at: QPoint, on_screen: QPoint) -> None:
        self._where = (at, on_screen)
        if self._explains is None and not self._asked:
            self._asked = True
            read = self._desk.glance(Explains.load, self._desk.resources, self._desk.words)
            self._desk.errands.follow(read, self, self._on_read)
        self._tell()

    def _on_read(self, explains: Explains) -> None:
        self._explains = explains
        self._tell()

    def _tell(self) -> None:
        at, on_screen = self._where
        said = self._note_at(at) or self._meaning_at(at)
        if said:
            QToolTip.showText(on_screen, said, self._paper.viewport())
        else:
            QToolTip.hideText()

    def _note_at(self, at: QPoint) -> str:
        """The note of the key finding that lies there, as rich text so that long ones wrap."""
        spot = self._paper.spot_at(at)
        if spot is None:
            return ""
        for placed in self.findings:
            if placed.page - 1 == spot.sheet and placed.finding.note:
                for box in self._paper.boxes_on(spot.sheet, placed.finding.boxes):
                    if box.x0 <= spot.x <= box.x1 and box.y0 <= spot.y <= box.y1:
                        return f"<p>{escape(placed.finding.note)}</p>"
        return ""

    def _meaning_at(self, at: QPoint) -> str:
        word = self._paper.word_at(at)
        found = self._explains.at(*word) if self._explains is not None and word is not None else None
        return f"<p><b>{escape(found[0])}</b><br>{escape(found[1])}</p>" if found else ""
