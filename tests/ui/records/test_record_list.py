"""The list as a thing of its own: what a person looks at stays in sight."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.query import RecordLine
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.record_list import RecordList
from recordkeeper.ui.records.rows import by_year

LINES = tuple(
    RecordLine(f"r{at}", Kind.LETTER, f"Letter {at}", None, "", Status.RECOGNISED, False, 1) for at in range(60)
)


@pytest.fixture
def listed(desk: Desk, qtbot: QtBot) -> RecordList:
    rows = RecordList(desk, "records")
    qtbot.addWidget(rows)
    rows.resize(300, 500)
    rows.show()
    qtbot.waitExposed(rows)
    rows.show_rows(by_year(LINES))
    return rows


def test_a_list_that_becomes_lower_keeps_the_chosen_record_in_sight_whole(listed: RecordList) -> None:
    listed.choose("r40")
    listed.resize(300, 460)
    assert listed.viewport().rect().contains(listed.visualRect(listed.currentIndex()))


def test_a_list_that_becomes_lower_does_not_jump_to_a_record_out_of_sight(listed: RecordList) -> None:
    listed.choose("r59")
    listed.verticalScrollBar().setValue(0)
    listed.resize(300, 460)
    assert listed.verticalScrollBar().value() == 0


def test_another_search_begins_at_its_best_hit(listed: RecordList) -> None:
    listed.verticalScrollBar().setValue(900)
    listed.show_rows(by_year(LINES[:50]), sought="carcinoma")
    assert listed.verticalScrollBar().value() == 0


def test_news_of_the_same_search_leave_the_place(listed: RecordList) -> None:
    listed.show_rows(by_year(LINES), sought="carcinoma")
    listed.verticalScrollBar().setValue(900)
    listed.show_rows(by_year(LINES), sought="carcinoma")
    assert listed.verticalScrollBar().value() == 900
