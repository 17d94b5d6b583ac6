"""How a place prints dates: one card a place, its words on the page, and an answer that can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import dating, documents
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import DateOrder, Status
from recordkeeper.records.patient import Patient
from recordkeeper.records.query import Listing
from recordkeeper.ui.adding.receipt import ReceiptPage
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.facilities.date_asking import DateAsking
from recordkeeper.ui.facilities.date_card import DateCard
from recordkeeper.ui.home.page import HomePage
from recordkeeper.ui.records.review import ReviewPage
from recordkeeper.ui.shell.window import MainWindow
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of

NOWHERE = Patient("Anna Sample", PartialDate(1964, 3, 5))  # of no country, which would decide
PAPER = """{place}
Department of Radiology

Patient: Anna Sample
Date of birth: 5 March 1964

IMAGING REPORT
CT chest
Date of exam: {day}

FINDINGS: The lungs are clear. No pleural effusion.

IMPRESSION: No change.
"""
SAINT, NORTH = "ST. MARY'S HOSPITAL", "NORTHFIELD GENERAL HOSPITAL"


@pytest.fixture
def unclear(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """Two reports of one hospital and one of another, none of which tells the day from the month."""
    del qapp
    heap = tmp_path / "heap"
    heap.mkdir()
    for at, (place, day) in enumerate(((SAINT, "03/04/2024"), (SAINT, "05/06/2024"), (NORTH, "07/08/2024"))):
        papers.pdf_with_text(heap / f"{at}.pdf", [PAPER.format(place=place, day=day)])
    with a_library(tmp_path / "library", NOWHERE) as app:
        bring_in(app, heap)
        made = desk_of(app)
        yield made
        made.errands.close()


@pytest.fixture
def window(unclear: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(unclear, unclear.library.patient, "#0F766E")
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    yield made
    made.stop_for_closing()


def days(desk: Desk) -> list[str]:
    found = documents.find(desk.library.catalogue.reader(), Listing())
    return sorted(str(record.service_date) for record in found)


def asked(asking: DateAsking) -> list[str]:
    return [card.question.name.casefold() for card in asking.cards.values()]


def only(asking: DateAsking) -> DateCard:
    (card,) = asking.cards.values()
    return card


def test_to_review_asks_once_a_place_and_lists_none_of_its_records(window: MainWindow, qtbot: QtBot) -> None:
    page = window.open_page("review")
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: asked(page.dates) == [SAINT.casefold()])
    assert "One more place is asked about after this." in page.dates._more.text()
    assert not page.list.rows
    qtbot.waitUntil(lambda: window.rail._buttons["review"].text() == "To review (2)")
    card = only(page.dates)
    told = " ".join(one.text() for one in card.findChildren(QLabel))
    assert "The page says “exam: 03/04/2024”. That can be one of two days." in told
    assert "Your answer dates 2 records" in told
    assert [each.text() for each in card.orders.values()] == [
        "4 March 2024 (the month first)",
        "3 April 2024 (the day first)",
    ]
    qtbot.waitUntil(card.crop.isVisible)
    assert "03/04/2024" in card.crop.accessibleName()


def test_an_answer_dates_all_its_records_and_undo_asks_again(
    window: MainWindow, unclear: Desk, qtbot: QtBot
) -> None:
    page = window.open_page("review")
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: asked(page.dates) == [SAINT.casefold()])
    answer = only(page.dates).orders[DateOrder.DAY_FIRST]
    answer.setFocus()
    qtbot.keyClick(answer, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asked(page.dates) == [NORTH.casefold()])
    assert days(unclear) == ["2024-04-03", "2024-06-05", "2024-07-08"]
    counts = documents.count_by_status(unclear.library.catalogue.reader())
    assert counts == {Status.RECOGNISED: 2, Status.TO_REVIEW: 1}
    assert window.undo_bar._told.text() == "Noted. It holds for all papers of this place."
    window.undo()
    qtbot.waitUntil(lambda: asked(page.dates) == [SAINT.casefold()])
    assert days(unclear) == ["2024-03-04", "2024-05-06", "2024-07-08"]


def test_when_all_is_answered_there_is_nothing_to_look_at(window: MainWindow, qtbot: QtBot) -> None:
    page = window.open_page("review")
    assert isinstance(page, ReviewPage)
    for place in (SAINT, NORTH):
        qtbot.waitUntil(lambda place=place: asked(page.dates) == [place.casefold()])  # type: ignore[misc]
        qtbot.waitUntil(lambda: not page.panes.isVisible())
        only(page.dates).orders[DateOrder.MONTH_FIRST].click()
    qtbot.waitUntil(page.empty.isVisible)
    qtbot.waitUntil(lambda: window.rail._buttons["review"].text() == "To review")


def test_a_record_with_another_doubt_stays_in_the_list(window: MainWindow, unclear: Desk, qtbot: QtBot) -> None:
    from tests.making.unclear import put

    put(unclear.library, "strange", kind_confidence=0.3)
    page = window.open_page("review")
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: page.list.current == "strange")
    assert page.heading.text() == "1 record to look at"
    assert page.panes.isVisible()
    qtbot.waitUntil(lambda: window.rail._buttons["review"].text() == "To review (3)")


def test_home_and_the_receipt_ask_until_it_is_answered(window: MainWindow, unclear: Desk, qtbot: QtBot) -> None:
    home, receipt = HomePage(unclear), ReceiptPage(unclear)
    for page in (home, receipt):
        qtbot.addWidget(page)
        page.show()
        page.opened()
        qtbot.waitUntil(lambda page=page: len(page.dates.cards) == 2)  # type: ignore[misc]
    assert not home._review.isVisible()
    next(iter(home.dates.cards.values())).orders[DateOrder.DAY_FIRST].click()
    for page in (home, receipt):
        qtbot.waitUntil(lambda page=page: asked(page.dates) == [NORTH.casefold()])  # type: ignore[misc]


def test_later_the_card_goes_and_the_question_stays(unclear: Desk, qtbot: QtBot) -> None:
    asking = DateAsking(unclear)
    qtbot.addWidget(asking)
    asking.ask()
    qtbot.waitUntil(lambda: len(asking.cards) == 2)
    next(iter(asking.cards.values())).later.click()
    assert asked(asking) == [NORTH.casefold()]
    assert len(dating.questions(unclear.library.catalogue.reader())) == 2


def test_the_page_is_shown_with_its_words_marked(unclear: Desk, qtbot: QtBot) -> None:
    asking = DateAsking(unclear, most=1)
    qtbot.addWidget(asking)
    asking.ask()
    qtbot.waitUntil(lambda: bool(asking.cards))
    with qtbot.waitSignal(unclear.news.show_record) as told:
        only(asking).look.click()
    assert told.args == [only(asking).question.example, "exam: 03/04/2024"]


def test_every_button_of_a_card_is_reached_by_keys_and_says_whose_dates(unclear: Desk, qtbot: QtBot) -> None:
    asking = DateAsking(unclear, most=1)
    qtbot.addWidget(asking)
    asking.ask()
    qtbot.waitUntil(lambda: bool(asking.cards))
    card = only(asking)
    for one in (*card.orders.values(), card.later, card.look):
        assert isinstance(one, QAbstractButton)
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert card.question.name in one.accessibleDescription()
