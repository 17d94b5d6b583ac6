"""The first minutes: made-up records, one's own library, and slips of the pen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper import paths
from recordkeeper.app import opened, workers
from recordkeeper.library import folder
from recordkeeper.library.full_backup import back_up
from recordkeeper.library.seal import Seal
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.patient import Identifier
from recordkeeper.ui.first_run.making import folder_name
from recordkeeper.ui.first_run.page import FirstRun
from recordkeeper.ui.home.page import HomePage
from recordkeeper.ui.opened import Opened
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.start import Start
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.libraries import ANNA, a_library, write


@pytest.fixture
def start(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """The program as a newcomer starts it, in a home of its own."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RECORDKEEPER_HOME", str(tmp_path / "program"))

    def open_library(place: Path, seal: Seal | None = None) -> Opened:
        holding = ExitStack()
        app = holding.enter_context(opened(place, writing=True))
        return Opened(app.library, app.lanes, app.makers, app.rules, holding.close)

    made = Start(
        qapp,
        open_library,
        makers=lambda: workers(may_write=True, slots=1),
        resources=paths.resources(),
        settings_file=tmp_path / "program" / "settings.json",
    )
    yield made
    made.end()
    if made.window is not None:
        made.window.close()


def welcome(start: Start) -> FirstRun:
    start.begin()
    return first_run(start)


def first_run(start: Start) -> FirstRun:
    assert isinstance(start.window, FirstRun)
    return start.window


def fill(first: FirstRun, name: str, day: str, month: int, year: str) -> None:
    first.form.name.setText(name)
    first.form.day.setText(day)
    first.form.month.setCurrentIndex(month)
    first.form.year.setText(year)


def main_window(start: Start, qtbot: QtBot) -> MainWindow:
    qtbot.waitUntil(lambda: isinstance(start.window, MainWindow), timeout=60_000)
    assert isinstance(start.window, MainWindow)
    return start.window


def test_made_up_records_are_a_click_away_and_home_counts_them(start: Start, qtbot: QtBot) -> None:
    first = welcome(start)
    first._sample.click()
    assert "made-up records" in first._busy_told.text()
    window = main_window(start, qtbot)
    with qtbot.waitSignal(window.adding.adder.ended, timeout=120_000) as done:
        pass
    assert done.args[0].receipt.totals[Outcome.ADDED] > 20
    home = window.stack.currentWidget()
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: home._seen is not None and home._seen.records > 20)
    assert "Madeup" in home._name.text()
    assert "made-up" in start.settings.library


def test_made_up_records_are_made_once(start: Start, qtbot: QtBot) -> None:
    welcome(start)._sample.click()
    window = main_window(start, qtbot)
    with qtbot.waitSignal(window.adding.adder.ended, timeout=120_000):
        pass
    before = start.settings.library
    start.close_library()
    start.welcome("")
    assert isinstance(start.window, FirstRun)
    start.window._sample.click()
    main_window(start, qtbot)
    assert start.settings.library == before


def test_three_screens_lead_to_a_library_with_what_was_chosen(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    first = welcome(start)
    fill(first, "  Anna   Sample ", "5", 3, "1964")
    first.form._unfold.click()
    first.form.also.setText("Anna Maiden, Anni")
    first.form.issuer.setText("Northfield")
    first.form.number.setText("123456")
    assert first._where.text() == str(tmp_path / "home" / "Recordkeeper" / "Anna Sample")
    first._next.click()
    heap = write(tmp_path / "Downloads", {"a.txt": "Old Hospital\nPatient: Anna Sample\nLetter"})
    first.choices.chosen.emit((heap,))
    assert first._chosen.text() == "Will be added: Downloads"
    first._next.click()
    assert first._begin.isVisible()
    assert not first._next.isVisible()
    first._begin.click()
    window = main_window(start, qtbot)
    with qtbot.waitSignal(window.adding.adder.ended, timeout=60_000) as done:
        pass
    assert done.args[0].receipt.totals[Outcome.ADDED] == 1
    patient = window.desk.library.patient
    assert (patient.name, patient.birth_date) == ("Anna Sample", PartialDate(1964, 3, 5))
    assert patient.also_known_as == ("Anna Maiden", "Anni")
    assert patient.identifiers == (Identifier("Northfield", "123456"),)
    assert window.desk.library.folder == tmp_path / "home" / "Recordkeeper" / "Anna Sample"


def test_the_screens_can_be_skipped(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    first = welcome(start)
    first.keep_below(tmp_path / "elsewhere")
    fill(first, "Anna Sample", "", 0, "1964")
    first._now.click()
    window = main_window(start, qtbot)
    assert window.desk.library.folder == tmp_path / "elsewhere" / "Anna Sample"
    assert window.desk.library.patient.birth_date == PartialDate(1964)


@pytest.mark.parametrize(
    ("name", "day", "month", "year", "sentence"),
    [
        ("", "5", 3, "1964", "Please write the name first."),
        ("Anna", "31", 2, "1964", "There is no 31 February 1964. Please check the day."),
        ("Anna", "5", 3, "64", "64 does not look like a year of birth. Write all four digits."),
        ("Anna", "5", 3, "", "Please write the year of birth."),
        ("Anna", "five", 3, "1964", "Please write the day and the year with digits"),
        ("Anna", "5", 0, "1964", "Please choose the month of birth."),
        ("Anna", "5", 3, "2999", "2999 does not look like a year of birth."),
    ],
)
def test_a_slip_in_the_form_is_a_sentence_and_nothing_is_made(
    start: Start, tmp_path: Path, qtbot: QtBot, name: str, day: str, month: int, year: str, sentence: str
) -> None:
    first = welcome(start)
    fill(first, name, day, month, year)
    first._next.click()
    assert first._stack.currentIndex() == 0
    assert sentence in first.trouble.text
    first._now.click()
    assert sentence in first.trouble.text
    assert not (tmp_path / "home").exists()


def test_a_folder_that_holds_something_is_refused_with_a_sentence(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    first = welcome(start)
    write(tmp_path / "full" / "Anna Sample", {"something.txt": "here already"})
    first.keep_below(tmp_path / "full")
    fill(first, "Anna Sample", "5", 3, "1964")
    first._now.click()
    qtbot.waitUntil(lambda: bool(first.trouble.text))
    assert "This folder holds something already" in first.trouble.text
    assert first._next.isEnabled()
    assert (tmp_path / "full" / "Anna Sample" / "something.txt").read_text("utf-8") == "here already"


def test_a_library_that_is_here_already_is_opened(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    folder.create(tmp_path / "old", ANNA, readme="A library made by a test.").close()
    first = welcome(start)
    first._on_open_selected(str(tmp_path))
    qtbot.waitUntil(lambda: "There is no library here." in first.trouble.text, timeout=20_000)
    first._on_open_selected(str(tmp_path / "old"))
    assert main_window(start, qtbot).desk.library.patient == ANNA


def test_records_are_brought_back_from_a_stick(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    stick = tmp_path / "stick"
    (stick / "holiday").mkdir(parents=True)
    with a_library(tmp_path / "lost") as app:
        back_up(app.library, stick, dt.datetime.now(dt.UTC), Progress(), CancelToken())
    shutil.rmtree(tmp_path / "lost")
    first = welcome(start)
    first.keep_below(tmp_path / "home")
    first._on_bring_back_selected(str(stick))
    window = main_window(start, qtbot)
    assert window.desk.library.patient == ANNA
    assert window.desk.library.folder == tmp_path / "home" / "brought-back-1"


def test_a_stick_without_a_copy_is_told_so(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    first = welcome(start)
    first._on_bring_back_selected(str(tmp_path))
    qtbot.waitUntil(lambda: "not a backup" in first.trouble.text)
    assert first.isEnabled()


def test_a_library_that_is_gone_is_told_at_the_start(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    start.settings = dataclasses.replace(start.settings, library=str(tmp_path / "gone"))
    start.begin()
    qtbot.waitUntil(lambda: isinstance(start.window, FirstRun), timeout=20_000)
    assert "There is no library here." in first_run(start).trouble.text


def test_names_make_folders_on_every_system() -> None:
    assert folder_name(" Dr. Anna  Sample/Müller: ") == "Dr. Anna Sample Müller"
    assert folder_name("..") == ""
