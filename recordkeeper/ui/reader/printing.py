"""The pages of a record on paper, as they were received: nothing is added to them, marks and notes stay here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from recordkeeper.preview import page
from recordkeeper.records.errors import KnownProblem
from recordkeeper.ui.reader.supply import developed, place_of
from recordkeeper.work.pool import WorkerFailure

if TYPE_CHECKING:
    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.library.folder import Library
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.pool import Workers

_DPI = 200.0  # as fine as the small print of a form needs
_KIND = QAbstractPrintDialog.PrintDialogOption


class Printing(QObject):
    """Asks which printer and which pages, and sends them off the window's thread."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._leaves: tuple[Leaf, ...] = ()
        self.printer: QPrinter  # made when somebody first prints: asking the system for printers takes a moment

    def ask(self, leaves: Sequence[Leaf], present: int, title: str) -> None:
        """Let a person choose a printer for these pages; `present` (from 1) is the one they look at."""
        if not leaves:
            return
        self._leaves = tuple(leaves)
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.printer.setDocName(title)
        self.printer.setFromTo(present, present)
        dialog = QPrintDialog(self.printer, self._over)
        dialog.setOption(_KIND.PrintPageRange)
        dialog.setMinMax(1, len(self._leaves))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_finished)
        QDialog.open(dialog)  # QPrintDialog's own asks for a receiver

    def _on_finished(self, result: int) -> None:
        if result != QDialog.DialogCode.Accepted:
            return
        first, last = 1, len(self._leaves)
        if self.printer.printRange() is QPrinter.PrintRange.PageRange:
            first, last = max(1, self.printer.fromPage()), min(last, self.printer.toPage() or last)
        desk, wanted = self._desk, self._leaves[first - 1 : last]
        work = desk.fetch(print_on, self.printer, desk.library, desk.lanes.workers, wanted)
        desk.errands.follow(work, self, self._on_printed)

    def _on_printed(self, missing: int | None) -> None:
        say = self._desk.words.say
        if missing is None:
            self._desk.news.said.emit(say("reader.print_trouble"))
        elif missing:
            self._desk.news.said.emit(say("reader.printed_without", count=missing))
        else:
            self._desk.news.said.emit(say("reader.printed"))


def print_on(printer: QPrinter, library: Library, workers: Workers, leaves: Sequence[Leaf]) -> int | None:
    """Paint the pages on a printer, each as large as fits, on any thread but the window's.

    Returns how many could not be painted and are left out; None when the printer refuses.
    """
    painter = QPainter()
    if not painter.begin(printer):
        return None
    missing = done = 0
    for leaf in leaves:
        try:
            if leaf.reason_code:
                raise KnownProblem(leaf.reason_code)
            picture = page.paint(library, workers, place_of(leaf), dpi=_DPI, marks=())
        except (WorkerFailure, KnownProblem):
            missing += 1
            continue
        if done:
            printer.newPage()
        done += 1
        image = developed(picture).image
        room = painter.viewport()
        if (image.width() > image.height()) != (room.width() > room.height()):  # a wide page uses the whole sheet
            image = image.transformed(QTransform().rotate(90))
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(room.topLeft(), size), image)
    return missing if painter.end() else None
