"""A page of scans on a library of a few synthetic studies."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.viewer import Viewer
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of

CHEST = SeriesRecipe(slices=12, rows=48, columns=64)
LUNG = dataclasses.replace(CHEST, series_number=2, series_description="Lung 5 mm", slices=3)
HEAD = SeriesRecipe(
    study="study-2", study_date="20230102", study_description="MR HEAD", body_part="HEAD", modality="MR", slices=2
)
STRANGER = SeriesRecipe(
    patient_name="Other^Bob", patient_id="X-9", birth_date="19500101", study="study-3", study_date="20220103"
)


@pytest.fixture(scope="session")
def chest(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    """Anna's CT of two series, one image of it damaged and one not there; her MR; and somebody else's CT."""
    del qapp
    place = tmp_path_factory.mktemp("scans")
    first = dicom.write_series(place / "heap" / "a", CHEST)
    first[4].unlink()
    dicom.damage(dicom.save(dicom.make_slice(LUNG, 3), place / "heap" / "b" / "3", "rle"))
    for number in (1, 2):
        dicom.save(dicom.make_slice(LUNG, number), place / "heap" / "b" / str(number))
    dicom.write_series(place / "heap" / "c", HEAD)
    dicom.write_series(place / "heap" / "d", STRANGER)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield desk_of(app)


@pytest.fixture
def page(chest: Desk, qtbot: QtBot) -> ScansPage:
    """The page with its cards, shown."""
    return shown(chest, qtbot)


@pytest.fixture
def viewer(page: ScansPage, qtbot: QtBot) -> Viewer:
    """The viewer on the chest CT with all its images in memory and the focus on the image."""
    return opened(page, qtbot, "CT, chest")


def shown(desk: Desk, qtbot: QtBot) -> ScansPage:
    page = ScansPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: bool(page.cards.shown.studies), timeout=10_000)
    return page


def opened(page: ScansPage, qtbot: QtBot, title: str) -> Viewer:
    rows = [row for row, study in enumerate(page.cards.shown.studies) if study.title.startswith(title)]
    choose(page, qtbot, rows[0])
    settled(page, qtbot)
    page.viewer.stage.canvas.setFocus()
    return page.viewer


def choose(page: ScansPage, qtbot: QtBot, row: int) -> None:
    """Choose a card and wait until the viewer is open on it."""
    page.cards.chosen.emit(row)
    record = page.cards.shown.studies[row].record
    viewer = page.viewer
    qtbot.waitUntil(lambda: viewer.isVisible() and viewer.study is not None and viewer.study.record == record)


def settled(page: ScansPage, qtbot: QtBot) -> None:
    """Wait until the series on show is in memory, as far as it can be shown."""
    stack = page.viewer.stack
    qtbot.waitUntil(
        lambda: all(stack.at(n) is not None or stack.trouble(n) for n in range(stack.count)), timeout=20_000
    )
