"""Cards of studies, and the ways into the viewer and back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from recordkeeper.ui.desk import Desk
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.viewer import Viewer
from tests.ui.scans.conftest import opened, settled, shown


def _spoken(page: ScansPage) -> list[str]:
    cards = page.cards.shown
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(cards.data(cards.index(row, 0), role)) for row in range(cards.rowCount())]


def test_cards_stand_newest_first_and_say_what_when_where_and_how_much(page: ScansPage) -> None:
    first, second, third = _spoken(page)
    assert first.startswith(
        "CT, chest (CT CHEST W CONTRAST). 12 March 2024 · Sample Hospital. 14 images in 2 series · 1 image is not"
    )
    assert "No report found here" in first
    assert "From heap, added " in first
    assert "2 January 2023" in second
    assert "2 images in 1 series" in second
    assert "Set aside" in third
    assert "Set aside" not in first + second


def test_each_card_gets_its_three_pictures(page: ScansPage, qtbot: QtBot) -> None:
    places = [place for study in page.cards.shown.studies for place in study.thumbnails]
    assert [len(study.thumbnails) for study in page.cards.shown.studies] == [3, 2, 3]
    qtbot.waitUntil(lambda: all(page.thumbs.get(place) or page.thumbs.failed(place) for place in places))
    assert sum(page.thumbs.failed(place) for place in places) <= 1  # the damaged one, where it is in the middle
    assert page.cards.grab().toImage().width() > 0


def test_a_click_opens_the_study(page: ScansPage, qtbot: QtBot) -> None:
    rect = page.cards.visualRect(page.cards.shown.index(1, 0))
    QTest.mouseClick(page.cards.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.viewer)
    assert page.viewer.study is not None
    assert page.viewer.study.title == page.cards.shown.studies[1].title


def test_enter_opens_and_alt_left_comes_back_with_the_keyboard_alone(page: ScansPage, qtbot: QtBot) -> None:
    page.cards.setFocus()
    QTest.keyClick(page.cards, Qt.Key.Key_Down)
    QTest.keyClick(page.cards, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.viewer)
    assert page.viewer.stage.canvas.hasFocus()
    QTest.keyClick(page.viewer.stage.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.stack.currentWidget() is not page.viewer
    assert page.cards.hasFocus()
    assert page.cards.currentIndex().row() == 1


def test_an_empty_page_teaches_and_offers_to_add_records(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = ScansPage(fresh_desk)
    qtbot.addWidget(page)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: any(b.isVisible() for b in page.findChildren(QPushButton)))
    (add,) = [b for b in page.findChildren(QPushButton) if b.isVisible()]
    with qtbot.waitSignal(fresh_desk.news.add_wanted):
        QTest.mouseClick(add, Qt.MouseButton.LeftButton)


def test_another_page_can_open_a_study_by_its_record(page: ScansPage, qtbot: QtBot) -> None:
    record = page.cards.shown.studies[1].record
    page.show_study(record)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.viewer)
    assert page.viewer.study is not None
    assert page.viewer.study.record == record
    settled(page, qtbot)


def test_every_control_of_the_viewer_has_a_name(viewer: Viewer) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox

    for kind in (QAbstractButton, QAbstractItemView, QComboBox):
        for control in viewer.findChildren(kind):
            if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())


def test_a_narrow_window_is_not_widened_by_the_viewer(chest: Desk, qtbot: QtBot) -> None:
    page = shown(chest, qtbot)
    page.resize(400, 500)
    viewer = opened(page, qtbot, "CT, chest")
    assert page.width() == 400
    assert viewer.minimumSizeHint().width() <= 400


def test_a_question_is_asked_about_the_image_on_show_and_finds_it_again(page: ScansPage, qtbot: QtBot) -> None:
    viewer = opened(page, qtbot, "CT, chest")
    viewer.open_series(1)
    viewer.go(2)
    settled(page, qtbot)
    (ask,) = (one for one in viewer.tools.findChildren(QAbstractButton) if one.objectName() == "ask")
    with qtbot.waitSignal(page.desk.news.question_wanted) as told:
        QTest.mouseClick(ask, Qt.MouseButton.LeftButton)
    fields = told.args[0]
    assert viewer.study is not None
    assert fields["points_at"] == viewer.study.record
    assert fields["image"] == "Series 2, Chest CT, lung, 5 mm, Image 3 of 3"
    record, at = viewer.study.record, viewer.pane.instance()
    viewer.open_series(0)
    page.show_study(record, fields["instance"])
    qtbot.waitUntil(lambda: viewer.pane.instance() == at)
    assert viewer.list.currentIndex().row() == 1
    page.show_study(record, "1.2.3/0")  # of an image that is not here: the study all the same
    qtbot.waitUntil(lambda: viewer.stack.current == 0)
    settled(page, qtbot)


def test_q_asks_about_the_image_by_the_keyboard(viewer: Viewer, page: ScansPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.desk.news.question_wanted) as told:
        qtbot.keyClick(viewer.stage.canvas, Qt.Key.Key_Q)
    assert told.args[0]["image"].startswith("Series 1, ")
