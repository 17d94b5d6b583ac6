"""Two records side by side: chosen, swapped, scrolled together as they stood, found in by Ctrl+F."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.catalogue import documents, record_lines
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.reader.pair_page import PairPage, older
from recordkeeper.ui.shell.window import MainWindow
from tests.ui.conftest import desk_of
from tests.ui.reader.conftest import MANY, PATIENCE


@pytest.fixture
def page(qtbot: QtBot, reading_app: App) -> Iterator[PairPage]:
    made = PairPage(desk_of(reading_app))
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    made.opened()
    qtbot.waitUntil(lambda: made.left.pick.count() > 2, timeout=PATIENCE)
    yield made
    for side in (made.left, made.right):
        side.reader.supply.close()
    made.desk.errands.close()


def id_of(app: App, name: str) -> str:
    found = documents.find(app.library.catalogue.reader(), Listing())
    return next(record.id for record in found if record.files[0].name == name)


def show(qtbot: QtBot, page: PairPage, left: str, right: str) -> None:
    page.left.show_record(left)
    page.right.show_record(right)
    for side in (page.left, page.right):
        qtbot.waitUntil(lambda side=side: len(side.reader.paper.leaves) > 1, timeout=PATIENCE)  # type: ignore[misc]


def test_both_scroll_together_from_how_they_stand_and_alone_again(
    qtbot: QtBot, page: PairPage, reading_app: App
) -> None:
    show(qtbot, page, id_of(reading_app, "many.pdf"), id_of(reading_app, "other.pdf"))
    one, other = page.left.reader.paper, page.right.reader.paper
    qtbot.keyClick(other, Qt.Key.Key_PageDown)
    assert one.position == pytest.approx(0, abs=0.02)
    apart = other.position - one.position
    assert apart > 0.3
    qtbot.keyClick(page.together, Qt.Key.Key_Space)
    assert page.together.isChecked()
    for paper, key in ((one, Qt.Key.Key_PageDown), (one, Qt.Key.Key_Down), (other, Qt.Key.Key_PageDown)):
        qtbot.keyClick(paper, key)
        assert other.position - one.position == pytest.approx(apart, abs=0.01)
    assert one.position > 1
    page.together.setChecked(False)
    before = other.position
    qtbot.keyClick(one, Qt.Key.Key_End)
    assert other.position == before
    assert page.left.reader.page == MANY


def test_sides_are_swapped_and_another_record_is_chosen_from_the_list(
    qtbot: QtBot, page: PairPage, reading_app: App
) -> None:
    many, other = id_of(reading_app, "many.pdf"), id_of(reading_app, "other.pdf")
    show(qtbot, page, many, other)
    qtbot.mouseClick(page.swap, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: page.right.reader.accessibleName().endswith(f"of {MANY} of " + _title(reading_app, many))
    )
    assert (page.left.record, page.right.record) == (other, many)
    page.left.pick.setFocus()
    page.left.pick.setCurrentIndex(page.left.pick.findData(many))
    page.left.pick.activated.emit(page.left.pick.currentIndex())
    qtbot.waitUntil(lambda: len(page.left.reader.paper.leaves) == MANY, timeout=PATIENCE)
    page.right.reader.paper.setFocus()
    page.find_here()
    assert page.right.reader.find_bar.isVisible()
    assert not page.left.reader.find_bar.isVisible()


def _title(app: App, record: str) -> str:
    found = documents.get(app.library.catalogue.reader(), record)
    return found.title or found.files[0].name


def test_the_readers_button_opens_both_with_the_next_older_of_its_kind(qtbot: QtBot, desk: Desk) -> None:
    window = MainWindow(desk, desk.library.patient, "#0F766E")
    qtbot.addWidget(window)
    window.show()
    lines = record_lines.find(desk.library.catalogue.reader(), Listing())
    newest = next(
        line
        for line in lines
        if older(line.id, lines) and not line.is_study and line.status is not Status.SET_ASIDE
    )
    records = window.open_page("records")
    records.show_record(newest.id)  # type: ignore[attr-defined]
    reader = records.reader  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bool(reader.paper.leaves), timeout=PATIENCE)
    reader.tools.actions_by_name["beside"].trigger()
    pair = window.page("pair")
    assert isinstance(pair, PairPage)
    assert window.current == "pair"
    qtbot.waitUntil(lambda: pair.left.record == newest.id and bool(pair.right.record), timeout=PATIENCE)
    others = {line.id for line in lines if line.status is Status.SET_ASIDE}
    assert others
    assert not any(pair.right.pick.findData(each) >= 0 for each in others), "nobody else's papers are offered"
    kinds = {line.id: line.kind for line in lines}
    assert kinds[pair.right.record] is kinds[newest.id]
    qtbot.mouseClick(pair.back, Qt.MouseButton.LeftButton)
    assert window.current == "records"
    window.close()
