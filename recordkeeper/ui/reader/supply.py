"""Pictures of pages: asked of the painter, kept while there is room, brought home to the window's thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from recordkeeper.catalogue.pages import Leaf
from recordkeeper.preview.page import PagePlace
from recordkeeper.preview.painter import Painter, Problem, Wanted
from recordkeeper.records.reading import Picture

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

MOST_BYTES = 256 * 1024 * 1024
_FORMATS = {"RGB": (QImage.Format.Format_RGB888, 3), "L": (QImage.Format.Format_Grayscale8, 1)}


class Sheet:
    """A painted page: the image and how far the page was turned to stand upright, in quarter turns."""

    __slots__ = ("image", "turns")

    def __init__(self, image: QImage, turns: int) -> None:
        self.image = image
        self.turns = turns


def place_of(leaf: Leaf) -> PagePlace:
    """Where a leaf is painted from."""
    return PagePlace(leaf.file, leaf.format, leaf.page, leaf.turn, leaf.skew)


def developed(picture: Picture) -> Sheet:
    """The picture as an image of its own, in the layout that is drawn fastest. On any thread."""
    form, depth = _FORMATS[picture.mode]
    lent = QImage(picture.pixels, picture.width, picture.height, picture.width * depth, form)
    return Sheet(lent.convertToFormat(QImage.Format.Format_RGB32), picture.turned // 90 % 4)


class Supply(QObject):
    """One reader's pictures. `arrived` and `failed` are told on the window's thread."""

    arrived = Signal(object)  # a Wanted whose picture is here
    failed = Signal(object, object)  # a Wanted and why it cannot be painted

    def __init__(self, desk: Desk, most_bytes: int = MOST_BYTES) -> None:
        super().__init__()
        self._most = most_bytes
        self._held = 0
        self._sheets: OrderedDict[Wanted, Sheet] = OrderedDict()
        self._failed: set[Wanted] = set()
        self._asked: set[Wanted] = set()  # and not answered yet
        self._before: set[Wanted] = set()  # asked before what could not be painted was forgiven
        self._by_place: dict[PagePlace, list[Wanted]] = {}
        deliver = desk.errands.line(self._on_delivered)
        self._painter: Painter[Sheet] = Painter(
            desk.library,
            desk.lanes.workers,
            develop=developed,
            done=lambda wish, result: deliver((wish, result)),
        )
        self.destroyed.connect(self._painter.close)
        self._painter.wake()

    @property
    def held(self) -> int:
        """Bytes of the pictures kept."""
        return self._held

    def want(self, wishes: Sequence[Wanted]) -> None:
        """Have these painted, most urgent first, in place of what was still waiting."""
        missing = [wish for wish in wishes if wish not in self._sheets and wish not in self._failed]
        self._asked.update(missing)
        self._painter.want(missing)

    def forgive(self) -> None:
        """Try again what could not be painted, and what is on its way and may have failed by now."""
        self._failed.clear()
        self._before = set(self._asked)

    def exact(self, wish: Wanted) -> Sheet | None:
        """The picture just as wanted."""
        sheet = self._sheets.get(wish)
        if sheet is not None:
            self._sheets.move_to_end(wish)
        return sheet

    def nearest(self, wish: Wanted) -> Sheet | None:
        """The picture as wanted, or another of the same page to show until it comes."""
        sheet = self.exact(wish)
        others = self._by_place.get(wish.place)
        if sheet is not None or not others:
            return sheet
        finer = [other for other in others if other.dpi >= wish.dpi]
        return self.exact(min(finer, key=_fineness) if finer else max(others, key=_fineness))

    def close(self) -> None:
        """Ask for nothing any more."""
        self._painter.close()

    def _on_delivered(self, delivered: tuple[Wanted, Sheet | Problem]) -> None:
        wish, result = delivered
        self._asked.discard(wish)
        before = wish in self._before
        self._before.discard(wish)
        if isinstance(result, Sheet):
            self._keep(wish, result)
            self.arrived.emit(wish)
        elif before:
            self._asked.add(wish)
            self._painter.also(wish)
        else:
            self._failed.add(wish)
            self.failed.emit(wish, result)

    def _keep(self, wish: Wanted, sheet: Sheet) -> None:
        if wish in self._sheets:
            return
        self._sheets[wish] = sheet
        self._by_place.setdefault(wish.place, []).append(wish)
        self._held += sheet.image.sizeInBytes()
        while self._held > self._most and len(self._sheets) > 1:
            oldest, gone = self._sheets.popitem(last=False)
            self._held -= gone.image.sizeInBytes()
            self._by_place[oldest.place].remove(oldest)
            if not self._by_place[oldest.place]:
                del self._by_place[oldest.place]


def _fineness(wish: Wanted) -> float:
    return wish.dpi
