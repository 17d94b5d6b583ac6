"""A picture is saved with its mark; another program is handed copies, never an original."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper import paths
from recordkeeper.preview.other_viewers import OtherViewer, copies, installed
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.handing_on import marked_picture
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.viewer import Viewer
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown
from tests.ui.scans.test_viewer import press


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    del qapp
    place = tmp_path_factory.mktemp("handing")
    dicom.write_series(place / "heap", SeriesRecipe(slices=4, rows=24, columns=32))
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield desk_of(app)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ScansPage:
    return shown(desk, qtbot)


@pytest.fixture
def viewer(page: ScansPage, qtbot: QtBot) -> Viewer:
    return opened(page, qtbot, "CT, chest")


def test_the_picture_holds_what_is_seen_and_the_mark(
    viewer: Viewer, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    with qtbot.waitSignal(desk.news.said) as said:
        viewer.handing_on.write_picture(str(tmp_path / "p.png"))
    assert "not for diagnosis" in said.args[0]
    picture, canvas = QImage(str(tmp_path / "p.png")), viewer.stage.canvas
    assert (picture.width(), picture.height() > canvas.height()) == (canvas.width(), True)
    strip = picture.copy(0, canvas.height(), picture.width(), picture.height() - canvas.height())
    assert any(strip.pixelColor(x, y).green() > 150 for x in range(strip.width()) for y in range(strip.height()))
    assert not list(tmp_path.glob(".*"))


def test_whose_it_is_stays_in_a_saved_picture_though_the_words_are_hidden(
    viewer: Viewer, qtbot: QtBot, desk: Desk
) -> None:
    before = marked_picture(desk, viewer.pane)
    press(qtbot, viewer, Qt.Key.Key_I)
    assert marked_picture(desk, viewer.pane) == before


def test_a_place_that_refuses_is_told(viewer: Viewer, qtbot: QtBot, tmp_path: Path, desk: Desk) -> None:
    with qtbot.waitSignal(desk.errands.failed) as told:
        viewer.handing_on.write_picture(str(tmp_path / "no such folder" / "p.png"))
    assert told.args[0].code == "place_not_allowed"


def test_a_viewer_of_this_computer_is_offered_and_handed_copies(
    viewer: Viewer, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    """The viewer is a program that notes what it was asked to open and what is there."""
    note = tmp_path / "note.txt"
    program = "import os, sys; open(sys.argv[1] + '.part', 'w').write(' '.join(sorted(os.listdir(sys.argv[2])))); "
    program += "os.replace(sys.argv[1] + '.part', sys.argv[1])"
    viewer.handing_on.viewers = (OtherViewer("Notes", sys.executable, ("-c", program, str(note), "{folder}")),)
    viewer.more_menu.aboutToShow.emit()
    assert "Open a copy in Notes" in [action.text() for action in viewer.more_menu.actions()]
    with qtbot.waitSignal(desk.news.said) as said:
        viewer.do("open_in_0")
    assert "Notes is opening a copy" in said.args[0]
    qtbot.waitUntil(note.exists, timeout=20_000)
    assert note.read_text() == "IM000001 IM000002 IM000003 IM000004"


def test_a_viewer_that_does_not_start_is_said(viewer: Viewer, qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    viewer.handing_on.viewers = (OtherViewer("Gone", str(tmp_path / "gone"), ()),)
    with qtbot.waitSignal(desk.news.said) as said:
        viewer.do("open_in_0")
    assert said.args == ["Gone could not be opened."]


def test_copies_are_the_originals_bytes_and_read_only(viewer: Viewer, desk: Desk) -> None:
    assert viewer.stack.series is not None
    files: list[Fingerprint] = [place.file for place in viewer.stack.series.places]
    folder = copies(desk.library, [*files, files[0]])
    made = sorted(folder.iterdir())
    assert len(made) == 4
    with desk.library.originals.open_original(files[0]) as original:
        assert made[0].read_bytes() == original.read()
    assert made[0].stat().st_mode & 0o222 == 0


def test_only_what_is_installed_is_offered() -> None:
    rules = paths.resources() / "rules"
    assert installed(rules, which=lambda _name: None) == ()
    found = installed(rules, which=lambda name: "/usr/bin/weasis" if name == "weasis" else None)
    assert [viewer.name for viewer in found] == ["Weasis"]
    program, arguments = found[0].command(Path("/tmp/x"))
    assert (program, arguments) == ("/usr/bin/weasis", ['$dicom:get -l "/tmp/x"'])
