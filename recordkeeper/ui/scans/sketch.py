"""A person's own measurements while a study is open: drawn by dragging, kept by image, never stored."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.preview.measuring import ANGLE, AREA, LENGTH, POINTS, Point, Shape

VALUE = "value"
KINDS = (LENGTH, ANGLE, AREA, VALUE)
Key = tuple[str, int]  # series and image


class Sketch:
    """What is drawn on the image on show, and on those looked at before. Places are columns and rows."""

    def __init__(self) -> None:
        self.kind = LENGTH
        self.key: Key = ("", 0)
        self._kept: dict[Key, tuple[Shape, ...]] = {}
        self._points: dict[Key, Point] = {}
        self._growing = False

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return self._kept.get(self.key, ())

    @property
    def point(self) -> Point | None:
        """Where a value was asked for on this image."""
        return self._points.get(self.key)

    def show(self, key: Key) -> None:
        """Another image is looked at; an angle half drawn on the one before goes."""
        if key != self.key:
            self._drop_unfinished()
            self.key = key

    def begin(self, at: Point) -> None:
        """The button went down: a new shape, or the second side of an angle."""
        shapes = self.shapes
        if self.kind == VALUE:
            self._points = {self.key: at}
        elif shapes and self.kind == ANGLE == shapes[-1].kind and len(shapes[-1].points) == POINTS[ANGLE] - 1:
            self._put(replace(shapes[-1], points=(*shapes[-1].points, at)), over=True)
        else:
            self._drop_unfinished()
            self._put(Shape(self.kind, (at, at)))
            self._growing = True

    def drag(self, at: Point) -> None:
        """The end that is being drawn follows the pointer."""
        if self.kind == VALUE:
            self._points = {self.key: at}
        elif self.shapes:
            last = self.shapes[-1]
            self._put(replace(last, points=(*last.points[:-1], at)), over=True)

    def end(self) -> None:
        """The button came up: what has no length was only a click."""
        growing, self._growing = self._growing, False
        if growing and self.shapes and len(set(self.shapes[-1].points)) == 1:
            self.remove_last()

    def remove_last(self) -> None:
        """Take the newest measurement of this image away, or the value where there is none."""
        if self.shapes:
            self._kept[self.key] = self.shapes[:-1]
        self._points = {}

    def clear(self) -> None:
        """Forget all of it: another study."""
        self._kept, self._points, self._growing = {}, {}, False

    def _put(self, shape: Shape, *, over: bool = False) -> None:
        shapes = self.shapes
        self._kept[self.key] = (*(shapes[:-1] if over else shapes), shape)

    def _drop_unfinished(self) -> None:
        self._kept[self.key] = tuple(shape for shape in self.shapes if shape.whole)
