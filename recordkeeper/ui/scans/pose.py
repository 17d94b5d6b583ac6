"""How an image lies in the view: turned, flipped, enlarged and moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QTransform

from recordkeeper.preview.slices import Slice, opposite

LEAST, MOST = 0.5, 32.0  # times the size that fits
_KEPT_IN_VIEW = 48  # pixels of the image that stay in view however it is moved
Turn = tuple[int, int, int, int]  # (a, b, c, d): x' = a x + b y, y' = c x + d y, with y downwards
_FLIP_ACROSS: Turn = (-1, 0, 0, 1)
_FLIP_DOWN: Turn = (1, 0, 0, -1)
_QUARTER: Turn = (0, -1, 1, 0)  # clockwise


@dataclass(frozen=True, slots=True)
class Pose:
    """`zoom` 1 fits the image into the view; `x`, `y` move it, in pixels of the view."""

    turn: Turn = (1, 0, 0, 1)
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def flipped_across(self) -> Pose:
        return replace(self, turn=_times(_FLIP_ACROSS, self.turn), x=-self.x)

    def flipped_down(self) -> Pose:
        return replace(self, turn=_times(_FLIP_DOWN, self.turn), y=-self.y)

    def rotated(self) -> Pose:
        """A quarter turn clockwise."""
        return replace(self, turn=_times(_QUARTER, self.turn), x=-self.y, y=self.x)

    def presented(self, turn: int, *, flip: bool) -> Pose:
        """Fitted, turned by quarters and then flipped, as a presentation state has it (PS3.3 C.10.6)."""
        pose = Pose()
        for _ in range(turn // 90):
            pose = pose.rotated()
        return pose.flipped_across() if flip else pose

    def framing(
        self, part: Sequence[float], view: QSizeF, image: Slice, *, times: float, screen_ratio: float
    ) -> Pose:
        """With a part of the image (left, top, right, bottom) in the middle, as large as fits or `times` it."""
        left, top, right, bottom = part
        wide, high = right - left, (bottom - top) * image.aspect
        if not self.turn[0]:
            wide, high = high, wide
        scale = times / screen_ratio if times else min(view.width() / wide, view.height() / high)
        zoom = max(LEAST, min(MOST, scale / replace(self, zoom=1.0).scale(view, image)))
        near = replace(self, zoom=zoom, x=0.0, y=0.0)
        middle = near.transform(view, image).map(QPointF((left + right) / 2, (top + bottom) / 2))
        return replace(near, x=view.width() / 2 - middle.x(), y=view.height() / 2 - middle.y())

    def fitted(self) -> Pose:
        return replace(self, zoom=1.0, x=0.0, y=0.0)

    def actual(self, view: QSizeF, image: Slice, screen_ratio: float) -> Pose:
        """One column of the image for one pixel of the screen, which has `screen_ratio` for each of the view's."""
        fits = replace(self, zoom=1.0).scale(view, image)
        return replace(self, zoom=min(MOST, 1.0 / (fits * screen_ratio)), x=0.0, y=0.0)

    def zoomed(self, factor: float, at: QPointF, view: QSizeF) -> Pose:
        """Enlarged by `factor`; what is at the point `at` of the view stays there."""
        zoom = max(LEAST, min(MOST, self.zoom * factor))
        share = zoom / self.zoom
        across, down = at.x() - view.width() / 2, at.y() - view.height() / 2
        return replace(self, zoom=zoom, x=across - (across - self.x) * share, y=down - (down - self.y) * share)

    def moved(self, by: QPointF, view: QSizeF, image: Slice) -> Pose:
        """Moved, but never quite out of view."""
        drawn = self.drawn(view, image)
        across = (drawn.width() + view.width()) / 2 - _KEPT_IN_VIEW
        down = (drawn.height() + view.height()) / 2 - _KEPT_IN_VIEW
        x, y = self.x + by.x(), self.y + by.y()
        return replace(self, x=max(-across, min(across, x)), y=max(-down, min(down, y)))

    def scale(self, view: QSizeF, image: Slice) -> float:
        """Pixels of the view for one column of the image."""
        width, height = self._upright(image)
        return min(view.width() / width, view.height() / height) * self.zoom

    def drawn(self, view: QSizeF, image: Slice) -> QSizeF:
        """The size of the image in the view."""
        return QSizeF(*self._upright(image)) * self.scale(view, image)

    def transform(self, view: QSizeF, image: Slice) -> QTransform:
        """From columns and rows of the image to pixels of the view."""
        columns, rows = image.size
        a, b, c, d = self.turn
        scale = self.scale(view, image)
        return (
            QTransform.fromTranslate(-columns / 2, -rows / 2)
            * QTransform.fromScale(1.0, image.aspect)
            * QTransform(a, c, b, d, 0, 0)
            * QTransform.fromScale(scale, scale)
            * QTransform.fromTranslate(view.width() / 2 + self.x, view.height() / 2 + self.y)
        )

    def letters(self, image: Slice) -> dict[str, str]:
        """The orientation letters at the four edges of the view; "" where the file does not say."""
        ends = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}
        return {edge: self._letters_towards(*end, image) for edge, end in ends.items()}

    def _letters_towards(self, x: int, y: int, image: Slice) -> str:
        a, b, c, d = self.turn  # its inverse is its transpose
        across, down = a * x + c * y, b * x + d * y
        letters, sign = (image.right, across) if across else (image.down, down)
        return letters if sign > 0 else opposite(letters)

    def _upright(self, image: Slice) -> tuple[float, float]:
        columns, rows = image.size
        width, height = float(max(1, columns)), max(1.0, rows * image.aspect)
        return (width, height) if self.turn[0] else (height, width)


def _times(one: Turn, other: Turn) -> Turn:
    a, b, c, d = one
    e, f, g, h = other
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)
