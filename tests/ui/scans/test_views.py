"""Two and four views: each has its own image, and linked they go along by place in the body, else by slice."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.records.imaging import Placed
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.linking import parallel, partner
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.reading import Instance, Named, Place, SeriesShown
from recordkeeper.ui.scans.stack import MOST_BYTES
from recordkeeper.ui.scans.viewer import Viewer
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown
from tests.ui.scans.test_viewer import press, wheel

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
UPSIDE_DOWN = (1.0, 0.0, 0.0, 0.0, -1.0, 0.0)
SAGITTAL = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
THICK = SeriesRecipe(slices=6, rows=48, columns=64)


def series(uid: str, places: list[float], plane: tuple[float, ...] = AXIAL, spacing: float = 0.0) -> SeriesShown:
    instances = tuple(Instance(f"{uid}.{n}", Placed((0.0, 0.0, z), plane)) for n, z in enumerate(places))
    at = tuple(Place(Fingerprint(f"{n:064x}", 1), 0) for n in range(len(places)))
    named = (Named("", None),) * len(places)
    return SeriesShown(uid, 1, uid, "CT", 0, at, named, instances, spacing=spacing)


def test_in_one_frame_of_reference_the_nearest_place_goes_along() -> None:
    thin, thick = series("a", [0, 1, 2, 3, 4, 5, 6]), series("b", [0, 3, 6])
    found = [partner(thin, n, thick, anchors=(0, 0), same_frame=True) for n in range(7)]
    assert found == [0, 0, 1, 1, 1, 2, 2]
    assert partner(thick, 2, thin, anchors=(0, 0), same_frame=True) == 6


def test_a_stack_that_runs_the_other_way_goes_to_the_same_place() -> None:
    up, down = series("a", [0, 5, 10], AXIAL), series("b", [10, 5, 0], UPSIDE_DOWN)
    assert [partner(up, n, down, anchors=(0, 0), same_frame=True) for n in range(3)] == [2, 1, 0]
    assert partner(up, 2, down, anchors=(0, 2), same_frame=False) == 0


def test_elsewhere_as_far_along_as_the_other_in_millimetres_or_slices() -> None:
    one, two = series("a", [0, 1, 2, 3, 4, 5, 6, 7, 8], spacing=1), series("b", [100, 103, 106], spacing=3)
    assert [partner(one, n, two, anchors=(0, 0), same_frame=False) for n in (0, 1, 2, 3, 6, 8)] == [
        0,
        0,
        1,
        1,
        2,
        2,
    ]
    loose = dataclasses.replace(two, spacing=0.0)
    assert [partner(one, n, loose, anchors=(1, 0), same_frame=False) for n in (0, 1, 2, 8)] == [0, 0, 1, 2]


def test_planes_that_cross_are_not_the_same_place() -> None:
    axial, sagittal = series("a", [0, 5, 10]), series("b", [0, 5, 10], SAGITTAL)
    assert not parallel(axial, sagittal)
    assert partner(axial, 2, sagittal, anchors=(0, 0), same_frame=True) is None
    assert partner(axial, 2, sagittal, anchors=(0, 0), same_frame=False) is None


@pytest.fixture(scope="module")
def two_series(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    """One study: six slices of 5 mm, and eleven of 2.5 mm over the same length."""
    del qapp
    place = tmp_path_factory.mktemp("views")
    dicom.write_series(place / "heap" / "a", THICK)
    thin = dataclasses.replace(THICK, series_number=2, series_description="Thin 2.5 mm", slices=11)
    for number in range(1, 12):
        slice_ = dicom.make_slice(thin, number)
        slice_.ImagePositionPatient = [-100, -100, 5 + 2.5 * (number - 1)]
        dicom.save(slice_, place / "heap" / "b" / str(number))
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield desk_of(app)


@pytest.fixture
def over_two(two_series: Desk, qtbot: QtBot) -> ScansPage:
    return shown(two_series, qtbot)


@pytest.fixture
def both(over_two: ScansPage, qtbot: QtBot) -> Viewer:
    """Two views, the thin series in the first and the thick one in the second, all images in memory."""
    viewer = opened(over_two, qtbot, "CT, chest")
    viewer.open_series(1)
    viewer.do("views_2")
    everything(viewer, qtbot)
    viewer.stage.canvas.setFocus()
    return viewer


def everything(viewer: Viewer, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: all(pane.stack.loaded == pane.stack.count for pane in viewer.views.panes), timeout=20_000
    )


def test_a_second_view_shows_the_next_series_and_memory_is_shared(both: Viewer) -> None:
    assert [pane.series.number for pane in both.views.panes if pane.series] == [2, 1]
    assert [pane.stack.count for pane in both.views.panes] == [11, 6]
    assert all(pane.stack._most == MOST_BYTES // 2 for pane in both.views.panes)
    assert all(pane.stage.isVisible() for pane in both.views.panes)


def test_linked_views_go_to_the_same_place_and_unlinked_stay(both: Viewer, qtbot: QtBot) -> None:
    first, second = both.views.panes
    for step in range(1, 11):
        press(qtbot, both, Qt.Key.Key_Down)
        assert first.stack.current == step
        assert second.stack.current in (step // 2, -(-step // 2))
        assert second.stage.canvas.image is second.stack.at(second.stack.current)
    both.do("link")
    press(qtbot, both, Qt.Key.Key_Home)
    assert (first.stack.current, second.stack.current) == (0, 5)


def test_a_new_view_opens_at_the_same_place(over_two: ScansPage, qtbot: QtBot) -> None:
    viewer = opened(over_two, qtbot, "CT, chest")
    viewer.open_series(1)
    everything(viewer, qtbot)
    viewer.go(10)
    viewer.do("views_2")
    qtbot.waitUntil(lambda: viewer.views.panes[1].stack.current == 5)


def test_ctrl_tab_works_in_the_next_view_whose_series_the_list_shows(both: Viewer, qtbot: QtBot) -> None:
    first, second = both.views.panes
    assert both.list.currentIndex().row() == 1
    press(qtbot, both, Qt.Key.Key_Tab, with_=Qt.KeyboardModifier.ControlModifier)
    assert both.pane is second
    assert both.list.currentIndex().row() == 0
    press(qtbot, both, Qt.Key.Key_End)
    assert (second.stack.current, first.stack.current) == (5, 10)


def test_zoom_goes_along_and_brightness_stays(both: Viewer, qtbot: QtBot) -> None:
    first, second = both.views.panes
    press(qtbot, both, Qt.Key.Key_Plus, Qt.Key.Key_0)
    assert second.stage.canvas.pose.zoom == first.stage.canvas.pose.zoom > 1
    assert first.stage.canvas.brightness.name == "auto"
    assert second.stage.canvas.brightness.name == "stored"


def test_the_wheel_turns_the_view_it_is_over(both: Viewer, qtbot: QtBot) -> None:
    first, second = both.views.panes
    both.do("link")
    both.views.choose(second)
    wheel(both, -120, QPointF(50, 50), Qt.KeyboardModifier.NoModifier)
    assert (first.stack.current, second.stack.current) == (0, 1)


def test_four_views_and_back_to_one(both: Viewer, qtbot: QtBot) -> None:
    both.do("views_4")
    everything(both, qtbot)
    assert len(both.views.panes) == 4
    both.do("views_1")
    assert [pane.stage.isVisible() for pane in both.views._panes] == [True, False, False, False]
    assert not both.works("link")
    assert not both.works("next_view")


def test_a_double_click_gives_one_view_all_the_room_and_escape_shares_it_again(both: Viewer, qtbot: QtBot) -> None:
    first, second = both.views.panes
    qtbot.mouseDClick(second.stage.canvas, Qt.MouseButton.LeftButton)
    assert (first.stage.isVisible(), second.stage.isVisible()) == (False, True)
    both.do("leave")
    assert (first.stage.isVisible(), second.stage.isVisible()) == (True, True)


def test_a_tool_is_taken_in_every_view_and_measurements_stay_in_their_own(both: Viewer) -> None:
    both.do("measure_length")
    first, second = both.views.panes
    canvas = first.stage.canvas
    canvas.sketch_with(canvas.sketch.begin, QPointF(50, 50))
    canvas.sketch_with(canvas.sketch.drag, QPointF(90, 90))
    assert len(canvas.sketch.shapes) == 1
    assert second.stage.canvas.sketch.shapes == ()
    assert second.stage.canvas.sketch.kind == "length"


def test_the_button_for_more_offers_what_has_no_button_of_its_own(both: Viewer) -> None:
    both.more_menu.aboutToShow.emit()
    offered = {action.objectName() for action in both.more_menu.actions()}
    assert offered >= {"views_1", "views_2", "views_4", "link", "measure_length", "actual", "flip_down"}
    assert [
        a.objectName() for a in both.more_menu.actions() if a.isChecked() and a.objectName()[:5] == "views"
    ] == ["views_2"]
