"""The page of blood tests: markers first, the line and its twin, the crop of a row, and what a person does."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.catalogue import labs
from recordkeeper.intake.lab_entry import Typed, type_result
from recordkeeper.library import acts, preparing
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.records.labs import LabStatus
from recordkeeper.records.own import OwnList
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.home.trends import Trends
from recordkeeper.ui.labs.page import LabsPage
from recordkeeper.ui.labs.review_card import ResultReview
from tests.making import documents
from tests.making.libraries import bring_in

HEAD = "LABORATORY REPORT\nHarbor Laboratory\nAnna Sample   Born 03/05/1964\n"
TABLE = "Test            Result   Flag   Units    Reference Range\n"


def report(day: str, cea: str, unit: str = "ng/mL") -> str:
    return (
        f"{HEAD}Collected: {day}\n\n{TABLE}"
        f"Sodium          140             mmol/L   135-145\nCEA             {cea:8s}        {unit}    0.0-5.0\n"
    )


@pytest.fixture
def page(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> LabsPage:
    desk = fresh_desk
    for number, text in enumerate((report("04/17/2024", "5.9    H"), report("05/20/2024", "3.1"))):
        documents.pdf_with_text(tmp_path / f"{number}.pdf", [text])
    app = App(desk.library, desk.lanes, desk.makers, desk.resources)
    bring_in(app, tmp_path / "0.pdf", tmp_path / "1.pdf")
    made = LabsPage(desk)
    qtbot.addWidget(made)
    desk.news.act_done.connect(lambda _label, touched: desk.news.records_changed.emit(touched))
    made.resize(1000, 800)
    made.show()
    made.opened()
    qtbot.waitUntil(lambda: made.tests.count() > 0)
    return made


def entries(page: LabsPage) -> list[str]:
    return [page.tests.item(row).text() for row in range(page.tests.count())]


def rows(page: LabsPage) -> list[list[str]]:
    table = page.values
    return [
        [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]


def test_markers_come_first_and_the_newest_value_is_chosen(page: LabsPage) -> None:
    assert entries(page) == ["Tumor markers", "CEA  (2)", "Salts and sugar", "Sodium  (2)"]
    assert page.name.text() == "CEA (ng/mL)"
    assert [row[:2] for row in rows(page)] == [["20 May 2024", "3.1 ng/mL"], ["17 Apr 2024", "5.9 ng/mL"]]
    assert rows(page)[1][3] == "the lab marked it H"
    assert "3.1 ng/mL" in page.one.row.text()
    assert page.chart.accessibleName() == page.values.accessibleName() == "CEA, 2 results"


def test_each_number_stands_beside_the_crop_of_its_row(page: LabsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.one.crop.isVisible)
    with qtbot.waitSignal(page.desk.news.show_record) as shown:
        qtbot.mouseClick(page.one.crop, Qt.MouseButton.LeftButton)
    assert shown.args[1] == "3.1"


def test_pressing_a_mark_chooses_its_row(page: LabsPage, qtbot: QtBot) -> None:
    place, spot, _ = min(page.chart.places(), key=lambda one: one[1].day)
    qtbot.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
    assert page.values.current is not None
    assert page.values.current.result.printed == spot.point.result.printed == "5.9"
    assert "the lab marked it H" in page.one.row.text()


def test_another_test_is_chosen_by_the_keyboard(page: LabsPage, qtbot: QtBot) -> None:
    page.tests.setFocus()
    qtbot.keyClick(page.tests, Qt.Key.Key_Down)
    assert page.name.text() == "Sodium (mmol/L)"


def test_a_value_put_right_is_marked_as_the_users(page: LabsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.one.putting_right.open_button, Qt.MouseButton.LeftButton)
    assert page.one.putting_right.edit.text() == "3.1"
    page.one.putting_right.edit.setText("3.7")
    with qtbot.waitSignal(page.desk.news.act_done) as told:
        qtbot.keyClick(page.one.putting_right.edit, Qt.Key.Key_Return)
    assert told.args[0] == "correct"
    qtbot.waitUntil(lambda: rows(page)[0][1] == "3.7 ng/mL")
    assert rows(page)[0][5] == "you put this right"
    assert page.one.putting_right.edit.isHidden()


def test_escape_leaves_the_value_as_it_is(page: LabsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.one.putting_right.open_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.one.putting_right.edit, Qt.Key.Key_Escape)
    assert page.one.putting_right.edit.isHidden()
    assert rows(page)[0][1] == "3.1 ng/mL"


def test_a_result_is_removed(page: LabsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.one.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    assert rows(page)[0][1] == "5.9 ng/mL"


def test_a_typed_result_of_an_equal_unit_shares_the_scale_as_a_line_of_its_own(
    page: LabsPage, qtbot: QtBot
) -> None:
    rules = LabRules.read(page.desk.resources / "rules")
    page.desk.act(type_result, rules, Typed("CEA", "2.2", "2024-07-01", "µg/L", lab="Home")).result()
    page.opened()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    assert "same unit" in page.told.text()
    assert "A new line begins" in page.told.text()
    assert {number for _, _, number in page.chart.places()} == {0, 1}
    newest = page.values.points[0]
    assert newest.status is LabStatus.TYPED
    page.values.choose(newest)
    assert page.one.crop.isHidden()  # no page says it


def test_values_far_apart_lie_on_a_scale_of_tens_and_the_page_says_so(page: LabsPage, qtbot: QtBot) -> None:
    assert "ten times" not in page.told.text()
    rules = LabRules.read(page.desk.resources / "rules")
    page.desk.act(type_result, rules, Typed("CEA", "4100", "2024-07-01", "ng/mL", lab="Home")).result()
    page.opened()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    assert "each step up is ten times the last" in page.told.text()
    heights = sorted(place.y() for place, _, _ in page.chart.places())
    assert heights[2] - heights[1] > 10  # 3.1 and 5.9 can still be told apart
    page.tests.setCurrentRow(page.tests.count() - 1)
    assert "ten times" not in page.told.text()


def test_another_lab_begins_a_new_line_with_a_mark_of_its_own(page: LabsPage, qtbot: QtBot) -> None:
    rules = LabRules.read(page.desk.resources / "rules")
    page.desk.act(type_result, rules, Typed("CEA", "2.2", "2024-07-01", "ng/mL", lab="City lab")).result()
    page.opened()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    assert "A new line begins where the lab, the unit or the method changes." in page.told.text()
    assert "● City lab (ng/mL)   ■ Harbor Laboratory (ng/mL)" in page.told.text()
    assert "same unit" not in page.told.text()
    by_line = {number: spot.point.lab for _, spot, number in page.chart.places()}
    assert by_line == {0: "City lab", 1: "Harbor Laboratory"}


def test_a_doubtful_value_says_why_and_is_accepted(page: LabsPage, tmp_path: Path, qtbot: QtBot) -> None:
    documents.pdf_with_text(tmp_path / "doubt.pdf", [report("06/21/2024", "1.1    H")])
    app = App(page.desk.library, page.desk.lanes, page.desk.makers, page.desk.resources)
    bring_in(app, tmp_path / "doubt.pdf")
    page.opened()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    page.values.choose(page.values.points[0])
    assert rows(page)[0][5] == "please look: the mark and the range do not go together"
    assert page.one.accept.isVisible()
    qtbot.mouseClick(page.one.accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: rows(page)[0][5] == "read")
    assert labs.all_results(page.desk.library.catalogue.reader())


def test_without_results_the_page_says_so(fresh_desk: Desk, qtbot: QtBot) -> None:
    made = LabsPage(fresh_desk)
    qtbot.addWidget(made)
    made.show()
    made.opened()
    qtbot.waitUntil(made.empty.isVisible)


def test_a_question_is_asked_about_the_value_chosen(page: LabsPage, qtbot: QtBot) -> None:
    point = page.values.current
    assert point is not None
    with qtbot.waitSignal(page.desk.news.question_wanted) as told:
        qtbot.mouseClick(page.one.ask, Qt.MouseButton.LeftButton)
    assert told.args == [{"value": "CEA: 3.1 ng/mL", "points_at": f"{point.shown_in}#1"}]


def test_a_value_typed_by_hand_is_asked_about_without_a_page(page: LabsPage, qtbot: QtBot) -> None:
    rules = LabRules.read(page.desk.resources / "rules")
    page.desk.act(type_result, rules, Typed("CEA", "2.2", "2024-07-01", "ng/mL", lab="Home")).result()
    page.opened()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    page.values.setCurrentCell(0, 0)
    with qtbot.waitSignal(page.desk.news.question_wanted) as told:
        qtbot.mouseClick(page.one.ask, Qt.MouseButton.LeftButton)
    assert told.args == [{"value": "CEA: 2.2 ng/mL"}]


def test_a_result_is_typed_by_keyboard_and_taken_back(page: LabsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.type, Qt.Key.Key_Space)
    edits = page.form.edits
    assert (edits["name"].text(), edits["unit"].text()) == ("CEA", "ng/mL")
    for field, words in (("printed", "2.5"), ("lab", "Harbor Laboratory")):
        qtbot.keyClicks(edits[field], words)
    qtbot.keyClick(edits["lab"], Qt.Key.Key_Return)
    qtbot.waitUntil(page.form.refused.isVisible)  # no day yet
    qtbot.keyClicks(edits["day"], "2024-08-09")
    with qtbot.waitSignal(page.desk.news.act_done) as told:
        qtbot.keyClick(edits["day"], Qt.Key.Key_Return)
    assert told.args[0] == "type_result"
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    assert rows(page)[0][:2] == ["9 Aug 2024", "2.5 ng/mL"]
    assert rows(page)[0][5] == "you typed this"
    assert page.form.isHidden()
    page.desk.act(acts.undo).result()
    page.opened()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)


def test_escape_leaves_the_form_and_nothing_is_typed(page: LabsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.type, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.form.edits["printed"], "2.5")
    qtbot.keyClick(page.form.edits["printed"], Qt.Key.Key_Escape)
    assert page.form.isHidden()
    assert not labs.typed(page.desk.library.catalogue.reader())


def test_treatments_stand_behind_the_line_and_in_words(page: LabsPage, qtbot: QtBot) -> None:
    fields = {"name": "FOLFOX", "kind": "drug", "start": "2024-04-20", "end": "2024-05-10"}
    page.desk.act(preparing.add_entry, OwnList.TREATMENTS, fields).result()
    long_ago = {**fields, "start": "2020-01-01", "end": "2020-02-01"}
    page.desk.act(preparing.add_entry, OwnList.TREATMENTS, long_ago).result()
    before = page.chart.grab().toImage()
    page.opened()
    qtbot.waitUntil(page.behind.isVisible)
    assert page.behind.text() == "Behind the line: 1 FOLFOX, 20 Apr 2024 to 10 May 2024"
    assert [one.what for one in page.chart.treatments] == ["FOLFOX"]
    assert page.chart.grab().toImage() != before


def test_all_results_go_out_as_a_table_no_program_takes_for_formulas(
    page: LabsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    rules = LabRules.read(page.desk.resources / "rules")
    page.desk.act(type_result, rules, Typed("=1+1", "2", "2024-07-01")).result()
    for name in ("out.csv", "out.xlsx"):
        with qtbot.waitSignal(page.desk.news.said) as told:
            page.taking_out.write_table(tmp_path / name)
        assert name in told.args[0]
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert any("5.9" in line and "CEA" in line for line in lines)
    assert any("'=1+1" in line for line in lines)
    assert (tmp_path / "out.xlsx").read_bytes()[:2] == b"PK"


def test_the_page_is_printed_by_date(page: LabsPage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.desk.news.said):
        page.taking_out.write_paper(tmp_path / "out.pdf")
    with pymupdf.open(tmp_path / "out.pdf") as made:
        said = " ".join(made[0].get_text().split())
    assert "Tumor markers" in said
    assert "5.9 H" in said
    assert "the page where it stands" not in said


def test_a_test_is_pinned_to_home_and_taken_off(page: LabsPage, qtbot: QtBot) -> None:
    home = Trends(page.desk)
    qtbot.addWidget(home)
    home.refresh()
    with qtbot.waitSignal(page.desk.news.act_done) as told:
        qtbot.mouseClick(page.pin, Qt.MouseButton.LeftButton)
    assert told.args[0] == "pin"
    qtbot.waitUntil(lambda: page.pin.text() == "Take off Home")
    home.refresh()
    qtbot.waitUntil(lambda: len(home.cards) == 1)
    assert home.cards[0].accessibleName() == "CEA: 3.1 ng/mL, 20 May 2024"
    with qtbot.waitSignal(page.desk.news.page_wanted) as wanted:
        qtbot.mouseClick(home.cards[0], Qt.MouseButton.LeftButton)
    assert wanted.args == ["labs"]
    page.desk.act(acts.undo).result()
    home.refresh()
    qtbot.waitUntil(home.isHidden)


def test_doubtful_numbers_stand_in_to_review_with_their_row(page: LabsPage, tmp_path: Path, qtbot: QtBot) -> None:
    documents.pdf_with_text(tmp_path / "doubt.pdf", [report("06/21/2024", "1.1    H")])
    app = App(page.desk.library, page.desk.lanes, page.desk.makers, page.desk.resources)
    bring_in(app, tmp_path / "doubt.pdf")
    review = ResultReview(page.desk)
    qtbot.addWidget(review)
    review.ask()
    qtbot.waitUntil(review.isVisible)
    assert review.one.row.text().startswith("CEA: 1.1 ng/mL")
    assert "the mark and the range do not go together" in review.one.why.text()
    qtbot.waitUntil(review.one.crop.isVisible)
    qtbot.mouseClick(review.later, Qt.MouseButton.LeftButton)
    assert review.isHidden()
    again = ResultReview(page.desk)
    qtbot.addWidget(again)
    again.ask()
    qtbot.waitUntil(again.isVisible)
    with qtbot.waitSignal(page.desk.news.act_done):
        qtbot.mouseClick(again.one.accept, Qt.MouseButton.LeftButton)
    again.ask()
    qtbot.waitUntil(again.isHidden)
