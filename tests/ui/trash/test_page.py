"""The trash: what was moved there, and putting it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents, record_lines
from recordkeeper.intake.add import add
from recordkeeper.library import acts
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.rows import Entry
from recordkeeper.ui.trash.page import TrashPage
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.libraries import write


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
    assert "Nothing is deleted by itself" in desk.words.say("trash.explained")


def test_deleting_for_good_asks_first_and_says_there_is_no_undo(
    fresh_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = fresh_desk
    heap = {"a.txt": "Anna Sample  Born 03/05/1964\nPROGRESS NOTE\nseen on 01/02/2024"}
    add(desk.library, desk.lanes, desk.rules(), [str(write(tmp_path / "heap", heap))], progress=Progress(),
        cancel=CancelToken())  # fmt: skip
    (line,) = desk.read(record_lines.find, Listing()).result()
    desk.act(acts.trash, (line.id,)).result()
    page = opened(desk, qtbot)
    qtbot.waitUntil(lambda: len(entries(page)) == 1)
    assert not page.old.isVisible()
    page.delete_button.click()
    qtbot.waitUntil(lambda: page.deleting.question is not None)
    box = page.deleting.question
    assert box is not None
    assert "no undo" in box.informativeText()
    go = next(each for each in box.buttons() if each.text() == "Delete 1 record for good")
    assert box.defaultButton() is not go
    assert documents.get(desk.library.catalogue.reader(), line.id).status is Status.TRASHED
    with qtbot.waitSignal(desk.news.said) as said:
        go.click()
    assert said.args == ["1 record was deleted for good."]
    qtbot.waitUntil(page.empty.isVisible)
    assert list(desk.library.originals.everything()) == []


def test_what_has_been_there_for_long_is_offered(desk: Desk, thrown: tuple[str, ...], qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    qtbot.waitUntil(lambda: len(entries(page)) == len(thrown))
    page.old.show_records(thrown)
    assert page.old.isVisible()
    page.old.go.click()
    qtbot.waitUntil(lambda: page.deleting.question is not None)
    assert page.deleting.question is not None
    assert page.deleting.question.text() == "Delete 2 records for good?"
    page.deleting.question.close()
    assert len(entries(page)) == len(thrown)


def entries(page: TrashPage) -> list[str]:
    return [row.line.id for row in page.list.rows if isinstance(row, Entry)]
