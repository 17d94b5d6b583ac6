"""Evenly spaced stacks are seen from the front and the side too, and go back to what was taken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.cut_stack import can_be_cut, planes
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.viewer import Viewer
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown
from tests.ui.scans.test_views import SAGITTAL, series

RECIPE = SeriesRecipe(slices=8, rows=24, columns=40)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    del qapp
    place = tmp_path_factory.mktemp("cut")
    dicom.write_series(place / "heap", RECIPE)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield desk_of(app)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ScansPage:
    return shown(desk, qtbot)


@pytest.fixture
def viewer(page: ScansPage, qtbot: QtBot) -> Viewer:
    return opened(page, qtbot, "CT, chest")


def stored(number: int) -> np.ndarray:
    made = dicom.make_slice(RECIPE, number)
    return made.pixel_array.astype(float) - 1024


def test_the_front_view_holds_the_rows_of_all_slices_with_the_head_up(viewer: Viewer) -> None:
    viewer.do("plane_rows")
    canvas = viewer.stage.canvas
    assert (viewer.stack.count, viewer.stack.current) == (24, 12)
    assert canvas.image is not None
    shown_now = canvas.image.levels[0] * canvas.image.step + canvas.image.low
    assert np.array_equal(shown_now, np.stack([stored(number)[12] for number in range(8, 0, -1)]))
    assert canvas.lines.edges == {"left": "R", "right": "L", "top": "H", "bottom": "F"}
    spoken = canvas.lines.spoken()
    assert "seen from the front (coronal)" in spoken
    assert "Made here from 8 images" in spoken
    assert "Image 13 of 24" in spoken


def test_it_is_gone_through_like_any_other_and_goes_back(viewer: Viewer) -> None:
    viewer.go(5)
    viewer.do("plane_columns")
    assert viewer.stack.count == 40
    viewer.do("last")
    assert viewer.stack.current == 39
    assert viewer.list.currentIndex().row() == 0
    assert not viewer.works("star")
    viewer.do("plane_rows")
    assert viewer.stack.count == 24
    assert viewer.works("plane_stored")
    viewer.do("plane_stored")
    assert (viewer.stack.count, viewer.stack.current) == (8, 5)
    assert not viewer.works("plane_stored")


def test_the_menu_names_what_is_seen(viewer: Viewer) -> None:
    viewer.more_menu.aboutToShow.emit()
    named = {action.objectName(): action.text() for action in viewer.more_menu.actions()}
    assert named["plane_rows"] == "Seen from the front (coronal)"
    assert named["plane_columns"] == "Seen from the side (sagittal)"


def test_before_all_is_here_it_waits_and_then_comes(page: ScansPage, qtbot: QtBot) -> None:
    page.cards.chosen.emit(0)
    qtbot.waitUntil(lambda: page.viewer.isVisible() and page.viewer.stack.series is not None)
    if page.viewer.stack.loaded < 8:
        page.viewer.do("plane_rows")
    else:
        page.viewer.pane.cut("rows")
    qtbot.waitUntil(lambda: page.viewer.stack.count == 24, timeout=20_000)


def test_beside_the_slices_it_goes_along_in_the_body(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.do("views_2")
    qtbot.waitUntil(lambda: all(pane.stack.loaded == pane.stack.count for pane in viewer.views.panes))
    first, second = viewer.views.panes
    second.cut("rows")
    viewer.go(3)
    assert second.stack.current == 12  # the planes cross
    first.cut("rows")
    viewer.views.anchor()
    viewer.go(3)
    assert second.stack.current == 3


def test_a_series_too_large_for_memory_says_so(viewer: Viewer, qtbot: QtBot, desk: Desk) -> None:
    viewer.pane.limit(3 * 24 * 40 * 2)  # room for three of its eight
    with qtbot.waitSignal(desk.news.said) as said:
        viewer.do("plane_rows")
    assert "too large" in said.args[0]
    assert viewer.stack.count == 8


def test_only_what_lies_evenly_can_be_cut() -> None:
    even = series("a", [0.0, 5, 10, 15, 20], spacing=5)
    assert planes(even) == {"rows": "coronal", "columns": "sagittal"}
    assert planes(series("b", [0.0, 5, 10, 15, 20], SAGITTAL, spacing=5)) == {"rows": "axial", "columns": "coronal"}
    assert not can_be_cut(series("c", [0.0, 5, 10, 15, 20]))
    assert not can_be_cut(series("d", [0.0, 5, 10], spacing=5))
