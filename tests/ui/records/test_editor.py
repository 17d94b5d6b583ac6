"""Dates as people type them, and what happened on them."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.records.kinds import DateRole
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.editor import date_of
from recordkeeper.ui.records.page import RecordsPage


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2024-03-05", "2024-03-05"), (" 2024-3-5 ", "2024-03-05"), ("2024-03", "2024-03"), ("2024", "2024")],
)
def test_a_date_may_be_a_year_a_month_or_a_day(typed: str, stored: str) -> None:
    assert date_of(typed) == stored


@pytest.mark.parametrize("typed", ["", "last March", "05/03/2024", "2024-13", "2023-02-29", "2024-00-10", "0000"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        date_of(typed)


def test_what_happened_on_the_day_is_chosen_beside_the_date(records: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    db = desk.library.catalogue.reader()
    record = next(each for each in documents.find(db, Listing()) if each.date_role is DateRole.COLLECTED)
    records.show_record(record.id)
    qtbot.waitUntil(lambda: records.details.shown is not None and records.details.shown.record.id == record.id)
    records.correct()
    role = records.details.editor.role
    assert role.currentText() == "The day the sample was taken."
    assert role.accessibleName() == "What happened that day"
    assert role.findData("birth") == -1
    role.setCurrentIndex(role.findData("received"))
    with qtbot.waitSignal(desk.news.act_done):
        records.details.editor.save.click()
    assert documents.get(db, record.id).date_role is DateRole.RECEIVED
    qtbot.waitUntil(lambda: "The day the sample came in." in records.details.fields["service_date"]._reason.text())
