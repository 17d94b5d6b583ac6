"""Measuring on the image: what is drawn says its size, belongs to its image, and is a person's own."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from recordkeeper.preview.facts import DETECTOR, Facts, Region
from recordkeeper.preview.measuring import ANGLE, AREA, LENGTH, Shape
from recordkeeper.ui.scans import measured
from recordkeeper.ui.scans.sketch import VALUE, Sketch
from recordkeeper.ui.scans.viewer import Viewer
from tests.ui.scans.test_viewer import drag, press


def at(viewer: Viewer, column: float, row: float) -> QPoint:
    """The point of the view where a place of the image is."""
    canvas = viewer.stage.canvas
    assert canvas.image is not None
    return canvas.pose.transform(canvas.view(), canvas.image).map(QPointF(column, row)).toPoint()


def draw(viewer: Viewer, start: tuple[float, float], end: tuple[float, float]) -> None:
    first = at(viewer, *start)
    drag(viewer, Qt.MouseButton.LeftButton, first, at(viewer, *end) - first)


def said(viewer: Viewer) -> list[str]:
    canvas = viewer.stage.canvas
    assert canvas.image is not None
    return [measured.told(viewer._desk.words, canvas.image, shape) for shape in canvas.sketch.shapes]


def test_a_length_is_drawn_and_said_in_millimetres(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, Qt.Key.Key_D)
    draw(viewer, (10, 10), (50, 40))  # 40 × 30 pixels of 0.7 mm
    assert said(viewer) == ["3.5 cm (35 mm)"]
    lines = viewer.stage.canvas.lines.spoken()
    assert "Your own measurement" in lines


def test_a_measurement_belongs_to_its_image_and_goes_with_delete(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, Qt.Key.Key_D)
    draw(viewer, (10, 10), (50, 40))
    press(qtbot, viewer, Qt.Key.Key_Down)
    assert said(viewer) == []
    assert "Your own measurement" not in viewer.stage.canvas.lines.spoken()
    press(qtbot, viewer, Qt.Key.Key_Up)
    assert len(said(viewer)) == 1
    press(qtbot, viewer, Qt.Key.Key_Delete)
    assert said(viewer) == []
    assert not viewer.works("unmeasure")


def test_an_area_says_its_size_and_the_mean_in_hounsfield_units(viewer: Viewer) -> None:
    viewer.do("measure_area")
    draw(viewer, (10, 10), (30, 30))
    canvas = viewer.stage.canvas
    assert canvas.image is not None
    ((kind, points),) = [(shape.kind, shape.points) for shape in canvas.sketch.shapes]
    assert kind == AREA
    values = canvas.image.levels[0] * canvas.image.step + canvas.image.low
    (left, top), (right, bottom) = points
    rows, columns = np.mgrid[0 : values.shape[0], 0 : values.shape[1]]
    within = ((columns + 0.5 - (left + right) / 2) / ((right - left) / 2)) ** 2
    within = within + ((rows + 0.5 - (top + bottom) / 2) / ((bottom - top) / 2)) ** 2
    mean = f"{values[within <= 1].mean():.0f}".replace("-", "−")
    assert said(viewer)[0].endswith(f"mean {mean} HU")
    assert said(viewer)[0].startswith("1.54 cm²")  # π/4 × 14 mm × 14 mm


def test_an_angle_is_two_drags(viewer: Viewer) -> None:
    viewer.do("measure_angle")
    draw(viewer, (40, 10), (20, 10))
    assert said(viewer) == [""]
    draw(viewer, (20, 20), (20, 30))
    assert said(viewer) == ["90°"]


def test_a_click_draws_nothing_and_half_an_angle_goes_with_its_image(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    viewer.do("measure_length")
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(viewer, 20, 20))
    assert canvas.sketch.shapes == ()
    viewer.do("measure_angle")
    draw(viewer, (40, 10), (20, 10))
    press(qtbot, viewer, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert canvas.sketch.shapes == ()


def test_the_value_under_the_pointer_has_its_unit(viewer: Viewer) -> None:
    viewer.do("measure_value")
    draw(viewer, (10.5, 10.5), (20.5, 30.5))
    canvas = viewer.stage.canvas
    assert canvas.image is not None
    assert canvas.sketch.point is not None
    number = canvas.image.value(20, 30)[0]
    told = measured.value(viewer._desk.words, canvas.image, canvas.sketch.point)
    assert told == f"Value {number:.0f} HU".replace("-", "−")
    assert measured.value(viewer._desk.words, canvas.image, (-1, 5)) == ""


def test_without_a_scale_nothing_can_be_measured_and_that_is_said(viewer: Viewer) -> None:
    canvas = viewer.stage.canvas
    assert canvas.image is not None
    bare = dataclasses.replace(canvas.image, facts=Facts())
    canvas.image = bare
    assert not viewer.works("measure_length")
    assert viewer.works("measure_value")
    line = Shape(LENGTH, ((0, 0), (5, 5)))
    assert measured.told(viewer._desk.words, bare, line) == "No scale here"
    assert measured.told(viewer._desk.words, bare, Shape(ANGLE, ((0, 0), (5, 5), (1, 9)))) == "No scale here"


def test_a_projection_is_measured_on_the_detector_and_says_so(viewer: Viewer) -> None:
    image = viewer.stage.canvas.image
    assert image is not None
    facts = Facts(regions=(Region(0, 0, 99, 99, 1, 1),), scale_of=DETECTOR)
    assert "detector" in measured.whose(viewer._desk.words, dataclasses.replace(image, facts=facts))


@pytest.mark.parametrize("turned", [(), (Qt.Key.Key_R,), (Qt.Key.Key_H, Qt.Key.Key_R)])
def test_a_length_is_the_same_however_the_image_lies(
    viewer: Viewer, qtbot: QtBot, turned: tuple[Qt.Key, ...]
) -> None:
    press(qtbot, viewer, *turned, Qt.Key.Key_D)
    draw(viewer, (10, 10), (50, 40))
    assert said(viewer) == ["3.5 cm (35 mm)"]


def test_what_is_drawn_is_seen_and_the_scale_bar_goes_with_the_text(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas

    def picture() -> QImage:
        return canvas.grab().toImage()

    before = picture()
    press(qtbot, viewer, Qt.Key.Key_I)
    assert picture() != before
    bare = picture()
    press(qtbot, viewer, Qt.Key.Key_D)
    draw(viewer, (10, 10), (50, 40))
    assert picture() != bare


def test_the_magnifier_follows_the_pointer_and_escape_takes_it_away(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    before = canvas.grab().toImage()
    press(qtbot, viewer, Qt.Key.Key_M)
    in_the_middle = canvas.grab().toImage()
    assert in_the_middle != before
    qtbot.mouseMove(canvas, QPoint(60, 60))
    assert canvas.grab().toImage() != in_the_middle
    press(qtbot, viewer, Qt.Key.Key_Escape)
    assert not canvas.lens
    assert canvas.grab().toImage() == before


def test_pixel_for_pixel_shows_one_column_on_one_pixel_of_the_screen(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    press(qtbot, viewer, Qt.Key.Key_P)
    assert canvas.image is not None
    assert canvas.pose.scale(canvas.view(), canvas.image) * canvas.devicePixelRatioF() == pytest.approx(1)
    press(qtbot, viewer, Qt.Key.Key_F)
    assert canvas.pose.zoom == 1


def test_the_lines_of_another_study_are_forgotten() -> None:
    sketch = Sketch()
    sketch.show(("a", 1))
    sketch.begin((0, 0))
    sketch.drag((3, 3))
    sketch.end()
    assert len(sketch.shapes) == 1
    sketch.kind = VALUE
    sketch.begin((2, 2))
    assert sketch.point == (2, 2)
    sketch.clear()
    assert (sketch.shapes, sketch.point) == ((), None)
