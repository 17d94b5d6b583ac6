"""The reader as a person uses it: real records, real workers, off-screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from recordkeeper.records.document import Record
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.reader.view import ReaderView
from recordkeeper.work.frames import Frame
from recordkeeper.work.lanes import Lanes
from recordkeeper.work.limits import Limits
from recordkeeper.work.pool import WorkerPool, Workers, environment_for_workers
from tests.fakes import worker_door
from tests.ui.reader.conftest import MANY, PATIENCE, many_pages

Named = Callable[[str], Record]


def _sharp(view: ReaderView) -> bool:
    """Whether everything in view is painted for just its size."""
    paper = view.paper
    return bool(paper.leaves) and all(view.supply.exact(paper.sharp(sheet)) for sheet in paper.seen())


def _show(qtbot: QtBot, view: ReaderView, record: Record, **how: Any) -> None:
    with qtbot.waitSignal(view.first_painted, timeout=PATIENCE):
        view.show_record(record, **how)
    qtbot.waitUntil(lambda: _sharp(view), timeout=PATIENCE)


def _ink(view: ReaderView, sheet: int) -> int:
    """Dark dots of a sheet as it is on the screen."""
    image = view.paper.viewport().grab(view.paper.rect_of(sheet)).toImage()
    steps = range(0, image.width(), 2), range(0, image.height(), 2)
    return sum(image.pixelColor(x, y).lightness() < 160 for x in steps[0] for y in steps[1])


def _point(view: ReaderView, word: str, sheet: int) -> QPoint:
    """The middle of a word in the viewport."""
    words = view.paper._words_of(sheet)
    assert words is not None
    box = next(w.box for w in words.words if words.text[w.start : w.end] == word)
    rect = view.paper.rect_of(sheet)
    return QPoint(
        round(rect.x() + (box.x0 + box.x1) / 2 * rect.width()),
        round(rect.y() + (box.y0 + box.y1) / 2 * rect.height()),
    )


def test_the_first_page_is_shown_with_its_words_and_its_name(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    assert view.page == 1
    assert _ink(view, 0) > 50
    title = record("many.pdf").title
    assert view.accessibleName() == f"Page 1 of {MANY} of {title}"
    qtbot.waitUntil(lambda: view.paper.accessibleDescription() == many_pages()[0], timeout=PATIENCE)
    assert view.words.toPlainText() == many_pages()[0]
    assert view.tools.page.text() == "1"


def test_scrolling_brings_the_other_pages(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    pages = []
    view.page_changed.connect(pages.append)
    for _ in range(80):
        qtbot.keyClick(view.paper, Qt.Key.Key_PageDown)
    assert view.page == MANY
    assert pages == list(range(2, MANY + 1))
    qtbot.waitUntil(lambda: _sharp(view), timeout=PATIENCE)
    assert _ink(view, MANY - 1) > 50


def test_pages_that_scrolled_away_are_not_painted(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    qtbot.keyClick(view.paper, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: _sharp(view), timeout=PATIENCE)
    assert view.supply.nearest(view.paper.sharp(5)) is None


@pytest.mark.parametrize("name", ["photo.jpg", "note.txt", "turned.pdf"])
def test_pictures_texts_and_turned_pages_are_sheets_like_any_other(
    qtbot: QtBot, view: ReaderView, record: Named, name: str
) -> None:
    _show(qtbot, view, record(name))
    assert view.page == 1
    assert _ink(view, 0) > 5
    rect = view.paper.rect_of(0)
    painted = view.supply.exact(view.paper.sharp(0))
    assert painted is not None
    assert painted.image.width() / painted.image.height() == pytest.approx(rect.width() / rect.height(), rel=0.01)
    assert rect.width() <= view.paper.viewport().width()


def test_a_page_asked_for_is_opened_and_one_beyond_the_end_is_the_last(
    qtbot: QtBot, view: ReaderView, record: Named
) -> None:
    _show(qtbot, view, record("many.pdf"), page=5)
    assert view.page == 5
    _show(qtbot, view, record("many.pdf"), page=99)
    assert view.page == MANY


def test_the_number_box_and_the_buttons_go_to_pages(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    view.tools.page.setFocus()
    view.tools.page.selectAll()
    qtbot.keyClicks(view.tools.page, "7")
    qtbot.keyClick(view.tools.page, Qt.Key.Key_Return)
    assert view.page == 7
    view.tools.actions_by_name["previous"].trigger()
    assert view.page == 6
    view.tools.actions_by_name["next"].trigger()
    assert (view.page, view.tools.page.text()) == (7, "7")


def test_searched_words_are_marked_and_the_first_is_in_view(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"), words="tumour")
    qtbot.waitUntil(lambda: view.page == 3, timeout=PATIENCE)
    assert sorted(view.paper.marks) == [2, 6]
    qtbot.waitUntil(lambda: _sharp(view) and view.paper.text(2) != "", timeout=PATIENCE)
    at = _point(view, "tumour", 2)
    assert view.paper.viewport().rect().contains(at)
    corner = view.paper.viewport().grab().toImage().pixelColor(at + QPoint(0, -6))
    assert corner.name() == view._desk.look.palette.mark.lower()


def test_the_find_bar_counts_and_steps_round(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    view.find_here()
    assert view.find_bar.isVisible()
    qtbot.keyClicks(view.find_bar.field, "TUMOUR")
    qtbot.waitUntil(lambda: view.find_bar.count.text() == "1 of 3", timeout=PATIENCE)
    assert view.page == 3
    for told, page in (("2 of 3", 7), ("3 of 3", 7), ("1 of 3", 3)):
        qtbot.keyClick(view.find_bar.field, Qt.Key.Key_Return)
        assert (view.find_bar.count.text(), view.page) == (told, page)
    view.find_bar.step.emit(-1)
    assert view.find_bar.count.text() == "3 of 3"
    view.find_bar.field.selectAll()
    qtbot.keyClicks(view.find_bar.field, "unheard of")
    qtbot.waitUntil(lambda: view.find_bar.count.text() == "Not found here", timeout=PATIENCE)
    assert view.paper.marks == {}
    qtbot.keyClick(view.find_bar.field, Qt.Key.Key_Escape)
    assert not view.find_bar.isVisible()
    assert view.paper.hasFocus()


def test_ctrl_f_begins_with_the_words_searched_for(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"), words="tumour")
    qtbot.waitUntil(lambda: len(view.paper.marks) == 2, timeout=PATIENCE)
    qtbot.keyClick(view.paper, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.find_bar.field.text() == "tumour"
    assert view.find_bar.count.text() == "1 of 3"
    view.paper.setFocus()
    qtbot.keyClick(view.paper, Qt.Key.Key_F3)
    assert (view.find_bar.count.text(), view.page) == ("2 of 3", 7)


def test_zoom_keeps_the_point_under_the_cursor(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"), page=4)
    at = QPoint(400, 500)
    before = view.paper.spot_at(at)
    assert before is not None
    for turns in (120, 120, 120, -120):
        event = QWheelEvent(
            QPointF(at), QPointF(view.paper.viewport().mapToGlobal(at)), QPoint(), QPoint(0, turns),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.paper.viewport(), event)
    x, y = view.paper.point_of(before)
    assert (x, y) == (pytest.approx(at.x(), abs=3), pytest.approx(at.y(), abs=3))
    assert not view.paper.fits_width
    qtbot.waitUntil(lambda: _sharp(view), timeout=PATIENCE)


def test_zoom_stays_between_a_quarter_and_four_times(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    for _ in range(20):
        qtbot.keyClick(view.paper, Qt.Key.Key_Plus)
    assert view.paper.zoom == pytest.approx(4.0, abs=0.01)
    for _ in range(40):
        qtbot.keyClick(view.paper, Qt.Key.Key_Minus)
    assert view.paper.zoom == pytest.approx(0.25, abs=0.01)
    qtbot.keyClick(view.paper, Qt.Key.Key_F)
    assert view.paper.fits_width
    assert view.paper.rect_of(view.paper.sheet).width() > view.paper.viewport().width() - 40


def test_turning_turns_the_view_and_leaves_the_file(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"), words="sheet")
    rect = view.paper.rect_of(0)
    assert rect.height() > rect.width()
    qtbot.keyClick(view.paper, Qt.Key.Key_R)
    rect = view.paper.rect_of(0)
    assert rect.width() > rect.height()
    assert _ink(view, 0) > 50
    for _ in range(3):
        qtbot.keyClick(view.paper, Qt.Key.Key_R)
    assert view.paper.turns_of(0) == 0


def test_dragging_over_words_copies_the_very_words(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    qtbot.waitUntil(lambda: view.paper.text(0) != "", timeout=PATIENCE)
    port = view.paper.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=_point(view, "goes", 0))
    qtbot.mouseMove(port, _point(view, "this", 0))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=_point(view, "this", 0))
    qtbot.keyClick(view.paper, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "goes on\nand this"
    qtbot.keyClick(view.paper, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.paper.selected_text == many_pages()[0]
    qtbot.keyClick(view.paper, Qt.Key.Key_Escape)
    assert view.paper.selected_text == ""


def test_words_on_a_turned_page_are_chosen_where_they_are_seen(
    qtbot: QtBot, view: ReaderView, record: Named
) -> None:
    _show(qtbot, view, record("turned.pdf"))
    qtbot.waitUntil(lambda: view.paper.text(0) != "", timeout=PATIENCE)
    qtbot.mouseDClick(view.paper.viewport(), Qt.MouseButton.LeftButton, pos=_point(view, "quarter", 0))
    assert view.paper.selected_text == "quarter"
    box = next(b.box for b in view.paper._words_of(0).words)  # type: ignore[union-attr]
    rect = view.paper.rect_of(0)
    area = view.paper.viewport().grab().toImage()
    x0, y0 = round(rect.x() + box.x0 * rect.width()), round(rect.y() + box.y0 * rect.height())
    x1, y1 = round(rect.x() + box.x1 * rect.width()), round(rect.y() + box.y1 * rect.height())
    inked = [(x, y) for x in range(x0, x1) for y in range(y0, y1) if area.pixelColor(x, y).lightness() < 120]
    assert inked  # the first word's ink is within its box


def test_a_damaged_page_says_so_and_the_others_are_there(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("damaged.pdf"))
    qtbot.waitUntil(lambda: 1 in view.paper.sentences, timeout=PATIENCE)
    assert "could not be shown" in view.paper.sentences[1]
    qtbot.keyClick(view.paper, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.supply.exact(view.paper.sharp(2)) is not None, timeout=PATIENCE)
    assert view.page == 3


def test_a_locked_file_says_so_with_its_name(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    view.show_record(record("locked.pdf"))
    qtbot.waitUntil(lambda: "password" in view.notice.sentence.text(), timeout=PATIENCE)
    assert view.notice.names.text() == "locked.pdf"
    assert view.notice.isVisible()
    assert view.page == 0
    view.find_here()
    assert not view.find_bar.isVisible()
    _show(qtbot, view, record("many.pdf"))
    assert not view.notice.isVisible()


def test_a_scan_is_for_another_page(qtbot: QtBot, desk: Desk, open_reader: Callable[..., ReaderView]) -> None:
    from recordkeeper.catalogue import documents
    from recordkeeper.records.query import Listing

    records = documents.find(desk.library.catalogue.reader(), Listing())
    reader = open_reader(desk)
    reader.show_record(next(record for record in records if record.imaging))
    qtbot.waitUntil(lambda: "scan" in reader.notice.sentence.text())


def test_the_record_asked_for_last_wins(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    for _ in range(5):
        for name in ("many.pdf", "other.pdf", "photo.jpg", "note.txt"):
            view.show_record(record(name), words="tumour")
    view.show_record(record("other.pdf"), page=2)
    qtbot.waitUntil(lambda: len(view.paper.leaves) == 9 and _sharp(view), timeout=PATIENCE)
    assert {leaf.name for leaf in view.paper.leaves} == {"other.pdf"}
    assert view.page == 2
    assert view.paper.marks == {}
    qtbot.waitUntil(lambda: "letter" in view.paper.text(1), timeout=PATIENCE)


def test_clearing_shows_nothing_whatever_comes_home_later(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    view.show_record(record("many.pdf"), words="tumour")
    view.clear()
    with qtbot.waitSignal(view.first_painted, timeout=300, raising=False) as shown:
        pass
    assert not shown.signal_triggered
    assert (view.page, view.paper.leaves) == (0, ())
    assert view.notice.isVisible()


def test_pictures_are_kept_within_their_room(
    qtbot: QtBot, record: Named, open_reader: Callable[..., ReaderView]
) -> None:
    room = 6_000_000
    view = open_reader(most_bytes=room)
    _show(qtbot, view, record("many.pdf"))
    for page in range(2, MANY + 1):
        view.paper.go_to(page - 1)
        qtbot.waitUntil(lambda: _sharp(view), timeout=PATIENCE)
        assert 0 < view.supply.held <= room
    assert view.supply.nearest(view.paper.sharp(0)) is None


class CrashesAtPage2(Workers):
    """Real workers, but the one that paints page 2 dies."""

    def __init__(self, workers: Workers) -> None:
        self.slots = workers.slots
        self._workers = workers
        command = [sys.executable, worker_door.__file__]
        root = str(worker_door.Path(worker_door.__file__).parents[2])
        self._dying = WorkerPool(command, slots=1, limits=Limits(), environment=environment_for_workers(root))

    def run(self, task: str, args: dict[str, Any], *, deadline: float) -> Frame:
        if args.get("page") == 2:
            return self._dying.run("crashes", {}, deadline=deadline)
        return self._workers.run(task, args, deadline=deadline)

    def stream(self, task: str, args: dict[str, Any], *, deadline: float) -> Iterator[Frame]:
        return self._workers.stream(task, args, deadline=deadline)

    def submit(self, task: str, args: dict[str, Any], *, deadline: float) -> Future[Frame]:
        return self._workers.submit(task, args, deadline=deadline)

    def close(self) -> None:
        self._dying.close()


def test_a_page_that_kills_its_worker_says_so_and_the_next_works(
    qtbot: QtBot, reading_desk: Desk, record: Named, open_reader: Callable[..., ReaderView]
) -> None:
    dying = CrashesAtPage2(reading_desk.lanes.workers)
    lanes = Lanes(dying)
    view = open_reader(replace(reading_desk, lanes=lanes))
    _show(qtbot, view, record("many.pdf"))
    view.paper.go_to(1)
    qtbot.waitUntil(lambda: "stopped at this page" in view.paper.sentences.get(1, ""), timeout=PATIENCE)
    view.paper.go_to(2)
    qtbot.waitUntil(lambda: view.supply.exact(view.paper.sharp(2)) is not None, timeout=PATIENCE)
    assert _ink(view, 2) > 20
    view.supply.close()
    lanes.close()


def test_a_file_that_vanished_is_told_as_such(
    qtbot: QtBot, reading_desk: Desk, record: Named, view: ReaderView
) -> None:
    note = record("note.txt")
    with reading_desk.library.originals.lend(note.files[0].fingerprint) as path:
        away = path.rename(path.with_suffix(".away"))
        try:
            view.show_record(note)
            qtbot.waitUntil(lambda: "not found" in view.paper.sentences.get(0, ""), timeout=PATIENCE)
        finally:
            away.rename(path)
    _show(qtbot, view, note)


def test_small_pages_are_a_list_one_walks_with_keys(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    view.tools.actions_by_name["thumbnails"].setChecked(True)
    assert view.thumbnails.isVisible()
    qtbot.waitUntil(lambda: all(view.supply.exact(w) for w in view.thumbnails.wishes()), timeout=PATIENCE)
    qtbot.keyClick(view.thumbnails, Qt.Key.Key_Down)
    qtbot.keyClick(view.thumbnails, Qt.Key.Key_Down)
    assert view.page == 3
    model = view.thumbnails.model()
    told = model.data(model.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert told == f"Page 3 of {MANY}"
    view.paper.go_to(8)
    assert view.thumbnails.currentIndex().row() == 8


def test_the_words_alone_can_be_read_page_by_page(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    view.tools.actions_by_name["words_only"].setChecked(True)
    assert view.words.isVisible()
    view.tools.actions_by_name["next"].trigger()
    qtbot.waitUntil(lambda: view.words.toPlainText() == many_pages()[1], timeout=PATIENCE)
    assert view.words.accessibleName() == "The words on page 2"
    _show_words = view.words.isVisible()
    view.tools.actions_by_name["words_only"].setChecked(False)
    assert _show_words
    assert view.paper.isVisible()


def test_a_reason_is_shown_where_it_was_read(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    many = record("many.pdf")
    _show(qtbot, view, many)
    view.reveal(many.files[0].fingerprint.sha256, 7, None)
    assert view.page == 7
    view.reveal("0" * 64, 1, None)
    assert view.page == 7


@pytest.mark.parametrize("width", [260, 420, 640, 1200])
def test_every_tool_is_in_the_row_or_in_its_menu(qtbot: QtBot, view: ReaderView, record: Named, width: int) -> None:
    _show(qtbot, view, record("many.pdf"))
    view.resize(width, 700)
    tools = view.tools
    in_menu = set(tools._menu.actions())
    for name, action in tools.actions_by_name.items():
        button = tools._buttons[name]
        assert button.isVisible() != (action in in_menu)
        if button.isVisible():
            assert button.geometry().right() <= tools.width()
    assert tools._more.isVisible() == bool(in_menu)


def test_showing_the_same_again_stays_where_it_is(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    view.paper.go_to(5)
    view.show_record(replace(record("many.pdf"), title="A better title"))
    assert view.page == 6
    assert view.accessibleName() == f"Page 6 of {MANY} of A better title"


def test_the_tab_key_goes_from_the_tools_to_the_pages(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    view.tools.page.setFocus()
    passed = [view.focusWidget()]
    while passed[-1] is not view.paper and len(passed) <= len(view.tools.stops):
        qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Tab)
        passed.append(view.focusWidget())
    assert passed[-1] is view.paper
    assert len(set(passed)) == len(passed)


def test_the_menu_copies_what_is_chosen(qtbot: QtBot, view: ReaderView, record: Named) -> None:
    _show(qtbot, view, record("many.pdf"))
    qtbot.waitUntil(lambda: view.paper.text(0) != "", timeout=PATIENCE)
    view.paper.choose_all()
    at = view.paper.viewport().rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.paper.mapToGlobal(at))
    QApplication.sendEvent(view.paper.viewport(), event)
    (menu,) = view.paper.findChildren(QMenu)
    copy = menu.actions()[0]
    assert copy.isEnabled()
    copy.trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == many_pages()[0]


def test_every_control_has_a_name(view: ReaderView) -> None:
    controls = [*view.findChildren(QToolButton), *view.findChildren(QLineEdit)]
    assert len(controls) > 10
    assert [control for control in controls if not control.accessibleName()] == []


def test_a_reader_may_be_closed_while_pages_are_on_their_way(
    qtbot: QtBot, open_reader: Callable[..., ReaderView], record: Named, reading_desk: Desk
) -> None:
    import shiboken6

    view = ReaderView(reading_desk)
    view.resize(600, 700)
    view.show()
    view.show_record(record("photo.jpg"))
    qtbot.waitUntil(lambda: bool(view.paper.leaves), timeout=PATIENCE)
    shiboken6.delete(view)
    other = open_reader()
    _show(qtbot, other, record("many.pdf"))
