"""What belongs together, seen and put right in the details of a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents, record_lines
from recordkeeper.library import acts
from recordkeeper.records.belonging import Relation, Relative, Relatives
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.kin import Kin, KinRow
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.shown import look_up
from tests.ui.records.conftest import Window


def rows(page: RecordsPage) -> dict[str, KinRow]:
    """By how each belongs."""
    return {row.relative.relation.value: row for row in page.details.kin.rows if not row.isHidden()}


def show(page: RecordsPage, qtbot: QtBot, record: str) -> None:
    page.show_record(record)
    qtbot.waitUntil(lambda: page.details.shown is not None and page.details.shown.record.id == record)


def test_a_report_leads_to_its_images_and_back(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str]
) -> None:
    report = titled("MRI breasts with and without contrast")
    show(records, qtbot, report)
    row = rows(records)["report_of_study"]
    assert "The images it tells about" in row.how.text()
    assert row.why.text().startswith("Because of the same")
    qtbot.mouseClick(row.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: records.details.shown is not None and records.details.shown.record.imaging is not None)
    qtbot.mouseClick(rows(records)["study_of_report"].open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: records.details.shown is not None and records.details.shown.record.id == report)


def test_two_are_parted_and_the_act_is_taken_back(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str], window: Window
) -> None:
    show(records, qtbot, titled("Operative report"))
    row = rows(records)["has_specimen_report"]
    assert row.apart.accessibleName()
    qtbot.mouseClick(row.apart, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not rows(records))
    assert window.acts == ["unpair"]
    assert not records.details.kin.heading.isVisible()
    window.undo()
    qtbot.waitUntil(lambda: "has_specimen_report" in rows(records))


def test_a_copy_is_folded_away_and_opened_from_the_one_shown(
    records: RecordsPage, qtbot: QtBot, desk: Desk, titled: Callable[[str], str]
) -> None:
    one, other = titled("Laboratory report"), titled("Laboratory Results")
    desk.act(acts.pair, one, other, "same_text").result()
    desk.news.records_changed.emit((one, other))
    hidden = one if desk.read(documents.get, one).result().relatives.shown_as else other
    shown = other if hidden == one else one
    qtbot.waitUntil(lambda: records.list.lists(shown) and not records.list.lists(hidden))
    show(records, qtbot, shown)
    qtbot.mouseClick(rows(records)["same_text"].open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: records.details.shown is not None and records.details.shown.record.id == hidden)
    assert records.list.lists(hidden)
    assert records.details.kin.hidden.isVisible()


def test_an_offer_can_be_taken(desk: Desk, qtbot: QtBot, titled: Callable[[str], str]) -> None:
    record, other = titled("Operative report"), titled("Discharge summary")
    shown = desk.read(look_up, record).result()
    offer = Relative(other, Relation.TOGETHER, 0.4)
    kin = Kin(desk)
    qtbot.addWidget(kin)
    known = desk.read(record_lines.of, [other]).result()
    kin.say(replace(shown, record=replace(shown.record, relatives=Relatives(offers=(offer,))), kin=known))
    (row,) = kin.rows
    assert row.how.text().startswith("Perhaps:")
    with qtbot.waitSignal(kin.joined) as heard:
        row.join.click()
    assert heard.args == [record, other, "together"]


def test_a_person_names_another_record_it_belongs_to(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str], window: Window
) -> None:
    letter = titled("Letter")
    show(records, qtbot, letter)
    qtbot.mouseClick(records.details.kin.another, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: records.joining.sheet is not None and records.joining.sheet.isVisible())
    sheet = records.joining.sheet
    assert sheet is not None
    assert not sheet.list.lists(letter)
    qtbot.keyClicks(sheet.sought, "discharge")
    assert sheet.list.current == titled("Discharge summary")
    qtbot.keyClick(sheet.sought, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "together" in rows(records))
    assert window.acts == ["pair"]
    assert "You said so." in rows(records)["together"].why.text()
    window.undo()
    qtbot.waitUntil(lambda: "together" not in rows(records))
