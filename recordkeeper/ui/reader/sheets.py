"""Sheets one under the other in a scrolling view: moving, zooming and turning, and what lies where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from recordkeeper.catalogue.pages import Leaf
from recordkeeper.records.provenance import Box
from recordkeeper.ui.reader import drawing
from recordkeeper.ui.reader.layout import (
    EDGE,
    LEAST_ZOOM,
    MOST_ZOOM,
    PIXELS_A_POINT,
    Layout,
    Size,
    Spot,
    box_on_sheet,
    paper_size,
    turned,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_SETTLE_MS = 120  # after the last change of size, before sharp pictures are asked for
_READING_LINE = 0.35  # of the view's height: the sheet under it is the present one


class SheetArea(QAbstractScrollArea):
    """Knows where the leaves of a record lie. Says which sheet is the present one; draws nothing."""

    moved = Signal(int)  # the present sheet, from 0
    zoomed = Signal()
    scrolled = Signal()  # something else is in view

    def __init__(self) -> None:
        super().__init__()
        self._leaves: tuple[Leaf, ...] = ()
        self._sizes: list[Size] = []  # at 100 %, unturned
        self._own_turns: dict[int, int] = {}  # sheets that are painted: their own quarter turns
        self._layout = Layout()
        self._zoom: float | None = None
        self._turns = 0  # of the view
        self._sheet = 0
        self._going = False  # on the way to a sheet that is the present one, however short it is
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("paper")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else widths would come and go
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return self._leaves

    @property
    def sheet(self) -> int:
        """The present sheet, from 0."""
        return self._sheet

    @property
    def fits_width(self) -> bool:
        return self._zoom is None

    @property
    def zoom(self) -> float:
        """How large the present sheet is shown, 1.0 = 100 %."""
        return self._zoom_of(self._sheet) if self._leaves else 1.0

    def put(self, leaves: Sequence[Leaf], sheet: int) -> None:
        """Lay out these leaves, as wide as the view, upright, from `sheet` on."""
        self._leaves = tuple(leaves)
        self._sizes = [paper_size(leaf.width, leaf.height) for leaf in leaves]
        self._own_turns = {}
        self._turns, self._zoom = 0, None
        self._settle.stop()
        self._arrange(None)
        self.go_to(sheet)
        self._look()
        self.zoomed.emit()

    def looked(self) -> None:
        """Something else is in view, or of another size."""

    # Moving

    def go_to(self, sheet: int) -> None:
        """Bring the top of a sheet to the top of the view."""
        if self._leaves:
            sheet = min(max(sheet, 0), len(self._leaves) - 1)
            self._going = True
            self.verticalScrollBar().setValue(self._layout.tops[sheet] - EDGE)
            self._going = False
            self._set_present(sheet)

    @property
    def position(self) -> float:
        """What lies at the top of the view: the sheet and how much of it is past; 2.5: half of the third."""
        spot = self._layout.at(0, self.verticalScrollBar().value() + EDGE) if self._leaves else None
        return spot.sheet + spot.y if spot is not None else 0.0

    def go_to_position(self, position: float) -> None:
        """Bring a `position` to the top of the view, as far as there is one."""
        if self._leaves:
            sheet = min(max(int(position // 1), 0), len(self._leaves) - 1)
            part = min(max(position - sheet, 0.0), 1.0)
            down = self._layout.tops[sheet] + part * self._layout.heights[sheet]
            self.verticalScrollBar().setValue(round(down) - EDGE)

    def reveal(self, sheet: int, boxes: Iterable[Box]) -> None:
        """Bring boxes of a sheet into view, a third from the top, moving only when they are not in it."""
        shown = self.boxes_on(sheet, boxes)
        if not shown:
            if sheet != self._sheet:
                self.go_to(sheet)
            return
        rect = self.rect_of(sheet)
        area = drawing.on_screen(rect, shown[0]).toRect()
        seen = self.viewport().rect().adjusted(8, 8, -8, -8)
        if not seen.contains(area):
            down, across = self.verticalScrollBar(), self.horizontalScrollBar()
            down.setValue(down.value() + area.center().y() - seen.height() // 3)
            across.setValue(across.value() + area.center().x() - seen.width() // 2)
        self._set_present(sheet)

    def fit_width(self) -> None:
        """Make every sheet as wide as the view."""
        self._rezoom(None, self._middle())

    def zoom_by(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom, keeping what lies at a point of the viewport (default: its middle) where it is."""
        at = at or self._middle()
        if not self._leaves:
            return
        under = self._spot(at).sheet
        self._rezoom(min(MOST_ZOOM, max(LEAST_ZOOM, self._zoom_of(under) * factor)), at)

    def turn(self, quarters: int = 1) -> None:
        """Turn the view clockwise; the file stays as it is."""
        sheet = self._sheet
        self._turns = (self._turns + quarters) % 4
        self._arrange(None)
        self.go_to(sheet)
        self._look()

    def _rezoom(self, zoom: float | None, at: QPoint) -> None:
        self._zoom = zoom
        self._settle.start()
        self._arrange(at)
        self._look()
        self.zoomed.emit()

    def _middle(self) -> QPoint:
        return self.viewport().rect().center()

    # Where things are

    def spot_at(self, at: QPoint) -> Spot | None:
        """What lies at a point of the viewport; None while nothing is shown."""
        return self._spot(at) if self._leaves else None

    def point_of(self, spot: Spot) -> tuple[float, float]:
        """Where a spot is in the viewport."""
        x, y = self._layout.point(spot)
        return x - self.horizontalScrollBar().value(), y - self.verticalScrollBar().value()

    def rect_of(self, sheet: int) -> QRect:
        """Where a sheet is in the viewport."""
        left, top, width, height = self._layout.rect(sheet)
        return QRect(
            left - self.horizontalScrollBar().value(), top - self.verticalScrollBar().value(), width, height
        )

    def seen(self) -> range:
        """The sheets of which something is seen."""
        top = self.verticalScrollBar().value()
        return self._layout.between(top, top + self.viewport().height())

    def page_size(self, sheet: int) -> Size:
        """The unturned page in points; zeros where not known."""
        return self._leaves[sheet].width, self._leaves[sheet].height

    def turns_of(self, sheet: int) -> int:
        """Quarter turns from the unturned page to what is on the screen."""
        return (self._own_turns.get(sheet, 0) + self._turns) % 4

    def boxes_on(self, sheet: int, boxes: Iterable[Box]) -> list[Box]:
        """Boxes of an unturned page as fractions of its sheet; none where the page has no size."""
        size = self.page_size(sheet)
        return [box_on_sheet(box, size, self.turns_of(sheet)) for box in boxes] if min(size) > 0 else []

    def _spot(self, at: QPoint) -> Spot:
        return self._layout.at(
            at.x() + self.horizontalScrollBar().value(), at.y() + self.verticalScrollBar().value()
        )

    def _zoom_of(self, sheet: int) -> float:
        return self._layout.widths[sheet] / (self._upright(sheet)[0] * PIXELS_A_POINT)

    def _upright(self, sheet: int) -> Size:
        return turned(self._sizes[sheet], self._turns + self._own_turns.get(sheet, 0))

    # Arranging

    def _arrange(self, keep: QPoint | None) -> None:
        """Lay the sheets out anew; what lies at `keep` of the viewport stays there."""
        spot = self._spot(keep) if keep is not None and self._layout.tops and self._leaves else None
        room = self.viewport().width()
        self._layout = Layout.of([self._upright(n) for n in range(len(self._leaves))], room, self._zoom)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        view = self.viewport().size()
        across.setRange(0, max(0, self._layout.width - view.width()))
        down.setRange(0, max(0, self._layout.height - view.height()))
        across.setPageStep(view.width())
        down.setPageStep(view.height())
        across.setSingleStep(40)
        down.setSingleStep(48)
        if spot is not None and keep is not None:
            x, y = self._layout.point(spot)
            across.setValue(round(x - keep.x()))
            down.setValue(round(y - keep.y()))
        self.viewport().update()

    def _look(self) -> None:
        """After anything moved: which sheet is the present one, and what is needed."""
        self.looked()
        if not self._leaves or self._going:
            return
        bar = self.verticalScrollBar()
        line = bar.value() + int(self.viewport().height() * _READING_LINE)
        if bar.value() >= bar.maximum() > 0:
            line = bar.value() + self.viewport().height() - 1
        self._set_present(self._layout.at(0, line).sheet)

    def _set_present(self, sheet: int) -> None:
        if sheet != self._sheet:
            self._sheet = sheet
            self.moved.emit(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._settle.start()
        self._arrange(QPoint(self.viewport().width() // 2, 0))
        self._look()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802, ARG002 - Qt's
        self.viewport().update()
        self._look()
        if dy:
            self.scrolled.emit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(640, 800)
