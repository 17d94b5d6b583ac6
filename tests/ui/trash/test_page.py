"""The trash: what was moved there, and putting it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents, record_lines
from recordkeeper.library import acts
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.rows import Entry
from recordkeeper.ui.trash.page import TrashPage


@pytest.fixture
def thrown(desk: Desk) -> Iterator[tuple[str, ...]]:
    """Two records in the trash, taken out again afterwards."""
    lines = desk.read(record_lines.find, Listing(limit=2)).result()
    ids = tuple(line.id for line in lines)
    desk.act(acts.trash, ids).result()
    yield ids
    desk.act(acts.untrash, ids).result()


def opened(desk: Desk, qtbot: QtBot) -> TrashPage:
    page = TrashPage(desk)
    qtbot.addWidget(page)
    desk.news.act_done.connect(lambda _label, touched: desk.news.records_changed.emit(touched))
    page.show()
    page.opened()
    return page


def test_enter_puts_back_one_record_after_the_other(desk: Desk, thrown: tuple[str, ...], qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    qtbot.waitUntil(lambda: len(entries(page)) == len(thrown))
    assert page.heading.text() == "2 records in the trash"
    with qtbot.waitSignal(desk.news.act_done) as told:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert told.args[0] == "untrash"
    qtbot.waitUntil(lambda: len(entries(page)) == 1)
    assert page.list.current == entries(page)[0]
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(page.empty.isVisible)
    for record in thrown:
        assert desk.read(documents.get, record).result().status is not Status.TRASHED


def test_the_page_explains_that_nothing_is_deleted(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    qtbot.waitUntil(page.empty.isVisible)
    assert "kept" in desk.words.say("trash.empty")
    assert "Nothing is deleted" in desk.words.say("trash.explained")


def entries(page: TrashPage) -> list[str]:
    return [row.line.id for row in page.list.rows if isinstance(row, Entry)]
