"""Whose records: opening another library, one that is gone, a new colour, and a library that refuses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper import paths, settings
from recordkeeper.app import opened, workers
from recordkeeper.library import folder
from recordkeeper.library.seal import Seal
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import Patient
from recordkeeper.settings import KnownLibrary
from recordkeeper.ui.first_run.page import FirstRun
from recordkeeper.ui.icons import Icons
from recordkeeper.ui.libraries.chooser import Chooser
from recordkeeper.ui.opened import Opened
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.start import Start
from tests.making.libraries import ANNA

OMAR = Patient("Omar Example", PartialDate(1958, 11, 2), country="US")


@pytest.fixture
def start(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Start]:
    """Anna's library is open; Omar's is known; a third is gone."""

    def open_library(place: Path, seal: Seal | None = None) -> Opened:
        holding = ExitStack()
        app = holding.enter_context(opened(place, writing=True))
        return Opened(app.library, app.lanes, app.makers, app.rules, holding.close)

    made = Start(
        qapp,
        open_library,
        makers=lambda: workers(may_write=True, slots=1),
        resources=paths.resources(),
        settings_file=tmp_path / "settings.json",
    )
    for name, patient in (("anna", ANNA), ("omar", OMAR)):
        folder.create(tmp_path / name, patient, readme="A library made by a test.").close()
    known = (
        KnownLibrary(str(tmp_path / "omar"), OMAR.name, "#8A5A00"),
        KnownLibrary(str(tmp_path / "gone"), "Rosa Gone", "#4C5FA8"),
    )
    made.settings = dataclasses.replace(made.settings, libraries=known)
    made.begin(tmp_path / "anna")
    qtbot.waitUntil(lambda: isinstance(made.window, MainWindow), timeout=20_000)
    yield made
    made.end()
    if made.window is not None:
        made.window.close()


@pytest.fixture
def chooser(start: Start, qtbot: QtBot) -> Chooser:
    made = Chooser(start.words(), start.look, Icons(paths.resources() / "icons", start.look), start)
    qtbot.addWidget(made)
    made.open()
    return made


def whose(start: Start) -> str:
    assert isinstance(start.window, MainWindow)
    return start.window.desk.library.patient.name


def test_another_persons_library_is_opened(chooser: Chooser, start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    chooser.rows[str(tmp_path / "omar")].go.click()
    qtbot.waitUntil(lambda: whose(start) == OMAR.name, timeout=20_000)
    assert [known.name for known in start.settings.libraries] == [OMAR.name, ANNA.name, "Rosa Gone"]


def test_the_open_one_is_said_and_cannot_be_opened_again(chooser: Chooser, tmp_path: Path) -> None:
    row = chooser.rows[str(tmp_path / "anna")]
    assert row.go.isHidden()
    assert row._state.text() == "This one is open."


def test_one_that_is_gone_is_said_and_can_be_taken_off_the_list(
    chooser: Chooser, start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    row = chooser.rows[str(tmp_path / "gone")]
    qtbot.waitUntil(lambda: not row.forget.isHidden(), timeout=20_000)
    assert "not there now" in row._state.text()
    row.forget.click()
    chooser.reject()
    start.end()
    assert [known.name for known in settings.load(tmp_path / "settings.json").libraries] == [ANNA.name, OMAR.name]


def test_a_colour_is_kept(chooser: Chooser, start: Start, tmp_path: Path) -> None:
    row = chooser.rows[str(tmp_path / "omar")]
    row._colour.menu().actions()[3].trigger()
    chooser.reject()
    assert whose(start) == ANNA.name
    start.end()
    kept = {known.name: known.colour for known in settings.load(tmp_path / "settings.json").libraries}
    assert kept[OMAR.name] == "#9B4D6B"


def test_a_folder_that_is_no_library_is_a_sentence_and_the_open_one_stays(
    chooser: Chooser, start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "holiday").mkdir()
    chooser.open_library(str(tmp_path / "holiday"))
    qtbot.waitUntil(lambda: bool(chooser.trouble.text), timeout=20_000)
    assert chooser.trouble.text.startswith("There is no library here.")
    assert whose(start) == ANNA.name


def test_a_library_somebody_else_has_open_is_refused_and_the_one_before_stays(
    chooser: Chooser, start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    held, before = folder.open_for_writing(tmp_path / "omar"), start.window
    try:
        chooser.open_library(str(tmp_path / "omar"))
        qtbot.waitUntil(lambda: bool(chooser.trouble.text), timeout=20_000)
    finally:
        held.close()
    assert "open in another window" in chooser.trouble.text
    assert start.window is before
    assert whose(start) == ANNA.name


def test_a_new_library_for_another_person_begins_with_the_welcome_and_a_way_back(
    chooser: Chooser, start: Start, qtbot: QtBot
) -> None:
    chooser._new.click()
    qtbot.waitUntil(lambda: isinstance(start.window, FirstRun))
    assert isinstance(start.window, FirstRun)
    assert ANNA.name in start.window._before.text()
    start.window._before.click()
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow), timeout=20_000)
    assert whose(start) == ANNA.name
