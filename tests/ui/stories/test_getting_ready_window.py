"""The same in the window: a heap is added, the board is read and answered, a question is asked, a bundle begun."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from recordkeeper.library import preparing
from recordkeeper.prepare.slots import CANCER
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import SlotState
from recordkeeper.ui.home.slot_card import SlotCard
from recordkeeper.ui.opinion.compare import Compare
from recordkeeper.ui.opinion.story_view import StoryCard
from recordkeeper.ui.shell.window import MainWindow
from tests.making.libraries import a_library, bring_in, write
from tests.making.waiting import turn, until
from tests.stories.heap_of_anna import HEAP, LATER
from tests.ui.conftest import desk_of


def test_from_a_heap_to_a_complete_board_and_a_bundle_begun(tmp_path: Path, qapp: QApplication) -> None:
    del qapp
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", HEAP))
        window = MainWindow(desk_of(app), app.library.patient, "#0F766E")
        window.show()
        try:
            _what_is_missing_is_asked_for_and_comes(window, tmp_path, app)
            _the_board_is_completed(window)
            _a_question_about_a_page_is_found_again(window)
            _what_the_paper_lists_is_confirmed(window)
            _opinions_that_differ_go_back_to_the_first_doctor(window)
        finally:
            window.close()
            turn(50)


def _states(window: MainWindow) -> dict[str, SlotState]:
    cards = (card for card in window.page("home").board.findChildren(SlotCard) if not card.isHidden())  # type: ignore[attr-defined]
    return {card.slot.name: card.slot.state for card in cards}


def _say(window: MainWindow, slot: str, what: str) -> None:
    cards = window.page("home").board.findChildren(SlotCard)  # type: ignore[attr-defined]
    card = next(card for card in cards if card.slot.name == slot and not card.isHidden())
    next(action for action in card.more.menu().actions() if action.data() == what).trigger()


def _what_is_missing_is_asked_for_and_comes(window: MainWindow, place: Path, app: object) -> None:
    window.open_page("home")
    until(lambda: _states(window).get("discharge") is SlotState.NOT_FOUND, "the board")
    _say(window, "discharge", "ask")
    opinion = window.page("opinion")
    until(lambda: window.current == "opinion" and opinion.cards(), "the request")  # type: ignore[attr-defined]
    opinion.cards()[0].buttons["sent"].click()  # type: ignore[attr-defined]
    until(lambda: "came" in opinion.cards()[0].buttons, "it was sent")  # type: ignore[attr-defined]
    bring_in(app, write(place / "post", LATER))  # type: ignore[arg-type]
    window.open_page("home")
    until(lambda: _states(window).get("discharge") is SlotState.HAVE, "what was asked for has come")
    window.open_page("opinion")
    until(lambda: opinion.cards() and opinion.cards()[0].closed, "the request is closed")  # type: ignore[attr-defined]


def _the_board_is_completed(window: MainWindow) -> None:
    board = window.open_page("home").board  # type: ignore[attr-defined]
    cancer = board.going_by.cancer
    cancer.setCurrentIndex(cancer.findData("breast"))
    cancer.activated.emit(cancer.currentIndex())
    until(lambda: board._seen.found.said.choices.get(CANCER) == "breast", "the sort of cancer")
    for slot, what in (("scans", "not_needed"), ("genetics", "not_done"), ("plan", "not_needed")):
        _say(window, slot, what)
        until(lambda slot=slot, what=what: _states(window)[slot] == what, slot)  # type: ignore[misc]


def _a_question_about_a_page_is_found_again(window: MainWindow) -> None:
    opinion = window.page("opinion")
    records = window.open_page("records")
    until(lambda: records._lines, "the list of records")  # type: ignore[attr-defined]
    records.show_record(records._lines[0].id)  # type: ignore[attr-defined]
    until(lambda: records.ready() is not None, "and shown")  # type: ignore[attr-defined]
    records.ask_about_page()  # type: ignore[attr-defined]
    until(lambda: opinion.form is not None, "the form of the question")  # type: ignore[attr-defined]
    assert opinion.form.inputs["points_at"].value.endswith("#1")  # type: ignore[attr-defined]
    opinion.form.inputs["text"].setPlainText("Is lumpectomy the best treatment?")  # type: ignore[attr-defined]
    opinion.form.save()  # type: ignore[attr-defined]
    until(lambda: len(opinion.cards()) == 1, "the question")  # type: ignore[attr-defined]

    window.search.setText("lumpectomy best")
    until(lambda: records.notes.isVisible(), "one's own note is found")  # type: ignore[attr-defined]
    records.notes.show_them.click()  # type: ignore[attr-defined]
    until(lambda: opinion.hits and len(opinion.cards()) == 1, "and shown")  # type: ignore[attr-defined]


def _what_the_paper_lists_is_confirmed(window: MainWindow) -> None:
    opinion = window.page("opinion")
    window.search.clear()
    opinion.choose(OwnList.STORY)  # type: ignore[attr-defined]

    window.open_page("opinion")

    def cards() -> list[StoryCard]:
        found = (card for card in opinion.findChildren(StoryCard) if not card.isHidden())
        return [card for card in found if card.part.name == "medicines"]

    def medicines() -> StoryCard:
        until(cards, "the story")
        return cards()[0]

    until(lambda: medicines().part.waiting, "what the hospital's paper lists")
    medicines().show_button.click()
    until(lambda: medicines().waiting[0].saying.accept.isVisible(), "it is shown")
    medicines().waiting[0].saying.accept.click()
    until(lambda: [line.printed for line in medicines().part.lines] == ["acetaminophen"], "it is confirmed")
    assert medicines().part.waiting == ()


def _opinions_that_differ_go_back_to_the_first_doctor(window: MainWindow) -> None:
    opinion = window.page("opinion")
    act = window.desk.act
    first = {"by": "Dr. First", "plan": "lumpectomy first"}
    second = {"by": "Dr. Second", "plan": "drugs first", "plan_compared": "differs"}
    act(preparing.add_entries, OwnList.OPINIONS, [first, second]).result()
    opinion.opened()
    opinion.choose(OwnList.OPINIONS)  # type: ignore[attr-defined]
    until(lambda: opinion.findChildren(Compare), "the table")
    opinion.findChildren(Compare)[-1].bundle.click()
    until(lambda: window.current == "bundles", "the bundle back to the first doctor")
    bundles = window.page("bundles")
    assert bundles.wizard.who.recipient.text() == "Dr. First"  # type: ignore[attr-defined]
    assert bundles.wizard.what.preset.currentData().key == "first_doctor"  # type: ignore[attr-defined]
    until(lambda: "Is lumpectomy" in bundles.wizard.who.question.toPlainText(), "the question")  # type: ignore[attr-defined]
