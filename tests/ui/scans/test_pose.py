"""How an image lies: in the middle, in its right shape, and turned as asked."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPointF, QSizeF

from recordkeeper.ui.scans.pose import MOST, Pose
from tests.ui.scans.test_stack import image

VIEW = QSizeF(400, 300)
TALL = dataclasses.replace(image(), aspect=2.0)  # ten columns, ten rows of pixels twice as high as wide


def corners(pose: Pose) -> list[tuple[int, int]]:
    """Where the corners of the image lie in the view: top left, top right, bottom right, bottom left."""
    transform = pose.transform(VIEW, TALL)
    points = [transform.map(QPointF(x, y)) for x, y in ((0, 0), (10, 0), (10, 10), (0, 10))]
    return [(round(point.x()), round(point.y())) for point in points]


def test_pixels_that_are_not_square_keep_their_shape() -> None:
    assert corners(Pose()) == [(125, 0), (275, 0), (275, 300), (125, 300)]


def test_a_quarter_turn_fits_anew_and_goes_clockwise() -> None:
    assert corners(Pose().rotated()) == [(400, 50), (400, 250), (0, 250), (0, 50)]
    assert Pose().rotated().rotated().rotated().rotated() == Pose()


def test_flips_mirror_what_is_seen_even_when_turned() -> None:
    turned = Pose().rotated()
    assert corners(turned.flipped_across()) == [(0, 50), (0, 250), (400, 250), (400, 50)]
    assert turned.flipped_across().flipped_across() == turned
    assert corners(Pose().flipped_down()) == [(125, 300), (275, 300), (275, 0), (125, 0)]


def test_zoom_has_an_end_and_the_image_stays_in_view() -> None:
    pose = Pose().zoomed(1e6, QPointF(0, 0), VIEW)
    assert pose.zoom == MOST
    pose = Pose().moved(QPointF(1e6, -1e6), VIEW, TALL)
    xs, ys = zip(*corners(pose), strict=True)
    assert min(xs) < VIEW.width()
    assert max(ys) > 0


def test_a_moved_and_flipped_image_keeps_what_is_in_the_middle() -> None:
    pose = Pose(x=30, y=-10).zoomed(2, QPointF(200, 150), VIEW)

    def middle(pose: Pose) -> tuple[float, float]:
        at = pose.transform(VIEW, TALL).inverted()[0].map(QPointF(200, 150))
        return at.x(), at.y()

    for turned in (pose.flipped_across(), pose.flipped_down(), pose.rotated().rotated()):
        assert middle(turned) == pytest.approx(middle(pose))
