"""An image that one decoder called damaged is shown with a sentence that says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans import captions
from recordkeeper.ui.scans.viewer import Viewer
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown


@pytest.fixture
def desk(tmp_path: Path, shared_data: Path, qapp: QApplication) -> Iterator[Desk]:
    """A CT whose one slice has flipped bits."""
    del qapp
    (tmp_path / "heap").mkdir()
    shutil.copy(shared_data / "dicom" / "made_here" / "fuzz" / "04_bitflip", tmp_path / "heap" / "spoiled")
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        yield desk_of(app)


def said(desk: Desk, viewer: Viewer) -> tuple[str, ...]:
    assert viewer.study is not None
    return captions.lines(desk, viewer.study, viewer.study.series[0], 0, viewer.stage.canvas).above_foot


def test_the_sentence_stands_on_the_image(desk: Desk, qtbot: QtBot) -> None:
    viewer = opened(shown(desk, qtbot), qtbot, "CT")
    image = viewer.stage.canvas.image
    assert image is not None
    assert image.facts.doubtful
    sentence = "This image seems damaged: parts of it may be wrong"
    assert sentence in said(desk, viewer)
