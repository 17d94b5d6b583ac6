"""The page of blood tests: markers first, the line and its twin, the crop of a row, and what a person does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.catalogue import labs
from recordkeeper.intake.lab_entry import Typed, type_result
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.records.labs import LabStatus
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.labs.page import LabsPage
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
