"""What a record says about the illness, in the details pane: quoted, shown on its page, put right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import clinical
from recordkeeper.records.clinical import FactKind, FactStatus, KeptFact
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.fact_row import FactRow
from recordkeeper.ui.records.page import RecordsPage
from tests.ui.records.conftest import Window
from tests.ui.records.test_page import PATHOLOGY, choose


@pytest.fixture
def record(records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str]) -> str:
    """A pathology report, chosen."""
    found = titled(PATHOLOGY)
    choose(records, qtbot, found)
    return found


def kept(desk: Desk, record: str) -> tuple[KeptFact, ...]:
    return desk.read(clinical.of_record, record).result()


def row(records: RecordsPage, kind: FactKind = FactKind.DIAGNOSIS) -> FactRow:
    return next(one for one in records.details.facts.rows if one.kept.fact.kind is kind)


def test_each_fact_is_a_quoted_line(records: RecordsPage, record: str, desk: Desk) -> None:
    facts = kept(desk, record)
    assert facts
    assert [one.kept for one in records.details.facts.rows] == list(facts)
    told = [one.text() for one in records.details.facts.findChildren(QLabel) if not one.isHidden()]
    assert any(facts[0].fact.printed in text for text in told)
    assert not any(one.is_open for one in records.details.facts.rows)


def test_a_press_shows_the_piece_of_the_page_and_a_second_one_the_page(
    records: RecordsPage, record: str, qtbot: QtBot
) -> None:
    one = row(records)
    qtbot.mouseClick(one.open_button, Qt.MouseButton.LeftButton)
    assert one.is_open
    qtbot.waitUntil(lambda: not one.crop.isHidden(), timeout=20000)
    assert one.kept.fact.printed in one.crop.accessibleName()
    with qtbot.waitSignal(records.details.place_wanted) as wanted:
        one.crop.click()
    assert wanted.args[0].box == one.kept.fact.box
    qtbot.mouseClick(one.open_button, Qt.MouseButton.LeftButton)
    assert not one.is_open


def test_one_row_is_open_at_a_time(records: RecordsPage, record: str, qtbot: QtBot) -> None:
    first, second = records.details.facts.rows[:2]
    for one in (first, second):
        qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
    assert not first.is_open
    assert second.is_open


def test_a_person_accepts_corrects_and_removes_and_takes_it_back(
    records: RecordsPage, record: str, qtbot: QtBot, desk: Desk, window: Window
) -> None:
    before = kept(desk, record)
    row(records).accept.click()
    qtbot.waitUntil(lambda: row(records).kept.status is FactStatus.CONFIRMED)
    one = row(records)
    one.opened.emit()
    one.correct.click()
    one.edit.setText("what the page has")
    qtbot.keyClick(one.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row(records).kept.status is FactStatus.CORRECTED)
    assert row(records).kept.fact.printed == "what the page has"
    assert records.details.shown is not None
    assert records.details.shown.record.status != "confirmed"  # Enter was for the words
    row(records).remove.click()
    qtbot.waitUntil(lambda: len(records.details.facts.rows) == len(before) - 1)
    assert window.acts == ["accept", "correct", "remove_fact"]
    for _ in range(3):
        window.undo()
    qtbot.waitUntil(lambda: kept(desk, record) == before)


def test_escape_leaves_the_words_as_they_were(
    records: RecordsPage, record: str, qtbot: QtBot, window: Window
) -> None:
    one = row(records)
    one.opened.emit()
    one.correct.click()
    qtbot.keyClick(one.edit, Qt.Key.Key_Escape)
    assert one.edit.isHidden() or not one.edit.isVisible()
    assert window.acts == []


def test_a_question_about_a_quotation_points_at_its_page_and_its_words(
    records: RecordsPage, record: str, desk: Desk, qtbot: QtBot
) -> None:
    one = row(records)
    qtbot.mouseClick(one.open_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(desk.news.question_wanted) as told:
        qtbot.mouseClick(one.ask, Qt.MouseButton.LeftButton)
    fact = one.kept.fact
    assert told.args == [{"points_at": f"{one.kept.shown_in}#{fact.page}", "value": fact.printed}]
