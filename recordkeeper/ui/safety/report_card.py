"""A report of troubles: all of it is shown before it can be saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from recordkeeper import diagnostics, paths
from recordkeeper.ui.page import button, label

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_NAME = "recordkeeper-report.txt"


class ReportCard(QFrame):
    """Whether the program ever ended without warning, and the report."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self.sheet: ReportSheet | None = None
        say = desk.words.say
        self.state = label("", "quiet")
        self.show_button = button(desk, say("safety.trouble_show"), "look")
        self.show_button.setAutoDefault(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        heading, hint = label(say("safety.trouble_heading"), "strong"), label(say("safety.trouble_hint"), "small")
        for each in (heading, hint, self.state):
            inside.addWidget(each)
        inside.addWidget(self.show_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.show_button.clicked.connect(self._on_show_clicked)
        self.look()

    def look(self) -> None:
        """Say anew whether there was trouble."""
        crashed = self._desk.glance(diagnostics.ever_crashed, paths.places().logs)
        self._desk.errands.follow(crashed, self, self._on_crashed, newest="crashed")

    def _on_crashed(self, crashed: bool) -> None:
        self.state.setText(self._desk.words.say("safety.trouble_last" if crashed else "safety.trouble_none"))

    def _on_show_clicked(self) -> None:
        text = self._desk.glance(diagnostics.report, paths.places().logs)
        self._desk.errands.follow(text, self, self._on_report)

    def _on_report(self, text: str) -> None:
        self.sheet = ReportSheet(self._desk, text, self)
        self.sheet.open()


class ReportSheet(QDialog):
    """The whole report, to be read; what is saved is what is seen."""

    def __init__(self, desk: Desk, text: str, parent: QFrame) -> None:
        super().__init__(parent)
        self._desk = desk
        say = desk.words.say
        self.setWindowTitle(say("safety.trouble_show"))
        self.setMinimumSize(desk.look.pixels(640), desk.look.pixels(420))
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(say("safety.trouble_show"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.save_button = button(desk, say("safety.trouble_save"), "file", main=True)
        close = button(desk, say("safety.trouble_close"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.save_button)
        inside = QVBoxLayout(self)
        inside.addWidget(label(say("safety.trouble_hint")))
        inside.addWidget(self.text, 1)
        inside.addLayout(row)
        close.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._on_save_clicked)

    def save_to(self, place: str) -> None:
        """Save what is shown in this file."""
        written = self._desk.fetch(_write, Path(place), self.text.toPlainText())
        self._desk.errands.follow(written, self, self._on_saved)

    def _on_save_clicked(self) -> None:
        dialog = QFileDialog(self, self.save_button.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(_NAME)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _on_saved(self, place: Path) -> None:
        self._desk.news.said.emit(self._desk.words.say("safety.trouble_saved", place=str(place)))
        self.accept()


def _write(place: Path, text: str) -> Path:
    place.write_text(text, encoding="utf-8")
    return place
