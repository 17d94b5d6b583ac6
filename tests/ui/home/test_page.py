"""Home: whose records, how many of what, and the next step; an empty one teaches."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.home.page import HomePage
from recordkeeper.ui.home.tile import Tile
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.shell.window import MainWindow
from tests.making.libraries import write


def opened(desk: Desk, qtbot: QtBot, width: int = 780) -> HomePage:
    page = HomePage(desk)
    qtbot.addWidget(page)
    page.resize(width, 640)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: page._seen is not None)
    return page


def test_it_says_whose_records_these_are_and_counts_them(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    assert page._seen is not None
    patient = desk.library.patient
    assert page._name.text() == patient.name
    assert f"{page._seen.records} records are here." in page._told.text()
    tiles = page.findChildren(Tile)
    counted = sum(int(tile.accessibleName().rpartition("(")[2].rstrip(")")) for tile in tiles)
    assert counted == page._seen.records


def test_a_card_opens_its_records_and_review_its_own_page(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    wanted: list[str] = []
    desk.news.group_wanted.connect(wanted.append)
    desk.news.page_wanted.connect(wanted.append)
    tiles = {tile.objectName(): tile for tile in page.findChildren(Tile)}
    tiles["blood"].click()
    page._review.go.click()
    page._bundle.go.click()
    assert wanted == ["blood", "review", "bundles"]


def test_a_card_of_the_window_leads_to_just_these_records(desk: Desk, qtbot: QtBot) -> None:
    window = MainWindow(desk, desk.library.patient, "#0F766E")
    qtbot.addWidget(window)
    window.show()
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: bool(home.findChildren(Tile)))
    (blood,) = (tile for tile in home.findChildren(Tile) if tile.objectName() == "blood")
    blood.click()
    records = window.stack.currentWidget()
    assert isinstance(records, RecordsPage)
    assert records.chips.chosen == "blood"
    window.adding.stop_for_closing()


def test_an_empty_library_teaches_with_one_sentence_and_one_button(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = opened(fresh_desk, qtbot)
    assert page._stack.currentIndex() == 0
    shown = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in shown] == ["Add records"]
    with qtbot.waitSignal(fresh_desk.news.add_wanted):
        shown[0].click()


def test_new_records_appear_without_asking(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(fresh_desk, qtbot)
    from recordkeeper.intake.add import add
    from recordkeeper.work.progress import CancelToken, Progress

    heap = write(tmp_path / "heap", {"a.txt": "Old Hospital\nPatient: Anna Sample\nDOB 03/05/1964\nLetter"})
    library, lanes = fresh_desk.library, fresh_desk.lanes
    add(library, lanes, fresh_desk.rules(), [str(heap)], progress=Progress(), cancel=CancelToken())
    fresh_desk.news.records_changed.emit(())
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1)
    assert "1 record is here." in page._told.text()


def test_nothing_is_wider_than_a_narrow_window_with_large_text(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot, width=560)
    assert all(tile.geometry().right() <= page.width() for tile in page.findChildren(Tile))


def test_the_next_visit_and_late_answers_are_told(fresh_desk: Desk, qtbot: QtBot) -> None:
    from recordkeeper.library import preparing
    from recordkeeper.records.own import OwnList

    page = opened(fresh_desk, qtbot)
    assert page._agenda.isHidden()
    for doctor, date in (("Dr. Past", "2020-01-01"), ("Dr. Later", "2199-02-01"), ("Dr. Next", "2199-01-01")):
        preparing.add_entry(fresh_desk.library, OwnList.VISIT, {"doctor": doctor, "date": date})
    preparing.add_entry(fresh_desk.library, OwnList.REQUESTS, {"what": "images", "asked": "2020-01-01"})
    page.board.refresh()
    qtbot.waitUntil(lambda: not page._agenda.isHidden())
    told = page._agenda.go.accessibleDescription()
    assert told == "Next visit: Dr. Next, 1 Jan 2199. One answer you asked for is late."
    with qtbot.waitSignal(fresh_desk.news.page_wanted) as wanted:
        page._agenda.go.click()
    assert wanted.args == ["opinion"]
