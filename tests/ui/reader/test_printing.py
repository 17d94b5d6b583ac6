"""Pages on paper: all of them or a range, as they were received, and what could not be shown is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from pytestqt.qtbot import QtBot

from recordkeeper.records.document import Record
from recordkeeper.ui.reader.view import ReaderView
from tests.ui.reader.conftest import MANY, PATIENCE

Named = Callable[[str], Record]


def printed(qtbot: QtBot, view: ReaderView, out: Path, pages: tuple[int, int] | None = None) -> str:
    """Print into a file as a person does; what the window says then."""
    view.paper.setFocus()
    qtbot.keyClick(view.paper, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = view.findChildren(QPrintDialog)
    printer = view.printing.printer
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    if pages:
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(*pages)
    with qtbot.waitSignal(view._desk.news.said, timeout=60_000) as said:
        dialog.done(QPrintDialog.DialogCode.Accepted)
    return str(said.args[0])


@pytest.mark.parametrize(("pages", "count"), [(None, MANY), ((3, 5), 3)])
def test_pages_go_to_the_printer(
    qtbot: QtBot, view: ReaderView, record: Named, tmp_path: Path, pages: tuple[int, int] | None, count: int
) -> None:
    view.show_record(record("many.pdf"))
    qtbot.waitUntil(lambda: bool(view.paper.leaves), timeout=PATIENCE)
    assert printed(qtbot, view, tmp_path / "out.pdf", pages) == "The pages were sent to the printer."
    with pymupdf.open(tmp_path / "out.pdf") as document:
        assert document.page_count == count
        sheet = document[0].get_pixmap(dpi=40, colorspace=pymupdf.csGRAY)
    assert min(sheet.samples) < 120, "there is print on it"


def test_a_page_that_cannot_be_shown_is_left_out_and_said(
    qtbot: QtBot, view: ReaderView, record: Named, tmp_path: Path
) -> None:
    view.show_record(record("damaged.pdf"))
    qtbot.waitUntil(lambda: len(view.paper.leaves) == 3, timeout=PATIENCE)
    said = printed(qtbot, view, tmp_path / "out.pdf")
    assert said == "One page could not be shown and was left out. The others were sent to the printer."
    with pymupdf.open(tmp_path / "out.pdf") as document:
        assert document.page_count == 2
