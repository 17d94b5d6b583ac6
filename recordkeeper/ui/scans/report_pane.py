"""The report beside its scan, with the images it points at as buttons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import button, label, tool

if TYPE_CHECKING:
    from recordkeeper.recognise.image_references import ImageReference
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.view import ReaderView
    from recordkeeper.ui.scans.reading import ReportShown

_MOST_BYTES = 64 * 1024 * 1024  # of painted pages, beside the images of the scan


class ReportPane(QFrame):
    """The pages are the reader's own; it is made when a report is first asked for."""

    pointed = Signal(object)  # an ImageReference a person wants to see
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._reports: tuple[ReportShown, ...] = ()
        self._at = 0
        self.reader: ReaderView | None = None
        self.setObjectName("scan_report")
        self.title = label("", "strong")
        self.next = button(desk, desk.words.say("scans.report.next"), flat=True)
        self.close_button = tool(desk, desk.words.say("scans.report.close"), "close")
        self.points = Flow(gap=4)
        self.points.setAccessibleName(desk.words.say("scans.report.points"))
        self.told = label(desk.words.say("scans.report.points"), "small")
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.next)
        head.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        self._inside.addLayout(head)
        self._inside.addWidget(self.told)
        self._inside.addWidget(self.points)
        self.close_button.clicked.connect(self.closed)
        self.next.clicked.connect(self._on_next)
        self.hide()

    def show_reports(self, reports: tuple[ReportShown, ...]) -> None:
        """Show the first of these; the others are a button away."""
        if self.reader is None:
            from recordkeeper.ui.reader.view import ReaderView

            self.reader = ReaderView(self._desk, most_bytes=_MOST_BYTES)
            self._inside.addWidget(self.reader, 1)
        self._reports, self._at = reports, 0
        self.next.setVisible(len(reports) > 1)
        self.show()
        self._show()

    def _show(self) -> None:
        report = self._reports[self._at]
        self.title.setText(report.record.title)
        self.points.clear()
        for reference in report.references:
            made = button(self._desk, named(self._desk, reference))
            made.setToolTip(reference.words)
            made.clicked.connect(partial(self._on_pointed, reference))
            self.points.add(made)
        self.points.arrange()
        self.points.setVisible(bool(report.references))
        self.told.setVisible(bool(report.references))
        assert self.reader is not None, "made by show_reports"
        self.reader.show_record(report.record)

    def _on_pointed(self, reference: ImageReference) -> None:
        self.pointed.emit(reference)

    def _on_next(self) -> None:
        self._at = (self._at + 1) % len(self._reports)
        self._show()


def named(desk: Desk, reference: ImageReference) -> str:
    """What a report points at, in our words: "Series 4, image 57"."""
    say = desk.words.say
    number = str(reference.first)
    if reference.last > reference.first:
        number = f"{reference.first}–{reference.last}"
    if reference.series is None:
        return say("scans.key.image", number=f"{number}/{reference.of}")
    return say("scans.key.series_and_image", series=str(reference.series), number=number)
