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

    @property
    def growing(self) -> bool:
        """Whether a shape is being drawn just now."""
        return self._growing

    def show(self, key: Key) -> None:
        """Another image is looked at; what is half drawn on the one before goes."""
        if key != self.key:
            self.give_up()
            self.key = key

    def begin(self, at: Point) -> None:
        """The button went down: a new shape, or the second side of an angle."""
        shapes = self.shapes
        if self.kind == VALUE:
            self._points = {self.key: at}
        elif shapes and self.kind == ANGLE == shapes[-1].kind and len(shapes[-1].points) == POINTS[ANGLE] - 1:
            self._put(replace(shapes[-1], points=(*shapes[-1].points, at)), over=True)
            self._growing = True
        else:
            self.give_up()
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

    def put(self, at: Point) -> bool:
        """Set a point of its own, without a drag: the first of a shape, or its next. Whether more are to come.

        A second point on top of the one before is not taken.
        """
        if self.kind == VALUE or not self._growing:
            self.begin(at)
            return self._growing
        self.drag(at)
        last = self.shapes[-1]
        if last.points[-1] == last.points[-2]:
            return True
        if not last.whole:
            self.begin(at)
            return True
        self._growing = False
        return False

    def follow(self, at: Point) -> None:
        """The end of what is being drawn goes along."""
        if self._growing:
            self.drag(at)

    def handles(self) -> list[tuple[int, int]]:
        """Every point of this image's shapes: the number of the shape, and of the point in it."""
        return [(number, which) for number, shape in enumerate(self.shapes) for which in range(len(shape.points))]

    def move_point(self, number: int, which: int, at: Point) -> None:
        """One of these points lies elsewhere now."""
        shapes = list(self.shapes)
        points = list(shapes[number].points)
        points[which] = at
        shapes[number] = replace(shapes[number], points=tuple(points))
        self._kept[self.key] = tuple(shapes)

    def give_up(self) -> None:
        """What is half drawn goes."""
        if self._growing and self.shapes:
            self._kept[self.key] = self.shapes[:-1]
        self._growing = False
        self._kept[self.key] = tuple(shape for shape in self.shapes if shape.whole)

    def remove_last(self) -> None:
        """Take the newest measurement of this image away, or the value where there is none."""
        if self.shapes:
            self._kept[self.key] = self.shapes[:-1]
        self._points, self._growing = {}, False

    def clear(self) -> None:
        """Forget all of it: another study."""
        self._kept, self._points, self._growing = {}, {}, False

    def _put(self, shape: Shape, *, over: bool = False) -> None:
        shapes = self.shapes
        self._kept[self.key] = (*(shapes[:-1] if over else shapes), shape)
