"""Narrowing the list: ticks said in words, kept as a view, and shown again from the box."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import views
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.fitting import fitting
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.query import Filters, RecordLine
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.rows import Entry
from tests.ui.records.conftest import Window
from tests.ui.records.test_page import listed


def kinds(page: RecordsPage) -> set[Kind]:
    return {row.line.kind for row in page.list.rows if isinstance(row, Entry)}


def test_ticks_are_or_within_a_sort_and_and_across_and_said_in_words(records: RecordsPage, qtbot: QtBot) -> None:
    everything = len(listed(records))
    narrow = records.narrow
    narrow.tick("kind", "pathology_report")
    narrow.tick("kind", "lab_report")
    qtbot.waitUntil(lambda: kinds(records) == {Kind.PATHOLOGY_REPORT, Kind.LAB_REPORT})
    assert narrow.told.text() == "Shown: Blood test or Pathology report."
    place = next(row.line.facility for row in records.list.rows if isinstance(row, Entry) and row.line.facility)
    narrow.tick("place", place)
    qtbot.waitUntil(lambda: {row.line.facility for row in records.list.rows if isinstance(row, Entry)} == {place})
    assert narrow.told.text() == f"Shown: Blood test or Pathology report, from {place}."
    assert kinds(records) <= {Kind.PATHOLOGY_REPORT, Kind.LAB_REPORT}
    qtbot.mouseClick(narrow.clear_all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(listed(records)) == everything)
    assert not narrow.told.isVisible()


def test_a_view_is_kept_by_name_and_asked_for_again(
    records: RecordsPage, desk: Desk, window: Window, qtbot: QtBot
) -> None:
    narrow = records.narrow
    narrow.tick("kind", "pathology_report")
    qtbot.mouseClick(narrow.keep, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(narrow.name, "Tissue")
    qtbot.keyClick(narrow.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.read(views.views).result()))
    (view,) = desk.read(views.views).result()
    assert (view.name, view.search) == ("Tissue", "kind:pathology_report")
    qtbot.waitUntil(narrow.views.button.isVisible)
    wanted: list[str] = []
    desk.news.search_wanted.connect(wanted.append)
    (menu,) = [action.menu() for action in narrow.views.menu.actions()]
    menu.actions()[0].trigger()
    assert wanted == ["kind:pathology_report"]
    records.search(wanted[0])
    qtbot.waitUntil(lambda: kinds(records) == {Kind.PATHOLOGY_REPORT})
    records.search("")
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: not desk.read(views.views).result())
    qtbot.waitUntil(lambda: window.acts == ["keep_view", "drop_view"])


def test_fifty_thousand_records_are_narrowed_in_no_time() -> None:
    lines = [
        RecordLine(f"r{n}", Kind.LETTER if n % 2 else Kind.PHOTO, "t", PartialDate(2000 + n % 25), f"place {n % 9}",
                   Status.RECOGNISED, is_study=False, count=1)
        for n in range(50_000)
    ]  # fmt: skip
    filters = Filters(kinds=frozenset({Kind.LETTER}), places=("place 1", "place 2"), since="2003", until="2004")
    begun = time.process_time()
    found = fitting(lines, filters)
    assert time.process_time() - begun < 1  # 100 ms on a free machine; process time, others are at work here
    assert found
    assert {line.kind for line in found} == {Kind.LETTER}
    assert {line.facility for line in found} == {"place 1", "place 2"}
    assert {str(line.service_date) for line in found} == {"2003", "2004"}
