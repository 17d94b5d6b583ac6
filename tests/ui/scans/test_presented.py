"""Images are shown as the hospital marked them, and as they are stored when a person wants that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import FileDataset
from pydicom.sequence import Sequence
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.viewer import Viewer
from tests.making import dicom, dicom_objects
from tests.making.dicom import SeriesRecipe
from tests.making.dicom_objects import item
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown
from tests.ui.scans.test_measuring import at
from tests.ui.scans.test_viewer import window

RECIPE = SeriesRecipe(slices=3, rows=24, columns=40)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    """Three slices, the last covered; two states show the first, the newer turned; one a part of the second."""
    del qapp
    place: Path = tmp_path_factory.mktemp("presented")
    last = dicom.write_series(place / "heap", RECIPE)[-1]
    dicom_objects.saved(with_edges(dicom.make_slice(RECIPE, 3)), last)
    first = dicom.make_slice(RECIPE, 1)
    older = dicom_objects.shown_so(first, window=(0, 50), created="20240401")
    newer = dicom_objects.shown_so(first, window=(100, 300), turn=90, created="20240405")
    part = dicom_objects.shown_so(dicom.make_slice(RECIPE, 2), turn=180)
    area = item(PresentationSizeMode="SCALE TO FIT")
    area.PresentationPixelSpacing = [1, 1]
    area.DisplayedAreaTopLeftHandCorner, area.DisplayedAreaBottomRightHandCorner = [20, 16], [11, 7]
    part.DisplayedAreaSelectionSequence = Sequence([area])
    covered = np.zeros((RECIPE.rows, RECIPE.columns), bool)
    covered[10:12, 12:15] = True
    dicom_objects.cover_with(part, covered, shade=0xFFFF)
    for name, built in (("older", older), ("newer", newer), ("part", part)):
        dicom_objects.saved(built, place / "heap" / name)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield desk_of(app)


def with_edges(built: FileDataset) -> FileDataset:
    """Of the image only ten columns and ten rows are to be seen."""
    built.ViewPosition = "MLO"
    built.ShutterShape, built.ShutterPresentationValue = "RECTANGULAR", 0xFFFF
    built.ShutterLeftVerticalEdge, built.ShutterRightVerticalEdge = 11, 20
    built.ShutterUpperHorizontalEdge, built.ShutterLowerHorizontalEdge = 7, 16
    return built


def shade(viewer: Viewer, column: float, row: float) -> int:
    """How bright the view is at a place of the image."""
    canvas = viewer.stage.canvas
    return QColor(canvas.grab().toImage().pixel(at(viewer, column, row))).red()


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
    viewer.go(2)
    canvas = viewer.stage.canvas
    assert window(viewer) == (40, 400)
    assert canvas.drawn == ()
    assert "hospital marked" not in canvas.lines.spoken()
    assert canvas.pose.turn == (1, 0, 0, 1)


def test_of_an_image_the_part_is_shown_that_was_to_be_seen_in_any_window(viewer: Viewer, page: ScansPage) -> None:
    viewer.go(1)
    canvas = viewer.stage.canvas
    for size in ((900, 700), (1200, 500)):
        page.resize(*size)
        QApplication.processEvents()
        canvas = viewer.stage.canvas
        upper, lower = at(viewer, 20, 16), at(viewer, 10, 6)  # turned by half
        high, wide = lower.y() - upper.y(), lower.x() - upper.x()
        assert max(high / canvas.height(), wide / canvas.width()) == pytest.approx(1, abs=0.01)
        assert (upper.x() + lower.x()) / 2 == pytest.approx(canvas.width() / 2, abs=2)


def test_what_a_state_covers_pixel_by_pixel_is_covered(viewer: Viewer) -> None:
    viewer.go(1)
    viewer.do("text")
    assert shade(viewer, 13.5, 11) == 255
    assert shade(viewer, 16.5, 11) != 255
    viewer.do("text")


def test_what_a_file_covers_is_covered_and_said_until_a_person_wants_it_otherwise(viewer: Viewer) -> None:
    viewer.go(2)
    canvas = viewer.stage.canvas
    assert viewer.works("as_marked")
    assert "Parts of this image are covered" in canvas.lines.spoken()
    assert "View: MLO" in canvas.lines.spoken()
    assert [shade(viewer, 5, 12), shade(viewer, 30, 12)] == [255, 255]
    assert shade(viewer, 15, 12) != 255
    viewer.do("as_marked")
    assert "covered" not in canvas.lines.spoken()
    assert shade(viewer, 5, 12) != 255
    viewer.do("as_marked")
    assert shade(viewer, 5, 12) == 255


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
