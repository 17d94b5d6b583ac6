"""Places: one entry a hospital, named, made one and parted again, and reached from where a person misses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents, issuers
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.facilities.page import FacilitiesPage
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.settings.page import SettingsPage
from recordkeeper.ui.shell.window import MainWindow
from tests.making.unclear import put

SAINT, LABS = "St. Mary's Hospital", "Riverside Laboratory"


@pytest.fixture
def places(fresh_desk: Desk) -> Desk:
    """Three records of St. Mary's, spelled in two ways, and one of a laboratory."""
    put(fresh_desk.library, "one", date_order=None, date_confidence=0.9)
    put(fresh_desk.library, "two", "ST MARYS HOSP", date_order=None, date_confidence=0.9)
    put(fresh_desk.library, "three", date_order=None, date_confidence=0.9)
    put(fresh_desk.library, "four", LABS, facility_key="riverside laboratory", date_order=None, date_confidence=0.9)
    return fresh_desk


@pytest.fixture
def window(places: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(places, places.library.patient, "#0F766E")
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    yield made
    made.stop_for_closing()


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> FacilitiesPage:
    opened = window.open_page("facilities")
    assert isinstance(opened, FacilitiesPage)
    qtbot.waitUntil(lambda: len(opened.detail.links) == 3)
    return opened


def listed(page: FacilitiesPage) -> list[str]:
    return [each.name for each in page._model.facilities]


def test_a_place_is_one_entry_with_its_spellings_and_how_many_records(page: FacilitiesPage) -> None:
    assert listed(page) == [SAINT, LABS]
    spoken = page._model.data(page._model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{SAINT}, 3 records · 2 spellings"
    assert page.detail._spellings.text() == f"{SAINT}\nST MARYS HOSP"
    assert page.detail._count.text() == "3 records come from here."


def test_a_new_name_holds_for_its_records_and_undo_takes_it_back(
    page: FacilitiesPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.detail.called.setFocus()
    page.detail.called.selectAll()
    qtbot.keyClicks(page.detail.called, "Saint Mary's")
    qtbot.keyClick(page.detail.called, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listed(page) == ["Saint Mary's", LABS])
    assert facility_of(page, "two") == "Saint Mary's"
    assert window.undo_bar._told.text() == "The place has a new name, on 3 records."
    window.undo()
    qtbot.waitUntil(lambda: listed(page) == [SAINT, LABS])
    qtbot.waitUntil(lambda: page.detail.called.text() == SAINT)


def test_an_empty_name_or_the_same_one_does_nothing(page: FacilitiesPage, qtbot: QtBot) -> None:
    for typed in ("  ", SAINT):
        page.detail.called.setText(typed)
        with qtbot.assertNotEmitted(page.detail.named):
            page.detail.save.click()


def test_two_places_are_made_one_and_parted_again(page: FacilitiesPage, window: MainWindow, qtbot: QtBot) -> None:
    page.list.setCurrentIndex(page._model.index(1))
    assert not page.detail.merge.isEnabled()
    page.detail.same.setFocus()
    qtbot.keyClick(page.detail.same, Qt.Key.Key_Down)
    assert page.detail.same.currentText() == SAINT
    page.detail.merge.click()
    qtbot.waitUntil(lambda: listed(page) == [SAINT])
    assert facility_of(page, "four") == SAINT
    assert page.detail.facility is not None
    assert page.detail.facility.merged == (("riverside laboratory", LABS),)
    apart = page.detail.findChild(QAbstractButton, "riverside laboratory")
    assert apart.accessibleName() == f"{LABS} is a place of its own"
    apart.click()
    qtbot.waitUntil(lambda: listed(page) == [SAINT, LABS])
    assert facility_of(page, "four") == LABS
    window.undo()
    qtbot.waitUntil(lambda: listed(page) == [SAINT])


def test_how_a_place_prints_dates_can_be_said_here(page: FacilitiesPage, places: Desk, qtbot: QtBot) -> None:
    put(places.library, "unclear")
    page.opened()
    qtbot.waitUntil(lambda: len(page.detail.links) == 4)
    assert page.detail.order.currentIndex() == -1
    page.detail.order.setFocus()
    with qtbot.waitSignal(places.news.act_done):
        qtbot.keyClick(page.detail.order, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: page.detail.order.currentText() == "The day first: 3 April")
    assert str(documents.get(places.library.catalogue.reader(), "unclear").service_date) == "2024-04-03"


def test_a_record_of_the_place_opens(page: FacilitiesPage, window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.desk.news.show_record) as told:
        page.detail.links[0].click()
    assert told.args is not None
    assert told.args[0] in {"one", "two", "three"}


def test_a_record_leads_to_its_place(window: MainWindow, qtbot: QtBot) -> None:
    records = window.open_page("records")
    assert isinstance(records, RecordsPage)
    records.show_record("four")
    qtbot.waitUntil(lambda: records.details.shown is not None and records.details.shown.record.id == "four")
    records.details.put_right.click()
    page = window.page("facilities")
    assert isinstance(page, FacilitiesPage)
    qtbot.waitUntil(lambda: page._chosen == "riverside laboratory")
    assert window.current == "facilities"
    assert page.detail._name.text() == LABS


def test_records_and_settings_lead_to_the_places(window: MainWindow) -> None:
    records, settings = window.open_page("records"), window.open_page("settings")
    assert isinstance(records, RecordsPage)
    assert isinstance(settings, SettingsPage)
    for button in (records.places, settings.places):
        window.open_page("home")
        button.click()
        assert window.current == "facilities"


def test_what_is_being_typed_stays_when_records_change(page: FacilitiesPage, places: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.detail.called, " of the Lake")
    put(places.library, "five", date_order=None)
    places.news.records_changed.emit(("five",))
    qtbot.waitUntil(lambda: page.detail._count.text() == "4 records come from here.")
    assert page.detail.called.text() == f"{SAINT} of the Lake"


def test_everything_is_reached_by_keys_and_has_a_name(page: FacilitiesPage) -> None:
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, QAbstractButton | QLineEdit | QComboBox):
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled()
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget


def test_an_empty_library_says_what_will_stand_here(fresh_desk: Desk, qtbot: QtBot) -> None:
    made = FacilitiesPage(fresh_desk)
    qtbot.addWidget(made)
    made.show()
    made.opened()
    qtbot.waitUntil(made.empty.isVisible)


def facility_of(page: FacilitiesPage, record: str) -> str:
    db = page.desk.library.catalogue.reader()
    assert issuers.place_of(db, record)
    return documents.get(db, record).facility
