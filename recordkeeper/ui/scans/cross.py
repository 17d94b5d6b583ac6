"""Measuring without a mouse: a cross that keys move over the image, and that sets and moves points.

What it does is told to a screen reader, since nothing else on the screen changes for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from recordkeeper.ui.announce import announce
from recordkeeper.ui.scans import measured
from recordkeeper.ui.scans.sketch import VALUE

if TYPE_CHECKING:
    from recordkeeper.preview.measuring import Point
    from recordkeeper.preview.slices import Slice
    from recordkeeper.ui.scans.canvas import Canvas
    from recordkeeper.wording.words import Words

FAR = 10  # steps with Shift
_INSIDE = 24  # pixels the cross keeps from the edges of the view


class Cross:
    """One canvas' cross. `at` is a column and a row of the image; None while it is put away."""

    def __init__(self, canvas: Canvas, words: Words) -> None:
        self._canvas, self._words = canvas, words
        self._held: tuple[int, int] | None = None  # a shape of the sketch, and a point of it
        self._key = canvas.sketch.key
        self.at: Point | None = None
        self.said = ""  # what it told last

    @property
    def on(self) -> bool:
        return self.at is not None and self._canvas.image is not None

    @property
    def at_rest(self) -> bool:
        """Whether it draws nothing just now: the value under it may stand beside it then."""
        return self._held is None and not self._canvas.sketch.growing

    def point(self) -> None:
        """Take up the cross; with it, set a point or put down the one that is held."""
        image = self._image()
        if image is None:
            return
        if self.at is None:
            self.at = self._middle(image)
            self._tell(self._words.say("scans.cross.begun"), self._place(image))
        elif self._held is not None:
            number, self._held = self._held[0], None
            self._tell(self._words.say("scans.cross.down"), self._size(image, number))
        elif self._canvas.sketch.kind == VALUE:
            self._canvas.sketch.put(self.at)
            self._tell(self._place(image))
        else:
            grew = self._canvas.sketch.put(self.at)
            self._tell(self._words.say("scans.cross.set") if grew else "", self._size(image, -1))

    def take(self) -> None:
        """Take hold of a point that is drawn; asked again, of the next one."""
        image, handles = self._image(), self._canvas.sketch.handles()
        if image is None or not handles:
            return
        after = handles.index(self._held) + 1 if self._held in handles else 0
        self._held = handles[after % len(handles)]
        number, which = self._held
        shape = self._canvas.sketch.shapes[number]
        self.at = shape.points[which]
        self._show(image)
        say, kind = self._words.say, self._words.say(f"scans.cross.{shape.kind}")
        self._tell(say("scans.cross.held", number=which + 1, kind=kind), self._place(image))

    def step(self, across: int, down: int) -> None:
        """Move by so many steps of the view: a pixel of the image each, or of the view where that is larger."""
        image, at = self._image(), self.at
        if image is None or at is None:
            return
        canvas = self._canvas
        a, b, c, d = canvas.pose.turn  # its inverse is its transpose
        size = max(1.0, 1.0 / canvas.pose.scale(canvas.view(), image))
        there = at[0] + (a * across + c * down) * size, at[1] + (b * across + d * down) * size
        self.at = _within(there, image)
        if self._held is not None:
            canvas.sketch.move_point(*self._held, self.at)
        else:
            canvas.sketch.follow(self.at)
        self._show(image)
        drawn = self._held is not None or canvas.sketch.growing
        self._tell(self._place(image), self._size(image, self._held[0] if self._held else -1) if drawn else "")

    def put_away(self) -> None:
        """Away with the cross, and with what is only begun."""
        self.at, self._held = None, None
        self._canvas.sketch.give_up()

    def leave(self) -> None:
        """The same, and say so."""
        self.put_away()
        self._tell(self._words.say("scans.cross.ended"))

    def _image(self) -> Slice | None:
        """The image under the cross; on another one nothing is held any more."""
        image = self._canvas.image
        if self._key != self._canvas.sketch.key:
            self._key, self._held = self._canvas.sketch.key, None
            if self.at is not None and image is not None:
                self.at = _within(self.at, image)
        return image

    def _middle(self, image: Slice) -> Point:
        """The pixel in the middle of the view."""
        canvas = self._canvas
        at = canvas.place(QPointF(canvas.width() / 2, canvas.height() / 2)) or (0.0, 0.0)
        columns, rows = image.size
        return max(0, min(columns - 1, int(at[0]))) + 0.5, max(0, min(rows - 1, int(at[1]))) + 0.5

    def _show(self, image: Slice) -> None:
        """Move the image where the cross would leave the view."""
        canvas, at = self._canvas, self.at or (0.0, 0.0)
        where = canvas.pose.transform(canvas.view(), image).map(QPointF(*at))
        x = max(_INSIDE, min(canvas.width() - _INSIDE, where.x())) - where.x()
        y = max(_INSIDE, min(canvas.height() - _INSIDE, where.y())) - where.y()
        if x or y:
            canvas.move_by(QPointF(x, y))

    def _place(self, image: Slice) -> str:
        """Where the cross is, and the value there."""
        column, row = self.at or (0.0, 0.0)
        columns, rows = image.size
        place = {"column": min(columns, int(column) + 1), "row": min(rows, int(row) + 1)}
        value = measured.value(self._words, image, (column, row)) if measured.has_values(image) else ""
        return _joined(self._words.say("scans.cross.at", **place), value)

    def _size(self, image: Slice, number: int) -> str:
        """What a shape measures; nothing of one that is only begun."""
        shapes = self._canvas.sketch.shapes
        return measured.told(self._words, image, shapes[number]) if shapes else ""

    def _tell(self, *parts: str) -> None:
        self.said = _joined(*parts)
        self._canvas.changed.emit()
        self._canvas.update()
        announce(self._canvas, self.said)


def _within(at: Point, image: Slice) -> Point:
    columns, rows = image.size
    return max(0.0, min(float(columns), at[0])), max(0.0, min(float(rows), at[1]))


def _joined(*parts: str) -> str:
    return ". ".join(part.removesuffix(".") for part in parts if part)
