"""Asking whose records are: a card a person, the ways on, and each answer taken back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents, record_lines
from recordkeeper.intake import strangers
from recordkeeper.library import folder
from recordkeeper.library.folder import Library
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.records.patient import Patient
from recordkeeper.records.query import Listing
from recordkeeper.settings import KnownLibrary, Settings
from recordkeeper.ui.adding.receipt import ReceiptPage
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.home.page import HomePage
from recordkeeper.ui.records.review import ReviewPage
from recordkeeper.ui.records.rows import RowWords
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.strangers.asking import Asking
from recordkeeper.ui.strangers.card import StrangerCard
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of

OMAR = Patient("Omar Example", PartialDate(1958, 11, 2), country="US")


@pytest.fixture
def mixed(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """A library with one paper of the patient's, two of Omar's and one of Rosa's, and Omar's own library beside."""
    del qapp
    heap, other = tmp_path / "heap", tmp_path / "omar"
    heap.mkdir()
    folder.create(other, OMAR, readme="A library made by a test.").close()
    papers.pdf_with_text(heap / "mine.pdf", ["Anna Sample   Born 03/05/1964\nPROGRESS NOTE"])
    for at in (1, 2):
        papers.pdf_with_text(heap / f"omar{at}.pdf", [f"Patient: Omar Example  DOB: 11/02/1958\nVISIT NOTE {at}"])
    papers.pdf_with_text(heap / "rosa.pdf", ["Patient: Rosa Other  DOB: 05/01/1970\nPROGRESS NOTE"])
    with a_library(tmp_path / "library") as app:
        bring_in(app, heap)
        here = str(app.library.folder)
        known = (KnownLibrary(here, "Anna", "#0F766E"), KnownLibrary(str(other), OMAR.name, "#8A5A00"))
        made = dataclasses.replace(desk_of(app), settings=Settings(library=here, libraries=known))
        yield made
        made.errands.close()


@pytest.fixture
def asking(mixed: Desk, qtbot: QtBot) -> Asking:
    made = Asking(mixed)
    qtbot.addWidget(made)
    mixed.news.records_changed.connect(lambda _touched: made.ask())
    mixed.news.act_done.connect(lambda _label, _touched: made.ask())
    made.ask()
    qtbot.waitUntil(lambda: len(made.cards) == 2)
    return made


def card_of(asking: Asking, name: str) -> StrangerCard:
    return next(card for card in asking.cards.values() if card.question.group.person.name == name)


def told(card: StrangerCard) -> str:
    return " ".join(one.text() for one in card.findChildren(QLabel))


def counted(desk: Desk) -> dict[Status, int]:
    return documents.count_by_status(desk.library.catalogue.reader())


def test_a_card_says_whom_the_papers_name_and_why_they_are_kept_apart(asking: Asking, qtbot: QtBot) -> None:
    card = card_of(asking, "Omar Example")
    for sentence in (
        "These papers name Omar Example.",
        "Born 2 Nov 1958. 2 records.",
        "The name is not Anna Sample.",
        "Nothing is lost.",
    ):
        assert sentence in told(card)
    qtbot.waitUntil(lambda: card.page.pixmap().height() > card.desk.look.pixels(24))  # the first page


def test_this_is_me_brings_them_back_and_undo_takes_it_back(asking: Asking, mixed: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(mixed.news.act_done) as done:
        card_of(asking, "Rosa Other").me.click()
    assert done.args is not None
    assert done.args[0] == "whose_me"
    qtbot.waitUntil(lambda: list(asking.cards) == [card_of(asking, "Omar Example").question.group.id])
    assert counted(mixed)[Status.SET_ASIDE] == 2
    window = MainWindow(mixed, mixed.library.patient, "#0F766E")
    qtbot.addWidget(window)
    with qtbot.waitSignal(mixed.news.records_changed):
        window.undo()
    qtbot.waitUntil(lambda: len(asking.cards) == 2)
    assert counted(mixed)[Status.SET_ASIDE] == 3
    window.stop_for_closing()


def test_left_out_nobody_asks_again(asking: Asking, mixed: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(mixed.news.act_done):
        card_of(asking, "Omar Example").leave.click()
    qtbot.waitUntil(lambda: len(asking.cards) == 1)
    assert counted(mixed)[Status.SET_ASIDE] == 3
    other = Asking(mixed)
    qtbot.addWidget(other)
    other.ask()
    qtbot.waitUntil(lambda: len(other.cards) == 1)


def test_moved_to_the_library_that_knows_the_person_with_one_click(
    asking: Asking, mixed: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    card = card_of(asking, "Omar Example")
    assert card.move_there.text() == "Move to Omar Example"
    with qtbot.waitSignal(mixed.news.act_done, timeout=60_000) as done:
        card.move_there.click()
    assert done.args is not None
    assert done.args[0] == "move"
    there = folder.open_for_reading(tmp_path / "omar")
    assert sum(documents.count_by_status(there.catalogue.reader()).values()) == 2
    there.close()
    assert counted(mixed)[Status.TRASHED] == 2
    trashed = record_lines.find(mixed.library.catalogue.reader(), Listing(status=Status.TRASHED))
    assert {RowWords(mixed.words).gone(line) for line in trashed} == {"Moved to the library of Omar Example"}
    qtbot.waitUntil(lambda: len(asking.cards) == 1)
    qtbot.waitUntil(asking.isEnabled)


def test_a_library_of_somebody_else_has_to_be_said_yes_to(
    asking: Asking, mixed: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    card = card_of(asking, "Rosa Other")
    menu = card.move_there.menu()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Move to Omar Example", "Choose another library"]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: asking.moving.question is not None)
    box = asking.moving.question
    assert box is not None
    assert "Omar Example" in box.text()
    go, stay = box.buttons()
    assert box.defaultButton() is stay
    stay.click()
    assert counted(mixed).get(Status.TRASHED, 0) == 0
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: asking.moving.question is not box)
    again = asking.moving.question
    assert again is not None
    with qtbot.waitSignal(mixed.news.act_done, timeout=60_000):
        again.buttons()[0].click()
    there = folder.open_for_reading(tmp_path / "omar")
    assert documents.count_by_status(there.catalogue.reader()) == {Status.SET_ASIDE: 1}
    there.close()
    del go


def test_later_the_card_goes_and_the_question_stays(asking: Asking, mixed: Desk, qtbot: QtBot) -> None:
    card_of(asking, "Omar Example").later.click()
    assert len(asking.cards) == 1
    assert len(strangers.open_groups(mixed.library.catalogue.reader())) == 2


def test_it_works_with_keys_alone(asking: Asking, mixed: Desk, qtbot: QtBot) -> None:
    asking.show()
    card = card_of(asking, "Rosa Other")
    for one in (card.me, card.leave, card.move_there, card.later, card.look):
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert one.accessibleName()
        assert "Rosa Other" in one.accessibleDescription()
    card.leave.setFocus()
    with qtbot.waitSignal(mixed.news.act_done):
        qtbot.keyClick(card.leave, Qt.Key.Key_Space)


def test_home_and_the_receipt_ask_the_same_until_it_is_answered(mixed: Desk, qtbot: QtBot) -> None:
    home, receipt = HomePage(mixed), ReceiptPage(mixed)
    for page in (home, receipt):
        qtbot.addWidget(page)
        page.show()
        page.opened()
    qtbot.waitUntil(lambda: len(home.asking.cards) == len(receipt.asking.cards) == 2)
    assert list(home.asking.cards) == list(receipt.asking.cards)
    card_of(home.asking, "Omar Example").leave.click()
    mixed.news.act_done.connect(lambda _label, touched: mixed.news.records_changed.emit(touched))
    qtbot.waitUntil(lambda: len(home.asking.cards) == len(receipt.asking.cards) == 1)


@pytest.fixture
def bare(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """A library of seven papers with the patient's name and nothing else to tell by."""
    del qapp
    heap = tmp_path / "heap"
    heap.mkdir()
    for at in range(1, 8):
        text = f"Patient: Anna Sample\nPROGRESS NOTE\nDate of visit: 0{at}/12/2024\nnote {at}"
        papers.pdf_with_text(heap / f"bare{at}.pdf", [text])
    with a_library(tmp_path / "library") as app:
        bring_in(app, heap)
        made = desk_of(app)
        yield made
        made.errands.close()


def test_papers_with_the_name_alone_are_one_card_that_names_them_all(bare: Desk, qtbot: QtBot) -> None:
    asking = Asking(bare)
    qtbot.addWidget(asking)
    asking.ask()
    qtbot.waitUntil(lambda: len(asking.cards) == 1)
    (card,) = asking.cards.values()
    assert "7 papers have only the name Anna Sample on them." in told(card)
    assert "Are they yours?" in told(card)
    assert len(card.papers.text().splitlines()) == 5
    card.all_papers.click()
    assert len(card.papers.text().splitlines()) == 7
    with qtbot.waitSignal(bare.news.act_done):
        card.me.click()
    lines = documents.find(bare.library.catalogue.reader(), Listing())
    assert {record.identity for record in lines} == {Identity.AGREES}


def test_to_review_points_to_the_questions_of_whose_records_are(bare: Desk, qtbot: QtBot) -> None:
    review = ReviewPage(bare)
    qtbot.addWidget(review)
    review.show()
    review.opened()
    qtbot.waitUntil(review.whose.isVisible)
    assert "a question about whose" in " ".join(one.text() for one in review.whose.findChildren(QLabel))
    with qtbot.waitSignal(bare.news.page_wanted) as wanted:
        review.whose.go.click()
    assert wanted.args == ["home"]
    (group,) = strangers.open_groups(bare.library.catalogue.reader())
    bare.act(_mine, group.id).result(30)
    bare.news.records_changed.emit(group.record_ids)
    qtbot.waitUntil(lambda: not review.whose.isVisible())


def _mine(library: Library, group: str) -> tuple[str, ...]:
    return strangers.me(library, group)


def test_one_misfiled_record_is_taken_to_its_library_and_undo_brings_it_back(mixed: Desk, qtbot: QtBot) -> None:
    window = MainWindow(mixed, mixed.library.patient, "#0F766E")
    qtbot.addWidget(window)
    window.resize(1280, 820)
    window.show()
    page = window.open_page("records")
    record = next(each.id for each in mixed.read(documents.find, Listing()).result() if "Omar" in each.person.name)
    page.show_record(record)
    qtbot.waitUntil(lambda: page.details.shown is not None and page.details.shown.record.id == record)
    assert page.details.elsewhere.isVisibleTo(page.details)
    (action,) = page.details.elsewhere.names.actions()
    assert action.text() == OMAR.name
    action.trigger()
    qtbot.waitUntil(lambda: mixed.read(documents.get, record).result().status is Status.TRASHED, timeout=30_000)
    window.undo()
    qtbot.waitUntil(lambda: mixed.read(documents.get, record).result().status is not Status.TRASHED)
