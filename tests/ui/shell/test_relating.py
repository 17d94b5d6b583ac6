"""What the window brings up to date unseen, once it has been quiet for a while: libraries of an earlier program."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.app import opened
from recordkeeper.catalogue import clinical, renewals
from recordkeeper.ui.shell.window import MainWindow
from tests.making.libraries import a_library, bring_in, write
from tests.making.old_library import age
from tests.ui.conftest import desk_of

NOTE = (
    "PROGRESS NOTE\nPatient: Anna Sample   Date of birth: 03/05/1964\nDate of visit: 04/17/2024\n"
    "DIAGNOSIS: Invasive ductal carcinoma of the left breast."
)


@pytest.fixture
def old_library(tmp_path: Path) -> Path:
    """A library with one note, as an earlier program left it."""
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", {"note.txt": NOTE}))
    age(tmp_path / "library")
    return tmp_path / "library"


def test_an_old_library_says_as_much_as_a_new_one_soon_after_it_is_opened(
    old_library: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    del qapp
    with opened(old_library, writing=True) as app:
        desk = desk_of(app)
        window = MainWindow(desk, app.library.patient, "#0F766E")
        qtbot.addWidget(window)
        window.show()
        assert clinical.all_facts(app.library.catalogue.reader()) == ()
        with qtbot.waitSignal(desk.news.records_changed, timeout=60_000) as told:
            window.begin_background_work()
        assert told.args == [()]  # nobody did anything
        assert any(
            "ductal carcinoma" in each.fact.printed for each in clinical.all_facts(app.library.catalogue.reader())
        )
        assert renewals.waiting(app.library.catalogue.reader()) == ()
        window.stop_for_closing()
        desk.errands.close()


def test_a_window_that_closes_at_once_leaves_the_rest_for_the_next_time(
    old_library: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    del qapp
    with opened(old_library, writing=True) as app:
        desk = desk_of(app)
        window = MainWindow(desk, app.library.patient, "#0F766E")
        qtbot.addWidget(window)
        window.begin_background_work()
        window.stop_for_closing()
        desk.errands.close()
        assert len(renewals.waiting(app.library.catalogue.reader())) == 1
