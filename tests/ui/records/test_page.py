"""Records and To review, driven as a person does: type, choose, accept, correct, throw away, take back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents, pages, record_lines, search
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead
from recordkeeper.records.kinds import DateRole, Kind, Status
from recordkeeper.records.provenance import Reason
from recordkeeper.records.query import Listing, RecordLine
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.review import ReviewPage
from recordkeeper.ui.records.rows import Entry, Heading
from recordkeeper.ui.records.shown import Shown
from tests.ui.conftest import desk_of
from tests.ui.records.conftest import Window

PATHOLOGY = "Surgical pathology report"


def listed(page: RecordsPage) -> list[str]:
    return [row.line.id for row in page.list.rows if isinstance(row, Entry)]


def choose(page: RecordsPage, qtbot: QtBot, record: str) -> None:
    assert page.list.choose(record)
    qtbot.waitUntil(lambda: is_shown(page, record))


def is_shown(page: RecordsPage, record: str) -> bool:
    return page.details.shown is not None and page.details.shown.record.id == record and page.list.current == record


def status(desk: Desk, record: str) -> Status:
    return desk.read(documents.get, record).result().status


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def test_records_stand_below_their_years_newest_first(records: RecordsPage) -> None:
    years = [row.year for row in records.list.rows if isinstance(row, Heading)]
    assert years == sorted(years, reverse=True)
    assert isinstance(records.list.rows[0], Heading)
    dates = [row.line.service_date for row in records.list.rows if isinstance(row, Entry) and row.line.service_date]
    assert dates == sorted(dates, reverse=True)


def test_nothing_is_opened_before_a_person_chooses(records: RecordsPage) -> None:
    assert records.list.current == ""
    assert records.details.shown is None


def test_what_a_file_beside_the_record_says_is_told_as_such(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str]
) -> None:
    choose(records, qtbot, titled(PATHOLOGY))
    shown = cast("Shown", records.details.shown)
    elsewhere = Reason("facility", "Sutter Health", "rule", "Sutter Health", 1, file="f" * 64)
    others = (reason for reason in shown.reasons if reason.field != "facility")
    records.details.show_record(replace(shown, reasons=(*others, elsewhere)))
    assert "The file that came with it says “Sutter Health”." in texts(records.details)


def test_a_record_without_a_day_lists_the_dates_it_may_be(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str]
) -> None:
    choose(records, qtbot, titled(PATHOLOGY))
    shown = cast("Shown", records.details.shown)
    printed = (("2024-02-05", DateRole.UNLABELLED), ("1950-01-13", DateRole.BIRTH), ("2023-11-20", DateRole.SIGNED))
    others = tuple(DateRead(PartialDate.parse(date), role) for date, role in printed)
    record = replace(shown.record, service_date=None, date_role=None, status=Status.TO_REVIEW, other_dates=others)
    reasons = tuple(reason for reason in shown.reasons if reason.field != "service_date")
    records.details.show_record(replace(shown, record=record, reasons=reasons))
    assert "not found here" in texts(records.details)
    assert "Other dates on it: 5 February 2024; 20 November 2023." in texts(records.details)


def test_choosing_a_record_shows_its_page_and_why_it_is_what_it_is(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str]
) -> None:
    record = titled(PATHOLOGY)
    choose(records, qtbot, record)
    assert "It says “SURGICAL PATHOLOGY REPORT”." in texts(records.details)
    assert "7 March 2024" in texts(records.details)
    qtbot.waitUntil(lambda: records.details.fields["kind"].crop.isVisible(), timeout=20000)
    crop = records.details.fields["service_date"].crop
    assert "Collected: 03/07/2024" in crop.accessibleName()
    qtbot.waitUntil(lambda: records.reader.page == 1)


def test_a_record_is_opened_at_the_page_somebody_points_at(
    records: RecordsPage, desk: Desk, qtbot: QtBot, titled: Callable[[str], str]
) -> None:
    listed = [line.id for line in records._lines if not line.is_study]
    record = next(each for each in listed if len(desk.read(pages.leaves, each).result()) > 1)
    records.show_record(f"{record}#2")
    qtbot.waitUntil(lambda: records.list.current == record and records.reader.page == 2)
    choose(records, qtbot, titled(PATHOLOGY))
    records.show_record(record)
    qtbot.waitUntil(lambda: records.list.current == record and records.reader.page == 1)


def test_typing_shrinks_the_list_and_choosing_shows_the_page_with_the_words_marked(
    records: RecordsPage, qtbot: QtBot
) -> None:
    everything = len(listed(records))
    records.search("marg")
    qtbot.waitUntil(lambda: len(listed(records)) < everything)
    assert all(isinstance(row, Entry) and row.hit is not None for row in records.list.rows)
    assert "margins" in records.list.rows[0].hit.snippet.lower()
    qtbot.keyClick(records.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: is_shown(records, listed(records)[0]))
    assert records.details.shown.sought == "marg"
    qtbot.waitUntil(lambda: bool(records.reader.paper.marks), timeout=20000)
    records.search("")
    qtbot.waitUntil(lambda: len(listed(records)) == everything)


def test_words_that_are_nowhere_get_a_sentence(records: RecordsPage, qtbot: QtBot) -> None:
    records.search("zyzzyva")
    qtbot.waitUntil(lambda: not records.list.rows)
    assert records.nothing_found.isVisible()
    assert "zyzzyva" in records.nothing_found.text()


def test_chips_filter_by_kind_and_count(records: RecordsPage, qtbot: QtBot) -> None:
    chips = {chip.objectName(): chip for chip in records.chips.findChildren(QAbstractButton) if chip.isVisible()}
    assert chips["all"].text() == f"All ({len(listed(records))})"
    qtbot.mouseClick(chips["pathology"], Qt.MouseButton.LeftButton)
    assert chips["pathology"].text() == f"Pathology ({len(listed(records))})"
    assert {row.line.kind for row in records.list.rows if isinstance(row, Entry)} == {"pathology_report"}
    assert "medicines" not in chips  # a group that holds nothing is not offered


def test_what_was_set_aside_stands_apart(records: RecordsPage, qtbot: QtBot, desk: Desk) -> None:
    aside = [line.id for line in desk.read(record_lines.find, Listing(status=Status.SET_ASIDE)).result()]
    assert aside
    assert not set(aside) & set(listed(records))
    chip = next(c for c in records.chips.findChildren(QAbstractButton) if c.objectName() == "aside")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert listed(records) == aside
    choose(records, qtbot, aside[0])
    assert "This names somebody else." in " ".join(texts(records.details.whose))
    assert records.details.accept.text() == "Keep it"


def test_enter_accepts_and_goes_to_the_next_and_undo_brings_it_back(
    review: ReviewPage, qtbot: QtBot, desk: Desk, window: Window
) -> None:
    first, second = listed(review)[:2]
    qtbot.waitUntil(lambda: is_shown(review, first))
    qtbot.keyClick(review.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first not in listed(review))
    assert window.acts == ["accept"]
    assert status(desk, first) is Status.CONFIRMED
    qtbot.waitUntil(lambda: is_shown(review, second))
    window.undo()
    qtbot.waitUntil(lambda: first in listed(review))
    assert status(desk, first) is Status.TO_REVIEW
    assert review.list.current == first


def test_the_heading_counts_what_is_to_look_at_and_an_empty_page_teaches(
    review: ReviewPage, qtbot: QtBot, desk: Desk
) -> None:
    assert review.heading.text().startswith(str(len(listed(review))))
    while review.list.rows:
        record = review.list.current
        qtbot.waitUntil(lambda: is_shown(review, record))  # noqa: B023 - waited for within this round
        qtbot.keyClick(review.list, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: record not in listed(review))  # noqa: B023 - as above
    assert review.empty.isVisible()
    assert any("Nothing to look at right now." in text for text in texts(review.empty))


def test_a_key_held_down_accepts_nothing_unseen(review: ReviewPage, qtbot: QtBot, window: Window) -> None:
    first = listed(review)[0]
    qtbot.waitUntil(lambda: is_shown(review, first))
    for _ in range(3):
        qtbot.keyClick(review.list, Qt.Key.Key_Return)  # faster than the next record can be shown
    qtbot.waitUntil(lambda: first not in listed(review))
    assert window.acts == ["accept"]


def test_delete_moves_to_the_trash_and_the_next_is_chosen(
    records: RecordsPage, qtbot: QtBot, desk: Desk, window: Window
) -> None:
    first, second = listed(records)[:2]
    choose(records, qtbot, first)
    qtbot.keyClick(records.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: first not in listed(records))
    assert status(desk, first) is Status.TRASHED
    qtbot.waitUntil(lambda: is_shown(records, second))
    window.undo()
    qtbot.waitUntil(lambda: is_shown(records, first))


def test_a_date_is_corrected_by_keyboard(
    records: RecordsPage, qtbot: QtBot, desk: Desk, titled: Callable[[str], str], window: Window
) -> None:
    record = titled("Operative report")
    choose(records, qtbot, record)
    qtbot.keyClick(records.list, Qt.Key.Key_E)
    date = records.details.editor.texts["service_date"]
    assert date.isVisible()
    date.setFocus()
    date.selectAll()
    qtbot.keyClicks(date, "2024-3")
    qtbot.keyClick(date, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "March 2024" in texts(records.details))
    assert str(desk.read(documents.get, record).result().service_date) == "2024-03"
    assert window.acts == ["correct"]
    assert "You wrote this." in texts(records.details.fields["service_date"])
    assert records.list.current == record
    assert records.list.hasFocus()


def test_several_fields_are_corrected_by_one_act_and_taken_back_by_one(
    records: RecordsPage, qtbot: QtBot, desk: Desk, titled: Callable[[str], str], window: Window
) -> None:
    record = titled("Operative report")
    choose(records, qtbot, record)
    records.correct()
    editor = records.details.editor
    editor.texts["title"].setText("Removal of the lump")
    editor.kind.setCurrentIndex(editor.kind.findText("Procedure report"))
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Removal of the lump" in texts(records.details))
    window.undo()
    qtbot.waitUntil(lambda: "Operative report" in texts(records.details))
    assert desk.read(documents.get, record).result().kind == "operative_note"


def test_a_wrong_date_is_told_in_a_sentence_and_nothing_changes(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str], window: Window
) -> None:
    choose(records, qtbot, titled("Operative report"))
    records.correct()
    editor = records.details.editor
    for wrong in ("last March", "2024-02-31", ""):
        editor.texts["service_date"].setText(wrong)
        qtbot.keyClick(editor.texts["service_date"], Qt.Key.Key_Return)
        assert editor.trouble.text == "This is not a date yet. Write 2024-03-05, 2024-03 or 2024."
        assert editor.trouble.isVisible()
    qtbot.keyClick(editor.texts["service_date"], Qt.Key.Key_Escape)
    assert not records.details.editing
    assert window.acts == []


def test_letters_typed_into_a_field_do_nothing_to_the_record(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str], window: Window
) -> None:
    choose(records, qtbot, titled("Operative report"))
    records.correct()
    title = records.details.editor.texts["title"]
    title.setFocus()
    qtbot.keyClicks(title, "e")
    qtbot.keyClick(title, Qt.Key.Key_Delete)
    assert "e" in title.text()
    assert records.details.editing
    assert window.acts == []


def test_everything_can_be_reached_by_keyboard_alone(records: RecordsPage, qtbot: QtBot) -> None:
    records.list.setFocus()
    qtbot.keyClick(records.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: is_shown(records, listed(records)[0]))
    for _ in range(len(listed(records))):  # past every heading, to the end
        qtbot.keyClick(records.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: is_shown(records, listed(records)[-1]))
    qtbot.keyClick(records.list, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: is_shown(records, listed(records)[0]))
    reached = set()
    for _ in range(60):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    wanted = {records.details.accept, records.details.correct, records.details.trash, records.details.save_copy}
    assert wanted <= reached


def test_f6_goes_from_part_to_part(records: RecordsPage, qtbot: QtBot) -> None:
    choose(records, qtbot, listed(records)[0])
    records.list.setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert records.reader.isAncestorOf(seen[0])
    assert records.details.isAncestorOf(seen[1])
    assert seen[2] is records.list


def test_a_record_asked_for_elsewhere_is_shown_whatever_is_filtered(
    records: RecordsPage, qtbot: QtBot, titled: Callable[[str], str]
) -> None:
    records.search("zyzzyva")
    qtbot.waitUntil(lambda: not records.list.rows)
    record = titled(PATHOLOGY)
    records.show_record(record, "margins")
    qtbot.waitUntil(lambda: is_shown(records, record))
    assert records.details.shown.sought == "margins"


def test_a_record_that_is_not_there_is_told_in_a_sentence(records: RecordsPage, window: Window) -> None:
    records.show_record("dnothere", "")
    assert window.said == ["This record is not in the list. It may be in the trash."]


def test_an_original_that_vanished_is_told_in_a_sentence(
    records: RecordsPage, qtbot: QtBot, desk: Desk, titled: Callable[[str], str], window: Window, tmp_path: Path
) -> None:
    record = titled("Discharge summary")
    choose(records, qtbot, record)
    (part,) = records.details.shown.record.files
    with desk.library.originals.lend(part.fingerprint) as path:
        hidden = tmp_path / "hidden"
        path.rename(hidden)
    try:
        qtbot.mouseClick(records.details.open_copy, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(window.said))
        assert window.said[0].startswith("This file is no longer in the library folder.")
        assert records.list.rows
    finally:
        hidden.rename(path)


def test_a_copy_is_saved_where_a_person_says_byte_for_byte(
    records: RecordsPage, qtbot: QtBot, desk: Desk, titled: Callable[[str], str], window: Window, tmp_path: Path
) -> None:
    choose(records, qtbot, titled("Discharge summary"))
    qtbot.mouseClick(records.details.save_copy, Qt.MouseButton.LeftButton)
    (dialog,) = records.findChildren(QFileDialog)
    out = tmp_path / "for the doctor.pdf"
    dialog.fileSelected.emit(str(out))
    dialog.close()
    qtbot.waitUntil(lambda: bool(window.said))
    (part,) = records.details.shown.record.files
    with desk.library.originals.open_original(part.fingerprint) as original:
        assert out.read_bytes() == original.read()


def test_the_choice_and_the_place_stay_when_records_arrive(records: RecordsPage, qtbot: QtBot, desk: Desk) -> None:
    record = listed(records)[-3]
    choose(records, qtbot, record)
    bar = records.list.verticalScrollBar()
    bar.setValue(bar.value() - 40)
    place = bar.value()
    assert place > 0
    with qtbot.waitSignal(records.list.model().modelReset):
        desk.news.records_changed.emit(())
    assert records.list.current == record
    assert bar.value() == place


def test_every_row_is_one_sentence_for_a_screen_reader(records: RecordsPage) -> None:
    model = records.list.model()
    spoken = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert "7 March 2024, Pathology report, Surgical pathology report, Northfield General Hospital" in spoken
    assert any(text.startswith("please look, ") for text in spoken)


def test_an_empty_library_offers_to_add_records(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = RecordsPage(fresh_desk)
    qtbot.addWidget(page)
    page.show()
    page.opened()
    qtbot.waitUntil(page.empty.isVisible)
    (add,) = page.empty.findChildren(QAbstractButton)
    with qtbot.waitSignal(fresh_desk.news.add_wanted):
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1440, 900)])
@pytest.mark.parametrize("text_size", [100, 200])
@pytest.mark.parametrize("kind", [RecordsPage, ReviewPage])
def test_no_control_is_cut_at_any_size(
    sample, qapp: QApplication, qtbot: QtBot, kind: type[RecordsPage], text_size: int, width: int, height: int
) -> None:
    desk = desk_of(sample, text_size=text_size)
    scale = text_size / 100
    page = kind(desk)
    qtbot.addWidget(page)
    room = (round(width - 216 * scale - 32), round(height - 48 - 34 * scale))
    page.resize(*room)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: bool(page.list.rows))
    assert (page.width(), page.height()) == room, "the page does not fit the window"
    page.list.choose(listed(page)[0])
    qtbot.waitUntil(lambda: page.details.shown is not None)
    for pane in ("list", "page", "details"):
        page.panes.bring(pane)
        assert_whole(page)
    page.correct()
    assert_whole(page)


def assert_whole(page: RecordsPage) -> None:
    """Every control that is not inside something that scrolls lies within the page, no smaller than it needs."""
    for widget in page.findChildren(QWidget):
        if not isinstance(widget, (QAbstractButton, QLineEdit, QComboBox)) or not widget.isVisible():
            continue
        if isinstance(widget.parent(), QComboBox) or page.reader.isAncestorOf(widget):
            continue
        left = widget.mapTo(page, QPoint(0, 0)).x()
        assert left >= 0, widget
        assert left + widget.width() <= page.width(), widget
        assert widget.width() >= least_width(widget), (widget, widget.accessibleName())
        assert widget.height() >= (44 if page.desk.look.scale > 1 else 32), (widget, widget.height())


def least_width(widget: QWidget) -> int:
    """Below it an icon or the words of a button are cut. Fields may be narrower than their text."""
    if isinstance(widget, QToolButton):
        return widget.iconSize().width() + 8
    return widget.minimumSizeHint().width() if isinstance(widget, QAbstractButton) else 120


def test_every_control_has_a_name(records: RecordsPage, qtbot: QtBot) -> None:
    choose(records, qtbot, listed(records)[0])
    for pane in (records, records.details.editor):
        for widget in pane.findChildren(QWidget):
            if isinstance(widget, (QAbstractButton, QLineEdit, QComboBox)) and not records.reader.isAncestorOf(
                widget
            ):
                if isinstance(widget.parent(), QComboBox):
                    continue
                name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                assert name or not widget.isVisible(), widget


def test_words_found_are_shown_on_the_page_where_page_and_details_share_a_place(
    open_page: Callable[..., RecordsPage], qtbot: QtBot
) -> None:
    page = open_page(RecordsPage, 776, 680)
    page.panes.bring("details")
    page.search("margins")
    qtbot.waitUntil(lambda: len(page.list.rows) == 3)
    assert page.panes.shown == ("list", "page")


def test_five_thousand_records_open_within_a_tenth_of_a_second(records: RecordsPage) -> None:
    lines = tuple(
        RecordLine(
            id=f"r{number}",
            kind=list(Kind)[number % len(Kind)],
            title=f"Record number {number}",
            service_date=PartialDate(2024 - number // 250, 1 + number % 12),
            facility="Northfield General Hospital",
            status=(Status.RECOGNISED, Status.TO_REVIEW)[number % 2],
            is_study=False,
            count=3,
        )
        for number in range(5000)
    )
    seconds = []
    for _ in range(5):  # the machine has other work: its best is what the page takes
        begun = time.perf_counter()
        records._on_lines(lines)
        records.list.viewport().repaint()
        seconds.append(time.perf_counter() - begun)
    assert len(listed(records)) == 5000
    assert min(seconds) < 0.1


def test_a_scan_leads_to_its_images(records: RecordsPage, qtbot: QtBot, desk: Desk) -> None:
    scan = next(row.line.id for row in records.list.rows if isinstance(row, Entry) and row.line.is_study)
    choose(records, qtbot, scan)
    assert not records.details.open_copy.isVisible()  # five hundred slices are nothing to open one by one
    with qtbot.waitSignal(desk.news.show_study) as told:
        qtbot.mouseClick(records.details.images, Qt.MouseButton.LeftButton)
    assert told.args == [scan]


def test_a_search_that_was_taken_back_does_not_come_after_all(records: RecordsPage, qtbot: QtBot) -> None:
    everything = listed(records)
    records.search("margins")
    records.search("")
    later: list[object] = []
    records.desk.errands.follow(records.desk.read(search.find, "margins"), records, later.append)
    qtbot.waitUntil(lambda: bool(later))
    assert listed(records) == everything


def test_what_was_set_aside_is_searched_on_its_own(records: RecordsPage, qtbot: QtBot) -> None:
    records.search("knee")
    qtbot.waitUntil(lambda: not records.list.rows)
    aside = next(c for c in records.chips.findChildren(QAbstractButton) if c.objectName() == "aside")
    records.search("")
    qtbot.waitUntil(aside.isVisible)
    qtbot.mouseClick(aside, Qt.MouseButton.LeftButton)
    records.search("knee")
    qtbot.waitUntil(lambda: [getattr(row, "hit", None) is not None for row in records.list.rows] == [True])


def test_going_on_to_another_record_keeps_what_was_typed(
    records: RecordsPage, qtbot: QtBot, desk: Desk, titled: Callable[[str], str], window: Window
) -> None:
    record, other = titled("Operative report"), titled("Discharge summary")
    choose(records, qtbot, record)
    records.correct()
    records.details.editor.texts["title"].setText("Removal of the lump")
    records.details.editor.texts["service_date"].setText("not yet a d")
    choose(records, qtbot, other)
    qtbot.waitUntil(lambda: window.acts == ["correct"])
    kept = desk.read(documents.get, record).result()
    assert (kept.title, str(kept.service_date)) == ("Removal of the lump", "2024-03-07")
    assert not records.details.editing
