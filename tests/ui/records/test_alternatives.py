"""To review by keyboard: the words that decided are framed, a number picks another reading, Enter goes on."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.intake.add import add
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.alternatives import WHOSE
from recordkeeper.ui.records.review import ReviewPage
from recordkeeper.work.progress import CancelToken, Progress
from tests.making import unclear
from tests.making.documents import pdf_with_text
from tests.ui.records.conftest import Window
from tests.ui.records.test_page import is_shown, listed


@pytest.fixture
def doubtful(fresh_desk: Desk, qtbot: QtBot) -> ReviewPage:
    """Thirty papers nobody can be sure of."""
    for number in range(30):
        unclear.put(
            fresh_desk.library, f"r{number:02}", facility=f"Place {number}", facility_key=f"place {number}",
            kind_confidence=0.4, date_order=None, likely=(Kind.CONSULT_NOTE, Kind.VISIT_SUMMARY),
        )  # fmt: skip
    page = ReviewPage(fresh_desk)
    qtbot.addWidget(page)
    page.resize(1192, 820)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    page.opened()
    qtbot.waitUntil(lambda: len(listed(page)) == 30)
    return page


def kind(page: ReviewPage, record: str) -> Kind:
    return page.desk.read(documents.get, record).result().kind


def test_a_number_picks_what_else_it_could_be_and_enter_goes_on(
    doubtful: ReviewPage, fresh_desk: Desk, qtbot: QtBot
) -> None:
    window = Window(fresh_desk)
    first, second = listed(doubtful)[:2]
    qtbot.waitUntil(lambda: is_shown(doubtful, first))
    others = doubtful.details.others
    assert [choice.value for choice in others.choices][:2] == ["consult_note", "visit_summary"]
    assert others.chips[0].text() == "1  Consultation"
    assert {choice.field for choice in others.choices} == {"kind", "service_date"}
    qtbot.keyClick(doubtful.list, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: kind(doubtful, first) is Kind.VISIT_SUMMARY)
    qtbot.waitUntil(lambda: is_shown(doubtful, first) and doubtful.details.shown.record.kind is Kind.VISIT_SUMMARY)
    qtbot.keyClick(doubtful.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_shown(doubtful, second))
    assert fresh_desk.read(documents.get, first).result().status is Status.CONFIRMED
    qtbot.waitUntil(lambda: window.acts == ["correct", "accept"])


def test_thirty_records_take_less_than_two_minutes_by_keyboard(
    doubtful: ReviewPage, fresh_desk: Desk, qtbot: QtBot
) -> None:
    window, begun = Window(fresh_desk), time.monotonic()
    for _ in range(30):
        record = doubtful.list.current
        qtbot.waitUntil(lambda: is_shown(doubtful, record), timeout=20_000)  # noqa: B023 - waited for in this round
        qtbot.keyClick(doubtful.list, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: record not in listed(doubtful), timeout=20_000)  # noqa: B023 - as above
    qtbot.waitUntil(lambda: window.acts == ["accept"] * 30)
    assert time.monotonic() - begun < 120  # the program's share of it: a person's eyes need the rest


def test_somebody_elses_paper_is_set_aside_by_its_number(fresh_desk: Desk, qtbot: QtBot) -> None:
    window = Window(fresh_desk)
    unclear.put(fresh_desk.library, "rx", kind_confidence=0.4, person=unclear.PersonRead())
    page = ReviewPage(fresh_desk)
    qtbot.addWidget(page)
    page.resize(1192, 820)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: is_shown(page, "rx"))
    number = next(n for n, choice in enumerate(page.details.others.choices, 1) if choice.field == WHOSE)
    qtbot.keyClick(page.list, Qt.Key(Qt.Key.Key_0 + number))
    qtbot.waitUntil(lambda: fresh_desk.read(documents.get, "rx").result().status is Status.SET_ASIDE)
    qtbot.waitUntil(lambda: window.acts == ["say_theirs"])


def test_the_words_that_decided_are_framed_on_their_page(fresh_desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    pdf_with_text(
        tmp_path / "paper.pdf", ["Anna Sample   Born 1964-03-05\nDate of visit: 2024-05-06\nAll is well."]
    )

    progress, cancel, path = Progress(), CancelToken(), str(tmp_path / "paper.pdf")
    add(fresh_desk.library, fresh_desk.lanes, fresh_desk.rules(), [path], progress=progress, cancel=cancel)
    page = ReviewPage(fresh_desk)
    qtbot.addWidget(page)
    page.resize(1192, 820)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: bool(listed(page)), timeout=20_000)
    qtbot.waitUntil(lambda: bool(page.reader.paper.outlines), timeout=20_000)
    assert page.details.shown.reason("service_date").box in page.reader.paper.outlines[0]


def test_a_record_that_is_sure_offers_nothing_else(records: ReviewPage, qtbot: QtBot) -> None:
    sure = next(row.line.id for row in records.list.rows if hasattr(row, "line") and row.line.status != "to_review")
    records.list.choose(sure)
    qtbot.waitUntil(lambda: is_shown(records, sure))
    assert not records.details.others.isVisible()
    assert not records.details.others.pick(1)
