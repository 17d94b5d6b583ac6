"""Photos of one letter are made one document and put in order, by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.rows import Entry
from tests.ui.records.conftest import Window
from tests.ui.records.test_page import choose


def test_pages_are_moved_by_keyboard_and_undo_puts_them_back(
    records: RecordsPage, desk: Desk, window: Window, qtbot: QtBot
) -> None:
    papers = [row.line.id for row in records.list.rows if isinstance(row, Entry) and not row.line.is_study][:2]
    records.acting.merge(papers)
    qtbot.waitUntil(lambda: window.acts == ["merge"])
    whole = papers[0]
    before = [part.name for part in desk.read(documents.get, whole).result().files]
    assert len(before) == 2
    qtbot.waitUntil(lambda: records.list.lists(whole) and not records.list.lists(papers[1]))
    choose(records, qtbot, whole)
    qtbot.waitUntil(lambda: records.details.arrange.isVisibleTo(records.details))
    records.details.arrange.click()
    sheet = records.arranging.sheet
    assert sheet is not None
    assert [sheet.pages.item(at).text() for at in range(2)] == before
    qtbot.waitUntil(lambda: not sheet.pages.item(0).icon().isNull(), timeout=20_000)
    qtbot.keyClick(sheet.pages, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    sheet.go.click()
    qtbot.waitUntil(lambda: window.acts == ["merge", "arrange"])
    assert [part.name for part in desk.read(documents.get, whole).result().files] == before[::-1]
    window.undo()
    qtbot.waitUntil(lambda: [part.name for part in desk.read(documents.get, whole).result().files] == before)
