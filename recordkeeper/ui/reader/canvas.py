"""Sheets with their pictures: only those that are seen are drawn, and asked for first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QColor, QPainter

from recordkeeper.catalogue.pages import Leaf
from recordkeeper.preview.painter import Wanted
from recordkeeper.records.provenance import Box
from recordkeeper.ui.reader import drawing
from recordkeeper.ui.reader.layout import A4, EDGE, turned
from recordkeeper.ui.reader.sheets import SheetArea
from recordkeeper.ui.reader.supply import Sheet, Supply, place_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from recordkeeper.ui.desk import Desk

POINTS_AN_INCH = 72.0
_COARSE = 72.0  # dots an inch of the picture shown until the sharp one comes
_WORTH_A_COARSE = 110.0  # below, the sharp one comes as soon
_PATIENCE_MS = 1000  # before a sheet says that it is being painted (reliability.md 6.1: shown after 1 s)
_MOST_AHEAD = 4_000_000  # dots of a page that is painted before it is seen


class Canvas(SheetArea):
    """Shows leaves; says what it needs (`wishes_changed`)."""

    wishes_changed = Signal()
    first_painted = Signal()  # something of the record just shown is on the screen

    def __init__(self, desk: Desk, supply: Supply) -> None:
        super().__init__()
        self._desk = desk
        self._supply = supply
        self._sentences: dict[int, str] = {}  # sheets that cannot be painted
        self._waiting_to_show = False
        self._slow = False
        self.marks: dict[int, tuple[Box, ...]] = {}  # sheet → boxes in points of the unturned page
        self.outlines: dict[int, tuple[Box, ...]] = {}
        self.findings: dict[int, tuple[Box, ...]] = {}
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_over)
        self._settle.timeout.connect(self.wishes_changed)
        self._supply.arrived.connect(self._on_arrived)

    def show_leaves(self, leaves: Sequence[Leaf], sentences: dict[int, str], sheet: int) -> None:
        """Show these from `sheet` on, nothing marked; those with a sentence are not painted."""
        self._sentences = dict(sentences)
        self.marks, self.outlines = {}, {}
        self._slow = False
        self._waiting_to_show = bool(leaves)
        self._patience.start()
        self.put(leaves, sheet)

    @property
    def sentences(self) -> dict[int, str]:
        """What is said on sheets that cannot be painted."""
        return dict(self._sentences)

    def tell(self, sheet: int, sentence: str) -> None:
        """Say on a sheet why it cannot be shown."""
        self._sentences[sheet] = sentence
        self.viewport().update()

    def looked(self) -> None:
        for sheet in self._near():
            held = None if sheet in self._own_turns else self._supply.nearest(self.sharp(sheet))
            if held is not None:
                self._learn(sheet, held)
        self._notice_shown()
        self.wishes_changed.emit()

    def wishes(self) -> list[Wanted]:
        """What is needed: something to see on every sheet in view, then sharp ones, then the neighbours'."""
        seen = [sheet for sheet in self.seen() if sheet not in self._sentences]
        sharp = [self.sharp(sheet) for sheet in seen]
        coarse = [
            Wanted(wish.place, _COARSE)
            for wish in sharp
            if wish.dpi > _WORTH_A_COARSE and self._supply.nearest(wish) is None
        ]
        if self._settle.isActive():
            return coarse or [wish for wish in sharp if self._supply.nearest(wish) is None]
        return [*coarse, *sharp, *self._ahead()]

    def sharp(self, sheet: int) -> Wanted:
        """The picture that fits the screen dot by dot."""
        leaf, ratio = self._leaves[sheet], self.viewport().devicePixelRatioF()
        width = turned(self.page_size(sheet), self.turns_of(sheet))[0] or self._upright(sheet)[0]
        dots = self._layout.widths[sheet] * ratio
        return Wanted(place_of(leaf), round(dots * POINTS_AN_INCH / width, 3))

    def _ahead(self) -> list[Wanted]:
        """The sheets just below and above what is seen, unless they are dear."""
        seen = self.seen()
        near = [sheet for sheet in (seen.stop, seen.start - 1) if 0 <= sheet < len(self._leaves)]
        ratio = self.viewport().devicePixelRatioF()
        return [
            self.sharp(sheet)
            for sheet in near
            if sheet not in self._sentences
            and self._layout.widths[sheet] * self._layout.heights[sheet] * ratio * ratio < _MOST_AHEAD
        ]

    def _on_arrived(self, wish: Wanted) -> None:
        sheet = next((n for n in self._near() if place_of(self._leaves[n]) == wish.place), None)
        painted = self._supply.exact(wish) if sheet is not None else None
        if sheet is None or painted is None:
            return
        self._learn(sheet, painted)
        self.viewport().update()
        self._notice_shown()

    def _notice_shown(self) -> None:
        if self._waiting_to_show and any(self._supply.nearest(self.sharp(sheet)) for sheet in self.seen()):
            self._waiting_to_show = False
            self.first_painted.emit()

    def _near(self) -> range:
        seen = self.seen()
        return range(max(0, seen.start - 1), min(len(self._leaves), seen.stop + 1))

    def _learn(self, sheet: int, painted: Sheet) -> None:
        """What only a painted page tells: how it is turned, and its shape where the catalogue has none."""
        known = sheet in self._own_turns
        self._own_turns[sheet] = painted.turns
        if known:
            return
        new_shape = painted.turns % 2 == 1
        if min(self.page_size(sheet)) <= 0:
            width, height = painted.image.width(), painted.image.height()
            shape = turned((width, height), painted.turns)  # back to the unturned page
            short = min(shape)
            self._sizes[sheet] = (shape[0] * A4[0] / short, shape[1] * A4[0] / short)
            new_shape = True
        if new_shape:
            present = self._sheet
            at_top = self.verticalScrollBar().value() == self._layout.tops[present] - EDGE
            self._arrange(QPoint(self.viewport().width() // 2, 0))
            if at_top:
                self.go_to(present)
            self._look()

    def _on_patience_over(self) -> None:
        self._slow = True
        self.viewport().update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._desk.look.palette.raised))
        for sheet in self.seen():
            rect = self.rect_of(sheet)
            if rect.intersects(event.rect()):
                self._draw(painter, sheet, rect)
        painter.end()

    def _draw(self, painter: QPainter, sheet: int, rect: QRect) -> None:
        palette = self._desk.look.palette
        painter.fillRect(rect, QColor(palette.paper))
        painted = self._supply.nearest(self.sharp(sheet)) if sheet not in self._sentences else None
        if painted is not None:
            ratio = self.viewport().devicePixelRatioF()
            drawing.draw_picture(painter, rect, painted.image, self._turns, ratio)
            drawing.draw_findings(painter, rect, self.boxes_on(sheet, self.findings.get(sheet, ())))
            drawing.draw_marks(painter, rect, self.boxes_on(sheet, self.marks.get(sheet, ())), palette.mark)
            outlines = self.boxes_on(sheet, self.outlines.get(sheet, ()))
            drawing.draw_outlines(painter, rect, outlines)
            self.draw_over(painter, sheet, rect)
        else:
            sentence = self._sentences.get(sheet) or (self._desk.words.say("reader.painting") if self._slow else "")
            drawing.draw_sentence(painter, rect, self.viewport().rect(), sentence)
        painter.setPen(QColor(palette.line))
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def draw_over(self, painter: QPainter, sheet: int, rect: QRect) -> None:
        """Draw what else lies on a painted sheet."""
