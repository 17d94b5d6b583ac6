"""Parting a document in the window: borders by keys and mouse, what the parts would be, and one document again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.intake.belong import belong
from recordkeeper.library import acts
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Kind
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.split_sheet import SplitSheet
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.work.progress import CancelToken, Progress
from tests.library.test_parting import PAGES
from tests.making.documents import pdf_with_text
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of


@pytest.fixture
def three_pages(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """One record of three pages, the last of which is another document; and one of a single page."""
    del qapp
    with a_library(tmp_path / "library") as app:
        pdf_with_text(tmp_path / "heap" / "all.pdf", PAGES)
        pdf_with_text(tmp_path / "heap" / "one.pdf", ["Anna Sample   Born 03/05/1964\nPROGRESS NOTE\nAll is well."])
        bring_in(app, tmp_path / "heap")
        made = desk_of(app)
        yield made
        made.errands.close()


@pytest.fixture
def window(three_pages: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(three_pages, three_pages.library.patient, "#0F766E")
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    yield made
    made.stop_for_closing()


def records(desk: Desk) -> tuple[Record, ...]:
    return documents.find(desk.library.catalogue.reader(), Listing())


def long_one(desk: Desk) -> Record:
    return next(record for record in records(desk) if record.files[0].name == "all.pdf")


def page_with(window: MainWindow, record: str, qtbot: QtBot) -> RecordsPage:
    page = window.open_page("records")
    assert isinstance(page, RecordsPage)
    page.show_record(record)
    qtbot.waitUntil(lambda: page.details.shown is not None and page.details.shown.record.id == record)
    return page


@pytest.fixture
def page(window: MainWindow, three_pages: Desk, qtbot: QtBot) -> RecordsPage:
    return page_with(window, long_one(three_pages).id, qtbot)


@pytest.fixture
def sheet(page: RecordsPage, qtbot: QtBot) -> SplitSheet:
    page.details.split.click()
    qtbot.waitUntil(lambda: page.splitting.sheet is not None)
    assert page.splitting.sheet is not None
    return page.splitting.sheet


def told(sheet: SplitSheet) -> list[str]:
    return [" | ".join(one.text() for one in row.findChildren(QLabel)) for row in sheet.rows.values()]


def test_the_parts_are_shown_with_what_each_would_be(sheet: SplitSheet, qtbot: QtBot) -> None:
    assert told(sheet) == ["Part 1 · pages 1 to 3 | Reading this part"]
    assert not sheet.go.isEnabled()
    qtbot.keyClick(sheet.pages, Qt.Key.Key_End)
    assert sheet.begins.text() == "Another record begins on page 3"
    qtbot.keyClick(sheet.pages, Qt.Key.Key_Space)
    assert sheet.begins.isChecked()
    qtbot.waitUntil(lambda: not any("Reading" in one for one in told(sheet)), timeout=30_000)
    assert told(sheet) == [
        "Part 1 · pages 1 to 2 | Discharge summary · 17 Apr 2024",
        "Part 2 · page 3 | Operation note · 12 Apr 2024",
    ]
    assert sheet.go.text() == "Make 2 records"


def test_a_border_is_taken_away_as_it_was_set(sheet: SplitSheet, qtbot: QtBot) -> None:
    assert sheet.pages.page == 2
    sheet.begins.click()
    sheet.pages.choose(3)
    middle = sheet.pages.visualRect(sheet.pages.pages.index(2)).center()
    qtbot.mouseDClick(sheet.pages.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert sheet.pages.pages.spans == ((1, 1), (2, 2), (3, 3))
    sheet.begins.click()
    assert sheet.pages.pages.spans == ((1, 1), (2, 3))
    sheet.pages.choose(1)
    assert not sheet.begins.isEnabled()  # the first page begins a record in any case
    qtbot.keyClick(sheet.pages, Qt.Key.Key_Space)
    assert sheet.pages.pages.spans == ((1, 1), (2, 3))


def test_a_screen_reader_hears_where_a_part_begins(sheet: SplitSheet) -> None:
    sheet.pages.choose(3)
    sheet.begins.click()
    spoken = [
        sheet.pages.pages.data(sheet.pages.pages.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in (1, 2)
    ]
    assert spoken == ["Page 2 of 3, in part 1.", "Page 3 of 3. Part 2 begins here."]
    for control in (sheet.pages, sheet.begins, sheet.go, sheet.leave):
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_pages_are_painted(sheet: SplitSheet, qtbot: QtBot) -> None:
    wish = sheet.pages._sheets.wish(sheet.pages.pages.leaves[2], sheet.pages.viewport().devicePixelRatioF())
    qtbot.waitUntil(lambda: sheet.pages._supply.exact(wish) is not None, timeout=30_000)


def test_the_record_is_parted_and_undo_makes_it_one(
    sheet: SplitSheet, window: MainWindow, three_pages: Desk, qtbot: QtBot
) -> None:
    before = records(three_pages)
    sheet.pages.choose(3)
    sheet.begins.click()
    with qtbot.waitSignal(three_pages.news.act_done) as done:
        sheet.go.click()
    assert done.args is not None
    assert done.args[0] == "split"
    assert window.undo_bar._told.text() == "Parted into 2 records."
    assert len(records(three_pages)) == len(before) + 1
    kinds = {(part.files[0].first_page, part.files[0].last_page): part.kind for part in settled(three_pages)}
    assert kinds[1, 2] is Kind.DISCHARGE_SUMMARY
    assert kinds[3, 3] is Kind.OPERATIVE_NOTE
    window.undo()
    qtbot.waitUntil(lambda: len(records(three_pages)) == len(before))


def settled(desk: Desk) -> tuple[Record, ...]:
    """As a moment later, when the parts have been read."""
    belong(desk.library, desk.lanes, progress=Progress(), cancel=CancelToken())
    return records(desk)


def test_a_part_offers_to_put_all_together_again(window: MainWindow, three_pages: Desk, qtbot: QtBot) -> None:
    whole = long_one(three_pages).id
    parts = three_pages.act(acts.split, whole, (2, 3)).result()
    three_pages.act(acts.correct, parts[0], "title", "A stay").result()
    page = page_with(window, parts[1], qtbot)
    assert page.details.rejoin.isVisible()
    assert not page.details.split.isVisible()  # it has one page
    page.details.rejoin.click()
    qtbot.waitUntil(lambda: long_one(three_pages).id == whole)
    qtbot.waitUntil(lambda: window.undo_bar._told.text() == "One document again.")
    window.undo()
    qtbot.waitUntil(lambda: len(records(three_pages)) == 4)
    assert documents.get(three_pages.library.catalogue.reader(), parts[0]).title == "A stay"


def test_it_begins_with_the_page_that_is_open(page: RecordsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.reader.page == 1)
    page.reader.paper.go_to(2)
    qtbot.waitUntil(lambda: page.reader.page == 3)
    page.details.split.click()
    qtbot.waitUntil(lambda: page.splitting.sheet is not None)
    assert page.splitting.sheet is not None
    assert page.splitting.sheet.pages.pages.spans == ((1, 2), (3, 3))


def test_a_single_page_has_nothing_to_part(window: MainWindow, three_pages: Desk, qtbot: QtBot) -> None:
    one = next(record for record in records(three_pages) if record.files[0].name == "one.pdf")
    page = page_with(window, one.id, qtbot)
    assert not page.details.split.isVisible()
    assert not page.details.rejoin.isVisible()


def test_what_cannot_be_done_is_said_on_the_sheet(sheet: SplitSheet, three_pages: Desk, qtbot: QtBot) -> None:
    sheet.pages.choose(3)
    sheet.begins.click()
    sheet.asked.emit((9,))
    qtbot.waitUntil(lambda: bool(sheet.trouble.text))
    assert sheet.trouble.text == "Name the pages at which another document begins, from 2 to 3."
    assert len(records(three_pages)) == 2
