"""The help page: topics, a search that marks, links that stay inside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.help.page import HelpPage


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> HelpPage:
    made = HelpPage(desk)
    made.resize(800, 640)
    qtbot.addWidget(made)
    made.show()
    made.opened()
    qtbot.waitUntil(lambda: made.list.model().rowCount() > 5)
    return made


def titles(page: HelpPage) -> list[str]:
    model = page.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_first_topic_is_shown_at_once(page: HelpPage) -> None:
    assert titles(page)[0] in page.text.toPlainText()


def test_searching_leaves_what_holds_the_words_and_marks_them(qtbot: QtBot, page: HelpPage) -> None:
    all_titles = titles(page)
    page.find_here()
    qtbot.keyClicks(page.search, "biopsy")
    assert 0 < len(titles(page)) < len(all_titles)
    marked = [selection.cursor.selectedText().lower() for selection in page.text.extraSelections()]
    assert marked
    assert set(marked) == {"biopsy"}
    page.search.clear()
    assert titles(page) == all_titles


def test_enter_goes_from_one_marked_word_to_the_next(qtbot: QtBot, page: HelpPage) -> None:
    qtbot.keyClicks(page.search, "disc")
    first = page.text.textCursor().position()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    second = page.text.textCursor().position()
    assert second > first
    for _ in range(len(page.text.extraSelections()) - 1):
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.text.textCursor().position() == first


def test_words_that_are_nowhere_are_told(qtbot: QtBot, page: HelpPage) -> None:
    qtbot.keyClicks(page.search, "zzzzz")
    assert titles(page) == []
    assert page.nothing.isVisible()


def test_accents_and_capitals_do_not_matter(qtbot: QtBot, page: HelpPage) -> None:
    qtbot.keyClicks(page.search, "BÍOPSY")
    assert titles(page)


def test_a_link_leads_to_its_topic(page: HelpPage) -> None:
    page.text.anchorClicked.emit(QUrl("bundle.md"))
    assert "START-HERE.pdf" in page.text.toPlainText()


def test_a_licence_can_be_read_in_full_and_left_again(qtbot: QtBot, page: HelpPage) -> None:
    page.show_topic("about")
    page.text.anchorClicked.emit(QUrl("licence:AGPL-3.0"))
    qtbot.waitUntil(lambda: "GNU AFFERO GENERAL PUBLIC LICENSE" in page.text.toPlainText())
    page.show_topic("keys")
    assert "F1" in page.text.toPlainText()


def test_nothing_leads_out_of_the_program(page: HelpPage) -> None:
    before = page.text.toPlainText()
    page.text.anchorClicked.emit(QUrl("https://example.invalid/"))
    assert page.text.toPlainText() == before
    assert not page.text.openExternalLinks()
