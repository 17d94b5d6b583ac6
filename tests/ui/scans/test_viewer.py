"""The viewer as hands and keys meet it."""

from __future__ import annotations

import dataclasses
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.preview.slices import Slice
from recordkeeper.records.dates import PartialDate
from recordkeeper.ui.scans import captions
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.reading import Named
from recordkeeper.ui.scans.viewer import Viewer
from tests.making.dicom import make_slice
from tests.ui.scans.conftest import CHEST, choose, opened, settled, shown

KEY, LEFT, RIGHT, MIDDLE = (
    Qt.Key,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
HERE = [n for n in range(1, CHEST.slices + 1) if n != 5]  # image 5 of the chest CT is not there


def press(qtbot: QtBot, viewer: Viewer, *keys: Qt.Key, with_: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        QTest.keyClick(viewer.stage.canvas, key, with_ or Qt.KeyboardModifier.NoModifier)


def wheel(viewer: Viewer, turned: int, at: QPointF, held: Qt.KeyboardModifier) -> None:
    canvas = viewer.stage.canvas
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, held,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def drag(viewer: Viewer, button: Qt.MouseButton, start: QPoint, by: QPoint) -> None:
    canvas = viewer.stage.canvas
    none = Qt.MouseButton.NoButton
    steps = (
        (QEvent.Type.MouseButtonPress, start, button, button),
        (QEvent.Type.MouseMove, start + by / 2, none, button),
        (QEvent.Type.MouseMove, start + by, none, button),
        (QEvent.Type.MouseButtonRelease, start + by, button, none),
    )
    for kind, at, changed, held in steps:
        where, on_screen = QPointF(at), QPointF(canvas.mapToGlobal(at))
        QApplication.sendEvent(
            canvas, QMouseEvent(kind, where, on_screen, changed, held, Qt.KeyboardModifier.NoModifier)
        )


def window(viewer: Viewer) -> tuple[float, float]:
    """Center and width in force."""
    canvas = viewer.stage.canvas
    assert canvas.image is not None
    return canvas.brightness.window(canvas.image)


def under(viewer: Viewer, at: QPointF) -> tuple[float, float]:
    """Column and row under a point of the view."""
    canvas = viewer.stage.canvas
    assert canvas.image is not None
    found = canvas.pose.transform(canvas.view(), canvas.image).inverted()[0].map(at)
    return found.x(), found.y()


def hounsfield(number: int) -> np.ndarray:
    """What slice `number` of the chest CT holds, from how it was made."""
    pixels = np.frombuffer(make_slice(CHEST, number).PixelData, "<u2").reshape(CHEST.rows, CHEST.columns)
    return pixels.astype(np.float64) - 1024


def through_window(values: np.ndarray, center: float, width: float) -> np.ndarray:
    """PS3.3 C.11.2.1.2, as its pseudo code has it."""
    shades = ((values - (center - 0.5)) / (width - 1) + 0.5) * 255
    shades[values <= center - 0.5 - (width - 1) / 2] = 0
    shades[values > center - 0.5 + (width - 1) / 2] = 255
    return shades


def test_the_first_image_comes_first_and_fitted(
    page: ScansPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[int] = []
    stack = page.viewer.stack
    put = stack.put

    def note(uid: str, index: int, image: Slice) -> None:
        came.append(index)
        put(uid, index, image)

    monkeypatch.setattr(stack, "put", note)
    viewer = opened(page, qtbot, "CT, chest")
    assert 0 in came[:2]  # two are fetched at a time
    assert sorted(came) == list(range(len(HERE)))
    assert viewer.stack.current == 0
    assert viewer.stage.canvas.pose.zoom == 1.0


def test_keys_go_through_the_images_in_geometric_order(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    for number in HERE:
        assert canvas.image is not None
        values = canvas.image.levels[0].astype(np.float64) + canvas.image.low
        assert np.array_equal(values, hounsfield(number))
        press(qtbot, viewer, KEY.Key_Down)
    assert viewer.stack.current == len(HERE) - 1  # it ends there
    press(qtbot, viewer, KEY.Key_Home)
    press(qtbot, viewer, KEY.Key_Down, with_=SHIFT)
    assert viewer.stack.current == 10
    press(qtbot, viewer, KEY.Key_Up)
    assert viewer.stack.current == 9
    press(qtbot, viewer, KEY.Key_End)
    assert "Image 11 of 11" in canvas.lines.foot


def test_the_wheel_goes_through_the_images_a_notch_each(viewer: Viewer) -> None:
    middle, none = QPointF(viewer.stage.canvas.rect().center()), Qt.KeyboardModifier.NoModifier
    wheel(viewer, -120, middle, none)
    wheel(viewer, -240, middle, none)
    assert viewer.stack.current == 3
    wheel(viewer, 60, middle, none)
    assert viewer.stack.current == 3  # half a notch of a fine wheel
    wheel(viewer, 60, middle, none)
    assert viewer.stack.current == 2


def test_missing_images_are_told_beside_the_series_and_on_the_image(viewer: Viewer) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert str(viewer.series.data(viewer.series.index(0, 0), role)).endswith("Series 1 · 11 of 12 images")
    assert "1 image of this series is not here" in viewer.stage.canvas.lines.above_foot


@pytest.mark.parametrize(
    ("key", "name", "center", "width"),
    [
        (KEY.Key_1, "As stored", 40, 400),
        (KEY.Key_2, "Brain", 40, 80),
        (KEY.Key_3, "Lungs", -600, 1500),
        (KEY.Key_4, "Soft tissue", 40, 400),
        (KEY.Key_5, "Bones", 400, 1800),
        (KEY.Key_6, "Liver", 60, 150),
    ],
)
def test_a_preset_shows_what_the_standard_says(
    viewer: Viewer, qtbot: QtBot, key: Qt.Key, name: str, center: float, width: float
) -> None:
    press(qtbot, viewer, key)
    shades = viewer.stage.canvas.shades()
    wanted = through_window(hounsfield(1), center, width)
    assert np.abs(shades - wanted).max() <= 0.5 + 1e-9
    assert shades.mean() == pytest.approx(wanted.mean(), abs=0.1)
    assert viewer.tools.look.text().strip().startswith(f"Look: {name}")
    (told,) = [line for line in viewer.stage.canvas.lines.above_foot if line.startswith(name)]
    assert f"contrast {width}" in told


def test_a_preset_changes_what_is_painted(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas

    def mean() -> float:
        picture = canvas.grab().toImage()
        middle = picture.rect().center()
        return sum(picture.pixelColor(middle.x(), y).value() for y in range(100, picture.height() - 100, 5))

    press(qtbot, viewer, KEY.Key_5)
    bones = mean()
    press(qtbot, viewer, KEY.Key_3)
    assert mean() > bones * 1.2


def test_auto_brightness_and_swapping_black_and_white(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    press(qtbot, viewer, KEY.Key_0)
    low, high = np.percentile(hounsfield(1), (1, 99))
    center, width = window(viewer)
    assert (center - width / 2, center + width / 2) == pytest.approx((low, high), abs=15)
    before = canvas.shades()
    press(qtbot, viewer, KEY.Key_I, with_=CTRL)
    assert np.array_equal(canvas.shades(), 255 - before)


def test_presets_are_for_ct_only(page: ScansPage, qtbot: QtBot) -> None:
    viewer = opened(page, qtbot, "MRI")
    before = viewer.stage.canvas.shades()
    press(qtbot, viewer, KEY.Key_2)
    assert np.array_equal(viewer.stage.canvas.shades(), before)
    press(qtbot, viewer, KEY.Key_Question)
    spoken = viewer.stage.keys.accessibleName()
    assert "Brain" not in spoken
    assert "PgUp" not in spoken  # one series only
    assert "Wheel" in spoken


def test_zoom_holds_the_point_under_the_pointer(viewer: Viewer) -> None:
    canvas = viewer.stage.canvas
    at = QPointF(canvas.width() * 0.3, canvas.height() * 0.6)
    before = under(viewer, at)
    wheel(viewer, 360, at, CTRL)
    assert canvas.pose.zoom > 1.5
    assert under(viewer, at) == pytest.approx(before, abs=1e-6)
    assert viewer.stack.current == 0


def test_flips_and_turns_move_the_orientation_letters(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    assert canvas.lines.edges == {"left": "R", "right": "L", "top": "A", "bottom": "P"}
    press(qtbot, viewer, KEY.Key_H)
    assert canvas.lines.edges == {"left": "L", "right": "R", "top": "A", "bottom": "P"}
    press(qtbot, viewer, KEY.Key_H, KEY.Key_V)
    assert canvas.lines.edges == {"left": "R", "right": "L", "top": "P", "bottom": "A"}
    press(qtbot, viewer, KEY.Key_V, KEY.Key_R)
    assert canvas.lines.edges == {"left": "P", "right": "A", "top": "R", "bottom": "L"}


def test_the_tools_follow_their_keys_and_escape_goes_back_to_scrolling(viewer: Viewer, qtbot: QtBot) -> None:
    canvas, start = viewer.stage.canvas, QPoint(200, 200)
    drag(viewer, LEFT, start, QPoint(0, 40))
    assert viewer.stack.current > 0
    index = viewer.stack.current
    press(qtbot, viewer, KEY.Key_W)
    stored = window(viewer)
    drag(viewer, LEFT, start, QPoint(60, -30))
    center, width = window(viewer)
    assert width > stored[1]
    assert center < stored[0]  # up is brighter
    press(qtbot, viewer, KEY.Key_Z)
    drag(viewer, LEFT, start, QPoint(0, -60))
    assert canvas.pose.zoom > 1
    viewer.do("tool_move")
    before = canvas.pose
    drag(viewer, LEFT, start, QPoint(30, 10))
    assert (canvas.pose.x, canvas.pose.y) != (before.x, before.y)
    press(qtbot, viewer, KEY.Key_D)
    drag(viewer, LEFT, start, QPoint(30, 10))
    assert len(canvas.sketch.shapes) == 1
    canvas.sketch.clear()
    press(qtbot, viewer, KEY.Key_Escape)
    drag(viewer, LEFT, start, QPoint(0, -40))
    assert viewer.stack.current < index
    press(qtbot, viewer, KEY.Key_Escape)
    assert canvas.pose.zoom == 1
    assert window(viewer) == stored


def test_middle_drag_moves_right_drag_zooms_and_a_right_click_opens_the_menu(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    drag(viewer, MIDDLE, QPoint(150, 150), QPoint(40, 20))
    assert (canvas.pose.x, canvas.pose.y) == (40, 20)
    drag(viewer, RIGHT, QPoint(150, 150), QPoint(0, -50))
    assert canvas.pose.zoom > 1
    assert not viewer.menu.isVisible()
    QTest.mouseClick(canvas, RIGHT, pos=QPoint(150, 150))
    assert viewer.menu.isVisible()
    (bones,) = [action for action in viewer.menu.actions() if action.objectName() == "preset_5"]
    assert bones.text() == "Bones\t5"
    bones.trigger()
    viewer.menu.hide()
    assert canvas.brightness.name == "bones"
    press(qtbot, viewer, KEY.Key_F10, with_=SHIFT)
    assert viewer.menu.isVisible()
    viewer.menu.hide()


def test_play_goes_round_and_escape_stops_it(viewer: Viewer, qtbot: QtBot) -> None:
    seen: set[int] = set()
    canvas = viewer.stage.canvas
    press(qtbot, viewer, KEY.Key_End, KEY.Key_C)

    def goes_round() -> bool:
        seen.add(viewer.stack.current)
        return {len(HERE) - 1, 0, 1, 2} <= seen

    qtbot.waitUntil(goes_round)
    press(qtbot, viewer, KEY.Key_Escape)
    stopped = viewer.stack.current
    qtbot.wait(250)
    assert viewer.stack.current == stopped
    assert canvas.image is viewer.stack.at(stopped)


def test_a_radiology_mouse_changes_brightness_on_a_left_drag(page: ScansPage, qtbot: QtBot) -> None:
    settings = dataclasses.replace(page.desk.settings, radiology_mouse=True)
    other = shown(dataclasses.replace(page.desk, settings=settings), qtbot)
    viewer = opened(other, qtbot, "CT, chest")
    drag(viewer, LEFT, QPoint(200, 200), QPoint(50, 0))
    assert viewer.stack.current == 0
    assert window(viewer)[1] > 400


def test_page_keys_change_the_series(viewer: Viewer, qtbot: QtBot, page: ScansPage) -> None:
    press(qtbot, viewer, KEY.Key_5, KEY.Key_PageDown)
    settled(page, qtbot)
    assert viewer.stack.series is not None
    assert viewer.stack.series.number == 2
    assert viewer.stage.canvas.brightness.name == "stored"
    assert viewer.list.currentIndex().row() == 1
    press(qtbot, viewer, KEY.Key_PageDown)
    assert viewer.stack.series.number == 2  # there is no third


def test_a_damaged_image_leaves_a_sentence_in_its_place(viewer: Viewer, qtbot: QtBot, page: ScansPage) -> None:
    press(qtbot, viewer, KEY.Key_PageDown)
    settled(page, qtbot)
    assert not viewer.stage.notice.isVisible()
    press(qtbot, viewer, KEY.Key_End)
    assert viewer.stage.notice.isVisible()
    assert "damaged" in viewer.stage.notice.sentence.text()
    assert viewer.stage.canvas.image is None
    assert viewer.stage.canvas.lines.always == "Not for diagnosis"
    press(qtbot, viewer, KEY.Key_Up)
    assert not viewer.stage.notice.isVisible()
    assert viewer.stage.canvas.image is not None


def test_whose_it_is_stands_on_the_image_and_another_person_is_said(page: ScansPage, qtbot: QtBot) -> None:
    viewer = opened(page, qtbot, "CT, chest (CT CHEST W CONTRAST)")
    lines = viewer.stage.canvas.lines
    assert lines.top_left[:2] == ("Anna Sample", "born 5 Mar 1964")
    assert lines.top_right[0] == "Scan of 12 Mar 2024"
    assert not viewer.stage.banner.isVisible()
    choose(page, qtbot, 2)
    settled(page, qtbot)
    assert viewer.stage.banner.isVisible()
    assert viewer.stage.banner.sentence.text() == "These pictures name Bob Other, not Anna Sample."
    assert viewer.stage.canvas.lines.top_left[0] == "Bob Other"


def test_another_date_of_birth_is_said_too(page: ScansPage, qtbot: QtBot) -> None:
    choose(page, qtbot, 2)
    study = page.viewer.study
    assert study is not None
    named = Named("Anna Sample", PartialDate(1950, 1, 1))
    told = captions.doubt(page.desk, study, named)
    assert told == "These pictures give 1 Jan 1950 as the date of birth, not that of Anna Sample."


def test_a_narrow_viewer_offers_the_series_in_a_box(viewer: Viewer, qtbot: QtBot, page: ScansPage) -> None:
    assert viewer.list.isVisible()
    assert not viewer.box.isVisible()
    page.resize(560, 600)
    qtbot.waitUntil(viewer.box.isVisible)
    assert not viewer.list.isVisible()
    viewer.box.setFocus()
    QTest.keyClick(viewer.box, KEY.Key_Down)
    assert viewer.stack.series is not None
    assert viewer.stack.series.number == 2


def test_a_study_without_images_says_so(viewer: Viewer) -> None:
    assert viewer.study is not None
    viewer.show_study(dataclasses.replace(viewer.study, series=()))
    assert viewer.stage.notice.sentence.text() == "There is no image in this scan."
    assert viewer.stage.canvas.image is None
    assert viewer.next_wish() is None


def test_scrolling_leaves_the_row_of_tools_alone(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, KEY.Key_5)
    QApplication.processEvents()
    moved = 0

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            nonlocal moved
            moved += event.type() == QEvent.Type.LayoutRequest
            return False

    watch = Watch()
    viewer.tools.installEventFilter(watch)
    for _ in range(5):
        press(qtbot, viewer, KEY.Key_Down)
        QApplication.processEvents()
    assert moved == 0


def test_hiding_the_text_leaves_what_must_stand_there(viewer: Viewer, qtbot: QtBot) -> None:
    canvas = viewer.stage.canvas
    press(qtbot, viewer, KEY.Key_H)  # so that something differs from black beside the letters
    with_text = canvas.grab().toImage()
    press(qtbot, viewer, KEY.Key_I)
    hidden = canvas.grab().toImage()
    corner = hidden.rect().adjusted(hidden.width() - 130, hidden.height() - 32, -8, -8)
    assert hidden.copy(corner) == with_text.copy(corner)
    assert hidden != with_text


def test_full_screen_and_only_the_image_and_back(viewer: Viewer, qtbot: QtBot) -> None:
    press(qtbot, viewer, KEY.Key_F11)
    assert viewer.stage.isWindow()
    assert viewer.stage.isFullScreen()
    press(qtbot, viewer, KEY.Key_Down, KEY.Key_Escape)
    assert viewer.stack.current == 1
    assert not viewer.stage.isWindow()
    QTest.mouseDClick(viewer.stage.canvas, LEFT)
    assert not viewer.tools.isVisible()
    assert not viewer.list.isVisible()
    press(qtbot, viewer, KEY.Key_Escape)
    assert viewer.tools.isVisible()
    assert viewer.list.isVisible()


def test_letters_do_nothing_without_the_focus_on_the_image(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.list.setFocus()
    QTest.keyClick(viewer.list, KEY.Key_H)
    assert viewer.stage.canvas.pose.turn == (1, 0, 0, 1)


def test_a_killed_worker_costs_no_image(page: ScansPage, qtbot: QtBot) -> None:
    viewer = page.viewer
    choose(page, qtbot, 0)
    qtbot.waitUntil(lambda: viewer.stack.loaded >= 1, timeout=10_000)
    for worker in _worker_ids():
        os.kill(worker, signal.SIGKILL)
    settled(page, qtbot)
    assert viewer.stack.loaded == len(HERE)
    assert not viewer.stage.notice.isVisible()


def _worker_ids() -> list[int]:
    """Worker processes of this very process."""
    children = Path(f"/proc/{os.getpid()}/task")
    if not children.is_dir():
        pytest.skip("no /proc here to find our workers in")
    ids = {int(pid) for task in children.iterdir() for pid in (task / "children").read_text("ascii").split()}
    return [pid for pid in ids if b"--worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_the_window_does_not_wait_for_an_image(
    page: ScansPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An image that never comes leaves the one before for a moment, then a sentence; the keys go on working."""
    viewer = opened(page, qtbot, "CT, chest")
    stack = viewer.stack
    assert stack.series is not None
    kept = stack._kept[stack.series.uid]
    gone = kept.pop(1)
    monkeypatch.setattr(stack, "next_wanted", lambda: None)
    press(qtbot, viewer, KEY.Key_Down)
    assert "Image 1 of 11" in viewer.stage.canvas.lines.foot  # still the one before, and it says so
    qtbot.waitUntil(lambda: viewer.stage.notice.isVisible())
    assert viewer.stage.notice.sentence.text() == "Image 2 is on its way."
    press(qtbot, viewer, KEY.Key_Down)
    assert "Image 3 of 11" in viewer.stage.canvas.lines.foot
    press(qtbot, viewer, KEY.Key_Up)
    viewer.pane._on_came(stack.series.uid, 1, gone)
    assert viewer.stage.canvas.image is gone
    assert not viewer.stage.notice.isVisible()
