"""*Compare with the previous one* lays the right study and series beside the one on show."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.linking import most_alike
from recordkeeper.ui.scans.page import ScansPage
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown
from tests.ui.scans.test_views import SAGITTAL, everything, series

NOW = SeriesRecipe(study="now", study_date="20240312", slices=6, rows=24, columns=32)
BEFORE = dataclasses.replace(NOW, study="before", study_date="20230110")
HEAD = dataclasses.replace(NOW, study="head", study_date="20240101", body_part="HEAD", study_description="CT HEAD")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    """A chest CT of now, one of last year with two series, and a CT of the head in between."""
    del qapp
    place = tmp_path_factory.mktemp("compare")
    lung = dataclasses.replace(BEFORE, series_number=2, series_description="Lung 1 mm", slices=9)
    for number, recipe in enumerate((NOW, BEFORE, lung, HEAD)):
        dicom.write_series(place / "heap" / str(number), recipe)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield desk_of(app)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ScansPage:
    return shown(desk, qtbot)


def test_the_previous_one_opens_beside_it_at_the_series_most_like_it(page: ScansPage, qtbot: QtBot) -> None:
    viewer = opened(page, qtbot, "CT, chest")
    assert viewer.study is not None
    assert str(viewer.study.date) == "2024-03-12"
    viewer.do("compare")
    qtbot.waitUntil(lambda: viewer.views.count == 2)
    everything(viewer, qtbot)
    left, right = viewer.views.panes
    assert viewer.pane is left
    assert right.study is not None
    assert right.series is not None
    assert str(right.study.date) == "2023-01-10"
    assert right.series.number == 1
    assert "10 Jan 2023" in right.stage.canvas.lines.spoken()
    viewer.go(3)
    assert right.stack.current == 3
    viewer.do("views_1")
    viewer.go(5)
    viewer.do("compare")
    qtbot.waitUntil(lambda: viewer.views.count == 2)
    assert right.stack.current == 5  # as far along
    viewer.views.choose_next()
    assert [each.number for each in viewer.series.series] == [1, 2]  # the list is that of the study worked in


def test_where_there_is_none_that_is_said(page: ScansPage, qtbot: QtBot, desk: Desk) -> None:
    viewer = opened(page, qtbot, "CT, head")
    with qtbot.waitSignal(desk.news.said) as said:
        viewer.do("compare")
    assert "No earlier scan" in said.args[0]
    assert viewer.views.count == 1


def test_sort_and_plane_go_before_the_name_and_the_name_before_the_spacing() -> None:
    one = dataclasses.replace(series("x", [0, 5], spacing=5), name="Chest CT, lung, 5 mm")
    across = dataclasses.replace(series("a", [0, 5], SAGITTAL, spacing=5), name=one.name)
    thin = dataclasses.replace(series("b", [0, 1], spacing=1), name=one.name)
    other = dataclasses.replace(series("c", [0, 5], spacing=5), name="Scout")
    mr = dataclasses.replace(one, modality="MR")
    assert most_alike(one, (across, other, thin, mr)) == 2
    assert most_alike(one, (across, other, mr)) == 1
    assert most_alike(one, (mr,)) is None
