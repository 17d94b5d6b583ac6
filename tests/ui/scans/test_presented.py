"""Images are shown as the hospital marked them, and as they are stored when a person wants that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.viewer import Viewer
from tests.making import dicom, dicom_objects
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown
from tests.ui.scans.test_viewer import window

RECIPE = SeriesRecipe(slices=3, rows=24, columns=40)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    """Three slices; two states show the first one, the newer turned; and one that is damaged."""
    del qapp
    place: Path = tmp_path_factory.mktemp("presented")
    dicom.write_series(place / "heap", RECIPE)
    first = dicom.make_slice(RECIPE, 1)
    older = dicom_objects.shown_so(first, window=(0, 50), created="20240401")
    newer = dicom_objects.shown_so(first, window=(100, 300), turn=90, created="20240405")
    for name, built in (("older", older), ("newer", newer)):
        dicom_objects.saved(built, place / "heap" / name)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield desk_of(app)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ScansPage:
    return shown(desk, qtbot)


@pytest.fixture
def viewer(page: ScansPage, qtbot: QtBot) -> Viewer:
    viewer = opened(page, qtbot, "CT, chest")
    qtbot.waitUntil(lambda: bool(viewer.pane.presented))
    return viewer


def test_the_newest_state_is_how_its_image_is_shown(viewer: Viewer) -> None:
    canvas = viewer.stage.canvas
    assert window(viewer) == (100, 300)
    assert canvas.pose.turn == (0, -1, 1, 0)
    assert [each.kind for each in canvas.drawn] == ["POLYLINE", "CIRCLE", "TEXT"]
    assert "as the hospital marked it: For the conference" in canvas.lines.spoken()


def test_other_images_have_none_of_it(viewer: Viewer) -> None:
    viewer.go(1)
    canvas = viewer.stage.canvas
    assert window(viewer) == (40, 400)
    assert canvas.drawn == ()
    assert "hospital marked" not in canvas.lines.spoken()
    assert not viewer.works("as_marked")


def test_as_stored_is_a_choice_and_back_again(viewer: Viewer) -> None:
    canvas = viewer.stage.canvas
    with_it = canvas.grab().toImage()
    viewer.do("as_marked")
    assert window(viewer) == (40, 400)
    assert canvas.pose.turn == (1, 0, 0, 1)
    assert canvas.drawn == ()
    assert canvas.grab().toImage() != with_it
    viewer.do("as_marked")
    assert window(viewer) == (100, 300)
    assert canvas.grab().toImage() == with_it


def test_a_turn_by_hand_is_left_alone(viewer: Viewer) -> None:
    viewer.do("rotate")
    viewer.go(1)
    viewer.go(0)
    assert viewer.stage.canvas.pose.turn == (-1, 0, 0, -1)
