"""Marking an image in the window: a caption, a star on the image, undo, and the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import key_images
from recordkeeper.library import acts
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.viewer import Viewer
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown
from tests.ui.scans.test_viewer import press

KEY = Qt.Key


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    del qapp
    dicom.write_series(tmp_path / "heap", SeriesRecipe(slices=5, rows=24, columns=32))
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        yield desk_of(app)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ScansPage:
    return shown(desk, qtbot)


@pytest.fixture
def viewer(page: ScansPage, qtbot: QtBot) -> Viewer:
    return opened(page, qtbot, "CT, chest")


def mark(viewer: Viewer, qtbot: QtBot, index: int, caption: str) -> None:
    viewer.go(index)
    press(qtbot, viewer, KEY.Key_K)
    line = viewer.stage.caption.line
    assert line.isVisible()
    line.clear()
    qtbot.keyClicks(line, caption)
    qtbot.keyClick(line, KEY.Key_Return)
    qtbot.waitUntil(lambda: (found := viewer.pane.mark()) is not None and found.caption == caption)


def stars(viewer: Viewer) -> str:
    return viewer.stage.canvas.lines.spoken()


def test_k_asks_for_a_caption_and_the_star_stands_on_that_image_alone(viewer: Viewer, qtbot: QtBot) -> None:
    mark(viewer, qtbot, 3, "the spot")
    assert "★ the spot" in stars(viewer)
    assert not viewer.stage.caption.isVisible()
    assert viewer.stage.canvas.hasFocus()
    press(qtbot, viewer, KEY.Key_Up)
    assert "★" not in stars(viewer)


def test_undo_takes_the_star_away_when_the_page_hears_of_it(
    viewer: Viewer, qtbot: QtBot, page: ScansPage, desk: Desk
) -> None:
    mark(viewer, qtbot, 3, "the spot")
    touched = desk.act(acts.undo).result()
    desk.news.records_changed.emit(touched)
    qtbot.waitUntil(lambda: viewer.pane.mark() is None)
    assert "★" not in stars(viewer)
    assert page.isVisible()


def test_the_caption_can_be_changed_and_the_mark_removed(viewer: Viewer, qtbot: QtBot) -> None:
    mark(viewer, qtbot, 2, "one")
    mark(viewer, qtbot, 2, "two")
    press(qtbot, viewer, KEY.Key_K)
    assert viewer.stage.caption.line.text() == "two"
    qtbot.mouseClick(viewer.stage.caption.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: viewer.pane.mark() is None)


def test_escape_and_another_image_leave_all_as_it_was(viewer: Viewer, qtbot: QtBot, desk: Desk) -> None:
    press(qtbot, viewer, KEY.Key_K)
    bar = viewer.stage.caption
    qtbot.keyClicks(bar.line, "no")
    qtbot.keyClick(bar.line, KEY.Key_Escape)
    assert not bar.isVisible()
    press(qtbot, viewer, KEY.Key_K)
    viewer.go(4)
    assert not bar.isVisible()
    assert viewer.study is not None
    assert desk.read(key_images.of_study, viewer.study.record).result() == ()


def test_n_goes_from_mark_to_mark_and_round(viewer: Viewer, qtbot: QtBot) -> None:
    assert not viewer.works("next_marked")
    for index in (1, 4):
        mark(viewer, qtbot, index, f"number {index}")
    seen = []
    for _ in range(3):
        press(qtbot, viewer, KEY.Key_N)
        seen.append(viewer.stack.current)
    assert seen == [1, 4, 1]


def test_the_sheet_is_written_where_a_person_says(viewer: Viewer, qtbot: QtBot, tmp_path: Path, desk: Desk) -> None:
    mark(viewer, qtbot, 3, "the spot")
    place = tmp_path / "marked.pdf"
    with qtbot.waitSignal(desk.news.said, timeout=20_000) as said:
        viewer.marking.write_sheet(str(place))
    assert str(place) in said.args[0]
    with pymupdf.open(place) as sheet:
        assert "the spot" in sheet[0].get_text()
        assert len(sheet[0].get_images()) == 1


def test_a_study_opened_again_still_has_its_stars(viewer: Viewer, qtbot: QtBot, page: ScansPage) -> None:
    mark(viewer, qtbot, 3, "the spot")
    viewer.left.emit()
    opened(page, qtbot, "CT, chest")
    viewer.go(3)
    assert "★ the spot" in stars(viewer)
