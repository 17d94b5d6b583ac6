"""Receipts: every file accounted for, in words, to filter, to save and to print."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import sources
from recordkeeper.records.intake import FoundFile, Intake, Receipt, ReceiptRow
from recordkeeper.records.kinds import Outcome
from recordkeeper.ui.adding import print_out
from recordkeeper.ui.adding.receipt import ReceiptPage
from recordkeeper.ui.adding.receipt_list import ROW, above, below
from recordkeeper.ui.adding.summary import time_left, what_came_of_it
from recordkeeper.ui.desk import Desk


def opened(page: ReceiptPage, qtbot: QtBot) -> ReceiptPage:
    qtbot.addWidget(page)
    page.resize(780, 640)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: page._receipt is not None)
    return page


def chip(page: ReceiptPage, outcome: Outcome | None) -> QPushButton:
    name = outcome.value if outcome else ""
    (found,) = (b for b in page._outcomes.buttons() if b.objectName() == name)
    assert isinstance(found, QPushButton)
    return found


def test_a_receipt_lists_every_file_and_counts_in_words(desk: Desk, qtbot: QtBot) -> None:
    page = opened(ReceiptPage(desk), qtbot)
    receipt = page._receipt
    assert receipt is not None
    assert page._model.rowCount() == len(receipt.files)
    assert f"{receipt.totals[Outcome.ADDED]} files" in page._told.text()
    assert chip(page, None).isChecked()


def test_a_chip_shows_one_outcome_with_its_reason(desk: Desk, qtbot: QtBot) -> None:
    page = opened(ReceiptPage(desk), qtbot)
    chip(page, Outcome.SET_ASIDE).click()
    rows = [page._model.index(n, 0).data(ROW) for n in range(page._model.rowCount())]
    assert rows
    assert {row.outcome for row in rows} == {Outcome.SET_ASIDE}
    page._list.setCurrentIndex(page._model.index(0, 0))
    assert "This names somebody else." in page._why.text()
    spoken = page._model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "kept apart" in spoken
    assert rows[0].path in spoken


def test_a_file_leads_to_its_record(desk: Desk, qtbot: QtBot) -> None:
    page = opened(ReceiptPage(desk), qtbot)
    chip(page, Outcome.ADDED).click()
    page._list.setCurrentIndex(page._model.index(0, 0))
    with qtbot.waitSignal(desk.news.show_record) as shown:
        page._open.click()
    assert shown.args[0] in page._model.index(0, 0).data(ROW).records


def test_a_library_without_receipts_says_what_will_be_here(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = ReceiptPage(fresh_desk)
    qtbot.addWidget(page)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: not page._stack.isHidden())
    assert page._stack.currentIndex() == 0
    with qtbot.waitSignal(fresh_desk.news.add_wanted):
        page._add.click()


@pytest.fixture
def large(fresh_desk: Desk) -> Desk:
    """A receipt of 20,000 files, stopped before its end."""
    db = fresh_desk.library.catalogue.writer
    outcomes = (Outcome.ADDED, Outcome.ALREADY_HERE, Outcome.NOT_RECORDS, Outcome.UNREADABLE)
    reasons = ("", "already_here", "viewer_program", "damaged")
    with db.atomic():
        sources.begin_intake(db, Intake(1, "2026-01-01T10:00:00+00:00", ("/media/cd",)))
        for n in range(20_000):
            name = f"IM{n:06}"
            sources.add_found(
                db, 1, FoundFile(f"/media/cd/D{n // 100}/{name}", name, outcomes[n % 4], reasons[n % 4]), None
            )
    return fresh_desk


def test_twenty_thousand_files_stay_fluid(large: Desk, qtbot: QtBot) -> None:
    page = opened(ReceiptPage(large), qtbot)
    assert page._model.rowCount() == 20_000
    for outcome in (Outcome.UNREADABLE, None, Outcome.ADDED):
        begun = time.thread_time()
        chip(page, outcome).click()
        page._list.scrollToBottom()
        page._list.repaint()
        assert time.thread_time() - begun < 0.1


def test_what_was_stopped_can_be_gone_on_with(large: Desk, qtbot: QtBot) -> None:
    page = opened(ReceiptPage(large), qtbot)
    assert page._go_on.isVisible()
    with qtbot.waitSignal(large.news.paths_wanted) as wanted:
        page._go_on.click()
    assert wanted.args == [("/media/cd",)]


def test_a_receipt_is_saved_as_a_pdf_that_names_every_file(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    import pymupdf

    page = opened(ReceiptPage(desk), qtbot)
    receipt = page._receipt
    assert receipt is not None
    with qtbot.waitSignal(desk.news.said, timeout=20_000) as said:
        page.save_as(tmp_path / "receipt.pdf")
    assert str(tmp_path / "receipt.pdf") in said.args[0]
    with pymupdf.open(tmp_path / "receipt.pdf") as pdf:
        text = unicodedata.normalize("NFKC", "".join(sheet.get_text() for sheet in pdf))  # "fi" is set as one sign
        sizes = {
            span["size"]
            for sheet in pdf
            for block in sheet.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        }
    assert all("".join(row.path.split()) in "".join(text.split()) for row in receipt.files)
    assert min(sizes) >= 11.5


def test_a_receipt_that_cannot_be_saved_is_told(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(ReceiptPage(desk), qtbot)
    with qtbot.waitSignal(desk.errands.failed, timeout=20_000) as failed:
        page.save_as(tmp_path / "not there" / "receipt.pdf")
    assert failed.args[0].code == "place_not_allowed"


def test_a_receipt_goes_to_the_printer_a_person_chose(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(ReceiptPage(desk), qtbot)
    page._print.click()
    (dialog,) = page.findChildren(QPrintDialog)
    page.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    page.printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(desk.news.said, timeout=20_000) as said:
        dialog.done(QDialog.DialogCode.Accepted)
    assert said.args == ["The receipt was sent to the printer."]
    assert (tmp_path / "printed.pdf").stat().st_size > 1000


def test_a_large_receipt_goes_on_paper_in_seconds(desk: Desk, tmp_path: Path) -> None:
    rows = tuple(ReceiptRow(f"cd/IM{n:06}", Outcome.ADDED, "", "", ()) for n in range(20_000))
    begun = time.perf_counter()
    print_out.save_pdf(desk.words, Receipt(1, rows), ("Receipt 1",), "20,000 files.", tmp_path / "large.pdf")
    assert time.perf_counter() - begun < 20
    assert (tmp_path / "large.pdf").stat().st_size > 100_000


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (4, "A few seconds left."),
        (40, "Less than a minute left."),
        (70, "About 1 minute left."),
        (130, "About 2 minutes left."),
        (7300, "About 2 hours left."),
    ],
)
def test_the_time_left_is_rounded_as_people_would(desk: Desk, seconds: float | None, words: str) -> None:
    assert time_left(desk.words, seconds) == words


def test_files_that_are_no_trouble_are_told_before_those_that_are_no_records(desk: Desk) -> None:
    outcomes = [Outcome.NOT_RECORDS, Outcome.ALREADY_HERE, Outcome.ALREADY_HERE, Outcome.ADDED]
    rows = tuple(ReceiptRow(f"{n}", outcome, "", "", (f"d{n}",)) for n, outcome in enumerate(outcomes))
    told = what_came_of_it(desk.words, Receipt(1, rows), stopped=False)
    assert told == "1 new record, from 1 file. 2 files were here already. 1 file is not a record."


def test_a_packed_folder_that_was_opened_is_told_so_that_the_lines_add_up(desk: Desk) -> None:
    rows = (
        ReceiptRow("a.zip", Outcome.CONTAINER, "", "", ()),
        ReceiptRow("a.zip/1", Outcome.ADDED, "", "", ("d",)),
    )
    told = what_came_of_it(desk.words, Receipt(1, rows), stopped=False)
    assert told == "1 new record, from 1 file. 1 packed folder was opened."


def test_paths_are_shown_from_where_the_add_began() -> None:
    assert below("/media/cd/a/b.pdf", above(["/media/cd"])) == "cd/a/b.pdf"
    assert below("/x/1.pdf", above(["/x/1.pdf", "/x/2.pdf"])) == "1.pdf"
    assert below("D:/a", "") == "D:/a"
