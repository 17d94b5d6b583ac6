"""A person's own marks and several records at once, as a person puts them: keys, typing, one undo for all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.records.marks import NO_MARKS, Marks
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.rows import Entry
from tests.ui.records.conftest import Window
from tests.ui.records.test_page import PATHOLOGY, choose, is_shown, listed


def marks(desk: Desk, record: str) -> Marks:
    return desk.read(documents.get, record).result().marks


def test_s_puts_a_star_on_the_record_and_takes_it_away(
    records: RecordsPage, desk: Desk, qtbot: QtBot, titled: Callable[[str], str]
) -> None:
    record = titled(PATHOLOGY)
    choose(records, qtbot, record)
    qtbot.keyClick(records.list, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: any(isinstance(row, Entry) and row.line.starred for row in records.list.rows))
    assert marks(desk, record).starred
    qtbot.waitUntil(records.details.marks.star.isChecked)
    qtbot.keyClick(records.list, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not marks(desk, record).starred)


def test_tags_and_a_note_are_typed_kept_on_leaving_and_found(
    records: RecordsPage, desk: Desk, window: Window, qtbot: QtBot, titled: Callable[[str], str]
) -> None:
    record = titled(PATHOLOGY)
    choose(records, qtbot, record)
    qtbot.keyClick(records.list, Qt.Key.Key_T)
    tags = records.details.marks.tags
    qtbot.waitUntil(tags.hasFocus)
    qtbot.keyClicks(tags, "for Dr. Wu, later")
    qtbot.keyClick(tags, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: marks(desk, record).tags == ("for Dr. Wu", "later"))
    assert is_shown(records, record)  # Enter kept the tags and accepted nothing
    assert "accept" not in window.acts
    records.details.marks.note.setFocus()
    qtbot.keyClicks(records.details.marks.note, "ask about the wombat")
    records.list.setFocus()
    qtbot.waitUntil(lambda: marks(desk, record).note == "ask about the wombat")
    records.search("wombat")
    qtbot.waitUntil(lambda: listed(records) == [record])
    records.search("tag:later")
    qtbot.waitUntil(lambda: listed(records) == [record] and records._hits is not None)
    records.search("")
    window.undo()
    qtbot.waitUntil(lambda: marks(desk, record).note == "")


def test_a_slip_in_the_search_is_said(records: RecordsPage, qtbot: QtBot) -> None:
    records.search("carcenoma")
    qtbot.waitUntil(records.notes.near.isVisible)
    assert "carcinoma" in records.notes.near.text()
    assert listed(records)
    records.search("carcinoma")
    qtbot.waitUntil(lambda: not records.notes.near.isVisible())


def test_several_records_are_marked_corrected_and_put_right_by_one_undo(
    records: RecordsPage, desk: Desk, window: Window, qtbot: QtBot
) -> None:
    assert not records.several.isVisible()
    records.list.choose_first()
    for _ in range(2):
        qtbot.keyClick(records.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = [line.id for line in records.several.chosen]
    assert len(chosen) >= 2
    assert records.several.told.text() == f"{len(chosen)} records chosen"
    assert records.several.told.width() >= records.several.told.sizeHint().width()
    assert not records.chips.isVisible()
    qtbot.keyClick(records.list, Qt.Key.Key_T)
    qtbot.waitUntil(records.several.tag.hasFocus)
    qtbot.keyClicks(records.several.tag, "together")
    qtbot.keyClick(records.several.tag, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(marks(desk, each).tags == ("together",) for each in chosen))
    window.undo()
    qtbot.waitUntil(lambda: all(marks(desk, each) == NO_MARKS for each in chosen))


def test_one_kind_for_all_that_are_chosen(records: RecordsPage, desk: Desk, qtbot: QtBot) -> None:
    papers = [row.line.id for row in records.list.rows if isinstance(row, Entry) and not row.line.is_study][:2]
    before = [desk.read(documents.get, each).result().kind for each in papers]
    records.acting.correct_all(papers, "kind", "consent")
    qtbot.waitUntil(lambda: all(desk.read(documents.get, each).result().kind == "consent" for each in papers))
    assert before != ["consent", "consent"]
