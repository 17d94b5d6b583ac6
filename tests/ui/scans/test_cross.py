"""Lengths, angles and areas without a mouse: a cross goes where the arrows send it, and says what it does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from recordkeeper.preview.measuring import ANGLE, AREA, LENGTH, Point
from recordkeeper.ui.scans.viewer import Viewer
from tests.ui.scans.test_measuring import draw, said
from tests.ui.scans.test_viewer import press

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def far(qtbot: QtBot, viewer: Viewer, *keys: Qt.Key) -> None:
    """Ten steps each."""
    press(qtbot, viewer, *keys, with_=SHIFT)


def points(viewer: Viewer) -> list[tuple[str, tuple[Point, ...]]]:
    return [(shape.kind, shape.points) for shape in viewer.stage.canvas.sketch.shapes]


def cross(viewer: Viewer) -> Point | None:
    return viewer.stage.canvas.cross.at


def test_a_length_is_set_with_enter_and_the_arrows(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, KEY.Key_D, KEY.Key_Return)
    assert cross(viewer) == (32.5, 24.5)  # the middle of 64 × 48
    assert "arrow keys move it" in viewer.stage.canvas.cross.said
    press(qtbot, viewer, KEY.Key_Return)
    far(qtbot, viewer, KEY.Key_Right)
    press(qtbot, viewer, KEY.Key_Down, KEY.Key_Left)
    value = f"Value {value_at(viewer, 41, 25)}"
    assert viewer.stage.canvas.cross.said == f"Column 42, row 26. {value}. {said(viewer)[0]}"
    press(qtbot, viewer, KEY.Key_Return)
    assert points(viewer) == [(LENGTH, ((32.5, 24.5), (41.5, 25.5)))]
    assert viewer.stage.canvas.cross.said == said(viewer)[0] == "6.3 mm"  # 9 by 1 pixels of 0.7 mm
    assert "6.3 mm" in viewer.stage.canvas.accessibleDescription()
    far(qtbot, viewer, KEY.Key_Down)
    assert points(viewer)[0][1][1] == (41.5, 25.5)  # it is set


def value_at(viewer: Viewer, column: int, row: int) -> str:
    image = viewer.stage.canvas.image
    assert image is not None
    return f"{image.value(column, row)[0]:.0f} HU".replace("-", "−")


def test_an_angle_is_three_points(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.do("measure_angle")
    press(qtbot, viewer, KEY.Key_Return, KEY.Key_Return)
    far(qtbot, viewer, KEY.Key_Left)
    press(qtbot, viewer, KEY.Key_Return)
    far(qtbot, viewer, KEY.Key_Down)
    press(qtbot, viewer, KEY.Key_Return)
    assert points(viewer) == [(ANGLE, ((32.5, 24.5), (22.5, 24.5), (22.5, 34.5)))]
    assert said(viewer) == ["90°"]


def test_an_area_is_two_corners_of_its_box(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.do("measure_area")
    press(qtbot, viewer, KEY.Key_Space, KEY.Key_Space)
    far(qtbot, viewer, KEY.Key_Right, KEY.Key_Down)
    press(qtbot, viewer, KEY.Key_Space)
    assert points(viewer) == [(AREA, ((32.5, 24.5), (42.5, 34.5)))]
    assert said(viewer)[0].startswith("0.38 cm²")  # π/4 × 7 mm × 7 mm


def test_a_value_is_shown_where_the_cross_sets_it(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.do("measure_value")
    press(qtbot, viewer, KEY.Key_Return, KEY.Key_Right, KEY.Key_Return)
    assert viewer.stage.canvas.sketch.point == (33.5, 24.5)
    assert viewer.stage.canvas.cross.said == f"Column 34, row 25. Value {value_at(viewer, 33, 24)}"


def test_a_point_already_drawn_is_taken_and_moved(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, KEY.Key_D)
    draw(viewer, (10, 10), (50, 40))
    first, last = points(viewer)[0][1]
    press(qtbot, viewer, KEY.Key_T, KEY.Key_T)
    assert cross(viewer) == last
    assert "Point 2 of the line" in viewer.stage.canvas.cross.said
    press(qtbot, viewer, KEY.Key_Up)
    assert points(viewer) == [(LENGTH, (first, (last[0], last[1] - 1)))]
    press(qtbot, viewer, KEY.Key_Return, KEY.Key_Up)
    assert points(viewer)[0][1][1] == (last[0], last[1] - 1)  # it was put down
    press(qtbot, viewer, KEY.Key_T)
    assert cross(viewer) == first


def test_the_cross_goes_the_way_of_the_view_however_the_image_lies(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, KEY.Key_R, KEY.Key_D, KEY.Key_Return)
    canvas = viewer.stage.canvas
    assert canvas.image is not None
    before = canvas.pose.transform(canvas.view(), canvas.image).map(*(cross(viewer) or (0, 0)))
    far(qtbot, viewer, KEY.Key_Right)
    after = canvas.pose.transform(canvas.view(), canvas.image).map(*(cross(viewer) or (0, 0)))
    assert after[0] > before[0]
    assert after[1] == pytest.approx(before[1])


def test_the_image_moves_where_the_cross_would_leave_the_view(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    press(qtbot, viewer, *[KEY.Key_Plus] * 6, KEY.Key_D, KEY.Key_Return)
    far(qtbot, viewer, *[KEY.Key_Right] * 5)
    assert canvas.image is not None
    x, y = canvas.pose.transform(canvas.view(), canvas.image).map(*(cross(viewer) or (0, 0)))
    assert QRect(0, 0, canvas.width(), canvas.height()).contains(int(x), int(y))
    assert cross(viewer) == (64, 24.5)  # no farther than the image


def test_escape_puts_the_cross_away_and_the_arrows_scroll_again(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, KEY.Key_D, KEY.Key_Return, KEY.Key_Return, KEY.Key_Right, KEY.Key_Escape)
    assert cross(viewer) is None
    assert points(viewer) == []  # it was only begun
    press(qtbot, viewer, KEY.Key_Down)
    assert viewer.stack.current == 1
    press(qtbot, viewer, KEY.Key_Return, KEY.Key_W)
    assert cross(viewer) is None  # away with the tool


def test_what_is_half_drawn_stays_behind_with_its_image(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, KEY.Key_D, KEY.Key_Return, KEY.Key_Return, KEY.Key_Right, KEY.Key_End)
    press(qtbot, viewer, KEY.Key_Return)
    assert len(points(viewer)) == 1
    press(qtbot, viewer, KEY.Key_Home)
    assert points(viewer) == []


def test_in_another_series_the_cross_begins_anew(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, KEY.Key_D, KEY.Key_Return)
    far(qtbot, viewer, KEY.Key_Right)
    press(qtbot, viewer, KEY.Key_PageDown)
    assert cross(viewer) is None


def test_without_the_tool_enter_does_nothing_and_the_keys_are_listed_where_they_work(
    viewer: Viewer, qtbot: QtBot
) -> None:
    press(qtbot, viewer, KEY.Key_Return)
    assert cross(viewer) is None
    press(qtbot, viewer, KEY.Key_Question)
    assert "cross" not in viewer.stage.keys.accessibleName()
    press(qtbot, viewer, KEY.Key_D, KEY.Key_Return, KEY.Key_Question)
    spoken = viewer.stage.keys.accessibleName()
    assert "← → ↑ ↓: Move the cross" in spoken
    assert "One image back" not in spoken


def test_the_cross_is_seen(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    press(qtbot, viewer, KEY.Key_D)
    before = canvas.grab().toImage()
    press(qtbot, viewer, KEY.Key_Return)
    assert canvas.grab().toImage() != before
