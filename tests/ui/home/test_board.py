"""The readiness board in the window: a card a slot, the next step, a person's word taken back, the gaps."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import own
from recordkeeper.library import acts, preparing
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import SlotState
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.home.board import Board, GapRow
from recordkeeper.ui.home.slot_card import MARKS, PICTURES, SlotCard
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.tokens import DARK, LIGHT
from tests.conftest import ROOT
from tests.making.libraries import write
from tests.prepare.holdings import rules


def opened(desk: Desk, qtbot: QtBot, width: int = 900) -> Board:
    board = Board(desk)
    qtbot.addWidget(board)
    board.resize(width, 800)
    board.show()
    board.refresh()
    qtbot.waitUntil(lambda: board._seen is not None)
    return board


def cards(board: Board) -> dict[str, SlotCard]:
    return {card.slot.name: card for card in board.findChildren(SlotCard) if card.isVisibleTo(board)}


def test_there_is_a_card_for_each_slot_in_order_with_its_state_in_words(desk: Desk, qtbot: QtBot) -> None:
    board = opened(desk, qtbot)
    found = cards(board)
    assert set(found) == set(rules().board.names)
    for card in found.values():
        state = desk.words.say(f"readiness.state.{card.slot.state}")
        assert card.accessibleName().endswith(f": {state}")
        assert card.note.text().endswith(".")


def test_what_is_not_whole_is_quoted_and_leads_to_its_page(desk: Desk, qtbot: QtBot) -> None:
    board = opened(desk, qtbot)
    rows = board.findChildren(GapRow)
    assert 0 < len(rows) <= 8
    wanted: list[str] = []
    desk.news.show_record.connect(lambda record, _words: wanted.append(record))
    row = next(row for row in rows if row.gap.record)
    row.look.click()
    assert wanted == [row.gap.record]


def test_a_step_shows_what_is_here_or_asks_for_more(fresh_desk: Desk, qtbot: QtBot) -> None:
    board = opened(fresh_desk, qtbot)
    with qtbot.waitSignal(fresh_desk.news.add_wanted):
        cards(board)["plan"].step.click()


def test_a_persons_word_is_kept_shown_and_taken_back(fresh_desk: Desk, qtbot: QtBot) -> None:
    board = opened(fresh_desk, qtbot)
    fresh_desk.news.act_done.connect(lambda _label, _touched: board.refresh())
    menu = cards(board)["genetics"].more.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.data() == "not_done").trigger()
    qtbot.waitUntil(lambda: cards(board)["genetics"].slot.state is SlotState.NOT_DONE)
    assert "leave" in [action.data() for action in cards(board)["genetics"].more.menu().actions()]
    acts.undo(fresh_desk.library)
    board.refresh()
    qtbot.waitUntil(lambda: cards(board)["genetics"].slot.state is SlotState.NOT_FOUND)
    assert own.slots(fresh_desk.library.catalogue.writer) == {}


def test_many_gaps_are_shown_a_few_at_first(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    from recordkeeper.intake.add import add
    from recordkeeper.work.progress import CancelToken, Progress

    days = "\n".join(f"CT of the chest on {month:02}/04/2023 was clear." for month in range(1, 13))
    text = f"ONCOLOGY CONSULTATION\nPatient: Anna Sample\nDOB 03/05/1964\nDate of visit: 05/06/2024\n{days}\n"
    heap = write(tmp_path / "heap", {"note.txt": text})
    library, lanes = fresh_desk.library, fresh_desk.lanes
    add(library, lanes, fresh_desk.rules(), [str(heap)], progress=Progress(), cancel=CancelToken())
    board = opened(fresh_desk, qtbot)
    assert (len(board.findChildren(GapRow)), board.more.isVisible()) == (8, True)
    board.more.click()
    assert (len(board.findChildren(GapRow)), board.more.isVisible()) == (12, False)


def test_the_board_of_the_window_is_read_anew_after_an_undo(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    from recordkeeper.intake.add import add
    from recordkeeper.work.progress import CancelToken, Progress

    heap = write(tmp_path / "heap", {"a.txt": "Old Hospital\nPatient: Anna Sample\nDOB 03/05/1964\nLetter"})
    library, lanes = fresh_desk.library, fresh_desk.lanes
    add(library, lanes, fresh_desk.rules(), [str(heap)], progress=Progress(), cancel=CancelToken())
    window = MainWindow(fresh_desk, library.patient, "#0F766E")
    qtbot.addWidget(window)
    window.show()
    board: Board = window.open_page("home").board  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bool(cards(board)))
    board._on_said("plan", "not_needed")
    qtbot.waitUntil(lambda: cards(board)["plan"].slot.state is SlotState.NOT_NEEDED)
    assert window.undo_bar.isVisible()
    window.undo()
    qtbot.waitUntil(lambda: cards(board)["plan"].slot.state is SlotState.NOT_FOUND)
    window.adding.stop_for_closing()


@pytest.mark.parametrize("width", [420, 560, 1200])
def test_nothing_is_wider_than_the_window(desk: Desk, qtbot: QtBot, width: int) -> None:
    board = opened(desk, qtbot, width)
    assert all(card.geometry().right() <= board.width() for card in cards(board).values())


def test_every_slot_and_state_has_a_picture_that_is_there() -> None:
    assert set(PICTURES) == set(rules().board.names)
    assert set(MARKS) == set(SlotState)
    icons = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert {*PICTURES.values(), *(icon for icon, _ in MARKS.values())} <= icons
    assert all(hasattr(palette, tone) for palette in (LIGHT, DARK) for _, tone in MARKS.values())


def test_a_gap_becomes_a_request_to_send(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    from recordkeeper.intake.add import add
    from recordkeeper.work.progress import CancelToken, Progress

    text = "ONCOLOGY CONSULTATION\nPatient: Anna Sample\nDOB 03/05/1964\nDate of visit: 05/06/2024\n"
    heap = write(tmp_path / "heap", {"note.txt": f"{text}CT of the chest on 01/04/2024 was clear.\n"})
    library, lanes = fresh_desk.library, fresh_desk.lanes
    add(library, lanes, fresh_desk.rules(), [str(heap)], progress=Progress(), cancel=CancelToken())
    board = opened(fresh_desk, qtbot)
    with qtbot.waitSignal(fresh_desk.news.list_wanted) as wanted:
        board.findChildren(GapRow)[0].ask.click()
    assert wanted.args == ["requests"]
    (request,) = own.entries(library.catalogue.writer, OwnList.REQUESTS)
    assert (request.get("what"), request.get("slot")) == ("images", "scans")
    assert "CT of the chest on 01/04/2024 was clear." in request.get("details")


def test_an_empty_slot_becomes_a_request_and_shows_its_page(fresh_desk: Desk, qtbot: QtBot) -> None:
    window = MainWindow(fresh_desk, fresh_desk.library.patient, "#0F766E")
    qtbot.addWidget(window)
    window.show()
    board = Board(fresh_desk)
    qtbot.addWidget(board)
    board.show()
    board.refresh()
    qtbot.waitUntil(lambda: board._seen is not None)
    menu = cards(board)["plan"].more.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.data() == "ask").trigger()
    qtbot.waitUntil(lambda: window.current == "opinion")
    assert window.page("opinion").chosen is OwnList.REQUESTS  # type: ignore[attr-defined]
    window.adding.stop_for_closing()


def test_a_sort_of_cancer_is_chosen_and_taken_back_and_a_checklist_ticked(fresh_desk: Desk, qtbot: QtBot) -> None:
    preparing.add_entry(fresh_desk.library, OwnList.CHECKLIST, {"text": "Passport", "recipient": "A"})
    board = opened(fresh_desk, qtbot)
    fresh_desk.news.act_done.connect(lambda _label, _touched: board.refresh())
    assert board.going_by.cancer.currentData() == ""  # nothing is chosen for anybody
    cancer = board.going_by.cancer
    cancer.setCurrentIndex(cancer.findData("lung"))
    cancer.activated.emit(cancer.currentIndex())
    qtbot.waitUntil(lambda: board._seen is not None and board._seen.found.board.cancer == "lung")
    acts.undo(fresh_desk.library)
    board.refresh()
    qtbot.waitUntil(lambda: board._seen is not None and board._seen.found.board.cancer == "")
    recipient = board.going_by.recipient
    assert [recipient.itemData(at) for at in range(recipient.count())] == ["", "A"]
    next(each for each in board.wishes.findChildren(QPushButton) if not each.isHidden()).click()
    qtbot.waitUntil(lambda: board._seen is not None and board._seen.found.board.wishes[0].here)
